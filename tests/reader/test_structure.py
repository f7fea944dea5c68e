"""What was done to a sheet is told once, with the place and the likely meaning."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from openpyxl import Workbook

from automation.reader.read import read_submission
from automation.sheets.grid import Notice, RawBook, RawCell
from automation.sheets.open import read_book
from tests.reader.books import CODE, edited, issued, plan, read, row, seen, typing

Edit = Callable[[Workbook], object]


def copy_row(source: int, target: int, *typed: tuple[int, object]) -> Edit:
    """The edit that inserts a copy of a project's row, with some cells typed over."""
    def edit(book: Workbook) -> None:
        sheet = book["填报表"]
        sheet.insert_rows(target)
        for column in range(1, 24):
            sheet.cell(target, column).value = sheet.cell(source, column).value
        for column, value in typed:
            sheet.cell(target, column).value = value
    return edit


def remove(sheet: str) -> Edit:
    return lambda book: book.remove(book[sheet])


def delete_row(number: int, sheet: str = "填报表") -> Edit:
    return lambda book: book[sheet].delete_rows(number)


def hide_row(number: int) -> Edit:
    return lambda book: setattr(book["填报表"].row_dimensions[number], "hidden", True)


def hide_column(letter: str) -> Edit:
    return lambda book: setattr(book["填报表"].column_dimensions[letter], "hidden", True)


def facts(data: bytes, code: str, *names: str) -> list[tuple[str, ...]]:
    """The named facts of every observation with ``code``."""
    return [tuple(o.facts[name] for name in names) for o in seen(read(data), code)]


def test_a_missing_sheet_is_named() -> None:
    """A deleted sheet is an error of that sheet only; the others are read."""
    submission = read(edited(remove("任务")))
    told = [(o.code, o.facts["what"], o.facts["missing"]) for o in submission.observations]
    assert [("S201", "工作表", "任务")] == told
    assert {"填报表", "指标"} == {r.sheet for r in submission.rows}


def test_a_missing_sheet_gets_the_nearest_name() -> None:
    """A sheet under another name that cannot be read as the form is asked about."""
    def rename(book: Workbook) -> None:
        book["任务"].title = "任务2"
        book["任务2"].delete_rows(1, 8)
    assert [("工作表", "任务", "任务2")] == facts(edited(rename), "S201", "what", "missing", "likely")


def test_a_sheet_without_headings_is_an_error() -> None:
    """Without its headings a table is not read by position."""
    submission = read(edited(delete_row(8, "任务")))
    assert ["表头"] == [o.facts["what"] for o in seen(submission, "S201")]
    assert "任务" not in {r.sheet for r in submission.rows}


def test_a_renamed_heading_gets_the_nearest_text() -> None:
    """A heading that nobody can be sure of is asked about with its cell, and its column is not read."""
    data = edited(typing("L8", "6月份完成额"))
    assert [("6月完成", "6月份完成额", "L8")] == facts(data, "S201", "missing", "likely", "likely_cell")
    assert all("本月完成投资" not in r.values for r in read(data).rows if r.sheet == "填报表")


def test_a_heading_that_stands_twice_is_not_read() -> None:
    """Of two columns with one heading neither is chosen."""
    data = edited(typing("X8", "6月完成"))
    assert [("6月完成", "L8、X8")] == facts(data, "S203", "heading", "cells")
    assert "本月完成投资" not in read(data).rows[0].values


def test_a_deleted_row_is_a_missing_item() -> None:
    """The item is named with where it stands in the plan."""
    missing = seen(read(edited(delete_row(9))), "S204")
    assert [(CODE, "附件2-5、附件3-15")] == [(o.item, o.facts["annex"]) for o in missing]


def test_an_item_twice_is_read_neither_time() -> None:
    """Both rows are named and neither is booked."""
    submission = read(edited(copy_row(9, 10)))
    assert [(CODE, "B9、B10")] == [(o.item, o.facts["cells"]) for o in seen(submission, "S205")]
    assert CODE not in {r.code for r in submission.rows}


