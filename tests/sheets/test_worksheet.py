"""What a cell holds is what the file holds: no rounding, no trimming, no error or formula that passes for blank."""

import random
from datetime import date, datetime, time, timedelta
from io import BytesIO

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automation.sheets.grid import RawCell
from automation.sheets.open import Unreadable, read_book
from tests.sheets.books import (
    SHEET,
    bent,
    parts_of,
    plain,
    saved,
    with_cells,
    written,
    zipped,
)


def first(data, row=0, column=0):
    """One cell of the first sheet."""
    return read_book(data).sheets[0].at(row, column)


def test_numbers_stay_as_written():
    """Whole numbers are whole, decimals are the nearest binary ones, exponents are understood."""
    data = with_cells('<row r="1"><c r="A1"><v>4400</v></c><c r="B1"><v>-62.5</v></c><c r="C1"><v>1.2E3</v></c></row>')
    values = read_book(data).sheets[0].row_values(0)
    assert (4400, -62.5, 1200.0) == values
    assert [int, float, float] == [type(value) for value in values]


def test_text_is_not_trimmed():
    """Blanks around a text are somebody's data until the reader decides otherwise."""
    data = written(lambda book: book.add_worksheet().write_string(0, 0, "  船山区 \n"))
    assert "  船山区 \n" == first(data).value


def test_rich_text_is_its_text():
    """Bold within a cell does not split the text."""

    def fill(book):
        book.add_worksheet().write_rich_string(0, 0, "进展", book.add_format({"bold": True}), "顺利", "。")

    assert "进展顺利。" == first(written(fill)).value


def test_phonetic_hints_are_dropped():
    """A hint how to pronounce a name is not part of the name."""
    shared = b'<si><t>\xe6\x9d\x8e</t><rPh sb="0" eb="1"><t>li</t></rPh></si>'
    data = written(lambda book: book.add_worksheet().write_string(0, 0, "x"))
    data = bent(
        data,
        "xl/sharedStrings.xml",
        lambda part: part.replace(b"<si><t>x</t></si>", shared),
    )
    assert "李" == first(data).value


def test_inline_text_is_read():
    """Programs other than Excel write text into the sheet itself."""
    assert (
        "甲乙" == first(with_cells('<row><c t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c></row>')).value
    )


def test_escaped_control_characters_come_back():
    """Excel stores a carriage return as _x000D_."""
    assert "一\r二" == first(with_cells('<row><c t="inlineStr"><is><t>一_x000D_二</t></is></c></row>')).value


def test_booleans_are_booleans():
    """TRUE is not 1."""
    assert True is first(written(lambda book: book.add_worksheet().write_boolean(0, 0, True))).value


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!", "#NULL!", "#NUM!"])
def test_error_values_are_not_blank(error):
    """An error value is kept by its name, with the formula that gave it."""
    cell = first(with_cells(f'<row r="1"><c r="A1" t="e"><f>B1/C1</f><v>{error}</v></c></row>'))
    assert RawCell(None, 0, 0, "B1/C1", error, False) == cell


def test_uncalculated_formula_is_not_blank():
    """A formula that no program has calculated is marked so."""
    assert RawCell(None, 8, 10, "A1+1", None, True) == first(
        saved(lambda book: book.active.cell(9, 11, "=A1+1")), 8, 10
    )


def test_formula_that_results_in_empty_text_is_calculated():
    """Empty text is a result."""
    cell = first(with_cells('<row><c t="str"><f>IF(B1,1,"")</f><v></v></c></row>'))
    assert ("", False) == (cell.value, cell.uncalculated)


def test_shared_formula_without_text_is_still_a_formula():
    """Only the first cell of a shared formula has its text."""
    cell = first(with_cells('<row><c><f t="shared" si="0"/><v>3</v></c></row>'))
    assert (3, "") == (cell.value, cell.formula)


def test_constant_has_no_formula():
    """What was typed is told from what was calculated."""
    assert first(plain()).formula is None


def test_formatted_empty_cells_are_not_cells():
    """Borders without content do not count as used range."""

    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_number(1, 1, 5)
        sheet.write_blank(90, 9, None, book.add_format({"border": 1}))

    sheet = read_book(written(fill)).sheets[0]
    assert (2, 2, [(1, 1)]) == (sheet.rows, sheet.columns, list(sheet.cells))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2017, 6, 30), "yyyy-mm-dd"),
        (datetime(2017, 6, 30, 12, 30), 'yyyy"年"m"月"d"日" h:mm'),
        (time(8, 30), "h:mm"),
        (timedelta(hours=30), "[h]:mm"),
        (date(9999, 12, 31), "yyyy/m/d"),
    ],
)
@pytest.mark.parametrize("date1904", [False, True], ids=["1900", "1904"])
def test_dates_come_back(value, shown, date1904):
    """A date reads as the date that Excel shows, in both date systems."""

    def fill(book):
        book.add_worksheet().write_datetime(0, 0, value, book.add_format({"num_format": shown}))

    book = read_book(written(fill, date_1904=date1904))
    assert (value, date1904) == (book.sheets[0].at(0, 0).value, book.date1904)


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1)], ids=str)
def test_days_around_the_false_leap_day_come_back(day):
    """Excel counts a 1900-02-29; the days before and after it are right all the same."""

    def fill(book):
        book.add_worksheet().write_datetime(0, 0, day, book.add_format({"num_format": 14}))

    assert day == first(written(fill)).value


