"""Real workbooks, filled in, collected and merged, roll up to what their cells add up to."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest

from automation.figures import History, summarize
from automation.ledger import Ledger
from automation.model.plan import Plan
from automation.model.submission import Entry
from automation.period import Period
from automation.practice.run import practise

PERIOD = Period.parse("2016-Q2")


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, tuple[Entry, ...]]:
    """A plan of many counties, and all values of its first two quarters as the ledger has them."""
    office = practise(tmp_path_factory.mktemp("攀枝花") / "w", "panzhihua-13fyp", [Period.parse("2016-Q1"), PERIOD]).office
    with Ledger.open(office.workspace.ledger) as ledger:
        return office.plan, ledger.entries_up_to(PERIOD)


def ratios(plan: Plan, entries: Sequence[Entry]) -> dict[str, tuple[Decimal | None, int]]:
    """Each ratio with how many units reported it."""
    found = summarize(History(plan, entries), PERIOD, ()).indicators
    return {i.item.code: (i.value, sum(r.current for r in i.reports)) for t in found for i in t.items if i.measure == "比率"}


def by_hand(plan: Plan, entries: Sequence[Entry], code: str) -> Decimal:
    """Σ分子 ÷ Σ分母 × 系数 over what the counties' cells hold."""
    item = next(i for t in plan.tables for i in t.items if i.code == code)
    part, whole = (sum((e.value for e in entries if e.item == code and e.field == field and isinstance(e.value, Decimal)), Decimal(0))
                   for field in ("分子", "分母"))
    factor = item.fixed["系数"]
    assert isinstance(factor, Decimal)
    return (part / whole * factor).quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_every_ratio_is_the_sum_of_its_cells(merged: tuple[Plan, tuple[Entry, ...]]) -> None:
    """In the first half-year every county has reported once, so plain sums over all cells are the answer."""
    plan, entries = merged
    found = ratios(plan, entries)

    assert any(units > 1 for _, units in found.values())
    assert {code: by_hand(plan, entries, code) for code, (_, units) in found.items() if units} == {c: v for c, (v, units) in found.items() if units}


def test_a_planted_error_moves_one_ratio_and_by_its_weight(merged: tuple[Plan, tuple[Entry, ...]]) -> None:
    """One county's denominator ten times too large: that ratio becomes what the sums say, every other stays."""
    plan, entries = merged
    before = ratios(plan, entries)
    code = next(c for c, (_, units) in before.items() if units > 1)
    victim = next(e for e in entries if e.item == code and e.field == "分母")
    assert isinstance(victim.value, Decimal)
    planted = [replace(e, value=victim.value * 10) if e is victim else e for e in entries]
    after = ratios(plan, planted)

    assert {code} == {c for c in before if before[c] != after[c]}
    assert by_hand(plan, planted, code) == after[code][0]
