"""Reading on many machines: batches of files go to the workers of a Dask cluster.

What a worker runs stands in ``errand``. This side draws files only as fast as the workers read them, gives results back
in their order, and sends out again whatever a worker or the scheduler took along when it died. Reading is pure, so a
batch that was read twice counts once: only the caller records.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic

from automation.engines.errand import Errand, given
from automation.engines.pool import Pool
from automation.engines.scheduler import KilledError, LostError, Scheduler
from automation.engines.work import Allowance, Job, Made, Reader, Result, Tag, crashed, read_job
from automation.model.plan import Plan

if TYPE_CHECKING:
    from distributed import Future

FIRST, MOST = 8, 100
"""Files in a batch: few at first, so that a small drop occupies everybody; many later, because every batch costs a trip."""
_BYTES = 32 << 20
"""Bytes after which a batch is full."""
_AHEAD = 2
"""Batches drawn ahead for each thread of the cluster."""


@dataclass
class _Batch(Generic[Tag]):
    items: Sequence[tuple[Tag, Job | None]]
    future: "Future | None" = None

    @property
    def jobs(self) -> list[Job]:
        return [job for _, job in self.items if job]


def same_path(path: Path) -> str:
    """Where workers find a file in a folder that every machine has under the same path."""
    return str(path.absolute())


class Cluster:
    """The workers of the scheduler at ``address``, e.g. ``tcp://10.0.0.5:8786``; connected with the first file.

    Args:
        reach: where workers find the file that stands on this path here.
        patience: seconds for which a scheduler or workers that went away are waited for.
    """

    def __init__(self, plan: Plan, address: str, allowance: Allowance | None = None, reader: Reader = read_job,
                 reach: Callable[[Path], str] = same_path, patience: float = 120) -> None:
        self._allowance = allowance or Allowance.of(plan.settings)
        self._scheduler = Scheduler(address, given(reader, plan, self._allowance), patience)
        self._reach = reach
        self._here = Pool(plan, allowance=self._allowance)
        self._threads = 1

    def read(self, work: Iterable[tuple[Tag, Job | None]]) -> Iterator[tuple[Tag, Result | None]]:
        """See ``Engine.read``; at most two batches for each thread of the cluster are drawn ahead."""
        flying: deque[_Batch[Tag]] = deque()
        for items in self._drawn(work):
            flying.append(_Batch(items))
            self._send(flying)
            while len(flying) > _AHEAD * self._threads:
                yield from self._landed(flying)
        while flying:
            yield from self._landed(flying)

    def each(self, function: Callable[..., Made], calls: Iterable[tuple[object, ...]]) -> Iterator[Made | None]:
        """See ``Engine.each``; done by workers of this machine: the calls are few, and the caller waits for them."""
        yield from self._here.each(function, calls)

    def close(self) -> None:
        """Let go of the cluster; what its workers are still reading for us is forgotten."""
        self._here.close()
        self._scheduler.close()

    def _drawn(self, work: Iterable[tuple[Tag, Job | None]]) -> Iterator[list[tuple[Tag, Job | None]]]:
        """Batches by number and size of files; the number doubles each time everybody has been given one."""
        items: list[tuple[Tag, Job | None]] = []
        size = sent = 0
        for item in work:
            items.append(item)
            size += _size(item[1])
            if len(items) >= min(MOST, FIRST << min(sent // max(self._threads, 1), 8)) or size >= _BYTES:
                yield items
                items, size, sent = [], 0, sent + 1
        if items:
            yield items

    def _send(self, flying: Iterable[_Batch[Tag]]) -> None:
        """Send what is not under way."""
        while True:
            try:
                for batch in flying:
                    if batch.future is None and batch.jobs:
                        batch.future = self._sent(batch.jobs)
                self._threads = self._scheduler.threads()
                return
            except LostError:
                self._take_back(flying)
                self._scheduler.close()

    def _landed(self, flying: deque[_Batch[Tag]]) -> Iterator[tuple[Tag, Result | None]]:
        """The results of the oldest batch, however often it has to be sent."""
        found: Iterator[Result] | None = None
        while found is None:
            self._send(flying)
            try:
                found = iter(self._answer(flying[0].future)) if flying[0].future else iter(())
            except LostError:
                self._take_back(flying)
                self._scheduler.close()
            except KilledError:
                # Nothing else may be near while it is found out which file it is.
                self._take_back(flying)
                found = iter([self._alone(job) for job in flying[0].jobs])
        for tag, job in flying.popleft().items:
            yield tag, next(found) if job else None

    def _alone(self, job: Job) -> Result:
        while True:
            try:
                (result,) = self._answer(self._sent([job]))
                return result
            except LostError:
                self._scheduler.close()
            except KilledError:
                return Result(crashed("集群的工作进程一再中止"))

    def _sent(self, jobs: Sequence[Job]) -> "Future":
        return self._scheduler.send([Errand(self._reach(job.path), job.name, job.sha256) for job in jobs])

    def _answer(self, future: "Future") -> list[Result]:
        return self._scheduler.answer(future, MOST * self._allowance.seconds)

    def _take_back(self, flying: Iterable[_Batch[Tag]]) -> None:
        for batch in flying:
            batch.future = None


def _size(job: Job | None) -> int:
    try:
        return job.path.stat().st_size if job else 0
    except OSError:
        return 0
