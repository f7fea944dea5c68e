"""自检 as the clerk meets it: one line for each way of filling a row, said by Python and by the workbook alike."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from automation.derive import constants, derive, opening, standing
from automation.forms import FIRST_ROW, forms_for
from automation.formula import Scalar, parse
from automation.model.plan import Category, DataType, Field, Kind, Plan, PlanCheck, Severity
from automation.period import Period
from automation.template.write import write_template
from tests import libreoffice
from tests.template.plans import FILLED, JUNE, SETTINGS, UNIT, indicator, past, plan, project, task

needs_libreoffice = pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)

Typed = dict[str, Scalar]

BEFORE: dict[Kind, Typed] = {
    Kind.PROJECT: {"本年累计完成投资": Decimal(300), "项目状态": "在建"},
    Kind.TASK: {"完成率": Decimal("0.5"), "状态": "推进中"},
    Kind.INDICATOR: {"本期值": Decimal(100), "实际值": Decimal(100)},
}
GOOD: dict[Kind, Typed] = {
    Kind.PROJECT: {"本月完成投资": Decimal(20), "形象进度": "综合楼主体施工至8层。", "问题类别": "无"},
    Kind.TASK: {"进展情况": "已建成日间照料中心18个，配备人员54名。", "完成率": Decimal("0.6"), "状态": "推进中"},
    Kind.INDICATOR: {"本期值": Decimal(101)},
}
EXPLAINED: Typed = {"存在问题": "二标段林地手续未办结", "下步措施": "7月15日前办结林地手续"}
OWN_FIELDS = (
    Field("农民工数", Category.FILLED, DataType.QUANTITY, minimum=Decimal(0), maximum=Decimal(500)),
    Field("开标日期", Category.FILLED, DataType.DATE),
    Field("投用年月", Category.FILLED, DataType.MONTH),
    Field("主管部门", Category.FILLED, DataType.CHOICE, options=tuple(f"第{n}号部门,市级" for n in range(30))),
)
OWN_CHECK = PlanCheck("Z001", "", parse("OR(NOT(ISNUMBER([农民工数])),[农民工数]<>13)"), Severity.NOTE, "农民工数存疑", "请核对")

CASES: tuple[tuple[Kind, Typed | None, str], ...] = (
    (Kind.PROJECT, None, "○ 待填报"),
    (Kind.PROJECT, {"项目状态": "停工"}, "○ 待填报"),
    (Kind.PROJECT, {"形象进度": "综合楼主体施工至8层。"}, "× 6月完成未填（无进展填0）"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "本月完成投资": "  "}, "× 6月完成未填（无进展填0）"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "本月完成投资": "约62万"}, "× 6月完成须为数字"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "本月完成投资": "62"}, "× 6月完成须为数字"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "项目状态": None}, "× 未选项目状态"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "项目状态": "搞建设"}, "× 项目状态不在选项内"),
    (Kind.PROJECT, {"本月完成投资": Decimal(0)}, "× 形象进度未填"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "形象进度": "有序推进"}, "× 形象进度不足8字"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "形象进度": "长" * 201}, "× 形象进度超过200字"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "问题类别": "天气"}, "× 问题类别不在选项内"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "本月完成投资": Decimal("600.01")}, "× 累计超总投资（请核单位）"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "本月完成投资": Decimal("-300.01")}, "× 负数超过上期累计"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "本月完成投资": Decimal(-5)}, "× 负数须在问题栏说明"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "本月完成投资": Decimal(-250)}, "× 负数须在问题栏说明"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], **EXPLAINED, "本月完成投资": Decimal(-250), "问题类别": "用地"}, "√ 通过"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "问题类别": "资金"}, "× 已选问题须说明"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "项目状态": "停工"}, "× 停工项目须填原因"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "存在问题": "二标段林地手续未办结"}, "× 有问题须填措施"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "项目状态": "已完工"}, "! 已完工但投资未完成"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "本月完成投资": Decimal(600)}, "! 投资完成仍在建"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "项目状态": "未开工"}, "! 未开工但有投资"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "本月完成投资": Decimal(500)}, "! 超年度计划较多"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "农民工数": Decimal(501)}, "× 农民工数不能大于500"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "农民工数": Decimal(-1)}, "× 农民工数不能小于0"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "农民工数": "十来个"}, "× 农民工数须为数字"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "农民工数": Decimal(13)}, "i 农民工数存疑"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "开标日期": "下月初"}, "× 开标日期须为日期"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "开标日期": "2017-06-19", "投用年月": "2018-05"}, "√ 通过"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "投用年月": "2018年5月"}, "√ 通过"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "投用年月": "明年"}, "× 投用年月须写成2017-06"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "主管部门": "第7号部门,市级"}, "√ 通过"),
    (Kind.PROJECT, {**GOOD[Kind.PROJECT], "主管部门": "第*"}, "× 主管部门不在选项内"),
    (Kind.PROJECT, GOOD[Kind.PROJECT], "√ 通过"),
    (Kind.TASK, None, "○ 待填报"),
    (Kind.TASK, {**GOOD[Kind.TASK], "完成率": Decimal("1.5")}, "× 完成率不能大于100%"),
    (Kind.TASK, {**GOOD[Kind.TASK], "完成率": "六成"}, "× 完成率须为数字"),
    (Kind.TASK, {**GOOD[Kind.TASK], "状态": "受阻"}, "× 受阻须填原因"),
    (Kind.TASK, {**GOOD[Kind.TASK], "状态": "已完成"}, "! 已完成但不足100%"),
    (Kind.TASK, {**GOOD[Kind.TASK], "完成率": Decimal(1)}, "! 100%但未选已完成"),
    (Kind.TASK, {**GOOD[Kind.TASK], "完成率": Decimal("0.4")}, "! 完成率比上期低"),
    (Kind.TASK, GOOD[Kind.TASK], "√ 通过"),
    (Kind.INDICATOR, None, "○ 待填报"),
    (Kind.INDICATOR, {"说明": "口径未变"}, "○ 待填报"),
    (Kind.INDICATOR, {"本期值": "一百"}, "× 本期值须为数字"),
    (Kind.INDICATOR, {"本期值": Decimal(131)}, "! 较上期变动超30%"),
    (Kind.INDICATOR, GOOD[Kind.INDICATOR], "√ 通过"),
)
RATIOS: tuple[tuple[Typed, str], ...] = (
    ({"分子": Decimal(5)}, "× 分母未填"),
    ({"分子": Decimal(5), "分母": Decimal(0)}, "× 分母不能为0"),
    ({"分子": Decimal(9), "分母": Decimal(8)}, "× 分子大于分母"),
    ({"分子": Decimal(-1), "分母": Decimal(8)}, "× 分子不能小于0"),
    ({"分子": Decimal(7), "分母": Decimal(8)}, "√ 通过"),
)


def many(checks: tuple[PlanCheck, ...] = (OWN_CHECK,)) -> tuple[Plan, dict[str, Typed], dict[str, Typed], dict[str, str]]:
    """A plan with one item for each case; what was before, what is typed, and the verdict due, by item code."""
    items: dict[Kind, list[object]] = {kind: [] for kind in Kind}
    before: dict[str, Typed] = {}
    typed: dict[str, Typed] = {}
    due: dict[str, str] = {}
    cases = [*CASES, *((Kind.INDICATOR, fill, text) for fill, text in RATIOS)]
    for number, (kind, fill, text) in enumerate(cases):
        code = f"T-{number:02}"
        ratio = number >= len(CASES)
        items[kind].append(
            project(code, "附件3", number, f"第{number}个项目", 1000, 600, 100, "2016", "2018") if kind is Kind.PROJECT
            else task(code, number, f"第{number}件事", "按方案推进") if kind is Kind.TASK
            else indicator(code, number, f"第{number}项", "%" if ratio else "张", "比率" if ratio else "存量", 120, 100 if ratio else None))
        before[code], due[code] = BEFORE[kind], text
        if fill is not None:
            typed[code] = fill
    small = plan(extra=OWN_FIELDS, checks=checks)
    tables = tuple(replace(t, items=tuple(items[t.kind])) for t in small.tables if t.code != "附件2")  # type: ignore[arg-type]
    return replace(small, tables=tables), before, typed, due


def verdicts(path: Path, full: Plan) -> dict[str, str]:
    """The stored 自检 of every row, by item code."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {row.item.code: str(book[form.sheet].cell(FIRST_ROW + number + 1, form.index("自检") + 1).value)
            for form in forms_for(full, UNIT, JUNE) for number, row in enumerate(form.rows)}


