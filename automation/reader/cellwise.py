"""The cells of a form that was found, as values: what was to be filled in, what stands locked beside it, the totals."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from automation.cells import literal_value, read_value
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
        cell = self.sheet.cells.get((row, column))
        address, note = address_of(row, column), ""
        if field.category is Category.COMPUTED:
            note = "formula" if cell and cell.formula is not None else "constant"
        if cell is None:
            return Value(field.name, "", None, self.sheet.name, address, Reading.EMPTY, note)
        if not (cell.error or cell.uncalculated or column in self.units):
            # Nearly every cell of nearly every workbook.
            found = literal_value(field, cell.value, self.sheet.name, address, note)
            if found is not None:
                return found
        raw: object = cell.value
        if counted_in and isinstance(raw, str) and field.type is DataType.QUANTITY and not field.unit:
            field = replace(field, unit=counted_in)
        if self.date1904 and field.type in _MOMENTS and isinstance(raw, int | float) and int(raw) in _SERIALS:
            raw = raw + _DAYS_BETWEEN_SYSTEMS
        value = self._read(field, cell, raw, cell.uncalculated, address)
        return self._uncalculated(field, cell, value) if cell.uncalculated else value

    def _read(self, field: Field, cell: RawCell, raw: object, waiting: bool, address: str) -> Value:
        return read_value(field, raw, formula=cell.formula is not None, error=cell.error, uncalculated=waiting,
                          sheet=self.sheet.name, cell=address, year=self.year, unit=self.units.get(cell.column, ""))

    def _uncalculated(self, field: Field, cell: RawCell, value: Value) -> Value:
        """A formula without a result: computed here where it can be, else shown as all that the clerk would recognise."""
        result = calculated(self.sheet, cell) if field.category is Category.FILLED else None
        if result is not None:
            value = self._read(field, cell, result, False, value.cell)
            if value.reading is Reading.LITERAL:
                value = value._replace(reading=Reading.UNDERSTOOD, note=f"读作 {value.raw}")
        return value._replace(raw=f"={cell.formula}") if cell.formula else value


def read_rows(cells: Cells, found: Found, covered: Set[tuple[int, int]]) -> tuple[Row, ...]:
    """Every item that has exactly one row; cells in ``covered`` are left out, for what they hold is not theirs."""
    layouts: dict[Set[str], _Layout] = {}
    rows = []
    for row in found.form.rows:
        here = found.rows.rows.get(row.item.code, ())
        if len(here) == 1:
            if row.fields not in layouts:
                layouts[row.fields] = _layout(found, row.fields)
            rows.append(_row(cells, layouts[row.fields], row, here[0], covered))
    return tuple(rows)


_Layout = tuple[list[tuple[Field, int]], list[tuple[Field, int]]]
"""Fields with their columns: those to fill in, and what stands beside them."""


def _layout(found: Found, fields: Set[str]) -> _Layout:
    asked = [(c.field, place) for c, place in found.located if c.role is Role.FILLED and c.field and c.key in fields]
    names = {field.name for field, _ in asked}
    locked = ((_locked(column), place) for column, place in found.located)
    return asked, [(field, place) for field, place in locked if field.name not in names]


def _row(cells: Cells, layout: _Layout, row: FormRow, number: int, covered: Set[tuple[int, int]]) -> Row:
    asked, beside = layout
    unit = str(row.item.fixed.get("计量单位") or "")
    counted_in = "" if "分子" in row.fields and unit in _RATES else unit
    values = {field.name: cells.value(field, number, place, counted_in) for field, place in asked
              if not covered or (number, place) not in covered}
    shown = {field.name: cells.value(field, number, place) for field, place in beside}
    return Row(row.item.code, row.item.name, row.tables, cells.sheet.name, number + 1, values, shown)


def read_totals(cells: Cells, found: Found) -> dict[str, Value]:
    """The totals row as found: every numeric column that holds anything, formulas marked like computed cells."""
    if found.totals_row is None:
        return {}
    read = (cells.value(field, found.totals_row, place) for column, place in found.located if (field := _totalled(column)))
    return {value.field: value for value in read if value.reading is not Reading.EMPTY}


@lru_cache(maxsize=512)
def _totalled(column: Column) -> Field | None:
    """What a total is read as; None where there is none."""
    if column.field is None or not column.field.type.numeric:
        return None
    return replace(column.field, name=column.key, category=Category.COMPUTED)


@lru_cache(maxsize=512)
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
