"""Totals of a period from sums alone: what ``figures`` prints, without working out every item of every month.

A total of sums is a sum of totals. Where the fields that a table adds up are plain sums and differences of other fields
(本年累计 is last month's and this month's), the totals follow from one sum for each field and month, which a database adds
up faster than anybody. Where they are not, :class:`Linear` does not apply and the items have to be worked out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from automation.derive import SHARE_PLACES, State, constants
from automation.derive import totals as totals_row
from automation.formula import Scalar
from automation.formula.tree import Binary, Negative, Node, Ref
from automation.model.plan import Category, DataType, Field, Item, Kind, Plan, RollUp, Settings, Table
from automation.period import Period
from automation.summary import Summary

Month = tuple[int, int]
"""Year and month that a report's period ends in."""
Reported = Mapping[tuple[int, Month, str], Decimal]
"""Sums of what was reported, by group (see :class:`Linear`), month and field."""


@dataclass(frozen=True)
class TableTotals:
    """The totals row of one table."""

    table: Table
    values: State


@dataclass(frozen=True)
class Totals:
    """What a period adds up to."""

    settings: Settings
    period: Period
    tables: tuple[TableTotals, ...]
    """Those that are due, in the plan's order."""
    combined_items: int
    """Distinct projects."""
    counted_once: int
    """How many of them stand in more than one table."""
    combined: State

    @classmethod
    def of(cls, summary: Summary) -> "Totals":
        """Those of figures that were worked out item by item."""
        combined = summary.combined
        return cls(summary.plan.settings, summary.period, tuple(TableTotals(t.table, t.totals) for t in summary.tables),
                   combined.items, combined.counted_once, combined.totals)


@dataclass(frozen=True)
class Group:
    """Items that stand in the same tables."""

    tables: tuple[Table, ...]
    items: Mapping[str, list[Item]]
    """As each of the tables has them, by its code."""

    @property
    def size(self) -> int:
        """How many items."""
        return len(self.items[self.tables[0].code])


class NotLinear(Exception):  # noqa: N818 - it names the state of the plan or of the data
    """Totals do not follow from sums alone; the reason is for developers."""


class Linear:
    """A plan whose totals follow from sums, in one period.

    ``groups`` parts the projects by the tables that they stand in; ``unit_of`` gives the only unit whose reports of an item
    count and its group, ``needed`` the reported fields to be added up, ``decimals`` how many decimals they may have.
    """

    def __init__(self, plan: Plan, period: Period) -> None:
        """Raises NotLinear."""
        self.plan, self.period = plan, period
        self.due = plan.due_tables(period)
        projects = [t for t in self.due if t.kind is Kind.PROJECT]
        if any(f.rollup in (RollUp.SUM, RollUp.ROW) for t in self.due if t not in projects for f in t.fields):
            raise NotLinear("totals of tasks or indicators")
        self._closures = {t.code: _closure(t) for t in projects}
        self.needed = frozenset(f.name for fields in self._closures.values() for f in fields if f.category is Category.FILLED)
        places = [_places(f) for fields in self._closures.values() for f in fields if f.category is Category.COMPUTED]
        self.decimals = min(places, default=SHARE_PLACES)
        self.groups: tuple[Group, ...] = tuple(_groups(projects))
        self.unit_of: dict[str, tuple[str, int]] = {}
        for number, group in enumerate(self.groups):
            for item in group.items[group.tables[0].code]:
                if len(item.units) != 1:
                    raise NotLinear(f"{item.code} is reported by several units")
                self.unit_of[item.code] = item.units[0], number

    def home(self, group: int, name: str) -> str:
        """Code of the first table of a group that has a field: where its reported values are to be read."""
        return next((t.code for t in self.groups[group].tables if t.field(name)), "")

    def totals(self, reported: Reported) -> Totals:
        """The totals of the period; raises NotLinear for what the plan fixes and cannot be added up."""
        sums = {(number, t.code): self._summed(number, group, t, reported) for number, group in enumerate(self.groups) for t in group.tables}
        tables = tuple(TableTotals(t, self._row(t.fields, [s for (_, code), s in sums.items() if code == t.code], self._at(t)))
                       for t in self.due)
        fields: dict[str, Field] = {}
        for table in (t for t in self.due if t.kind is Kind.PROJECT):
            for one in table.fields:
                fields.setdefault(one.name, one)
        firsts = [sums[number, group.tables[0].code] for number, group in enumerate(self.groups)]
        return Totals(self.plan.settings, self.period, tables, sum(g.size for g in self.groups),
                      sum(g.size for g in self.groups if len(g.tables) > 1),
                      self._row(tuple(fields.values()), firsts, self.period))

    def _row(self, fields: Sequence[Field], sums: Sequence[State], at: Period) -> State:
        return totals_row(fields, sums, constants(self.plan.settings, at))

    def _at(self, table: Table) -> Period:
        return Period.ending(self.period.year, self.period.last_month, table.frequency)

    def _summed(self, number: int, group: Group, table: Table, reported: Reported) -> dict[str, Scalar]:
        """Every field of the closure, added up over the items of a group, in the period."""
        fields, end = self._closures[table.code], self._at(table)
        standing = {f.name: _fixed(group.items[table.code], f.name, self.decimals) for f in fields if f.category is Category.FIXED}
        start = self.plan.settings.start
        at = Period.ending(start.year, start.first_month, table.frequency)
        now: dict[str, Decimal] = {}
        while at <= end:
            before = {n: v for n, v in now.items() if not (at.first_of_year and n.startswith(("本年", "当年")))}
            now = dict(standing)
            for one in fields:
                if one.category is Category.FILLED:
                    now[one.name] = reported.get((number, (at.year, at.last_month), one.name), Decimal(0))
                elif one.category is Category.COMPUTED and one.formula is not None:
                    now[one.name] = _added(one.formula.root, now, before)
            at = at.next
        return {f.name: now.get(f.name, Decimal(0)) for f in fields if f.rollup is RollUp.SUM}


