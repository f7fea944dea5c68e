"""Workbooks that are one XML file, as Excel 2003 and web systems write them."""

from datetime import date

import pytest

from automation.sheets.limits import Limits
from automation.sheets.open import Unreadable, read_book
from tests.sheets.office_xml_books import office_xml, sheet


def first(rows):
    return read_book(office_xml(sheet(rows))).sheets[0]


def cell(kind, value, more=""):
    return f'<Cell{more}><Data ss:Type="{kind}">{value}</Data></Cell>'


def test_values_are_as_in_the_file():
    """Texts, numbers, truth and dates are each what they are."""
    row = cell("String", "项目 &lt;一&gt;") + cell("Number", "62.5") + cell("Number", "4400") + cell("Boolean", "1") + cell(
        "DateTime", "2017-06-30T00:00:00.000")
    assert ("项目 <一>", 62.5, 4400, True, date(2017, 6, 30)) == first(f"<Row>{row}</Row>").row_values(0)


def test_errors_and_uncalculated_formulas_are_not_blank():
    """An error keeps its name; a formula without any result is marked so."""
    three = cell("Number", "3", " ss:Formula='=R1C1'")
    sheet = first(f"<Row>{cell('Error', '#DIV/0!')}<Cell ss:Formula='=RC[-1]'/>{three}</Row>")
    assert [(None, "#DIV/0!", False), (None, None, True), (3, None, False)] == [
        (sheet.at(0, c).value, sheet.at(0, c).error, sheet.at(0, c).uncalculated) for c in range(3)]
    assert "" == sheet.at(0, 2).formula


def test_places_follow_indexes_spans_and_merges():
    """Rows and cells that are left out, and merged cells, keep what follows in its place."""
    row = cell("String", "a", " ss:MergeAcross='1'") + cell("String", "b") + cell("String", "c", " ss:Index='6'")
    sheet = first("<Column ss:Index='3' ss:Hidden='1' ss:Span='1'/>"
                  f"<Row ss:Index='3'>{row}</Row><Row ss:Hidden='1'>{cell('Number', '1')}</Row>")
    assert {"A3": "a", "C3": "b", "F3": "c", "A4": 1} == {c.address: c.value for c in sheet.cells.values()}
    assert (((2, 0, 2, 1),), frozenset({3}), frozenset({2, 3})) == (sheet.merged, sheet.hidden_rows, sheet.hidden_columns)


def test_entities_are_refused():
    """A document type is the only door for entities, and no spreadsheet program writes one."""
    data = office_xml(sheet("<Row><Cell><Data ss:Type='String'>&f;</Data></Cell></Row>"))
    data = data.replace(b"<Workbook", b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><Workbook', 1)
    with pytest.raises(Unreadable, match="DOCTYPE"):
        read_book(data)


@pytest.mark.parametrize("row", [cell("Number", "NaN"), cell("Number", "１２"), cell("Number", "1e999"), cell("String", "a", " ss:Index='0'"),
                                 cell("String", "a", " ss:Index='99999'"), cell("String", "a") + cell("String", "b", " ss:Index='1'")])
def test_impossible_contents_are_damage(row):
    """Neither a figure nor a blank is made of what cannot be."""
    with pytest.raises(Unreadable) as refused:
        first(f"<Row>{row}</Row>")
    assert "F003" == refused.value.code


def test_cut_off_files_are_damage():
    """Half a file is not half a workbook."""
    data = office_xml(sheet(f"<Row>{cell('Number', '1')}</Row>" * 50))
    with pytest.raises(Unreadable) as refused:
        read_book(data[: len(data) // 2])
    assert "F003" == refused.value.code


def test_limits_hold():
    """Too many cells, and too much blank space between them, are refused."""
    far = "<Row ss:Index='1000000'>" + cell("Number", "1", " ss:Index='16000'") + "</Row>"
    for rows, limits in ((f"<Row>{cell('Number', '1')}</Row>" * 60, Limits(cells=50)), (far, Limits())):
        with pytest.raises(Unreadable) as refused:
            read_book(office_xml(sheet(rows)), limits)
        assert "F004" == refused.value.code
