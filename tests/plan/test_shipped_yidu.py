"""The plan of Yidu holds the published projects and tasks, whole, to the letter and in one unit of money."""

from decimal import Decimal

import pytest

from automation.model.plan import Plan
from automation.plan import shipped
from tests.plan.published import published, said, table


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped.load("yidu-2023")


def test_every_project_is_there_to_the_letter(plan: Plan) -> None:
    """Five projects with place, contents, amounts as written and amounts in 万元, exactly."""
    expected = [(r["no"], r["name"], r["sector"], r["location"].split(";"), r["content_summary"], r["total_investment"], r["plan_2023"],
                 Decimal(r["total_investment_wan"]), Decimal(r["plan_2023_wan"]), r["milestones"].split(";"))
                for r in published("yidu_2023_projects")]

    actual = [(i.ordinal, i.name, said(i, "领域"), said(i, "建设地址").split("、"), said(i, "主要建设内容"), said(i, "总投资原文"), said(i, "年度计划原文"),
               i.fixed["总投资"], i.fixed["年度计划投资"], said(i, "年度节点").split("；")) for i in table(plan, "项目").items]

    assert expected == actual
    assert len(actual) == 5


def test_both_totals_are_held_to(plan: Plan) -> None:
    """Total and annual investment each have their control total: 71828 and 27800."""
    projects = table(plan, "项目")

    assert projects.controls == (("总投资", Decimal(71828)), ("年度计划投资", Decimal(27800)))
    for field, total in projects.controls:
        assert total == sum(Decimal(said(i, field)) for i in projects.items)


def test_every_task_is_there_to_the_letter(plan: Plan) -> None:
    """Forty-six tasks with group, section, number, title, contents, figures and notes."""
    expected = [(r["group"], r["section"], r["no"], r["title"], r["summary"], r["quantified_target"], r["note"])
                for r in published("yidu_2023_tasks")]

    actual = [(said(i, "组别"), said(i, "板块"), i.ordinal, i.name, said(i, "主要内容"), said(i, "量化目标"), said(i, "备注"))
              for i in table(plan, "任务").items]

    assert expected == actual
    assert len(actual) == 46


def test_deadlines_are_kept(plan: Plan) -> None:
    """A stated deadline stands in the plan; where none is stated the year is."""
    stated = {r["no"]: r["deadline"] for r in published("yidu_2023_tasks")}
    written = {i.ordinal: said(i, "完成时限") for i in table(plan, "任务").items}

    assert {no: "2023年内" for no, deadline in stated.items() if not deadline}.items() <= written.items()
    assert (written["1.3.2"], written["2.1.5"], written["2.1.6"]) == ("夏季、冬季", "按市委、市政府规定节点", "2023年5月1日前")
    assert {no for no, deadline in stated.items() if deadline} == {"1.3.2", "2.1.5", "2.1.6"}
