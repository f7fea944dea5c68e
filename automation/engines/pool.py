"""Reading in worker processes of this machine, which may crash, hang and be killed without harm.

Files go to the workers in batches. A batch that fails, whatever the reason, is read again file by file, so that the
others of the batch lose nothing; a file is refused for what it does only when it does it alone, and for the second time:
a worker that something else killed costs no file.
"""

import itertools
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic

from automation.engines.inline import out_of_reach
from automation.engines.lane import Lane, WorkerEndedError, as_given
from automation.engines.work import (
    Allowance,
    Job,
    Judging,
    Made,
    Reader,
    Result,
    Tag,
    crashed,
    no_judging,
    out_of_cpu,
    out_of_time,
    read_job,
)
from automation.engines.worker import Answer, read_batch, run
from automation.model.plan import Plan
from automation.sheets.unreadable import Unreadable

BATCH = 8
"""Files that are sent to a worker together: sending one by one would cost as much as reading."""


@dataclass(frozen=True)
class _Batch(Generic[Tag]):
    items: Sequence[tuple[Tag, Job | None]]
    asked: Future[list[Answer]] | None

    @property
    def jobs(self) -> list[Job]:
        return [job for _, job in self.items if job]


class Pool:
    """Up to ``workers`` processes, each started when there is work for it and kept until ``close``.

    Each is a fresh interpreter that loads this package: programs that call this keep their own start under
    ``if __name__ == "__main__"``, as for any pool.
    """

    def __init__(self, plan: Plan, workers: int = 0, allowance: Allowance | None = None, reader: Reader = read_job,
                 judging: Judging = no_judging) -> None:
        self._allowance = allowance or Allowance.of(plan.settings)
        self._given = (reader, judging, plan, self._allowance)
        self._workers = workers or os.cpu_count() or 1
        self._lanes: tuple[Lane, ...] = ()

    def read(self, work: Iterable[tuple[Tag, Job | None]]) -> Iterator[tuple[Tag, Result | None]]:
        """See ``Engine.read``; at most two batches for each worker are drawn ahead."""
        source = iter(work)
        waiting: deque[_Batch[Tag]] = deque()
        while items := tuple(itertools.islice(source, BATCH)):
            jobs = _Batch(items, None).jobs
            waiting.append(_Batch(items, self._ask(read_batch, (jobs,)) if jobs else None))
            if len(waiting) > 2 * self._workers:
                yield from self._finished(waiting.popleft())
        while waiting:
            yield from self._finished(waiting.popleft())

    def each(self, function: Callable[..., Made], calls: Iterable[tuple[object, ...]]) -> Iterator[Made | None]:
        """See ``Engine.each``; at most two calls for each worker are drawn ahead."""
        waiting: deque[Future[Made | None]] = deque()
        for call in calls:
            waiting.append(self._ask(run, (function, call)))
            if len(waiting) > 2 * self._workers:
                yield _made(waiting.popleft())
        while waiting:
            yield _made(waiting.popleft())

    def close(self) -> None:
        """End the workers, at once if need be."""
        for lane in self._lanes:
            lane.close()

    def _ask(self, function: Callable[..., Made], call: tuple[object, ...]) -> Future[Made]:
        if not self._lanes:
            given = as_given(*self._given)
            self._lanes = tuple(Lane(given, self._allowance.seconds) for _ in range(self._workers))
        return min(self._lanes, key=lambda one: one.load).submit(function, call)

    def _finished(self, batch: _Batch[Tag]) -> Iterator[tuple[Tag, Result | None]]:
        answers = iter(self._answers(batch.jobs, batch.asked) if batch.asked else ())
        for tag, job in batch.items:
            answer = next(answers) if job else None
            if job and isinstance(answer, str):
                raise out_of_reach(job, answer)
            yield tag, answer if isinstance(answer, Result) else None

    def _answers(self, jobs: list[Job], asked: Future[list[Answer]]) -> list[Answer]:
        try:
            return asked.result()
        except (TimeoutError, WorkerEndedError):
            return [self._alone(job) for job in jobs]

    def _alone(self, job: Job) -> Answer:
        try:
            return self._ask(read_batch, ([job],)).result()[0]
        except TimeoutError:
            return Result(out_of_time(self._allowance), self._allowance.seconds)
        except WorkerEndedError as error:
            return Result(self._died(error.code))

    def _died(self, code: int) -> Unreadable:
        if code == -getattr(signal, "SIGXCPU", 0):
            return out_of_cpu(self._allowance)
        try:
            return crashed(signal.Signals(-code).name)
        except ValueError:
            return crashed(f"退出码 {code}")


def _made(asked: Future[Made | None]) -> Made | None:
    try:
        return asked.result()
    except (TimeoutError, WorkerEndedError):
        return None
