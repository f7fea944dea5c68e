"""X: what no single file shows, since it takes two units or two tables: one project with two figures.

A project counts once. Where two units report one, the lead unit's figure stands; both are shown to supervisors. Only
projects are judged: of a task or an indicator each unit reports its own share, and all of them count. A filled figure
cannot differ between tables, for an item is filled in once; a fixed one can where reading the plan lets it pass: any that
is not an amount of money, and an amount that one of the tables leaves blank.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from automation.formula import Scalar
from automation.model.plan import Category, DataType, Field, Item, Kind, Plan, Severity, Table
from automation.model.submission import Entry
from automation.period import Period
from automation.rules.case import Hit
from automation.rules.rule import Rule
from automation.rules.shown import shown
from automation.summary import Explanation

_Reported: TypeAlias = dict[tuple[str, str], dict[str, Entry]]
"""What each unit reported, by item and field."""
NOT_ASKED = "（由办公室核对，未要求单位说明）"
"""Stands for the unit's explanation: nobody asked a unit for one."""

two_units = Rule(
    "X601", Severity.QUERY, "两家数字不一", "“{栏目}”有两个数：{采用单位}报{采用数}，{另一单位}报{另一数}；按{采用单位}的计",
    "请两家核对，填错的一家改正后重新报送", "一个项目由几家填报时只采用一家的数，不一致要让看通报的人知道")
two_tables = Rule(
    "X602", Severity.QUERY, "两表数字不一", "“{栏目}”在{一表}为{一数}，在{另一表}为{另一数}",
    "请办公室核对任务书，把两表改一致；不是同一项目的请换项目编码", "同一项目列在两张表，两表的合计和比率应当出自同一个数")
RULES = (two_units, two_tables)


def across(plan: Plan, entries: Iterable[Entry], period: Period) -> tuple[Explanation, ...]:
    """The queries that ``entries`` (merged values, of any periods) and the plan raise together in ``period``."""
    reported: _Reported = {}
    for entry in entries:
        if (entry.period.year, entry.period.last_month) == (period.year, period.last_month):
            reported.setdefault((entry.item, entry.field), {})[entry.unit] = entry
    tables = [table for table in plan.due_tables(period) if table.kind is Kind.PROJECT]
    return (*_between_units(tables, reported, period), *_between_tables(tables, period))


def _between_units(tables: list[Table], reported: _Reported, period: Period) -> Iterator[Explanation]:
    asked: set[tuple[str, str]] = set()
    for table, item, field in _figures(tables, Category.FILLED):
        if (item.code, field.name) in asked:
            continue
        asked.add((item.code, field.name))
        told = reported.get((item.code, field.name), {})
        ranked = [told[unit] for unit in item.units if unit in told]
        yield from (_conflict(table, field, ranked[0], other, period) for other in ranked[1:]
                    if None not in (ranked[0].value, other.value) and ranked[0].value != other.value)


def _conflict(table: Table, field: Field, counted: Entry, other: Entry, period: Period) -> Explanation:
    facts = {"栏目": field.heading(period), "采用单位": counted.unit, "采用数": _figure(field, counted.value),
             "另一单位": other.unit, "另一数": _figure(field, other.value)}
    hit = Hit(facts, other.sheet, other.cell, table.code, other.item, field.name, other.raw)
    return Explanation(other.unit, two_units.worded(hit), NOT_ASKED)


def _between_tables(tables: list[Table], period: Period) -> Iterator[Explanation]:
    first: dict[tuple[str, str], tuple[Table, Item, Field]] = {}
    for table, item, field in _figures(tables, Category.FIXED):
        before, known, same = first.setdefault((item.code, field.name), (table, item, field))
        one, other = known.fixed.get(field.name), item.fixed.get(field.name)
        if one != other:
            facts = {"栏目": field.heading(period), "一表": before.code, "一数": _figure(same, one),
                     "另一表": table.code, "另一数": _figure(field, other)}
            sheet, _, cell = item.address.partition("!")
            hit = Hit(facts, sheet, cell, table.code, item.code, field.name, shown(field, other))
            yield Explanation(item.lead_unit, two_tables.worded(hit), NOT_ASKED)


def _figures(tables: list[Table], category: Category) -> Iterator[tuple[Table, Item, Field]]:
    return ((table, item, field) for table in tables for item in table.items for field in table.fields
            if field.category is category and field.type.numeric)


def _figure(field: Field, value: Scalar) -> str:
    return shown(field, value) + ("" if value is None or field.type is DataType.SHARE else field.unit)
