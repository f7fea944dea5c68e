"""Totals, rates and lights are recomputed from what was reported, exactly."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.figures import History, summarize
from automation.lights import Light
from automation.model.plan import Item, Plan, Table
from automation.model.submission import Entry
from automation.period import Period
from automation.plan import shipped
from automation.summary import ItemFigures, Summary

PLANS = {"SN-02": (3000, 6800), "SN-03": (6000, 9000), "SN-08": (15000, 32000), "SN-16": (3000, 0)}
"""Code → annual plan and investment before this year; invented."""


def with_plans(plan: Plan) -> Plan:
    def item(found: Item) -> Item:
        annual, before = PLANS.get(found.code, (0, 0))
        return replace(found, fixed={**found.fixed, "年度计划投资": Decimal(annual), "截至上年底累计完成": Decimal(before)})

    def table(found: Table) -> Table:
        return replace(found, items=tuple(item(i) for i in found.items)) if found.code.startswith("附件") else found

    return replace(plan, tables=tuple(table(t) for t in plan.tables))


PLAN = with_plans(shipped.load("suining-2017"))


def entry(period: str, code: str, value: object, field: str = "本月完成投资", unit: str = "") -> Entry:
    item = next(i for t in PLAN.tables for i in t.items if i.code == code)
    moment = datetime.datetime(2017, 6, 18, tzinfo=datetime.UTC)
    parsed = Decimal(str(value)) if isinstance(value, (int, str)) and field == "本月完成投资" else value
    return Entry(Period.parse(period), unit or item.units[0], code, field, parsed, str(value), "填报表", "L9", "x.xlsx", "0" * 64, moment, "archive/x")  # type: ignore[arg-type]


def summary(*entries: Entry, period: str = "2017-06") -> Summary:
    return summarize(History(PLAN, entries), Period.parse(period), ())


def item_of(found: Summary, table: str, code: str) -> ItemFigures:
    figures = found.table(table)
    assert figures is not None
    return next(i for i in figures.items if i.item.code == code)


def test_the_published_totals_stand_without_a_single_report() -> None:
    """687220 and 112820, and 744340 over 23 projects with six counted once, come from the plan alone."""
    found = summary()

    assert [Decimal(687220), Decimal(112820)] == [t.totals["总投资"] for t in found.tables if t.table.control_field]
    assert (23, 6, Decimal(744340)) == (found.combined.items, found.combined.counted_once, found.combined.totals["总投资"])


def test_cumulative_is_the_sum_of_the_months() -> None:
    """Each month adds to the year; a month without a report leaves the cumulative figure as it was."""
    found = summary(entry("2017-01", "SN-02", 300), entry("2017-02", "SN-02", "200.5"), entry("2017-04", "SN-02", 0), entry("2017-06", "SN-02", 330))
    project = item_of(found, "附件2", "SN-02")

    assert Decimal("830.50") == project.values["本年累计完成投资"]
    assert Decimal("7630.50") == project.values["开工以来累计完成投资"]
    assert (Decimal(300), Decimal("200.5"), None, Decimal(0), None, Decimal(330)) == project.months


def test_missing_zero_and_empty_are_three_things() -> None:
    """A month not reported is None and not reported, a zero is a zero and reported."""
    found = summary(entry("2017-06", "SN-02", 0))

    assert (True, Decimal(0)) == (item_of(found, "附件2", "SN-02").reported, item_of(found, "附件2", "SN-02").months[-1])
    assert (False, None) == (item_of(found, "附件2", "SN-08").reported, item_of(found, "附件2", "SN-08").months[-1])


def test_a_project_in_two_tables_is_reported_once() -> None:
    """One amount goes to both tables, and once into the combined total."""
    found = summary(entry("2017-06", "SN-03", 520))

    assert Decimal(520) == item_of(found, "附件2", "SN-03").values["本月完成投资"] == item_of(found, "附件3", "SN-03").values["本月完成投资"]
    assert Decimal(520) == found.combined.totals["本月完成投资"]


def test_a_rate_of_totals_comes_from_sums_never_from_rates() -> None:
    """The completion rate of a table is its cumulative over its plan, not the mean of its projects' rates."""
    found = summary(entry("2017-06", "SN-02", 3000), entry("2017-06", "SN-08", 0))
    totals = found.tables[0].totals

    assert Decimal("0.1250000000") == totals["完成率"]  # 3000 of 3000 + 6000 + 15000, where the mean of rates is 1/3
    assert Decimal("-37.500000") == totals["与序时比"]


def test_a_division_by_nothing_is_blank() -> None:
    """A project without an annual plan has no completion rate and no light, not a zero and not an error."""
    project = item_of(summary(entry("2017-06", "SN-04", 10)), "附件2", "SN-04")

    assert ("", "") == (project.values["完成率"], project.values["与序时比"])
    assert Light.NOT_PLANNED is project.light


def test_a_new_year_starts_from_nothing() -> None:
    """January's cumulative forgets last December's; what was done since the start does not."""
    found = summary(entry("2017-12", "SN-02", 900), entry("2018-01", "SN-02", 100), period="2018-01")

    assert Decimal("100.00") == item_of(found, "附件2", "SN-02").values["本年累计完成投资"]


def test_lights_and_lag_are_of_each_month() -> None:
    """The trail of lights judges each month by its own time progress, and counts how long a project has lagged."""
    entries = [entry(f"2017-0{m}", "SN-08", amount) for m, amount in enumerate((1250, 1250, 1250, 0, 0, 0), start=1)]
    project = item_of(summary(*entries), "附件2", "SN-08")

    assert (Light.GREEN, Light.GREEN, Light.GREEN, Light.YELLOW, Light.RED, Light.RED) == project.lights
    assert 3 == project.months_behind


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["SN-02", "SN-03", "SN-08", "SN-16"]), st.integers(1, 6), st.decimals(0, 500, places=2)),
                unique_by=lambda t: t[:2], max_size=24), st.randoms())
def test_totals_are_the_sums_of_units_in_any_order(reports: list[tuple[str, int, Decimal]], shuffle: object) -> None:
    """However reports arrive, the combined cumulative total is the plain sum of all of them."""
    entries = [entry(f"2017-{month:02}", code, str(amount)) for code, month, amount in reports]
    shuffle.shuffle(entries)  # type: ignore[attr-defined]

    assert sum((a for _, _, a in reports), Decimal(0)) == summary(*entries).combined.totals["本年累计完成投资"]


@pytest.mark.parametrize("period", ["2017-01", "2017-06"])
def test_last_period_is_what_a_workbook_is_prefilled_with(period: str) -> None:
    """A unit that did not report last month finds its last known state and cumulative figure in its workbook."""
    history = History(PLAN, (entry("2017-03", "SN-02", 70), entry("2017-03", "SN-02", "在建", "项目状态")))
    before = history.previous(Period.parse(period))["SN-02"]

    expected = (None, None) if period == "2017-01" else (Decimal("70.00"), "在建")
    assert expected == (before.get("本年累计完成投资"), before.get("项目状态"))
