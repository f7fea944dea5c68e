"""What a file is by its content; its name is not asked."""

import io
import zipfile
from enum import StrEnum

from automation.sheets.ole import CompoundFile
from automation.sheets.package import BROKEN
from automation.sheets.unreadable import Unreadable


class Kind(StrEnum):
    """Kinds of files that arrive in an inbox."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    HTML = "html"
    MHT = "mht"
    SPREADSHEETML = "spreadsheetml"
    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    DOCX = "docx"
    DOC = "doc"
    PPTX = "pptx"
    PPT = "ppt"
    PDF = "pdf"
    RTF = "rtf"
    ZIP = "zip"
    ARCHIVE = "archive"
    IMAGE = "image"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"


_MAGIC = (
    (b"%PDF", Kind.PDF),
    (b"{\\rtf", Kind.RTF),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"Rar!", Kind.ARCHIVE),
    (b"7z\xbc\xaf", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_PARTS = (
    ("xl/workbook.bin", Kind.XLSB),
    ("xl/workbook.xml", Kind.XLSX),
    ("word/document.xml", Kind.DOCX),
)
_STREAMS = (
    ("encryptedpackage", Kind.ENCRYPTED),
    ("workbook", Kind.XLS),
    ("book", Kind.XLS),
    ("worddocument", Kind.DOC),
    ("powerpoint document", Kind.PPT),
)
_HEAD = 4096


def sniff(data: bytes) -> Kind:
    """Tell what the bytes are; never raises."""
    if not data.strip(b"\0"):
        return Kind.EMPTY
    if data.startswith(b"PK"):
        return _sniff_zip(data)
    if data.startswith(_OLE):
        return _sniff_ole(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return _sniff_text(data[:_HEAD])


def kind_of_parts(names: frozenset[str], mimetype: bytes) -> Kind:
    """Tell a zip's kind by the lower-case names of its parts and its ``mimetype`` part, if any."""
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return Kind.ODS
    kind = next((kind for part, kind in _PARTS if part in names), Kind.ZIP)
    if kind is Kind.XLSX and "xl/vbaproject.bin" in names:
        return Kind.XLSM
    if any(name.startswith("ppt/") for name in names):
        return Kind.PPTX
    return kind


def _sniff_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.replace("\\", "/").lstrip("/").lower(): name for name in package.namelist()}
            mimetype = package.open(names["mimetype"]).read(_HEAD) if "mimetype" in names else b""
    except BROKEN:
        return Kind.DAMAGED
    return kind_of_parts(frozenset(names), mimetype)


def _sniff_ole(data: bytes) -> Kind:
    try:
        names = CompoundFile(data).names
    except Unreadable:
        return Kind.DAMAGED
    return next((kind for name, kind in _STREAMS if name in names), Kind.UNKNOWN)


def _sniff_text(head: bytes) -> Kind:
    if head.startswith(_BOMS):
        return Kind.CSV
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text and text.startswith((b"<?xml", b"<workbook", b"<?mso")):
        return Kind.SPREADSHEETML
    if text.startswith(
        (
            b"<html",
            b"<!doctype html",
            b"<table",
            b"<head",
            b"<meta",
            b"<style",
            b"<body",
            b"<div",
            b"<center",
        )
    ):
        return Kind.HTML
    if text.startswith(b"<?xml") and b"<html" in text:
        return Kind.HTML
    if text.startswith(b"mime-version"):
        return Kind.MHT
    if sum(byte < 9 or 13 < byte < 32 for byte in head) > 0:
        return Kind.UNKNOWN
    return Kind.CSV
