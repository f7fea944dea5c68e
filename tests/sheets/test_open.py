"""Every file is either read or refused with words; nothing in it takes effect."""

import pickle

import pytest

from automation.sheets.grid import Notice, address_of
from automation.sheets.limits import Limits
from automation.sheets.open import Unreadable, read_book
from automation.sheets.sniff import Kind, sniff
from tests.sheets.books import (
    SHEET,
    bent,
    compound,
    parts_of,
    plain,
    with_cells,
    written,
    zipped,
)


def refusal(data, limits=None):
    """Read a file that must be refused; every refusal says what is wrong and what to do."""
    with pytest.raises(Unreadable) as refused:
        read_book(data, limits) if limits else read_book(data)
    assert refused.value.message and refused.value.fix
    return refused.value


def test_workbook_tells_its_kind():
    """Kind goes by content: a workbook with macros is .xlsm whatever it is called."""
    assert ("xlsx", "xlsm") == (
        read_book(plain()).format,
        read_book(with_macro()).format,
    )


def with_macro():
    """A workbook with a macro part."""
    return zipped({**parts_of(plain()), "xl/vbaProject.bin": b"x"})


def test_sheets_tell_how_far_they_are_hidden():
    """Hidden sheets are read, and told from visible and very hidden ones."""

    def fill(book):
        book.add_worksheet("一")
        book.add_worksheet("二").hide()
        book.add_worksheet("三").very_hidden()

    sheets = read_book(written(fill)).sheets
    assert [("一", True, False), ("二", False, False), ("三", False, True)] == [
        (sheet.name, sheet.visible, sheet.very_hidden) for sheet in sheets
    ]


def test_defined_names_are_read():
    """A sheet's own name does not pass for the book's."""

    def fill(book):
        book.add_worksheet("填报")
        book.define_name("tb_unit", "=填报!$B$1")
        book.define_name("填报!local", "=填报!$B$2")

    assert {"tb_unit": "填报!$B$1", "填报!local": "填报!$B$2"} == dict(read_book(written(fill)).names)


def test_custom_properties_are_read():
    """The stamp in the properties comes back as text."""

    def fill(book):
        book.add_worksheet()
        book.set_custom_property("tongbao.unit", "船山区")
        book.set_custom_property("tongbao.revision", 3)

    assert {"tongbao.unit": "船山区", "tongbao.revision": "3"} == dict(read_book(written(fill)).properties)


def test_what_is_never_run_is_noticed():
    """Macros, links and embedded files are told, once each."""
    parts = parts_of(plain())
    for name in (
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/embeddings/a.bin",
        "xl/embeddings/b.bin",
    ):
        parts[name] = b"x"
    notices = read_book(zipped(parts)).notices
    assert ["macro", "external_link", "embedded"] == [notice.kind for notice in notices]
    assert Notice("macro", "宏（不运行）") in notices


def test_chart_sheets_are_passed_over():
    """A sheet that is only a chart holds no cells."""

    def fill(book):
        book.add_worksheet("填报").write_number(0, 0, 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=填报!$A$1:$A$1"})
        book.add_chartsheet("图").set_chart(chart)

    assert ["填报"] == [sheet.name for sheet in read_book(written(fill)).sheets]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空"),
        (zipped({"word/document.xml": b"<x/>"}), "Word"),
        (zipped({"ppt/presentation.xml": b"<x/>"}), "演示"),
        (zipped({"a.txt": b"x"}), "压缩包"),
        (compound("WordDocument"), "Word"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\x7fELF\x02\x01\x01\x00", "格式"),
    ],
    ids=["empty", "docx", "pptx", "zip", "doc", "pdf", "png", "program"],
)
def test_other_files_are_named(data, words):
    """A file that is no workbook is told for what it is (F001)."""
    error = refusal(data)
    assert "F001" == error.code
    assert words in error.message


def test_password_is_told():
    """An encrypted workbook is asked for without its password (F002)."""
    assert "F002" == refusal(compound("EncryptionInfo", "EncryptedPackage")).code


