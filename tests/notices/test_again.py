"""What is promised of the way back: her answers are read, and a second send-back takes the place of the first."""

import dataclasses
import io
from pathlib import Path

import openpyxl
import pytest

from automation.model.plan import Severity
from automation.model.submission import Explained, Finding
from automation.notices.explanations import read_explanations
from automation.notices.sendback import send_back
from automation.sheets.open import read_book
from tests import libreoffice
from tests.notices import books
from tests.notices.books import FINDINGS, NOTICE, OTHER, SHEET, finding, loaded, parts

AGAIN = dataclasses.replace(NOTICE, times=2)
QUERY = FINDINGS[2]
needs_libreoffice = pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)


def answered(data: bytes, answers: dict[int, tuple[str, str]]) -> bytes:
    """The send-back with 处理结果 and 核实说明 typed into lines of its front sheet, counted from 1."""
    book = loaded(data)
    for line, (decision, text) in answers.items():
        book["退回说明"].cell(6 + line, 9).value = decision
        book["退回说明"].cell(6 + line, 10).value = text
    return books.saved(book)


def through_libreoffice(data: bytes, tmp: Path) -> bytes:
    """The workbook opened and saved by LibreOffice."""
    path = tmp / "sent.xlsx"
    path.write_bytes(data)
    return libreoffice.recalculated(path, tmp).read_bytes()


def test_answers_come_back() -> None:
    """Each finding that got an answer is read with its code, place and field, and the value that was asked about."""
    data = answered(send_back(books.plain(), FINDINGS, NOTICE), {5: ("数据无误(见说明)", " 含上年结转 "), 4: ("", "已补表")})
    assert read_explanations(read_book(data)) == (
        Explained("S201", "", "", "", "", "", "已补表"),
        Explained("A404", SHEET, "C6", "SN-01", "本月完成投资", "数据无误(见说明)", "含上年结转", "200"),
    )


@needs_libreoffice
def test_answers_survive_another_program(tmp_path: Path) -> None:
    """The answers are read from what LibreOffice saved, lines of many cells included."""
    same = [finding(f"B{row}", "1\n2", code="V301", message="“6月完成”未填") for row in (5, 6, 8)]
    data = answered(send_back(books.plain(), same, NOTICE), {1: ("待补充", "下周补\n周三前")})
    read = read_explanations(read_book(through_libreoffice(data, tmp_path)))
    assert [(e.cell, e.decision, e.text, e.value) for e in read] == [
        (cell, "待补充", "下周补\n周三前", "1 2") for cell in ("B5", "B6", "B8")]


def test_no_front_sheet_no_answers() -> None:
    """A workbook that was never sent back has none."""
    assert read_explanations(read_book(books.plain())) == ()


def resaved(how: str, data: bytes, tmp: Path) -> bytes:
    """The send-back as it is, or saved again by another program."""
    if how == "libreoffice" and not libreoffice.available():
        pytest.skip(libreoffice.SKIP_REASON)
    return {"as sent": lambda: data, "openpyxl": lambda: books.saved(loaded(data)),
            "libreoffice": lambda: through_libreoffice(data, tmp)}[how]()


@pytest.mark.parametrize("how", ["as sent", "openpyxl", "libreoffice"])
def test_a_second_send_back_takes_the_place_of_the_first(how: str, tmp_path: Path) -> None:
    """One front sheet, no note twice, and what was mended is no longer marked but looks as it did at first."""
    original = books.by_openpyxl(books.plain())
    first = resaved(how, send_back(original, FINDINGS, NOTICE), tmp_path)
    book = loaded(send_back(first, [FINDINGS[0]], AGAIN))
    assert book.sheetnames == ["退回说明", SHEET, OTHER]
    sheet, before = book[SHEET], loaded(original)[SHEET]
    assert [sheet[c].fill.fgColor.rgb for c in ("B5", "C5", "C6")] == ["FFF8CBC6", "FFFFFBE6", "FFFFFBE6"]
    assert sheet["F30"].fill.patternType in (None, "none")
    assert sheet["B5"].comment.text.count("【强制】") == 1
    assert {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment and c.coordinate != "B5"} == {
        "A5": before["A5"].comment.text}
    assert book[OTHER]["B3"].comment is None
    assert book["退回说明"]["B8"].value is None
    assert "第2次退回" in book["退回说明"]["A2"].value
    assert list(book["退回说明"].defined_names) == []


def test_answers_to_what_still_stands_are_kept() -> None:
    """She need not write her explanation twice when the file goes back for another reason; “已修改” is not believed."""
    first = answered(send_back(books.plain(), FINDINGS, NOTICE), {5: ("数据无误(见说明)", "含上年结转"), 1: ("已修改", "改了")})
    sheet = loaded(send_back(first, FINDINGS, AGAIN), values=True)["退回说明"]
    assert [sheet[c].value for c in ("I11", "J11", "K11")] == ["数据无误(见说明)", "含上年结转", "√ 已核实"]
    assert [sheet[c].value for c in ("I7", "J7", "K7")] == [None, "改了", "× 待修改"]


def test_a_second_send_back_leaves_no_parts_behind() -> None:
    """The package does not grow by a sheet each time, and names no formulas of a sheet that is gone."""
    first = send_back(books.plain(), FINDINGS, NOTICE)
    assert set(parts(send_back(first, FINDINGS, AGAIN))) == set(parts(first))


def test_her_note_is_as_it_was_when_all_is_mended() -> None:
    """The office's words are taken out of her own note again."""
    asked = [finding("A5", "x")]
    first = send_back(books.by_openpyxl(books.plain()), asked, NOTICE)
    assert "【强制】" in loaded(first)[SHEET]["A5"].comment.text
    again = loaded(send_back(first, [], AGAIN))[SHEET]["A5"].comment
    assert (again.text, again.author) == ("科里自己的批注", "刘某")



