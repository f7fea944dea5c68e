"""One file in two steps: ``read`` its bytes, which may run in any process, then ``judge`` it beside what is known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from automation.derive import State, rounded
from automation.forms import forms_for
from automation.formula import Scalar
from automation.model.plan import Plan, Severity
from automation.model.submission import Finding, Outcome, Row, Submission, Value
from automation.notices.explanations import read_explanations, without_front
from automation.period import Period
from automation.reader.read import read_submission
from automation.rules.check import Context, check, refused
from automation.sheets.limits import Limits
from automation.sheets.open import read_book, without_collector
from automation.sheets.unreadable import Unreadable, damaged


@dataclass(frozen=True)
class Background:
    """What the ledger knows that a workbook of one period is checked against."""

    previous: Mapping[str, State]
    """Item code → values one period earlier."""
    earlier: Mapping[str, tuple[State, ...]]
    """Item code → states of the reported periods of the year before, latest last."""
    closed: bool = False
    units: frozenset[str] = frozenset()
    """Units whose reports it was put together from."""


@dataclass(frozen=True)
class Examined:
    """What a file says and what is wrong with it."""

    outcome: Outcome
    """ACCEPTED, RETURNED or QUARANTINED; nothing is merged yet."""
    findings: tuple[Finding, ...]
    submission: Submission | None = None
    """With every figure rounded to the decimals of its field; what was typed stays beside it."""


@dataclass(frozen=True)
class Verdict:
    """What is to be said of a file, and what that rests on."""

    examined: Examined
    """Its findings with the answers that the unit has given."""
    units: frozenset[str]
    """Units whose files it was reached beside."""
    extent: int
    """Files that the ledger had at least, see ``Ledger.extent``."""


def read(data: bytes, name: str, sha256: str, plan: Plan, limits: Limits | None = None) -> Submission:
    """What the file says. Its bytes are a stranger's: this is the part that may have to run where it can do no harm.

    Raises Unreadable where nothing of it can be used; whatever else it raises, the file is to blame.
    """
    with without_collector():
        return _read(data, name, sha256, plan, limits)


def _read(data: bytes, name: str, sha256: str, plan: Plan, limits: Limits | None) -> Submission:
    book = read_book(data, limits)
    return replace(read_submission(without_front(book), name, sha256, plan), explanations=read_explanations(book))


def judge(found: Submission | Unreadable, plan: Plan, background_of: Callable[[Period, str], Background]) -> Examined:
    """Check what was read. ``background_of`` is asked once, for the period and the unit's name that the file says it is of."""
    if isinstance(found, Unreadable):
        return Examined(Outcome.QUARANTINED, (refused(found.code, found.message, found.fix),))
    unit, period = plan.unit(found.unit), found.period
    background = background_of(period, unit.name if unit else "") if period else Background({}, {})
    forms = forms_for(plan, unit, period) if unit and period else ()
    context = Context(plan, unit, period, forms, background.previous, background.earlier, background.closed)
    try:
        findings = check(found, context)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        # Figures that a check was not made for cost their own file, not everybody's.
        return judge(damaged(f"核对时出错（{type(error).__name__}）"), plan, background_of)
    wrong = any(f.severity is Severity.ERROR for f in findings)
    return Examined(Outcome.RETURNED if wrong else Outcome.ACCEPTED, findings, _as_counted(found, plan))


def _as_counted(found: Submission, plan: Plan) -> Submission:
    """As it is merged: the checks see every decimal that was typed, the totals only those that are printed (V312)."""
    return replace(found, rows=tuple([_rounded(row, plan) for row in found.rows]))


def _rounded(row: Row, plan: Plan) -> Row:
    # An equal figure stays as it was typed: 12 is not to become 12.00.
    changed = {name: value._replace(parsed=kept) for name, value in row.values.items()
               if isinstance(value.parsed, Decimal) and (kept := _kept(row, value, plan)) != value.parsed}
    return replace(row, values={**row.values, **changed}) if changed else row


def _kept(row: Row, value: Value, plan: Plan) -> Scalar:
    for code in row.tables:
        if (table := plan.table(code)) and (field := table.field(value.field)):
            return rounded(field, value.parsed)
    return value.parsed
