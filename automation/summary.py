"""What a period adds up to, as data: what ``figures`` computes and ``bulletin`` prints."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from automation.derive import State
from automation.lights import Light
from automation.model.plan import Item, Plan, Table
from automation.model.submission import Entry, Finding, UnitStatus
from automation.period import Period


@dataclass(frozen=True)
class ItemFigures:
    """One item of one table in one period."""

    item: Item
    unit: str
    """Name of the unit that reports it."""
    reported: bool
    """Whether the unit's workbook of the period was merged; where not, cumulative figures stand as of the last one."""
    values: State
    """Fixed, filled and computed fields; a filled field is None where the period has no report."""
    before: State
    """The same one period earlier (empty in the first)."""
    months: tuple[Decimal | None, ...]
    """本月完成投资 of each month of the year up to the period; None where nothing was reported."""
    lights: tuple[Light, ...]
    """The light of each month of the year up to the period."""
    start_month: int
    """Month of the year that work is planned to start in; 13 when later or unknown."""
    entries: Mapping[str, Entry]
    """For each filled field of the period: where it came from."""

    @property
    def light(self) -> Light:
        """The light of the period."""
        return self.lights[-1]

    @property
    def light_before(self) -> Light | None:
        """The light one period earlier, in the same year."""
        return self.lights[-2] if len(self.lights) > 1 else None

    @property
    def months_behind(self) -> int:
        """连续滞后: how many months up to the period the light has been yellow or red without a break."""
        count = 0
        for light in reversed(self.lights):
            if not light.behind:
                break
            count += 1
        return count

    def number(self, field: str) -> Decimal | None:
        """The field's number; None when it is blank or text."""
        value = self.values.get(field)
        return value if isinstance(value, Decimal) else None


@dataclass(frozen=True)
class TableFigures:
    """One table in one period."""

    table: Table
    items: tuple[ItemFigures, ...]
    totals: State
    """Sums of 求和 fields and 按行 fields computed from those sums."""
    totals_before: State

    def total(self, field: str) -> Decimal:
        """The total of ``field``; 0 where it has none."""
        value = self.totals.get(field)
        return value if isinstance(value, Decimal) else Decimal(0)

    def count(self, *lights: Light) -> int:
        """How many items show one of ``lights``."""
        return sum(i.light in lights for i in self.items)


@dataclass(frozen=True)
class Combined:
    """All project tables together, a project in two tables counted once."""

    items: int
    """Distinct projects."""
    counted_once: int
    """How many of them stand in more than one table."""
    totals: State
    pairs: tuple[tuple[ItemFigures, ItemFigures], ...]
    """Each project that stands in two tables, as the one and the other has it."""


@dataclass(frozen=True)
class Explanation:
    """A query (核实) that a merged workbook raised, with the unit's explanation when there is one."""

    unit: str
    finding: Finding
    text: str = ""


@dataclass(frozen=True)
class Summary:
    """Everything that the bulletin of one period is written from."""

    plan: Plan
    period: Period
    time_progress: Decimal
    """序时进度 as a share."""
    cut_off: datetime.date
    """What the figures are as of: the day of the deadline."""
    tables: tuple[TableFigures, ...]
    """Tables that are due in the period, in the plan's order."""
    combined: Combined
    statuses: tuple[UnitStatus, ...]
    explanations: tuple[Explanation, ...] = ()
    revision: int = 0

    def table(self, code: str) -> TableFigures | None:
        """The figures of table ``code``, or None."""
        return next((t for t in self.tables if t.table.code == code), None)
