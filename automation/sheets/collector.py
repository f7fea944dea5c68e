"""One sheet while it is being read: its cells and what is merged and hidden, within the limits."""

import re

from automation.sheets.grid import Range, RawCell, RawSheet, RawValue, address_of, used_size
from automation.sheets.limits import Limits
from automation.sheets.references import LAST_COLUMN, LAST_ROW
from automation.sheets.unreadable import damaged, too_large

_ERROR = re.compile(r"#(NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!)|Err:\d{3}")
_EXACT = 10**15


class Collector:
    """Takes cells one by one; ``kept`` is how many the sheets before it hold."""

    def __init__(self, name: str, limits: Limits, kept: int = 0) -> None:
        self.name = name
        self.cells: dict[tuple[int, int], RawCell] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._merged: list[Range] = []
        self._limits = limits
        self._left = limits.cells - kept

    def put(self, row: int, column: int, value: RawValue, formula: str | None = None, error: str | None = None,
            uncalculated: bool = False) -> None:
        """Keep a cell, unless it is empty after all.

        Raises Unreadable F003 (outside a sheet, or twice in one place) or F004 (too many cells).
        """
        blank = value is None or value == ""
        if blank and formula is None and error is None:
            return
        if not (0 <= row < LAST_ROW and 0 <= column < LAST_COLUMN):
            raise damaged(f"工作表“{self.name}”有超出范围的单元格")
        if (row, column) in self.cells:
            raise damaged(f"工作表“{self.name}”的 {address_of(row, column)} 出现了两次")
        if len(self.cells) >= self._left:
            raise too_large(f"有内容的单元格超过 {self._limits.cells} 个")
        self.cells[row, column] = RawCell(value, row, column, formula, error, uncalculated)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Note a merged range, ends included; raises Unreadable F004 for too many."""
        if len(self._merged) >= self._limits.merges:
            raise too_large(f"合并单元格超过 {self._limits.merges} 处")
        self._merged.append((top, left, bottom, right))

    def finished(self, visible: bool = True, very_hidden: bool = False) -> RawSheet:
        """Freeze the sheet; raises Unreadable F004 when the used range is mostly blank space beyond the limit."""
        rows, columns = used_size(self.cells)
        if rows * columns > self._limits.box:
            raise too_large(f"工作表“{self.name}”用到了 {rows} 行 {columns} 列，其中多为空白")
        return RawSheet(self.name, visible, very_hidden, rows, columns, self.cells, tuple(self._merged),
                        frozenset(self.hidden_rows), frozenset(self.hidden_columns))


def is_error(text: str) -> bool:
    """Tell whether a text is an error value, where a format keeps only what a cell shows."""
    return _ERROR.fullmatch(text) is not None


def number_of(text: str) -> int | float:
    """Read a number as files write it, whole ones as such; raises ValueError for anything else, NaN too."""
    if not text or text.strip("0123456789.eE+-"):
        raise ValueError(text)
    number = float(text)
    if not abs(number) < float("inf"):
        raise ValueError(text)
    return int(number) if number.is_integer() and abs(number) < _EXACT else number
