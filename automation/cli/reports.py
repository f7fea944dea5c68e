"""The JSON of receipts, units, figures and values: stable, other programs read it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from automation.export import text_of
from automation.ledger import Version
from automation.model.plan import RollUp
from automation.model.submission import Finding, Outcome, Receipt, UnitState, UnitStatus
from automation.period import Period
from automation.summary import Summary
from automation.totals import TableTotals, Totals

if TYPE_CHECKING:
    from automation.edition import Part
    from automation.reminding import Reminded

REPORTED = (UnitState.ACCEPTED, UnitState.LATE, UnitState.NIL)
LEVELS = {"强制": "error", "核实": "query", "提示": "note"}


def receipts(found: Iterable[Receipt], check: bool = False) -> dict[str, object]:
    """What ``collect`` and ``check`` print; ``check`` says ok where ``collect`` says accepted."""
    files = [receipt(r, check) for r in found]
    outcomes = ["ok", "returned", "quarantined"] if check else [o.value for o in Outcome]
    return {"files": files, "counts": {o: sum(f["outcome"] == o for f in files) for o in outcomes}}


def receipt(receipt: Receipt, check: bool = False) -> dict[str, object]:
    """One file; ``check`` says ok where ``collect`` says accepted."""
    outcome = "ok" if check and receipt.outcome is Outcome.ACCEPTED else receipt.outcome.value
    return {"file": receipt.name, "sha256": receipt.sha256, "outcome": outcome, "unit": receipt.unit,
            "period": str(receipt.period) if receipt.period else "", "revision": receipt.revision,
            "archived": receipt.archived, "seconds": receipt.seconds, "findings": [finding(f) for f in receipt.findings],
            **({"send_back": receipt.send_back} if receipt.send_back else {})}


def finding(found: Finding) -> dict[str, str]:
    """One finding."""
    return {"code": found.code, "severity": LEVELS[found.severity.value], "sheet": found.sheet, "cell": found.cell,
            "table": found.table, "item": found.item, "field": found.field, "value": found.value, "message": found.message,
            "fix": found.fix, **({"explanation": found.explanation} if found.explanation else {})}


def status(period: Period, units: Sequence[UnitStatus], deadline: str) -> dict[str, object]:
    """What ``status`` prints."""
    return {"period": str(period), "deadline": deadline, "expected": len(units),
            "reported": sum(u.state in REPORTED for u in units), "on_time": sum(u.on_time is True for u in units),
            "units": [{"unit": u.unit.name, "state": u.state.value, "on_time": u.on_time,
                       "received": u.received.isoformat(timespec="seconds") if u.received else None, "file": u.file,
                       "revision": u.revision} for u in units]}


def reminders(found: "Reminded") -> dict[str, object]:
    """What ``remind`` prints."""
    one = found.round
    files = {f.reminder.unit.name: f for f in found.files}
    return {"period": str(one.period), "deadline": one.deadline.isoformat(timespec="minutes"), "date": one.now.date().isoformat(),
            "step": one.step.days if one.step else None, "next": one.following.day.isoformat() if one.following else None,
            "written": found.written, "folder": str(found.folder) if found.written else "", "sent": list(found.sent),
            "units": [{"unit": r.unit.name, "state": r.status.state.value, "returned": r.status.returned_times, "file": r.status.file,
                       "attachment": str(r.attachment or ""), "text": str(files[r.unit.name].text) if r.unit.name in files else "",
                       "mail": str(files[r.unit.name].mail) if r.unit.name in files else ""} for r in one.reminders]}


def figures(found: Totals | Summary) -> dict[str, object]:
    """What ``figures`` prints: decimal strings, never floats; blank where there is nothing to divide by."""
    found = Totals.of(found) if isinstance(found, Summary) else found
    return {"period": str(found.period), "money_unit": found.settings.money_unit,
            "tables": {t.table.code: {"items": len(t.table.items), "totals": totals(t)} for t in found.tables},
            "combined": {"items": found.combined_items, "counted_once": found.counted_once,
                         "totals": {name: text_of(value) for name, value in found.combined.items()}}}


def totals(table: TableTotals) -> dict[str, str]:
    """The totals row of a table by field, in printed order."""
    return {f.name: text_of(table.values.get(f.name)) for f in table.table.fields
            if f.rollup in (RollUp.SUM, RollUp.ROW) and f.name in table.values}


def parts(found: Sequence["Part"]) -> dict[str, object]:
    """What ``trace`` prints of a total: its sum and every reported value in it."""
    numbers = [p.entry.value for p in found if isinstance(p.entry.value, Decimal)]
    return {"total": text_of(sum(numbers, Decimal(0))), "parts": [
        {"period": str(p.entry.period), "unit": p.entry.unit, "item": p.item.code, "name": p.item.name, "value": text_of(p.entry.value),
         "file": p.entry.file, "sheet": p.entry.sheet, "cell": p.entry.cell, "sha256": p.entry.sha256, "archived": p.entry.archived}
        for p in found]}


def versions(found: Sequence[Version]) -> list[dict[str, object]]:
    """What ``trace`` prints: every version of one value, oldest first."""
    return [{"unit": v.entry.unit, "value": text_of(v.entry.value), "typed": v.entry.raw, "file": v.entry.file,
             "sheet": v.entry.sheet, "cell": v.entry.cell, "sha256": v.entry.sha256, "archived": v.entry.archived,
             "received": v.entry.received.isoformat(timespec="seconds"), "prepared_by": v.entry.prepared_by,
             "outcome": v.outcome.value, "revision": v.revision, "current": v.current} for v in found]