def test_every_way_of_filling_a_row_gets_its_verdict(tmp_path: Path) -> None:
    """What is missing, misread, out of bounds, contradictory or right is said in the words the clerk is to act on."""
    full, before, typed, due = many()
    write_template(tmp_path / "many.xlsx", full, UNIT, JUNE, before, typed)
    assert verdicts(tmp_path / "many.xlsx", full) == due


@needs_libreoffice
def test_the_workbook_itself_comes_to_the_same_values(tmp_path: Path) -> None:
    """Verdicts, computed cells, totals and banners: stored values are what a recalculation gives, and none is an error."""
    full, before, typed, _ = many()
    write_template(tmp_path / "many.xlsx", full, UNIT, JUNE, before, typed)
    assert libreoffice.differences(tmp_path / "many.xlsx") == []


@needs_libreoffice
@pytest.mark.parametrize("typed", [{}, FILLED], ids=["blank", "filled"])
def test_a_blank_and_a_half_filled_workbook_recalculate_to_what_they_store(tmp_path: Path, typed: dict[str, Typed]) -> None:
    """A previewer that does not calculate shows the truth."""
    write_template(tmp_path / "book.xlsx", plan(), UNIT, JUNE, past(), typed)
    assert libreoffice.differences(tmp_path / "book.xlsx") == []


