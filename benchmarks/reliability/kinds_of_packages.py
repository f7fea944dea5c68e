"""Files that are bad as a zip, or whose workbook part is."""

import io
import struct
import warnings
import zipfile

from benchmarks.reliability.kinds import MIB, Kinds, added, book, noise, part, plain
from benchmarks.reliability.surgery import BOOK, SHEET, bent, packed, parts, without


def _flag(data: bytes, at: int, mask: int) -> bytes:
    """Set bits in every central and local header of a zip; ``at`` is the offset in the local one."""
    found = bytearray(data)
    for magic, more in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        place = found.find(magic)
        while place >= 0:
            found[place + at + more] |= mask
            place = found.find(magic, place + 4)
    return bytes(found)


def _twice(data: bytes) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package.writestr(SHEET, b"<worksheet/>")
    return stream.getvalue()


def _huge_claim(data: bytes) -> bytes:
    place = data.find(b"PK\x01\x02")
    return data[: place + 24] + struct.pack("<I", 0xFFFFFFF0) + data[place + 28:]


def _sheets(count: int) -> bytes:
    return b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n + 10) for n in range(count))


ZIP: Kinds = (
    ("nothing", plain(b"")),
    ("one zero byte", plain(b"\0")),
    ("zeros", plain(bytes(40_000))),
    ("noise", plain(noise(30_000))),
    ("first half", lambda d: d[: len(d) // 2]),
    ("last byte gone", lambda d: d[:-1]),
    ("last 30 bytes gone", lambda d: d[:-30]),
    ("first 100 bytes gone", lambda d: d[100:]),
    ("a hole of zeros", lambda d: d[:2000] + bytes(4000) + d[6000:]),
    ("noise before", lambda d: noise(500) + d),
    ("noise after", lambda d: d + noise(70_000)),
    ("signature alone", plain(b"PK\x03\x04")),
    ("end of a zip alone", plain(b"PK\x05\x06" + bytes(18))),
    ("no central directory", lambda d: d[: d.find(b"PK\x01\x02")]),
    ("wrong checksum", lambda d: d[:14] + b"\0\0\0\0" + d[18:]),
    ("unknown compression", lambda d: _flag(d, 8, 99)),
    ("zip password", lambda d: _flag(d, 6, 1)),
    ("claims 4 GB", _huge_claim),
    ("bytes of a part turned", lambda d: d[:300] + bytes(b ^ 255 for b in d[300:340]) + d[340:]),
    ("a part that inflates 1000-fold", added("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + b" " * (60 * MIB))),
    ("many parts that inflate", lambda d: packed(parts(d) | {f"xl/worksheets/sheet{n}.xml": b" " * (20 * MIB) for n in range(9, 14)})),
    ("10,001 parts", lambda d: packed(parts(d) | {f"x/{n}": b"" for n in range(10_001)}, zipfile.ZIP_STORED)),
    ("two parts of one name", _twice),
    ("a part named ../../out", added("../../out.xml", b"x")),
    ("a part named /tmp/out", added("/tmp/out.xml", b"x")),
    ("parts named with backslashes", lambda d: packed({n.replace("/", "\\"): c for n, c in parts(d).items()})),
    ("parts in capitals", lambda d: packed({n.upper(): c for n, c in parts(d).items()})),
    ("no content types", lambda d: without(d, "[Content_Types].xml")),
    ("no workbook part", lambda d: without(d, BOOK)),
    ("no relations", lambda d: without(d, "xl/_rels/workbook.xml.rels")),
    ("no sheet part", lambda d: without(d, SHEET)),
    ("no shared strings", lambda d: without(d, "xl/sharedStrings.xml")),
    ("no styles", lambda d: without(d, "xl/styles.xml")),
    ("not compressed", lambda d: packed(parts(d), zipfile.ZIP_STORED)),
    ("bzip2 inside", lambda d: packed(parts(d), zipfile.ZIP_BZIP2)),
    ("lzma inside", lambda d: packed(parts(d), zipfile.ZIP_LZMA)),
    ("a zip in a zip", lambda d: packed({"报表.xlsx": d})),
    ("a macro part of noise", added("xl/vbaProject.bin", noise(5000))),
)
BOOKS: Kinds = (
    ("two sheets of one name", book("填报说明".encode(), "填报表".encode())),
    ("a sheet name of 500 letters", book("填报说明".encode(), b"x" * 500)),
    ("a sheet name of slashes", book("填报说明".encode(), b"../../[x]*")),
    ("no sheets", lambda d: bent(d, BOOK, lambda s: s[: s.find(b"<sheets>")] + s[s.find(b"</sheets>") + 9:])),
    ("300 sheets", book(b"</sheets>", _sheets(300) + b"</sheets>")),
    ("all sheets hidden", book(' name="填报表"'.encode(), ' state="veryHidden" name="填报表"'.encode())),
    ("dates from 1904", book(b"<workbookPr", b'<workbookPr date1904="1"')),
    ("defined names broken", book(b"'_meta'!$B$11", b"#REF!$$$[[")),
    ("50,000 defined names", book(b"</definedNames>", b"".join(b'<definedName name="n%d">1</definedName>' % n for n in range(50_000)) + b"</definedNames>")),
    ("plan stamp of another plan", book(b"SN2017", b"XX9999")),
    ("unit stamp of nobody", book(b'"tongbao_unit">"', b'"tongbao_unit">"?')),
    ("period stamp of nonsense", book(b'"tongbao_period">"2017', b'"tongbao_period">"9999')),
    ("meta sheet is noise", added("xl/worksheets/sheet3.xml", b"<worksheet>" + noise(900))),
    ("workbook part is a sheet", lambda d: bent(d, BOOK, lambda _: parts(d)[SHEET])),
    ("relation to /etc/passwd", part("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"../../../../etc/passwd")),
    ("relation to the network", part("xl/_rels/workbook.xml.rels", b'"worksheets/sheet1.xml"', b'"http://127.0.0.1:9/" TargetMode="External"')),
    ("relation to itself", part("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"workbook.xml")),
    ("styles are noise", added("xl/styles.xml", noise(3000))),
    ("shared strings are noise", added("xl/sharedStrings.xml", noise(3000))),
    ("shared strings claim a billion", part("xl/sharedStrings.xml", b'uniqueCount="', b'uniqueCount="9999999')),
    ("custom properties are noise", added("docProps/custom.xml", noise(900))),
    ("links to other books", added("xl/externalLinks/externalLink1.xml", b"<externalLink/>")),
    ("comments part broken", added("xl/comments1.xml", b"<comments><")),
)
