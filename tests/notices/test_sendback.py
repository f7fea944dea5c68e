"""What is promised of a send-back: her own file, nothing lost, wrong cells marked, the reasons in front."""

import dataclasses
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from automation.model.plan import Severity
from automation.notices.sendback import NotPatchable, send_back
from automation.sheets.grid import RawBook
from automation.sheets.open import read_book
from automation.sheets.zipped import members
from tests import libreoffice
from tests.notices import books
from tests.notices.books import FINDINGS, NOTICE, OTHER, SHEET, finding, loaded, parts

RED, YELLOW = "FFF8CBC6", "FFFFE699"
needs_libreoffice = pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)

PATCHED = {
    "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml", "xl/worksheets/_rels/sheet2.xml.rels", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
}
"""What marks in two sheets and a new one in front cannot leave alone."""
NEW = {"xl/worksheets/sheet4.xml", "xl/comments2.xml", "xl/drawings/vmlDrawing3.vml"}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook with everything in it."""
    return books.everything(tmp_path_factory.mktemp("everything"))


@pytest.fixture(scope="module")
def returned(everything: bytes) -> bytes:
    """The same, sent back."""
    return send_back(everything, FINDINGS, NOTICE)


def cells_of(book: RawBook) -> dict[str, object]:
    """Everything that the reader sees of the clerk's sheets."""
    return {s.name: (s.cells, s.merged, s.hidden_rows, s.hidden_columns, s.visible) for s in book.sheets if "退回说明" not in s.name}


def look(cell: Cell) -> tuple[str, ...]:
    """All that a cell looks like but its fill."""
    return repr(cell.font), repr(cell.border), repr(cell.alignment), repr(cell.protection), cell.number_format


def names_of(sheet: Worksheet) -> dict[str, str]:
    """The names that belong to a sheet."""
    return {name: defined.attr_text for name, defined in sheet.defined_names.items()}


def test_parts_without_marks_keep_their_bytes(everything: bytes, returned: bytes) -> None:
    """Pictures, text boxes, charts, macros, tables: what no mark touches is the same to the byte."""
    before, after = parts(everything), parts(returned)
    assert {name for name in before if after.get(name) != before[name]} == PATCHED
    assert set(after) - set(before) == NEW


def test_parts_without_marks_keep_their_packed_bytes(everything: bytes, returned: bytes) -> None:
    """They are not even packed anew."""
    packed = {m.name: (m.packed, m.time, m.date) for m in members(returned)}
    assert all(packed[m.name] == (m.packed, m.time, m.date) for m in members(everything) if m.name not in PATCHED)


def test_a_marked_sheet_keeps_its_extensions(everything: bytes, returned: bytes) -> None:
    """Sparklines, extension data bars and everything else around the cells of a marked sheet stand as they stood."""
    before, after = (parts(data)["xl/worksheets/sheet1.xml"].decode() for data in (everything, returned))
    assert after[after.index("</sheetData>"):] == before[before.index("</sheetData>"):]
    assert "sparkline" in after
    assert "x14:dataBar" in after


@pytest.mark.parametrize("kind", ["everything", "plain", "inline", "openpyxl"])
def test_values_stay(kind: str, everything: bytes) -> None:
    """Every reader finds the same values in the clerk's sheets as before."""
    data = {"everything": everything, "plain": books.plain(), "inline": books.plain(constant_memory=True),
            "openpyxl": books.by_openpyxl(books.plain())}[kind]
    back = send_back(data, FINDINGS, NOTICE)
    assert cells_of(read_book(back)) == cells_of(read_book(data))
    ours, theirs = (python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(d)) for d in (data, back))
    for name in ours.sheet_names:
        assert theirs.get_sheet_by_name(name).to_python() == ours.get_sheet_by_name(name).to_python()
    before, after = loaded(data), loaded(back)
    for sheet in before:
        assert [[c.value for c in row] for row in after[sheet.title].iter_rows()][: sheet.max_row] == [
            [c.value for c in row] for row in sheet.iter_rows(max_col=after[sheet.title].max_column)]


def test_only_the_fill_of_a_marked_cell_changes(everything: bytes, returned: bytes) -> None:
    """Number format, borders, font and protection of a marked cell stay hers."""
    before, after = loaded(everything)[SHEET], loaded(returned)[SHEET]
    for cell, fill in (("B5", RED), ("C5", RED), ("C6", YELLOW)):
        assert after[cell].fill.fgColor.rgb == fill
        assert look(after[cell]) == look(before[cell])


