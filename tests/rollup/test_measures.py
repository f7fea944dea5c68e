"""Each of the eight 口径 gives what a person with a pencil gets, over units and over months."""

from decimal import Decimal

import pytest

from automation.lights import Light, Verdict
from automation.period import Frequency
from tests.rollup.office import EAST, NORTH, STREETS, WEST, Report, indicator, measured, pair, value


def test_a_stock_is_the_sum_of_each_units_latest() -> None:
    """Beds: 100 + 80 + 50; March's count of the east replaces January's, and is not added to it."""
    beds = indicator("存量", (">=", "300", "2017-12"))
    found = measured(beds, "2017-03", value("2017-01", EAST, 90), value("2017-03", EAST, 100), value("2017-03", WEST, 80), value("2017-03", NORTH, 50))

    assert (Decimal(230), Verdict.NOT_DUE) == (found.value, found.verdict)
    assert ((Decimal(90), Decimal(90), Decimal(230)), Decimal(90)) == (found.trend, found.before)


def test_a_stock_nobody_counted_again_stands_and_its_unit_is_named() -> None:
    """The west did not report in March: its 80 of February still counts, it is named, and no zero comes in."""
    beds = indicator("存量", (">=", "300", "2017-12"))
    found = measured(beds, "2017-03", value("2017-02", WEST, 80), value("2017-03", EAST, 100))

    assert (Decimal(180), (WEST, NORTH)) == (found.value, found.missing)
    assert [None, Decimal(80), Decimal(180)] == list(found.trend)


def test_a_flow_is_the_sum_of_all_months() -> None:
    """New sites: 3 + 4 in the east, 2 in the west make 9 of 24."""
    sites = indicator("流量", (">=", "24", "2017-12"))
    found = measured(sites, "2017-02", value("2017-01", EAST, 3), value("2017-02", EAST, 4), value("2017-01", WEST, 2))

    assert (Decimal(9), Decimal("0.3750000000"), (WEST, NORTH)) == (found.value, found.rate, found.missing)
    assert (Decimal(5), Decimal(9)) == found.trend


RATIOS = (pair("2017-03", EAST, 90, 100), pair("2017-03", WEST, 10, 200), pair("2017-03", NORTH, 50, 100))


def test_a_ratio_is_the_sum_of_numerators_over_the_sum_of_denominators() -> None:
    """150 of 400 is 37.5 %; the mean of 90 %, 5 % and 50 % would be 48.33 % and appears nowhere."""
    found = measured(indicator("比率", (">=", "60", "2017-12"), scale="100"), "2017-03", *RATIOS)

    assert (Decimal("37.50"), Decimal(150), Decimal(400)) == (found.value, found.part, found.whole)
    assert Decimal("48.33") not in (found.value, found.rate, *found.trend)


def test_a_wrong_denominator_in_one_street_moves_exactly_that_much() -> None:
    """400 typed for the west instead of 200: 150 of 600 is 25.00 %, whatever the other streets' own ratios are."""
    wrong = (RATIOS[0], pair("2017-03", WEST, 10, 400), RATIOS[2])
    found = measured(indicator("比率", (">=", "60", "2017-12"), scale="100"), "2017-03", *wrong)

    assert (Decimal("25.00"), Decimal(150), Decimal(600)) == (found.value, found.part, found.whole)


def test_a_ratio_takes_pairs_only() -> None:
    """A numerator without its denominator is no report: February's pair stands and the unit is named."""
    half: Report = ("2017-03", WEST, {"分子": 99})
    found = measured(indicator("比率", (">=", "60", "2017-12"), scale="100"), "2017-03", pair("2017-02", WEST, 10, 200), half, RATIOS[0])

    assert (Decimal("33.33"), (WEST, NORTH)) == (found.value, found.missing)


def test_a_rate_for_each_is_the_worst_and_how_many_pass() -> None:
    """Nursing beds 70, 55 and 60 % against 60 % for each: two of three pass, the worst is 55, the west is named."""
    floor = indicator("逐个达标", (">=", "60", "2017-12"))
    found = measured(floor, "2017-12", value("2017-12", EAST, 70), value("2017-12", WEST, 55), value("2017-12", NORTH, 60))

    assert (Decimal(55), Decimal(2), Decimal(3), (WEST,)) == (found.value, found.part, found.whole, found.failing)
    assert Verdict.DUE is found.verdict


def test_all_have_to_pass_and_silence_is_no_pass() -> None:
    """Two of three streets report and pass; the third never spoke, so the target is not met, and it does not fail either."""
    found = measured(indicator("逐个达标", (">=", "60", "2017-12")), "2017-12", value("2017-12", EAST, 70), value("2017-12", WEST, 61))

    assert (Decimal(2), Decimal(2), (), Verdict.DUE, (NORTH,)) == (found.part, found.whole, found.failing, found.verdict, found.missing)


