"""Workbooks that the tests of this folder read: written by real programs, then bent part by part."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"


def written(fill: Callable[[Any], None], **options: Any) -> bytes:
    """Write a workbook with XlsxWriter; *fill* gets the workbook."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
        fill(book)
    return stream.getvalue()


def saved(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    """Write a workbook with openpyxl, which stores no results of formulas; *fill* gets the workbook."""
    book = openpyxl.Workbook()
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def plain() -> bytes:
    """A workbook with one sheet and one number."""
    return written(lambda book: book.add_worksheet("填报").write_number(0, 0, 1))


def zipped(parts: dict[str, bytes]) -> bytes:
    """Zip parts by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Unzip a workbook into parts by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def bent(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change one part of a workbook."""
    parts = parts_of(data)
    parts[part] = change(parts.get(part, b""))
    return zipped(parts)


def with_cells(cells: str) -> bytes:
    """A workbook whose only sheet holds these rows, given as XML."""
    return bent(
        plain(),
        SHEET,
        lambda part: _between(part, b"<sheetData>", b"</sheetData>", cells.encode()),
    )


def _between(part: bytes, first: bytes, last: bytes, inner: bytes) -> bytes:
    head, _, rest = part.partition(first)
    return head + first + inner + last + rest.partition(last)[2]


def compound(*streams: str) -> bytes:
    """A compound file (.xls, .doc, encrypted .xlsx) whose directory lists empty streams of these names."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:34] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    header[44:48] = (1).to_bytes(4, "little")
    header[48:52] = (1).to_bytes(4, "little")
    header[76:] = b"\xff" * (512 - 76)
    header[76:80] = bytes(4)
    table = (0xFFFFFFFD).to_bytes(4, "little") + (0xFFFFFFFE).to_bytes(4, "little") + b"\xff" * 504
    entries = [_entry("Root Entry", 5)] + [_entry(name, 2) for name in streams]
    return bytes(header) + table + b"".join(entries).ljust(512, b"\0")


def _entry(name: str, kind: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return text.ljust(64, b"\0") + len(text).to_bytes(2, "little") + bytes([kind, 1]) + b"\xff" * 12 + bytes(48)
