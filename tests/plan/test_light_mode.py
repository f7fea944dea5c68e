"""亮灯口径 in a plan: what it may say, and what a unit is then asked to explain."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from automation.checks import row_checks
from automation.derive import constants
from automation.formula import Scalar
from automation.model.plan import Plan
from automation.period import Period
from automation.plan.faults import PlanError
from automation.plan.shipped import load
from tests.plan.test_reminding import plan_with

JUNE = Period(2017, 6)


@pytest.mark.parametrize(("text", "expected"), [("相对", True), ("绝对", False), ("", False)])
def test_thresholds_are_relative_only_where_the_plan_says_so(tmp_path: Path, text: str, expected: bool) -> None:
    """相对 is read, 绝对 is what plans ship with and what an empty cell means."""
    assert (expected, False) == (plan_with(tmp_path, 亮灯口径=text).settings.relative_lights, load("suining-2017").settings.relative_lights)


def test_another_word_is_a_fault(tmp_path: Path) -> None:
    """Anything else is told with the two words that are known."""
    with pytest.raises(PlanError) as told:
        plan_with(tmp_path, 亮灯口径="百分比")
    assert "应为绝对、相对 之一，现为“百分比”" in told.value.faults[0].message


@pytest.mark.parametrize(("gap", "absolute", "relative"), [("-5", False, False), ("-5.000001", False, True), ("-10", False, True), ("-10.000001", True, True)])
def test_a_red_project_must_say_why_by_the_plans_own_measure(gap: str, absolute: bool, relative: bool) -> None:
    """In June a red line of 10 asks for reasons beyond 10 points under 绝对, beyond a tenth of 50 % under 相对."""
    plan = load("suining-2017")
    other = replace(plan, settings=replace(plan.settings, relative_lights=True))
    assert [absolute, relative] == [_asked(p, Decimal(gap)) for p in (plan, other)]


def _asked(plan: Plan, gap: Decimal) -> bool:
    check = next(c for c in row_checks(plan, plan.tables[0]) if c.code == "A409" and "红灯" in c.short)
    row: dict[str, Scalar] = {"年度计划投资": Decimal(100), "计划开工月": Decimal(1), "与序时比": gap, "存在问题": "", **constants(plan.settings, JUNE)}
    return check.fails(row, {})
