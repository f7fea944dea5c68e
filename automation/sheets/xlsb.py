"""An .xlsb: the package of an .xlsx whose parts are binary records. Errors and formulas are told as they stand there."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import isfinite

from automation.sheets.biff import packed_number, whole
from automation.sheets.biff12 import records, text_at
from automation.sheets.collector import Collector
from automation.sheets.dates import Shown, from_serial, shown_by_code, shown_by_id
from automation.sheets.grid import RawBook, RawSheet, RawValue, address_of
from automation.sheets.limits import Limits
from automation.sheets.links import Link, links_of, notices_of, properties_of, target_of
from automation.sheets.package import Package
from automation.sheets.unreadable import damaged, too_large

_ROW, _PACKED, _ERROR, _BOOL, _NUMBER, _TEXT, _SHARED, _RICH_TEXT = 0, 2, 3, 4, 5, 6, 7, 62
_TEXT_RESULT, _NUMBER_RESULT, _BOOL_RESULT, _ERROR_RESULT = 8, 9, 10, 11
_STRING, _NAME, _FORMAT, _STYLE, _COLUMNS, _END, _BOOK, _SHEET, _MERGED = 19, 39, 44, 47, 60, 146, 153, 156, 176
_CELL_STYLES, _END_CELL_STYLES = 617, 618
_LAST_COLUMN = 16_384
_EVERYWHERE = 0xFFFFFFFF
_TO_BE_CALCULATED = 2
_TEXT_CONSTANT = 0x17
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA"}
_UNKNOWN_ERROR = "#?"


@dataclass
class _Book:
    """What the parts beside the sheets tell."""

    sheets: list[tuple[int, str, str]] = field(default_factory=list)  # state, relationship, name
    names: dict[str, str] = field(default_factory=dict)
    date1904: bool = False
    strings: list[str] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)


def read_xlsb(package: Package, limits: Limits) -> RawBook:
    """Read the worksheets, text names and custom properties of a binary package; formulas come without their text.

    Raises Unreadable F002, F003 or F004.
    """
    roots = links_of(package, "")
    workbook = target_of(roots, "officeDocument") or "xl/workbook.bin"
    links = links_of(package, workbook)
    try:
        book = _read_book(package.read(workbook))
        if (strings := target_of(links, "sharedStrings")) and strings in package:
            book.strings = [text_at(body, 1)[0] for kind, body in records(package.read(strings)) if kind == _STRING]
        if (styles := target_of(links, "styles")) and styles in package:
            book.shown = _read_styles(package.read(styles))
        sheets = tuple(_read_sheets(package, book, links, limits))
    except (struct.error, IndexError, ValueError):
        raise damaged("工作表的记录不完整") from None
    return RawBook("xlsb", sheets, book.names, properties_of(package, roots), book.date1904, notices_of(package.names))


def _read_book(part: bytes) -> _Book:
    book = _Book()
    for kind, body in records(part):
        if kind == _BOOK:
            book.date1904 = bool(body[0] & 1)
        elif kind == _SHEET:
            (state,) = struct.unpack_from("<I", body)
            link, at = text_at(body, 8)
            book.sheets.append((state, link, text_at(body, at)[0]))
        elif kind == _NAME:
            (owner,) = struct.unpack_from("<I", body, 5)
            name, at = text_at(body, 9)
            # A name is read where it stands for a text; what it calculates is nobody's business here.
            if owner == _EVERYWHERE and body[at + 4 : at + 5] == bytes([_TEXT_CONSTANT]):
                (count,) = struct.unpack_from("<H", body, at + 5)
                book.names[name] = f'"{body[at + 7 : at + 7 + 2 * count].decode("utf-16-le", "replace")}"'
    return book


def _read_styles(part: bytes) -> list[Shown]:
    """Tell how each cell style shows numbers."""
    custom: dict[int, Shown] = {}
    shown: list[Shown] = []
    inside = False
    for kind, body in records(part):
        if kind in (_CELL_STYLES, _END_CELL_STYLES):
            inside = kind == _CELL_STYLES
        elif kind == _FORMAT:
            custom[struct.unpack_from("<H", body)[0]] = shown_by_code(text_at(body, 2)[0])
        elif kind == _STYLE and inside:
            (format_id,) = struct.unpack_from("<H", body, 2)
            shown.append(custom.get(format_id, shown_by_id(format_id)))
    return shown


def _read_sheets(package: Package, book: _Book, links: dict[str, Link], limits: Limits) -> Iterator[RawSheet]:
    if len(book.sheets) > limits.sheets:
        raise too_large(f"有 {len(book.sheets)} 张工作表，上限 {limits.sheets} 张")
    if len({name.casefold() for *_, name in book.sheets}) < len(book.sheets):
        raise damaged("有两张工作表同名")
    worksheets = [sheet for sheet in book.sheets if links.get(sheet[1], Link("", "")).kind == "worksheet"]
    if not worksheets:
        raise damaged("没有工作表")
    for state, link, name in worksheets:
        sheet = _Sheet(book, Collector(name, limits))
        sheet.read(package.read(links[link].target))
        limits = replace(limits, cells=limits.cells - len(sheet.kept.cells))
        yield sheet.kept.finished(state == 0, state == 2)


class _Sheet:
    """Reads one part into a collector."""

    def __init__(self, book: _Book, kept: Collector) -> None:
        self.kept = kept
        self._book = book
        self._row = -1
        self._columns_seen = -1

    def read(self, part: bytes) -> None:
        ended = False
        for kind, body in records(part):
            ended = ended or kind == _END
            if kind in (_ROW, _COLUMNS, _MERGED):
                self._take_layout(kind, body)
            elif kind in (_PACKED, _ERROR, _BOOL, _NUMBER, _TEXT, _SHARED, _RICH_TEXT):
                self._take_constant(kind, body)
            elif _TEXT_RESULT <= kind <= _ERROR_RESULT:
                self._take_formula(kind, body)
        if not ended:
            raise damaged(f"工作表“{self.kept.name}”不完整")

    def _take_constant(self, kind: int, body: bytes) -> None:
        column, style = _place(body)
        if kind == _ERROR:
            self.kept.put(self._row, column, None, error=_ERRORS.get(body[8], _UNKNOWN_ERROR))
            return
        value: RawValue
        if kind == _PACKED:
            value = self._shown(column, style, packed_number(struct.unpack_from("<I", body, 8)[0]))
        elif kind == _NUMBER:
            value = self._shown(column, style, struct.unpack_from("<d", body, 8)[0])
        elif kind == _BOOL:
            value = bool(body[8])
        elif kind == _SHARED:
            value = self._book.strings[struct.unpack_from("<I", body, 8)[0]]
        else:
            value = text_at(body, 9 if kind == _RICH_TEXT else 8)[0]
        self.kept.put(self._row, column, value)

    def _take_formula(self, kind: int, body: bytes) -> None:
        column, style = _place(body)
        if kind == _ERROR_RESULT:
            self.kept.put(self._row, column, None, "", _ERRORS.get(body[8], _UNKNOWN_ERROR))
            return
        value: RawValue
        if kind == _TEXT_RESULT:
            value, end = text_at(body, 8)
        elif kind == _BOOL_RESULT:
            value, end = bool(body[8]), 9
        else:
            (number,), end = struct.unpack_from("<d", body, 8), 16
            value = self._shown(column, style, number)
        (flags,) = struct.unpack_from("<H", body, end)
        # A program that does not calculate has to store something: nothing at all, or 0, and a mark to work it out.
        uncalculated = bool(flags & _TO_BE_CALCULATED) and value in ("", 0)
        self.kept.put(self._row, column, None if uncalculated else value, "", None, uncalculated)

    def _take_layout(self, kind: int, body: bytes) -> None:
        if kind == _ROW:
            row, _, _, options = struct.unpack_from("<IIHH", body)
            if row <= self._row:
                raise ValueError("rows out of order")
            self._row = row
            if options & 0x1000:
                self.kept.hidden_rows.add(row)
        elif kind == _COLUMNS:
            first, last, _, _, options = struct.unpack_from("<4IH", body)
            # Spans come in order; a part that repeats them must not cost more than one sheet's width.
            first, last = max(first, self._columns_seen + 1), min(last, _LAST_COLUMN - 1)
            self._columns_seen = max(self._columns_seen, last)
            if options & 1:
                self.kept.hidden_columns.update(range(first, last + 1))
        else:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            self.kept.merge(top, left, bottom, right)

    def _shown(self, column: int, style: int, number: float) -> RawValue:
        if not isfinite(number):
            raise damaged(f"工作表“{self.kept.name}”的 {address_of(self._row, column)} 存的不是数")
        shown = self._book.shown[style] if style < len(self._book.shown) else Shown.NUMBER
        return whole(number) if shown is Shown.NUMBER else from_serial(number, shown, self._book.date1904)


def _place(body: bytes) -> tuple[int, int]:
    """Return column and style of a cell."""
    column, style = struct.unpack_from("<II", body)
    return column, style & 0xFFFFFF
