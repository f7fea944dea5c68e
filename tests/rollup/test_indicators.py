"""An indicator is judged by the target due next, by its date, and never harder than the plan means it."""

from decimal import Decimal

from automation.lights import Light, Verdict
from automation.period import Period
from tests.rollup.office import EAST, indicator, measured, value


def test_the_target_due_next_counts_and_the_last_one_is_known() -> None:
    """In 2017 the interim 34 is asked for; from 2018 on it is 37."""
    beds = indicator("存量", (">=", "34", "2017-12"), (">=", "37", "2020-12"), units=(EAST,))
    now, later = measured(beds, "2017-12", value("2017-12", EAST, 35)), measured(beds, "2018-01", value("2017-12", EAST, 35))

    assert (Decimal(34), Verdict.MET) == (now.target and now.target.value, now.verdict)
    assert (Decimal(37), Verdict.NOT_DUE, ()) == (later.target and later.target.value, later.verdict, later.missed)
    assert Decimal(37) == now.item.targets[-1].value


def test_an_interim_target_that_was_missed_is_not_forgotten() -> None:
    """33 at the end of 2017 against 34: two years later the miss is still named, though 2020 is not yet due."""
    beds = indicator("存量", (">=", "34", "2017-12"), (">=", "37", "2020-12"), units=(EAST,))
    found = measured(beds, "2019-06", value("2017-12", EAST, 33), value("2019-06", EAST, 36))

    assert ((Period(2017, 12),), Verdict.NOT_DUE) == (tuple(t.due for t in found.missed), found.verdict)


def test_not_due_is_not_missed() -> None:
    """Half a year before the date a target that is not met is 未到期; in its last month 到期未达标; then 逾期未达标."""
    beds = indicator("存量", (">=", "100", "2017-12"), units=(EAST,))
    verdicts = [measured(beds, period, value(period, EAST, 90)).verdict for period in ("2017-06", "2017-12", "2018-01")]

    assert [Verdict.NOT_DUE, Verdict.DUE, Verdict.OVERDUE] == verdicts


def test_an_output_that_overshoots_an_equal_sign_is_met() -> None:
    """24 asked for with =, 26 built: met, and ahead of its date."""
    assert Verdict.AHEAD is measured(indicator("流量", ("=", "24", "2017-12"), units=(EAST,)), "2017-06", value("2017-06", EAST, 26)).verdict


def test_a_ratio_that_is_to_be_zero_is_not_met_by_more() -> None:
    """= 0 is a ceiling, whatever the 口径."""
    assert Verdict.NOT_DUE is measured(indicator("存量", ("=", "0", "2017-12"), units=(EAST,)), "2017-06", value("2017-06", EAST, 3)).verdict


def test_a_ceiling_on_a_flow_is_broken_at_once() -> None:
    """No more than 10 complaints a year: 11 by June is not met, though December is far; 9 holds so far."""
    ceiling = indicator("流量", ("<=", "10", "2017-12"), units=(EAST,))

    assert Verdict.BROKEN is measured(ceiling, "2017-06", value("2017-01", EAST, 6), value("2017-06", EAST, 5)).verdict
    assert Verdict.KEPT is measured(ceiling, "2017-06", value("2017-06", EAST, 9)).verdict


def test_what_is_hoped_for_is_flagged_and_never_red() -> None:
    """力争 in the target's remark: overdue shows yellow, where the same target without it shows red."""
    hoped = indicator("存量", (">=", "98", "2017-03"), units=(EAST,), 备注="力争，以上")
    plain = indicator("存量", (">=", "98", "2017-03"), units=(EAST,))
    report = value("2017-06", EAST, 20)

    assert (True, Light.YELLOW) == (measured(hoped, "2017-06", report).aspired, measured(hoped, "2017-06", report).light)
    assert (False, Light.RED) == (measured(plain, "2017-06", report).aspired, measured(plain, "2017-06", report).light)


def test_the_light_compares_completion_with_time() -> None:
    """Half the year is gone: 50 of 100 is green, 40 is ten points behind and yellow, 30 is twenty behind and red."""
    sites = indicator("流量", (">=", "100", "2017-12"), units=(EAST,))
    lights = {n: measured(sites, "2017-06", value("2017-06", EAST, n)).light for n in (50, 40, 30)}

    assert {50: Light.GREEN, 40: Light.YELLOW, 30: Light.RED} == lights


def test_what_starts_from_a_base_is_measured_from_there() -> None:
    """From 325 towards 1000 by 2020: 400 is 40 % of the goal but 11 % of the way, 1.4 points behind an eighth of the time."""
    workers = indicator("存量", (">=", "1000", "2020-12"), units=(EAST,), base="325")
    found = measured(workers, "2017-06", value("2017-06", EAST, 400))

    assert (Decimal("0.4000000000"), Decimal("-1.388889"), Light.GREEN) == (found.rate, found.gap, found.light)


def test_a_milestone_near_its_date_is_yellow() -> None:
    """Due at the end of June, bulletin of 20 June: ten days left, not done."""
    paper = indicator("里程碑", ("=", "1", "2017-06"), units=(EAST,), unit="是/否")
    waiting = measured(paper, "2017-05", value("2017-05", EAST, 0))

    assert Light.NOT_DUE is waiting.light
    assert Light.RED is measured(paper, "2017-06", value("2017-06", EAST, 0)).light
