import datetime
import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from automation.styles.formulas import ready_formula
from automation.styles.limits import checked_formula
from automation.styles.text import full_width_in_formula
from automation.styles.worksheet import FastWorksheet, Link

TEXTS = ("甲", "", " 甲 ", "<&>\"'", "甲\n乙", "甲" * 20_000, "_x0041_")
NUMBERS = (0, 1, -7, 0.1, 687220.0, 1e21, 123456789.123456789)
VALUES: tuple[str | float, ...] = ("", "甲", "<&>", "#N/A", "#DIV/0!", True, False, 0, 0.1, 12, 1e-7)
FORMULAS = ("=A1+B2", '=IF(A1<>"是&否",COUNTIFS(A1:A9,">0"),"<")', "=RANK(A1,$A$1:$A$9)", "=SUMPRODUCT({1,2}*{3,4})")
MOMENT = datetime.datetime(2017, 6, 20, 17, 8, 33)
LINKS = {(50, 4): "'通报'!A1", (2, 30): "'甲 & <\"乙\">'!A1:B9", (2, 3): "'通报'!C3"}


def _parts(kind: type[Worksheet], steps: Callable[[Worksheet, Format, Format], None]) -> dict[str, bytes]:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        steps(book.add_worksheet("通报", kind), book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"}))
    with zipfile.ZipFile(target) as read:
        return {name: read.read(name) for name in read.namelist() if "core.xml" not in name}


def _fast(sheet: Worksheet, bold: Format, share: Format) -> None:
    assert isinstance(sheet, FastWorksheet)
    _dress(sheet, share)
    for row, look in enumerate((bold, share, None)):
        for col, text in enumerate(TEXTS):
            assert sheet.put_text(row, col, text, look) == 0
        for col, number in enumerate(NUMBERS, 30):
            assert sheet.put_number(row, col, number, look) == 0
        for col, value in enumerate(VALUES, 60):
            assert sheet.put_formula(row, col, FORMULAS[col % len(FORMULAS)], look, value) == 0
        assert sheet.put_blank(row, 700, look) == 0
        assert sheet.put_date(row, 701, MOMENT, look) == 0
    for (row, col), target in LINKS.items():
        assert sheet.put_number(row, col, 1, share) == 0
        assert sheet.put_link(row, col, Link(target, target, "")) == 0
        assert sheet.put_text(row, col + 1, "甲", share) == sheet.put_link(row, col + 1, Link(target, "甲", "到\"乙\"")) == 0


def _plain(sheet: Worksheet, bold: Format, share: Format) -> None:
    _dress(sheet, share)
    for row, look in enumerate((bold, share, None)):
        for col, text in enumerate(TEXTS):
            sheet.write_string(row, col, text, look)
        for col, number in enumerate(NUMBERS, 30):
            sheet.write_number(row, col, number, look)
        for col, value in enumerate(VALUES, 60):
            sheet.write_formula(row, col, FORMULAS[col % len(FORMULAS)], look, value)
        sheet.write_blank(row, 700, None, look)
        sheet.write_datetime(row, 701, MOMENT, look)
    for (row, col), target in LINKS.items():
        sheet.write_number(row, col, 1, share)
        sheet.ignore_write_string = True
        sheet.write_url(row, col, f"internal:{target}")
        sheet.ignore_write_string = False
        sheet.write_url(row, col + 1, f"internal:{target}", share, "甲", "到\"乙\"")


def _dress(sheet: Worksheet, look: Format) -> None:
    sheet.set_column(30, 32, 12, look)
    sheet.set_row(2, 30, look)
    sheet.set_row(40, 30)
    for row, col in ((15, 4), (16, 7), (31, 2), (33, 9), (90, 1)):
        sheet.write_number(row, col, 1, look)
    sheet.write_datetime(9, 0, datetime.datetime(2017, 6, 20), look)
    sheet.write_boolean(9, 1, True, look)
    sheet.write_rich_string(9, 2, look, "甲", "乙")


def test_same_bytes_sooner() -> None:
    """Every kind of cell, with looks of its own, of its row or of its column, is the same in the file as from xlsxwriter."""
    assert _parts(Worksheet, _plain) == _parts(FastWorksheet, _fast)


@pytest.mark.parametrize("formula", [
    "=A1+B22", '="共"&A12&"项,已开工(12)"', '="3,4"&A1', '=TEXT(A1,"0,0.0")&"项;甲"', "='甲,乙'!A1", '=IF(A1="甲","a,b",1)',
    '="甲,1"', '="1,甲"', "=FILTER(A1:A9,B1:B9)", "={1,2}", '="' + "1" * 255 + '"', '=A1&"("&B1', "=LOG10(A1)", "=IFS(A1,1)"])
def test_formula_is_as_if_each_had_been_looked_at(formula: str) -> None:
    """A formula goes into its cell as the rules for widening and limits say, whatever was written before it."""
    for digit in "0123456789":
        other = formula.replace("1", digit)

        assert ready_formula(other)[0] == checked_formula(full_width_in_formula(other))


@pytest.mark.parametrize("formula", ["=FILTER(A1:A9,B1:B9)", "=IFS(A1,1)", "={1,2}", '="共"&A12&"项,已开工"'])
def test_what_xlsxwriter_must_see_is_not_kept_from_it(formula: str) -> None:
    """New functions, arrays and widened texts take the long way."""
    assert not ready_formula(formula)[1]
