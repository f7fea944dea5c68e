"""Summaries computed as in earnest: invented entries through ``automation.figures``, on plans changed as offices do."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from automation.figures import History, summarize
from automation.formula import Scalar, parse
from automation.model.plan import Category, DataType, Field, Item, Kind, Plan, RollUp, Table
from automation.model.submission import Entry, UnitState, UnitStatus
from automation.period import Frequency, Period
from automation.summary import Summary


def reported_summary(plan: Plan, period: Period, *, missing: str = "", typed: bool = False) -> Summary:
    """``period`` of ``plan`` with a report of every unit in each month of the year, but for ``missing`` in the last."""
    months = [Period(period.year, m) for m in range(1, period.last_month + 1)]
    entries = [e for p in months for e in _entries(plan, p, missing if p.last_month == period.last_month else "", typed)]
    return summarize(History(plan, entries), period, list(_statuses(plan, period, missing)))


def _entries(plan: Plan, period: Period, missing: str, typed: bool) -> Iterator[Entry]:
    tables = [t for t in plan.due_tables(period) if t.kind is Kind.PROJECT]
    items = {i.code: (n, i) for t in tables for n, i in enumerate(t.items)}
    for number, item in items.values():
        unit = item.units[0]
        if unit == missing:
            continue
        # Some months of nothing, some with a fraction, now and then a correction downwards.
        amount = Decimal((number * 7 + period.last_month * 5) % 11) * Decimal("12.35")
        amount = -amount if (number + period.last_month) % 9 == 8 and period.last_month > 1 else amount
        values: dict[str, Scalar] = {"本月完成投资": amount, "项目状态": "在建", "形象进度": "主体结构施工至三层,正在砌筑填充墙",
                                     "问题类别": "无", "监理次数": Decimal(number % 4)}
        if typed:
            values["本年累计完成投资"] = amount * period.last_month
        for field, value in values.items():
            yield Entry(period, unit, item.code, field, value, str(value), "填报表", f"I{number + 9}",
                        f"{unit}_{period.label}.xlsx", "ab12" * 16, datetime.datetime(period.year, period.last_month, 18, 9),
                        f"archive/{period}/{unit}_{period.label}.xlsx", "张××")


def _statuses(plan: Plan, period: Period, missing: str) -> Iterator[UnitStatus]:
    for unit in plan.reporting_units(period):
        items = len({i.code for t in plan.due_tables(period) for i in t.items if unit.name in i.units})
        late = UnitStatus(unit, UnitState.MISSING, plan.settings.deadline(period), items, history=("√",) * (period.ordinal - 1) + ("×",))
        yield late if unit.name == missing else replace(
            late, state=UnitState.ACCEPTED, on_time=True, received=datetime.datetime(period.year, period.last_month, 18, 9),
            file="月报.xlsx", revision=1, history=("√",) * period.ordinal)


def with_annual_plans(plan: Plan) -> Plan:
    """Every project that has begun with an annual plan of 600 to 800.5, but for every seventh; the shipped plans name none."""
    return replace(plan, tables=tuple(replace(t, items=tuple(map(_planned, t.items))) for t in plan.tables))


def _planned(item: Item) -> Item:
    number = int(item.code[-2:]) if item.code[-2:].isdigit() else 1
    amount = Decimal(0) if number % 7 == 0 else Decimal(600) + Decimal("40.1") * (number % 6)
    return replace(item, fixed={**item.fixed, "年度计划投资": amount, "截至上年底累计完成": Decimal(number * 3)})


def projects_only(plan: Plan, *codes: str) -> Plan:
    """``plan`` with its project tables alone, or those of ``codes`` alone."""
    return replace(plan, tables=tuple(t for t in plan.tables if t.code in codes or (not codes and t.kind is Kind.PROJECT)))


def with_own_fields(plan: Plan) -> Plan:
    """Every project table with a filled number and a computed share of the office's own."""
    own = (Field("监理次数", Category.FILLED, DataType.QUANTITY, decimals=0, rollup=RollUp.SUM),
           Field("月均完成率", Category.COMPUTED, DataType.SHARE, formula=parse("[完成率]/[月份]"), rollup=RollUp.ROW))
    return replace(plan, tables=tuple(replace(t, fields=(*t.fields, *own)) for t in plan.tables))


def with_typed_cumulative(plan: Plan) -> Plan:
    """Every project table with 本年累计完成投资 typed by the units instead of computed."""
    return replace(plan, tables=tuple(map(_typed, plan.tables)))


def _typed(table: Table) -> Table:
    fields = (replace(f, category=Category.FILLED, formula=None) if f.name == "本年累计完成投资" else f for f in table.fields)
    return replace(table, fields=tuple(fields))


def quarterly(plan: Plan, code: str) -> Plan:
    """``plan`` with table ``code`` reported once a quarter."""
    return replace(plan, tables=tuple(replace(t, frequency=Frequency.QUARTER) if t.code == code else t for t in plan.tables))
