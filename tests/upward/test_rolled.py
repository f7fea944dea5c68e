"""How several reports become the one value that the level above asks for."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from automation.figures import History, summarize
from automation.formula import Scalar
from automation.model.plan import Field, Kind, Plan
from automation.model.submission import Entry
from automation.upward.rolled import ADDED, COPIED, JOINED, MANY, MERGED, NOTHING, WORST, Closed, Rolled
from tests.upward.offices import JUNE, MEASURES, county

JIA, YI = "东县甲镇", "东县乙镇"
MOMENT = datetime.datetime(2023, 6, 20, 9, tzinfo=datetime.UTC)
CODES = {word: f"Z{n}" for n, (word, _, _) in enumerate(MEASURES)}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """A county with two townships: one project each, a task and indicators together."""
    return county(tmp_path_factory.mktemp("plan") / "东县", 0).plan


def rolled(plan: Plan, table: str, code: str, field: str, said: Mapping[tuple[str, str], Mapping[str, Scalar]]) -> Rolled:
    """What ``code`` comes to where the units (with the item) said so."""
    entries = [Entry(JUNE, unit, item, name, value, "", "填报表", "A1", f"{unit}.xlsx", "0" * 64, MOMENT, "archive/x.xlsx")
               for (unit, item), values in said.items() for name, value in values.items()]
    known = plan.table(table)
    assert known
    return Closed(summarize(History(plan, entries), JUNE, ())).rolled(known.kind, code, wanted(plan, table, field))


def wanted(plan: Plan, table: str, field: str) -> Field:
    known = plan.table(table)
    found = known.field(field) if known else None
    assert found
    return found


@pytest.mark.parametrize(("field", "first", "second", "value", "how"), [
    ("本月完成投资", Decimal("0.1"), Decimal("0.2"), Decimal("0.3"), ADDED),
    ("本月完成投资", Decimal(0), None, Decimal(0), COPIED),
    ("本月完成投资", None, None, None, NOTHING),
    ("项目状态", "停工", "停工", "停工", COPIED),
    ("项目状态", "已完工", "未开工", "在建", MERGED),
    ("问题类别", "无", "用地", "用地", MERGED),
    ("问题类别", "资金", "用地", "其他", MERGED),
    ("形象进度", "主体施工至8层", None, "主体施工至8层", COPIED),
    ("存在问题", "缺资金。", "缺用地", "东县甲镇养老项目：缺资金；东县乙镇养老项目：缺用地。", JOINED),
])
def test_the_parts_of_a_project(plan: Plan, field: str, first: Scalar, second: Scalar, value: Scalar, how: str) -> None:
    """Amounts add up, one option stands for several, texts stand side by side; nothing is not zero."""
    found = rolled(plan, "项目", "C1", field, {(JIA, "C1-1"): {field: first}, (YI, "C1-2"): {field: second}})

    assert (value, how, 2) == (found.value, found.how, found.due)


@pytest.mark.parametrize(("field", "first", "second", "value", "how"), [
    ("完成率", Decimal("0.5"), Decimal("0.3"), Decimal("0.3"), WORST),
    ("状态", "已完成", "受阻", "受阻", WORST),
    ("状态", "已完成", None, "推进中", WORST),
    ("进展情况", "完成走访登记", "完成宣传发动", "东县甲镇：完成走访登记；东县乙镇：完成宣传发动。", JOINED),
])
def test_the_units_of_a_task(plan: Plan, field: str, first: Scalar, second: Scalar, value: Scalar, how: str) -> None:
    """As far as the slowest; not done before everybody has spoken."""
    found = rolled(plan, "任务", "T1", field, {(JIA, "T1"): {field: first}, (YI, "T1"): {field: second}})

    assert (value, how) == (found.value, found.how)


@pytest.mark.parametrize(("word", "value", "how"), [
    ("存量", Decimal(5), ADDED), ("流量", Decimal(5), ADDED), ("零容忍", Decimal(5), ADDED), ("逐个达标", Decimal(2), WORST),
    ("里程碑", Decimal(1), WORST), ("按期", Decimal(2), WORST)])
def test_the_units_of_an_indicator(plan: Plan, word: str, value: Decimal, how: str) -> None:
    """By 口径: sums, the worst, a milestone only when all have reached it."""
    code = CODES[word]
    found = rolled(plan, "指标", code, "本期值", {(JIA, code): {"本期值": Decimal(2)}, (YI, code): {"本期值": Decimal(3)}})

    assert (value, how) == (found.value, found.how)


def test_a_milestone_of_one_unit_is_not_reached(plan: Plan) -> None:
    """The other township has not said anything yet."""
    code = CODES["里程碑"]

    assert rolled(plan, "指标", code, "本期值", {(JIA, code): {"本期值": Decimal(1)}}).value == 0


def test_numbers_that_do_not_add_up_stay_with_a_person(plan: Plan) -> None:
    """A column of the office's own that is not summed: several different values are nobody's figure."""
    own = replace(wanted(plan, "项目", "总投资"), name="单价")
    entries = [Entry(JUNE, unit, item, "单价", Decimal(n), "", "填报表", "A1", "x.xlsx", "0" * 64, MOMENT, "archive/x.xlsx")
               for n, (unit, item) in enumerate(((JIA, "C1-1"), (YI, "C1-2")), 1)]
    closed = Closed(summarize(History(plan, entries), JUNE, ()))
    not_summed = replace(own, rollup=type(own.rollup)("不汇总"))

    assert (None, MANY) == (lambda r: (r.value, r.how))(closed.rolled(Kind.PROJECT, "C1", not_summed))


def test_a_text_is_no_longer_than_its_column(plan: Plan) -> None:
    """Cut with a mark that says so."""
    found = rolled(plan, "项目", "C1", "下步措施", {(unit, item): {"下步措施": "措" * 150} for unit, item in ((JIA, "C1-1"), (YI, "C1-2"))})

    assert (200, "…") == (len(str(found.value)), str(found.value)[-1])


def test_a_code_that_merely_begins_alike_is_another_item(plan: Plan) -> None:
    """C is no item of the county's though C1-1 is; C1 and C1-1 are."""
    closed = Closed(summarize(History(plan, []), JUNE, ()))

    assert [True, True, False, False] == [closed.knows(Kind.PROJECT, code) for code in ("C1", "C1-1", "C", "C1-")]
