"""What the ledger is asked; nothing here writes."""

import datetime
import json
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from automation.formula import Scalar
from automation.ledger import rows
from automation.ledger.records import (
    Counted,
    Event,
    ExportRow,
    PeriodState,
    Revision,
    SendBack,
    Standing,
    UnitFinding,
    Version,
)
from automation.model.submission import Entry, Finding, Outcome, Receipt
from automation.period import Period

_EVER = 2**62

_MERGED = """
    SELECT s.id, s.period, s.unit, s.name, s.sha256, s.received, s.archived, s.prepared_by, s.outcome, s.revision,
        row_number() OVER (PARTITION BY s.period, s.unit ORDER BY s.instant DESC, s.sha256 DESC) = 1
    FROM period p CROSS JOIN submission s ON s.period = p.period -- CROSS: periods first, so that the index is used
    WHERE s.outcome IN ('accepted', 'superseded') AND p.sort BETWEEN :first AND :last AND s.id <= :sealed
"""

_VALUES = "SELECT item, field, number, text, truth, raw, sheet, cell FROM value WHERE submission = ?"


@dataclass(frozen=True)
class _Source:
    """A merged submission."""

    number: int
    period: Period
    unit: str
    file: str
    sha256: str
    received: datetime.datetime
    archived: str
    prepared_by: str
    outcome: Outcome
    revision: int
    current: bool
    """Whether it is the one that counts: of its unit and period the last received, whenever it was stored."""


def _merged(db: sqlite3.Connection, first: int, last: int, unit: str | None = None, sealed: int = _EVER
            ) -> list[_Source]:
    """Merged submissions by period and unit, in the order of receipt."""
    query = _MERGED + ("" if unit is None else "AND s.unit = :unit") + " ORDER BY p.sort, s.unit, s.instant, s.sha256"
    found = db.execute(query, {"first": first, "last": last, "unit": unit, "sealed": sealed})
    return [_Source(number, rows.parse_period(period), unit, file, sha256, datetime.datetime.fromisoformat(received),
                    archived, person, Outcome(outcome), revision, bool(current))
            for number, period, unit, file, sha256, received, archived, person, outcome, revision, current in found]


def _entry(source: _Source, item: str, field: str, number: str | None, text: str | None, truth: int | None, raw: str,
           sheet: str, cell: str) -> Entry:
    # A million entries name few items and fields: each name is kept in memory once.
    return Entry(source.period, source.unit, sys.intern(item), sys.intern(field), rows.load(number, text, truth), raw,
                 sys.intern(sheet), cell, source.file, source.sha256, source.received, source.archived,
                 source.prepared_by)


def known(db: sqlite3.Connection, sha256: str) -> Receipt | None:
    """The receipt of the file with this hash, or None."""
    found = db.execute(rows.RECEIPT + " WHERE s.sha256 = ?", (sha256,)).fetchall()
    return rows.receipts(db, found)[0] if found else None


def archived(db: sqlite3.Connection) -> frozenset[str]:
    """Paths of all files that the ledger knows, relative to the workspace."""
    return frozenset(path for (path,) in db.execute("SELECT archived FROM submission"))


def extent(db: sqlite3.Connection) -> int:
    """The number of the file that was recorded last."""
    (number,) = db.execute("SELECT coalesce(max(id), 0) FROM submission").fetchone()
    return int(number)


def latest(db: sqlite3.Connection) -> datetime.datetime | None:
    """When the newest of all files was received."""
    found = db.execute("SELECT received FROM submission ORDER BY instant DESC LIMIT 1").fetchone()
    return datetime.datetime.fromisoformat(found[0]) if found else None


def entries(db: sqlite3.Connection, first: int, last: Period, unit: str | None, as_closed: bool) -> tuple[Entry, ...]:
    """The values that count in all periods with a sort key from ``first`` up to ``last``."""
    sources = _merged(db, first, rows.sort_key(last), unit, _sealed(db, last) if as_closed else _EVER)
    return tuple(_entry(source, *row) for source in sources if source.current
                 for row in db.execute(_VALUES + " ORDER BY item, field", (source.number,)))


def reported(db: sqlite3.Connection, last: Period, unit: str) -> Mapping[Period, Mapping[str, Mapping[str, Scalar]]]:
    """The unit's values that count in every period up to ``last``, by period, item and field; read when a period is asked for."""
    # Of one period the submission that was received last is the one that is kept.
    numbers = dict(db.execute(
        "SELECT s.period, s.id FROM period p CROSS JOIN submission s ON s.period = p.period"
        " WHERE s.outcome IN ('accepted', 'superseded') AND p.sort <= ? AND s.unit = ? ORDER BY p.sort, s.instant, s.sha256",
        (rows.sort_key(last), unit)))
    return _Reported(db, {rows.parse_period(period): number for period, number in numbers.items()})


