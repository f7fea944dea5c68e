"""What the bulletin says of tasks and indicators, in words and in its sheets, is what the units reported."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from automation.bulletin.duty_words import indicator_remark
from automation.bulletin.layout import Layout
from automation.bulletin.stated import stated
from automation.bulletin.wording import paragraphs, verdict
from automation.bulletin.write import write_bulletin
from automation.formula import Scalar
from automation.summary import Summary
from tests import libreoffice
from tests.rollup.office import EAST, NORTH, SETTINGS, WEST, Report, indicator, office_summary, pair, task, value

TASKS = (task("2017年6月10日前", code="T1", name="建设站点"), task("2017年6月30日前", (EAST,), code="T2", name="印发方案"),
         task("2017年12月", (WEST, EAST), code="T3", name="消除隐患"), task("2017年9月", (EAST,), code="T4", name="培训骨干"),
         task("每月10日前", code="T5", name="发放补贴"), task("长期", (NORTH,), code="T6", name="日常巡查"))
INDICATORS = (
    indicator("存量", (">=", "300", "2017-12"), (">=", "400", "2020-12"), code="Z1", name="养老床位", base="100"),
    indicator("流量", ("=", "24", "2017-12"), code="Z2", name="新建站点", unit="个"),
    indicator("比率", (">=", "60", "2017-12"), code="Z3", name="覆盖率", unit="%", scale="100"),
    indicator("逐个达标", (">=", "60", "2017-06"), code="Z4", name="护理型床位占比", unit="%"),
    indicator("零容忍", ("=", "0", "2017-12"), code="Z5", name="违规", unit="起"),
    indicator("里程碑", ("=", "1", "2018-12"), code="Z6", name="出台文件", unit="是/否"),
    indicator("按期", ("<=", "10", ""), code="Z7", name="补贴发放日", unit="日"),
    indicator("定性", code="Z8", name="队伍建设", unit="定性"),
    indicator("存量", (">=", "98", "2017-03"), units=(EAST,), code="Z9", name="火化率", 性质="争取"),
    indicator("存量", (">=", "50", "2017-03"), units=(EAST,), code="Z10", name="持证人数", unit="人"),
)


def said(rate: str, state: str = "推进中", problem: str = "") -> dict[str, Scalar | int]:
    return {"完成率": Decimal(rate), "状态": state, "进展情况": f"已完成工作量的{rate}", "存在问题": problem or None}


def reports() -> Iterator[tuple[str, Report]]:
    for unit, rate in ((EAST, "0.9"), (WEST, "0.6"), (NORTH, "0.8")):
        yield "T1", ("2017-06", unit, said(rate))
        yield "T5", ("2017-06", unit, said("1", "已完成"))
    yield "T2", ("2017-06", EAST, said("0.95"))
    yield "T3", ("2017-06", WEST, said("0.5", "受阻", "用地未落实"))
    yield "T3", ("2017-05", EAST, said("0.7"))
    yield "T4", ("2017-05", EAST, said("1", "已完成"))
    yield "T4", ("2017-06", EAST, said("1", "已完成"))
    for code, amounts in {"Z1": (100, 80, 50), "Z2": (5, 4, 3), "Z4": (70, 55, 60), "Z5": (0, 1, 0), "Z6": (1, 0, 0), "Z7": (8, 12, 9)}.items():
        for unit, amount in zip((EAST, WEST, NORTH), amounts, strict=True):
            yield code, value("2017-06", unit, amount)
    yield "Z2", value("2017-05", EAST, 2)
    yield "Z3", pair("2017-06", EAST, 90, 100)
    yield "Z3", pair("2017-05", WEST, 10, 200)
    yield "Z8", ("2017-06", EAST, {"说明": "培训两期"})
    yield "Z9", value("2017-06", EAST, 20)
    yield "Z10", value("2017-03", EAST, 60)
    yield "Z10", value("2017-06", EAST, 60)


def summary(practice: bool = False) -> Summary:
    return office_summary("2017-06", TASKS, INDICATORS, list(reports()), replace(SETTINGS, practice=practice))


def paragraph(lead: str) -> str:
    return next(p.text for p in paragraphs(summary()) if lead in p.lead)


def test_the_text_counts_what_is_met_not_due_and_overdue() -> None:
    """What is not due yet is never called 未达标; who finished early and who is overdue is counted."""
    assert paragraph("总体情况") == (
        "截至6月20日，重点任务（任务）共6项，已完成2项（提前1项）、推进中2项、受阻1项、未报1项、逾期未完成1项；"
        "量化指标（指标）共10项，已达标1项（按期1项）、未到期4项、到期未达标1项、逾期未达标1项、未守住2项、不评1项。")


def test_the_text_names_what_is_overdue_blocked_and_due_soon() -> None:
    """Each group by name; a duty of every month that was done is in none of them."""
    assert paragraph("任务进展") == "逾期未完成1项：建设站点。受阻1项：消除隐患。30天内到期1项：印发方案。"
    assert paragraph("指标完成").startswith("逾期未达标1项：火化率。到期未达标1项：护理型床位占比。未守住2项：违规、补贴发放日。")


def test_the_verdict_is_one_line() -> None:
    """Done and overdue, met and overdue, in one breath."""
    assert verdict(summary()) == "重点任务6项，完成2项、逾期1项；量化指标10项，达标1项、逾期未达标1项、未守住2项；未报0家"


def test_every_count_of_the_text_is_checked_against_a_sheet() -> None:
    """数据校核 has a line for each of them, with a formula."""
    found = {one.label: (one.value, one.formula.startswith("=COUNTIF(")) for one in stated(summary())}

    assert (Decimal(2), True) == found["任务已完成（项）"]
    assert (Decimal(1), True) == found["任务逾期未完成（项）"]
    assert (Decimal(4), True) == found["指标未到期（项）"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bulletin of the office as a file."""
    target = tmp_path_factory.mktemp("duties") / "通报.xlsx"
    write_bulletin(target, summary(practice=True))
    return target


