"""What a unit's workbook is checked against: its own past, from the ledger, however many other units there are."""

from collections.abc import Callable, Mapping

from automation.formula import Scalar
from automation.history import Month, Past, Values, lead_first, month_of
from automation.intake import Background
from automation.ledger import Ledger
from automation.model.plan import Plan
from automation.period import Period


def background(plan: Plan, ledger: Ledger, period: Period, unit: str) -> Background:
    """For a workbook of ``unit`` for ``period``; without a unit there is nothing to check against but whether it is closed."""
    closed = ledger.state(period).closed
    if not unit:
        return Background({}, {}, closed)
    past, units = _past_of(plan, ledger, period, unit)
    return Background(past.previous(period, unit), past.earlier(period, unit), closed, units)


def past_of(plan: Plan, ledger: Ledger, period: Period, unit: str) -> Past:
    """What was reported before ``period`` of the items of ``unit``.

    Of an item that it alone is asked for, also what other units reported: the item may have been theirs.
    """
    return _past_of(plan, ledger, period, unit)[0]


def _past_of(plan: Plan, ledger: Ledger, period: Period, unit: str) -> tuple[Past, frozenset[str]]:
    """With all units that reported it."""
    own = _by_month(ledger.reported(period.previous, unit))
    alone = [item.code for table in plan.tables for item in table.items_of(unit) if len(item.units) < 2]
    others = ledger.reporters(alone) - {unit}
    if not others:
        return Past(plan, own), frozenset((unit,))
    told = {unit: own, **{other: _by_month(ledger.reported(period.previous, other)) for other in others}}
    order = lead_first(plan)

    def merged(month: Month) -> Values:
        of_units = {name: of(month) for name, of in told.items()}
        found: dict[str, Mapping[str, Scalar]] = {}
        for code in alone:
            lead_last = sorted(((order(code, name), name) for name in told), reverse=True)
            found[code] = {field: value for _, name in lead_last for field, value in of_units[name].get(code, {}).items()}
        return found

    return Past(plan, merged, Past(plan, own)), frozenset(told)


def _by_month(reported: Mapping[Period, Values]) -> Callable[[Month], Values]:
    periods: dict[Month, list[Period]] = {}
    for period in reported:
        periods.setdefault(month_of(period), []).append(period)

    def of(month: Month) -> Values:
        found: dict[str, Mapping[str, Scalar]] = {}
        for period in periods.get(month, ()):
            for code, values in reported[period].items():
                found[code] = {**found[code], **values} if code in found else values
        return found

    return of
