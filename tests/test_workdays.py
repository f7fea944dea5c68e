"""Deadlines and holidays, on days that happened."""

import datetime
import subprocess
import sys
from dataclasses import replace

import pytest

from automation.model.plan import Settings
from automation.period import Period
from automation.workdays import announced, is_workday, next_workday

SETTINGS = Settings("P", "计划", "某市民政局", Period(2017), Period(2030, 12), holiday_shift=True)


def due(period: Period, **changes: object) -> str:
    """The deadline of ``period``, as a clerk reads it."""
    return f"{replace(SETTINGS, **changes).deadline(period):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(("day", "worked"), [
    ("2017-09-30", True), ("2017-10-02", False), ("2017-10-08", False), ("2017-10-09", True), ("2020-01-19", True),
    ("2020-01-31", False), ("2020-02-02", False), ("2020-02-03", True), ("2023-10-07", True), ("2026-02-14", True),
])
def test_days_are_worked_as_the_notices_said(day: str, worked: bool) -> None:
    """National Day 2017, the longer Spring Festival of 2020, and weekends that were worked in exchange."""
    assert worked == is_workday(datetime.date.fromisoformat(day))


@pytest.mark.parametrize(("period", "day", "expected"), [
    (Period(2017, 10), 5, "2017-10-09 17:00"),  # National Day and Mid-Autumn, to the Monday after
    (Period(2020, 1), 27, "2020-02-03 17:00"),  # Spring Festival, which was made longer, into the next month
    (Period(2017, 9), 30, "2017-09-30 17:00"),  # a Saturday that was worked
    (Period(2017, 5), 20, "2017-05-22 17:00"),  # an ordinary Saturday
    (Period(2017, 6), 20, "2017-06-20 17:00"),  # a Tuesday
    (Period(2021, 12), 31, "2021-12-31 17:00"),
    (Period(2022, 12), 31, "2023-01-03 17:00"),  # over the turn of the year
])
def test_a_deadline_on_a_holiday_moves_to_the_next_working_day(period: Period, day: int, expected: str) -> None:
    """节假日顺延=是 moves the deadline, its time of day stays."""
    assert expected == due(period, deadline_day=day)


def test_a_deadline_stays_where_the_plan_does_not_move_it() -> None:
    """节假日顺延=否 leaves it on the holiday."""
    assert "2017-10-05 17:00" == due(Period(2017, 10), deadline_day=5, holiday_shift=False)


def test_the_day_before_is_moved_where_the_day_itself_does_not_count() -> None:
    """“9日前” without the 9th is the 8th of October 2017, a holiday: due on the 9th."""
    assert "2017-10-09 17:00" == due(Period(2017, 10), deadline_day=9, deadline_inclusive=False)


def test_every_year_of_the_plans_is_announced_and_a_later_one_says_so() -> None:
    """2017 to 2026 are known; of 2030 only weekends are, and the note says it."""
    assert [True] * 10 == [announced(year) for year in range(2017, 2027)]
    assert not announced(2030)
    assert datetime.date(2030, 1, 1) == next_workday(datetime.date(2030, 1, 1))
    assert "2030年放假安排尚未收录，只按周末顺延" in SETTINGS.shift_note(Period(2030, 3))
    assert "10月20日" not in SETTINGS.shift_note(Period(2017, 10))
    assert "5月20日逢节假日，顺延至5月22日" == SETTINGS.shift_note(Period(2017, 5))


def test_the_calendar_stays_out_of_plans_that_do_not_move_their_deadline() -> None:
    """A start without 节假日顺延 does not load the calendar."""
    script = ("import sys, dataclasses\nfrom automation.model.plan import Settings\nfrom automation.period import Period\n"
              "Settings('P', '计划', '局', Period(2017), Period(2020)).deadline(Period(2017, 10))\nprint('chinese_calendar' in sys.modules)")
    assert "False" == subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize(("received", "period", "expected"), [
    ("2017-06-13 09:00", Period(2017, 6), "2017-06-20 17:00"), ("2017-06-20 17:00", Period(2017, 6), "2017-06-22 17:00"),
    ("2017-09-29 10:00", Period(2017, 6), "2017-10-09 17:00"), ("2017-06-13 09:00", None, "2017-06-15 17:00"),
])
def test_what_is_sent_back_is_due_again(received: str, period: Period | None, expected: str) -> None:
    """By the deadline; once it has passed, or where the period is unknown, two working days later."""
    moment = datetime.datetime.fromisoformat(f"{received}+08:00")
    again = SETTINGS.resubmission(period, moment)

    assert (expected, moment.utcoffset()) == (f"{again:%Y-%m-%d %H:%M}", again.utcoffset())
