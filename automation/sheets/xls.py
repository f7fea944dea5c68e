"""An .xls (Excel 5 to 2003, WPS .et): values, errors, formulas, what is hidden and merged."""

import struct
from dataclasses import dataclass, field
from math import isfinite

from automation.sheets.biff import BIFF8, Texts, packed_number, records, whole
from automation.sheets.dates import Shown, from_serial, shown_by_code, shown_by_id
from automation.sheets.grid import Notice, Range, RawBook, RawCell, RawSheet, RawValue, address_of, used_size
from automation.sheets.limits import Limits
from automation.sheets.ole import CompoundFile
from automation.sheets.unreadable import damaged, locked, too_large

_BEGIN, _SHEET, _DATES, _PASSWORD, _CODE_PAGE = 0x809, 0x85, 0x22, 0x2F, 0x42
_FORMAT, _STYLE, _STRINGS = 0x41E, 0xE0, 0xFC
_FORMULA, _RESULT, _BOOL_OR_ERROR, _NUMBER, _PACKED, _PACKED_RUN = 0x06, 0x207, 0x205, 0x203, 0x27E, 0xBD
_SHARED, _LABEL, _RICH_LABEL, _ROW, _COLUMNS, _MERGED = 0xFD, 0x204, 0xD6, 0x208, 0x7D, 0xE5
_LAST_COLUMN = 256
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_UNKNOWN_ERROR = "#?"


@dataclass
class _Book:
    """What the records before the first sheet tell."""

    version: int = BIFF8
    encoding: str = "gb18030"
    date1904: bool = False
    sheets: list[tuple[int, int, int, str]] = field(default_factory=list)  # start, state, type, name
    formats: dict[int, Shown] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)

    def text(self, pieces: list[bytes], at: int, length: str) -> str:
        """Read a text that starts at a place of a record; before BIFF8 it is in the workbook's code page."""
        if self.version >= BIFF8:
            return Texts(pieces, at).text(length)
        (count,) = struct.unpack_from(length, pieces[0], at)
        start = at + struct.calcsize(length)
        return pieces[0][start : start + count].decode(self.encoding, "replace")

    def shown(self, style: int) -> Shown:
        """Tell how a cell style shows numbers."""
        format_id = self.styles[style] if style < len(self.styles) else 0
        return self.formats.get(format_id, shown_by_id(format_id))


def read_xls(data: bytes, limits: Limits) -> RawBook:
    """Read an .xls; formulas are told from constants, but without their text.

    Raises Unreadable F002 (password), F003 (damaged) or F004 (too many sheets or cells).
    """
    file = CompoundFile(data)
    stream = file.read("workbook" if "workbook" in file.names else "book")
    try:
        book = _read_book(stream)
        if len(book.sheets) > limits.sheets:
            raise too_large(f"有 {len(book.sheets)} 张工作表，上限 {limits.sheets} 张")
        if len({name.casefold() for *_, name in book.sheets}) < len(book.sheets):
            raise damaged("有两张工作表同名")
        sheets: list[RawSheet] = []
        for start, state, kind, name in book.sheets:
            if kind == 0:
                left = limits.cells - sum(len(sheet.cells) for sheet in sheets)
                sheets.append(_Sheet(name, book, left).read(stream, start).finished(state, limits))
    except (struct.error, IndexError, ValueError):
        raise damaged("工作表的记录不完整") from None
    if not sheets:
        raise damaged("没有工作表")
    macros = (Notice("macro", "宏（不运行）"),) if "_vba_project_cur" in file.names else ()
    return RawBook("xls", tuple(sheets), date1904=book.date1904, notices=macros)


def _read_book(stream: bytes) -> _Book:
    book = _Book()
    for kind, pieces in records(stream, 0):
        body = pieces[0]
        if kind == _PASSWORD:
            raise locked()
        if kind == _BEGIN:
            (book.version,) = struct.unpack_from("<H", body)
        elif kind == _CODE_PAGE:
            book.encoding = _encoding(struct.unpack_from("<H", body)[0])
        elif kind == _DATES:
            book.date1904 = body[:1] == b"\1"
        elif kind == _SHEET:
            book.sheets.append((*struct.unpack_from("<IBB", body), book.text(pieces, 6, "<B")))
        elif kind == _FORMAT:
            length = "<H" if book.version >= BIFF8 else "<B"
            book.formats[struct.unpack_from("<H", body)[0]] = shown_by_code(book.text(pieces, 2, length))
        elif kind == _STYLE:
            book.styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _STRINGS:
            texts = Texts(pieces)
            texts.skip(4)
            book.strings = [texts.text() for _ in range(texts.number("<I"))]
    return book


