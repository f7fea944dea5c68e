"""What was reported of every item, period by period: each item's state at any time, recomputed.

Nothing here is stored: a cumulative figure is the sum of its months, and a period without a report leaves every cumulative
figure as it was.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from automation.derive import CONSTANT_NAMES, State, Step, computed, constants, fill_in, opening, standing, steps_of
from automation.formula import Scalar
from automation.model.plan import Category, Item, Kind, Plan, RollUp, Table
from automation.model.submission import Entry
from automation.period import Period
from automation.rollup import Reports

Month = tuple[int, int]
"""Year and month that a period ends in: a quarterly table may stand in a monthly workbook or in a quarterly one."""
Values = Mapping[str, Mapping[str, Scalar]]
"""What was reported in one month, by item code and field; where several units reported an item, the lead unit's."""
_FROM_THE_ITEM = frozenset(("计划开工月", "关系", "目标值", "目标年月"))


def month_of(period: Period) -> Month:
    """See :data:`Month`."""
    return period.year, period.last_month


class _Months(dict[Month, Values]):
    """What was reported, a month looked up when it is first asked for: most files need the last ones of many years."""

    def __init__(self, reported: Callable[[Month], Values]) -> None:
        super().__init__()
        self._reported = reported

    def __missing__(self, month: Month) -> Values:
        found = self[month] = self._reported(month)
        return found


class Past:
    """What items came to in every period."""

    def __init__(self, plan: Plan, reported: Callable[[Month], Values], alone: "Past | None" = None) -> None:
        """``alone`` is what one unit reported, where ``reported`` is what several did."""
        self.plan = plan
        self._reported = _Months(reported)
        self._alone = alone or self
        self._states: dict[tuple[str, str, Period], State] = {}
        self._chains: dict[tuple[str, str, Period], list[State]] = {}

    def reported(self, item: str, period: Period) -> Mapping[str, Scalar]:
        """What was reported for an item in a period, by field."""
        return self._reported[month_of(period)].get(item, {})

    def state(self, table: Table, item: Item, period: Period) -> State:
        """Every field of an item in a period; empty before the plan starts.

        Filled fields are None where the period has no report; computed ones are carried on from the period before.
        """
        key = (table.code, item.code, period)
        if key not in self._states:
            months = _timeline(self.plan, table, period, _computing(table).yearly)
            known = bool(months) and months[-1].period == period
            self._states[key] = self._derived(table, item, months) if known else {}
        return self._states[key]

    def _derived(self, table: Table, item: Item, months: "Sequence[_At]") -> State:
        """The state in the last one of ``months``."""
        computing, (period, month, named) = _computing(table), months[-1]
        values = {**standing(item, period), **self._reported[month].get(item.code, {})}
        before = _seen_from(self._carried(table, item, months[:-1]), table, period) if computing.carried else {}
        return computed(computing.steps, values, before, named)

    def _carried(self, table: Table, item: Item, months: "Sequence[_At]") -> State:
        """What formulas of the period after the last one of ``months`` ask of that one."""
        if not months:
            return {}
        computing, known = _computing(table), self._chains.setdefault((table.code, item.code, months[0].period), [])
        for period, month, named in months[len(known):]:
            report = self._reported[month].get(item.code, {})
            fixed = standing(item, period) if computing.dated else item.fixed
            now = {**named, **{n: report[n] if n in report else fixed[n] for n in computing.needs if n in report or n in fixed}}
            fill_in(computing.carrying, now, _seen_from(known[-1], table, period) if known else {})
            known.append({n: now[n] for n in computing.carried if n in now})
        return known[len(months) - 1]

    def previous(self, period: Period, unit: str = "") -> dict[str, State]:
        """Every item's values one period earlier, as a workbook of ``period`` is prefilled with and checked against.

        Text and state of an item that was not reported last period come from the latest report of the year.
        For a ``unit`` only its own items; one that several units report has the values that this unit reported.
        """
        states: dict[str, State] = {}
        for table, at, item in self._due(period, unit):
            last = self._of(item, unit)._latest_reported(table, item, at)
            states[item.code] = {**last, **states[item.code]} if item.code in states else last
        return states

    def earlier(self, period: Period, unit: str = "") -> dict[str, tuple[State, ...]]:
        """For every item what was filled in in the reported periods of the year before ``period``, latest last; see ``previous``."""
        found: dict[str, tuple[State, ...]] = {}
        for table, at, item in self._due(period, unit):
            told, hidden = self._of(item, unit), _hides_filled(self.plan, table)
            reports = ((p, told.reported(item.code, p)) for p in _year_before(at))
            found[item.code] = tuple(told.state(table, item, p) if hidden else report for p, report in reports if report)
        return found

    def _due(self, period: Period, unit: str) -> Iterator[tuple[Table, Period, Item]]:
        for table in self.plan.due_tables(period):
            at = Period.ending(period.year, period.last_month, table.frequency)
            for item in table.items_of(unit) if unit else table.items:
                yield table, at, item

    def _of(self, item: Item, unit: str) -> "Past":
        """What ``unit`` alone reported, where it is one of several that report the item."""
        return self._alone if unit and len(item.units) > 1 else self

    def _latest_reported(self, table: Table, item: Item, at: Period) -> State:
        before = at.previous
        state = self.state(table, item, before)
        if self.reported(item.code, before):
            return state
        earlier = before
        while earlier >= self.plan.settings.start and not self.reported(item.code, earlier):
            earlier = earlier.previous
        if earlier == before or earlier < self.plan.settings.start:
            return state
        older = self.state(table, item, earlier)
        return {**state, **{f.name: older.get(f.name) for f in table.fields
                            if f.category is Category.FILLED and f.rollup is not RollUp.SUM}}


