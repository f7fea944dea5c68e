"""A plan workbook is read without a fault, or every fault is told at once with its cell and the way to mend it."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from automation.plan import shipped
from automation.plan.faults import PlanError, PlanFault
from automation.plan.read import read_plan
from automation.plan.table_view import split_list

Edit = Callable[[Workbook], None]


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[Edit], Path]:
    """Suining's plan, opened, changed and saved as a clerk would."""
    def edit(change: Edit) -> Path:
        path = tmp_path / "任务书.xlsx"
        shipped.copy("suining-2017", path)
        book = openpyxl.load_workbook(path)
        book["附件2"]["J4"] = 6000
        change(book)
        book.save(path)
        return path

    return edit


def faults_of(path: Path) -> tuple[PlanFault, ...]:
    with pytest.raises(PlanError) as raised:
        read_plan(path)
    return raised.value.faults


def put(sheet: str, cell: str, value: object) -> Edit:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def both(first: Edit, second: Edit) -> Edit:
    def change(book: Workbook) -> None:
        first(book)
        second(book)

    return change


def rename(old: str, new: str) -> Edit:
    def change(book: Workbook) -> None:
        book[old].title = new

    return change


def append(sheet: str, *values: object) -> Edit:
    def change(book: Workbook) -> None:
        book[sheet].append(values)

    return change


PLANTED = [
    ("unit unknown to 单位", put("附件2", "N2", "船山区民证局"), "附件2", "N2", "是不是“船山区民政局”"),
    ("code twice in a table", put("附件2", "B3", "SN-01"), "附件2", "B3", "重复"),
    ("no code", put("附件2", "B4", None), "附件2", "B4", "没有填项目编码"),
    ("no name", put("附件2", "C4", None), "附件2", "C4", "没有填项目名称"),
    ("text where a number belongs", put("附件2", "I2", "约十亿"), "附件2", "I2", "应为数字"),
    ("control total that the items do not add up to", put("报表", "F2", 687221), "报表", "F2", "687220"),
    ("control field that is no field", put("报表", "E2", "总投姿"), "报表", "E2", "是不是“总投资”"),
    ("two control fields with one total", put("报表", "E2", "总投资;年度计划投资"), "报表", "F2", "2个控制合计字段，1个控制合计"),
    ("second control total that the items do not add up to", both(put("报表", "E2", "总投资;年度计划投资"), put("报表", "F2", "687220;6001")),
     "报表", "F2", "年度计划投资相加为6000"),
    ("shared project with two annual plans", put("附件3", "J2", 5000), "附件3", "J2", "附件2为6000"),
    ("shared project with two reporting units", put("附件3", "O2", "福慈科"), "附件3", "O2", "只能由相同的单位填报一次"),
    ("period that ends before it starts", put("参数", "B7", "2016-12"), "参数", "B7", "早于起始"),
    ("setting that is not known", put("参数", "A8", "截止曰"), "参数", "A8", "是不是“截止日”"),
    ("setting out of its range", put("参数", "B9", 32), "参数", "B9", "1 至 31"),
    ("required setting empty", put("参数", "B2", None), "参数", "B2", "没有填"),
    ("formula that names no field", append("字段", "附件2", "进度差", "", "计算", "数量", "", "", "", "", "[完成律]*100"), "字段", "J9", "是不是“完成率”"),
    ("formula that cannot be read", append("字段", "附件2", "进度差", "", "计算", "数量", "", "", "", "", "[完成率]*"), "字段", "J9", "公式"),
    ("computed field without a formula", append("字段", "附件2", "进度差", "", "计算", "数量"), "字段", "J9", "没有公式"),
    ("field of an unknown table", append("字段", "附件4", "备注", "", "填报", "文本"), "字段", "A9", "不在报表表"),
    ("choice without options", append("字段", "附件2", "等级", "", "填报", "选项"), "字段", "L9", "没有选项"),
    ("unknown category", append("字段", "附件2", "等级", "", "手填", "文本"), "字段", "D9", "不认识“手填”"),
    ("check with an unknown field", append("校验", "P901", "附件2", "[本月完成投姿]>=0", "强制", "应不小于0", "请改"), "校验", "C2", "是不是“本月完成投资”"),
    ("check without words", append("校验", "P901", "附件2", "[本月完成投资]>=0", "强制"), "校验", "E2", "没有写问题"),
    ("unknown kind of table", put("报表", "C2", "工程"), "报表", "C2", "请填：项目、任务、指标"),
    ("misspelt sheet", rename("单位", "单 位表"), "单位", "", "是不是“单 位表”"),
    ("misspelt table sheet", rename("附件2", "附件二"), "报表", "A2", "没有名为“附件2”的工作表"),
    ("misspelt heading", put("附件2", "I1", "总投姿"), "附件2", "I1", "是不是“总投资”"),
    ("missing heading", put("附件2", "B1", None), "附件2", "A1", "缺少列标题“项目编码”"),
    ("group without members", append("单位", "ZZ", "各县区", "", "组"), "单位", "F14", "没有成员"),
    ("group with an unknown member", append("单位", "ZZ", "各县区", "", "组", "", "船山区民政局;大英县民政局"), "单位", "F14", "大英县民政局"),
    ("alias that two units bear", put("单位", "C3", "船山区"), "单位", "B9", "已用于单位“政权科”"),
    ("two targets for one date", put("指标", "H12", "2017"), "指标", "H12", "不能相同"),
    ("unknown measure", put("指标", "I2", "总量"), "指标", "I2", "不认识的口径"),
    ("month that is none", put("附件3", "H3", "2017-13"), "附件3", "H3", "2017-09"),
]


