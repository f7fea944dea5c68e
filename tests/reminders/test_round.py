"""Which day it is beside the deadline."""

import pytest

from tests.reminders.rounds import unit_round


@pytest.mark.parametrize(("day", "step", "after"), [
    (17, "截止前3天", 20), (18, None, 20), (20, "截止当天", 21), (21, "截止后1天", 23), (23, "截止后3天", None), (30, None, None),
])
def test_the_plan_says_on_which_days_to_remind(day: int, step: str | None, after: int | None) -> None:
    """催报日 -3;0;1;3 around the 20th: today's step and the next one."""
    one = unit_round(day=day)
    assert (step, after) == (one.step.words if one.step else None, one.following.day.day if one.following else None)


def test_the_deadline_is_past_a_minute_after_it() -> None:
    """On the day itself the hour decides whether it is a reminder before or after."""
    assert [False, True] == [unit_round(day=20, hour=hour).past for hour in (17, 18)]


def test_steps_follow_a_deadline_that_a_holiday_moved() -> None:
    """The 17th of June 2017 was a Saturday: due on Monday the 19th, and reminded from the 16th on."""
    one = unit_round(day=16, deadline_day=17, holiday_shift=True)
    assert [16, 19, 20, 22] == [s.day.day for s in one.steps]
    assert one.step is not None
