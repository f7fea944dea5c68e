"""Workbooks that are not .xlsx: read as faithfully, or refused with words."""

import struct
from datetime import date
from pathlib import Path

import pytest

from automation.sheets.biff import Texts, packed_number
from automation.sheets.open import Unreadable, read_book
from automation.sheets.sniff import Kind, sniff
from tests.sheets.books import zipped

FILES = Path(__file__).parent / "files"
KINDS = pytest.mark.parametrize(("name", "kind"), [("old.xls", "xls"), ("open.ods", "ods")], ids=["xls", "ods"])


def book_of(name):
    """A workbook that LibreOffice saved in another kind than its own copy in .xlsx."""
    return read_book((FILES / name).read_bytes())


def content(cells, style=""):
    """An .ods whose only sheet has these rows, given as XML."""
    spaces = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    }
    names = " ".join(f'xmlns:{short}="{full}"' for short, full in spaces.items())
    table = f'<table:table table:name="填报" table:style-name="t">{cells}</table:table>'
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest/>",
            "content.xml": f"<office:document {names}>{style}<office:body>{table}</office:body></office:document>".encode(),
        }
    )


@KINDS
def test_kind_goes_by_content(name, kind):
    """The name of the file is not asked."""
    assert (kind, kind) == (sniff((FILES / name).read_bytes()).value, book_of(name).format)


@KINDS
def test_values_are_as_in_the_file(name, kind):
    """Texts keep their blanks, whole numbers are whole, dates are dates."""
    values = book_of(name).sheets[0].row_values(0)
    assert ("  项目 ", 62.5, 4400, date(2017, 6, 30)) == (*values[:3], values[5])
    assert int is type(values[2])


@KINDS
def test_errors_are_not_blank(name, kind):
    """Error values keep their names and are known to come from formulas."""
    sheet = book_of(name).sheets[0]
    assert [("#DIV/0!", None), ("#N/A", None)] == [(sheet.at(0, c).error, sheet.at(0, c).value) for c in (3, 6)]
    assert sheet.at(0, 3).formula is not None


@KINDS
def test_formulas_are_told_from_constants(name, kind):
    """A formula with a result, even with empty text, is calculated; a typed figure is no formula."""
    sheet = book_of(name).sheets[0]
    assert (63.5, False, "", False) == (
        sheet.at(0, 4).value,
        sheet.at(0, 4).uncalculated,
        sheet.at(0, 8).value,
        sheet.at(0, 8).uncalculated,
    )
    assert sheet.at(0, 4).formula is not None
    assert sheet.at(0, 1).formula is None


@KINDS
def test_hidden_and_merged_are_told(name, kind):
    """Hidden sheets, rows and columns and merged ranges are known."""
    book = book_of(name)
    first = book.sheets[0]
    assert [("填报", True), ("隐", False)] == [(sheet.name, sheet.visible) for sheet in book.sheets]
    assert (frozenset({1}), frozenset({2}), ((4, 1, 5, 2),)) == (first.hidden_rows, first.hidden_columns, first.merged)


@KINDS
@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9])
def test_cut_off_files_are_damage(name, kind, keep):
    """Half a file is not half a workbook."""
    data = (FILES / name).read_bytes()
    with pytest.raises(Unreadable) as refused:
        read_book(data[: int(len(data) * keep)])
    assert "F003" == refused.value.code


def test_encrypted_xls_asks_for_no_password():
    """The record that starts encryption is told before anything is read."""
    data = bytearray((FILES / "old.xls").read_bytes())
    begin = struct.pack("<HHH", 0x809, 16, 0x600)
    at = data.index(begin) + 20
    data[at : at + 2] = struct.pack("<H", 0x2F)
    with pytest.raises(Unreadable) as refused:
        read_book(bytes(data))
    assert "F002" == refused.value.code


def test_texts_may_change_width_where_a_record_is_continued():
    """Long lists of texts are cut anywhere, and the rest may be in wider characters."""
    pieces = [b"\x04\x00\x00ab", b"\x01" + "船山".encode("utf-16-le") + b"\x01\x00\x00c"]
    texts = Texts(pieces)
    assert ("ab船山", "c") == (texts.text(), texts.text())


@pytest.mark.parametrize(
    ("packed", "number"), [(0x3FF00000, 1.0), (0x40594001, 1.01), (4400 << 2 | 2, 4400.0), (0xFFFFFFFE, -1.0)]
)
def test_packed_numbers_are_unpacked(packed, number):
    """Excel packs short numbers into 30 bits, perhaps as hundredths."""
    assert number == packed_number(packed)


def test_repeated_cells_stand_at_each_of_their_places():
    """OpenDocument writes runs of equal cells and rows once."""
    cell = '<table:table-cell office:value-type="float" office:value="2" table:number-columns-repeated="3"/>'
    rows = f'<table:table-row table:number-rows-repeated="2"><table:table-cell/>{cell}</table:table-row>'
    cells = read_book(content(rows)).sheets[0].cells
    assert {(row, column): 2 for row in (0, 1) for column in (1, 2, 3)} == {
        place: cell.value for place, cell in cells.items()
    }


def test_repeats_without_end_are_refused():
    """A short file must not become a billion cells."""
    cell = '<table:table-cell office:value-type="float" office:value="2" table:number-columns-repeated="16384"/>'
    with pytest.raises(Unreadable) as refused:
        read_book(content(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'))
    assert "F004" == refused.value.code


def test_uncalculated_formula_of_ods_is_not_blank():
    """A formula without any result is marked so."""
    data = content('<table:table-row><table:table-cell table:formula="of:=[.B1]+1"/></table:table-row>')
    cell = read_book(data).sheets[0].at(0, 0)
    assert (None, "[.B1]+1", True) == (cell.value, cell.formula, cell.uncalculated)


def test_deep_nesting_is_damage():
    """A text wrapped a hundred thousand times must not reach the limits of the machine."""
    text = "<text:span>" * 100_000 + "x" + "</text:span>" * 100_000
    cell = f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    with pytest.raises(Unreadable) as refused:
        read_book(content(f"<table:table-row>{cell}</table:table-row>"))
    assert "F003" == refused.value.code


def test_single_file_web_pages_are_to_be_saved_again():
    """A page that is packed like a letter is asked for as .xlsx."""
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<table><tr><td>1</td></tr></table>"
    with pytest.raises(Unreadable) as refused:
        read_book(data)
    assert (Kind.MHT, "F001", True) == (sniff(data), refused.value.code, "另存为 .xlsx" in refused.value.fix)
