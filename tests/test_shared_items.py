"""Where several units report one item: what each is shown of the period before, and which figure counts."""

import datetime
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from automation import edition
from automation.bulletin.write import write_bulletin
from automation.derive import State, constants, derive, opening, standing
from automation.figures import History
from automation.formula import Scalar
from automation.ledger import Ledger
from automation.model.plan import Item, Plan, Table
from automation.model.submission import Entry
from automation.period import Period
from automation.plan import shipped
from tests.ledger import files

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


def test_two_figures_of_one_project_stand_in_the_annex(tmp_path: Path) -> None:
    """The lead unit's figure counts, and 数据校核 shows both; nobody is said to have left a question unanswered."""
    plan = shipped.load("suining-2017")
    table = plan.tables[0]
    project = replace(table.items[0], units=tuple(u.name for u in plan.units if not u.members)[:2])
    plan = replace(plan, tables=(replace(table, items=(project, *table.items[1:])),))
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        for day, (unit, amount) in enumerate(zip(project.units, ("100", "120"), strict=True), 15):
            sent = files.submission(unit, {files.FIELD: Decimal(amount)}, unit, item=project.code)
            ledger.record(files.receipt(unit, files.moment(day), unit=unit), sent)
        summary = edition.summary(plan, ledger, files.JUNE)

    write_bulletin(tmp_path / "通报.xlsx", summary)

    texts = [str(c.value) for row in openpyxl.load_workbook(tmp_path / "通报.xlsx")["数据校核"].iter_rows() for c in row]
    first, second = project.units
    assert Decimal(100) == summary.tables[0].items[0].number(files.FIELD)
    assert f"{project.name}：“6月完成”有两个数：{first}报100万元，{second}报120万元；按{first}的计" in texts
    assert ["（由办公室核对，未要求单位说明）"] == [text for text in texts if text.startswith("（由办公室")]
