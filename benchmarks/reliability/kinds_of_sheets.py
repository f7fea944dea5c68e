"""Files whose sheet is bad: its XML, its places, its values."""

import re

from benchmarks.reliability.kinds import MIB, Kinds, Make, added, after, cell, more_rows, noise, sheet
from benchmarks.reliability.surgery import SHEET, bent, typed

_NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DECLARED = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_LAUGHS = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
_PLACE = re.compile(rb'<c r="[A-Z]+\d+"')
_ROW = re.compile(rb"<row .*?</row>", re.DOTALL)


def _backwards(xml: bytes) -> bytes:
    found = _ROW.findall(xml)
    return xml[: xml.find(found[0])] + b"".join(reversed(found)) + xml[xml.rfind(b"</sheetData>"):]


def _declared(words: str) -> Make:
    return sheet(_DECLARED, words.encode())


def _doctype(inner: str, said: str) -> Make:
    words = f"<!DOCTYPE worksheet [{inner}]><worksheet".encode()
    return lambda d: bent(typed(d, f't="str"><v>{said}</v>'), SHEET, lambda s: s.replace(b"<worksheet", words, 1))


XML: Kinds = (
    ("sheet cut off", lambda d: bent(d, SHEET, lambda s: s[: len(s) // 2])),
    ("sheet empty", added(SHEET, b"")),
    ("sheet is noise", added(SHEET, noise(5000))),
    ("tags crossed", sheet(b"</row>", b"</c></row>")),
    ("NUL in the XML", sheet(b"</row>", b"\0</row>")),
    ("bytes that are not UTF-8", sheet(b"</row>", b"\xff\xfe</row>")),
    ("sheet in UTF-16", lambda d: bent(d, SHEET, lambda s: s.decode().replace("UTF-8", "UTF-16").encode("utf-16"))),
    ("declared as UTF-16", _declared('<?xml version="1.0" encoding="UTF-16"?>')),
    ("declared as GBK", _declared('<?xml version="1.0" encoding="GBK"?>')),
    ("declared as nothing known", _declared('<?xml version="1.0" encoding="x-own"?>')),
    ("XML 1.1", _declared('<?xml version="1.1"?>')),
    ("billion laughs", _doctype(_LAUGHS, "&j;")),
    ("entity of a file", _doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")),
    ("entity of the network", _doctype('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', "&x;")),
    ("parameter entity", _doctype('<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;', "1")),
    ("entity of itself", _doctype('<!ENTITY x "&x;">', "&x;")),
    ("100,000 levels deep", more_rows("<a>" * 100_000 + "</a>" * 100_000)),
    ("100,000 attributes", more_rows("<row " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>")),
    ("an attribute of 12 MB", more_rows(f'<row r="40" x="{"x" * 12 * MIB}"/>')),
    ("a comment of 12 MB", more_rows(f"<!--{' ' * 12 * MIB}-->")),
    ("no namespace", sheet(b' xmlns="' + _NAMESPACE + b'"', b"")),
    ("strict namespace", sheet(_NAMESPACE, b"http://purl.oclc.org/ooxml/spreadsheetml/main")),
    ("unknown namespace", sheet(_NAMESPACE, b"urn:nobody")),
    ("row 99,999,999", more_rows('<row r="99999999"><c r="A99999999"><v>1</v></c></row>')),
    ("row 0", more_rows('<row r="0"><c r="A0"><v>1</v></c></row>')),
    ("row -5", more_rows('<row r="-5"><c r="A-5"><v>1</v></c></row>')),
    ("row of words", more_rows('<row r="x"><c r="?"><v>1</v></c></row>')),
    ("column ZZZZZZ", more_rows('<row r="40"><c r="ZZZZZZ40"><v>1</v></c></row>')),
    ("cells without places", lambda d: bent(d, SHEET, lambda s: _PLACE.sub(b"<c", s))),
    ("rows backwards", lambda d: bent(d, SHEET, _backwards)),
    ("last cell of the sheet", more_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    ("a million rows with a look only", more_rows("".join(f'<row r="{n}" s="1"/>' for n in range(60, 1_000_060)))),
    ("dimension that lies", sheet(b'<dimension ref="', b'<dimension ref="A1:XFD1048576" x="')),
    ("merged whole sheet", after('<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    ("merges over each other", after('<mergeCells><mergeCell ref="A1:F20"/><mergeCell ref="B2:K30"/></mergeCells>')),
    ("merge of nothing", after('<mergeCells><mergeCell ref=""/><mergeCell/><mergeCell ref="A1:"/></mergeCells>')),
    ("100,001 merges", after("<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(60, 100_061)) + "</mergeCells>")),
    ("link over the whole sheet", after('<hyperlinks><hyperlink ref="A1:XFD1048576" location="a"/></hyperlinks>')),
    ("error cell", cell('t="e"><v>#REF!</v>')),
    ("formula without a result", cell("><f>VLOOKUP(F9,[1]x!A:B,2,0)</f>")),
    ("NaN", cell("><v>NaN</v>")),
    ("infinity", cell("><v>INF</v>")),
    ("1E400", cell("><v>1E400</v>")),
    ("1E-400", cell("><v>1E-400</v>")),
    ("exponent of 9 digits", cell("><v>1E999999999</v>")),
    ("400 digits", cell(f"><v>{'9' * 400}</v>")),
    ("5,000,000 digits", cell(f"><v>{'9' * 5_000_000}</v>")),
    ("a number in words", cell("><v>twelve</v>")),
    ("a truth of 7", cell('t="b"><v>7</v>')),
    ("a cell of unknown type", cell('t="zz"><v>1</v>')),
    ("a date in letters", cell('t="d"><v>yesterday</v>')),
    ("shared string 99,999,999", cell('t="s"><v>99999999</v>')),
    ("shared string -1", cell('t="s"><v>-1</v>')),
    ("shared string 1.5", cell('t="s"><v>1.5</v>')),
    ("style 99,999", cell('s="99999"><v>1</v>')),
    ("style -1", cell('s="-1"><v>1</v>')),
    ("a text of 2 MB", cell(f't="str"><v>{"长" * 700_000}</v>')),
    ("half a character", cell('t="str"><v>_xD800_</v>')),
    ("control characters", cell('t="str"><v>_x0000__x0007__x001B_</v>')),
    ("a character that XML forbids", cell('t="str"><v>&#0;&#xFFFF;</v>')),
    ("formula injection", cell('t="str"><v>=cmd|\' /C calc\'!A0</v>')),
    ("markup in a text", cell('t="str"><v>&lt;script&gt;1&lt;/script&gt;</v>')),
)
