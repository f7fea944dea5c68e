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
SIZE_QUERIES = ("V304", "A404")
"""Queries of an amount: one is asked, not two."""
ROWS = (*arithmetic.RULES, *history.RULES)
"""What needs to know which cells are wrong."""


def check(submission: Submission, context: Context) -> tuple[Finding, ...]:
    """Everything wrong with ``submission``: the file, its structure, its cells, its rows, its totals and its past.

    One mistake is one finding: what is computed from a cell with an error is not judged. Where the
    unit or the period is unknown, only the file as a whole is judged.
    """
    case = case_of(submission, context)
    found = [*_findings(CELLS, case)]
    case = _knowing(case, found)
    found += row_findings(case)
    case = _knowing(case, found)
    found += _findings(ROWS, case)
    return tuple(found)


def _findings(rules: Iterable[Rule], case: Case) -> Iterable[Finding]:
    return (finding for rule in rules for finding in rule.findings(case))


def _knowing(case: Case, found: Iterable[Finding]) -> Case:
    wrong = frozenset((f.item, f.field) for f in found if f.severity is Severity.ERROR and f.item)
    doubtful = frozenset((f.item, f.field) for f in found if f.code in SIZE_QUERIES)
    return replace(case, wrong=wrong, doubtful=doubtful)
