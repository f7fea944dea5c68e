"""Workbooks as clerks send them: with everything that a round trip through a library would lose."""

import datetime
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment

from automation.model.plan import Severity
from automation.model.submission import Finding
from automation.notices.notice import Notice

SHEET, OTHER = "填报表", "附表 2"
NOTICE = Notice("救灾科", "2017年6月", "“七大提升行动”", "局办公室", datetime.datetime(2017, 6, 19, 18, 0),
                datetime.datetime(2017, 6, 20, 17, 0), 1, {"SN-01": "遂宁市安全社区建设"}, frozenset({"本月完成投资"}))
FIRST_ROW = 4


def finding(cell: str, value: str = "", *, severity: Severity = Severity.ERROR, sheet: str = SHEET, code: str = "V302",
            field: str = "本月完成投资", message: str = "") -> Finding:
    """A finding of the first project."""
    return Finding(code, severity, "不是数字", message or f"“6月完成”填的是“{value}”，不是数字", "请只填数字（单位：万元）", sheet, cell,
                   "附件2", "SN-01", field, value)


FINDINGS = (
    finding("B5", "约48"),
    finding("C5", "100", code="A401", message="累计超过总投资"),
    finding("C6", "200", code="A404", severity=Severity.QUERY, message="超出年度计划"),
    finding("F30", code="V301", message="“存在问题”未填", field="存在问题"),
    finding("B3", "二级", sheet=OTHER, code="V309", severity=Severity.NOTE, message="过短", field="形象进度"),
    Finding("S201", Severity.ERROR, "少了工作表", "没有“指标”工作表", "请从下发的工作簿中恢复"),
)


def everything(tmp: Path) -> bytes:
    """An .xlsm with what libraries drop.

    Picture, text box, button, chart, sparklines, extension rules, rich text, notes, protection, print set-up, header
    picture, filter, table, names, macros.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    macros = tmp / "vbaProject.bin"
    macros.write_bytes(b"\xd0\xcf\x11\xe0 not really macros")
    book.add_vba_project(str(macros))
    sheet, other, hidden = book.add_worksheet(SHEET), book.add_worksheet(OTHER), book.add_worksheet("_meta")
    hidden.very_hidden()
    hidden.write(0, 0, "产品")
    _fill(book, sheet)
    _decorate(book, sheet, tmp)
    other.write(2, 1, "二级", book.add_format({"italic": True}))
    other.merge_range("B8:D9", "合并", book.add_format({"border": 1}))
    other.set_header("&C&G", {"image_center": str(_picture(tmp))})
    other.add_table("F1:G4", {"data": [[1, 2], [3, 4], [5, 6]]})
    other.print_area("A1:G20")
    other.activate()
    book.define_name("全书名", f"='{OTHER}'!$B$3")
    book.define_name(f"'{OTHER}'!本表名", f"='{OTHER}'!$B$3")
    book.close()
    return out.getvalue()


def _fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    money = book.add_format({"num_format": "#,##0.00", "border": 1, "bg_color": "#FFFBE6", "locked": False, "bold": True})
    sheet.write_row(3, 0, ["项目", "6月完成", "累计", "占比", "走势", "存在问题"])
    for row in range(FIRST_ROW, 12):
        sheet.write(row, 0, f"项目{row}")
        sheet.write(row, 1, "约48" if row == FIRST_ROW else row * 1.5, money)
        sheet.write(row, 2, (row - 3) * 100, money)
        sheet.write_formula(row, 3, f"=C{row + 1}/1000", money, (row - 3) / 10)
    sheet.write_rich_string("A14", "有", bold, "粗", red, "红", "三种字")
    sheet.set_column("F:F", 22, book.add_format({"bg_color": "#DDEEFF", "text_wrap": True}))


def _decorate(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, tmp: Path) -> None:
    sheet.insert_image("H2", str(_picture(tmp)))
    sheet.insert_textbox("H8", "文本框里的话")
    sheet.insert_button("H14", {"macro": "汇总", "caption": "汇总"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{SHEET}'!$C$5:$C$12"})
    sheet.insert_chart("J2", chart)
    sheet.add_sparkline("E5", {"range": f"'{SHEET}'!B5:D5"})
    sheet.conditional_format("C5:C12", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("B5:B12", {"validate": "list", "source": f"='{OTHER}'!$F$1:$F$4"})
    sheet.write_comment("A5", "科里自己的批注", {"author": "刘某"})
    sheet.write_comment("C5", "上月已报", {"author": "刘某", "visible": True})
    sheet.autofilter("A4:F12")
    sheet.protect("", {"format_columns": True})
    sheet.set_landscape()
    sheet.print_area("A1:F20")
    sheet.repeat_rows(3)


def _picture(tmp: Path) -> Path:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    path = tmp / "picture.png"
    pixels = zlib.compress(b"".join(b"\0" + b"\xc0\0\0" * 16 for _ in range(16)))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0))
                     + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))
    return path


def plain(**options: bool) -> bytes:
    """A small workbook of the same layout; with ``constant_memory`` it has no shared texts."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {**options})
    sheet, other = book.add_worksheet(SHEET), book.add_worksheet(OTHER)
    _fill_plain(book, sheet)
    other.write(2, 1, "二级")
    book.close()
    return out.getvalue()


def _fill_plain(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    money = book.add_format({"num_format": "#,##0.00", "border": 1, "bg_color": "#FFFBE6", "locked": False})
    sheet.write_row(3, 0, ["项目", "6月完成", "累计", "占比", "走势", "存在问题"])
    for row in range(FIRST_ROW, 12):
        sheet.write(row, 0, f"项目{row}")
        sheet.write(row, 1, "约48" if row == FIRST_ROW else row * 1.5, money)
        sheet.write(row, 2, (row - 3) * 100, money)


def by_openpyxl(data: bytes) -> bytes:
    """The workbook saved again by openpyxl: other part names, absolute targets, one note of the clerk's own."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    book[SHEET]["A5"].comment = Comment("科里自己的批注", "刘某")
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of an openpyxl workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def loaded(data: bytes, values: bool = False) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_vba=False)


def parts(data: bytes) -> dict[str, bytes]:
    """Every part of a package, inflated."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def rewritten(data: bytes, change: Mapping[str, Callable[[bytes], bytes]], added: Mapping[str, bytes] | None = None,
              without: tuple[str, ...] = ()) -> bytes:
    """The package with some parts changed, added or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {**parts(data), **(added or {})}.items():
            if name not in without:
                package.writestr(name, change.get(name, lambda same: same)(content))
    return out.getvalue()