@pytest.fixture(scope="module")
def stored(path: Path) -> dict[str, Worksheet]:
    """Its sheets with the values as stored."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {sheet.title: sheet for sheet in book.worksheets}


def row_of(sheet: Worksheet, name: str) -> tuple[object, ...]:
    return next(tuple(c.value for c in row) for row in sheet.iter_rows() if row[1].value == name)


def test_the_front_page_lists_what_is_red(stored: dict[str, Worksheet]) -> None:
    """The overdue task before the blocked one, then the indicators; what is only hoped for is not red."""
    page = stored["通报"]
    head = next(row[0].row for row in page.iter_rows() if row[0].value == "红灯任务、指标")
    rows = [(page.cell(n, 1).value, page.cell(n, 7).value) for n in range(head + 1, head + 6)]

    assert [("建设站点", 0.6), ("消除隐患", 0.5)] == rows[:2]
    assert {"护理型床位占比", "违规", "补贴发放日"} == {name for name, _ in rows[2:]}


def test_a_task_stands_at_its_slowest_unit(stored: dict[str, Worksheet]) -> None:
    """建设站点: three streets at 90, 60 and 80 %, ten days overdue; the lead's words and the slowest unit's."""
    row = row_of(stored["任务进展"], "建设站点")

    assert (0.6, "推进中", "■ 红灯", "逾期未完成（10天）") == (row[5], row[8], row[9], row[12])
    assert row[10] == "东街：已完成工作量的0.9\n最慢西街：已完成工作量的0.6"


def test_overdue_and_due_soon_stand_under_the_tasks(stored: dict[str, Worksheet]) -> None:
    """One is ten days past, one has ten days left."""
    column = [row[0].value for row in stored["任务进展"].iter_rows()]

    assert {"逾期未完成（1项）", "30天内到期（1项）"} <= set(column)


def test_the_matrix_shows_every_unit(stored: dict[str, Worksheet]) -> None:
    """消除隐患 is blocked in the west, under way in the east, and none of the north's business."""
    assert ("●", "■", None, 2) == row_of(stored["任务矩阵"], "消除隐患")[2:6]


def test_the_ratio_is_of_sums(stored: dict[str, Worksheet]) -> None:
    """100 of 300 is 33.33; the mean of 90 % and 5 % is nowhere in the book."""
    row = row_of(stored["指标完成"], "覆盖率")

    assert (33.33, "100/300", "○ 未到期") == (row[9], row[10], row[15])
    assert 47.5 not in {cell.value for sheet in stored.values() for line in sheet.iter_rows() for cell in line}