@pytest.mark.parametrize("relation", ["=", "<="])
def test_one_breach_breaks_zero_tolerance_and_has_no_rate(relation: str) -> None:
    """A breach in January is still one in March: not met, red, and never a completion rate."""
    zero = indicator("零容忍", (relation, "0", "2017-12"), unit="起")
    clean = measured(zero, "2017-03", value("2017-01", EAST, 0), value("2017-03", WEST, 0))
    broken = measured(zero, "2017-03", value("2017-01", EAST, 1), value("2017-03", EAST, 0), value("2017-03", WEST, 0))

    assert (Decimal(0), Verdict.KEPT, Light.GREEN, None) == (clean.value, clean.verdict, clean.light, clean.rate)
    assert (Decimal(1), Verdict.BROKEN, Light.RED, None) == (broken.value, broken.verdict, broken.light, broken.rate)


def test_a_milestone_once_true_stays_true_and_takes_all() -> None:
    """The east said 1 in January and 0 by mistake in March: it has issued its paper; the north has not."""
    paper = indicator("里程碑", ("=", "1", "2017-06"), unit="是/否")
    early = [value("2017-01", EAST, 1), value("2017-03", EAST, 0), value("2017-03", WEST, 1), value("2017-03", NORTH, 0)]
    waiting, done = measured(paper, "2017-03", *early), measured(paper, "2017-05", *early, value("2017-05", NORTH, 1))

    assert (Decimal(0), Decimal(2), (NORTH,), Verdict.NOT_DUE, Light.NOT_DUE) == (waiting.value, waiting.part, waiting.failing, waiting.verdict, waiting.light)
    assert (Decimal(1), Decimal(3), Verdict.AHEAD) == (done.value, done.part, done.verdict)


def test_a_milestone_is_done_by_its_date_or_late_or_overdue() -> None:
    """Due in March: reached in March it is in time, reached in April it is late, not reached in April it is overdue."""
    paper = indicator("里程碑", ("=", "1", "2017-03"), units=(EAST,), unit="是/否")

    assert Verdict.MET is measured(paper, "2017-05", value("2017-03", EAST, 1)).verdict
    assert Verdict.MET_LATE is measured(paper, "2017-05", value("2017-04", EAST, 1)).verdict
    assert Verdict.OVERDUE is measured(paper, "2017-04", value("2017-04", EAST, 0)).verdict


def test_a_duty_of_every_month_is_periods_met_of_periods_due() -> None:
    """Paid by the 10th: days 8, 10 and 12 in the east, 9 in the west; 3 of 4, and a month not reported is in neither."""
    pay = indicator("按期", ("<=", "10", ""), unit="日")
    found = measured(pay, "2017-03", value("2017-01", EAST, 8), value("2017-02", EAST, 10), value("2017-03", EAST, 12), value("2017-03", WEST, 9))

    assert (Decimal(3), Decimal(4), Decimal("0.75"), (EAST,), (NORTH,)) == (found.part, found.whole, found.value, found.failing, found.missing)
    assert Verdict.BROKEN is found.verdict


def test_a_duty_of_every_quarter_counts_whole_quarters_of_a_monthly_table() -> None:
    """Three visits a quarter: 1 + 1 + 1 is met in March; the second quarter is judged when it is over."""
    visits = indicator("按期", (">=", "3", ""), units=(EAST,), unit="次/季")
    reports = [value(f"2017-0{m}", EAST, n) for m, n in enumerate((1, 1, 1, 0, 2, 0), start=1)]

    assert (Decimal(1), Decimal(1)) == (measured(visits, "2017-04", *reports).part, measured(visits, "2017-04", *reports).whole)
    assert (Decimal(1), Decimal(2)) == (measured(visits, "2017-06", *reports).part, measured(visits, "2017-06", *reports).whole)


def test_a_new_year_of_duties_starts_anew() -> None:
    """December's miss does not stand against January."""
    pay = indicator("按期", ("<=", "10", ""), units=(EAST,), unit="日")

    assert Verdict.KEPT is measured(pay, "2018-01", value("2017-12", EAST, 15), value("2018-01", EAST, 9)).verdict


def test_words_are_the_latest_and_not_scored() -> None:
    """A qualitative target keeps what each unit last wrote and has no figure."""
    found = measured(indicator("定性"), "2017-03", ("2017-02", EAST, {"说明": "试点推开"}), ("2017-03", WEST, {"说明": "已全面推行"}))

    assert ("东街街道办事处：试点推开；西街街道办事处：已全面推行", None, Verdict.UNSCORED, Light.UNSCORED) == (found.text, found.value, found.verdict, found.light)


@pytest.mark.parametrize("measure", ["存量", "流量", "比率", "逐个达标", "零容忍", "里程碑", "按期"])
def test_nothing_reported_is_nothing_and_not_zero(measure: str) -> None:
    """Without a single report there is no figure and no red light; every unit is named."""
    found = measured(indicator(measure, (">=", "10", "2017-01")), "2017-03")

    assert (None, None, Verdict.UNREPORTED, Light.UNREPORTED, STREETS) == (found.value, found.rate, found.verdict, found.light, found.missing)


def test_a_quarterly_table_in_the_last_month_of_its_quarter() -> None:
    """A quarterly indicator reported in the June workbook is the second quarter's figure."""
    found = measured(indicator("存量", (">=", "10", "2017-12"), units=(EAST,)), "2017-06", value("2017-03", EAST, 4), value("2017-06", EAST, 6), frequency=Frequency.QUARTER)

    assert (Decimal(6), (Decimal(4), Decimal(6)), Decimal(4)) == (found.value, found.trend, found.before)