def _groups(projects: Sequence[Table]) -> Iterator[Group]:
    standing: dict[str, list[Table]] = {}
    for table in projects:
        for item in table.items:
            standing.setdefault(item.code, []).append(table)
    found: dict[tuple[str, ...], Group] = {}
    for table in projects:
        for item in table.items:
            tables = standing[item.code]
            key = tuple(t.code for t in tables)
            if key not in found:
                found[key] = Group(tuple(tables), {code: [] for code in key})
            found[key].items[table.code].append(item)
    return iter(found.values())


def _closure(table: Table) -> tuple[Field, ...]:
    """The summed fields of a table and all that they are made of, in computing order; raises NotLinear."""
    wanted, waiting = set(), [f.name for f in table.fields if f.rollup is RollUp.SUM]
    while waiting:
        name = waiting.pop()
        one = table.field(name)
        if one is None or not one.type.numeric:
            raise NotLinear(f"{name} is no number of {table.code}")
        if name not in wanted:
            wanted.add(name)
            if one.category is Category.COMPUTED and one.formula is not None:
                if not _is_linear(one.formula.root):
                    raise NotLinear(f"{name} is no sum")
                waiting += [ref.name for ref in one.formula.refs]
    return tuple(f for f in table.fields if f.name in wanted)


def _is_linear(node: Node) -> bool:
    match node:
        case Ref():
            return True
        case Negative(operand):
            return _is_linear(operand)
        case Binary("+" | "-", left, right):
            return _is_linear(left) and _is_linear(right)
        case _:
            return False


def _added(node: Node, now: Mapping[str, Decimal], before: Mapping[str, Decimal]) -> Decimal:
    match node:
        case Ref(name, previous):
            return (before if previous else now).get(name, Decimal(0))
        case Negative(operand):
            return -_added(operand, now, before)
        case Binary(operator, left, right):
            first, second = _added(left, now, before), _added(right, now, before)
            return first + second if operator == "+" else first - second
        case _:
            raise NotLinear("no sum")


def _places(one: Field) -> int:
    return SHARE_PLACES if one.type is DataType.SHARE else one.decimals


def _fixed(items: Sequence[Item], name: str, decimals: int) -> Decimal:
    """What the plan fixes; a value that is no number, or that rounding would change, has to be worked out by item."""
    values = [value for item in items if (value := item.fixed.get(name)) is not None]
    if any(not isinstance(value, Decimal) for value in values):
        raise NotLinear(f"{name} is not a number everywhere")
    total = sum((value for value in values if isinstance(value, Decimal)), Decimal(0))
    # A sum has as many decimals as the longest of what it adds up.
    if -int(total.as_tuple().exponent) > decimals:
        raise NotLinear(f"{name} has more than {decimals} decimals")
    return total