def test_each_kind_is_judged_in_its_own_way(stored: dict[str, Worksheet]) -> None:
    """实际值, 构成, 判定 and 亮灯 of the other kinds."""
    sheet = stored["指标完成"]
    found = {name: tuple(row_of(sheet, name)[i] for i in (9, 10, 15, 16))
             for name in ("养老床位", "新建站点", "护理型床位占比", "违规", "补贴发放日", "队伍建设", "火化率", "持证人数")}

    assert found == {
        "养老床位": (230, None, "○ 未到期", "● 绿灯"), "新建站点": (14, None, "○ 未到期", "● 绿灯"),
        "护理型床位占比": (55, "2/3", "× 到期未达标", "■ 红灯"), "违规": (1, None, "× 未达标", "■ 红灯"),
        "补贴发放日": (0.6666666667, "2/3", "× 未达标", "■ 红灯"), "队伍建设": ("—", None, "○ 不评", "○ 不评"),
        "火化率": (20, None, "× 逾期未达标", "▲ 黄灯"), "持证人数": (60, None, "√ 按期达标", "● 绿灯")}


def test_flags_and_missing_units_are_named(stored: dict[str, Worksheet]) -> None:
    """争取 is flagged, a unit that is silent is named, and the final target stands beside the next one."""
    sheet = stored["指标完成"]

    assert "争取类，不亮红灯" in str(row_of(sheet, "火化率")[19])
    assert "未报：西街、北街" in str(row_of(sheet, "覆盖率")[19])
    assert row_of(sheet, "养老床位")[18] == "2020年12月 ≥400"


def test_every_units_figure_is_kept_and_traced(path: Path, stored: dict[str, Worksheet]) -> None:
    """单位台账 has the west's pair of May with its month; 溯源 leads every figure of June to its file and cell."""
    west = next(row for row in stored["单位台账"].iter_rows(values_only=True) if row[1] == "覆盖率" and row[2] == WEST)
    traced = [row for row in stored["溯源"].iter_rows(min_row=4, values_only=True) if row[2] == f"养老床位（{EAST}）"]

    assert ("2017年5月", "未报", 10, 200, 5) == (west[3], west[5], west[6], west[7], west[8])
    assert [("本期值", 100, 100, "√", "archive/x", "指标", "H9")] == [row[3:10] for row in traced]


def test_the_checks_agree(stored: dict[str, Worksheet]) -> None:
    """数据校核 finds every line in agreement."""
    assert str(stored["数据校核"]["A2"].value).endswith("不一致0项，可以印发")


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
def test_stored_values_are_libreoffices(path: Path) -> None:
    """Every formula of the book gives what is stored."""
    assert [] == libreoffice.differences(path)


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
def test_relative_thresholds_are_libreoffices_too(tmp_path: Path) -> None:
    """Where the thresholds are percent of the time gone, every light of a task and an indicator still is what is stored."""
    relative = replace(SETTINGS, relative_lights=True)
    target = tmp_path / "通报.xlsx"
    write_bulletin(target, office_summary("2017-06", TASKS, INDICATORS, list(reports()), relative))
    assert [] == libreoffice.differences(target)


def test_sheets_are_marked_and_lead_home(stored: dict[str, Worksheet]) -> None:
    """演练数据 and 返回首页 stand on each sheet of tasks and indicators."""
    for name in ("任务进展", "任务矩阵", "指标完成", "单位台账"):
        texts = {cell.value for row in stored[name].iter_rows(max_row=2) for cell in row}
        assert {"返回首页", "演练数据"} <= texts, name


def test_sections_follow_the_plans_own_divisions() -> None:
    """板块 divides a table where it groups items; a column that differs in every row does not."""
    items = [task("2017", code=f"T{n}", name=f"事项{n}", 板块="甲" if n < 3 else "乙", 章节=f"三{n}") for n in range(1, 5)]
    sections = Layout.of(office_summary("2017-06", items, (), ())).duties.task_sections

    assert [("甲", 2), ("乙", 2)] == [(s.heading, len(s.items)) for s in sections]


@pytest.mark.parametrize(("units", "shown"), [(1, "字" * 100), (3, "字" * 60 + "……(各单位全文见《单位台账》)")])
def test_much_from_many_units_is_told_in_brief(units: int, shown: str) -> None:
    """One unit's words stand in full beside its indicator; the words of several stand in full on 单位台账 alone."""
    summary = office_summary("2017-06", TASKS, INDICATORS, list(reports()))
    found = next(f for t in summary.indicators for f in t.items if f.measure == "定性")
    one = replace(found, reports=(found.reports[0],) * units, text="字" * 100, aspired=False, missed=(), failing=())
    said = indicator_remark(summary.plan, replace(one, reports=tuple(replace(r, current=True) for r in one.reports)))
    assert shown == said
