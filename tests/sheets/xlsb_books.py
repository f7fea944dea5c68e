"""Binary workbooks (.xlsb) put together record by record: no free program writes them.

Only what the tests need: texts, numbers, dates, formulas with their results, errors, hidden rows, merged ranges.
"""

import struct
from collections.abc import Iterable
from datetime import date
from xml.sax.saxutils import escape

from automation.sheets.grid import RawBook, RawCell, RawSheet
from tests.sheets.books import zipped

DATE_STYLE = 1
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ERRORS = {"#DIV/0!": 7, "#REF!": 23, "#N/A": 42}


def record(kind: int, body: bytes = b"") -> bytes:
    """One record: kind and length in bytes of seven bits, then the body."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(body)
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | (0x80 if size else 0)])
        if not size:
            return head + length + body


def text(value: str) -> bytes:
    """A text with its length before it."""
    return struct.pack("<I", len(value.encode("utf-16-le")) // 2) + value.encode("utf-16-le")


def cell(kind: int, column: int, content: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<II", column, style) + content)


def constant(raw: RawCell) -> bytes:
    """A cell as it is in ``raw``; formulas keep their results and a formula that says 1."""
    value, column = raw.value, raw.column
    if raw.error:
        code = bytes([_ERRORS[raw.error]])
        return cell(3, column, code) if raw.formula is None else cell(11, column, code + formula())
    if raw.uncalculated:
        return cell(8, column, text("") + formula(2))
    if isinstance(value, str):
        return cell(6, column, text(value)) if raw.formula is None else cell(8, column, text(value) + formula())
    if isinstance(value, int | float):
        number = struct.pack("<d", value)
        return cell(5, column, number) if raw.formula is None else cell(9, column, number + formula())
    assert isinstance(value, date), value
    return cell(5, column, struct.pack("<d", (value - date(1899, 12, 30)).days), DATE_STYLE)


def formula(flags: int = 0) -> bytes:
    """What follows a formula's result: flags, and ``=1``."""
    tokens = b"\x1e\x01\x00"
    return struct.pack("<HI", flags, len(tokens)) + tokens + struct.pack("<I", 0)


def row(number: int, cells: Iterable[bytes], hidden: bool = False) -> bytes:
    return record(0, struct.pack("<IIHH", number, 0, 300, 0x1000 if hidden else 0) + b"\0" * 5) + b"".join(cells)


def sheet_part(rows: bytes, size: tuple[int, int], layout: bytes = b"", columns: bytes = b"") -> bytes:
    """A worksheet part: ``columns`` before the rows, ``layout`` (merged ranges) after them."""
    area = struct.pack("<4I", 0, size[0], 0, size[1])
    return b"".join((record(129), record(148, area), columns, record(145), rows, record(146), layout, record(130)))


def book(sheets: dict[str, bytes], names: dict[str, str] | None = None, properties: dict[str, str] | None = None,
         hidden: frozenset[str] = frozenset()) -> bytes:
    """The whole file: ``sheets`` are parts by name, in order."""
    bundle = b"".join(record(156, struct.pack("<II", 2 if name in hidden else 0, at) + text(f"rId{at}") + text(name))
                      for at, name in enumerate(sheets, 1))
    named = b"".join(record(39, struct.pack("<IBI", 0, 0, 0xFFFFFFFF) + text(name) + _constant_text(value) + struct.pack("<I", 0xFFFFFFFF))
                     for name, value in (names or {}).items())
    parts = {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _links([("officeDocument", "xl/workbook.bin"), ("custom-properties", "docProps/custom.xml")]),
        "xl/workbook.bin": b"".join((record(131), record(153, struct.pack("<II", 0, 0) + text("")), record(143), bundle, record(144),
                                     named, record(132))),
        "xl/_rels/workbook.bin.rels": _links([*(("worksheet", f"worksheets/sheet{at}.bin") for at in range(1, len(sheets) + 1)),
                                              ("styles", "styles.bin")]),
        "xl/styles.bin": _styles(),
        "docProps/custom.xml": _custom(properties or {}),
    }
    return zipped(parts | {f"xl/worksheets/sheet{at}.bin": part for at, part in enumerate(sheets.values(), 1)})


def same_as(source: RawBook) -> bytes:
    """A binary workbook with the sheets, names and properties of ``source``."""
    def part(sheet: RawSheet) -> bytes:
        rows = b"".join(row(number, [constant(one) for (at, _), one in sorted(sheet.cells.items()) if at == number])
                        for number in sorted({at for at, _ in sheet.cells}))
        return sheet_part(rows, (sheet.rows, sheet.columns))

    texts = {name: value[1:-1] for name, value in source.names.items() if value.startswith('"')}
    return book({sheet.name: part(sheet) for sheet in source.sheets}, texts, dict(source.properties),
                frozenset(sheet.name for sheet in source.sheets if sheet.very_hidden))


def _constant_text(value: str) -> bytes:
    tokens = b"\x17" + struct.pack("<H", len(value)) + value.encode("utf-16-le")
    return struct.pack("<I", len(tokens)) + tokens + struct.pack("<I", 0)


def _styles() -> bytes:
    """Style 0 shows numbers, style 1 dates."""
    styles = b"".join(record(47, struct.pack("<HHHHHBBHH", 0, format_id, 0, 0, 0, 0, 0, 0, 0)) for format_id in (0, 164))
    formats = record(615, struct.pack("<I", 1)) + record(44, struct.pack("<H", 164) + text("yyyy-mm-dd")) + record(616)
    return b"".join((record(278), formats, record(617, struct.pack("<I", 2)), styles, record(618), record(279)))


def _links(targets: Iterable[tuple[str, str]]) -> bytes:
    links = "".join(f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(targets, 1))
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}">{links}</Relationships>'.encode()


def _types(sheets: int) -> bytes:
    kinds = {"/xl/workbook.bin": "sheet.binary.macroEnabled.main", "/xl/styles.bin": "styles"}
    kinds |= {f"/xl/worksheets/sheet{at}.bin": "worksheet" for at in range(1, sheets + 1)}
    said = "".join(f'<Override PartName="{part}" ContentType="application/vnd.ms-excel.{kind}"/>' for part, kind in kinds.items())
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{rels}{said}</Types>'.encode()


def _custom(properties: dict[str, str]) -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006"
    said = "".join(f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{at}" name="{escape(name)}"><vt:lpwstr>{escape(value)}'
                   f"</vt:lpwstr></property>" for at, (name, value) in enumerate(properties.items(), 2))
    return f'<Properties xmlns="{space}/custom-properties" xmlns:vt="{space}/docPropsVTypes">{said}</Properties>'.encode()
