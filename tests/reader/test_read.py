"""A workbook back from a unit is read cell by cell, whatever was done to it."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from automation.forms import forms_for
from automation.model.submission import Reading
from tests import libreoffice
from tests.reader.books import CODE, JUNE, SIGNATURE, TYPED, edited, issued, plan, read, row, seen, typing

Edit = Callable[[Workbook], object]


def sheet_edit(method: str, *arguments: int, sheet: str = "填报表") -> Edit:
    """The edit that calls ``method`` of a sheet: insert_rows, delete_cols.

    The library moves cells but not what is hidden, as Excel would; so everything is shown first.
    """
    def edit(book: Workbook) -> None:
        for column in book[sheet].column_dimensions.values():
            column.hidden = False
        getattr(book[sheet], method)(*arguments)
    return edit


def test_an_unharmed_workbook_is_read_without_a_remark() -> None:
    """Identity, every row of every form, the signature and nothing to complain about."""
    submission = read(issued())
    unit = plan().unit("福慈科")
    assert unit is not None
    expected = [r.item.code for form in forms_for(plan(), unit, JUNE) for r in form.rows]
    assert () == submission.observations
    assert ("福慈科", JUNE, "SN2017") == (submission.unit, submission.period, submission.plan_code)
    assert expected == [r.code for r in submission.rows]
    assert SIGNATURE == submission.signature


@pytest.mark.parametrize("unit", [u.name for u in plan().reporting_units(JUNE)])
def test_every_units_workbook_is_read_back_whole(unit: str) -> None:
    """What any unit was issued is found again: every item once, nothing to remark."""
    submission, one = read(issued(unit)), plan().unit(unit)
    assert one is not None
    assert () == submission.observations
    expected = [r.item.code for form in forms_for(plan(), one, JUNE) for r in form.rows]
    assert expected == [r.code for r in submission.rows]


def test_every_value_is_read_with_its_cell() -> None:
    """A typed figure is the same figure, at the address where the clerk sees it."""
    values = row(read(issued())).values
    assert TYPED == {name: value.parsed for name, value in values.items() if value.reading is not Reading.EMPTY}
    assert ("填报表", "L9") == (values["本月完成投资"].sheet, values["本月完成投资"].cell)


def test_a_blank_cell_was_read_and_is_empty() -> None:
    """A field that the clerk left out is there as EMPTY; one that the row does not ask for is not there."""
    submission = read(issued())
    ratio = row(submission, "SN-Z05").values
    assert (Reading.EMPTY, None) == (ratio["分子"].reading, ratio["分子"].parsed)
    assert "本期值" not in ratio


def test_locked_cells_are_handed_on_as_found() -> None:
    """Fixed, prior and computed cells are kept by column key, formulas told from constants."""
    shown = row(read(issued())).shown
    assert Decimal(300) == shown["总投资"].parsed
    assert Decimal("80.25") == shown["上期:本年累计完成投资"].parsed
    assert (Decimal("200.75"), "formula") == (shown["本年累计完成投资"].parsed, shown["本年累计完成投资"].note)


def test_what_was_typed_where_nothing_is_asked_for_is_not_lost() -> None:
    """A ratio indicator has no 本期值; a figure typed there is no value, and is handed on as found."""
    untouched = row(read(issued()), "SN-Z05")
    harmed = row(read(edited(typing(untouched.shown["本期值"].cell, 45, "指标"))), "SN-Z05")
    assert "本期值" not in harmed.values
    assert ("—", Decimal(45)) == (untouched.shown["本期值"].parsed, harmed.shown["本期值"].parsed)


def test_what_was_prefilled_is_known_from_the_stamp() -> None:
    """The locked prior figures as issued stand beside the ones found, so that a change can be told."""
    harmed = read(edited(typing("J9", 99)))
    assert Decimal("80.25") == harmed.issued[CODE]["上期:本年累计完成投资"]
    assert Decimal(99) == row(harmed).shown["上期:本年累计完成投资"].parsed


def test_an_overwritten_formula_is_told_from_a_live_one() -> None:
    """A figure typed over a computed cell is marked as a constant; a formula without a result as uncalculated."""
    shown = row(read(edited(typing("M9", 300)))).shown
    typed, live = shown["本年累计完成投资"], shown["开工以来累计完成投资"]
    assert ("constant", Reading.LITERAL) == (typed.note, typed.reading)
    assert ("formula", Reading.UNCALCULATED) == (live.note, live.reading)


def test_the_totals_row_is_read_with_its_cells() -> None:
    """Totals stand apart from the items, each with its address and whether it was typed."""
    totals = read(edited(typing("L14", "１２１"))).totals["填报表"]
    assert (Decimal(121), "L14", "constant") == (totals["本月完成投资"].parsed, totals["本月完成投资"].cell,
                                               totals["本月完成投资"].note)
    assert "formula" == totals["总投资"].note


@pytest.mark.parametrize(("edit", "cell", "what"), [
    (sheet_edit("insert_rows", 1, 3), "L12", ["表头位置"]),
    (sheet_edit("insert_rows", 9, 2), "L11", []),
    (sheet_edit("insert_cols", 1), "M9", ["列位置"]),
    (sheet_edit("insert_cols", 5, 2), "N9", ["列位置"]),
    (sheet_edit("delete_cols", 2), "K9", ["锁定列", "列位置"]),
    (sheet_edit("delete_cols", 4), "K9", ["锁定列", "列位置"]),
    (typing("L8", "本月完成\n投资（万元）"), "L9", ["表头"]),
    (typing("L8", " ６月 完成(万元)"), "L9", []),
    (typing("B9", None), "L9", ["项目编码"]),
    (typing("B9", "sn-05 "), "L9", []),
    (lambda book: setattr(book["填报表"], "title", "填 报 表"), "L9", ["工作表"]),
    (lambda book: setattr(book["填报表"], "title", "Sheet1"), "L9", ["工作表"]),
])
def test_a_moved_or_renamed_table_is_read_all_the_same(edit: Edit, cell: str, what: list[str]) -> None:
    """Rows and columns inserted or deleted, headings and sheets renamed: the figure is found, the change is told."""
    submission = read(edited(edit))
    figure = row(submission).values["本月完成投资"]
    assert (Decimal("120.5"), cell) == (figure.parsed, figure.cell)
    assert what == [o.facts["what"] for o in seen(submission, "S202")]
    assert what == [o.facts["what"] for o in submission.observations]


def test_reordered_rows_are_read_by_code() -> None:
    """Two rows that changed places keep their figures."""
    def swap(book: Workbook) -> None:
        sheet = book["填报表"]
        for column in range(1, 24):
            upper, lower = sheet.cell(9, column), sheet.cell(10, column)
            upper.value, lower.value = lower.value, upper.value
    submission = read(edited(swap))
    assert "L10" == row(submission).values["本月完成投资"].cell
    assert [("行次序", "2")] == [(o.facts["what"], o.facts["count"]) for o in submission.observations]


def test_a_workbook_without_a_word_from_the_clerk_is_all_empty() -> None:
    """Nothing typed is nothing read: no value of an untouched project has content but its prefilled state."""
    values = row(read(issued()), "SN-14").values
    assert {Reading.EMPTY} == {value.reading for value in values.values()}


@pytest.mark.parametrize(("raw", "reading", "parsed"), [
    ("１，２００.５万元", Reading.UNDERSTOOD, Decimal("1200.5")), ("约62万", Reading.UNREADABLE, None),
    ("=100+20.5", Reading.UNDERSTOOD, Decimal("120.5")), ("=VLOOKUP(1,A1:B2,2)", Reading.UNCALCULATED, None), (0, Reading.LITERAL, Decimal(0)), ("#REF!", Reading.CELL_ERROR, None),
])
def test_what_stands_in_a_cell_decides_its_reading(raw: object, reading: Reading, parsed: Decimal | None) -> None:
    """Through a real file, every kind of content has its own reading and none is taken for blank."""
    figure = row(read(edited(typing("L9", raw)))).values["本月完成投资"]
    assert (reading, parsed) == (figure.reading, figure.parsed)


def test_a_formula_without_a_result_is_shown_as_it_was_typed() -> None:
    """The clerk is told about her formula, not about an empty cell."""
    assert "=NPV(1,2)" == row(read(edited(typing("L9", "=NPV(1,2)")))).values["本月完成投资"].raw


def test_dates_of_the_1904_system_are_read_right() -> None:
    """A signature dated in a workbook of the other date system keeps its day."""
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    def edit(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
    assert "2017-06-19" == read(edited(edit)).signature["填报日期"]


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
def test_a_workbook_saved_by_libreoffice_says_the_same(tmp_path: Path) -> None:
    """Another office program may save the workbook: same identity, same values, no remark."""
    source = tmp_path / "福慈科.xlsx"
    source.write_bytes(issued())
    saved = libreoffice.recalculated(source, tmp_path)
    before, after = read(issued()), read(saved.read_bytes())
    assert () == after.observations
    assert (before.unit, before.period, before.issued) == (after.unit, after.period, after.issued)
    assert [r.values for r in before.rows] == [r.values for r in after.rows]