def _encoding(code_page: int) -> str:
    """Name the code page; gb18030 for those that Python lacks, as most such files here are Chinese."""
    try:
        "".encode(f"cp{code_page}")
    except LookupError:
        return "gb18030"
    return f"cp{code_page}"


class _Sheet:
    """Collects one sheet's records."""

    def __init__(self, name: str, book: _Book, cells_left: int) -> None:
        self._name = name
        self._book = book
        self._cells_left = cells_left
        self._cells: dict[tuple[int, int], RawCell] = {}
        self._merged: list[Range] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._pending = (0, 0)

    def read(self, stream: bytes, start: int) -> "_Sheet":
        for kind, pieces in records(stream, start):
            self._take(kind, pieces)
            if len(self._cells) > self._cells_left:
                raise too_large("有内容的单元格过多")
        return self

    def finished(self, state: int, limits: Limits) -> RawSheet:
        rows, columns = used_size(self._cells)
        if rows * columns > limits.box:
            raise too_large(f"工作表“{self._name}”用到了 {rows} 行 {columns} 列，其中多为空白")
        return RawSheet(
            self._name,
            state & 3 == 0,
            state & 3 == 2,
            rows,
            columns,
            self._cells,
            tuple(self._merged),
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
        )

    def _take(self, kind: int, pieces: list[bytes]) -> None:
        body = pieces[0]
        if kind == _SHARED:
            row, column, _, index = struct.unpack_from("<HHHI", body)
            self._keep(row, column, self._book.strings[index])
        elif kind == _NUMBER:
            row, column, style, number = struct.unpack_from("<HHHd", body)
            self._keep(row, column, self._shown(row, column, style, number))
        elif kind == _PACKED:
            row, column, style, packed = struct.unpack_from("<HHHI", body)
            self._keep(row, column, self._shown(row, column, style, packed_number(packed)))
        elif kind == _PACKED_RUN:
            row, column = struct.unpack_from("<HH", body)
            for at, (style, packed) in enumerate(struct.iter_unpack("<HI", body[4:-2])):
                self._keep(row, column + at, self._shown(row, column + at, style, packed_number(packed)))
        elif kind == _FORMULA:
            self._take_formula(body)
        elif kind == _RESULT:
            self._keep(*self._pending, self._book.text(pieces, 0, "<H"), formula="")
        elif kind == _BOOL_OR_ERROR:
            row, column, _, code, is_error = struct.unpack_from("<HHHBB", body)
            error = _ERRORS.get(code, _UNKNOWN_ERROR) if is_error else None
            self._keep(row, column, None if is_error else bool(code), error=error)
        elif kind in (_LABEL, _RICH_LABEL):
            row, column = struct.unpack_from("<HH", body)
            self._keep(row, column, self._book.text(pieces, 6, "<H"))
        else:
            self._take_layout(kind, body)

    def _take_formula(self, body: bytes) -> None:
        row, column, style, result, special = struct.unpack_from("<HHH6sH", body)
        if special != 0xFFFF:
            (number,) = struct.unpack_from("<d", body, 6)
            self._keep(row, column, self._shown(row, column, style, number), formula="")
        elif result[0] == 1:
            self._keep(row, column, bool(result[2]), formula="")
        elif result[0] == 2:
            self._keep(row, column, None, formula="", error=_ERRORS.get(result[2], _UNKNOWN_ERROR))
        else:
            # A text result follows in a record of its own, or is empty.
            self._pending = row, column
            self._keep(row, column, "", formula="")

    def _take_layout(self, kind: int, body: bytes) -> None:
        if kind == _ROW:
            row, options = struct.unpack_from("<H10xH", body)
            if options & 0x20:
                self._hidden_rows.add(row)
        elif kind == _COLUMNS:
            first, last, _, _, options = struct.unpack_from("<5H", body)
            if options & 1:
                self._hidden_columns.update(range(first, min(last + 1, _LAST_COLUMN)))
        elif kind == _MERGED:
            for top, bottom, left, right in struct.iter_unpack("<4H", body[2 : 2 + (len(body) - 2) // 8 * 8]):
                self._merged.append((top, left, bottom, right))

    def _shown(self, row: int, column: int, style: int, number: float) -> RawValue:
        if not isfinite(number):
            raise damaged(f"工作表“{self._name}”的 {address_of(row, column)} 存的不是数")
        shown = self._book.shown(style)
        return whole(number) if shown is Shown.NUMBER else from_serial(number, shown, self._book.date1904)

    def _keep(
        self, row: int, column: int, value: RawValue, formula: str | None = None, error: str | None = None
    ) -> None:
        if value != "" or formula is not None:
            self._cells[row, column] = RawCell(value, row, column, formula, error)
