"""The inbox taken in, and files looked at without touching anything."""

import datetime
import hashlib
import itertools
import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from automation.desk import Desk, Releasing
from automation.engines import Engine, Inline, Job, Pool, Result
from automation.engines.pool import BATCH
from automation.errors import TongbaoError
from automation.inbox import (
    Archive,
    Candidate,
    DoubledArchive,
    Looks,
    PassedOver,
    RemoteWatch,
    Scan,
    UnsettledError,
    Watch,
    fingerprint,
    lock,
    release_all,
    settled,
)
from automation.intake import Background, judge
from automation.judging import Beside, Judges
from automation.ledger import Ledger
from automation.model.submission import Outcome, Receipt, Submission
from automation.office import Office
from automation.publishing import publish

Progress = Callable[[str, int, int], None]
"""Told after each step: what was done, how many are done, how many there are."""


_SET_BACK = datetime.timedelta(hours=1)
"""By so much a clock that is put right may go back; a later correction must not pass for an earlier file by that."""
_PRIOR, _NOTHING = "上期:", "—"
"""How a stamp calls a column of the period before, and a value that could not be computed."""


def silent(_what: str, _done: int, _all: int) -> None:
    """Progress that nobody wants to see."""


def never() -> bool:
    """Nobody wants an early end."""
    return False


@dataclass(frozen=True)
class Collected:
    """What one run of ``collect`` did."""

    receipts: tuple[Receipt, ...]
    waiting: tuple[PassedOver, ...] = ()
    """Files still being copied; the next run takes them."""
    refused: tuple[PassedOver, ...] = ()
    """Links, devices, giants: they stay, and a person should look."""

    def count(self, outcome: Outcome) -> int:
        """How many files ended so."""
        return sum(r.outcome is outcome for r in self.receipts)

    @property
    def needs_a_person(self) -> bool:
        """Whether a file was sent back, quarantined or refused."""
        return bool(self.count(Outcome.RETURNED) or self.count(Outcome.QUARANTINED) or self.refused)


def collect(office: Office, now: datetime.datetime | None = None, settle: float = 0, progress: Progress = silent,
            engine: Engine | None = None) -> Collected:
    """Take in everything in the inbox, and whatever an interrupted run left in the archive, in the order of receipt.

    Each file's order is: archived durably, read and checked, one ledger transaction, removed from the inbox. A crash
    between any two steps is finished by the next run. A file that changes meanwhile waits for the next run.

    Args:
        now: the time in the office's zone, for the order of receipt.
        settle: seconds for which a file must have stood unchanged.
        progress: told of each file.
        engine: where files are read; worker processes unless told.
    """
    office.workspace.ensure()
    told: list[Receipt | PassedOver] = []
    with lock(office.workspace):
        watch = watch_of(office, settle)
        found = settled(watch, settle, now or office.now())
        while True:
            before = len(told)
            for one, count in take(office, found, engine, release=release_of(watch)):
                told.append(one)
                progress(one.name, len(told), before + count)
            if not found.more:
                break
            found = watch.look(now or office.now())
        publish(office)
    waiting = tuple(one for one in told if isinstance(one, PassedOver))
    return Collected(tuple(one for one in told if isinstance(one, Receipt)), (*found.waiting, *waiting), found.refused)


def watch_of(office: Office, settle: float) -> Looks:
    """What looks at the office's inbox, wherever that is."""
    return RemoteWatch(office.places.inbox, settle) if office.places.inbox else Watch(office.workspace.inbox, settle)


def release_of(watch: Looks) -> Releasing:
    """What takes files out of the inbox that ``watch`` looks at."""
    return watch.release if isinstance(watch, RemoteWatch) else release_all


def take(office: Office, found: Scan, engine: Engine | None = None, stop: Callable[[], bool] = never,
         release: Releasing = release_all) -> Iterator[tuple[Receipt | PassedOver, int]]:
    """Take in what a look at the inbox found, and tell of each file, with the number of them; the caller holds the lock.

    Once ``stop`` says so, ends after what is in hand.
    """
    with Ledger.open(office.workspace.ledger, "collect", office.now) as ledger:
        archive = _archive(office)
        archive.tidy()
        left = [a for a in archive.orphans(ledger.archived()) if not ledger.known(a.sha256)]
        if left:
            # What the run that broke off did not remove comes by the inbox, under the time at which it was received.
            in_inbox = {_hash(candidate) for candidate in found.candidates}
            left = [a for a in left if a.sha256 not in in_inbox]
        hashed = ((c, sha256) for c in _not_before(ledger.latest(), office.now(), found.candidates) if (sha256 := _hash(c)))
        count = len(left) + len(found.candidates)
        used = engine or pool(office, min(os.cpu_count() or 1, math.ceil(count / BATCH)))
        try:
            for one in Desk(office.plan, ledger, archive, used, release).take(left, hashed, stop):
                yield one, count
        finally:
            if engine is None:
                used.close()


def pool(office: Office, workers: int = 0) -> Pool:
    """Worker processes that read, and judge beside the office's ledger."""
    return Pool(office.plan, workers, judging=Beside(office.workspace.ledger))


def _not_before(latest: datetime.datetime | None, now: datetime.datetime, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """``candidates``, none of them received before what the ledger had, where the clock was set back a little since."""
    if latest is None or not datetime.timedelta(0) < latest - now <= _SET_BACK:
        return candidates
    after = (latest + datetime.timedelta(milliseconds=number) for number in itertools.count(1))
    return [c if c.received > latest else replace(c, received=next(after)) for c in candidates]


def _archive(office: Office) -> Archive:
    root, address = office.workspace.archive, office.places.archive
    return DoubledArchive(root, office.zone, address) if address else Archive(root, office.zone)


def _hash(candidate: Candidate) -> str:
    try:
        return fingerprint(candidate.path)
    except UnsettledError:
        return ""


def check(office: Office, files: Sequence[Path]) -> tuple[Receipt, ...]:
    """Read and check ``files`` and touch nothing; the outcome is ACCEPTED, RETURNED or QUARANTINED.

    Where there is no ledger yet, what a workbook was issued with stands for the period before it.
    """
    jobs = [Job(path, path.name, _sha256(path)) for path in files]
    read = Inline(office.plan).read((job, job) for job in jobs)
    if not office.workspace.ledger.is_file():
        return tuple(_by_itself(office, result, job) for job, result in read if result)
    with Ledger.open(office.workspace.ledger, "check", office.now) as ledger:
        judges = Judges(office.plan, ledger)
        return tuple(judges.receipt(result, job, office.now())[0] for job, result in read if result)


def _by_itself(office: Office, result: Result, job: Job) -> Receipt:
    found = result.found
    issued = found.issued if isinstance(found, Submission) else {}
    previous = {code: {key.removeprefix(_PRIOR): "" if value == _NOTHING else value for key, value in prior.items()}
                for code, prior in issued.items()}
    examined = judge(found, office.plan, lambda *_: Background(previous, {}))
    said = examined.submission
    return Receipt(job.name, job.sha256, examined.outcome, said.unit if said else "", said.period if said else None,
                   received=office.now(), seconds=result.seconds, findings=examined.findings)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise TongbaoError(f"打不开 {path}：{error.strerror}", "请确认路径；文件若在 Excel 中打开，请先关闭") from error