@pytest.mark.parametrize(
    "shown",
    [
        '0.00"亿元"',
        "[Red]0.0",
        "#,##0.00_);(#,##0.00)",
        '0"days"',
        "G/通用格式",
        "0.00E+00",
    ],
)
def test_numbers_in_odd_formats_stay_numbers(shown):
    """Letters in a number format do not make a date."""
    data = written(lambda book: book.add_worksheet().write_number(0, 0, 42, book.add_format({"num_format": shown})))
    assert 42 == first(data).value


def test_day_that_never_was_stays_a_number():
    """Excel shows serial 60 as 1900-02-29; no calendar has that day."""
    data = written(lambda book: book.add_worksheet().write_number(0, 0, 60, book.add_format({"num_format": 14})))
    assert 60 == first(data).value


def test_hidden_rows_and_columns_are_told():
    """Figures may hide; where they may is known."""

    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_number(5, 5, 1)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 3, None, None, {"hidden": True})

    sheet = read_book(written(fill)).sheets[0]
    assert (frozenset({2}), frozenset({1, 2, 3})) == (
        sheet.hidden_rows,
        sheet.hidden_columns,
    )


def test_merged_ranges_are_told():
    """Merged ranges come with both ends included."""
    data = written(lambda book: book.add_worksheet().merge_range("B2:D4", "合并"))
    assert ((1, 1, 3, 3),) == read_book(data).sheets[0].merged


def test_cells_without_addresses_follow_one_another():
    """The standard lets a program leave out addresses."""
    data = with_cells("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>")
    assert {(0, 0): 1, (0, 1): 2, (1, 1): 3} == {
        place: cell.value for place, cell in read_book(data).sheets[0].cells.items()
    }


def test_strict_edition_is_read():
    """Excel's Strict Open XML is the same workbook in other namespaces."""
    parts = {
        name: part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/",
            b"http://purl.oclc.org/ooxml/spreadsheetml/",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/",
            b"http://purl.oclc.org/ooxml/officeDocument/",
        )
        for name, part in parts_of(plain()).items()
    }
    assert 1 == first(zipped(parts)).value


def test_utf16_parts_are_read():
    """A sheet in UTF-16 is a sheet, not an empty one."""
    data = bent(
        plain(),
        SHEET,
        lambda part: part.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    )
    assert 1 == first(data).value


@pytest.mark.parametrize(
    "number",
    ["NaN", "INF", "1e999", "1_0", "１２", ""],
    ids=lambda text: text or "empty",
)
def test_numbers_that_are_none_are_not_guessed(number):
    """What Excel itself would refuse as a number is refused with its address, an empty one is empty."""
    data = with_cells(f'<row r="9"><c r="K9"><v>{number}</v></c></row>')
    if not number:
        assert {} == read_book(data).sheets[0].cells
        return
    with pytest.raises(Unreadable, match="K9") as refused:
        read_book(data)
    assert "F003" == refused.value.code


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>x</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></row>',
    ],
    ids=[
        "twice",
        "far",
        "past the last column",
        "past the last row",
        "wrong row",
        "no text",
        "bad text",
        "cut off",
    ],
)
def test_impossible_cells_are_damage(cells):
    """A part that contradicts itself is refused, never half read."""
    with pytest.raises(Unreadable) as refused:
        read_book(with_cells(cells))
    assert "F003" == refused.value.code


VALUES = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
        min_size=1,
        max_size=40,
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.tuples(st.integers(0, 60), st.integers(0, 40)), VALUES, max_size=30))
def test_whatever_is_written_is_read(values):
    """Numbers, texts and booleans come back equal, each at its place, and nothing else."""

    def fill(book):
        sheet = book.add_worksheet()
        for (row, column), value in values.items():
            if isinstance(value, bool):
                sheet.write_boolean(row, column, value)
            elif isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write_number(row, column, value)

    expected = {place: float(f"{v:.16G}") if isinstance(v, float) else v for place, v in values.items()}
    assert expected == {place: cell.value for place, cell in read_book(written(fill)).sheets[0].cells.items()}


def test_another_reader_agrees():
    """openpyxl, which shares no code with this reader, sees the same grid."""
    choice = random.Random(20170630)

    def fill(book):
        for row in range(1, 40):
            for column in range(1, 15):
                options = (
                    None,
                    choice.randint(-9999, 9999),
                    round(choice.random() * 1e6, 4),
                    "文" * column,
                    datetime(2017, 6, column),
                )
                book.active.cell(row, column, choice.choice(options))

    data = saved(fill)
    others = {
        (cell.row - 1, cell.column - 1): cell.value
        for line in openpyxl.load_workbook(BytesIO(data)).active.iter_rows()
        for cell in line
        if cell.value is not None
    }
    ours = {place: cell.value for place, cell in read_book(data).sheets[0].cells.items()}
    assert others == {
        place: datetime.combine(value, time()) if isinstance(value, date) else value for place, value in ours.items()
    }
