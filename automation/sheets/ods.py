"""An OpenDocument spreadsheet: one part that holds all sheets, where runs of equal cells are written once."""

import re
from collections.abc import Iterator
from datetime import timedelta
from xml.etree.ElementTree import Element

from automation.sheets.dates import from_iso
from automation.sheets.grid import Range, RawBook, RawCell, RawSheet, RawValue, used_size
from automation.sheets.limits import Limits
from automation.sheets.markup import elements
from automation.sheets.package import Package
from automation.sheets.references import LAST_COLUMN, LAST_ROW
from automation.sheets.unreadable import damaged, locked, too_large

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TABLE, _TEXT, _STYLE = (_OASIS % name for name in ("office", "table", "text", "style"))
_CALC_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ROW, _COLUMN, _SHEET = f"{_TABLE}table-row", f"{_TABLE}table-column", f"{_TABLE}table"
_PARAGRAPH = f"{_TEXT}p"
_WANTED = (_ROW, _COLUMN, _SHEET, f"{_STYLE}style")
_HIDDEN = ("collapse", "filter")
_DURATION = re.compile(r"(-?)PT(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?")
_EXACT = 10**15
_LONGEST_TEXT = 32_767


def read_ods(package: Package, limits: Limits) -> RawBook:
    """Read the sheets of an OpenDocument spreadsheet; formulas are told with their text in that format.

    Raises Unreadable F002 (password), F003 (damaged) or F004 (too many sheets or cells).
    """
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise locked()
    try:
        sheets = tuple(_read_sheets(package.read("content.xml"), limits))
    except ValueError as error:
        raise damaged(f"表格中有无法识别的内容“{str(error)[:40]}”") from None
    if not sheets:
        raise damaged("没有工作表")
    if len({sheet.name.casefold() for sheet in sheets}) < len(sheets):
        raise damaged("有两张工作表同名")
    return RawBook("ods", sheets)


def _read_sheets(part: bytes, limits: Limits) -> Iterator[RawSheet]:
    hidden: set[str] = set()
    table = _Table(limits)
    sheets = kept = 0
    for element in elements(part, "content.xml ", _WANTED):
        if element.tag == _ROW:
            table.take_row(element, kept)
            element.clear()
        elif element.tag == _COLUMN:
            table.take_column(element)
        elif element.tag == _SHEET:
            sheets += 1
            if sheets > limits.sheets:
                raise too_large(f"工作表超过 {limits.sheets} 张")
            kept += len(table.cells)
            yield table.finished(element, element.get(f"{_TABLE}style-name") not in hidden)
            table = _Table(limits)
        elif any(child.get(f"{_TABLE}display") == "false" for child in element):
            hidden.add(element.get(f"{_STYLE}name", ""))


class _Table:
    """Collects one sheet."""

    def __init__(self, limits: Limits) -> None:
        self.cells: dict[tuple[int, int], RawCell] = {}
        self._merged: list[Range] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._limits = limits
        self._rows = self._columns = 0

    def finished(self, element: Element, visible: bool) -> RawSheet:
        name = element.get(f"{_TABLE}name", "")
        rows, columns = used_size(self.cells)
        if rows * columns > self._limits.box:
            raise too_large(f"工作表“{name}”用到了 {rows} 行 {columns} 列，其中多为空白")
        return RawSheet(
            name,
            visible,
            False,
            rows,
            columns,
            self.cells,
            tuple(self._merged),
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
        )

    def take_column(self, column: Element) -> None:
        first = self._columns
        self._columns = min(first + _count(column, "number-columns-repeated"), LAST_COLUMN)
        if column.get(f"{_TABLE}visibility") in _HIDDEN:
            self._hidden_columns.update(range(first, self._columns))

    def take_row(self, row: Element, kept: int) -> None:
        first = self._rows
        self._rows = min(first + _count(row, "number-rows-repeated"), LAST_ROW)
        rows = range(first, self._rows)
        if row.get(f"{_TABLE}visibility") in _HIDDEN:
            self._hidden_rows.update(rows)
        column = 0
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            columns = range(column, min(column + _count(cell, "number-columns-repeated"), LAST_COLUMN))
            column = columns.stop
            self._take_merge(cell, first, columns.start)
            content = _content(cell)
            if content is None:
                continue
            if kept + len(self.cells) + len(rows) * len(columns) > self._limits.cells:
                raise too_large(f"有内容的单元格超过 {self._limits.cells} 个")
            value, formula, error, uncalculated = content
            for place in ((r, c) for r in rows for c in columns):
                self.cells[place] = RawCell(value, *place, formula, error, uncalculated)

    def _take_merge(self, cell: Element, row: int, column: int) -> None:
        height, width = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if height * width > 1:
            if len(self._merged) >= self._limits.merges:
                raise too_large(f"合并单元格超过 {self._limits.merges} 处")
            self._merged.append((row, column, row + height - 1, column + width - 1))


def _count(element: Element, name: str) -> int:
    count = int(element.get(_TABLE + name, "1"))
    if count < 1:
        raise ValueError(name)
    return count


def _content(cell: Element) -> tuple[RawValue, str | None, str | None, bool] | None:
    """Return value, formula, error and whether a formula lacks its result; None for an empty cell."""
    kind = cell.get(f"{_OFFICE}value-type")
    formula = cell.get(f"{_TABLE}formula")
    if formula is not None:
        formula = formula.partition("=")[2]
    if cell.get(_CALC_TYPE) == "error":
        return None, formula, _text(cell), False
    if kind is None:
        if formula is None:
            return None
        # Empty text is a result: it has a paragraph, though an empty one.
        shown = any(child.tag == _PARAGRAPH for child in cell)
        return (_text(cell) if shown else None), formula, None, not shown
    value = _value(cell, kind)
    return None if value == "" and formula is None else (value, formula, None, False)


def _value(cell: Element, kind: str) -> RawValue:
    if kind == "string":
        return cell.get(f"{_OFFICE}string-value") or _text(cell)
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        return from_iso(cell.get(f"{_OFFICE}date-value", ""))
    if kind == "time":
        return _duration(cell.get(f"{_OFFICE}time-value", ""))
    number = float(cell.get(f"{_OFFICE}value", ""))
    if not abs(number) < float("inf"):
        raise ValueError(number)
    return int(number) if number.is_integer() and abs(number) < _EXACT else number


def _duration(text: str) -> timedelta:
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    hours, minutes, seconds = (float(part or 0) for part in match.groups()[1:])
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -span if match[1] else span


def _text(cell: Element) -> str:
    """Join the paragraphs of a cell; remarks hang on the cell too, but are not its text."""
    return "\n".join("".join(_pieces(child)) for child in cell if child.tag == _PARAGRAPH)


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(_LONGEST_TEXT, int(child.get(f"{_TEXT}c", "1")))
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        else:
            yield from _pieces(child)
        yield child.tail or ""
