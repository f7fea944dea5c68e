"""What a unit's workbook is checked against: its own past, from the ledger, however many other units there are."""

from collections.abc import Mapping

from automation.formula import Scalar
from automation.history import Month, Past, lead_first, month_of
from automation.intake import Background
from automation.ledger import Ledger
from automation.model.plan import Plan
from automation.period import Period


def background(plan: Plan, ledger: Ledger, period: Period, unit: str) -> Background:
    """For a workbook of ``unit`` for ``period``; without a unit there is nothing to check against but whether it is closed."""
    closed = ledger.state(period).closed
    if not unit:
        return Background({}, {}, closed)
    past = past_of(plan, ledger, period, unit)
    return Background(past.previous(period, unit), past.earlier(period, unit), closed)


def past_of(plan: Plan, ledger: Ledger, period: Period, unit: str) -> Past:
    """What was reported before ``period`` of the items of ``unit``.

    Of an item that it alone is asked for, also what other units reported: the item may have been theirs.
    """
    own = _by_month(ledger.reported(period.previous, unit))
    alone = [item.code for table in plan.tables for item in table.items_of(unit) if len(item.units) < 2]
    others = ledger.reporters(alone) - {unit}
    if not others:
        return Past(plan, own)
    told = {unit: own, **{other: _by_month(ledger.reported(period.previous, other)) for other in others}}
    order = lead_first(plan)
    merged: dict[Month, dict[str, dict[str, Scalar]]] = {}
    for month in sorted({month for months in told.values() for month in months}):
        for code in alone:
            units = sorted(told, key=lambda name, code=code: order(code, name), reverse=True)  # type: ignore[misc]
            values = [told[name].get(month, {}).get(code, {}) for name in units]
            merged.setdefault(month, {})[code] = {field: value for one in values for field, value in one.items()}
    return Past(plan, merged, Past(plan, own))


def _by_month(reported: Mapping[Period, Mapping[str, Mapping[str, Scalar]]]) -> dict[Month, dict[str, Mapping[str, Scalar]]]:
    months: dict[Month, dict[str, Mapping[str, Scalar]]] = {}
    for period, items in reported.items():
        known = months.setdefault(month_of(period), {})
        for code, values in items.items():
            known[code] = {**known[code], **values} if code in known else values
    return months
