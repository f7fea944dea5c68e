"""What a period adds up to, as data: what ``figures`` computes and ``bulletin`` prints."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from automation.derive import State
from automation.lights import Light, Verdict
from automation.model.plan import Item, Plan, Table, Target
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
    earlier: tuple[Entry | None, ...] = ()
    """Where 本月完成投资 of each month of the year before the period came from."""

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
class UnitReport:
    """What one unit last said about a task or an indicator, up to a period."""

    unit: str
    period: Period | None
    """The period it said so in; None where it never reported."""
    current: bool
    """Whether that is the period itself; else an earlier report stands in."""
    entries: Mapping[str, Entry]
    used: Decimal | None = None
    """What counts for the unit: the rate of a task; an indicator by its 口径, as if the unit were alone."""
    before: Decimal | None = None
    """The same one period earlier."""
    part: Decimal | None = None
    """分子, or periods met."""
    whole: Decimal | None = None
    """分母, or periods due."""

    def number(self, field: str) -> Decimal | None:
        """The field's number; None when it is blank or text."""
        value = self.entries[field].value if field in self.entries else None
        return value if isinstance(value, Decimal) else None

    def text(self, field: str) -> str:
        """The field's text; empty when it is blank or a number."""
        value = self.entries[field].value if field in self.entries else None
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class Periods:
    """A duty of every period, in the year so far: one for each unit and period reported."""

    met: int
    due: int


@dataclass(frozen=True)
class TaskFigures:
    """One task in one period, over all units that report on it."""

    item: Item
    reports: tuple[UnitReport, ...]
    """One for each responsible unit, the lead first."""
    rate: Decimal | None
    """完成率 of the slowest unit; None where nobody ever reported one."""
    state: str
    """The worst state; empty where nobody ever reported one."""
    slowest: str
    """Name of the unit that the rate is of."""
    due: datetime.date | None
    """None where 完成时限 names no day, month or year."""
    days_left: int | None
    """From the cut-off to the deadline; negative when it is past."""
    elapsed: Decimal
    """Share of the time to the deadline (or the plan's end) that is gone, by months."""
    finished: Period | None
    """Since when all units have it finished, without a break; None where it is not."""
    periods: Periods | None
    """For a duty of every month or quarter."""
    light: Light
    before: Decimal | None = None
    """``rate`` one period earlier."""
    state_before: str = ""
    light_before: Light | None = None
    """None where nobody had reported."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the units that did not report this period."""
        return tuple(r.unit for r in self.reports if not r.current)

    @property
    def overdue(self) -> bool:
        """Whether the deadline is past and the task is not finished."""
        return self.finished is None and self.days_left is not None and self.days_left < 0


@dataclass(frozen=True)
class IndicatorFigures:
    """One indicator in one period, over all units that report on it."""

    item: Item
    measure: str
    """口径."""
    reports: tuple[UnitReport, ...]
    target: Target | None
    """The one due next; the last one once all are past."""
    value: Decimal | None
    """By its 口径: a sum, a ratio, the worst of all units, a share of periods; None where nobody ever reported."""
    part: Decimal | None
    """Σ分子, periods met, or units that pass."""
    whole: Decimal | None
    """Σ分母, periods due, or units that were asked."""
    failing: tuple[str, ...]
    """Names of the units that do not pass, where each has to."""
    text: str
    """For 定性: what the units last wrote."""
    rate: Decimal | None
    """Completion rate as a share; None where there is none, as for zero tolerance."""
    gap: Decimal | None
    """Ahead of time (or behind) in percentage points."""
    elapsed: Decimal
    """Share of the time to the target's date that is gone, by months."""
    trend: tuple[Decimal | None, ...]
    """``value`` at each period of the year so far."""
    before: Decimal | None
    """``value`` one period earlier."""
    verdict: Verdict
    otherwise: Verdict
    """What the verdict would be, were the value on the other side of the target."""
    light: Light
    aspired: bool
    """力争, 争取: never red."""
    missed: tuple[Target, ...]
    """Interim targets of the past that were not met in their time."""
    due_soon: bool = False
    """Whether the target's date is near, or past."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the units that did not report this period."""
        return tuple(r.unit for r in self.reports if not r.current)


@dataclass(frozen=True)
class TaskTable:
    """One table of tasks in one period."""

    table: Table
    period: Period
    """In the table's own frequency."""
    items: tuple[TaskFigures, ...]


@dataclass(frozen=True)
class IndicatorTable:
    """One table of indicators in one period."""

    table: Table
    period: Period
    """In the table's own frequency."""
    items: tuple[IndicatorFigures, ...]


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
    tasks: tuple[TaskTable, ...] = ()
    """Tables of tasks among ``tables``, every unit's report kept."""
    indicators: tuple[IndicatorTable, ...] = ()
    """Tables of indicators among ``tables``, rolled up by 口径."""

    def table(self, code: str) -> TableFigures | None:
        """The figures of table ``code``, or None."""
        return next((t for t in self.tables if t.table.code == code), None)
