"""Binary workbooks are read from their records: what calamine and LibreOffice show as blank is told here."""

import io
import struct
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.sheets.open import Unreadable, read_book
from automation.sheets.sniff import Kind, sniff
from tests.sheets.books import parts_of, zipped
from tests.sheets.xlsb_books import DATE_STYLE, book, cell, formula, record, row, sheet_part, text

PACKED_62_5 = struct.pack("<I", 6250 << 2 | 3)
FIRST = row(0, [
    cell(6, 0, text("  项目 ")), cell(2, 1, PACKED_62_5), cell(5, 2, struct.pack("<d", 4400)), cell(4, 3, b"\x01"),
    cell(5, 4, struct.pack("<d", 42916), DATE_STYLE), cell(3, 5, b"\x2a"), cell(1, 6, b""),
    cell(11, 7, b"\x17" + formula()), cell(9, 8, struct.pack("<d", 63.5) + formula()), cell(8, 9, text("") + formula()),
    cell(8, 10, text("") + formula(2)), cell(9, 11, struct.pack("<d", 0) + formula(2)), cell(62, 12, b"\x00" + text("富文本")),
])
MERGED = record(177, struct.pack("<I", 1)) + record(176, struct.pack("<4I", 4, 5, 1, 2)) + record(178)
COLUMNS = record(390) + record(60, struct.pack("<4IH", 2, 3, 2000, 0, 1)) + record(391)


def data(rows=FIRST, name="填报"):
    return book({name: sheet_part(rows, (9, 12), MERGED, COLUMNS), "隐": sheet_part(row(0, [cell(6, 0, text("x"))]), (0, 0))},
                {"tongbao_unit": "CS"}, {"tongbao": "SN2017|CS|2017-06|1"}, frozenset({"隐"}))


def sheet():
    return read_book(data()).sheets[0]


def test_kind_goes_by_content():
    """The name of the file is not asked."""
    assert (Kind.XLSB, "xlsb") == (sniff(data()), read_book(data()).format)


def test_values_are_as_in_the_file():
    """Texts keep their blanks, whole numbers are whole, dates are dates, rich text is text."""
    values = sheet().row_values(0)
    assert ("  项目 ", 62.5, 4400, True, date(2017, 6, 30), "富文本") == (*values[:5], values[12])
    assert int is type(values[2])


def test_errors_are_not_blank():
    """Error values keep their names, typed or calculated; other readers give them as empty text."""
    import python_calamine

    assert ["#N/A", "#REF!"] == [sheet().at(0, column).error for column in (5, 7)]
    elsewhere = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data())).get_sheet_by_index(0).to_python()
    assert ["", ""] == [elsewhere[0][column] for column in (5, 7)]


def test_uncalculated_formulas_are_not_blank():
    """A formula that its program left for the next one is told; one whose result is empty text is calculated."""
    told = [(sheet().at(0, c).value, sheet().at(0, c).formula, sheet().at(0, c).uncalculated) for c in (8, 9, 10, 11)]
    assert [(63.5, "", False), ("", "", False), (None, "", True), (None, "", True)] == told


def test_hidden_and_merged_are_told():
    """Hidden sheets, rows and columns and merged ranges are known."""
    found = read_book(data(FIRST + row(3, [cell(6, 0, text("x"))], hidden=True)))
    first = found.sheets[0]
    assert [("填报", True, False), ("隐", False, True)] == [(s.name, s.visible, s.very_hidden) for s in found.sheets]
    assert (frozenset({3}), frozenset({2, 3}), ((4, 1, 5, 2),)) == (first.hidden_rows, first.hidden_columns, first.merged)


def test_the_stamp_is_found():
    """Names that stand for a text and custom properties are read as in an .xlsx."""
    found = read_book(data())
    assert ({"tongbao_unit": '"CS"'}, {"tongbao": "SN2017|CS|2017-06|1"}) == (found.names, found.properties)


@pytest.mark.parametrize("rows", [
    row(0, [cell(5, 0, struct.pack("<d", float("nan")))]), row(0, [cell(7, 0, struct.pack("<I", 9))]),
    row(0, [cell(6, 0, struct.pack("<I", 99))]), row(0, [cell(6, 0, text("a")), cell(6, 0, text("b"))]),
    row(4, []) + row(2, []), row(0, [cell(6, 20_000, text("a"))]), cell(6, 0, text("no row")),
], ids=["nan", "no such text", "text past the end", "twice", "order", "column", "no row"])
def test_impossible_contents_are_damage(rows):
    """Neither a figure nor a blank is made of what cannot be."""
    with pytest.raises(Unreadable) as refused:
        read_book(data(rows))
    assert "F003" == refused.value.code


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_sheet_that_is_cut_off_is_damage(keep):
    """Half the records are not half the figures."""
    parts = parts_of(data())
    part = parts["xl/worksheets/sheet1.bin"]
    parts["xl/worksheets/sheet1.bin"] = part[: int(len(part) * keep)]
    with pytest.raises(Unreadable) as refused:
        read_book(zipped(parts))
    assert "F003" == refused.value.code


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 255), st.sampled_from(("xl/worksheets/sheet1.bin", "xl/workbook.bin", "xl/styles.bin")))
def test_a_changed_byte_is_read_or_refused(at, byte, name):
    """Whatever one byte becomes, the file is read or refused with words; nothing else is raised."""
    parts = parts_of(data())
    part = bytearray(parts[name])
    part[at % len(part)] = byte
    parts[name] = bytes(part)
    try:
        assert read_book(zipped(parts)).sheets
    except Unreadable as refused:
        assert refused.fix
