"""What a unit is shown of the period before, where several units report one item."""

import datetime
from decimal import Decimal

import pytest

from automation.derive import State, constants, derive, opening, standing
from automation.figures import History
from automation.formula import Scalar
from automation.model.plan import Item, Plan, Table
from automation.model.submission import Entry
from automation.period import Period
from automation.plan import shipped

MARCH = Period(2023, 3)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped.load("xincheng-2023")


def found(plan: Plan, code: str, name: str) -> tuple[Table, Item]:
    table = plan.table(code)
    assert table is not None
    return table, next(i for i in table.items if i.name.startswith(name))


def entry(period: str, item: Item, unit: str, field: str, value: Decimal) -> Entry:
    moment = datetime.datetime(2023, 2, 18, tzinfo=datetime.UTC)
    return Entry(Period.parse(period), unit, item.code, field, value, str(value), "任务", "L9", f"{unit}.xlsx", unit, moment, "archive/x")


def judged(plan: Plan, table: Table, item: Item, before: State, **typed: Decimal) -> dict[str, Scalar]:
    values = {**standing(item, MARCH), **typed}
    return derive(table.fields, values, opening(before, table.fields, MARCH), constants(plan.settings, MARCH))


def test_a_unit_is_shown_what_it_reported_itself(plan: Plan) -> None:
    """Two streets at 40% and 70% of one task are each shown their own figure, not the lead unit's."""
    _, task = found(plan, "任务", "实施居家和社区基本养老服务提升行动项目")
    first, second = task.units[:2]
    history = History(plan, [entry("2023-02", task, first, "完成率", Decimal("0.4")), entry("2023-02", task, second, "完成率", Decimal("0.7"))])

    shown = [history.previous(MARCH, unit)[task.code]["完成率"] for unit in (first, second)]

    assert [Decimal("0.4"), Decimal("0.7")] == shown
    assert [len(history.earlier(MARCH, unit)[task.code]) for unit in (first, second, task.units[2])] == [1, 1, 0]


def test_a_unit_is_shown_no_items_but_its_own(plan: Plan) -> None:
    """The company that runs one home is shown nothing of the streets' duties."""
    history = History(plan, ())

    assert {i.code for t in plan.tables for i in t.items if "怡乐健康养老服务公司" in i.units} == set(history.previous(MARCH, "怡乐健康养老服务公司"))


def test_a_flow_runs_on_over_the_months(plan: Plan) -> None:
    """One station in February and two in March make three, for each unit alone; a month without a report leaves them."""
    table, stations = found(plan, "指标", "居家养老服务站点")
    unit = stations.units[1]
    history = History(plan, [entry("2023-02", stations, unit, "本期值", Decimal(1)), entry("2023-02", stations, stations.units[0], "本期值", Decimal(5))])
    before = history.previous(MARCH, unit)[stations.code]

    assert judged(plan, table, stations, before, 本期值=Decimal(2))["实际值"] == Decimal(3)
    assert judged(plan, table, stations, before)["实际值"] == Decimal(1)
    assert judged(plan, table, stations, {})["实际值"] == ""


def test_nothing_is_the_best_there_is_of_what_must_not_be(plan: Plan) -> None:
    """One new shortage breaks a target of none for good, though the sign published is =; hazards can be cleared."""
    table, shortages = found(plan, "指标", "养老服务设施短缺新增量")
    _, hazards = found(plan, "指标", "养老机构消防安全隐患")
    once = {"实际值": Decimal(1)}

    assert judged(plan, table, shortages, {}, 本期值=Decimal(0))["达标"] == "√ 达标"
    assert judged(plan, table, shortages, once, 本期值=Decimal(0))["达标"] == "× 未达标"
    assert judged(plan, table, hazards, once, 本期值=Decimal(0))["达标"] == "√ 达标"
    assert judged(plan, table, hazards, {}, 本期值=Decimal(2))["达标"] == "× 未达标"


def test_a_target_without_a_figure_is_not_judged(plan: Plan) -> None:
    """Where the notice states no figure, what is reported is neither met nor missed."""
    table, beds = found(plan, "指标", "家庭护理型养老床位建设")

    assert judged(plan, table, beds, {}, 本期值=Decimal(60))["达标"] == ""
