"""What a unit's workbook is checked against is the same whether its own past is read or everybody's."""

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from automation import history
from automation.backgrounds import background
from automation.derive import State
from automation.formula import Scalar
from automation.history import History, Month, Past, Values, month_of
from automation.ledger import Ledger
from automation.model.plan import Category, Field, Item, Kind, Plan, Table
from automation.model.submission import Row, Submission, Value
from automation.period import Period
from automation.plan import shipped
from tests.ledger.files import digest, moment, receipt, submission

MONTHS = 4


@pytest.mark.parametrize("name", ["suining-2017", "xincheng-2023", "panzhihua-13fyp"])
def test_a_units_own_past_is_what_the_whole_ledger_says_of_it(name: str, tmp_path: Path) -> None:
    """Also where several units report an item, where one reported what it is not asked for, and where reports are missing."""
    plan, dice = shipped.load(name), random.Random(name)
    periods = [plan.settings.start.shifted(n) for n in range(MONTHS)]
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        with ledger.together():
            for number, period in enumerate(p for p in periods for _ in plan.units):
                sender = dice.choice(plan.units).name
                said = _report(plan, sender, period, dice, f"{number}")
                ledger.record(receipt(f"{number}", moment(1) + timedelta(minutes=number), unit=sender, period=period), said)
        for period in periods:
            whole = History(plan, ledger.entries_up_to(period.previous))
            for unit in plan.units:
                own = background(plan, ledger, period, unit.name)

                assert whole.previous(period, unit.name) == own.previous
                assert whole.earlier(period, unit.name) == own.earlier


@pytest.mark.parametrize("name", ["yidu-2023", "xincheng-2023"])
def test_a_year_begins_without_a_look_at_those_before_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is carried over, what items come to is the same as if every year were gone through."""
    plan, dice = shipped.load(name), random.Random(name)
    start = plan.settings.start
    plan = replace(plan, settings=replace(plan.settings, end=start.shifted(26)))
    periods = [start.shifted(n) for n in range(26)]
    told = {month_of(p): {i.code: _row(t, i, dice) for t in plan.tables for i in t.items if dice.random() < 0.8} for p in periods}
    reported = {month: {code: {n: v.parsed for n, v in row.values.items()} for code, row in rows.items()} for month, rows in told.items()}
    asked: set[Month] = set()

    def of(month: Month) -> Values:
        asked.add(month)
        return reported.get(month, {})

    def states(past: Past) -> list[State]:
        return [past.state(t, i, p) for p in (periods[13], *periods[-3:]) for t in plan.tables for i in t.items]

    short = states(Past(plan, of))
    whole_years = history._timeline
    monkeypatch.setattr(history, "_timeline", lambda plan, table, last, yearly: whole_years(plan, table, last, False))

    assert states(Past(plan, lambda month: reported.get(month, {}))) == short
    assert any(short)
    assert (month_of(start) in asked) is any(t.kind is Kind.INDICATOR for t in plan.tables)


def _report(plan: Plan, unit: str, period: Period, dice: random.Random, name: str) -> Submission:
    """Most of the unit's items, and now and then another's."""
    rows = [_row(table, item, dice) for table in plan.tables for item in table.items
            if dice.random() < (0.8 if unit in item.units else 0.05)]
    return Submission(plan.settings.plan_code, unit, period, digest(name), name, tuple(rows))


def _row(table: Table, item: Item, dice: random.Random) -> Row:
    filled = [f for f in table.fields if f.category is Category.FILLED]
    values = {f.name: Value(f.name, "", _value(f, dice), table.code, "A1") for f in filled if dice.random() < 0.9}
    return Row(item.code, item.name, (table.code,), table.code, 9, values)


def _value(field: Field, dice: random.Random) -> Scalar:
    if dice.random() < 0.2:
        return None
    return Decimal(dice.randrange(-500, 9000)) / 100 if field.type.numeric else dice.choice(("在建", "已完工", "无", "推进中"))


def test_an_item_that_passed_to_another_unit_keeps_its_past(tmp_path: Path) -> None:
    """What the unit before reported of it is what the new one goes on from."""
    plan = shipped.load("suining-2017")
    item = plan.tables[0].items[0]
    may, june = Period(2017, 5), Period(2017, 6)
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.record(receipt("a", moment(1), unit="大英县民政局", period=may),
                      submission("a", {"本月完成投资": Decimal(70)}, unit="大英县民政局", period=may, item=item.code))
        found = background(plan, ledger, june, item.units[0])

    assert item.units[0] != "大英县民政局"
    assert Decimal(70) == found.previous[item.code]["本年累计完成投资"]
