from dataclasses import replace
from decimal import Decimal

import pytest

from automation.lights import Light, light
from automation.model.plan import Kind, Plan
from automation.period import Period
from automation.plan import shipped
from automation.practice.investment import Investment, investments

MONTHS = range(1, 13)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped.load("suining-2017")


@pytest.mark.parametrize("name", shipped.names())
def test_no_project_ever_spends_more_than_its_total(name: str) -> None:
    """What is spent rises, from nothing, and stays within the annual plan and the total investment."""
    plan = shipped.load(name)
    for money in investments(plan, plan.settings.start.year).values():
        spent = [money.spent(month) for month in MONTHS]

        assert sorted(spent) == spent
        assert spent[0] >= 0
        assert spent[-1] <= money.annual_plan
        assert money.prior >= 0
        assert not money.total or money.prior + money.annual_plan <= money.total


def test_the_same_plan_is_invented_the_same(plan: Plan) -> None:
    """Two readings of one plan give the same figures."""
    assert investments(shipped.load("suining-2017"), 2017) == investments(plan, 2017)


def test_a_project_that_starts_later_has_no_plan_this_year(plan: Plan) -> None:
    """SN-01 is built from 2018 on."""
    money = investments(plan, 2017)["SN-01"]

    assert (money.annual_plan, money.prior, money.spent(12)) == (0, 0, 0)


def test_a_project_that_ends_this_year_plans_all_that_is_left(plan: Plan) -> None:
    """SN-11 is built in 2016 and 2017."""
    money = investments(plan, 2017)["SN-11"]

    assert money.prior + money.annual_plan == money.total
    assert money.prior > 0


def test_a_stated_annual_plan_is_kept(plan: Plan) -> None:
    """What the plan states is not invented."""
    table = plan.tables[0]
    items = tuple(replace(i, fixed={**i.fixed, "年度计划投资": Decimal(123), "截至上年底累计完成": Decimal(45)}) for i in table.items)
    stated = replace(plan, tables=(replace(table, items=items), *plan.tables[1:]))

    assert {(m.annual_plan, m.prior) for c, m in investments(stated, 2017).items() if table.item(c)} == {(123, 45)}


def test_before_its_month_a_project_prepares(plan: Plan) -> None:
    """SN-16 starts in August: next to nothing is spent until then."""
    money = investments(plan, 2017)["SN-16"]

    assert money.start_month == 8
    assert money.share(7) <= Decimal("0.03")
    assert money.share(9) > money.share(7)


def test_june_looks_like_june(plan: Plan) -> None:
    """In June most projects keep up, a few lag behind, and the whole is a little behind time."""
    money = investments(plan, 2017)
    lights = [_light(plan, m) for m in money.values()]

    assert Decimal("0.44") <= sum(m.spent(6) for m in money.values()) / sum(m.annual_plan for m in money.values()) <= Decimal("0.49")
    assert 2 <= lights.count(Light.RED) <= 5
    assert 2 <= lights.count(Light.YELLOW) <= 4
    assert lights.count(Light.GREEN) >= 7


def _light(plan: Plan, money: Investment) -> Light:
    june = Period(2017, 6)
    gap = (money.spent(6) / money.annual_plan - june.months_elapsed) * 100 if money.annual_plan else None
    return light(money.annual_plan, money.start_month, june, gap, plan.settings)


def test_every_project_has_figures(plan: Plan) -> None:
    """Each code once, although six stand in two tables."""
    codes = {i.code for t in plan.tables if t.kind is Kind.PROJECT for i in t.items}

    assert codes == set(investments(plan, 2017))
    assert len(codes) == 23
