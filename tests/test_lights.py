"""Lights: how far ahead or behind is told by a glyph, a word and a colour."""

from dataclasses import replace
from decimal import Decimal

import pytest

from automation.lights import Light, graded, light, start_month, supervision
from automation.model.plan import Settings
from automation.period import Period

JUNE = Period.parse("2017-06")
SETTINGS = Settings("P", "计划", "局", Period.parse("2017-01"), Period.parse("2017-12"))


@pytest.mark.parametrize(("gap", "expected"), [
    ("0", Light.GREEN), ("0.000001", Light.GREEN), ("-0.000001", Light.YELLOW), ("-10", Light.YELLOW), ("-10.000001", Light.RED),
])
def test_the_thresholds_belong_to_the_better_light(gap: str, expected: Light) -> None:
    """Exactly on time is green, exactly ten points behind is still yellow."""
    assert expected is light(Decimal(100), 1, JUNE, Decimal(gap), SETTINGS)


@pytest.mark.parametrize(("month", "gap", "expected"), [
    (6, "0", Light.GREEN), (6, "-0.000001", Light.YELLOW), (6, "-5", Light.YELLOW), (6, "-5.000001", Light.RED),
    (5, "-4.166667", Light.YELLOW), (5, "-4.166668", Light.RED), (12, "-10", Light.YELLOW), (12, "-10.000001", Light.RED),
])
def test_relative_thresholds_grow_with_the_year(month: int, gap: str, expected: Light) -> None:
    """Under 相对 a red line of 10 allows a tenth of the time progress: 5 points in June, 4.166667 in May, 10 in December."""
    settings = replace(SETTINGS, relative_lights=True)
    assert expected is light(Decimal(100), 1, Period(2017, month), Decimal(gap), settings)


@pytest.mark.parametrize("month", range(1, 13))
def test_exactly_on_a_relative_line_is_the_better_light(month: int) -> None:
    """Nine tenths of the time progress is exactly ten percent behind, in every month, however long its digits are."""
    settings = replace(SETTINGS, relative_lights=True)
    progress = settings.time_progress(Period(2017, month))
    assert Light.YELLOW is graded(-progress * 10, progress, settings)
    assert Light.RED is graded(-progress * 10 - Decimal("0.000001"), progress, settings)


def test_nothing_planned_or_not_yet_started_shows_no_light() -> None:
    """A project without an annual plan, or before its planned start, is neither ahead nor behind."""
    assert Light.NOT_PLANNED is light(None, 1, JUNE, Decimal(-50), SETTINGS)
    assert Light.NOT_PLANNED is light(Decimal(0), 1, JUNE, "", SETTINGS)
    assert Light.NOT_STARTED is light(Decimal(100), 9, JUNE, Decimal(-50), SETTINGS)
    assert Light.YELLOW is light(Decimal(100), 6, JUNE, Decimal(-5), SETTINGS)


@pytest.mark.parametrize(("start", "month"), [("2016", 1), ("2017", 1), ("2017-09", 9), ("2018", 13), ("", 13)])
def test_the_starting_month_is_of_this_year(start: str, month: int) -> None:
    """A start in an earlier year is January, one in a later year never comes."""
    assert month == start_month(start, 2017)


@pytest.mark.parametrize(("now", "before", "words"), [
    (Light.RED, Light.RED, "建议分管领导约谈"), (Light.RED, Light.YELLOW, "下发督办函"), (Light.RED, None, "下发督办函"),
    (Light.YELLOW, Light.RED, "重点提示"), (Light.YELLOW, Light.GREEN, "提示关注"), (Light.GREEN, Light.RED, "已转绿，予以销号"),
    (Light.GREEN, Light.GREEN, ""), (Light.NOT_PLANNED, None, ""),
])
def test_supervision_follows_from_two_months(now: Light, before: Light | None, words: str) -> None:
    """Two red months call for a talk, a new red one for a letter, a green one ends the case."""
    assert words == supervision(now, before)