class _Reported(Mapping[Period, Mapping[str, Mapping[str, Scalar]]]):
    """The values of one submission for each period."""

    def __init__(self, db: sqlite3.Connection, numbers: Mapping[Period, int]) -> None:
        self._db = db
        self._numbers = numbers

    def __getitem__(self, period: Period) -> Mapping[str, Mapping[str, Scalar]]:
        return _values(self._db, self._numbers[period])

    def __iter__(self) -> Iterator[Period]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def _values(db: sqlite3.Connection, number: int) -> dict[str, dict[str, Scalar]]:
    # As one text: SQLite hands over a single row much faster than hundreds.
    (told,) = db.execute("SELECT json_group_array(json_array(item, field, number, text, truth)) FROM value WHERE submission = ?",
                         (number,)).fetchone()
    found: dict[str, dict[str, Scalar]] = {}
    for item, field, figure, text, truth in json.loads(told):
        if item not in found:
            found[item] = {}
        found[item][field] = text if figure is None and truth is None else rows.load(figure, text, truth)
    return found


def reporters(db: sqlite3.Connection, items: Sequence[str]) -> frozenset[str]:
    """Every unit that ever reported one of ``items``."""
    found = db.execute("SELECT DISTINCT unit FROM reporter WHERE item IN (SELECT value FROM json_each(?))", (json.dumps(items),))
    return frozenset(unit for (unit,) in found)


def history(db: sqlite3.Connection, period: Period, item: str, field: str) -> tuple[Version, ...]:
    """Every version of one value, by unit and in the order of receipt."""
    return tuple(Version(_entry(source, *row), source.outcome, source.revision, source.current)
                 for source in _merged(db, rows.sort_key(period), rows.sort_key(period))
                 for row in db.execute(_VALUES + " AND item = ? AND field = ?", (source.number, item, field)))


def findings(db: sqlite3.Connection, period: Period, as_closed: bool) -> tuple[UnitFinding, ...]:
    """Findings of the submissions that count, by unit and in their own order."""
    sealed = _sealed(db, period) if as_closed else _EVER
    return tuple(UnitFinding(source.unit, source.file, source.archived, finding)
                 for source in _merged(db, rows.sort_key(period), rows.sort_key(period), sealed=sealed) if source.current
                 for finding in rows.findings(db, source.number))


def submissions(db: sqlite3.Connection, period: Period, as_closed: bool) -> tuple[Receipt, ...]:
    """Receipts of all files of one period in the order of receipt."""
    sealed = _sealed(db, period) if as_closed else _EVER
    return rows.receipts(db, db.execute(
        rows.RECEIPT + " WHERE s.period = ? AND s.id <= ? ORDER BY s.instant, s.sha256", (str(period), sealed)).fetchall())


def standings(db: sqlite3.Connection, period: Period, as_closed: bool) -> tuple[Standing, ...]:
    """What each unit that sent anything for the period has sent, by unit."""
    by_unit: dict[str, list[Receipt]] = {}
    for receipt in submissions(db, period, as_closed):
        by_unit.setdefault(receipt.unit, []).append(receipt)
    return tuple(_standing(unit, by_unit[unit]) for unit in sorted(by_unit) if unit)


def _standing(unit: str, sent: list[Receipt]) -> Standing:
    merged = [r for r in sent if r.outcome in (Outcome.ACCEPTED, Outcome.SUPERSEDED)]
    return Standing(unit, merged[-1] if merged else None, merged[0].received if merged else None, sent[-1],
                    sum(r.outcome is Outcome.RETURNED for r in sent))


def arrivals(db: sqlite3.Connection, since: Period, until: Period, as_closed: bool
             ) -> dict[tuple[str, Period], datetime.datetime]:
    """When the first merged file of each unit came in, for each period from ``since`` to ``until``."""
    # SQLite gives s.received from the row that holds the minimum.
    found = db.execute(
        "SELECT s.unit, s.period, s.received, min(s.instant) FROM submission s JOIN period p USING (period)"
        " WHERE s.outcome IN ('accepted', 'superseded') AND p.sort BETWEEN ? AND ?"
        " AND s.id <= ? GROUP BY s.unit, s.period",
        (rows.sort_key(since), rows.sort_key(until), _sealed(db, until) if as_closed else _EVER))
    return {(unit, rows.parse_period(period)): datetime.datetime.fromisoformat(received)
            for unit, period, received, _ in found}