def test_cells_without_a_mark_keep_their_style(everything: bytes, returned: bytes) -> None:
    """Styles are only added, so every other cell carries the style that it had."""
    before, after = loaded(everything), loaded(returned)
    marked = {(f.sheet, f.cell) for f in FINDINGS}
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                if (sheet.title, cell.coordinate) not in marked:
                    same = after[sheet.title][cell.coordinate]
                    assert (look(same), repr(same.fill)) == (look(cell), repr(cell.fill))


def test_a_new_cell_looks_like_its_column() -> None:
    """A cell that was never typed into is made in its place with its column's style, and marked."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet["A1"], sheet["D1"], sheet["A9"] = 1, 2, 3
    wrapped = openpyxl.styles.Alignment(wrap_text=True)
    sheet.column_dimensions["C"].alignment = wrapped
    after = loaded(send_back(books.saved(book), [finding("C1"), finding("C5"), finding("B12")], NOTICE))[SHEET]
    assert [after[c].fill.fgColor.rgb for c in ("C1", "C5", "B12")] == [RED] * 3
    assert after["C1"].alignment.wrap_text
    assert [c.value for c in after[1]] == [1, None, None, 2]


def test_a_merged_cell_is_marked_where_it_shows(everything: bytes) -> None:
    """A finding inside a merged range marks the cell that is seen."""
    after = loaded(send_back(everything, [finding("C9", sheet=OTHER)], NOTICE))[OTHER]
    assert after["B8"].fill.fgColor.rgb == RED


def test_notes_join_hers(returned: bytes) -> None:
    """Her own notes stay; where she has one already, the office's words stand below hers."""
    sheet = loaded(returned)[SHEET]
    assert sheet["A5"].comment.text == "科里自己的批注"
    assert sheet["B5"].comment.text.startswith("【强制】“6月完成”填的是“约48”")
    assert sheet["B5"].comment.text.endswith("——局办公室 6月19日")
    assert sheet["B5"].comment.author == "局办公室"
    assert sheet["C5"].comment.text.startswith("上月已报\n【强制】累计超过总投资\n建议：")
    assert sheet["C5"].comment.author == "刘某"


def test_every_note_has_its_box_and_the_button_stays(returned: bytes) -> None:
    """Each note is drawn once, and the form's button in the same drawing is still there."""
    drawing = parts(returned)["xl/drawings/vmlDrawing1.vml"].decode()
    assert drawing.count('ObjectType="Note"') == 5
    assert 'ObjectType="Button"' in drawing
    identities = [piece.partition('"')[0] for piece in drawing.split('id="_x0000_s')[1:]]
    assert len(set(identities)) == len(identities)


def test_the_front_sheet_comes_first_and_alone_is_selected(returned: bytes) -> None:
    """退回说明 is what opens; no second sheet is selected with it, so that nobody types into two at once."""
    book = loaded(returned)
    assert book.sheetnames == ["退回说明", SHEET, OTHER, "_meta"]
    assert book.active.title == "退回说明"
    assert [s.title for s in book if s.sheet_view.tabSelected] == ["退回说明"]
    assert book["_meta"].sheet_state == "veryHidden"


def test_names_still_belong_to_their_sheets(everything: bytes, returned: bytes) -> None:
    """Print areas, repeated rows, filters and names move along with the sheets that they belong to."""
    before, after = loaded(everything), loaded(returned)
    for sheet in before:
        assert after[sheet.title].print_area == sheet.print_area
        assert after[sheet.title].print_title_rows == sheet.print_title_rows
        assert after[sheet.title].auto_filter.ref == sheet.auto_filter.ref
        assert after[sheet.title].protection.sheet == sheet.protection.sheet
        assert names_of(after[sheet.title]) == names_of(sheet)
    assert after.defined_names["全书名"].attr_text == before.defined_names["全书名"].attr_text
    assert after["退回说明"].print_title_rows == "$6:$6"


def test_the_front_sheet_prints_on_one_width(returned: bytes) -> None:
    """A4, landscape, one page wide."""
    sheet = loaded(returned)["退回说明"]
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (9, "landscape", 0, True)


def test_the_front_sheet_lists_errors_first(returned: bytes) -> None:
    """One line for each mistake, worst first, with a link to its cell; a finding without a cell is listed too."""
    sheet = loaded(returned, values=True)["退回说明"]
    assert [(sheet.cell(r, 2).value, sheet.cell(r, 3).value, sheet.cell(r, 6).value) for r in range(7, 13)] == [
        ("强制", "填报表 B5", "约48"), ("强制", "填报表 C5", "100"), ("强制", "填报表 F30", "（空）"), ("强制", "全表", None),
        ("核实", "填报表 C6", "200"), ("提示", "附表 2 B3", "二级")]
    assert sheet["D7"].value == "遂宁市安全社区建设"
    assert sheet["A3"].value == "强制4处、核实1处、提示1处；尚有4处强制问题未处理"
    assert sheet["C12"].hyperlink.location == f"'{OTHER}'!B3"