@pytest.mark.parametrize(
    "data",
    [
        plain()[:-100],
        plain()[:400],
        bent(plain(), SHEET, lambda part: part[: len(part) // 2]),
        bent(plain(), SHEET, lambda part: part.replace(b"</sheetData>", b"")),
        bent(plain(), "xl/workbook.xml", lambda part: part.replace(b"rId1", b"rId99")),
        zipped({name: part for name, part in parts_of(plain()).items() if name != SHEET}),
        compound("Workbook"),
    ],
    ids=[
        "end cut",
        "head only",
        "sheet cut",
        "sheet broken",
        "sheet unlinked",
        "sheet missing",
        "xls empty",
    ],
)
def test_damage_is_told(data):
    """A broken workbook is refused as a whole (F003)."""
    assert "F003" == refusal(data).code


@pytest.mark.parametrize(
    "part",
    [SHEET, "xl/workbook.xml", "xl/styles.xml", "_rels/.rels", "xl/sharedStrings.xml"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(part, encoding):
    """No part may bring entities, in whatever encoding."""
    data = written(lambda book: book.add_worksheet().write_string(0, 0, "x"))
    inserted = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>'

    def change(old):
        head, _, rest = old.decode().partition("?>")
        return f"{head.replace('UTF-8', encoding)}?>{inserted}{rest}".encode(encoding)

    error = refusal(bent(data, part, change))
    assert "F003" == error.code
    assert "DOCTYPE" in error.message


def test_two_sheets_of_one_name_are_damage():
    """Nobody can tell which of the two is meant."""
    data = written(lambda book: [book.add_worksheet("甲"), book.add_worksheet("乙")])
    data = bent(data, "xl/workbook.xml", lambda part: part.replace("乙".encode(), "甲".encode()))
    assert "同名" in refusal(data).message


def test_two_parts_of_one_name_are_damage():
    """A second part of the same name would hide the first."""
    error = refusal(zipped({**parts_of(plain()), SHEET.upper(): b"<x/>"}))
    assert ("F003", True) == (error.code, "重名" in error.message)


def test_bomb_is_refused_while_it_inflates():
    """Sizes are counted, whatever the zip's headers say."""
    data = bent(plain(), SHEET, lambda part: part + b" " * 8_000_000)
    assert "F004" == refusal(data).code
    assert "F004" == refusal(plain(), Limits(inflated_bytes=100)).code


@pytest.mark.parametrize(
    "limits",
    [
        Limits(file_bytes=100),
        Limits(entries=3),
        Limits(sheets=1),
        Limits(cells=3),
        Limits(box=3),
        Limits(merges=0),
    ],
    ids=["file", "entries", "sheets", "cells", "box", "merges"],
)
def test_each_limit_is_kept(limits):
    """A workbook past any limit is refused with the limit in words (F004)."""

    def fill(book):
        for name in ("一", "二"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [1, 2])
            sheet.merge_range("A3:B4", 3)

    data = written(fill)
    assert "F004" == refusal(data, limits).code
    assert 2 == len(read_book(data).sheets)


def test_stray_cell_far_away_is_told():
    """Two cells in opposite corners must not cost the memory of a whole sheet."""
    error = refusal(
        with_cells('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    )
    assert ("F004", True) == (error.code, "多余的行列" in error.fix)


def test_refusal_survives_the_way_back_from_a_worker():
    """Workers hand the exception to the main process."""
    error = pickle.loads(pickle.dumps(refusal(b"%PDF-1.7")))
    assert ("F001", refusal(b"%PDF-1.7").message) == (error.code, error.message)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_separated_text_is_read(encoding):
    """CSV from any Chinese office program reads as one sheet of text."""
    book = read_book('项目,本月\r\n"敬老院,一期",62.50\r\n'.encode(encoding))
    assert ("csv", ("敬老院,一期", "62.50")) == (
        book.format,
        book.sheets[0].row_values(1),
    )


def test_any_bytes_have_a_kind():
    """Sniffing never fails."""
    assert Kind.DAMAGED is sniff(b"PK\x03\x04 rest is lost")
    assert Kind.HTML is sniff(b"<html><table><tr><td>1</td></tr></table></html>")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ((8, 10), "K9"),
        ((0, 25), "Z1"),
        ((0, 26), "AA1"),
        ((1048575, 16383), "XFD1048576"),
    ],
)
def test_addresses_read_as_in_excel(place, name):
    """Messages name cells as the clerk sees them."""
    assert name == address_of(*place)
