"""One project table's totals as sentences and cards state them."""

from dataclasses import dataclass
from decimal import Decimal

from automation.bulletin.columns import ANNUAL, GAP, MONTH, RATE, TOTAL, YEAR
from automation.lights import Light
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


def totals_of(table: TableFigures) -> Totals:
    """The totals of ``table``."""
    annual = table.total(ANNUAL)
    planned = [i for i in table.items if i.number(ANNUAL)]
    rate, gap = (table.totals.get(field) for field in (RATE, GAP))
    known = annual > 0 and isinstance(rate, Decimal) and isinstance(gap, Decimal)
    return Totals(table.total(TOTAL), annual, table.total(MONTH), table.total(YEAR),
                  rate if known and isinstance(rate, Decimal) else None,
                  gap if known and isinstance(gap, Decimal) else None,
                  len(planned), sum(map(_started, planned)))


def growth(summary: Summary, table: TableFigures) -> Decimal | None:
    """环比: the month against the one before, as a share; None in a year's first period or after a month of nothing."""
    if summary.period.first_of_year:
        return None
    before = month_before(table)
    return table.total(MONTH) / before - 1 if before > 0 else None


def month_before(table: TableFigures) -> Decimal:
    """What was completed one period earlier in the same year."""
    return sum((i.months[-2] or Decimal(0) for i in table.items), Decimal(0))


def _started(item: ItemFigures) -> bool:
    """By the state reported last; where none ever was, by whether the planned month of starting has come."""
    state = item.values.get(_STATE) or item.before.get(_STATE)
    if state in _STARTED or state in _NOT_STARTED:
        return state in _STARTED
    return item.light is not Light.NOT_STARTED
