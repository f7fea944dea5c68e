"""核实说明: which queries a unit has answered.

An answer holds for one figure in one period: the same code, item and field, and the same value in the cell. An error
cannot be explained away.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

from automation.model.plan import Severity
from automation.model.submission import CONFIRMED, Explained, Finding

_LONGEST_CARRIED = 200
_Figure: TypeAlias = tuple[str, ...]


def with_answers(findings: Iterable[Finding], answers: Iterable[Explained], before: Iterable[Finding],
                 least: int) -> tuple[Finding, ...]:
    """``findings``, each query with the explanation that its figure has.

    Args:
        answers: of the front sheet that came with the file.
        before: findings of the unit's earlier files of the period that were explained.
        least: characters under which a text explains nothing.
    """
    known = {_figure(f): f.explanation for f in before}
    known |= {_figure(a): a.text for a in answers if a.decision == CONFIRMED and len(" ".join(a.text.split())) >= least}
    return tuple(replace(f, explanation=known.get(_figure(f), "")) if f.severity is Severity.QUERY else f for f in findings)


def _figure(one: Finding | Explained) -> _Figure:
    value = " ".join(one.value.split())[:_LONGEST_CARRIED]
    # A query of no item is told from its like by where it is; an item keeps its answer wherever its row moves.
    return one.code, one.item, one.field, value, *(() if one.item else (one.sheet, one.cell))
