"""A task is as far as its slowest unit, and every unit's own report is kept."""

import datetime
from decimal import Decimal

import pytest

from automation.formula import Scalar
from automation.lights import Light
from automation.period import Period
from automation.rollup.deadlines import deadline
from automation.summary import Periods
from tests.rollup.office import EAST, NORTH, SETTINGS, STREETS, WEST, Report, progress, task


def report(period: str, unit: str, rate: str, state: str = "推进中") -> Report:
    fields: dict[str, Scalar | int] = {"完成率": Decimal(rate), "状态": state, "进展情况": f"{unit}完成{rate}"}
    return period, unit, fields


def test_the_slowest_unit_sets_the_pace_and_the_worst_state_stands() -> None:
    """80 %, 30 % and a blocked 50 %: the task is at 30 %, blocked; all three reports are kept, the lead's first."""
    found = progress(task("2017-12"), "2017-03", report("2017-03", WEST, "0.3"), report("2017-03", EAST, "0.8"), report("2017-03", NORTH, "0.5", "受阻"))

    assert (Decimal("0.3"), WEST, "受阻", Light.RED) == (found.rate, found.slowest, found.state, found.light)
    assert [(EAST, Decimal("0.8")), (WEST, Decimal("0.3")), (NORTH, Decimal("0.5"))] == [(r.unit, r.number("完成率")) for r in found.reports]


def test_a_missing_unit_is_named_and_is_no_zero() -> None:
    """The north never reported: the task is at 70 %, not at 0; the west's report of February stands, and both are named."""
    found = progress(task("2017-12"), "2017-03", report("2017-03", EAST, "0.8"), report("2017-02", WEST, "0.7"))

    assert (Decimal("0.7"), (WEST, NORTH)) == (found.rate, found.missing)
    assert (True, False, False) == tuple(r.current for r in found.reports)


def test_a_task_is_not_done_before_every_unit_has_spoken() -> None:
    """Two of three streets are done; while the third is silent the task is under way."""
    done = [report("2017-03", EAST, "1", "已完成"), report("2017-03", WEST, "1", "已完成")]

    assert "推进中" == progress(task("2017-12"), "2017-03", *done).state
    assert "已完成" == progress(task("2017-12"), "2017-03", *done, report("2017-03", NORTH, "1", "已完成")).state


def test_a_plan_may_leave_a_task_to_its_lead() -> None:
    """汇总方式 牵头: what the others report is kept and does not count."""
    found = progress(task("2017-12", 汇总方式="按牵头单位"), "2017-03", report("2017-03", EAST, "0.8"), report("2017-03", WEST, "0.1"))

    assert (Decimal("0.8"), 3) == (found.rate, len(found.reports))


def test_nothing_reported_is_nothing() -> None:
    """No report, no rate, no state, no red light."""
    found = progress(task("2017-01"), "2017-03")

    assert (None, "", Light.UNREPORTED, STREETS) == (found.rate, found.state, found.light, found.missing)


def test_overdue_is_red_and_done_is_not_overdue() -> None:
    """Due on 10 March, cut off on 20 March: 99 % is overdue by ten days and red; finished is green."""
    late = progress(task("2017-03-10", (EAST,)), "2017-03", report("2017-03", EAST, "0.99"))
    done = progress(task("2017-03-10", (EAST,)), "2017-03", report("2017-02", EAST, "1", "已完成"), report("2017-03", EAST, "1", "已完成"))

    assert (True, -10, Light.RED) == (late.overdue, late.days_left, late.light)
    assert (False, Light.GREEN, Period(2017, 2)) == (done.overdue, done.light, done.finished)


def test_the_light_compares_the_rate_with_the_time_to_the_deadline() -> None:
    """Due in June, March: half the time is gone; 45 % is five points behind and still green, 40 % yellow, 34 % red."""
    lights = {rate: progress(task("2017-06", (EAST,)), "2017-03", report("2017-03", EAST, rate)).light for rate in ("0.45", "0.40", "0.34")}

    assert {"0.45": Light.GREEN, "0.40": Light.YELLOW, "0.34": Light.RED} == lights


def test_a_duty_of_every_month_counts_the_months_it_was_done() -> None:
    """每月10日前: done in January and March, not in February; the west reported once and did it: 3 of 4."""
    found = progress(task("每月10日前", (EAST, WEST)), "2017-03", report("2017-01", EAST, "1", "已完成"), report("2017-02", EAST, "0.5"),
                     report("2017-03", EAST, "1"), report("2017-03", WEST, "1", "已完成"))

    assert (Periods(3, 4), None) == (found.periods, found.due)


@pytest.mark.parametrize(("text", "expected"), [
    ("2020年12月", (2020, 12, 31)), ("2017-06-30", (2017, 6, 30)), ("2017年6月10日前", (2017, 6, 10)), ("2017", (2017, 12, 31)),
    ("2017年底", (2017, 12, 31)), ("6月底前", (2020, 6, 30)), ("2017年6月底前", (2017, 6, 30)), ("2017年上半年", (2017, 6, 30)),
    ("2017年第三季度", (2017, 9, 30)), ("2017年5月中旬", (2017, 5, 20)), ("年内", (2020, 12, 31)), ("年底前", (2020, 12, 31)),
    ("2017年2月", (2017, 2, 28)), ("7月份", (2020, 7, 31)), ("5月1日前", (2020, 5, 1)), ("2017/6/30", (2017, 6, 30)), ("2017.06", (2017, 6, 30)),
    ("长期", None), ("每月10日前", None), ("", None), ("持续推进", None), ("2017年13月", None),
])
def test_deadlines_as_plans_write_them(text: str, expected: tuple[int, int, int] | None) -> None:
    """A month is over on its last day; what comes round every month, or never ends, has no day."""
    assert (datetime.date(*expected) if expected else None) == deadline(text, SETTINGS)


def test_a_task_stands_beside_itself_a_period_earlier() -> None:
    """The slowest unit's rate, the worst state and the light of February, whichever units they were of; none in January."""
    told = [report("2017-01", EAST, "0.02"), report("2017-02", EAST, "0.3"), report("2017-02", WEST, "0.1", "受阻"), report("2017-03", WEST, "0.6")]
    found, first = progress(task("2017-12"), "2017-03", *told), progress(task("2017-12"), "2017-01", *told)

    assert (Decimal("0.1"), "受阻", Light.RED, Decimal("0.3")) == (found.before, found.state_before, found.light_before, found.rate)
    assert (None, "", None) == (first.before, first.state_before, first.light_before)
