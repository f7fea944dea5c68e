"""Between rows of SQLite and frozen dataclasses."""

import datetime
import functools
import sqlite3
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

from automation.formula import Scalar
from automation.model.plan import Severity
from automation.model.submission import Finding, Outcome, Receipt
from automation.period import Period

Stored: TypeAlias = tuple[str | None, str | None, int | None]
"""Columns number, text and truth of one value."""

RECEIPT = ("SELECT s.id, s.name, s.sha256, s.outcome, s.unit, s.period, s.revision, s.archived, s.received,"
           " coalesce(b.path, '') FROM submission s LEFT JOIN send_back b ON b.submission = s.id")

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

parse_period = functools.lru_cache(maxsize=512)(Period.parse)
"""``Period.parse`` with a memory: a ledger holds few periods and many rows of each."""


def sort_key(period: Period) -> int:
    """A number that orders periods as ``Period`` does."""
    return period.year * 10_000 + period.last_month * 100 + period.frequency.months


def instant(moment: datetime.datetime) -> int:
    """Microseconds since 1970 UTC, exactly; raises ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no zone")
    return (moment - _EPOCH) // datetime.timedelta(microseconds=1)


def store(value: Scalar) -> Stored:
    """The three columns that keep ``value`` with its type."""
    match value:
        case bool():
            return None, None, int(value)
        case Decimal():
            return str(value), None, None
        case _:
            return None, value, None


def load(number: str | None, text: str | None, truth: int | None) -> Scalar:
    """What ``store`` was given."""
    if number is not None:
        return Decimal(number)
    return text if truth is None else bool(truth)


def receipts(db: sqlite3.Connection, rows: Iterable[tuple[int, str, str, str, str, str | None, int, str, str, str]]
             ) -> tuple[Receipt, ...]:
    """A receipt with its findings for each row of the query ``RECEIPT``."""
    return tuple(
        Receipt(name, sha256, Outcome(outcome), unit, parse_period(period) if period else None, revision, archived,
                datetime.datetime.fromisoformat(received), findings=findings(db, number), send_back=send_back)
        for number, name, sha256, outcome, unit, period, revision, archived, received, send_back in rows)


def findings(db: sqlite3.Connection, submission: int) -> tuple[Finding, ...]:
    """The findings of one submission, in their order."""
    found = db.execute("SELECT code, severity, title, message, fix, sheet, cell, table_code, item, field, value,"
                       " explanation FROM finding WHERE submission = ? ORDER BY ordinal", (submission,))
    return tuple(Finding(code, Severity(severity), *rest) for code, severity, *rest in found)


def finding_columns(one: Finding) -> tuple[str, ...]:
    """A finding as it is stored, after submission and ordinal."""
    return (one.code, one.severity.value, one.title, one.message, one.fix, one.sheet, one.cell, one.table, one.item,
            one.field, one.value, one.explanation)
