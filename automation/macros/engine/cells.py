"""Cells and their fonts over openpyxl."""

import datetime
from collections.abc import Iterator
from copy import copy
from typing import TYPE_CHECKING

from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from xlwings import base_classes

if TYPE_CHECKING:
    from automation.macros.engine.sheets import Sheet

Raw = str | float | int | bool | datetime.datetime | None
Corner = tuple[int, ...]
"""Row and column; or row, column, number of rows and of columns."""
_TEXT = "@"


class Range(base_classes.Range):
    """A rectangle of cells; rows and columns count from 1."""

    has_array = False
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: "Sheet", first: "Range | str | Corner", last: "Range | str | Corner | None" = None) -> None:
        self.sheet = sheet
        self._top, self._left, bottom, right = _corners(first)
        self._bottom, self._right = (bottom, right) if last is None else _corners(last)[2:]

    @property
    def api(self) -> object:
        """The openpyxl worksheet that the cells are on."""
        return self.sheet.api

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """Sheet, first row and column, rows, columns."""
        return (self.sheet.name, self._top, self._left, *self.shape)

    @property
    def row(self) -> int:
        """First row."""
        return self._top

    @property
    def column(self) -> int:
        """First column."""
        return self._left

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._bottom - self._top + 1, self._right - self._left + 1

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    def __call__(self, row: int, column: int | None = None) -> "Range":
        """One cell: its row and column from 1 within these, or its number."""
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        return Range(self.sheet, (self._top + row - 1, self._left + column - 1))

    def get_address(self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False) -> str:
        """``$A$1:$B$2``."""
        row, column = "$" if row_absolute else "", "$" if col_absolute else ""
        corners = ((self._top, self._left), (self._bottom, self._right))
        names = [f"{column}{get_column_letter(c)}{row}{r}" for r, c in corners]
        return names[0] if names[0] == names[1] else ":".join(names)

    @property
    def address(self) -> str:
        """``$A$1:$B$2``."""
        return self.get_address()

    @property
    def raw_value(self) -> list[list[Raw]]:
        """What the cells hold, row by row."""
        return [[cell.value for cell in row] for row in self._rows()]

    @raw_value.setter
    def raw_value(self, value: Raw | list[list[Raw]]) -> None:
        rows = value if isinstance(value, list) else [[value] * self.shape[1]] * self.shape[0]
        for cells, values in zip(self._rows(), rows, strict=True):
            for cell, one in zip(cells, values, strict=True):
                _put(cell, one)

    def clear_contents(self) -> None:
        """Empty the cells; their looks stay."""
        self.raw_value = None

    @property
    def number_format(self) -> str:
        """The format of the first cell."""
        return str(self._first.number_format)

    @number_format.setter
    def number_format(self, code: str) -> None:
        for cell in self._cells():
            cell.number_format = code

    @property
    def color(self) -> tuple[int, ...] | None:
        """The fill of the first cell as red, green and blue; None where it has none or one of the theme."""
        fill = self._first.fill
        rgb = fill.fgColor.rgb if fill.fill_type == "solid" else None
        return tuple(bytes.fromhex(rgb[-6:])) if isinstance(rgb, str) else None

    @color.setter
    def color(self, color: tuple[int, int, int] | str | None) -> None:
        rgb = color.lstrip("#").upper() if isinstance(color, str) else bytes(color).hex().upper() if color else ""
        for cell in self._cells():
            cell.fill = PatternFill("solid", fgColor=f"FF{rgb}") if rgb else PatternFill()

    @property
    def wrap_text(self) -> bool:
        """Whether the first cell breaks lines."""
        return bool(self._first.alignment.wrap_text)

    @wrap_text.setter
    def wrap_text(self, wrap: bool) -> None:
        for cell in self._cells():
            alignment = copy(cell.alignment)
            alignment.wrap_text = wrap
            cell.alignment = alignment

    @property
    def column_width(self) -> float:
        """The width of the first column in characters."""
        return float(self.sheet.api.column_dimensions[get_column_letter(self._left)].width)

    @column_width.setter
    def column_width(self, width: float) -> None:
        for column in range(self._left, self._right + 1):
            self.sheet.api.column_dimensions[get_column_letter(column)].width = width

    @property
    def font(self) -> "Font":
        """The font."""
        return Font(self)

    @property
    def _first(self) -> Cell:
        cell: Cell = self.sheet.api.cell(self._top, self._left)
        return cell

    def _rows(self) -> Iterator[list[Cell]]:
        for row in range(self._top, self._bottom + 1):
            yield [self.sheet.api.cell(row, column) for column in range(self._left, self._right + 1)]

    def _cells(self) -> Iterator[Cell]:
        return (cell for row in self._rows() for cell in row)


class Font(base_classes.Font):
    """The font of a range."""

    def __init__(self, cells: Range) -> None:
        self._range = cells

    @property
    def bold(self) -> bool:
        """Whether the first cell is bold."""
        return bool(self._range._first.font.bold)

    @bold.setter
    def bold(self, bold: bool) -> None:
        for cell in self._range._cells():
            font = copy(cell.font)
            font.bold = bold
            cell.font = font


def _corners(place: "Range | str | Corner") -> tuple[int, int, int, int]:
    """Top, left, bottom and right."""
    if isinstance(place, str):
        left, top, right, bottom = range_boundaries(place)
        return top, left, bottom, right
    if isinstance(place, Range):
        rows, columns = place.shape
        return place.row, place.column, place.row + rows - 1, place.column + columns - 1
    row, column, rows, columns = place if len(place) == 4 else (*place, 1, 1)
    return row, column, row + rows - 1, column + columns - 1


def _put(cell: Cell, value: Raw) -> None:
    if isinstance(cell, MergedCell):
        return
    cell.value = value
    if isinstance(value, str) and value and cell.number_format == _TEXT:
        # In a cell that is formatted as text Excel keeps text as text, "=1" too.
        cell.data_type = "s"
