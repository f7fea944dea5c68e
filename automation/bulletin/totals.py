"""One project table's totals as sentences and cards state them."""

from dataclasses import dataclass
from decimal import Decimal

from automation.bulletin.columns import ANNUAL, GAP, MONTH, RATE, TOTAL, YEAR
from automation.lights import Light
from automation.period import Period
from automation.summary import ItemFigures, Summary, TableFigures

_STATE = "项目状态"
_STARTED = ("在建", "停工", "已完工", "已投用")
_NOT_STARTED = ("前期工作", "未开工")


@dataclass(frozen=True)
class Totals:
    """Money in the plan's unit."""

    total: Decimal
    annual: Decimal
    month: Decimal
    year: Decimal
    rate: Decimal | None
    """Completion rate as a share; None where no annual plan was made."""
    gap: Decimal | None
    """Against time progress in percentage points."""
    planned: int
    """Projects with an annual plan."""
    started: int
    """How many of those have started."""


def totals_of(table: TableFigures, period: Period | None = None) -> Totals:
    """The totals of ``table``; ``month`` is the table's own last month, or all of ``period`` where that is longer."""
    annual = table.total(ANNUAL)
    planned = [i for i in table.items if i.number(ANNUAL)]
    rate, gap = (table.totals.get(field) for field in (RATE, GAP))
    known = annual > 0 and isinstance(rate, Decimal) and isinstance(gap, Decimal)
    month = done(table, period) if period else table.total(MONTH)
    return Totals(table.total(TOTAL), annual, month, table.total(YEAR),
                  rate if known and isinstance(rate, Decimal) else None,
                  gap if known and isinstance(gap, Decimal) else None,
                  len(planned), sum(map(_started, planned)))


def growth(summary: Summary, table: TableFigures) -> Decimal | None:
    """环比: the month against the one before, as a share; None in a year's first period or after a month of nothing."""
    if summary.period.first_of_year:
        return None
    before = done(table, summary.period, 1)
    return done(table, summary.period) / before - 1 if before > 0 else None


def within(table: TableFigures, period: Period, back: int = 0) -> slice:
    """Which of an item's ``months`` fall into ``period``, or into the one ``back`` periods earlier in the same year.

    A monthly table has three of them in a quarter.
    """
    steps = max(period.frequency.months // table.table.frequency.months, 1)
    end = len(table.items[0].months) - back * steps if table.items else 0
    return slice(max(end - steps, 0), max(end, 0))


def done(table: TableFigures, period: Period, back: int = 0) -> Decimal:
    """What was completed in ``period`` (or ``back`` periods earlier); what was not reported counts as nothing."""
    return sum((m for i in table.items for m in i.months[within(table, period, back)] if m is not None), Decimal(0))


def _started(item: ItemFigures) -> bool:
    """By the state reported last; where none ever was, by whether the planned month of starting has come."""
    state = item.values.get(_STATE) or item.before.get(_STATE)
    if state in _STARTED or state in _NOT_STARTED:
        return state in _STARTED
    return item.light is not Light.NOT_STARTED
