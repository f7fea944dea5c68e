"""Files that are no .xlsx, whatever they are called."""

import struct
import zlib

from benchmarks.reliability.kinds import MIB, Kinds, Make, noise, plain
from benchmarks.reliability.surgery import compound, packed

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(f'xmlns:{s}="urn:oasis:names:tc:opendocument:xmlns:{s}:1.0"' for s in ("office", "table", "text"))


def _ods(cells: str) -> Make:
    content = f'<office:document-content {_SPACES}><office:body><office:spreadsheet><table:table table:name="a">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    return lambda _: packed({"mimetype": _ODS, "content.xml": content.encode()})


def _package(*names: str) -> Make:
    return lambda _: packed(dict.fromkeys(names, b"<x/>"))


OTHERS: Kinds = (
    ("xls: signature alone", plain(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    ("xls: header of noise", plain(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(5000))),
    ("xls: empty stream", plain(compound("Workbook"))),
    ("xls: old stream", plain(compound("Book"))),
    ("xls: both streams", plain(compound("Book", "Workbook"))),
    ("xls: table in a circle", lambda _: compound("Workbook")[:512] + struct.pack("<I", 0) * 128 + compound("Workbook")[1024:]),
    ("xls: directory far away", lambda _: compound("Workbook")[:48] + b"\xf0\xff\xff\x0f" + compound("Workbook")[52:]),
    ("workbook with a password", plain(compound("EncryptedPackage", "EncryptionInfo"))),
    ("Word 97", plain(compound("WordDocument"))),
    ("PowerPoint 97", plain(compound("PowerPoint Document"))),
    ("an OLE file of nothing known", plain(compound("x"))),
    ("BIFF2 without OLE", plain(b"\x09\x00\x04\x00\x02\x00\x10\x00" + bytes(60))),
    ("docx", _package("[Content_Types].xml", "word/document.xml")),
    ("pptx", _package("[Content_Types].xml", "ppt/presentation.xml")),
    ("xlsb", _package("[Content_Types].xml", "xl/workbook.bin")),
    ("a zip of pictures", _package("1.png", "2.png")),
    ("ofd", _package("OFD.xml", "Doc_0/Document.xml")),
    ("ods: cut off", _ods("<table:table-row>")),
    ("ods: a cell a billion times", _ods('<table:table-row table:number-rows-repeated="1000000000"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1000000000"/></table:table-row>')),
    ("ods: repeated -1 times", _ods('<table:table-row><table:table-cell table:number-columns-repeated="-1"/></table:table-row>')),
    ("ods: no content", plain(packed({"mimetype": _ODS}))),
    ("ods: value of words", _ods('<table:table-row><table:table-cell office:value-type="float" office:value="x"/></table:table-row>')),
    ("csv of a form", plain("单位,项目,金额\n船山区民政局,SN-08,48\n".encode())),
    ("csv in GBK", plain("单位,项目,金额\n船山区民政局,SN-08,48\n".encode("gbk"))),
    ("csv in UTF-16", plain("单位\t项目\n".encode("utf-16"))),
    ("csv with an open quote", plain(b'a,"b\n' * 20_000)),
    ("csv with a line of 9 MB", plain(b"x," * (4 * MIB))),
    ("csv with NUL", plain(b"a,b\0c\n" * 100)),
    ("csv of a million lines", plain(b"1,2\n" * 1_000_000)),
    ("half a UTF-8 character", plain("单位".encode()[:-1])),
    ("web page called .xls", plain(b"<html><table><tr><td>1</td></tr></table></html>")),
    ("web page never closed", plain(b"<table><tr>" + b"<td>" * 50_000)),
    ("XML of Excel 2003", plain(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>')),
    ("a saved mail page", plain(b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html/>")),
    ("PDF", plain(b"%PDF-1.4\n%%EOF")),
    ("RTF", plain(rb"{\rtf1\ansi x}")),
    ("PNG", plain(b"\x89PNG\r\n\x1a\n" + noise(900))),
    ("JPEG", plain(b"\xff\xd8\xff\xe0" + noise(900))),
    ("GIF", plain(b"GIF89a" + noise(90))),
    ("TIFF", plain(b"II*\0" + noise(90))),
    ("rar", plain(b"Rar!\x1a\x07\0" + noise(900))),
    ("7z", plain(b"7z\xbc\xaf\x27\x1c" + noise(900))),
    ("gzip", plain(b"\x1f\x8b\x08" + zlib.compress(b"x"))),
    ("a program", plain(b"MZ" + noise(4000))),
    ("a Linux program", plain(b"\x7fELF" + noise(4000))),
    ("a shell script", plain(b"#!/bin/sh\nrm -rf ~\n")),
    ("a database", plain(b"SQLite format 3\0" + bytes(4080))),
    ("JSON", plain(b'{"a": 1}')),
    ("a mail", plain(b"From: a@b\nTo: c@d\nSubject: x\n\nx")),
    ("20 MB of noise", plain(noise(20 * MIB))),
    ("51 MB of zeros", plain(bytes(51 * MIB))),
)
