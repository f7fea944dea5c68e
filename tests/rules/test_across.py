"""What several files or tables show only together: one project with two figures."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from automation.formula import Scalar
from automation.model.plan import Item, Kind, Plan
from automation.model.submission import Entry
from automation.period import Period
from automation.rules import across
from automation.rules.across import NOT_ASKED
from automation.summary import Explanation
from tests.rules import markdown
from tests.rules.stage import JUNE, plan_of

CASES = Path(__file__).with_name("cases")
UNITS, TABLES = "填报单位", ("附件2", "附件3")


def _rows(code: str) -> list[dict[str, str]]:
    return [row for path in CASES.glob(f"{code}-*.md") for tables in markdown.sections(path) for rows in tables for row in rows]


@pytest.mark.parametrize("row", _rows("X601"), ids=lambda row: row["项目"])
def test_two_units_with_two_figures_are_both_shown(row: dict[str, str]) -> None:
    """The lead unit's figure counts; every unit that reported another one is named with it, and nothing else is asked."""
    units = row[UNITS].split("、")
    plan = plan_of(Kind.PROJECT, (_item(row["项目"], units),))

    found = across(plan, [_entry(unit, text) for unit, text in zip(units, row["本月完成投资"].split("、"), strict=True) if text], JUNE)

    _as_expected(row, found)


@pytest.mark.parametrize("row", _rows("X602"), ids=lambda row: row["项目"])
def test_a_project_in_two_tables_has_one_figure(row: dict[str, str]) -> None:
    """A fixed figure that another table has otherwise, or leaves blank, is shown with both tables."""
    plan = plan_of(Kind.PROJECT, ())
    amounts = [Decimal(text) if text else None for text in row["年度计划投资"].split("、")]
    tables = tuple(replace(plan.tables[0], code=code, items=(_item(row["项目"], ["船山区"], amount),))
                   for code, amount in zip(TABLES, amounts, strict=True))

    _as_expected(row, across(replace(plan, tables=tables), (), JUNE))


@pytest.mark.parametrize("kind", [Kind.TASK, Kind.INDICATOR])
def test_units_report_their_own_share_of_a_task_or_an_indicator(kind: Kind) -> None:
    """Two streets at 40% and 70% of one task do not contradict one another."""
    plan = plan_of(kind, (_item("甲", ["船山区", "安居区"]),))
    field = "完成率" if kind is Kind.TASK else "本期值"

    assert () == across(plan, [_entry("船山区", "0.4", field), _entry("安居区", "0.7", field)], JUNE)


def test_only_figures_of_the_period_are_compared() -> None:
    """One unit's figure of May and another's of June do not contradict one another."""
    plan = plan_of(Kind.PROJECT, (_item("甲", ["船山区", "安居区"]),))
    may = replace(_entry("船山区", "100"), period=Period(2017, 5))

    assert () == across(plan, [may, _entry("安居区", "120")], JUNE)


def test_a_project_of_two_tables_is_asked_about_once() -> None:
    """Two units' figures differ once, however many tables show them."""
    plan = _twice(plan_of(Kind.PROJECT, (_item("甲", ["船山区", "安居区"]),)))

    assert ["X601"] == [one.finding.code for one in across(plan, [_entry("船山区", "100"), _entry("安居区", "120")], JUNE)]


def _twice(plan: Plan) -> Plan:
    return replace(plan, tables=tuple(replace(plan.tables[0], code=code) for code in TABLES))


def _as_expected(row: dict[str, str], found: Sequence[Explanation]) -> None:
    assert row["期望"].split() == [one.finding.code for one in found]
    assert [row["问题"]] * bool(row["问题"]) == [one.finding.message for one in found[:1]]
    assert {NOT_ASKED} >= {one.text for one in found}


def _item(name: str, units: Sequence[str], annual: Scalar = None) -> Item:
    return Item("P1", "附件1", "1", name, {"年度计划投资": annual}, units[0], tuple(units), address="附件1!A5")


def _entry(unit: str, text: str, field: str = "本月完成投资") -> Entry:
    moment = datetime.datetime(2017, 6, 18, tzinfo=datetime.UTC)
    return Entry(JUNE, unit, "P1", field, Decimal(text), text, "项目总表", "H9", f"{unit}.xlsx", "0" * 64, moment, "archive/x")
