"""What passes from the reader to the ledger and on: submissions, findings, receipts, merged values."""

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache, partial
from itertools import repeat
from typing import NamedTuple

from automation.formula import Scalar
from automation.model.plan import Severity, Unit
from automation.period import Period


class Reading(Enum):
    """How a cell's text became a value."""

    EMPTY = "空"
    LITERAL = "原值"
    UNDERSTOOD = "读作"
    """Not literal, but certain: full-width digits, a unit in the text."""
    UNREADABLE = "不可读"
    UNCALCULATED = "公式未计算"
    CELL_ERROR = "错误值"


class Value(NamedTuple):
    """One cell that a clerk could fill in."""

    field: str
    raw: str
    """What stands in the cell, as text."""
    parsed: Scalar
    """Number (money in the plan's unit, shares 0..1), text, ISO date as text, or None when empty or unreadable."""
    sheet: str
    cell: str
    reading: Reading = Reading.LITERAL
    note: str = ""
    """For UNDERSTOOD and UNREADABLE: what was read, or what it might mean."""


@dataclass(frozen=True)
class Row:
    """One item's row in a submission."""

    code: str
    name: str
    tables: tuple[str, ...]
    """Codes of the tables that the item stands in."""
    sheet: str
    number: int
    """Row number on the sheet, from 1."""
    values: Mapping[str, Value]
    """Filled fields by name."""
    shown: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    """Everything else that the row shows by column key: fixed, prior and computed cells, as found."""

    def __reduce__(self) -> tuple[object, ...]:
        # Rows are most of what a worker hands back: what they have in common goes once, what a text tells not at all.
        return _unpacked, (self.code, self.name, self.tables, self.sheet, self.number, _packed(self, self.values),
                           _packed(self, self.shown))


_READINGS = {reading.value: reading for reading in Reading}
_AS_TEXT = 0
"""Stands for a figure that is written just as it stands in its cell."""
_Packed = (tuple[tuple[str, ...], tuple[str, ...], tuple[Reading, ...], tuple[str, ...], tuple[str, ...], tuple[Scalar | int, ...]]
           | tuple[dict[str, Value]])
"""Names, columns, readings, notes, texts, figures; or values that have less in common."""
_VALUE = partial(tuple.__new__, Value)


@lru_cache(maxsize=1024)
def _once(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The same object for the same texts, so that pickle writes them once."""
    return texts


@lru_cache(maxsize=1024)
def _readings(words: tuple[str, ...]) -> tuple[Reading, ...]:
    return tuple(_READINGS[word] for word in words)


def _packed(row: Row, values: Mapping[str, Value]) -> _Packed:
    if not values:
        return (dict(values),)
    names, number = tuple(values), str(row.number)
    fields, texts, parsed, sheets, cells, readings, notes = zip(*values.values(), strict=True)
    columns = tuple([cell.removesuffix(number) for cell in cells])
    if fields != names or sheets.count(row.sheet) < len(names) or sum(map(len, cells)) - sum(map(len, columns)) < len(number) * len(names):
        return (dict(values),)
    figures = tuple([_AS_TEXT if isinstance(p, Decimal) and str(p) == text else p for p, text in zip(parsed, texts, strict=True)])
    return _once(names), _once(columns), _readings(tuple([r._value_ for r in readings])), _once(notes), texts, figures


def _unpacked(code: str, name: str, tables: tuple[str, ...], sheet: str, number: int, values: _Packed, shown: _Packed) -> Row:
    return Row(code, name, tables, sheet, number, _values(sheet, str(number), values), _values(sheet, str(number), shown))


def _values(sheet: str, number: str, packed: _Packed) -> Mapping[str, Value]:
    if len(packed) == 1:
        return packed[0]
    names, columns, readings, notes, texts, figures = packed
    parsed = [Decimal(text) if figure is _AS_TEXT else figure for figure, text in zip(figures, texts, strict=True)]
    cells = [column + number for column in columns]
    return dict(zip(names, map(_VALUE, zip(names, texts, parsed, repeat(sheet), cells, readings, notes, strict=False)), strict=True))


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
