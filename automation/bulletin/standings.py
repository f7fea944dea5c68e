"""Units in the order of their completion rates: what the ranking sheet, the cover and its charts share."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from automation.bulletin.columns import ANNUAL, YEAR
from automation.bulletin.phrases import without_city
from automation.derive import SHARE_PLACES
from automation.lights import Light, light
from automation.model.plan import Kind, Plan
from automation.summary import ItemFigures, Summary, TableFigures

_ENOUGH_TO_RANK = 3
_GAP_PLACES = 6


@dataclass(frozen=True)
class Standing:
    """One unit in a ranking."""

    unit: str
    """As the table prints it."""
    short: str
    """What fits on an axis and in a sentence."""
    items: tuple[ItemFigures, ...]
    rate: Decimal | None
    """Completion rate as a share; None where nothing is planned this year."""
    gap: Decimal | None
    """Against time progress in percentage points."""
    rank: int | None
    """From 1; equal rates share a rank. None where nothing is planned this year."""
    rank_before: int | None
    """One period earlier; None in a year's first period or where nothing is known of the one before."""
    light: Light

    def sum(self, field: str) -> Decimal:
        """The unit's total of ``field``; what was not reported counts as nothing."""
        return added(self.items, field)


@dataclass(frozen=True)
class Ranking:
    """The units of one project table, best first, those without an annual plan last."""

    table: TableFigures
    by_lead: bool
    """By 牵头单位; otherwise by 填报单位."""
    standings: tuple[Standing, ...]

    @property
    def label(self) -> str:
        """What the units are to the projects."""
        return "牵头单位" if self.by_lead else "责任（填报）单位"

    @property
    def ranked(self) -> tuple[Standing, ...]:
        """The units that have a rank."""
        return tuple(s for s in self.standings if s.rank is not None)


def project_tables(summary: Summary) -> tuple[TableFigures, ...]:
    """The tables of projects, in the plan's order."""
    return tuple(t for t in summary.tables if t.table.kind is Kind.PROJECT)


def added(items: Iterable[ItemFigures], field: str) -> Decimal:
    """The sum of ``field`` over ``items``, blanks left out."""
    return sum((n for i in items if (n := i.number(field)) is not None), Decimal(0))


def rankings(summary: Summary) -> tuple[Ranking, ...]:
    """One ranking for each project table.

    A table is ranked by 牵头单位 when every item names one and there are at least three of them; otherwise by whichever
    of 牵头单位 and 填报单位 tells more units apart, as a ranking of one or two says nothing.
    """
    return tuple(_ranking(summary, table) for table in project_tables(summary))


def short_name(plan: Plan, name: str) -> str:
    """``name`` for an axis or a sentence: the unit's shortest name, without the city and without what every unit has."""
    unit = plan.unit(name)
    known = min((n for n in (unit.name, *unit.aliases) if len(n) > 1), key=len, default=name) if unit else name
    short = without_city(plan.settings, known)
    short = re.sub(r"^(.+[县区市])委、[县区市]政府$", r"\1", short).removesuffix("管委会")
    return short if len(short) > 1 else known


def _ranking(summary: Summary, table: TableFigures) -> Ranking:
    by_lead = _ranks_by_lead(table)
    groups: dict[str, list[ItemFigures]] = {}
    for item in table.items:
        groups.setdefault(item.item.lead_unit if by_lead else item.unit, []).append(item)
    now = {unit: _rate(items, lambda i: i.number(YEAR)) for unit, items in groups.items()}
    before = _rates_before(summary, groups)
    ranks, ranks_before = _ranks(now), _ranks(before)
    shorts = _distinct({unit: short_name(summary.plan, unit) for unit in groups})
    standings = [
        _standing(summary, unit, shorts[unit], tuple(items), now[unit], (ranks.get(unit), ranks_before.get(unit)))
        for unit, items in groups.items()
    ]
    last = len(standings) + 1
    return Ranking(table, by_lead, tuple(sorted(standings, key=lambda s: s.rank or last)))


def _ranks_by_lead(table: TableFigures) -> bool:
    leads = {i.item.lead_unit for i in table.items}
    if "" in leads:
        return False
    return len(leads) >= _ENOUGH_TO_RANK or len(leads) >= len({i.unit for i in table.items})


def _rates_before(summary: Summary, groups: dict[str, list[ItemFigures]]) -> dict[str, Decimal | None]:
    unknown = not any(i.before for items in groups.values() for i in items)
    if summary.period.first_of_year or unknown:
        return {}
    return {unit: _rate(items, _year_before) for unit, items in groups.items()}


def _year_before(item: ItemFigures) -> Decimal | None:
    value = item.before.get(YEAR)
    return value if isinstance(value, Decimal) else None


def _rate(items: list[ItemFigures], done: Callable[[ItemFigures], Decimal | None]) -> Decimal | None:
    planned = added(items, ANNUAL)
    if planned <= 0:
        return None
    return _rounded(sum((done(i) or Decimal(0) for i in items), Decimal(0)) / planned, SHARE_PLACES)


def _ranks(rates: dict[str, Decimal | None]) -> dict[str, int]:
    """The place of each unit that has a rate, from 1; equal rates share one."""
    ordered = sorted((rate for rate in rates.values() if rate is not None), reverse=True)
    return {unit: 1 + ordered.index(rate) for unit, rate in rates.items() if rate is not None}


def _standing(summary: Summary, unit: str, short: str, items: tuple[ItemFigures, ...], rate: Decimal | None,
              ranks: tuple[int | None, int | None]) -> Standing:
    gap = None if rate is None else _rounded((rate - summary.time_progress) * 100, _GAP_PLACES)
    shown = light(added(items, ANNUAL), 1, summary.period, gap, summary.plan.settings)
    return Standing(unit, short, items, rate, gap, ranks[0], ranks[1], shown)


def _distinct(shorts: dict[str, str]) -> dict[str, str]:
    """Short names, but the whole name where two units would look the same."""
    taken = list(shorts.values())
    return {unit: short if taken.count(short) == 1 else unit for unit, short in shorts.items()}


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
