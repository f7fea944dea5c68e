"""One workbook to one submission: what it says, cell by cell, and what was seen on the way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from automation.cells import read_value
from automation.forms import Column, Form, FormRow, Role, forms_for
from automation.model.plan import Category, DataType, Field, Plan
from automation.model.submission import Observation, Reading, Row, Submission, Value
from automation.period import Period
from automation.reader.evidence import read_evidence, year_of
from automation.reader.hidden import hidden_figures
from automation.reader.identify import identify
from automation.reader.names import unit_of_items
from automation.reader.signature import read_signature
from automation.reader.stamp import read_stamp
from automation.reader.structure import missing_head, missing_sheet, structure
from automation.reader.table import Found, find_sheet, find_table
from automation.sheets.grid import RawBook, RawCell, RawSheet, address_of

_DAYS_BETWEEN_SYSTEMS = 1462
"""From the 1904 date system to the 1900 one."""
_SERIALS = range(30000, 80000)
"""Bare numbers that can be dates of our time; 201706 is none."""
_MOMENTS = (DataType.DATE, DataType.MONTH)


@dataclass(frozen=True)
class _Read:
    """What one form gave."""

    rows: tuple[Row, ...] = ()
    totals: Mapping[str, Value] | None = None
    signature: Mapping[str, str] | None = None
    observations: tuple[Observation, ...] = ()


def read_submission(book: RawBook, name: str, sha256: str, plan: Plan) -> Submission:
    """Read ``book`` as a unit's report under ``plan``; whatever is wrong with it becomes an observation.

    Without an agreed unit and period nothing is read but the stamp.

    Args:
        name: file name as received.
        sha256: of the file's bytes, in hex.
    """
    stamp = read_stamp(book)
    identity = identify((*stamp.claims, *read_evidence(book, name, plan)), plan, year_of(book, name),
                        lambda: unit_of_items(book, plan))
    period, unit = identity.period, identity.unit
    forms = forms_for(plan, unit, period) if unit and period else ()
    read = [(form, _read_form(book, form, period, forms)) for form in forms if period]
    signature: dict[str, str] = {}
    for _, one in read:
        signature = {**(one.signature or {}), **signature}
    return Submission(
        plan_code=identity.plan_code, unit=identity.unit_name, period=period, sha256=sha256, name=name,
        rows=tuple(row for _, one in read for row in one.rows),
        totals={form.sheet: one.totals for form, one in read if one.totals}, signature=signature,
        template=f"{identity.version}-{stamp.fingerprint}" if identity.version else "", issued=stamp.issued,
        observations=(*_notices(book), *identity.observations, *(seen for _, one in read for seen in one.observations)))


def _notices(book: RawBook) -> Iterator[Observation]:
    for notice in book.notices:
        yield Observation("F006", {"kind": notice.kind, "what": notice.what})


def _read_form(book: RawBook, form: Form, period: Period, forms: tuple[Form, ...]) -> _Read:
    taken = frozenset(other.sheet for other in forms if other is not form)
    sheet = find_sheet(book, form, period, taken)
    if sheet is None:
        return _Read(observations=(missing_sheet(book, form),))
    found = find_table(sheet, form, period)
    if found is None:
        return _Read(observations=(missing_head(form, sheet.name),))
    cells = _Cells(sheet, book.date1904, period.year)
    shown = tuple((_shown_field(c), place) for c, place in found.located)
    rows = tuple(_row(cells, found, shown, row, here[0]) for row in form.rows
                 if len(here := found.rows.rows.get(row.item.code, ())) == 1)
    return _Read(rows, _totals(cells, found), read_signature(sheet, found.end),
                 (*structure(found), *hidden_figures(found)))


@dataclass(frozen=True)
class _Cells:
    """A sheet whose cells can be read as values."""

    sheet: RawSheet
    date1904: bool
    year: int

    def value(self, field: Field, row: int, column: int) -> Value:
        """The cell at ``row`` and ``column``, from 0, as a value of ``field``."""
        cell = self.sheet.at(row, column) or RawCell(None, row, column)
        raw = cell.value
        if self.date1904 and field.type in _MOMENTS and isinstance(raw, int) and raw in _SERIALS:
            raw += _DAYS_BETWEEN_SYSTEMS
        value = read_value(field, raw, formula=cell.formula is not None, error=cell.error,
                           uncalculated=cell.uncalculated, sheet=self.sheet.name, cell=address_of(row, column),
                           year=self.year)
        # Without a result, the formula is all that the clerk would recognise.
        return replace(value, raw=f"={cell.formula}") if cell.uncalculated and cell.formula else value


def _row(cells: _Cells, found: Found, shown: Sequence[tuple[Field, int]], row: FormRow, number: int) -> Row:
    values = {column.key: cells.value(column.field, number, place) for column, place in found.located
              if column.role is Role.FILLED and column.field and column.key in row.fields}
    locked = {field.name: cells.value(field, number, place) for field, place in shown if field.name not in values}
    return Row(row.item.code, row.item.name, row.tables, found.sheet.name, number + 1, values, locked)


def _totals(cells: _Cells, found: Found) -> dict[str, Value]:
    """The totals row as found: every numeric column that holds anything, formulas marked like computed cells."""
    if found.totals_row is None:
        return {}
    read = (cells.value(replace(column.field, name=column.key, category=Category.COMPUTED), found.totals_row, place)
            for column, place in found.located if column.field and column.field.type.numeric)
    return {value.field: value for value in read if value.reading is not Reading.EMPTY}


def _shown_field(column: Column) -> Field:
    """What a locked cell is read as: its field where it has one, a formula's result where it is computed.

    A filled field's cell is locked on the rows that have nothing to fill in there.
    """
    if column.role is Role.CHECK:
        return Field(column.key, Category.COMPUTED)
    if column.field is None:
        return Field(column.key, Category.FIXED, DataType.QUANTITY if column.role is Role.FIXED else DataType.TEXT)
    category = Category.COMPUTED if column.role is Role.COMPUTED else Category.FIXED
    return replace(column.field, name=column.key, category=category)
