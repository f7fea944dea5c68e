"""The plan of Panzhihua holds the published five-year plan, whole and to the letter."""

from decimal import Decimal

import pytest

from automation.derive import due_target
from automation.model.plan import Plan
from automation.period import Frequency, Period
from automation.plan import shipped
from tests.plan.published import number, published, said, table, targets


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped.load("panzhihua-13fyp")


def test_every_task_is_there_to_the_letter(plan: Plan) -> None:
    """Sixty-one tasks with their part, number, title and contents, in the order of the plan."""
    expected = [(r["section"], r["no"], r["title"], r["summary"]) for r in published("panzhihua_13fyp_tasks")]

    actual = [(said(i, "章节"), said(i, "条目"), i.name, said(i, "主要内容")) for i in table(plan, "任务").items]

    assert expected == actual
    assert len(actual) == 61


def test_every_target_is_there(plan: Plan) -> None:
    """Forty-four targets: figure, relation, unit of measure and year are those published; a word where no figure is."""
    measures = {"定性": "定性", "是/否": "里程碑", "%": "比率", "张/千名老年人": "比率"}
    expected = sorted(((r["name"], r["unit"].replace("定性", ""), measures.get(r["unit"], "存量"), r["operator"] or ">=",
                        number(r["target"]), f"{r['target_year']}-12" if r["target_year"] else "")
                       for r in published("panzhihua_13fyp_indicators")), key=str)

    assert expected == targets(plan)
    assert len(expected) == 44


def test_notes_and_base_values_are_kept(plan: Plan) -> None:
    """The one base value, 325 in 2016, and the source's own wording stand in the plan."""
    items = {i.name: i for i in table(plan, "指标").items}

    for row in published("panzhihua_13fyp_indicators"):
        item = items[row["name"]]
        assert (number(row["base"]), row["base_year"], row["section"]) == (item.fixed["基期值"], said(item, "基期年份"), said(item, "章节"))
    assert {r["note"] for r in published("panzhihua_13fyp_indicators")} >= {said(i, "备注") for i in items.values()}
    assert items["社会工作专业人才总量"].fixed["基期值"] == 325


def test_an_interim_target_is_due_first(plan: Plan) -> None:
    """33 beds for each thousand are due in 2017, 35 by 2020: one indicator, judged by what is due next."""
    beds = next(i for i in table(plan, "指标").items if i.name == "每千名老年人拥有养老床位数")

    due = [due_target(beds, Period(year, 2, Frequency.HALF)) for year in (2016, 2017, 2018, 2020)]

    assert [33, 33, 35, 35] == [t.value for t in due if t]
    assert beds.fixed["系数"] == Decimal(1000)


def test_every_ratio_says_what_is_divided_by_what(plan: Plan) -> None:
    """A clerk need not guess what 分子 and 分母 mean."""
    ratios = [i for i in table(plan, "指标").items if i.fixed["口径"] == "比率"]

    assert [] == [i.name for i in ratios if not said(i, "分子说明") or not said(i, "分母说明")]
    assert len(ratios) == 9


def test_reporters_are_marked_as_ours(plan: Plan) -> None:
    """The source names no unit, and the plan says so on every row."""
    assert {"代拟"} == {said(i, "分工依据") for t in plan.tables for i in t.items}
    assert all(i.units for t in plan.tables for i in t.items)
