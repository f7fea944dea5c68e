"""What changes the ledger; each function is called inside one transaction."""

import dataclasses
import datetime
import hashlib
import sqlite3
from itertools import chain

from automation.ledger import rows
from automation.model.plan import Severity
from automation.model.submission import Outcome, Receipt, Submission, Value
from automation.period import Period

_AT_ONCE = 30
"""Values that one statement stores: a fifth faster than one by one."""
_ONE_VALUE = "INSERT INTO value VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_SEVERAL_VALUES = _ONE_VALUE + ", (?, ?, ?, ?, ?, ?, ?, ?, ?)" * (_AT_ONCE - 1)


def record(db: sqlite3.Connection, receipt: Receipt, submission: Submission | None) -> Receipt:
    """Store one file with its values and findings; see ``Ledger.record``."""
    received = receipt.received
    if received is None:
        raise ValueError(f"{receipt.name} has no time of receipt")
    moment = rows.instant(received)
    if receipt.period:
        _know(db, receipt.period)
    merged = receipt.outcome is Outcome.ACCEPTED
    if merged:
        receipt = _ruled(db, receipt, moment)
    (number,) = db.execute(
        "INSERT INTO submission (sha256, name, unit, period, outcome, revision, received, instant, archived,"
        " prepared_by, template, plan_code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (receipt.sha256, receipt.name, receipt.unit, str(receipt.period) if receipt.period else None,
         receipt.outcome.value, receipt.revision, received.isoformat(), moment, receipt.archived,
         submission.signature.get("填报人", "") if submission else "",
         submission.template if submission else "", submission.plan_code if submission else "")).fetchone()
    if merged and submission:
        _store_values(db, number, submission)
    db.executemany("INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   ((number, ordinal, *rows.finding_columns(f)) for ordinal, f in enumerate(receipt.findings)))
    if _is_due(receipt):
        _owe(db, number, receipt)
    return receipt


def _is_due(receipt: Receipt) -> bool:
    """Whether the unit gets its workbook back: with errors, or merged with queries that it has not answered."""
    asked = any(f.severity is Severity.QUERY and not f.explanation for f in receipt.findings)
    return receipt.outcome is Outcome.RETURNED or (receipt.outcome is Outcome.ACCEPTED and asked)


def _owe(db: sqlite3.Connection, number: int, receipt: Receipt) -> None:
    # Files that name no unit or no period are nobody's second one.
    db.execute("INSERT INTO send_back (submission, times) SELECT ?, 1 + count(*) FROM submission s"
               " JOIN send_back b ON b.submission = s.id WHERE s.unit = ? AND s.unit <> '' AND s.period = ? AND s.outcome = ?",
               (number, receipt.unit, str(receipt.period), receipt.outcome.value))


def sent_back(db: sqlite3.Connection, sha256: str, path: str) -> None:
    """Note where the workbook for the unit was written."""
    db.execute("UPDATE send_back SET path = ? WHERE submission = (SELECT id FROM submission WHERE sha256 = ?)", (path, sha256))


def _ruled(db: sqlite3.Connection, receipt: Receipt, moment: int) -> Receipt:
    """Accepted with its revision number, or superseded where a file received later was already merged."""
    accepted, newer = db.execute(
        "SELECT coalesce(sum(outcome = 'accepted'), 0), coalesce(max((instant, sha256) > (?, ?)), 0) FROM submission"
        " WHERE period = ? AND unit = ? AND outcome IN ('accepted', 'superseded')",
        (moment, receipt.sha256, str(receipt.period), receipt.unit)).fetchone()
    if newer:
        return dataclasses.replace(receipt, outcome=Outcome.SUPERSEDED, revision=0)
    return dataclasses.replace(receipt, revision=accepted + 1)


def _store_values(db: sqlite3.Connection, number: int, submission: Submission) -> None:
    # Where two rows give the same field of one item, the first stands: the rules have already spoken about the second.
    values: dict[tuple[str, str], Value] = {}
    for row in submission.rows:
        for field, value in row.values.items():
            values.setdefault((row.code, field), value)
    stored = [(number, item, field, *rows.store(v.parsed), v.raw, v.sheet, v.cell) for (item, field), v in values.items()]
    whole = len(stored) // _AT_ONCE * _AT_ONCE
    db.executemany(_SEVERAL_VALUES, (tuple(chain.from_iterable(stored[n:n + _AT_ONCE])) for n in range(0, whole, _AT_ONCE)))
    db.executemany(_ONE_VALUE, stored[whole:])
    db.executemany("INSERT OR IGNORE INTO reporter VALUES (?, ?)",
                   ((item, submission.unit) for item in dict.fromkeys(item for item, _ in values)))


def revise(db: sqlite3.Connection, period: Period) -> list[tuple[str, int]]:
    """Count one more revision of every closed period that ``period`` counts in; gives each with its number.

    A month's figures stand in its own bulletin and, accumulated, in those of the months after it.
    """
    found = db.execute("UPDATE period SET revision = revision + 1 WHERE sort >= ? AND closed_at IS NOT NULL"
                       " RETURNING period, revision", (rows.sort_key(period),)).fetchall()
    return sorted((name, int(number)) for name, number in found)


def close(db: sqlite3.Connection, period: Period, at: datetime.datetime, plan: bytes) -> bool:
    """Seal the period with all that is known now, and the plan workbook; False where it was closed already."""
    _know(db, period)
    sha256 = hashlib.sha256(plan).hexdigest() if plan else None
    if sha256:
        db.execute("INSERT INTO plan (sha256, content) VALUES (?, ?) ON CONFLICT DO NOTHING", (sha256, plan))
    return db.execute("UPDATE period SET closed_at = ?, sealed = (SELECT coalesce(max(id), 0) FROM submission), plan = ?"
                      " WHERE period = ? AND closed_at IS NULL", (at.isoformat(), sha256, str(period))).rowcount > 0


def reopen(db: sqlite3.Connection, period: Period) -> bool:
    """Take the seal off; False where the period was open. Revision numbers are never used again."""
    return db.execute("UPDATE period SET closed_at = NULL, sealed = NULL, plan = NULL WHERE period = ? AND closed_at IS NOT NULL",
                      (str(period),)).rowcount > 0


def note(db: sqlite3.Connection, at: datetime.datetime, command: str, kind: str, subject: str, detail: str) -> None:
    """Append an event; that a file came in again under the same name is noted once."""
    db.execute("INSERT INTO event (at, command, kind, subject, detail) VALUES (?, ?, ?, ?, ?)"
               " ON CONFLICT DO NOTHING", (at.isoformat(), command, kind, subject, detail))


def _know(db: sqlite3.Connection, period: Period) -> None:
    db.execute("INSERT INTO period (period, sort) VALUES (?, ?) ON CONFLICT DO NOTHING",
               (str(period), rows.sort_key(period)))
