"""Of each plan that ships, a bulletin in which somebody types over a figure says so itself; LibreOffice calculates it anew."""

import warnings
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests import libreoffice
from tests.demo.test_demo import LAST, bulletin

pytestmark = pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
PLACE, SOURCE, SAME = 2, 5, 7
"""Columns of 溯源."""
UNIT, PART, WHOLE, VALUE, CHANGED = 3, 7, 8, 10, "× 已改"


def edited(path: Path) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl leaves sparklines out
        return openpyxl.load_workbook(path)


def seen(book: Workbook, tmp_path: Path) -> Workbook:
    """What the edited workbook shows once it is calculated anew."""
    book.save(tmp_path / "edited.xlsx")
    return openpyxl.load_workbook(libreoffice.recalculated(tmp_path / "edited.xlsx", tmp_path), data_only=True)


def lines(sheet: Worksheet) -> list[int]:
    """Rows of 溯源 that lead to a reported number, missing ones left out."""
    return [row for row in range(4, sheet.max_row + 1) if isinstance(sheet.cell(row, 1).value, int) and isinstance(sheet.cell(row, SOURCE).value, int | float)]


@pytest.mark.parametrize("plan", LAST)
def test_a_figure_typed_over_is_told(played: Callable[[str], Path], tmp_path: Path, plan: str) -> None:
    """数据校核 says 请核实后再印发 instead of 可以印发, and 溯源 says × 已改 of that figure and of no other."""
    path = bulletin(played(plan), plan)
    book = edited(path)
    trace = book["溯源"]
    row = next(row for row in lines(trace) if trace.cell(row, SOURCE).value)
    sheet, cell = trace.cell(row, PLACE).hyperlink.location.replace("'", "").split("!")
    book[sheet][cell] = book[sheet][cell].value + 7

    before, after = openpyxl.load_workbook(path, data_only=True), seen(book, tmp_path)

    assert before["数据校核"]["A2"].value.endswith("不一致0项，可以印发")
    assert after["数据校核"]["A2"].value.endswith("请核实后再印发")
    assert [row] == [r for r in lines(after["溯源"]) if after["溯源"].cell(r, SAME).value == CHANGED]


def test_a_wrong_denominator_moves_one_ratio_by_its_weight(played: Callable[[str], Path], tmp_path: Path) -> None:
    """One county's denominator ten times too large: its indicator is Σ分子/Σ分母, no other figure of 指标完成 moves."""
    plan = "panzhihua-13fyp"
    path = bulletin(played(plan), plan)
    before = openpyxl.load_workbook(path, data_only=True)
    units = before["单位台账"]
    paired = [row for row in range(6, units.max_row + 1) if isinstance(units.cell(row, WHOLE).value, int | float)]
    name = next(n for row in paired if sum(units.cell(r, 2).value == (n := units.cell(row, 2).value) for r in paired) > 2)
    rows = [row for row in paired if units.cell(row, 2).value == name]
    book = edited(path)
    book["单位台账"].cell(rows[1], WHOLE).value = units.cell(rows[1], WHOLE).value * 10

    after = seen(book, tmp_path)

    parts, wholes = (sum(Decimal(str(after["单位台账"].cell(row, col).value)) for row in rows) for col in (PART, WHOLE))
    shown, moved = after["指标完成"], before["指标完成"]
    differing = {row for row in range(5, moved.max_row + 1) for col in range(1, 21)
                 if not libreoffice.same(moved.cell(row, col).value, shown.cell(row, col).value)}
    (row,) = differing
    assert name == shown.cell(row, 2).value
    assert shown.cell(row, VALUE).value == pytest.approx(float(round(parts / wholes * 100, 2)), abs=1e-9)
