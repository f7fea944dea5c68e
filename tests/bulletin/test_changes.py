"""Sheet 与上期对比, read back."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from automation.bulletin.changed import NEW, OTHER, SOLVED, light_change, projects
from automation.bulletin.write import write_bulletin
from automation.lights import Light
from automation.period import Period
from automation.plan.shipped import load
from automation.summary import Summary
from tests import libreoffice
from tests.bulletin.reported import quarterly, reported_summary, with_annual_plans
from tests.bulletin.sample import sample_summary
from tests.bulletin.small import Project, small_summary

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def written(summary: Summary, folder: Path) -> Worksheet:
    """The sheet of ``summary``."""
    path = folder / "通报.xlsx"
    write_bulletin(path, summary)
    return openpyxl.load_workbook(path, data_only=True)["与上期对比"]


def row_of(sheet: Worksheet, name: str) -> list[object]:
    """The values of one project's row."""
    return next([cell.value for cell in row] for row in sheet.iter_rows(max_col=13) if row[1].value == name)


def told(summary: Summary, code: str, before: str, now: str) -> Summary:
    """``summary`` with 存在问题 of one project as it was and as it is."""
    tables = tuple(replace(t, items=tuple(
        replace(i, values={**i.values, "存在问题": now}, before={**i.before, "存在问题": before}) if i.item.code == code else i
        for i in t.items)) for t in summary.tables)
    return replace(summary, tables=tables)


def test_a_project_stands_beside_itself_a_month_ago(tmp_path: Path) -> None:
    """Cumulative and monthly figures of both months, and the difference of the months."""
    sheet = written(small_summary([Project("A", "甲县", "100", ["10", "20", "35"])]), tmp_path)
    assert [30, 65, 20, 35, 15] == row_of(sheet, "A")[3:8]


def test_units_add_up_their_projects(tmp_path: Path) -> None:
    """A unit's line holds the sums of its projects."""
    sheet = written(small_summary([Project("A", "甲县", "100", ["10", "20", "35"]), Project("B", "甲县", "100", ["1", "2", "3"])]), tmp_path)
    unit = next([cell.value for cell in row] for row in sheet.iter_rows(max_col=8) if str(row[0].value).endswith("（2个项目）"))
    assert [33, 71, 22, 38, 16] == unit[3:8]


def test_a_project_in_two_tables_stands_once(tmp_path: Path) -> None:
    """遂宁市老年大学 is in 附件2 and 附件3, and is compared once."""
    codes = [c.figures.item.code for changes in projects(sample_summary()).values() for c in changes]
    assert len(set(codes)) == len(codes) == 23


@pytest.mark.parametrize(("before", "now", "expected"), [
    (Light.RED, Light.YELLOW, "转好"), (Light.GREEN, Light.RED, "转差"), (Light.NOT_STARTED, Light.RED, "开始亮灯"),
    (Light.GREEN, Light.NOT_PLANNED, "不再亮灯"), (Light.RED, Light.RED, ""), (None, Light.RED, ""),
])
def test_a_light_turns_for_better_or_worse(before: Light | None, now: Light, expected: str) -> None:
    """Better, worse, lit, no longer lit; nothing where it stayed."""
    assert expected == light_change(now, before)


@pytest.mark.parametrize(("before", "now", "expected"), [
    ("", "征地未完", f"{NEW}：征地未完"), ("征地未完", "无", f"{SOLVED}：征地未完"), ("征地未完", "资金未到", f"{OTHER}：资金未到"),
    ("无", "", ""), ("征地未完", "征地未完", ""),
])
def test_a_problem_is_new_or_solved(before: str, now: str, expected: str, tmp_path: Path) -> None:
    """A problem that was not there is new, one that is there no more is solved; “无” is no problem."""
    summary = told(small_summary([Project("A", "甲县", "100", ["10", "20", "35"])]), "A", before, now)
    assert expected == (row_of(written(summary, tmp_path), "A")[12] or "")


def test_a_unit_that_did_not_report_is_no_change_of_its_problem(tmp_path: Path) -> None:
    """Silence solves nothing: the row says 未报, and that the unit did not report."""
    sheet = written(small_summary([Project("A", "甲县", "100", ["10", "20", None])]), tmp_path)
    assert ["未报", "—", "本月未报送"] == [row_of(sheet, "A")[n] for n in (6, 7, 12)]


def test_the_first_month_has_nothing_beside_it(tmp_path: Path) -> None:
    """A plan's first month has no such sheet; there is nothing to compare."""
    path = tmp_path / "通报.xlsx"
    write_bulletin(path, reported_summary(with_annual_plans(load("suining-2017")), Period(2017, 1)))
    assert "与上期对比" not in openpyxl.load_workbook(path).sheetnames


def test_a_year_begins_without_a_comparison_of_money(tmp_path: Path) -> None:
    """January stands beside December in states and problems, not in money that starts anew."""
    first = small_summary([Project("A", "甲县", "100", ["10"])])
    tables = tuple(replace(t, items=tuple(replace(i, before={"本年累计完成投资": Decimal(99), "项目状态": "在建"}) for i in t.items)) for t in first.tables)
    sheet = written(replace(first, tables=tables), tmp_path)
    assert ["—", 10, "—", 10, "—", "—"] == row_of(sheet, "A")[3:9]


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
def test_libreoffice_agrees(tmp_path: Path) -> None:
    """Every stored value is what the formula gives, with tasks, indicators and a unit that did not report."""
    path = tmp_path / "通报.xlsx"
    write_bulletin(path, reported_summary(with_annual_plans(load("suining-2017")), Period(2017, 6), missing="福慈科"))
    assert [] == libreoffice.differences(path)


def test_a_quarterly_table_beside_a_monthly_one_is_called_by_neither(tmp_path: Path) -> None:
    """Where tables are of different periods the columns say 上期 and 本期."""
    sheet = written(reported_summary(quarterly(with_annual_plans(load("suining-2017")), "附件3"), Period(2017, 6)), tmp_path)
    assert ["上期完成", "本期完成"] == [str(sheet.cell(6, col).value).replace("\n", "") for col in (6, 7)]
