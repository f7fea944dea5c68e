"""What a workbook holds, cell by cell, before anybody interprets it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

RawValue = float | int | str | bool | datetime | date | time | timedelta | None
Range = tuple[int, int, int, int]
_NONE: frozenset[int] = frozenset()


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Name a 0-based column as Excel does: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address_of(row: int, column: int) -> str:
    """Name a cell by 0-based row and column: (8, 10) is K9."""
    return f"{column_letters(column)}{row + 1}"


class RawCell(NamedTuple):
    """One cell that is not empty; ``row`` and ``column`` count from 0.

    ``formula`` is its text without ``=``, or ``''`` where the file keeps the text elsewhere; None for a constant.
    ``error`` is an error value such as ``#REF!``; ``uncalculated`` marks a formula without a stored result.
    In both cases ``value`` is None, which must not be taken for blank.
    """

    value: RawValue
    row: int
    column: int
    formula: str | None = None
    error: str | None = None
    uncalculated: bool = False

    @property
    def address(self) -> str:
        """The cell's name as a clerk reads it, such as K9."""
        return address_of(self.row, self.column)


@dataclass(frozen=True)
class RawSheet:
    """One worksheet: its non-empty cells by (row, column), all counted from 0.

    ``rows`` and ``columns`` are the size of the used range from A1. Ranges are (row, column, row, column), ends included.
    """

    name: str
    visible: bool
    very_hidden: bool
    rows: int
    columns: int
    cells: Mapping[tuple[int, int], RawCell]
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = _NONE
    hidden_columns: frozenset[int] = _NONE

    @cached_property
    def lines(self) -> Mapping[int, tuple[RawCell, ...]]:
        """The cells of each row that has any, rows from the top, cells from the left."""
        places = sorted(self.cells)
        return {row: tuple(map(self.cells.__getitem__, here)) for row, here in groupby(places, itemgetter(0))}

    def at(self, row: int, column: int) -> RawCell | None:
        """Return the cell, or None where nothing was typed."""
        return self.cells.get((row, column))

    def row_cells(self, row: int) -> tuple[RawCell | None, ...]:
        """Return the cells of a row over the sheet's full width, None where nothing was typed."""
        return tuple(self.cells.get((row, column)) for column in range(self.columns))

    def row_values(self, row: int) -> tuple[RawValue, ...]:
        """Return the values of a row over the sheet's full width; errors read as None here, so ask the cells too."""
        return tuple(None if cell is None else cell.value for cell in self.row_cells(row))


@dataclass(frozen=True)
class Notice:
    """Something in the workbook that is never run and never followed (F006).

    ``kind`` is ``macro``, ``external_link``, ``connection`` or ``embedded``; ``what`` says it in Chinese.
    """

    kind: str
    what: str


@dataclass(frozen=True)
class RawBook:
    """A workbook as read: ``format`` is the kind by content, whatever the file is called.

    ``names`` are the defined names with what they stand for (a sheet's own names as ``sheet!name``);
    ``properties`` the custom document properties as text.
    """

    format: str
    sheets: tuple[RawSheet, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    date1904: bool = False
    notices: tuple[Notice, ...] = ()

    def sheet(self, name: str) -> RawSheet | None:
        """Return the sheet of that name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def used_size(addresses: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Return rows and columns of the range from A1 that holds all addresses."""
    places = tuple(addresses)
    if not places:
        return 0, 0
    return max(map(itemgetter(0), places)) + 1, max(map(itemgetter(1), places)) + 1