def test_a_row_that_the_plan_does_not_know_is_carried_to_the_office() -> None:
    """A project that a clerk added is told with all its text, and the plan's own are read."""
    submission = read(edited(copy_row(9, 10, (2, "NEW-1"), (4, "遂宁市殡葬服务中心"), (19, "场平完成"))))
    unknown = seen(submission, "S206")
    assert [("NEW-1", "遂宁市殡葬服务中心")] == [(o.facts["code"], o.facts["name"]) for o in unknown]
    assert "场平完成" in unknown[0].facts["text"]
    assert 5 == sum(r.sheet == "填报表" for r in submission.rows)


def test_an_item_under_another_name_is_one_mistake() -> None:
    """A row without its code and with a changed name is the missing item's likely row, not a second complaint."""
    submission = read(edited(typing("B9", None), typing("D9", "遂宁市慈善信息平台建设（二期）")))
    assert [("S204", "遂宁市慈善信息平台建设（二期）", "B9")] == [
        (o.code, o.facts["likely"], o.facts["likely_cell"]) for o in submission.observations]


def test_a_blank_row_between_items_is_nothing() -> None:
    """Empty rows in a table are passed over in silence."""
    assert () == read(edited(lambda book: book["填报表"].insert_rows(11, 2))).observations


def test_what_stands_below_the_totals_is_no_item() -> None:
    """The totals row ends the table."""
    submission = read(edited(typing("D18", "备忘：问一下财务"), typing("L18", 99)))
    assert () == submission.observations


def test_a_note_below_a_table_without_totals_is_no_item() -> None:
    """A remark that begins with 注 ends the table as the signature does."""
    assert () == read(edited(typing("A14", "注：以上均已核对", "任务"))).observations


def test_a_whole_other_table_below_is_not_told_row_by_row() -> None:
    """Of very many unknown rows a hundred are told, and how many more there are."""
    def paste(book: Workbook) -> None:
        sheet = book["指标"]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_rows(15, 150)
        for number in range(150):
            sheet.cell(15 + number, 4).value = f"补充数据{number}"
    assert [("50",)] * 100 == facts(edited(paste), "S206", "more")


def test_a_cell_far_below_costs_nothing() -> None:
    """A stray cell in the last row does not make a short table long."""
    started = time.process_time()
    stray = RawCell("x", 1_048_575, 0)
    book = read_book(issued())
    sheets = tuple(replace(s, rows=1_048_576, cells={**s.cells, (1_048_575, 0): stray}) for s in book.sheets)
    submission = read_submission(replace(book, sheets=sheets), "x.xlsx", "0" * 64, plan())
    assert "120.5" == row(submission).values["本月完成投资"].raw
    assert time.process_time() - started < 1


@pytest.mark.parametrize(("edit", "what", "where", "cells"), [
    (hide_row(9), "行", "第9行", "L9=120.5"), (hide_column("L"), "列", "L列", "L9=120.5"),
    (lambda book: setattr(book["填报表"], "sheet_state", "hidden"), "工作表", "填报表", "L9=120.5"),
])
def test_hidden_figures_are_told(edit: Edit, what: str, where: str, cells: str) -> None:
    """A figure that nobody sees on the sheet is read and pointed at."""
    assert [(what, where, cells)] == facts(edited(edit), "S209", "what", "where", "cells")


@pytest.mark.parametrize("edit", [hide_row(10), hide_column("F"), hide_column("T")])
def test_hidden_cells_without_figures_are_nothing(edit: Edit) -> None:
    """A hidden row without figures, a hidden locked column, a hidden column of words are no matter."""
    assert () == read(edited(edit)).observations


def test_notices_about_the_file_are_handed_on() -> None:
    """Macros and links that are never run or followed are told."""
    book = RawBook("xlsm", (), notices=(Notice("macro", "宏（不运行）"),))
    noted = read_submission(book, "x.xlsm", "0" * 64, plan()).observations[0]
    assert ("F006", {"kind": "macro", "what": "宏（不运行）"}) == (noted.code, noted.facts)
