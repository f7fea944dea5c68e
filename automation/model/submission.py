"""What passes from the reader to the ledger and on: submissions, findings, receipts, merged values."""

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from automation.formula import Scalar
from automation.model.plan import Severity, Unit
from automation.model.row import Reading as Reading
from automation.model.row import Row as Row
from automation.model.row import Value as Value
from automation.period import Period


@dataclass(frozen=True)
class Observation:
    """Something the reader saw that a rule has words for: identity, structure, notices about the file."""

    code: str
    """Code of the rule that words it."""
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What the rule's message names."""
    sheet: str = ""
    cell: str = ""
    item: str = ""
    field: str = ""
    value: str = ""


@dataclass(frozen=True)
class Understood:
    """How one form was found in a file: for people who ask why a figure was read as it was."""

    form: str
    """The form's sheet as issued."""
    sheet: str
    heading_rows: tuple[int, ...]
    """Row numbers from 1."""
    money_unit: str
    """What a line above the table says its amounts are in; empty where nothing does."""
    columns: tuple[tuple[str, str, str, str], ...]
    """(letter, heading as found, field or column key, how it was told)."""
    rows: tuple[tuple[int, str, str, str], ...]
    """(row number from 1, item code, item name, how it was told)."""
    passed: tuple[int, ...] = ()
    """Rows among the items that are about none: sections, subtotals."""


CONFIRMED = "数据无误(见说明)"
"""The 处理结果 that says a doubted figure is right and why."""


@dataclass(frozen=True)
class Explained:
    """What a clerk answered to one finding of a send-back."""

    code: str
    sheet: str
    cell: str
    item: str
    field: str
    decision: str
    """处理结果, or empty."""
    text: str
    """核实说明, or empty."""
    value: str = ""
    """What stood in the cell when she was asked: at most 200 characters, line breaks as blanks."""


@dataclass(frozen=True)
class Submission:
    """What one file says: one unit, one period."""

    plan_code: str
    unit: str
    """Name of the unit; empty where nobody can tell (then an observation says why)."""
    period: Period | None
    sha256: str
    name: str
    """File name as received."""
    rows: tuple[Row, ...]
    totals: Mapping[str, Mapping[str, Value]] = dataclasses.field(default_factory=dict)
    """Typed totals rows by sheet, then by field."""
    signature: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """填报人, 联系电话, 负责人, 填报日期 as found."""
    template: str = ""
    """Template id from the stamp."""
    issued: Mapping[str, Mapping[str, Scalar]] = dataclasses.field(default_factory=dict)
    """What the stamp says was prefilled: item code → column key → value, for the locked prior columns."""
    observations: tuple[Observation, ...] = ()
    understood: tuple[Understood, ...] = ()
    """One for each form that was found."""
    sources: str = ""
    """Every place that speaks of the unit, the period or the plan, with what it says."""
    explanations: tuple[Explained, ...] = ()
    """What the clerk answered on the front sheet of a send-back."""


@dataclass(frozen=True)
class Finding:
    """One problem in one file: where, what, and what to type."""

    code: str
    severity: Severity
    title: str
    message: str
    fix: str
    sheet: str = ""
    cell: str = ""
    table: str = ""
    item: str = ""
    """Item code."""
    field: str = ""
    value: str = ""
    """What stands in the cell."""
    explanation: str = ""
    """核实说明: why a doubted figure is right; a query that has one is not asked again."""


class Outcome(Enum):
    """What became of a file."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    QUARANTINED = "quarantined"


class UnitState(Enum):
    """Where a unit stands in a period."""

    MISSING = "missing"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    LATE = "late"
    NIL = "nil"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done with one file of the inbox."""

    name: str
    sha256: str
    outcome: Outcome
    unit: str = ""
    period: Period | None = None
    revision: int = 0
    """1 for the first accepted file of the unit in the period, then 2, 3 …; 0 where nothing was merged."""
    archived: str = ""
    """Path in the workspace, with forward slashes."""
    received: datetime.datetime | None = None
    seconds: float = 0.0
    findings: tuple[Finding, ...] = ()
    send_back: str = ""
    """Path in the workspace of the marked workbook for the unit; empty where there is none."""


@dataclass(frozen=True)
class Entry:
    """One merged value in the ledger: the current one of its unit, item and field in a period."""

    period: Period
    unit: str
    item: str
    field: str
    value: Scalar
    raw: str
    sheet: str
    cell: str
    file: str
    """File name as received."""
    sha256: str
    received: datetime.datetime
    archived: str
    prepared_by: str = ""


@dataclass(frozen=True)
class UnitStatus:
    """One unit's line in the submission table of a period."""

    unit: Unit
    state: UnitState
    deadline: datetime.datetime
    items: int
    """Distinct items that the unit reports."""
    received: datetime.datetime | None = None
    """First time an accepted file came in."""
    on_time: bool | None = None
    """None where nothing was accepted."""
    file: str = ""
    revision: int = 0
    returned_times: int = 0
    days_late: int = 0
    history: tuple[str, ...] = ()
    """For each month of the year up to the period: √ on time, △ late, × missing, — nothing due."""
