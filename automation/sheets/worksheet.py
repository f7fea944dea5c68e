"""One worksheet part of an .xlsx: its cells as the file holds them."""

import re
from dataclasses import dataclass
from math import isfinite

from automation.sheets.dates import Shown, from_iso, from_serial
from automation.sheets.grid import Range, RawCell, RawValue, address_of
from automation.sheets.limits import Limits
from automation.sheets.markup import main_tags, parse, true
from automation.sheets.references import LAST_COLUMN, LAST_ROW, place_of, range_of
from automation.sheets.strings import unescape
from automation.sheets.unreadable import damaged, too_large

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(\.[0-9]*)?|(\.[0-9]+))([eE][+-]?[0-9]+)?")
_EXACT_DIGITS = 18
_TAGS = main_tags("c", "v", "f", "t", "rPh", "row", "col", "mergeCell")


@dataclass(frozen=True)
class Look:
    """What a cell needs from its workbook: shared strings, how each style shows numbers, the date system."""

    strings: tuple[str, ...]
    shown: tuple[Shown, ...]
    date1904: bool


class Worksheet:
    """Takes the events of one part; after ``read`` its cells, merged ranges and hidden rows and columns are complete."""

    def __init__(self, name: str, look: Look, limits: Limits) -> None:
        self.cells: dict[tuple[int, int], RawCell] = {}
        self.merged: list[Range] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._where = f"工作表“{name}”"
        self._look = look
        self._limits = limits
        self._text: list[str] = []
        self._phonetic = False
        self._columns_seen = 0
        self._row = self._column = -1
        self._cell: dict[str, str] = {}
        self._value: str | None = None
        self._formula: str | None = None

    def read(self, part: bytes) -> None:
        """Parse the part.

        Raises Unreadable F003 (not well-formed, impossible addresses or numbers) or F004 (too many cells or merges).
        """
        try:
            parse(part, self._where, self._start, self._end, self._text.append)
        except ValueError as error:
            raise damaged(
                f"{self._where}中有无法识别的内容“{str(error)[:40]}”"
            ) from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._text.clear()
        tag = _TAGS.get(name)
        if tag == "c":
            self._cell = attributes
            self._value = self._formula = None
            reference = attributes.get("r")
            if reference is None:
                self._column += 1
            else:
                self._row, self._column = place_of(reference)
        elif tag == "row":
            self._begin_row(attributes)
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "col":
            self._see_columns(attributes)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _end(self, name: str) -> None:
        tag = _TAGS.get(name)
        if tag == "v":
            self._value = "".join(self._text)
        elif tag == "c":
            if self._value is not None or self._formula is not None:
                self._keep()
        elif tag == "f":
            self._formula = "".join(self._text)
        elif tag == "t":
            if not self._phonetic:
                self._value = (self._value or "") + "".join(self._text)
        elif tag == "rPh":
            self._phonetic = False

    def _begin_row(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._row = self._row + 1 if reference is None else int(reference) - 1
        self._column = -1
        if not 0 <= self._row < LAST_ROW:
            raise ValueError(reference)
        if true(attributes.get("hidden")) or attributes.get("ht") == "0":
            self.hidden_rows.add(self._row)

    def _see_columns(self, attributes: dict[str, str]) -> None:
        first, last = (
            int(attributes.get("min", 0)),
            min(int(attributes.get("max", 0)), LAST_COLUMN),
        )
        # Column spans come in order; a part that repeats them must not cost more than one sheet's width.
        first = max(first, self._columns_seen + 1)
        self._columns_seen = max(self._columns_seen, last)
        if true(attributes.get("hidden")) or attributes.get("width") == "0":
            self.hidden_columns.update(range(first - 1, last))

    def _merge(self, reference: str) -> None:
        if len(self.merged) >= self._limits.merges:
            raise too_large(f"{self._where}的合并单元格超过 {self._limits.merges} 处")
        self.merged.append(range_of(reference))

    def _keep(self) -> None:
        """Store the cell that just ended, unless it is empty after all."""
        kind = self._cell.get("t", "n")
        text, formula = self._value, self._formula
        place = self._row, self._column
        if place in self.cells:
            raise damaged(f"{self._where}中 {address_of(*place)} 出现了两次")
        # A formula may result in empty text, but not in an empty number: that one was never calculated.
        if text is None or (text == "" and kind != "str"):
            if formula is None:
                return
            cell = RawCell(None, *place, formula, None, True)
        elif kind == "e":
            cell = RawCell(None, *place, formula, text, False)
        else:
            value = self._convert(kind, text)
            if value == "" and formula is None:
                return
            cell = RawCell(value, *place, formula, None, False)
        self.cells[place] = cell
        if len(self.cells) > self._limits.cells:
            raise too_large(f"有内容的单元格超过 {self._limits.cells} 个")

    def _convert(self, kind: str, text: str) -> RawValue:
        if kind == "s":
            return self._shared(text)
        if kind == "n":
            return self._number(text)
        if kind == "b":
            return true(text)
        if kind == "d":
            return from_iso(text)
        return unescape(text)

    def _shared(self, text: str) -> str:
        index = int(text)
        if not 0 <= index < len(self._look.strings):
            raise damaged(
                f"{self._where}的 {address_of(self._row, self._column)} 指向不存在的文本"
            )
        return self._look.strings[index]

    def _number(self, text: str) -> RawValue:
        match = _NUMBER.fullmatch(text)
        number = float(text) if match else float("nan")
        if match is None or not isfinite(number):
            raise damaged(
                f"{self._where}的 {address_of(self._row, self._column)} 存的不是数：“{text[:20]}”"
            )
        style = int(self._cell.get("s", 0))
        shown = (
            self._look.shown[style]
            if 0 <= style < len(self._look.shown)
            else Shown.NUMBER
        )
        if shown is not Shown.NUMBER:
            return from_serial(number, shown, self._look.date1904)
        return (
            int(text)
            if match.lastindex is None and len(text) <= _EXACT_DIGITS
            else number
        )
