"""Ledger rows → Summary: totals, rates, gaps and lights of one period, recomputed from what was reported.

Nothing here is stored: a cumulative figure is the sum of its months, a ratio is computed from sums, and a period
without a report leaves every cumulative figure as it was.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from automation.derive import State, constants, derive, opening, standing, totals
from automation.formula import Scalar
from automation.lights import Light, light, start_month
from automation.model.plan import Category, Field, Item, Kind, Plan, RollUp, Table
from automation.model.submission import Entry, UnitStatus
from automation.period import Period
from automation.rollup import Reports, indicator_table, task_table
from automation.summary import Combined, Explanation, ItemFigures, Summary, TableFigures

MONTH_FIELD, PLAN_FIELD, GAP_FIELD = "本月完成投资", "年度计划投资", "与序时比"


class History:
    """The merged values of all periods up to one, by item and period."""

    def __init__(self, plan: Plan, entries: Iterable[Entry]) -> None:
        self.plan = plan
        entries = tuple(entries)
        self.reports = Reports(entries)
        self._entries: dict[tuple[str, Period], dict[str, Entry]] = {}
        units = {item.code: item.units for table in reversed(plan.tables) for item in table.items}
        for entry in sorted(entries, key=lambda e: _rank(units.get(e.item, ()), e.unit), reverse=True):
            self._entries.setdefault((entry.item, _month_of(entry.period)), {})[entry.field] = entry
        self._states: dict[tuple[str, str, Period], State] = {}
        self._by_unit: dict[str, list[Entry]] = {}
        for entry in entries:
            self._by_unit.setdefault(entry.unit, []).append(entry)
        self._alone: dict[str, History] = {}

    def entries(self, item: str, period: Period) -> Mapping[str, Entry]:
        """What was reported for an item in a period, by field; where several units did, the lead unit's stands."""
        return self._entries.get((item, _month_of(period)), {})

    def state(self, table: Table, item: Item, period: Period) -> State:
        """Every field of an item in a period; empty before the plan starts.

        Filled fields are None where the period has no report; computed ones are carried on from the period before.
        """
        key = (table.code, item.code, period)
        if key not in self._states:
            settings = self.plan.settings
            begin = Period.ending(settings.start.year, settings.start.first_month, table.frequency)
            known: State = {}
            at = begin
            while at <= period:
                at_key = (table.code, item.code, at)
                if at_key not in self._states:
                    self._states[at_key] = self._derived(table, item, at, known)
                known = self._states[at_key]
                at = at.next
            self._states.setdefault(key, {})
        return self._states[key]

    def _derived(self, table: Table, item: Item, period: Period, before: State) -> State:
        values: dict[str, Scalar] = standing(item, period)
        reported = self.entries(item.code, period)
        values |= {name: entry.value for name, entry in reported.items()}
        return derive(table.fields, values, opening(before, table.fields, period),
                      constants(self.plan.settings, period))

    def previous(self, period: Period, unit: str = "") -> dict[str, State]:
        """Every item's values one period earlier, as a workbook of ``period`` is prefilled with and checked against.

        Text and state of an item that was not reported last period come from the latest report of the year.
        For a ``unit`` only its own items; one that several units report has the values that this unit reported.
        """
        states: dict[str, State] = {}
        for table, item in self._due(period, unit):
            at = Period.ending(period.year, period.last_month, table.frequency)
            last = self._of(item, unit)._latest_reported(table, item, at)
            states[item.code] = {**last, **states.get(item.code, {})}
        return states

    def _due(self, period: Period, unit: str) -> Iterator[tuple[Table, Item]]:
        return ((table, item) for table in self.plan.due_tables(period) for item in table.items if not unit or unit in item.units)

    def _of(self, item: Item, unit: str) -> "History":
        """What ``unit`` alone reported, where it is one of several that report the item."""
        if not unit or len(item.units) < 2:
            return self
        if unit not in self._alone:
            self._alone[unit] = History(self.plan, self._by_unit.get(unit, ()))
        return self._alone[unit]

    def _latest_reported(self, table: Table, item: Item, at: Period) -> State:
        state = dict(self.state(table, item, at.previous))
        earlier = at.previous
        while earlier >= self.plan.settings.start and not self.entries(item.code, earlier):
            earlier = earlier.previous
        if earlier != at.previous and earlier >= self.plan.settings.start:
            older = self.state(table, item, earlier)
            state |= {f.name: older.get(f.name) for f in table.fields
                      if f.category is Category.FILLED and f.rollup is not RollUp.SUM}
        return state

    def earlier(self, period: Period, unit: str = "") -> dict[str, tuple[State, ...]]:
        """For every item the states of the reported periods of the year before ``period``, latest last; see ``previous``."""
        found: dict[str, tuple[State, ...]] = {}
        for table, item in self._due(period, unit):
            at = Period.ending(period.year, period.last_month, table.frequency)
            periods = [at.shifted(-n) for n in range(at.ordinal - 1, 0, -1)]
            told = self._of(item, unit)
            found[item.code] = tuple(told.state(table, item, p) for p in periods if told.entries(item.code, p))
        return found


def _month_of(period: Period) -> Period:
    """The month that ``period`` ends in: a quarterly table may stand in a monthly workbook or in a quarterly one."""
    return Period(period.year, period.last_month)


def _rank(units: Sequence[str], unit: str) -> tuple[int, str]:
    return (units.index(unit) if unit in units else 999, unit)


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
        tuple(_light(history, table, item, p) for p in year), _start(item, period), entries)


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