class History(Past):
    """The merged values of all units and periods up to one, each with where it came from."""

    def __init__(self, plan: Plan, entries: Iterable[Entry]) -> None:
        self._all = tuple(entries)
        duties = {item.code for table in plan.tables if table.kind is not Kind.PROJECT for item in table.items}
        self.reports = Reports(entry for entry in self._all if entry.item in duties)
        self._entries: dict[tuple[str, Month], dict[str, Entry]] = {}
        order = lead_first(plan)
        for entry in self._all:
            known = self._entries.setdefault((entry.item, month_of(entry.period)), {})
            other = known.setdefault(entry.field, entry)
            if other is not entry and order(entry.item, entry.unit) <= order(other.item, other.unit):
                known[entry.field] = entry
        reported: dict[Month, dict[str, Mapping[str, Scalar]]] = {}
        for (item, month), found in self._entries.items():
            reported.setdefault(month, {})[item] = {name: e.value for name, e in found.items()}
        super().__init__(plan, lambda month: reported.get(month, {}))
        self._of_units: dict[str, History] = {}

    def entries(self, item: str, period: Period) -> Mapping[str, Entry]:
        """What was reported for an item in a period, by field; where several units did, the lead unit's stands."""
        return self._entries.get((item, month_of(period)), {})

    @cached_property
    def _by_unit(self) -> Mapping[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._all:
            found.setdefault(entry.unit, []).append(entry)
        return found

    def _of(self, item: Item, unit: str) -> Past:
        if not unit or len(item.units) < 2:
            return self
        if unit not in self._of_units:
            self._of_units[unit] = History(self.plan, self._by_unit.get(unit, ()))
        return self._of_units[unit]


def lead_first(plan: Plan) -> Callable[[str, str], tuple[int, str]]:
    """Orders reports, given as item code and unit: of an item the lead unit's first, those of units not asked for it last."""
    units = {item.code: item.units for table in reversed(plan.tables) for item in table.items}

    def order(item: str, unit: str) -> tuple[int, str]:
        asked = units.get(item, ())
        return (asked.index(unit) if unit in asked else 999, unit)

    return order


def _seen_from(before: State, table: Table, period: Period) -> State:
    return opening(before, table.fields, period) if period.first_of_year else before


class _At(NamedTuple):
    """One period of a table, with what a formula may name beside fields."""

    period: Period
    month: Month
    named: Mapping[str, Scalar]


@lru_cache(256)
def _timeline(plan: Plan, table: Table, last: Period, yearly: bool) -> Sequence[_At]:
    """The periods of ``table`` from the plan's start to ``last``, or where ``yearly`` from the start of the last year."""
    found = []
    at = Period.ending(plan.settings.start.year, plan.settings.start.first_month, table.frequency)
    if yearly and at.year < last.year:
        at = Period.ending(last.year, 1, table.frequency)
    while at <= last:
        found.append(_At(at, month_of(at), constants(plan.settings, at)))
        at = at.next
    return found


@lru_cache(256)
def _year_before(at: Period) -> Sequence[Period]:
    return [at.shifted(-n) for n in range(at.ordinal - 1, 0, -1)]


class _Computing(NamedTuple):
    """How a table's fields are computed."""

    steps: Sequence[Step]
    carried: frozenset[str]
    """What formulas ask of the period before."""
    carrying: Sequence[Step]
    """The computed fields that it takes to carry that through the periods."""
    needs: frozenset[str]
    """All names that it takes."""
    dated: bool
    """Whether it takes what an item shows in one period and not in another."""
    yearly: bool
    """Whether nothing is carried from one year into the next."""


@lru_cache(64)
def _computing(table: Table) -> _Computing:
    formulas = {f.name: f.formula for f in table.fields if f.category is Category.COMPUTED and f.formula is not None}
    # Of constants there are only those of the period itself.
    carried = frozenset(ref.name for formula in formulas.values() for ref in formula.refs if ref.previous).difference(CONSTANT_NAMES)
    asked, needs = list(carried), set(carried)
    while asked:
        formula = formulas.get(asked.pop())
        new = {ref.name for ref in formula.refs} - needs if formula else set()
        needs |= new
        asked += new
    return _Computing(steps_of(table.fields), carried, steps_of(f for f in table.fields if f.name in needs),
                      frozenset(needs), bool(needs & _FROM_THE_ITEM),
                      carried <= {f.name for f in table.fields if f.resets_yearly})


@lru_cache(64)
def _hides_filled(plan: Plan, table: Table) -> bool:
    """Whether a field that an item fills in for another table goes by a name that this table has another value for."""
    filled = {f.name for t in plan.tables for f in t.fields if f.category is Category.FILLED}
    return not filled.isdisjoint(_FROM_THE_ITEM | {f.name for f in table.fields if f.category is not Category.FILLED})
