"""What the ledger is asked; nothing here writes."""

import datetime
import sqlite3

from automation.ledger import rows
from automation.ledger.records import Event, ExportRow, PeriodState, Standing, UnitFinding, Version
from automation.model.submission import Entry, Outcome, Receipt
from automation.period import Period

_EVER = 2**62

_COUNTING = """
    WITH ranked AS (
        SELECT s.*, p.sort, row_number() OVER (
            PARTITION BY s.period, s.unit ORDER BY s.instant DESC, s.sha256 DESC) AS place
        FROM submission s JOIN period p USING (period)
        WHERE s.outcome IN ('accepted', 'superseded') AND p.sort BETWEEN :first AND :last AND s.id <= :sealed {unit})
    SELECT {columns} FROM ranked s JOIN {table} t ON t.submission = s.id WHERE {which} ORDER BY {order}
"""
"""Over merged submissions by unit and period; place 1 is the one that counts: the last received, whenever stored."""

_ENTRY = ("s.period, s.unit, t.item, t.field, t.number, t.text, t.truth, t.raw, t.sheet, t.cell, s.name, s.sha256,"
          " s.received, s.archived, s.prepared_by")


def known(db: sqlite3.Connection, sha256: str) -> Receipt | None:
    """The receipt of the file with this hash, or None."""
    found = db.execute(rows.RECEIPT + " WHERE s.sha256 = ?", (sha256,)).fetchall()
    return rows.receipts(db, found)[0] if found else None


def archived(db: sqlite3.Connection) -> frozenset[str]:
    """Paths of all files that the ledger knows, relative to the workspace."""
    return frozenset(path for (path,) in db.execute("SELECT archived FROM submission"))


def entries(db: sqlite3.Connection, first: int, last: Period, unit: str | None, as_closed: bool) -> tuple[Entry, ...]:
    """The values that count in all periods with a sort key from ``first`` up to ``last``."""
    parameters = {"first": first, "last": rows.sort_key(last), "unit": unit,
                  "sealed": _sealed(db, last) if as_closed else _EVER}
    query = _COUNTING.format(columns=_ENTRY, table="value", which="s.place = 1",
                             order="s.sort, s.unit, t.item, t.field", unit="" if unit is None else "AND s.unit = :unit")
    found = db.execute(query, parameters)
    return tuple(_entry(*row) for row in found)


def history(db: sqlite3.Connection, period: Period, item: str, field: str) -> tuple[Version, ...]:
    """Every version of one value, by unit and in the order of receipt."""
    query = _COUNTING.format(columns=_ENTRY + ", s.outcome, s.revision, s.place", table="value",
                             which="t.item = :item AND t.field = :field", order="s.unit, s.instant, s.sha256", unit="")
    found = db.execute(query, {**_within(period), "item": item, "field": field})
    return tuple(Version(_entry(*row), Outcome(outcome), revision, place == 1)
                 for *row, outcome, revision, place in found)


def findings(db: sqlite3.Connection, period: Period) -> tuple[UnitFinding, ...]:
    """Findings of the submissions that count, by unit and in their own order."""
    query = _COUNTING.format(columns="s.unit, s.name, s.archived, " + rows.FINDING, table="finding",
                             which="s.place = 1", order="s.unit, t.ordinal", unit="")
    found = db.execute(query, _within(period))
    return tuple(UnitFinding(unit, name, path, rows.finding(*rest)) for unit, name, path, *rest in found)


def submissions(db: sqlite3.Connection, period: Period) -> tuple[Receipt, ...]:
    """Receipts of all files of one period in the order of receipt."""
    return rows.receipts(db, db.execute(
        rows.RECEIPT + " WHERE s.period = ? ORDER BY s.instant, s.sha256", (str(period),)).fetchall())


def standings(db: sqlite3.Connection, period: Period) -> tuple[Standing, ...]:
    """What each unit that sent anything for the period has sent, by unit."""
    by_unit: dict[str, list[Receipt]] = {}
    for receipt in submissions(db, period):
        by_unit.setdefault(receipt.unit, []).append(receipt)
    return tuple(_standing(unit, by_unit[unit]) for unit in sorted(by_unit) if unit)


def _standing(unit: str, sent: list[Receipt]) -> Standing:
    merged = [r for r in sent if r.outcome in (Outcome.ACCEPTED, Outcome.SUPERSEDED)]
    return Standing(unit, merged[-1] if merged else None, merged[0].received if merged else None, sent[-1],
                    sum(r.outcome is Outcome.RETURNED for r in sent))


def arrivals(db: sqlite3.Connection, since: Period, until: Period) -> dict[tuple[str, Period], datetime.datetime]:
    """When the first merged file of each unit came in, for each period from ``since`` to ``until``."""
    # SQLite gives s.received from the row that holds the minimum.
    found = db.execute(
        "SELECT s.unit, s.period, s.received, min(s.instant) FROM submission s JOIN period p USING (period)"
        " WHERE s.outcome IN ('accepted', 'superseded') AND p.sort BETWEEN ? AND ? GROUP BY s.unit, s.period",
        (rows.sort_key(since), rows.sort_key(until)))
    return {(unit, rows.parse_period(period)): datetime.datetime.fromisoformat(received)
            for unit, period, received, _ in found}


def state(db: sqlite3.Connection, period: Period) -> PeriodState:
    """Whether the period is closed; a period that nobody wrote about is open."""
    found = db.execute("SELECT closed_at, revision FROM period WHERE period = ?", (str(period),)).fetchall()
    closed_at, revision = found[0] if found else (None, 0)
    return PeriodState(period, datetime.datetime.fromisoformat(closed_at) if closed_at else None, revision)


def events(db: sqlite3.Connection) -> tuple[Event, ...]:
    """Everything that was done, oldest first."""
    found = db.execute("SELECT at, command, kind, subject, detail FROM event ORDER BY id")
    return tuple(Event(datetime.datetime.fromisoformat(at), *rest) for at, *rest in found)


def export_rows(db: sqlite3.Connection, period: Period) -> tuple[ExportRow, ...]:
    """The values that count in one period, sorted, without anything that depends on the order of taking in."""
    return tuple(ExportRow(e.period, e.unit, e.item, e.field, e.value, e.raw, e.sheet, e.cell, e.sha256)
                 for e in entries(db, rows.sort_key(period), period, None, as_closed=False))


def _entry(period: str, unit: str, item: str, field: str, number: str | None, text: str | None, truth: int | None,
           raw: str, sheet: str, cell: str, name: str, sha256: str, received: str, path: str, person: str) -> Entry:
    return Entry(rows.parse_period(period), unit, item, field, rows.load(number, text, truth), raw, sheet, cell, name,
                 sha256, datetime.datetime.fromisoformat(received), path, person)


def _within(period: Period) -> dict[str, int | str]:
    return {"first": rows.sort_key(period), "last": rows.sort_key(period), "sealed": _EVER}


def _sealed(db: sqlite3.Connection, period: Period) -> int:
    found = db.execute("SELECT coalesce(sealed, ?) FROM period WHERE period = ?", (_EVER, str(period))).fetchall()
    return int(found[0][0]) if found else _EVER
