"""What no single row shows: missing rows, unknown files, an item that stands in two tables, and where a finding points."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest

from automation.forms import forms_for
from automation.formula import parse
from automation.model.plan import Kind, Plan, PlanCheck, Severity
from automation.model.submission import Finding, Observation
from automation.rules import check
from tests.rules.stage import JUNE, UNIT, Stage, staged

WRONG_TOTAL = [{"项目名称": "甲", "本月完成投资": "100", "期望": ""}, {"项目名称": "乙", "本月完成投资": "100", "期望": ""},
               {"项目名称": "合计", "本月完成投资": "300", "期望": ""}]


def _codes(found: Iterable[Finding]) -> list[str]:
    return [f.code for f in found]


def _one(**cells: str) -> Stage:
    return staged([[{"项目名称": "甲", **cells, "期望": ""}]])


def test_a_finding_points_at_the_cell_and_quotes_it() -> None:
    """Sheet, cell, table, item, field and what stands there: all that a mark in the clerk's file needs."""
    stage = _one(本月完成投资="约62万")

    [found] = check(stage.submission, stage.context)

    assert Finding("V302", Severity.ERROR, "不是数字", "“6月完成”填的是“约62万”，不是数字（可能是 62）", "请只填数字（单位：万元）；没有发生的填 0",
                   "填报表", "L9", "附件1", "P1", "本月完成投资", "约62万") == found


def test_a_wrong_total_points_at_the_totals_row() -> None:
    """The cell of the total, not of an item."""
    stage = staged([WRONG_TOTAL])

    [found] = check(stage.submission, stage.context)

    assert ("A407", "填报表", "L11", "", "本月完成投资", "300") == (
        found.code, found.sheet, found.cell, found.item, found.field, found.value)


def test_a_total_is_not_judged_where_a_row_is_missing() -> None:
    """The missing row is the mistake; the total may well be right."""
    stage = staged([WRONG_TOTAL])
    short = replace(stage.submission, rows=stage.submission.rows[:1])

    assert () == check(short, stage.context)


def test_a_total_is_not_judged_where_the_sheet_has_an_unknown_row() -> None:
    """She counted the new project in; on another sheet it changes nothing."""
    stage = staged([WRONG_TOTAL])
    here, there = (Observation("S206", {"code": "", "name": "丙", "text": "丙；100"}, sheet) for sheet in ("填报表", "任务"))
    moved = Observation("S202", {"what": "工作表", "expected": "填报表", "found": "填报", "count": "1"}, "填报表")

    assert ["S206"] == _codes(check(replace(stage.submission, observations=(here,)), stage.context))
    assert ["S206", "A407"] == _codes(check(replace(stage.submission, observations=(there,)), stage.context))
    assert ["S202", "A407"] == _codes(check(replace(stage.submission, observations=(moved,)), stage.context))


def test_a_file_of_nobody_is_judged_as_a_whole_only() -> None:
    """Without unit or period there is nothing to compare rows with."""
    stage = _one(本月完成投资="约62万")
    seen = replace(stage.submission, observations=(Observation("I101", {"missing": "单位", "sources": ""}),))

    assert ["I101"] == _codes(check(seen, replace(stage.context, unit=None, forms=())))
    assert ["I101"] == _codes(check(seen, replace(stage.context, period=None, closed=True)))


def test_a_row_that_the_unit_was_not_asked_for_is_passed_over() -> None:
    """The reader says so (S206); its figures are nobody's."""
    stage = _one(本月完成投资="约62万")
    row = replace(stage.submission.rows[0], code="P99")

    assert () == check(replace(stage.submission, rows=(row,)), stage.context)


def test_an_item_in_two_tables_is_found_at_once_and_checked_by_both() -> None:
    """One row, one finding of each kind, with the checks that either table has."""
    stage = _one(本月完成投资="700")
    first = stage.context.plan.tables[0]
    second = replace(first, code="附件2")
    checks = (PlanCheck("P901", "附件2", parse("[本月完成投资]<600"), Severity.QUERY, "过多", "请核对"),
              PlanCheck("P902", "", parse("[本月完成投资]<650"), Severity.QUERY, "也过多", "请核对"))

    def found(plan: Plan, *tables: str) -> list[tuple[str, str]]:
        context = replace(stage.context, plan=plan, forms=forms_for(plan, UNIT, JUNE))
        rows = tuple(replace(row, tables=tables) for row in stage.submission.rows)
        return [(f.code, f.table) for f in check(replace(stage.submission, rows=rows), context)]

    both = replace(stage.context.plan, tables=(first, second), checks=checks)
    alone = replace(both, tables=(first, replace(second, items=())))

    assert [("P901", "附件1"), ("P902", "附件1")] == sorted(found(both, "附件1", "附件2"))
    assert [("P902", "附件1")] == found(alone, "附件1")


def test_thresholds_come_from_the_plan() -> None:
    """The same row passes or fails as the plan's settings have it."""
    stage = _one(本月完成投资="841")  # 1341 of 1200 is 11.75% too much
    strict = replace(stage.context.plan, settings=replace(stage.context.plan.settings, over_plan_share=Decimal("0.1")))

    assert [] == _codes(check(stage.submission, stage.context))
    assert ["A404"] == _codes(check(stage.submission, replace(stage.context, plan=strict)))


@pytest.mark.parametrize("typed", ["1" + "0" * 300, "-1" + "0" * 300, "0." + "0" * 290 + "1", "9" * 60])
@pytest.mark.parametrize("row", [{"项目名称": "甲"}, {"事项": "甲"}, {"指标": "甲"}])
def test_no_figure_is_too_large_to_be_reported(row: dict[str, str], typed: str) -> None:
    """A stuck key gives a finding, never a failure."""
    field = {"项目名称": "本月完成投资", "事项": "完成率", "指标": "本期值"}[next(iter(row))]
    stage = staged([[{**row, field: typed, "期望": ""}]])

    assert field in {f.field for f in check(stage.submission, stage.context)}


def test_a_submission_of_indicators_and_projects_needs_no_totals() -> None:
    """Kinds do not mix: an indicator's row is checked by its own table's rules."""
    stage = staged([[{"指标": "每千名老人床位", "口径": "比率", "计量单位": "张/千人", "分子": "340", "分母": "10", "期望": ""}]])

    assert Kind.INDICATOR is stage.context.forms[0].kind
    assert () == check(stage.submission, stage.context)
