"""Files on their way through the office: archived, read, judged beside the ledger, recorded, sent back, removed.

Each file's own order always stands. Files go in groups, because a group waits for the disk as often as one file does.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from automation.engines import Engine, Job, Result
from automation.errors import TongbaoError
from automation.inbox import Archive, Archived, Candidate, PassedOver, Release, release_all
from automation.judging import Judges
from automation.ledger import Ledger
from automation.model.plan import Plan
from automation.model.submission import Receipt
from automation.sendbacks import SendBacks
from automation.sheets.unreadable import damaged

Releasing = Callable[[Sequence[tuple[Candidate, str]]], tuple[Release, ...]]
"""Takes files out of the inbox that they came from; see ``release_all``."""

GROUP = 32
"""Files that are archived, recorded and removed together."""


def _never() -> bool:
    return False


@dataclass(frozen=True)
class _Arrival:
    """A file that the archive has."""

    kept: Archived
    candidate: Candidate | None = None
    """Where it still stands in the inbox."""


class Desk:
    """Takes files in. Never holds more of them than the engine draws ahead and one group."""

    def __init__(self, plan: Plan, ledger: Ledger, archive: Archive, engine: Engine, release: Releasing = release_all) -> None:
        self._ledger = ledger
        self._release = release
        self._archive = archive
        self._engine = engine
        self._judges = Judges(plan, ledger)
        self._send_backs = SendBacks(plan, ledger, engine, archive.root.parent)
        self._reading: set[str] = set()
        self._recorded_now: set[str] = set()

    def take(self, left: Iterable[Archived], found: Iterable[tuple[Candidate, str]],
             stop: Callable[[], bool] = _never) -> Iterator[Receipt | PassedOver]:
        """Take in what stands in the archive alone, then files of the inbox with their hashes; tell of each in its turn.

        Ends after what is in hand once ``stop`` says so. Broken off anywhere, the next run finishes it.
        """
        self._send_backs.write()
        group: list[tuple[_Arrival | PassedOver, Result | None]] = []
        for one in self._engine.read(self._arrivals(left, found)):
            group.append(one)
            if len(group) == GROUP or stop():
                yield from self._settled(group)
                group = []
                if stop():
                    return
        yield from self._settled(group)

    def _arrivals(self, left: Iterable[Archived], found: Iterable[tuple[Candidate, str]]
                  ) -> Iterator[tuple[_Arrival | PassedOver, Job | None]]:
        for kept in left:
            yield _Arrival(kept), self._to_read(kept)
        source = iter(found)
        while group := tuple(islice(source, GROUP)):
            for (candidate, _), kept_or_not in zip(group, self._archive.keep_all(group), strict=True):
                if isinstance(kept_or_not, Archived):
                    yield _Arrival(kept_or_not, candidate), self._to_read(kept_or_not)
                else:
                    yield PassedOver(candidate.path, candidate.name, "刚刚又改动了，或正被打开"), None

    def _to_read(self, kept: Archived) -> Job | None:
        """What is to be read; nothing where the ledger knows these bytes or soon will."""
        if kept.sha256 in self._reading or self._ledger.known(kept.sha256):
            return None
        self._reading.add(kept.sha256)
        return _job(kept)

    def _settled(self, group: Sequence[tuple[_Arrival | PassedOver, Result | None]]) -> Iterator[Receipt | PassedOver]:
        arrived = [(arrival, result) for arrival, result in group if isinstance(arrival, _Arrival)]
        receipts = self._recorded(arrived)
        written = self._send_backs.write()
        receipts = [replace(r, send_back=written.get(r.sha256, r.send_back)) for r in receipts]
        removed = iter(self._release([(a.candidate, a.kept.sha256) for a, _ in arrived if a.candidate]))
        said = iter([_said(receipt, one, next(removed) if one[0].candidate else None)
                     for receipt, one in zip(receipts, arrived, strict=True)])
        for arrival, _ in group:
            yield arrival if isinstance(arrival, PassedOver) else next(said)

    def _recorded(self, arrived: Sequence[tuple[_Arrival, Result | None]]) -> list[Receipt]:
        self._reading.difference_update(arrival.kept.sha256 for arrival, _ in arrived)
        try:
            with self._ledger.together():
                return [self._record(*one) for one in arrived]
        except TongbaoError:
            raise
        except Exception:
            # One of them holds what the ledger cannot take; the others shall not suffer for it.
            return [self._record_alone(*one) for one in arrived]

    def _record_alone(self, arrival: _Arrival, result: Result | None) -> Receipt:
        try:
            return self._record(arrival, result)
        except TongbaoError:
            raise
        except Exception as error:
            return self._record(arrival, Result(damaged(f"内容记不进台账（{type(error).__name__}）")))

    def _record(self, arrival: _Arrival, result: Result | None) -> Receipt:
        begun = time.perf_counter()
        kept = arrival.kept
        if result is None:
            return self._known(arrival)
        receipt, examined = self._judges.receipt(result, _job(kept), kept.received, kept.relative)
        receipt = self._ledger.record(receipt, examined.submission)
        if examined.submission:
            self._judges.recorded(examined.submission)
        self._recorded_now.add(receipt.sha256)
        return replace(receipt, seconds=round(result.seconds + time.perf_counter() - begun, 3))

    def _known(self, arrival: _Arrival) -> Receipt:
        """What is said of bytes that the ledger knows."""
        candidate, sha256 = arrival.candidate, arrival.kept.sha256
        first = self._ledger.known(sha256)
        if (first and candidate and sha256 not in self._recorded_now
                and (first.name, first.received) == (candidate.name, candidate.received)):
            # It came in only once: a run that broke off after recording it could neither remove it nor tell of it.
            return first
        return self._ledger.duplicate(sha256, candidate.name if candidate else arrival.kept.name)


def _job(kept: Archived) -> Job:
    return Job(kept.path, kept.name, kept.sha256, kept.received)


def _said(receipt: Receipt, one: tuple[_Arrival, Result | None], removed: Release | None) -> Receipt | PassedOver:
    arrival, result = one
    if arrival.candidate and result is None and removed is Release.IN_USE:
        # It is told once it is out of the way, and not again at every look until then.
        return PassedOver(arrival.candidate.path, arrival.candidate.name, "已收过，正被打开，关闭后移走")
    return receipt
