"""Ways of going through a sheet that cost what it holds, not how far its used range reaches."""

from automation.cells import as_text
from automation.sheets.grid import RawCell, RawSheet


def by_row(sheet: RawSheet, first: int = 0, end: int | None = None) -> dict[int, tuple[RawCell, ...]]:
    """The cells of each row from ``first`` up to before ``end``, counted from 0; rows without any are left out."""
    return {row: cells for row, cells in sheet.lines.items() if row >= first and (end is None or row < end)}


def text_of(cell: RawCell | None) -> str:
    """A cell's content as text without outer blanks; empty for an empty cell, an error, a formula without a result."""
    return as_text(cell.value).strip() if cell else ""


def text_at(sheet: RawSheet, row: int, column: int | None) -> str:
    """The text of the cell at ``row`` and ``column``; empty for no column."""
    return "" if column is None else text_of(sheet.at(row, column))
