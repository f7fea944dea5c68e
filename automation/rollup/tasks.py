"""Tasks: every unit's report is kept, and a task is as far as the slowest of those responsible for it."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from automation.lights import Light, graded
from automation.model.plan import Item, Plan, Settings, Table
from automation.model.submission import Entry
from automation.period import Period
from automation.presets import TASK_STATES
from automation.rollup.deadlines import deadline, recurring
from automation.rollup.reports import Reports, elapsed
from automation.summary import Periods, TaskFigures, TaskTable, UnitReport

RATE, STATE = "完成率", "状态"
NOT_STARTED, MOVING, DONE, BLOCKED = TASK_STATES
WORST_FIRST = (BLOCKED, NOT_STARTED, MOVING, DONE)
_WHOLE = Decimal(1)


def task_table(plan: Plan, table: Table, reports: Reports, period: Period, cut_off: datetime.date) -> TaskTable:
    """All tasks of ``table``; ``period`` is in the table's own frequency."""
    items = tuple(_task(plan.settings, table, item, reports, period, cut_off) for item in table.items)
    return TaskTable(table, period, items)


def _task(settings: Settings, table: Table, item: Item, reports: Reports, period: Period,
          cut_off: datetime.date) -> TaskFigures:
    earlier = tuple(reports.latest(item.code, unit, period.previous, ()) for unit in item.units)
    found = tuple(_unit(item, reports, unit, period, before) for unit, before in zip(item.units, earlier, strict=True))
    slowest, rate, state = _standing(item, found)
    _, rate_before, state_before = _standing(item, earlier)
    due = deadline(str(item.fixed.get("完成时限") or ""), settings)
    share, left = _elapsed(settings, period, due), (due - cut_off).days if due else None
    finished = _finished(item, reports, settings, period) if state == DONE else None
    periods = _periods(table, item, reports, period) if recurring(item) else None
    return TaskFigures(item, found, rate, state, slowest, due, left, share, finished, periods,
                       _light(settings, rate, state, share, left), rate_before, state_before,
                       _light_before(settings, rate_before, state_before, period.previous, due))


def _elapsed(settings: Settings, period: Period, due: datetime.date | None) -> Decimal:
    """Share of the time to ``due``, or to the plan's end, that is gone."""
    gone, whole = elapsed(settings, period, (due.year, due.month) if due else (settings.end.year, settings.end.last_month))
    return Decimal(gone) / whole


def _light_before(settings: Settings, rate: Decimal | None, state: str, period: Period, due: datetime.date | None) -> Light | None:
    if not state and rate is None:
        return None
    left = (due - settings.deadline(period).date()).days if due else None
    return _light(settings, rate, state, _elapsed(settings, period, due), left)


def _unit(item: Item, reports: Reports, unit: str, period: Period, before: UnitReport) -> UnitReport:
    found = reports.latest(item.code, unit, period, ())
    return replace(found, used=found.number(RATE), before=before.number(RATE))


def leads_alone(item: Item) -> bool:
    """Whether the plan leaves the task's progress to the lead unit: 汇总方式 names 牵头."""
    return "牵头" in str(item.fixed.get("汇总方式") or "")


def _standing(item: Item, found: tuple[UnitReport, ...]) -> tuple[str, Decimal | None, str]:
    """Slowest unit, its rate, and the worst state.

    A unit that never reported is no zero; but nobody can say that the task is done before it has spoken.
    """
    counted = found[:1] if leads_alone(item) else found
    rates = [(rate, n, r.unit) for n, r in enumerate(counted) if (rate := r.number(RATE)) is not None]
    states = [s for r in counted if (s := r.text(STATE)) in WORST_FIRST]
    worst = min(states, key=WORST_FIRST.index, default="")
    if worst == DONE and len(states) < len(counted):
        worst = MOVING
    rate, _, unit = min(rates, default=(None, 0, ""))
    return unit, rate, worst


def _finished(item: Item, reports: Reports, settings: Settings, period: Period) -> Period:
    """The first of the periods up to ``period`` since which every unit has had the task done."""
    first = period
    while first.previous >= settings.start:
        found = tuple(reports.latest(item.code, unit, first.previous, ()) for unit in item.units)
        if _standing(item, found)[2] != DONE:
            break
        first = first.previous
    return first


def _periods(table: Table, item: Item, reports: Reports, period: Period) -> Periods:
    year = [Period(period.year, n, table.frequency) for n in range(1, period.ordinal + 1)]
    said = [entries for p in year for unit in item.units if (entries := reports.of(item.code, unit, p))]
    return Periods(sum(map(_met, said)), len(said))


def _met(entries: Mapping[str, Entry]) -> bool:
    return any(name in entries and entries[name].value == value for name, value in ((STATE, DONE), (RATE, _WHOLE)))


def _light(settings: Settings, rate: Decimal | None, state: str, share: Decimal, left: int | None) -> Light:
    if not state and rate is None:
        return Light.UNREPORTED
    if state == DONE:
        return Light.GREEN
    if state == BLOCKED or (left is not None and left < 0):
        return Light.RED
    return graded(((rate or Decimal(0)) - share) * 100, share, settings)