@needs_libreoffice
def test_more_checks_than_one_formula_holds_go_on_beside_it(tmp_path: Path) -> None:
    """With eighty checks of the office's own the verdict is still one text, and still recalculates."""
    own = tuple(PlanCheck(f"Z{n:03}", "附件3", parse(f"[本月完成投资]<>{n}"), Severity.QUERY, f"本月填了{n}", "请核对")
                for n in range(1000, 1080))
    full, before, _, _ = many(own)
    full = replace(full, tables=tuple(replace(t, items=t.items[:3]) for t in full.tables))
    typed = {"T-01": {**GOOD[Kind.PROJECT], **EXPLAINED, "本月完成投资": Decimal(500)}}
    big = {"T-00": {**GOOD[Kind.PROJECT], "项目状态": "在建", "本月完成投资": Decimal(20)}}
    write_template(tmp_path / "own.xlsx", full, UNIT, JUNE, before, typed | big)
    assert verdicts(tmp_path / "own.xlsx", full)["T-00"] == "√ 通过"
    assert libreoffice.differences(tmp_path / "own.xlsx") == []


def test_computed_cells_hold_what_derive_says(tmp_path: Path) -> None:
    """A row whose figures are in shows the very values that the ledger will compute from it."""
    full, before, typed, due = many()
    write_template(tmp_path / "many.xlsx", full, UNIT, JUNE, before, typed)
    form = forms_for(full, UNIT, JUNE)[0]
    code = max(c for c, text in due.items() if text == "√ 通过" and c in {r.item.code for r in form.rows})
    row = next(n for n, r in enumerate(form.rows) if r.item.code == code)
    expected = derive(form.fields, {**standing(form.rows[row].item, JUNE), **BEFORE[Kind.PROJECT], **typed[code]},
                      before[code], constants(SETTINGS, JUNE))
    sheet = openpyxl.load_workbook(tmp_path / "many.xlsx", data_only=True)[form.sheet]
    shown = {key: sheet.cell(FIRST_ROW + row + 1, form.index(key) + 1).value for key in ("本年累计完成投资", "完成率", "与序时比")}
    assert shown == {key: pytest.approx(float(str(expected[key])), abs=1e-12) for key in shown}


def test_a_share_waits_for_the_rows_figures(tmp_path: Path) -> None:
    """With nothing typed 占年度计划 and 与序时比 show —, else last month's figures would look a month late."""
    write_template(tmp_path / "blank.xlsx", plan(), UNIT, JUNE, past())
    form = forms_for(plan(), UNIT, JUNE)[0]
    sheet = openpyxl.load_workbook(tmp_path / "blank.xlsx", data_only=True)[form.sheet]
    shown = [sheet.cell(FIRST_ROW + 1, form.index(key) + 1).value for key in ("本年累计完成投资", "完成率", "与序时比")]
    assert shown == [2900, "—", "—"]


@pytest.mark.parametrize(("typed", "expected"), [
    ({}, "自检未完成：共7个项目，已通过0个、待填报7个、有误0个，请看最右“自检”列"),
    (FILLED, "自检未完成：共7个项目，已通过3个、待填报1个、有误3个，请看最右“自检”列"),
    ({f"SN-0{n}": {**GOOD[Kind.PROJECT], "本月完成投资": Decimal(0), "项目状态": "前期工作", **EXPLAINED} for n in range(1, 8)},
     "自检通过：共7个项目，全部合格，可以报送"),
], ids=["blank", "half", "done"])
def test_the_banner_counts_the_verdicts(tmp_path: Path, typed: dict[str, Typed], expected: str) -> None:
    """One line over the table says how far the clerk is and whether she may send."""
    write_template(tmp_path / "book.xlsx", plan(), UNIT, JUNE, past(), typed)
    assert openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=True)["填报表"]["A6"].value == expected


@needs_libreoffice
def test_in_january_the_year_starts_from_nothing(tmp_path: Path) -> None:
    """The prior column is hidden, and the year's sum is January's figure."""
    january = Period.parse("2017-01")
    opened = {code: opening(state, plan().tables[0].fields, january) for code, state in past().items()}
    write_template(tmp_path / "january.xlsx", plan(), UNIT, january, opened, FILLED)
    form = forms_for(plan(), UNIT, january)[0]
    sheet = openpyxl.load_workbook(tmp_path / "january.xlsx", data_only=True)[form.sheet]
    assert sheet.cell(FIRST_ROW + 1, form.index("本年累计完成投资") + 1).value == 520
    assert libreoffice.differences(tmp_path / "january.xlsx") == []
