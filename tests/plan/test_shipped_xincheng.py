"""The plan of Xincheng holds the published tasks, targets and units, whole and to the letter."""

from collections import Counter

import pytest

from automation.model.plan import Plan
from automation.plan import shipped
from tests.plan.published import number, published, said, table

RHYTHMS = {"once": "一次性", "ongoing": "长期", "monthly": "每月", "quarterly": "每季", "yearly": "每年", "on_event": "政策印发后",
           "monthly|quarterly": "每月或每季", "mixed": "分项规定"}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped.load("xincheng-2023")


def deadline(text: str) -> str:
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    return f"{year}年{int(month)}月{int(day)}日前" if text else "2023年内"


def test_every_task_is_there_to_the_letter(plan: Plan) -> None:
    """Thirty-three tasks with section, key, title, contents, deadline, rhythm and figures."""
    expected = [(r["section"], r["task_key"], r["title"], r["summary"], deadline(r["deadline"]), RHYTHMS[r["frequency"]],
                 r["quantified_target"], r["raw_units"]) for r in published("xincheng_2023_tasks")]

    actual = [(said(i, "领域"), i.ordinal, i.name, said(i, "主要内容"), said(i, "完成时限"), said(i, "频次"), said(i, "量化目标"),
               said(i, "责任单位原文")) for i in table(plan, "任务").items]

    assert expected == actual
    assert len(actual) == 33


def test_every_task_is_reported_by_the_units_named(plan: Plan) -> None:
    """Groups stand for their members, the unit named first leads; one heading without units is the bureau's, and says so."""
    items = table(plan, "任务").items

    for row, item in zip(published("xincheng_2023_tasks"), items, strict=True):
        named = tuple(filter(None, row["responsible_units_expanded"].split(";")))
        assert (named or ("区民政局",)) == item.units
        assert ("原文" if named else "代拟") == item.fixed["分工依据"]
        assert item.lead_unit == row["responsible_units"].split(";")[0] or not named


def test_every_unit_is_there(plan: Plan) -> None:
    """Fifteen units that report, four groups with their members, five that are only mentioned and do not report."""
    for row in published("xincheng_2023_units"):
        unit = plan.unit(row["unit"])
        assert unit is not None
        assert tuple(filter(None, row["aliases"].split(";"))) == unit.aliases
        assert unit.reports == (row["role"] == "responsible")
        assert row["expands_to"] in ("", ";".join(unit.members))
        assert all(plan.unit(alias) is unit for alias in unit.aliases)
    streets = plan.unit("8个街道")
    assert streets is not None
    assert (24, 8) == (len(plan.units), len(streets.members))


def test_every_target_is_there(plan: Plan) -> None:
    """Forty-seven targets: figure, relation, unit of measure, date, scope, rhythm and note are those published."""
    expected = [(r["task_key"], r["name"], r["unit"], r["operator"] or ">=", number(r["target"]), r["deadline"][:7], r["scope"],
                 RHYTHMS[r["frequency"]], r["numerator"], r["denominator"], {"explicit": "原文", "implied": "文意"}[r["explicit_or_implied"]],
                 r["note"]) for r in published("xincheng_2023_indicators")]

    actual = [(said(i, "所属任务"), i.name, said(i, "计量单位"), t.relation, t.value, str(t.due or ""), said(i, "范围"), said(i, "频次"),
               said(i, "分子说明"), said(i, "分母说明"), said(i, "数字来源"), said(i, "备注")) for i in table(plan, "指标").items for t in i.targets]

    assert expected == actual
    assert len(actual) == 47


def test_targets_are_reported_by_units_of_their_task(plan: Plan) -> None:
    """Only the two documents of 救助1, which the district issues itself, are reported by a unit that the task does not name."""
    tasks = {i.ordinal: set(i.units) for i in table(plan, "任务").items}
    strangers = {i.name for i in table(plan, "指标").items if not set(i.units) <= tasks[said(i, "所属任务")]}

    assert strangers == {"出台方案"}


def test_targets_of_each_place_and_of_each_period_are_told_apart(plan: Plan) -> None:
    """«At least two in each area», «by the tenth of each month» and «down to nothing» are not sums."""
    measures = {i.ordinal: str(i.fixed["口径"]) for i in table(plan, "指标").items}
    units = {i.ordinal: said(i, "计量单位") for i in table(plan, "指标").items}

    assert {"逐个达标"} == {measures[o] for o, unit in units.items() if unit in ("个/地区", "个/单位", "次/地区", "次/年")}
    assert {"按期"} == {measures[o] for o, unit in units.items() if unit in ("次/月", "次/季", "日")}
    assert Counter(measures.values()) == {"逐个达标": 12, "比率": 11, "流量": 7, "存量": 6, "里程碑": 6, "按期": 4, "零容忍": 1}


def test_named_communities_are_kept(plan: Plan) -> None:
    """The nineteen communities and villages that the tasks name stand with their task, with the street where it is told."""
    for item in table(plan, "任务").items:
        rows = [r for r in published("xincheng_2023_communities") if r["task_key"] == item.ordinal]
        expected = "、".join(r["name"] + (f"（{r['unit_stated']}）" if r["unit_stated"] else "") for r in rows)
        assert expected == said(item, "点名社区（村）")
