"""Ledger rows → Summary: totals, rates, gaps and lights of one period, recomputed from what was reported.

Nothing here is stored: a cumulative figure is the sum of its months, a ratio is computed from sums, and a period
without a report leaves every cumulative figure as it was.
"""

from collections.abc import Sequence
from decimal import Decimal

from automation.derive import constants, totals
from automation.history import History
from automation.lights import Light, light, start_month
from automation.model.plan import Field, Item, Kind, Plan, Table
from automation.model.submission import UnitStatus
from automation.period import Period
from automation.rollup import indicator_table, task_table
from automation.summary import Combined, Explanation, ItemFigures, Summary, TableFigures

__all__ = ["MONTH_FIELD", "History", "summarize"]

MONTH_FIELD, PLAN_FIELD, GAP_FIELD = "本月完成投资", "年度计划投资", "与序时比"


def summarize(history: History, period: Period, statuses: Sequence[UnitStatus],
              explanations: Sequence[Explanation] = (), revision: int = 0) -> Summary:
    """Everything the bulletin of ``period`` says, from the ledger's values up to it."""
    plan, due = history.plan, history.plan.due_tables(period)
    tables = tuple(_table(history, table, period) for table in due)
    cut_off = plan.settings.deadline(period).date()
    tasks = tuple(task_table(plan, t, history.reports, _at(t, period), cut_off) for t in due if t.kind is Kind.TASK)
    indicators = tuple(indicator_table(plan, t, history.reports, _at(t, period), cut_off) for t in due if t.kind is Kind.INDICATOR)
    return Summary(plan, period, plan.settings.time_progress(period), cut_off, tables, _combined(plan, tables, period),
                   tuple(statuses), tuple(explanations), revision, tasks, indicators)


def _at(table: Table, period: Period) -> Period:
    """``period`` in the table's own frequency."""
    return Period.ending(period.year, period.last_month, table.frequency)


def _table(history: History, table: Table, period: Period) -> TableFigures:
    at = _at(table, period)
    items = tuple(_item(history, table, item, at) for item in table.items)
    before = [i.before for i in items if i.before]
    return TableFigures(table, items, totals(table.fields, [i.values for i in items], constants(history.plan.settings, at)),
                        totals(table.fields, before, constants(history.plan.settings, at.previous)))


def _item(history: History, table: Table, item: Item, period: Period) -> ItemFigures:
    year = [period.shifted(-n) for n in range(period.ordinal - 1, -1, -1)]
    entries = history.entries(item.code, period)
    return ItemFigures(
        item, item.units[0] if item.units else "", bool(entries), history.state(table, item, period),
        history.state(table, item, period.previous), tuple(_month(history, table, item, p) for p in year),
        tuple(_light(history, table, item, p) for p in year), _start(item, period), entries,
        tuple(history.entries(item.code, p).get(MONTH_FIELD) for p in year[:-1]))


def _month(history: History, table: Table, item: Item, period: Period) -> Decimal | None:
    value = history.state(table, item, period).get(MONTH_FIELD)
    return value if isinstance(value, Decimal) else None


def _light(history: History, table: Table, item: Item, period: Period) -> Light:
    state = history.state(table, item, period)
    plan = state.get(PLAN_FIELD)
    return light(plan if isinstance(plan, Decimal) else None, _start(item, period), period, state.get(GAP_FIELD),
                 history.plan.settings)


def _start(item: Item, period: Period) -> int:
    return start_month(str(item.fixed.get("计划开工") or ""), period.year)


def _combined(plan: Plan, tables: Sequence[TableFigures], period: Period) -> Combined:
    """All project tables as one, a project that stands in two counted once."""
    distinct: dict[str, ItemFigures] = {}
    pairs = []
    for figures in tables:
        for item in figures.items if figures.table.kind is Kind.PROJECT else ():
            known = distinct.setdefault(item.item.code, item)
            if known is not item:
                pairs.append((known, item))
    fields: dict[str, Field] = {}
    for figures in tables:
        for field in figures.table.fields if figures.table.kind is Kind.PROJECT else ():
            fields.setdefault(field.name, field)
    summed = totals(tuple(fields.values()), [i.values for i in distinct.values()], constants(plan.settings, period))
    return Combined(len(distinct), len({a.item.code for a, _ in pairs}), summed, tuple(pairs))
