"""What calamine does not tell of an .xls: error values, formulas, hidden rows and columns, merged ranges."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from automation.sheets.grid import Range
from automation.sheets.unreadable import damaged, locked

_FORMULA, _BOOL_OR_ERROR, _ROW, _COLUMNS, _MERGED = 0x06, 0x205, 0x208, 0x7D, 0xE5
_BEGIN, _END, _SHEET, _DATE_SYSTEM, _PASSWORD = 0x809, 0x0A, 0x85, 0x22, 0x2F
_LAST_COLUMN = 256
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_UNKNOWN_ERROR = "#?"


@dataclass
class Marks:
    """One sheet's marks, rows and columns counted from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)


def read_marks(stream: bytes) -> tuple[list[Marks], bool]:
    """Read the marks of all sheets, in their order, and whether the workbook counts days from 1904.

    Raises Unreadable F002 (password) or F003 (records cut off).
    """
    try:
        starts = []
        date1904 = False
        for kind, body in _records(stream, 0):
            if kind == _PASSWORD:
                raise locked()
            if kind == _SHEET:
                starts.append(struct.unpack_from("<I", body)[0])
            elif kind == _DATE_SYSTEM:
                date1904 = body[:1] == b"\1"
        return [_read_sheet(stream, start) for start in starts], date1904
    except (struct.error, IndexError):
        raise damaged("工作表的记录不完整") from None


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and body of the records from one begin to its end; charts inside a sheet are passed over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
    raise IndexError("no end")


def _read_sheet(stream: bytes, start: int) -> Marks:
    marks = Marks()
    for kind, body in _records(stream, start):
        if kind == _FORMULA:
            _take_formula(marks, body)
        elif kind == _BOOL_OR_ERROR:
            row, column, _, code, is_error = struct.unpack_from("<HHHBB", body)
            if is_error:
                marks.errors[row, column] = _ERRORS.get(code, _UNKNOWN_ERROR)
        elif kind == _ROW:
            row, options = struct.unpack_from("<H10xH", body)
            if options & 0x20:
                marks.hidden_rows.add(row)
        elif kind == _COLUMNS:
            first, last, _, _, options = struct.unpack_from("<5H", body)
            if options & 1:
                marks.hidden_columns.update(range(first, min(last + 1, _LAST_COLUMN)))
        elif kind == _MERGED:
            for at in range(2, len(body) - 7, 8):
                top, bottom, left, right = struct.unpack_from("<4H", body, at)
                marks.merged.append((top, left, bottom, right))
    return marks


def _take_formula(marks: Marks, body: bytes) -> None:
    row, column, _, result, special = struct.unpack_from("<HHH6sH", body)
    marks.formulas.add((row, column))
    # Results that are no numbers are stored as numbers that cannot be: the first byte tells which, 2 an error.
    if special == 0xFFFF and result[0] == 2:
        marks.errors[row, column] = _ERRORS.get(result[2], _UNKNOWN_ERROR)
