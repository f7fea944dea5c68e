"""Bytes of unknown origin in, a grid of raw cells out."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from automation.sheets.grid import RawBook
from automation.sheets.limits import MIB, Limits
from automation.sheets.ods import read_ods
from automation.sheets.office_xml import read_office_xml
from automation.sheets.ooxml import read_ooxml
from automation.sheets.package import Package
from automation.sheets.plaintext import read_text
from automation.sheets.sniff import Kind, kind_of_parts, sniff
from automation.sheets.unreadable import (
    RESAVE,
    Unreadable,
    damaged,
    locked,
    not_a_workbook,
    too_large,
)
from automation.sheets.webpage import read_webpage
from automation.sheets.xls import read_xls
from automation.sheets.xlsb import read_xlsb

__all__ = ["Unreadable", "check_size", "read_book"]

_WHAT = {
    Kind.EMPTY: "文件是空的",
    Kind.DOCX: "内容是 Word 文档",
    Kind.DOC: "内容是 Word 文档",
    Kind.PPTX: "内容是演示文稿",
    Kind.PPT: "内容是演示文稿",
    Kind.PDF: "内容是 PDF 文件",
    Kind.RTF: "内容是 RTF 文档",
    Kind.ZIP: "内容是压缩包",
    Kind.ARCHIVE: "内容是压缩包",
    Kind.IMAGE: "内容是图片",
    Kind.UNKNOWN: "内容不是任何已知的表格格式",
}


def read_book(data: bytes, limits: Limits | None = None) -> RawBook:
    """Read a workbook of any kind that ``sniff`` knows.

    Raises Unreadable: F001 not a workbook, F002 password, F003 damaged, F004 over a limit.
    """
    limits = limits or Limits()
    check_size(len(data), limits)
    try:
        with without_collector():
            return _read(data, limits)
    except RecursionError:
        raise damaged("内容嵌套过深") from None
    except MemoryError:
        raise too_large("内存不足以读完此文件") from None


def check_size(size: int, limits: Limits) -> None:
    """Refuse a file of ``size`` bytes where that is over the limit (F004), if need be before it is read."""
    if size > limits.file_bytes:
        raise too_large(f"文件有 {size / MIB:.1f} MB，上限 {limits.file_bytes // MIB} MB")


@contextmanager
def without_collector() -> Iterator[None]:
    """Pause the search for cycles: a grid has none, and looking for them over and over doubles the time of large ones.

    Best until the grid is let go of, so that what the search goes through in the end is small.
    """
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


def _read(data: bytes, limits: Limits) -> RawBook:
    if data.startswith(b"PK"):
        return _read_package(Package(data, limits), limits)
    kind = sniff(data)
    if kind is Kind.ENCRYPTED:
        raise locked()
    if kind is Kind.DAMAGED:
        raise damaged("文件结构不完整")
    if kind is Kind.XLS:
        return read_xls(data, limits)
    if kind is Kind.CSV:
        return read_text(data, limits)
    if kind is Kind.HTML:
        return read_webpage(data, limits)
    if kind is Kind.SPREADSHEETML:
        return read_office_xml(data, limits)
    if kind is Kind.MHT:
        raise Unreadable("F001", "这是单文件网页（.mht），数据夹在网页里，无法可靠读取。", RESAVE)
    raise not_a_workbook(_WHAT[kind])


def _read_package(package: Package, limits: Limits) -> RawBook:
    kind = kind_of_parts(package.names, package.read("mimetype") if "mimetype" in package else b"")
    if kind in (Kind.XLSX, Kind.XLSM):
        return read_ooxml(package, kind.value, limits)
    if kind is Kind.ODS:
        return read_ods(package, limits)
    if kind is Kind.XLSB:
        return read_xlsb(package, limits)
    raise not_a_workbook(_WHAT[kind])
