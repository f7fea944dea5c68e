"""Cutting workbooks open: zip parts in, zip parts out."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
_FIGURE = re.compile(rb'(<c r="[A-Z]+9"(?: s="\d+")?)(><v>[0-9.]+</v>)</c>')
_DAY = (2017, 7, 3, 9, 0, 0)


def parts(data: bytes) -> dict[str, bytes]:
    """A package's parts by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(found: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    """Parts as a package; the same parts give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        for name, content in found.items():
            package.writestr(zipfile.ZipInfo(name, _DAY), content, method)
        package.comment = comment
    return stream.getvalue()


def bent(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one part changed; a part that was not there is added."""
    found = parts(data)
    found[name] = change(found.get(name, b""))
    return packed(found)


def without(data: bytes, name: str) -> bytes:
    """A package that lacks one part."""
    found = parts(data)
    del found[name]
    return packed(found)


def rows(data: bytes, xml: str, where: bytes = b"</sheetData>") -> bytes:
    """A workbook whose first sheet has more XML just before ``where``."""
    return bent(data, SHEET, lambda sheet: sheet.replace(where, xml.encode() + where, 1))


def typed(data: bytes, xml: str) -> bytes:
    """A workbook in whose form the last figure that somebody typed into a row is this: ``t="e"><v>#REF!</v>``."""
    def change(sheet: bytes) -> bytes:
        *_, last = _FIGURE.finditer(sheet[: sheet.find(b"</row>", sheet.find(b'<row r="9"'))])
        return sheet[: last.end(1)] + b" " + xml.encode() + sheet[last.end(2):]

    return bent(data, SHEET, change)


def compound(*streams: str) -> bytes:
    """An OLE file (.xls, .doc, a workbook with a password) that lists empty streams of these names."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:34] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    header[44:48] = header[48:52] = (1).to_bytes(4, "little")
    header[76:] = b"\xff" * (512 - 76)
    header[76:80] = bytes(4)
    table = (0xFFFFFFFD).to_bytes(4, "little") + (0xFFFFFFFE).to_bytes(4, "little") + b"\xff" * 504
    entries = [_entry("Root Entry", 5)] + [_entry(name, 2) for name in streams]
    return bytes(header) + table + b"".join(entries).ljust(512, b"\0")


def _entry(name: str, kind: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return text.ljust(64, b"\0") + len(text).to_bytes(2, "little") + bytes([kind, 1]) + b"\xff" * 12 + bytes(48)
