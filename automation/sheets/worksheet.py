"""One worksheet part of an .xlsx: its cells as the file holds them."""

from math import isfinite
from xml.etree.ElementTree import Element

from automation.sheets.canonical import Look, hidden_span, number_of, read_canonical
from automation.sheets.dates import from_iso, from_serial
from automation.sheets.grid import Range, RawCell, RawValue, address_of
from automation.sheets.limits import Limits
from automation.sheets.markup import elements, main_tags, true
from automation.sheets.references import LAST_ROW, NEAR_COLUMNS, place_of, range_of
from automation.sheets.strings import text_of, unescape
from automation.sheets.unreadable import damaged, too_large

_TAGS = main_tags("row", "col", "mergeCell")
_CELL = main_tags("c")
_PARTS = main_tags("v", "f", "is")


class Worksheet:
    """Collects one part; after ``read`` its cells, merged ranges and hidden rows and columns are complete."""

    def __init__(self, name: str, look: Look, limits: Limits) -> None:
        self.cells: dict[tuple[int, int], RawCell] = {}
        self.merged: list[Range] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._where = f"工作表“{name}”"
        self._look = look
        self._limits = limits
        self._row = -1
        self._columns_seen = 0

    def read(self, part: bytes) -> None:
        """Parse the part.

        Raises Unreadable F003 (not well-formed, impossible addresses or numbers) or F004 (too many cells or merges).
        """
        if found := read_canonical(part, self._look, self._limits):
            self.cells, self.merged = found.cells, found.merged
            self.hidden_rows, self.hidden_columns = found.hidden_rows, found.hidden_columns
            return
        self.read_any(part)

    def read_any(self, part: bytes) -> None:
        """Parse the part element by element, however it is written."""
        try:
            for element in elements(part, self._where, _TAGS):
                tag = _TAGS[element.tag]
                if tag == "row":
                    self._take_row(element)
                    element.clear()
                elif tag == "col":
                    self._take_columns(element)
                else:
                    self._take_merge(element.get("ref", ""))
        except ValueError as error:
            raise damaged(f"{self._where}中有无法识别的内容“{str(error)[:40]}”") from None

    def _take_row(self, row: Element) -> None:
        number = row.get("r", "")
        self._row = int(number) - 1 if number else self._row + 1
        if not 0 <= self._row < LAST_ROW:
            raise ValueError(number)
        if true(row.get("hidden")) or row.get("ht") == "0":
            self.hidden_rows.add(self._row)
        column = -1
        for cell in row:
            if cell.tag in _CELL:
                reference = cell.get("r", "")
                near = NEAR_COLUMNS.get(reference.removesuffix(number)) if number else None
                column = self._column_of(reference, column) if near is None else near
                if len(cell):
                    self._take_cell(cell, column)
        if len(self.cells) > self._limits.cells:
            raise too_large(f"有内容的单元格超过 {self._limits.cells} 个")

    def _column_of(self, reference: str, before: int) -> int:
        if not reference:
            return before + 1
        row, column = place_of(reference)
        if row != self._row:
            raise ValueError(reference)
        return column

    def _take_cell(self, cell: Element, column: int) -> None:
        """Store a cell, unless it is empty after all."""
        text = formula = error = None
        for child in cell:
            part = _PARTS.get(child.tag)
            if part == "v":
                text = child.text or ""
            elif part == "f":
                formula = child.text or ""
            elif part == "is":
                text = text_of(child)
        kind = cell.get("t", "n")
        value: RawValue = None
        # A formula may result in empty text, but not in an empty number: that one was never calculated.
        uncalculated = not text and (text is None or kind != "str")
        if not uncalculated:
            if kind == "e":
                error = text
            else:
                value = self._value(kind, text or "", cell, column)
        if formula is None and (uncalculated or value == ""):
            return
        place = self._row, column
        if place in self.cells:
            raise damaged(f"{self._where}的 {address_of(*place)} 出现了两次")
        self.cells[place] = RawCell(value, self._row, column, formula, error, uncalculated)

    def _value(self, kind: str, text: str, cell: Element, column: int) -> RawValue:
        if kind == "n":
            number = number_of(text)
            if not isfinite(number):
                raise damaged(f"{self._where}的 {address_of(self._row, column)} 存的不是数：“{text[:20]}”")
            shown = self._look.dates.get(cell.get("s", "0"))
            return number if shown is None else from_serial(float(number), shown, self._look.date1904)
        if kind == "s":
            return self._shared(text, column)
        if kind == "b":
            return true(text)
        if kind == "d":
            return from_iso(text)
        return text if kind == "inlineStr" else unescape(text)

    def _shared(self, text: str, column: int) -> str:
        index = int(text)
        if not 0 <= index < len(self._look.strings):
            raise damaged(f"{self._where}的 {address_of(self._row, column)} 指向不存在的文本")
        return self._look.strings[index]

    def _take_columns(self, span: Element) -> None:
        hidden, self._columns_seen = hidden_span(span.attrib, self._columns_seen)
        self.hidden_columns.update(hidden)

    def _take_merge(self, reference: str) -> None:
        if len(self.merged) >= self._limits.merges:
            raise too_large(f"{self._where}的合并单元格超过 {self._limits.merges} 处")
        self.merged.append(range_of(reference))