def prefixed(part: bytes) -> bytes:
    """The part with a prefix on every element, as the Open XML SDK writes it."""
    text = part.decode()
    start = text.index("<", text.index("?>"))
    head, body = text[:start], text[start:]
    body = body.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    return (head + body.replace("xmlns=", "xmlns:x=", 1)).encode()


def test_parts_with_prefixes_are_patched_too() -> None:
    """Elements are known by their namespace, not by how it is abbreviated."""
    names = ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml")
    data = books.rewritten(books.plain(), dict.fromkeys(names, prefixed))
    book = loaded(send_back(data, FINDINGS[:3], NOTICE))
    assert book.sheetnames == ["退回说明", SHEET, OTHER]
    assert book[SHEET]["B5"].fill.fgColor.rgb == "FFF8CBC6"
    assert "【强制】" in book[SHEET]["B5"].comment.text


def test_a_book_without_styles_gets_some() -> None:
    """Programs that write the least leave the styles out altogether."""
    def drop(part: bytes) -> bytes:
        return b"".join(piece for piece in part.replace(b"<", b"\0<").split(b"\0") if b"styles" not in piece)

    data = books.rewritten(books.plain(), {
        "[Content_Types].xml": drop, "xl/_rels/workbook.xml.rels": drop,
        "xl/worksheets/sheet1.xml": lambda xml: xml.replace(b' s="1"', b"")}, without=("xl/styles.xml",))
    book = loaded(send_back(data, FINDINGS[:1], NOTICE))
    assert book[SHEET]["B5"].fill.fgColor.rgb == "FFF8CBC6"
    assert book[SHEET]["B6"].fill.patternType in (None, "none")


def test_a_thread_of_remarks_is_left_alone() -> None:
    """Excel rewrites the note that stands for a thread, so nothing is added to it; the cell is marked all the same."""
    book = loaded(books.plain())
    book[SHEET]["B5"].comment = openpyxl.comments.Comment("[Threaded comment]\n请核对", "tc={0001}")
    sheet = loaded(send_back(books.saved(book), FINDINGS[:2], NOTICE))[SHEET]
    assert sheet["B5"].comment.text == "[Threaded comment]\n请核对"
    assert sheet["B5"].fill.fgColor.rgb == "FFF8CBC6"
    assert "【强制】" in sheet["C5"].comment.text


@needs_libreoffice
def test_a_file_saved_by_libreoffice_is_sent_back(tmp_path: Path) -> None:
    """What LibreOffice wrote from a book with everything in it is marked like any other."""
    path = tmp_path / "theirs.xlsm"
    path.write_bytes(books.everything(tmp_path))
    data = libreoffice.recalculated(path, tmp_path).read_bytes()
    back = send_back(data, FINDINGS, NOTICE)
    sheet = loaded(back)[SHEET]
    assert sheet["B5"].fill.fgColor.rgb == "FFF8CBC6"
    assert sheet["C5"].comment.text.startswith("上月已报\n【强制】")
    assert len(openpyxl.load_workbook(io.BytesIO(back))[SHEET]._charts) == 1
    assert {s.name: s.cells for s in read_book(back).sheets if s.name != "退回说明"} == {s.name: s.cells for s in read_book(data).sheets}


TYPED = ("=1+1", "+86 0825", "<b>&\"'", "_x000D_", "第一行\n第二行", "引“号”\"半", "长" * 400, "𠮷" * 120, 0.1 + 0.2, 1e20, -7, True, "  有空格 ")


@needs_libreoffice
def test_whatever_she_typed_can_be_shown_and_compared(tmp_path: Path) -> None:
    """No content breaks the front sheet, and none counts as mended while it still stands."""
    book = loaded(books.plain())
    for row, value in enumerate(TYPED, 5):
        book[SHEET].cell(row, 1).value = value
        if isinstance(value, str):
            book[SHEET].cell(row, 1).data_type = "s"
    asked = [Finding("V309", Severity.ERROR, "过短", f"第{row}行过短", "请补充", SHEET, f"A{row}", "附件2", "SN-01", "形象进度", str(value))
             for row, value in enumerate(TYPED, 5)]
    path = tmp_path / "typed.xlsx"
    path.write_bytes(send_back(books.saved(book), asked, NOTICE))
    shown = openpyxl.load_workbook(path, data_only=True)["退回说明"]
    assert [shown[f"K{row}"].value for row in range(7, 7 + len(TYPED))] == ["× 待修改"] * len(TYPED)
    assert libreoffice.differences(path) == []


def strict(part: bytes) -> bytes:
    """The part in the namespaces of the standard's strict edition."""
    return (part.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            .replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                     b"http://purl.oclc.org/ooxml/officeDocument/relationships"))


def test_the_strict_edition_is_patched_in_its_own_namespaces() -> None:
    """A book saved as strict stays one, with the front sheet in the same namespace."""
    plain = books.plain()
    data = books.rewritten(plain, dict.fromkeys(parts(plain), strict))
    back = send_back(data, FINDINGS, NOTICE)
    assert [s.name for s in read_book(back).sheets] == ["退回说明", SHEET, OTHER]
    assert {s.name: s.cells for s in read_book(data).sheets} == {s.name: s.cells for s in read_book(back).sheets[1:]}
    assert b"schemas.openxmlformats.org/officeDocument/2006/relationships" not in b"".join(
        content for name, content in parts(back).items() if not name.startswith("docProps") and name.endswith((".xml", ".rels"))
    ).replace(b"http://schemas.openxmlformats.org/package/2006/relationships", b"")
