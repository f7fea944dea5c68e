"""The cells of a form that was found, as values: what was to be filled in, what stands locked beside it, the totals."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from automation.cells import read_value
from automation.forms import Column, FormRow, Role
from automation.model.plan import Category, DataType, Field
from automation.model.submission import Reading, Row, Value
from automation.reader.calculated import calculated
from automation.reader.table import Found
from automation.sheets.grid import RawCell, RawSheet, address_of

_DAYS_BETWEEN_SYSTEMS = 1462
"""From the 1904 date system to the 1900 one."""
_SERIALS = range(30000, 80000)
"""Bare numbers that can be dates of our time; 201706 is none."""
_RATES = ("%", "‰")
"""What a ratio is in, and its numerator and denominator are not."""
_MOMENTS = (DataType.DATE, DataType.MONTH)


@dataclass(frozen=True)
class Cells:
    """A sheet whose cells can be read as values."""

    sheet: RawSheet
    date1904: bool
    year: int
    units: Mapping[int, str]
    """What bare numbers are in, by column, where that is not what the plan has."""

    def value(self, field: Field, row: int, column: int, counted_in: str = "") -> Value:
        """The cell at ``row`` and ``column``, from 0, as a value of ``field``.

        ``counted_in`` is the unit of measure that the row has: 1685张 is a figure where it is 张.
        """
        cell = self.sheet.at(row, column) or RawCell(None, row, column)
        raw: object = cell.value
        if counted_in and isinstance(raw, str) and field.type is DataType.QUANTITY and not field.unit:
            field = replace(field, unit=counted_in)
        if self.date1904 and field.type in _MOMENTS and isinstance(raw, int | float) and int(raw) in _SERIALS:
            raw = raw + _DAYS_BETWEEN_SYSTEMS
        waiting = cell.uncalculated
        if waiting and field.category is Category.FILLED and (result := calculated(self.sheet, cell)) is not None:
            raw, waiting = result, False
        value = read_value(field, raw, formula=cell.formula is not None, error=cell.error, uncalculated=waiting,
                           sheet=self.sheet.name, cell=address_of(row, column), year=self.year, unit=self.units.get(column, ""))
        if cell.uncalculated and not waiting and value.reading is Reading.LITERAL:
            value = replace(value, reading=Reading.UNDERSTOOD, note=f"读作 {value.raw}")
        # Without a result, the formula is all that the clerk would recognise.
        return replace(value, raw=f"={cell.formula}") if cell.uncalculated and cell.formula else value


def read_rows(cells: Cells, found: Found, covered: Set[tuple[int, int]]) -> tuple[Row, ...]:
    """Every item that has exactly one row; cells in ``covered`` are left out, for what they hold is not theirs."""
    locked = tuple((_locked(c), place) for c, place in found.located)
    return tuple(_row(cells, found, locked, row, here[0], covered) for row in found.form.rows
                 if len(here := found.rows.rows.get(row.item.code, ())) == 1)


def _row(cells: Cells, found: Found, locked: Sequence[tuple[Field, int]], row: FormRow, number: int,
         covered: Set[tuple[int, int]]) -> Row:
    asked = [(c.field, place) for c, place in found.located if c.role is Role.FILLED and c.field and c.key in row.fields]
    unit = str(row.item.fixed.get("计量单位") or "")
    counted_in = "" if "分子" in row.fields and unit in _RATES else unit
    values = {field.name: cells.value(field, number, place, counted_in) for field, place in asked if (number, place) not in covered}
    names = {field.name for field, _ in asked}
    beside = {field.name: cells.value(field, number, place) for field, place in locked if field.name not in names}
    return Row(row.item.code, row.item.name, row.tables, found.sheet.name, number + 1, values, beside)


def read_totals(cells: Cells, found: Found) -> dict[str, Value]:
    """The totals row as found: every numeric column that holds anything, formulas marked like computed cells."""
    if found.totals_row is None:
        return {}
    read = (cells.value(replace(column.field, name=column.key, category=Category.COMPUTED), found.totals_row, place)
            for column, place in found.located if column.field and column.field.type.numeric)
    return {value.field: value for value in read if value.reading is not Reading.EMPTY}


def _locked(column: Column) -> Field:
    """What a locked cell is read as: its field where it has one, a formula's result where it is computed.

    A filled field's cell is locked on the rows that have nothing to fill in there.
    """
    if column.role is Role.CHECK:
        return Field(column.key, Category.COMPUTED)
    if column.field is None:
        return Field(column.key, Category.FIXED, DataType.QUANTITY if column.role is Role.FIXED else DataType.TEXT)
    category = Category.COMPUTED if column.role is Role.COMPUTED else Category.FIXED
    return replace(column.field, name=column.key, category=category)
