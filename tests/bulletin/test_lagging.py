"""Sheet 滞后项目, read back."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from automation.bulletin.lagged import lagging_projects
from automation.bulletin.write import write_bulletin
from automation.lights import Light
from automation.summary import Summary
from tests.bulletin.sample import sample_summary
from tests.bulletin.small import Project, small_summary

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def written(summary: Summary, folder: Path, live: bool = False) -> Worksheet:
    """The sheet of ``summary``."""
    path = folder / "通报.xlsx"
    write_bulletin(path, summary)
    return openpyxl.load_workbook(path, data_only=not live)["滞后项目"]


def test_the_furthest_behind_stands_first(tmp_path: Path) -> None:
    """Red, then yellow, each with light, gap and shortfall."""
    sheet = written(sample_summary(), tmp_path)
    gaps = [sheet.cell(row, 9).value for row in range(4, 13)]
    assert sorted(gaps) == gaps
    assert ("■ 红灯", "遂宁市殡仪馆改扩建", "附件2-7", 800, 85, 315) == tuple(sheet.cell(4, col).value for col in (2, 3, 4, 6, 7, 10))
    assert "合计（红灯、黄灯项目）" == sheet["A13"].value


def test_a_project_in_two_tables_is_listed_and_counted_once(tmp_path: Path) -> None:
    """殡仪馆 is red in 附件2 and stands in 附件3 too; the live counts behind the headline take it once."""
    names = [one.figures.item.name for one in lagging_projects(sample_summary())]
    sheet = written(sample_summary(), tmp_path)
    assert len(set(names)) == len(names) == 9
    assert [5, 4] == [sheet["Q3"].value, sheet["R3"].value]


def test_a_project_lit_differently_in_two_tables_counts_at_its_worst(tmp_path: Path) -> None:
    """Red here and yellow there is one red project, on the list and in the live count."""
    red, yellow = Project("A", "甲县", "100", ["0", "0", "5"]), Project("A", "甲县", "100", ["0", "0", "20"])
    sheet = written(small_summary([yellow], [red]), tmp_path)
    assert [1, 0] == [sheet["Q3"].value, sheet["R3"].value]
    assert ["附件3-1", "合计（红灯、黄灯项目）"] == [sheet["D4"].value, sheet["A5"].value]


def test_the_source_links_to_the_project_in_its_table(tmp_path: Path) -> None:
    """One click from the list to the row."""
    assert "'附件2项目总表'!B12" == written(sample_summary(), tmp_path)["D4"].hyperlink.location


def test_supervision_follows_two_months(tmp_path: Path) -> None:
    """Twice red, newly red, twice behind, newly yellow: four different proposals."""
    projects = [Project("A", "甲县", "100", ["0", "0", "0"]), Project("B", "乙县", "100", ["10", "0", "0"]),
                Project("C", "丙县", "100", ["4", "4", "10"]), Project("D", "丁县", "100", ["9", "9", "6"])]
    sheet = written(small_summary(projects), tmp_path)
    assert {"A": "建议分管领导约谈", "B": "下发督办函", "C": "重点提示", "D": "提示关注"} == {
        sheet.cell(row, 3).value: sheet.cell(row, 14).value for row in range(4, 8)}


def test_without_laggards_the_sheet_says_so(tmp_path: Path) -> None:
    """An empty list is a statement, not a fault."""
    sheet = written(small_summary([Project("A", "甲县", "100", ["10"])]), tmp_path)
    assert "没有红灯、黄灯项目" == sheet["A4"].value
    assert [] == list(lagging_projects(small_summary([Project("A", "甲县", "100", ["10"])])))


def test_a_unit_that_did_not_report_is_quoted_from_the_month_before(tmp_path: Path) -> None:
    """The cause that was given last still stands."""
    summary = small_summary([Project("A", "甲县", "100", ["1", "1", None], problem="征地未完成")])
    assert "征地未完成" == written(summary, tmp_path)["L4"].value


def test_figures_are_live_and_the_sheet_is_signed(tmp_path: Path) -> None:
    """Every number points at its table, and there is a line to sign and to instruct on."""
    sheet = written(sample_summary(), tmp_path, live=True)
    assert all(str(sheet.cell(4, col).value).startswith("=") for col in (2, 6, 7, 8, 9, 10, 11, 14))
    assert ["填表：", "审核：", "分管领导批示："] == [sheet.cell(15, col).value for col in (1, 5, 10)]


def test_only_the_asked_lights_are_taken() -> None:
    """Red alone is the red ones of the whole list."""
    every = lagging_projects(sample_summary())
    assert [one for one in every if one.figures.light is Light.RED] == list(lagging_projects(sample_summary(), Light.RED))
