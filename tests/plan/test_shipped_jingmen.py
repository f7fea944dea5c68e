"""The plan of Jingmen holds the published points, targets and pilots, whole and to the letter."""

from collections import Counter

import pytest

from automation.model.plan import Plan
from automation.plan import shipped
from tests.plan.published import number, published, said, table, targets


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped.load("jingmen-2016")


def test_every_point_is_there_to_the_letter(plan: Plan) -> None:
    """Twenty-five points with their block, number, title and contents."""
    expected = [(r["group"], r["no"], r["title"], r["summary"]) for r in published("jingmen_2016_items")]

    actual = [(said(i, "板块"), i.ordinal, i.name, said(i, "主要内容")) for i in table(plan, "任务").items]

    assert expected == actual
    assert len(actual) == 25


def test_every_pilot_is_there_to_the_letter(plan: Plan) -> None:
    """Seven pilots, each with all that is published of it."""
    columns = {"area": "试点单位", "kind": "试点类别", "concept": "发展理念", "theme": "事项", "model": "主要内容", "supported_project": "扶持项目",
               "project_facts": "项目情况", "document_to_issue": "拟出台文件", "mentioned_in": "出处"}
    expected = [{ours: r[theirs] for theirs, ours in columns.items()} for r in published("jingmen_2016_pilots")]

    actual = [{ours: said(i, ours) for ours in columns.values()} for i in table(plan, "试点").items]

    assert expected == actual
    assert len(actual) == 7


def test_every_target_is_there(plan: Plan) -> None:
    """One hundred and seventeen targets: figure, relation, unit of measure, date and scope are those published."""
    expected = sorted((r["name"], r["unit"].replace("定性", ""), r["operator"] or ">=", str(number(r["target"])), r["deadline"][:7],
                       r["pilot_or_scope"], r["item_no"]) for r in published("jingmen_2016_indicators"))

    actual = sorted((i.name, said(i, "计量单位"), t.relation, str(t.value), str(t.due or ""), said(i, "范围"), said(i, "出处"))
                    for i in table(plan, "指标").items for t in i.targets)

    assert expected == actual
    assert len(actual) == 117


def test_every_kind_of_target_is_told_apart(plan: Plan) -> None:
    """Zero tolerance, milestones, ratios, flows, stocks, duties of each period and words are each judged their own way."""
    rows = {r["name"]: r for r in published("jingmen_2016_indicators")}

    for name, unit, measure, relation, value, _ in targets(plan):
        target = (rows[name]["operator"], rows[name]["target"])
        assert (measure == "零容忍") == (target == ("=", "0")), name
        assert (measure == "里程碑") == (unit == "是/否"), name
        assert (measure == "定性") == (rows[name]["unit"] == "定性") == (value is None), name
        assert (measure == "按期") == (unit in ("次/半年", "条/月")), name
        assert (measure == "比率") == (unit in ("%", "张/千名老人")), name
        assert relation in (">=", "<=", "=")
    assert Counter(t[2] for t in targets(plan)) == {"零容忍": 12, "里程碑": 19, "定性": 3, "按期": 3, "比率": 49, "存量": 10, "流量": 21}


def test_what_is_only_striven_for_says_so(plan: Plan) -> None:
    """力争, 争取 and 争创 make a target 争取, and nothing else does."""
    wished = {r["name"] for r in published("jingmen_2016_indicators") if any(w in r["pilot_or_scope"] for w in ("力争", "争取", "争创"))}

    assert wished == {i.name for i in table(plan, "指标").items if i.fixed["性质"] == "争取"}


def test_counties_report_what_is_asked_of_counties(plan: Plan) -> None:
    """县(市、区) stands for the six areas with pilots and 屈家岭管理区; a named area reports its own target."""
    items = {i.name: i.units for i in table(plan, "指标").items}
    areas = [f"{r['area']}民政局" for r in published("jingmen_2016_pilots") if r["kind"] == "试点县市区"]

    assert {*areas, "屈家岭管理区民政局"} == set(items["县(市、区)上报信息"])
    assert items["村级生态公墓"] == ("沙洋县民政局",)
    assert len(items["市局各科室、局属单位报送信息"]) == 22
