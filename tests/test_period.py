"""Periods: how they are written, said, ordered and how much of the year they leave behind."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.errors import ExitCode, UsageError
from automation.period import Frequency, Period

periods = st.builds(lambda year, frequency, n: Period(year, n % (12 // frequency.months) + 1, frequency),
                    st.integers(2000, 2099), st.sampled_from(Frequency), st.integers(0, 11))


@given(periods)
def test_a_period_is_read_as_it_is_written(period: Period) -> None:
    """What a period is called on disk names that period."""
    assert period == Period.parse(str(period))


@given(periods, st.integers(-30, 30))
def test_shifting_there_and_back_changes_nothing(period: Period, steps: int) -> None:
    """Moving by n periods is undone by moving back, and keeps the order."""
    moved = period.shifted(steps)

    assert period == moved.shifted(-steps)
    assert (moved > period) == (steps > 0)


@pytest.mark.parametrize("text", ["2017-13", "2017-6", "六月", "2017-Q5", "17-06", "", "2017-H3"])
def test_what_is_no_period_is_refused_with_an_example(text: str) -> None:
    """A text that names no period is wrong usage, and the words show how to write one."""
    with pytest.raises(UsageError) as raised:
        Period.parse(text)

    assert raised.value.exit_code is ExitCode.USAGE
    assert "2017-06" in raised.value.fix


def test_june_is_half_the_year_by_months_and_less_by_days() -> None:
    """The basis of time progress flips the verdict, so both are exact: 6/12, and 171 days of 365."""
    june = Period.parse("2017-06")

    assert Decimal("0.5") == june.months_elapsed
    assert Decimal(171) / 365 == june.days_elapsed(datetime.date(2017, 6, 20))
    assert Decimal(1) == june.days_elapsed(datetime.date(2018, 1, 3))


def test_a_quarter_falls_due_in_its_last_month() -> None:
    """A quarter's table is reported with the workbook of the quarter's last month."""
    due = [m for m in range(1, 13) if Period(2017, m).holds(Frequency.QUARTER)]

    assert [3, 6, 9, 12] == due


@pytest.mark.parametrize(("text", "label", "reach"), [
    ("2017-01", "2017年1月", "1月"), ("2017-06", "2017年6月", "1—6月"), ("2017-Q2", "2017年第2季度", "1—6月"), ("2017", "2017年", "1—12月"),
])
def test_periods_are_said_as_bulletins_say_them(text: str, label: str, reach: str) -> None:
    """January has no range, later months reach back to January with a Chinese dash."""
    assert (label, reach) == (Period.parse(text).label, Period.parse(text).range_label)
