"""Where things stand: addresses that formulas and links rely on."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from automation.bulletin.layout import Layout, parameter_reference
from automation.bulletin.places import legal_sheet, legal_suffix, reference
from automation.bulletin.write import write_bulletin
from automation.model.plan import Plan
from automation.period import Frequency, Period
from automation.plan.shipped import load
from automation.summary import Summary
from tests.bulletin.reported import projects_only, quarterly, reported_summary, with_annual_plans, with_own_fields
from tests.bulletin.sample import sample_summary

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

JUNE = Period(2017, 6)


def test_an_item_is_found_by_table_code_and_field() -> None:
    """A figure's address on another sheet and its cell for a link are the same place."""
    layout = Layout.of(sample_summary())
    assert layout.reference("附件2", "SN-09", "本月完成投资") == "附件2项目总表!$L$14"
    assert layout.cell_of("附件2", "SN-09", "本月完成投资") == ("附件2项目总表", "L14")
    assert layout.total_reference("附件3", "总投资") == "附件3重大项目!$G$21"


def test_columns_keep_the_order_of_the_plan() -> None:
    """Basic facts as the plan orders them, then the year's money, then progress; 附件3 has its own two units."""
    first, second = (tuple(c.key for c in t.columns) for t in Layout.of(sample_summary()).tables)
    money = ("年度计划投资", "截至上年底累计完成", "本月完成投资", "本年累计完成投资", "完成率", "与序时比")
    status = ("亮灯", "走势", "形象进度", "存在问题", "填报单位")
    basic = ("序号", "项目名称", "建设性质", "建设地址", "主要建设内容", "建设年限", "总投资", "牵头领导")
    assert first == (*basic, "牵头单位", *money, *status)
    assert second == (*basic, "建设单位", "责任单位", *money, *status)


def test_headings_name_the_period() -> None:
    """本月完成投资 is headed 6月完成 in June, 第2季度完成 in a quarterly table."""
    plan = quarterly(projects_only(load("suining-2017")), "附件3")
    first, second = Layout.of(reported_summary(plan, JUNE)).tables
    assert [t.columns[t.column("本月完成投资")].heading for t in (first, second)] == ["6月完成", "第2季度完成"]


def test_own_fields_stand_before_the_unit() -> None:
    """An office's own fields come after progress and problems, and the unit stays last."""
    plan = with_own_fields(projects_only(load("suining-2017")))
    columns = Layout.of(reported_summary(plan, JUNE)).tables[0].columns
    assert tuple(c.key for c in columns[-4:]) == ("存在问题", "监理次数", "月均完成率", "填报单位")


def test_ledger_goes_by_the_most_frequent_table() -> None:
    """Beside a monthly table a quarterly one uses every third column; alone it has four columns a year."""
    plan = projects_only(load("suining-2017"))
    mixed = Layout.of(reported_summary(quarterly(plan, "附件3"), JUNE)).ledger
    alone = Layout.of(reported_summary(quarterly(projects_only(plan, "附件3"), "附件3"), Period(2017, 2, Frequency.QUARTER))).ledger
    assert (mixed.steps, mixed.place("附件2", 6), mixed.place("附件3", 2)) == (12, 6, 6)
    assert (alone.steps, alone.place("附件3", 2)) == (4, 2)


@pytest.mark.parametrize(("name", "expected"), [
    ("附件2项目总表", "附件2项目总表"), ("附件2 项目(民政)", "附件2项目民政"), ("表[一]/二", "表一二"), ("通报", "通报2"), ("很" * 40, "很" * 31),
    ("", "表")])
def test_sheet_names_are_legal_and_unlike(name: str, expected: str) -> None:
    """A sheet's name is what the plan says, less what Excel forbids, cut to 31 characters and unlike the others."""
    assert legal_sheet(name, ["通报", "单位排名"]) == expected


def test_references_quote_where_they_must() -> None:
    """Plain Chinese names need no quotes; a name that starts with a digit or holds a hyphen does."""
    assert [reference(name, 0, 0) for name in ("月度台账", "2017表", "附件2-1")] == ["月度台账!$A$1", "'2017表'!$A$1", "'附件2-1'!$A$1"]
    assert legal_suffix("附件2-1") == "附件2_1"


def test_no_project_tables_no_project_sheets(tmp_path: Path) -> None:
    """A plan of tasks alone gets their sheets, no project sheets, and keeps the parameters."""
    path = tmp_path / "bulletin.xlsx"
    summary = reported_summary(projects_only(load("suining-2017"), "任务"), JUNE)
    write_bulletin(path, summary)
    sheets = openpyxl.load_workbook(path).sheetnames
    assert {"月度台账", "单位排名", "滞后项目"}.isdisjoint(sheets)
    assert {"任务进展", "单位台账", "溯源"} <= set(sheets)
    assert ("通报", "口径说明") == (sheets[0], sheets[-1])
    assert Layout.of(summary).names["滞后红线"] == parameter_reference("滞后红线") == "口径说明!$C$8"


def test_awkward_names_are_written(tmp_path: Path) -> None:
    """Codes and titles that Excel forbids in sheet names and defined names still give a workbook that opens."""
    path = tmp_path / "bulletin.xlsx"
    write_bulletin(path, _renamed(with_annual_plans(load("suining-2017"))))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[1:3] == ["2017表1项目总表甲", "附件3-1" + "很长的名称" * 5 + "很"]
    assert "总投资_2017表_1" in book.defined_names


def _renamed(plan: Plan) -> Summary:
    codes = {"附件2": ("2017表/1", "项目 总表[甲]"), "附件3": ("附件3-1", "很长的名称" * 8)}
    tables = tuple(
        replace(t, code=codes[t.code][0], title=codes[t.code][1],
                items=tuple(replace(i, table=codes[t.code][0]) for i in t.items))
        for t in projects_only(plan).tables)
    return reported_summary(replace(plan, tables=tables), JUNE)
