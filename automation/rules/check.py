"""Every rule over one submission, in three stages, so that one mistake gives one finding."""

from collections.abc import Iterable
from dataclasses import replace

from automation.model.plan import Severity
from automation.model.submission import Finding, Submission
from automation.rules import arithmetic, files, history, scale, structure, values
from automation.rules.arithmetic import row_findings
from automation.rules.case import Case, Context, case_of
from automation.rules.files import refused
from automation.rules.rule import Rule

__all__ = ["Context", "check", "refused"]

CELLS = (*files.RULES, *structure.RULES, *values.RULES, *scale.RULES)
"""What is seen before anything is computed."""
ROWS = (*arithmetic.RULES, *history.RULES)
"""What needs to know which cells are wrong."""


def check(submission: Submission, context: Context) -> tuple[Finding, ...]:
    """Everything wrong with ``submission``: the file, its structure, its cells, its rows, its totals and its past.

    A cell has at most one finding of a code, and a cell with an error is not judged by what is computed from it. Where the
    unit or the period is unknown, only the file as a whole is judged.
    """
    case = case_of(submission, context)
    found = [*_findings(CELLS, case)]
    case = _knowing(case, found)
    found += row_findings(case)
    case = _knowing(case, found)
    found += _findings(ROWS, case)
    return tuple(_once(found))


def _findings(rules: Iterable[Rule], case: Case) -> Iterable[Finding]:
    return (finding for rule in rules for finding in rule.findings(case))


def _knowing(case: Case, found: Iterable[Finding]) -> Case:
    wrong = frozenset((f.item, f.field) for f in found if f.severity is Severity.ERROR and f.item)
    doubtful = frozenset((f.item, f.field) for f in found if f.code == "V304")
    return replace(case, wrong=wrong, doubtful=doubtful)


def _once(found: Iterable[Finding]) -> Iterable[Finding]:
    """The first of each code in each cell; findings that point at no cell are all kept."""
    seen: set[tuple[str, str, str]] = set()
    for finding in found:
        key = (finding.code, finding.item, finding.field)
        if not (finding.item and finding.field) or key not in seen:
            seen.add(key)
            yield finding
