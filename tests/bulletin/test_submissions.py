"""Sheet 报送情况, read back."""

import datetime
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from automation.bulletin.reporting import received, word
from automation.bulletin.write import write_bulletin
from automation.model.submission import UnitState
from automation.summary import Summary
from tests.bulletin.sample import sample_summary
from tests.bulletin.small import Project, small_summary, status

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

PUNCTUAL = Project("A", "甲县", "100", ["10"] * 6)


def written(summary: Summary, folder: Path) -> Workbook:
    """The whole bulletin of ``summary``, as values."""
    path = folder / "通报.xlsx"
    write_bulletin(path, summary)
    return openpyxl.load_workbook(path, data_only=True)


def test_six_cards_count_the_units(tmp_path: Path) -> None:
    """Due, on time, late, missing, sent back, and the share on time."""
    sheet = written(sample_summary(), tmp_path)["报送情况"]
    assert [11, 8, 2, 1, 2] == [sheet.cell(4, col).value for col in (1, 3, 5, 6, 7)]
    assert 8 / 11 == pytest.approx(sheet.cell(4, 9).value)


def test_the_counts_are_named_for_the_front_page(tmp_path: Path) -> None:
    """Each name points at a cell that holds the number."""
    book = written(sample_summary(), tmp_path)
    found = {}
    for name in ("报送_应报", "报送_按时", "报送_迟报", "报送_未报"):
        sheet, cell = book.defined_names[name].attr_text.split("!")
        found[name] = book[sheet.strip("'")][cell.replace("$", "")].value
    assert {"报送_应报": 11, "报送_按时": 8, "报送_迟报": 2, "报送_未报": 1} == found


def test_each_unit_has_its_line_with_the_record_of_the_year(tmp_path: Path) -> None:
    """When it was due, when it came, what that means, and the months since January."""
    sheet = written(sample_summary(), tmp_path)["报送情况"]
    rows = {sheet.cell(row, 2).value: [sheet.cell(row, col).value for col in range(3, 16)] for row in range(8, 19)}
    late = rows["民管科"]
    assert ("科室", 2, datetime.datetime(2017, 6, 20, 17), datetime.datetime(2017, 6, 21, 13, 20), "迟报1天") == tuple(late[:5])
    assert ["√", "√", "√", "√", "√", "△"] == late[6:12]
    assert 5 / 6 == pytest.approx(late[12])
    assert [None, "未报送"] == rows["蓬溪县民政局"][3:5]


def test_nobody_late_or_missing_is_left_out_of_the_naming(tmp_path: Path) -> None:
    """The front page names five; this sheet names all."""
    statuses = [status(f"单位{n}", None) for n in range(7)] + [status("单位7", 1), status("单位8", None, UnitState.RETURNED)]
    sheet = written(small_summary([PUNCTUAL], statuses=statuses), tmp_path)["报送情况"]
    names = "、".join(f"单位{n}" for n in range(7))
    assert (f"通报：未报送：{names}、单位8（已退回待重报）；迟报：单位7。请未报送单位于6月28日前补报，请迟报单位书面说明原因。"
            == sheet.cell(sheet.max_row, 1).value)


def test_when_all_are_on_time_they_are_named_for_it(tmp_path: Path) -> None:
    """Nobody is asked for anything."""
    sheet = written(small_summary([PUNCTUAL], statuses=[status("甲科")]), tmp_path)["报送情况"]
    assert "通报：各单位均按时报送。" == sheet.cell(sheet.max_row, 1).value


def test_a_period_without_units_still_has_the_sheet(tmp_path: Path) -> None:
    """No division by nobody."""
    sheet = written(small_summary([PUNCTUAL]), tmp_path)["报送情况"]
    assert [0, "—"] == [sheet["A4"].value, sheet["I4"].value]


@pytest.mark.parametrize(("after", "expected"), [
    (datetime.timedelta(0), "按时"), (datetime.timedelta(microseconds=1), "迟报1天"), (datetime.timedelta(hours=6), "迟报1天"),
    (datetime.timedelta(days=1), "迟报1天"), (datetime.timedelta(days=2), "迟报2天"), (datetime.timedelta(seconds=-1), "按时"),
])
def test_a_moment_after_the_deadline_is_late(after: datetime.timedelta, expected: str) -> None:
    """Calendar days, at least one; a fraction of a second is not rounded back to punctual."""
    line = status("甲科")
    assert expected == word(replace(line, received=line.deadline + after))


def test_the_clock_is_the_office_s() -> None:
    """A zone on the moment changes nothing of what the sheet shows."""
    china = datetime.timezone(datetime.timedelta(hours=8))
    line = replace(status("甲科"), received=datetime.datetime(2017, 6, 20, 16, 59, tzinfo=china))
    assert datetime.datetime(2017, 6, 20, 16, 59) == received(line)