def explained(db: sqlite3.Connection, period: Period, unit: str, received: datetime.datetime) -> tuple[Finding, ...]:
    """Findings with an explanation in the unit's files of the period that came in before, in the order of receipt."""
    found = db.execute("SELECT id FROM submission WHERE period = ? AND unit = ? AND instant < ? ORDER BY instant, sha256",
                       (str(period), unit, rows.instant(received))).fetchall()
    return tuple(finding for (number,) in found for finding in rows.findings(db, number) if finding.explanation)


def due_send_backs(db: sqlite3.Connection) -> tuple[SendBack, ...]:
    """Workbooks that are still to be sent back, in the order in which their files were recorded."""
    due = db.execute("SELECT submission, times FROM send_back WHERE path IS NULL ORDER BY submission").fetchall()
    return tuple(SendBack(rows.receipts(db, db.execute(rows.RECEIPT + " WHERE s.id = ?", (number,)).fetchall())[0], times)
                 for number, times in due)


def is_send_back(db: sqlite3.Connection, path: str) -> bool:
    """Whether a workbook was sent back at that path; names that differ in case alone are one to Windows."""
    return bool(db.execute("SELECT 1 FROM send_back WHERE lower(path) = lower(?)", (path,)).fetchall())


def state(db: sqlite3.Connection, period: Period) -> PeriodState:
    """Whether the period is closed; a period that nobody wrote about is open."""
    found = db.execute("SELECT closed_at, revision FROM period WHERE period = ?", (str(period),)).fetchall()
    closed_at, revision = found[0] if found else (None, 0)
    return PeriodState(period, datetime.datetime.fromisoformat(closed_at) if closed_at else None, revision)


def plan_of(db: sqlite3.Connection, period: Period) -> bytes | None:
    """The plan workbook that the period was closed under."""
    found = db.execute("SELECT content FROM plan JOIN period ON period.plan = plan.sha256"
                       " WHERE period = ? AND closed_at IS NOT NULL", (str(period),)).fetchone()
    return found[0] if found else None


def revisions(db: sqlite3.Connection, period: Period) -> tuple[Revision, ...]:
    """What was merged since a closed period was last closed, in the order of its numbers; nothing where it is open."""
    closed_at, = next(db.execute("SELECT max(e.id) FROM event e JOIN period p ON p.period = e.subject"
                                 " WHERE e.kind = 'closed' AND e.subject = ? AND p.closed_at IS NOT NULL", (str(period),)))
    noted = db.execute("SELECT at, detail FROM event WHERE kind = 'revised' AND subject = ? AND id > ? ORDER BY id",
                       (str(period), _EVER if closed_at is None else closed_at)).fetchall()
    found = []
    for at, detail in noted:
        number, _, sha256 = detail.partition(" ")
        receipt = known(db, sha256)
        if receipt is not None:
            found.append(Revision(int(number), datetime.datetime.fromisoformat(at), receipt))
    return tuple(found)


def events(db: sqlite3.Connection) -> tuple[Event, ...]:
    """Everything that was done, oldest first."""
    found = db.execute("SELECT at, command, kind, subject, detail FROM event ORDER BY id")
    return tuple(Event(datetime.datetime.fromisoformat(at), *rest) for at, *rest in found)


def counting(db: sqlite3.Connection, period: Period) -> tuple[Counted, ...]:
    """The submissions that count in every period up to one, by period and unit."""
    return tuple(Counted(s.period, s.unit, s.sha256, s.revision) for s in _merged(db, 0, rows.sort_key(period)) if s.current)


def by_submission(db: sqlite3.Connection, period: Period) -> Iterator[tuple[int, tuple[Entry, ...]]]:
    """Revision and values of each submission that counts in one period, by unit; one of them in memory at a time."""
    # Rows are only ever added, so what the first query names stays what it was while others write.
    for source in _merged(db, rows.sort_key(period), rows.sort_key(period)):
        if source.current:
            found = db.execute(_VALUES + " ORDER BY item, field", (source.number,)).fetchall()
            yield source.revision, tuple(_entry(source, *row) for row in found)


def export_rows(db: sqlite3.Connection, period: Period, as_closed: bool = False) -> tuple[ExportRow, ...]:
    """The values that count in one period, sorted, without anything that depends on the order of taking in."""
    return tuple(ExportRow(e.period, e.unit, e.item, e.field, e.value, e.raw, e.sheet, e.cell, e.sha256)
                 for e in entries(db, rows.sort_key(period), period, None, as_closed))


def _sealed(db: sqlite3.Connection, period: Period) -> int:
    found = db.execute("SELECT coalesce(sealed, ?) FROM period WHERE period = ?", (_EVER, str(period))).fetchall()
    return int(found[0][0]) if found else _EVER