@pytest.mark.parametrize(("change", "sheet", "cell", "words"), [p[1:] for p in PLANTED], ids=[p[0] for p in PLANTED])
def test_a_fault_is_named_with_its_cell(edited: Callable[[Edit], Path], change: Edit, sheet: str, cell: str, words: str) -> None:
    """A planted fault is reported where it was planted, with words that name it and a way to mend it."""
    found = faults_of(edited(change))

    assert [(sheet, cell)] == [(f.sheet, f.cell) for f in found]
    assert words in str(found[0])
    assert found[0].fix


def test_ten_faults_come_at_once(edited: Callable[[Edit], Path]) -> None:
    """Ten faults in six sheets are ten findings of one run, no more and no fewer."""
    ten = [p for p in PLANTED if p[0] in {
        "unit unknown to 单位", "no name", "text where a number belongs", "shared project with two reporting units", "setting out of its range",
        "formula that names no field", "check without words", "unknown measure", "month that is none", "group without members"}]

    def change(book: Workbook) -> None:
        for _, plant, *_rest in ten:
            plant(book)
    found = {(f.sheet, f.cell) for f in faults_of(edited(change))}

    assert {(sheet, cell) for _, _, sheet, cell, _ in ten} == found


def test_saving_in_excel_changes_nothing(edited: Callable[[Edit], Path]) -> None:
    """A plan that was opened, given an annual plan and saved is still read, with that figure."""
    plan = read_plan(edited(put("附件2", "J3", 3000)))

    assert plan.tables[0].items[1].fixed["年度计划投资"] == Decimal(3000)


def test_a_new_column_needs_only_a_row(edited: Callable[[Edit], Path]) -> None:
    """A column and a check of the office's own are rows of the plan."""
    def change(book: Workbook) -> None:
        book["字段"].append(["附件2", "用工人数", "", "填报", "数量", "人", 0, "是", "求和", "", "", "", 0, 5000, "", "", 8, "当月平均人数"])
        book["校验"].append(["P901", "附件2", "OR([项目状态]<>\"在建\",[用工人数]>0)", "核实", "在建项目没有用工人数", "请核对"])

    plan = read_plan(edited(change))
    field = plan.tables[0].field("用工人数")

    assert field is not None
    assert (field.unit, field.required, field.maximum) == ("人", True, Decimal(5000))
    assert [c.code for c in plan.checks] == ["P901"]


def test_a_missing_plan_says_how_to_get_one(tmp_path: Path) -> None:
    """A plan that is not there is named with its path and the command that makes one."""
    with pytest.raises(PlanError) as raised:
        read_plan(tmp_path / "任务书.xlsx")

    assert str(tmp_path / "任务书.xlsx") in raised.value.message
    assert "tongbao init" in raised.value.fix


def test_a_plan_that_is_no_workbook_says_so(tmp_path: Path) -> None:
    """Something else under the plan's name is refused in words."""
    path = tmp_path / "任务书.xlsx"
    path.write_bytes(b"%PDF-1.4 ...")

    with pytest.raises(PlanError) as raised:
        read_plan(path)

    assert "PDF" in raised.value.message


def test_a_name_with_a_list_in_brackets_is_one_name() -> None:
    """各县（市、区） is one group; outside brackets the same marks part the names."""
    assert split_list("各县（市、区）民政局;甲(乙;丙)、丁；戊") == ("各县（市、区）民政局", "甲(乙;丙)", "丁", "戊")


def test_a_word_that_is_no_weight_is_a_fault(tmp_path: Path) -> None:
    """性质 is 约束, 预期 or 争取, or nothing; another word is told with its cell."""
    path = tmp_path / "任务书.xlsx"
    shipped.copy("jingmen-2016", path)
    book = openpyxl.load_workbook(path)
    book["指标"]["K2"] = "力争"
    book.save(path)

    fault = faults_of(path)[0]

    assert (fault.sheet, fault.cell) == ("指标", "K2")
    assert "请填：约束、预期、争取" in fault.fix
