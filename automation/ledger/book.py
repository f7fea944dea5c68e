"""The ledger as the pipeline uses it: open it, record files, ask."""

import contextlib
import dataclasses
import datetime
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

from automation.errors import TongbaoError
from automation.formula import Scalar
from automation.ledger import merge, queries, rows, sums
from automation.ledger.connection import connect, look_into, transaction, words_for
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
from automation.model.submission import Entry, Finding, Outcome, Receipt, Submission
from automation.period import Period
from automation.totals import Linear, Month


def _now() -> datetime.datetime:
    return datetime.datetime.now().astimezone()


class Ledger:
    """An open ledger. One process writes at a time; every method is one transaction.

    Every method raises TongbaoError where the file is in use, damaged, or the disk is full; then nothing of that call
    is stored.
    """

    def __init__(self, db: sqlite3.Connection, path: Path, command: str, clock: Callable[[], datetime.datetime]) -> None:
        self._db = db
        self._path = path
        self._command = command
        self._clock = clock

    @classmethod
    def open(cls, path: Path, command: str = "", clock: Callable[[], datetime.datetime] = _now) -> Self:
        """The ledger at ``path``, made where there is none.

        ``command`` and ``clock`` (times with a zone) are what events are written with. Raises TongbaoError where the
        file is not a ledger or a newer version made it.
        """
        return cls(connect(path), path, command, clock)

    @classmethod
    def looked_into(cls, path: Path) -> Self:
        """The ledger at ``path``, to be asked only, beside a process that has it open already."""
        return cls(look_into(path), path, "", _now)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.shut()

    def shut(self) -> None:
        """Close the file (``close`` closes a period)."""
        self._db.close()

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Several calls in one transaction: cheaper where many files are recorded, and all or none of them."""
        with words_for(self._path), transaction(self._db):
            yield

    # Files

    def known(self, sha256: str) -> Receipt | None:
        """What became of the file with this hash, or None where the ledger never saw it."""
        with words_for(self._path):
            return queries.known(self._db, sha256)

    def archived(self) -> frozenset[str]:
        """Archived paths of all files that the ledger knows; what else stands in the archive is to be taken up."""
        with words_for(self._path):
            return queries.archived(self._db)

    def extent(self) -> int:
        """The number of the file that was recorded last, 0 where there is none; it only grows."""
        with words_for(self._path):
            return queries.extent(self._db)

    def latest(self) -> datetime.datetime | None:
        """When the newest of all files was received; None where there is none."""
        with words_for(self._path):
            return queries.latest(self._db)

    def record(self, receipt: Receipt, submission: Submission | None = None) -> Receipt:
        """Store one file: submission, values, findings and event. Gives the receipt as it was stored.

        ``receipt`` comes with name, sha256, received (with a zone), archived, findings and the verdict: ACCEPTED
        (then also unit, period and ``submission``), RETURNED or QUARANTINED (unit and period as far as they are
        known). An ACCEPTED file is numbered, or becomes SUPERSEDED where a file received later was merged before;
        values are kept of both, and of no other. Order is by time of receipt, then by hash. A file that the ledger
        knows changes nothing: its first receipt comes back.
        """
        if receipt.outcome not in (Outcome.ACCEPTED, Outcome.RETURNED, Outcome.QUARANTINED):
            raise ValueError(f"{receipt.outcome} is not a verdict of the rules")
        if receipt.outcome is Outcome.ACCEPTED and (submission is None or receipt.period is None or not receipt.unit):
            raise ValueError(f"{receipt.name} is accepted without unit, period or values")
        with self.together():
            if before := queries.known(self._db, receipt.sha256):
                return before
            stored = merge.record(self._db, receipt, submission)
            self._note(stored.outcome.value, stored.sha256, stored.name)
            if stored.outcome is Outcome.ACCEPTED and stored.period:
                for revised, number in merge.revise(self._db, stored.period):
                    self._note("revised", revised, f"{number} {stored.sha256}")
            return stored

    def duplicate(self, sha256: str, name: str) -> Receipt:
        """Note, once for each name, that known bytes came in again; gives the first receipt as a DUPLICATE.

        Raises KeyError where the ledger does not know the file.
        """
        with self.together():
            first = queries.known(self._db, sha256)
            if first is None:
                raise KeyError(sha256)
            self._note(Outcome.DUPLICATE.value, sha256, name)
            return dataclasses.replace(first, name=name, outcome=Outcome.DUPLICATE)

    # Values

    def entries(self, period: Period, unit: str | None = None, as_closed: bool = False) -> tuple[Entry, ...]:
        """The values that count in ``period``, of all units or one: those of each unit's last received submission.

        Sorted by unit, item and field. ``as_closed`` gives the values as they were when the period was closed.
        """
        with words_for(self._path):
            return queries.entries(self._db, rows.sort_key(period), period, unit, as_closed)

    def entries_up_to(self, period: Period, since: Period | None = None, unit: str | None = None,
                      as_closed: bool = False) -> tuple[Entry, ...]:
        """The values that count in every period from ``since`` (or the first) up to ``period``, sorted by period first.

        ``as_closed`` gives what was known when ``period`` was closed, of the periods before it too.
        """
        with words_for(self._path):
            return queries.entries(self._db, rows.sort_key(since) if since else 0, period, unit, as_closed)

    def reported(self, period: Period, unit: str) -> Mapping[Period, Mapping[str, Mapping[str, Scalar]]]:
        """What a unit reported that counts in every period up to ``period``: by period, item and field, without its source.

        A period is read each time that it is asked for, as long as the ledger is open.
        """
        with words_for(self._path):
            return queries.reported(self._db, period, unit)

    def reporters(self, items: Sequence[str]) -> frozenset[str]:
        """Names of all units that ever reported one of ``items``."""
        with words_for(self._path):
            return queries.reporters(self._db, items)

    def history(self, period: Period, item: str, field: str) -> tuple[Version, ...]:
        """Every version of one value, by unit and in the order of receipt."""
        with words_for(self._path):
            return queries.history(self._db, period, item, field)

    def export_rows(self, period: Period, as_closed: bool = False) -> tuple[ExportRow, ...]:
        """The values that count, sorted by unit, item and field; equal for equal files whatever came first."""
        with words_for(self._path):
            return queries.export_rows(self._db, period, as_closed)

    def counting(self, period: Period) -> tuple[Counted, ...]:
        """The submissions whose values count in every period up to ``period``, by period and unit."""
        with words_for(self._path):
            return queries.counting(self._db, period)

    def sums_up_to(self, period: Period, linear: Linear) -> dict[tuple[int, Month, str], Decimal]:
        """Sums of the values that count in every period up to ``period``, as ``linear`` asks for them; raises NotLinear."""
        with words_for(self._path):
            return sums.sums_up_to(self._db, period, linear)

    def by_submission(self, period: Period) -> Iterator[tuple[int, tuple[Entry, ...]]]:
        """Revision and values of each submission that counts in ``period``, by unit: for more values than memory holds."""
        with words_for(self._path):
            yield from queries.by_submission(self._db, period)

    # Units and findings

    def submissions(self, period: Period, as_closed: bool = False) -> tuple[Receipt, ...]:
        """Every file of ``period`` that was taken in, in the order of receipt; ``as_closed`` as for ``entries``."""
        with words_for(self._path):
            return queries.submissions(self._db, period, as_closed)

    def standings(self, period: Period, as_closed: bool = False) -> tuple[Standing, ...]:
        """What each unit has sent for ``period``, by unit; a unit that sent nothing is not there."""
        with words_for(self._path):
            return queries.standings(self._db, period, as_closed)

    def arrivals(self, since: Period, until: Period, as_closed: bool = False
                 ) -> Mapping[tuple[str, Period], datetime.datetime]:
        """By unit and period, when the first file came in that was not sent back; ``as_closed`` is of ``until``."""
        with words_for(self._path):
            return queries.arrivals(self._db, since, until, as_closed)

    def findings(self, period: Period, as_closed: bool = False) -> tuple[UnitFinding, ...]:
        """The findings of the submissions that count, by unit and in their own order."""
        with words_for(self._path):
            return queries.findings(self._db, period, as_closed)

    def explained(self, period: Period, unit: str, received: datetime.datetime) -> tuple[Finding, ...]:
        """The findings that the unit has explained for ``period`` in files that came in before ``received``."""
        with words_for(self._path):
            return queries.explained(self._db, period, unit, received)

    # Send-backs

    def due_send_backs(self) -> tuple[SendBack, ...]:
        """Workbooks that are still to be sent back, in the order in which their files were recorded."""
        with words_for(self._path):
            return queries.due_send_backs(self._db)

    def is_send_back(self, path: str) -> bool:
        """Whether a workbook was sent back at that path within the workspace."""
        with words_for(self._path):
            return queries.is_send_back(self._db, path)

    def sent_back(self, sha256: str, path: str) -> None:
        """Note that the workbook for the unit whose file has this hash stands at ``path`` within the workspace.

        An empty path says that it cannot be made.
        """
        with self.together():
            merge.sent_back(self._db, sha256, path)

    # Periods and decisions

    def state(self, period: Period) -> PeriodState:
        """Whether ``period`` is closed, since when, and how often it was revised since."""
        with words_for(self._path):
            return queries.state(self._db, period)

    def close(self, period: Period, plan: bytes = b"") -> PeriodState:
        """Freeze ``period`` as it stands, under the ``plan`` workbook: what is merged from now on is a numbered revision.

        Closed stays closed.
        """
        with self.together():
            if merge.close(self._db, period, self._clock(), plan):
                self._note("closed", str(period), "")
            return queries.state(self._db, period)

    def reopen(self, period: Period) -> PeriodState:
        """Undo ``close``; raises TongbaoError where the period is open."""
        with self.together():
            if not merge.reopen(self._db, period):
                raise TongbaoError(f"{period.label}没有封账，不用解封")
            self._note("reopened", str(period), "")
            return queries.state(self._db, period)

    def plan_of(self, period: Period) -> bytes | None:
        """The plan workbook that ``period`` was closed under; None where it is open, or was closed without one."""
        with words_for(self._path):
            return queries.plan_of(self._db, period)

    def revisions(self, period: Period) -> tuple[Revision, ...]:
        """The files merged since ``period`` was closed, by number; nothing where it is open."""
        with words_for(self._path):
            return queries.revisions(self._db, period)

    def events(self) -> tuple[Event, ...]:
        """Everything that was done, oldest first."""
        with words_for(self._path):
            return queries.events(self._db)

    def _note(self, kind: str, subject: str, detail: str) -> None:
        merge.note(self._db, self._clock(), self._command, kind, subject, detail)
