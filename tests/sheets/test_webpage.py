"""Tables that come as web pages, whatever the file is called."""

from datetime import date

import pytest

from automation.sheets.limits import Limits
from automation.sheets.open import Unreadable, read_book
from automation.sheets.sniff import Kind, sniff

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>填报表</x:Name></x:ExcelWorksheet></x:ExcelWorksheets>
</x:ExcelWorkbook></xml><![endif]--><style>td{mso-number-format:General;}</style></head><body>%s</body></html>"""


def page(rows, encoding="gb18030"):
    return read_book((EXCEL % f"<table><col><col style='display:none'>{rows}</table>").encode(encoding))


def values(rows):
    sheet = page(rows).sheets[0]
    return {cell.address: cell.value for cell in sheet.cells.values()}


def test_a_page_of_excel_is_read_with_its_sheet_name():
    """GB 2312 is said, its successor is meant: 喆 and 镕 are in no GB 2312."""
    book = page("<tr><td>朱镕基、陶喆</td><td x:num>120.50</td></tr>")
    assert ("html", "填报表", {"A1": "朱镕基、陶喆", "B1": "120.50"}) == (
        book.format, book.sheets[0].name, {cell.address: cell.value for cell in book.sheets[0].cells.values()})


def test_figures_are_exact_where_the_page_keeps_them():
    """What is shown may be rounded; the figure beside it is not."""
    assert {"A1": 120.456, "B1": 4400, "C1": date(2017, 6, 30)} == values(
        '<tr><td x:num="120.456">120.5</td><td sdval="4400" sdnum="1033;0;#,##0">4,400 </td>'
        '<td sdval="42916" sdnum="1033;2052;YYYY年M月D日">2017年6月30日</td></tr>')


def test_errors_and_formulas_are_not_texts():
    """Error values are told, and so is what was calculated."""
    sheet = page('<tr><td>#REF!</td><td x:err="#N/A" x:fmla="=A1">x</td><td x:fmla="=1+1" x:num="2">2</td></tr>').sheets[0]
    assert [(None, None, "#REF!"), (None, "", "#N/A"), (2, "", None)] == [
        (sheet.at(0, c).value, sheet.at(0, c).formula, sheet.at(0, c).error) for c in range(3)]


def test_spans_push_what_follows_to_its_place():
    """Cells that reach over rows and columns leave the others where a reader sees them."""
    sheet = page("<tr><td rowspan=2>a</td><td colspan=2>b</td></tr><tr><td>c<td>d</tr><tr><td>e</table>").sheets[0]
    assert {"A1": "a", "B1": "b", "B2": "c", "C2": "d", "A3": "e"} == {c.address: c.value for c in sheet.cells.values()}
    assert ((0, 0, 1, 0), (0, 1, 0, 2)) == sheet.merged


def test_hidden_rows_and_columns_are_told():
    """What is not displayed is hidden, not gone."""
    sheet = page("<tr style='display:none'><td>a</td><td>b</td></tr>").sheets[0]
    assert (frozenset({0}), frozenset({1})) == (sheet.hidden_rows, sheet.hidden_columns)


def test_texts_keep_their_lines_and_lose_their_markup():
    """A break is a line; blanks of the page's own layout, remarks and scripts are nothing."""
    assert {"A1": "第一行\n第二 行 < 3"} == values(
        "<tr><td>\n  第一行<br>\r\n  第二&nbsp;行\n &lt; 3<comment>批注</comment><script>alert(1)</script></td></tr>")


def test_tables_are_sheets_of_their_own():
    """Tables one after another and one inside another do not run together; empty ones are left out."""
    book = read_book(b"<table><tr><td>1<table><tr><td>2</td></tr></table></td></tr></table><table></table><table><tr><td>3</table>")
    assert [("表1", ["1"]), ("表2", ["2"]), ("表3", ["3"])] == [(s.name, [c.value for c in s.cells.values()]) for s in book.sheets]


@pytest.mark.parametrize("text", ["<html><frameset><frame src=sheet1.htm></frameset></html>", "<html><body>没有表格</body></html>"])
def test_pages_without_a_table_are_refused(text):
    """A page whose figures are in other files is not an empty workbook."""
    with pytest.raises(Unreadable) as refused:
        read_book(text.encode())
    assert ("F001", True) == (refused.value.code, "另存为 .xlsx" in refused.value.fix)


def test_nothing_is_fetched_and_nothing_expands():
    """A document type with entities is plain text to this reader; deep nesting costs nothing."""
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    book = read_book((bomb + "<html>" + "<div>" * 50_000 + "<table><tr><td>&b;&f;</td></tr></table></html>").encode())
    assert ["&b;&f;"] == [cell.value for cell in book.sheets[0].cells.values() if "&" in str(cell.value)]


@pytest.mark.parametrize(("rows", "code"), [("<tr>" + "<td colspan=1000 rowspan=65534>1</td>" * 60, "F003"), ("<tr><td>1</td>" * 60, "F004"),
                                            ("<tr><td>1</td>" + "<tr>" * 20_000 + "<td>1</td>", "F004")],
                         ids=["spans", "cells", "blank"])
def test_limits_hold(rows, code):
    """A short page must not become a large sheet."""
    with pytest.raises(Unreadable) as refused:
        read_book(f"<html><table>{rows}</table></html>".encode(), Limits(cells=50, box=10_000))
    assert code == refused.value.code


@pytest.mark.parametrize("keep", [0.5, 0.8, 0.97])
def test_cut_off_pages_are_damage(keep):
    """Half a page is not half a workbook."""
    data = (EXCEL % ("<table>" + "<tr><td>1</td></tr>" * 99 + "</table>")).encode()
    with pytest.raises(Unreadable) as refused:
        read_book(data[: int(len(data) * keep)])
    assert "F003" == refused.value.code


def test_xhtml_is_a_page():
    """A page that begins as XML is a page all the same."""
    assert Kind.HTML is sniff(b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>')
