"""报送情况: where every reporting unit stands in a period, from what the ledger received."""

import datetime
import zoneinfo
from collections.abc import Mapping

from automation.forms import forms_for
from automation.ledger import Ledger, Standing
from automation.model.plan import Category, DataType, Plan, Unit
from automation.model.submission import Entry, Outcome, Receipt, UnitState, UnitStatus
from automation.period import Period

ON_TIME, LATE, MISSING, NOTHING_DUE = "√", "△", "×", "—"


def of(plan: Plan, period: Period, ledger: Ledger, as_closed: bool = False) -> tuple[UnitStatus, ...]:
    """One line for each unit that reports in ``period``, in the plan's order; ``as_closed`` as it stood at closing."""
    standings = {s.unit: s for s in ledger.standings(period, as_closed)}
    year = [Period(period.year, n, period.frequency) for n in range(1, period.ordinal + 1)]
    arrivals = ledger.arrivals(year[0], period, as_closed)
    entries: dict[str, list[Entry]] = {}
    for entry in ledger.entries(period, as_closed=as_closed):
        entries.setdefault(entry.unit, []).append(entry)
    return tuple(_status(plan, period, unit, standings.get(unit.name), entries.get(unit.name, []),
                         tuple(_mark(plan, p, unit, arrivals) for p in year)) for unit in plan.reporting_units(period))


def _status(plan: Plan, period: Period, unit: Unit, standing: Standing | None, entries: list[Entry],
            history: tuple[str, ...]) -> UnitStatus:
    deadline = plan.settings.deadline(period)
    items = len({i.code for t in plan.due_tables(period) for i in t.items if unit.name in i.units})
    if standing is None:
        return UnitStatus(unit, UnitState.MISSING, deadline, items, history=history)
    if standing.current is None:
        state = UnitState.EMPTY if _empty(plan, period, unit, standing.newest) else UnitState.RETURNED
        return UnitStatus(unit, state, deadline, items, file=standing.newest.name, returned_times=standing.returned,
                          history=history)
    received = standing.first_received or standing.current.received
    local = _local(plan, received) if received else deadline
    on_time = local <= deadline
    state = UnitState.LATE if not on_time else UnitState.NIL if _nil(plan, entries) else UnitState.ACCEPTED
    days = 0 if on_time else max(1, (local.date() - deadline.date()).days)
    return UnitStatus(unit, state, deadline, items, received, on_time, standing.current.name, standing.current.revision,
                      standing.returned, days, history)


def _local(plan: Plan, moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(zoneinfo.ZoneInfo(plan.settings.timezone)).replace(tzinfo=None)


def _mark(plan: Plan, period: Period, unit: Unit, arrivals: Mapping[tuple[str, Period], datetime.datetime]) -> str:
    if unit not in plan.reporting_units(period):
        return NOTHING_DUE
    received = arrivals.get((unit.name, period))
    if received is None:
        return MISSING
    return ON_TIME if _local(plan, received) <= plan.settings.deadline(period) else LATE


def _nil(plan: Plan, entries: list[Entry]) -> bool:
    """零报: amounts were filled in, and every one is zero."""
    money = {(i.code, f.name) for t in plan.tables for f in t.fields
             if f.category is Category.FILLED and f.type is DataType.MONEY for i in t.items}
    amounts = [e.value for e in entries if (e.item, e.field) in money and e.value is not None]
    return bool(amounts) and not any(amounts)


def _empty(plan: Plan, period: Period, unit: Unit, newest: Receipt) -> bool:
    """空表: sent back with every required cell empty but the choices, which are prefilled."""
    if newest.outcome is not Outcome.RETURNED:
        return False
    missing = {(f.item, f.field) for f in newest.findings if f.code == "V301"}
    required = {(row.item.code, field.name) for form in forms_for(plan, unit, period) for row in form.rows
                for field in form.fields
                if field.required and field.name in row.fields and field.type is not DataType.CHOICE}
    return bool(required) and required <= missing