def test_twenty_equal_mistakes_are_one_line() -> None:
    """The same mistake in many cells is one line that names every cell; all of them are marked."""
    same = [finding(f"B{row}", "", code="V301", message="“6月完成”未填") for row in (*range(5, 12), 20)]
    book = loaded(send_back(books.plain(), same, NOTICE), values=True)
    sheet = book["退回说明"]
    assert (sheet["C7"].value, sheet["G7"].value, sheet["B8"].value) == ("B5等8处", "“6月完成”未填\n位置：B5:B11、B20", None)
    assert sheet["A3"].value == "强制8处；尚有8处强制问题未处理"
    assert all(book[SHEET][f"B{row}"].fill.fgColor.rgb == RED for row in range(5, 12))


def test_the_same_input_gives_the_same_bytes(everything: bytes, returned: bytes) -> None:
    """Nothing of the machine or the hour gets in."""
    assert send_back(everything, FINDINGS, NOTICE) == returned


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_other_kinds_of_files_cannot_be_patched(data: bytes) -> None:
    """What is no package of the right kind is for another way of sending back."""
    with pytest.raises(NotPatchable):
        send_back(data, FINDINGS, NOTICE)


def test_document_types_are_refused() -> None:
    """No entity is ever resolved in the office: a part that declares any is not changed."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>'
    data = books.rewritten(books.plain(), {"xl/worksheets/sheet1.xml": lambda xml: bomb + xml[xml.index(b"<worksheet"):]})
    with pytest.raises(NotPatchable):
        send_back(data, FINDINGS, NOTICE)


def test_her_own_sheet_of_that_name_stays() -> None:
    """A sheet that happens to be called 退回说明 but is not ours is not replaced."""
    book = loaded(books.plain())
    book.create_sheet("退回说明")["A1"] = "科里的"
    after = loaded(send_back(books.saved(book), FINDINGS, NOTICE))
    assert after.sheetnames == ["退回说明2", SHEET, OTHER, "退回说明"]
    assert after["退回说明"]["A1"].value == "科里的"


@needs_libreoffice
def test_stored_values_are_what_they_calculate_to(returned: bytes, tmp_path: Path) -> None:
    """What a viewer shows without calculating is what a calculation gives."""
    path = tmp_path / "returned.xlsx"
    path.write_bytes(send_back(books.plain(), FINDINGS, NOTICE))
    assert libreoffice.differences(path) == []


@needs_libreoffice
def test_libreoffice_shows_the_marks_and_everything_else(returned: bytes, tmp_path: Path) -> None:
    """LibreOffice opens the result and saves marks, notes, pictures and charts again."""
    path = tmp_path / "returned.xlsm"
    path.write_bytes(returned)
    saved = libreoffice.recalculated(path, tmp_path)
    book = openpyxl.load_workbook(saved)
    sheet = book[SHEET]
    assert [sheet[c].fill.fgColor.rgb for c in ("B5", "C6", "F30")] == [RED, YELLOW, RED]
    assert "【强制】" in sheet["B5"].comment.text
    assert "科里自己的批注" in sheet["A5"].comment.text
    assert len(sheet._charts) == 1
    assert len([name for name in zipfile.ZipFile(saved).namelist() if name.startswith("xl/media/")]) == 1
    assert book.sheetnames[0] == "退回说明"


@needs_libreoffice
def test_the_recheck_turns_as_she_mends(tmp_path: Path) -> None:
    """A number where words stood, another figure where the figure was wrong: 复核 says √, and the banner follows."""
    asked = [*FINDINGS[:3], dataclasses.replace(FINDINGS[4], severity=Severity.QUERY)]
    book = loaded(send_back(books.plain(), asked, NOTICE))
    book[SHEET]["B5"], book[SHEET]["C5"] = 48, 90
    book["退回说明"]["I9"], book["退回说明"]["J9"] = "数据无误(见说明)", "含上年结转"
    path = tmp_path / "mended.xlsx"
    book.save(path)
    sheet = openpyxl.load_workbook(libreoffice.recalculated(path, tmp_path), data_only=True)["退回说明"]
    assert [sheet[f"K{row}"].value for row in range(7, 11)] == ["√ 已改正", "√ 已改正", "√ 已核实", "× 待核实"]
    assert sheet["A3"].value == "强制2处、核实2处；强制问题已全部处理，请存盘重报"
