"""Reading in worker processes of this machine, which may crash, hang and be killed without harm.

Files go to the workers in batches. A batch that fails, whatever the reason, is read again file by file, so that the
others of the batch lose nothing; a file is refused for what it does only when it does it alone, and for the second time:
a worker that something else killed costs no file.
"""

import contextlib
import itertools
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Generic

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from automation.engines.inline import out_of_reach
from automation.engines.work import (
    Allowance,
    Job,
    Made,
    Reader,
    Result,
    Tag,
    crashed,
    out_of_cpu,
    out_of_time,
    read_job,
)
from automation.engines.worker import Answer, prepare, read_batch, run
from automation.errors import TongbaoError
from automation.model.plan import Plan
from automation.sheets.unreadable import Unreadable

BATCH = 8
"""Files that are sent to a worker together: sending one by one would cost as much as reading."""
_RENEWED = 256
"""Batches after which a worker is replaced, so that what reading leaves in memory cannot pile up."""
_STARTS = 3


@dataclass(frozen=True)
class _Batch(Generic[Tag]):
    items: Sequence[tuple[Tag, Job | None]]
    future: ProcessFuture[list[Answer]] | None

    @property
    def jobs(self) -> list[Job]:
        return [job for _, job in self.items if job]


class Pool:
    """Up to ``workers`` processes, started with the first file and kept until ``close``.

    Each is a fresh interpreter that loads this package: programs that call this keep their own start under
    ``if __name__ == "__main__"``, as for any pool.
    """

    def __init__(self, plan: Plan, workers: int = 0, allowance: Allowance | None = None, reader: Reader = read_job) -> None:
        self._workers = workers or os.cpu_count() or 1
        self._allowance = allowance or Allowance.of(plan.settings)
        self._given = (reader, plan, self._allowance)
        self._pool: ProcessPool | None = None

    def read(self, work: Iterable[tuple[Tag, Job | None]]) -> Iterator[tuple[Tag, Result | None]]:
        """See ``Engine.read``; at most two batches for each worker are drawn ahead."""
        source = iter(work)
        waiting: deque[_Batch[Tag]] = deque()
        while items := tuple(itertools.islice(source, BATCH)):
            waiting.append(self._started(items))
            if len(waiting) > 2 * self._workers:
                yield from self._finished(waiting.popleft())
        while waiting:
            yield from self._finished(waiting.popleft())

    def each(self, function: Callable[..., Made], calls: Iterable[tuple[object, ...]]) -> Iterator[Made | None]:
        """See ``Engine.each``; at most two calls for each worker are drawn ahead."""
        waiting: deque[tuple[tuple[object, ...], ProcessFuture[Made | None]]] = deque()
        for call in calls:
            waiting.append((call, self._submit(run, (function, call))))
            if len(waiting) > 2 * self._workers:
                yield self._made(function, *waiting.popleft())
        while waiting:
            yield self._made(function, *waiting.popleft())

    def close(self) -> None:
        """End the workers, at once if need be."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def _started(self, items: Sequence[tuple[Tag, Job | None]]) -> _Batch[Tag]:
        jobs = _Batch(items, None).jobs
        return _Batch(items, self._schedule(jobs) if jobs else None)

    def _schedule(self, jobs: list[Job]) -> ProcessFuture[list[Answer]]:
        return self._submit(read_batch, (jobs,))

    def _submit(self, function: Callable[..., Made], call: tuple[object, ...]) -> ProcessFuture[Made]:
        if self._pool is not None and not self._pool.active:
            self.close()
        try:
            if self._pool is None:
                # A forked worker would inherit the open ledger and the workspace's lock; and Windows cannot fork.
                self._pool = ProcessPool(self._workers, _RENEWED, prepare, self._given, multiprocessing.get_context("spawn"))
            with _undisturbed():
                return self._pool.schedule(function, call, timeout=self._allowance.seconds)
        except (BrokenProcessPool, OSError) as error:
            raise _no_workers() from error

    def _finished(self, batch: _Batch[Tag]) -> Iterator[tuple[Tag, Result | None]]:
        answers = iter(self._answers(batch.jobs, batch.future) if batch.future else ())
        for tag, job in batch.items:
            answer = next(answers) if job else None
            if job and isinstance(answer, str):
                raise out_of_reach(job, answer)
            yield tag, answer if isinstance(answer, Result) else None

    def _answers(self, jobs: list[Job], future: ProcessFuture[list[Answer]]) -> list[Answer]:
        try:
            return future.result()
        except (TimeoutError, ProcessExpired, BrokenProcessPool):
            return [self._alone(job, again) for job, again in [(job, self._schedule([job])) for job in jobs]]

    def _alone(self, job: Job, future: ProcessFuture[list[Answer]]) -> Answer:
        for _ in range(_STARTS):
            try:
                return future.result()[0]
            except ProcessExpired as error:
                return Result(self._died(error.exitcode))
            except TimeoutError:
                return Result(out_of_time(self._allowance), self._allowance.seconds)
            except BrokenProcessPool:
                # No worker was left to read it: that is nobody's fault.
                future = self._schedule([job])
        raise _no_workers()

    def _made(self, function: Callable[..., Made], call: tuple[object, ...], future: ProcessFuture[Made | None]) -> Made | None:
        for _ in range(_STARTS):
            try:
                return future.result()
            except (TimeoutError, ProcessExpired):
                return None
            except BrokenProcessPool:
                future = self._submit(run, (function, call))
        return None

    def _died(self, code: int) -> Unreadable:
        if code == -getattr(signal, "SIGXCPU", 0):
            return out_of_cpu(self._allowance)
        try:
            return crashed(signal.Signals(-code).name)
        except ValueError:
            return crashed(f"退出码 {code}")


def _no_workers() -> TongbaoError:
    return TongbaoError("读取文件的进程启动不了", "请关掉一些程序、腾出内存，再运行一次；收件夹里的文件原样未动")


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep Ctrl-C from what is started here: it is meant for this process, which then ends its workers itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    # It lifts the block as it starts, so it has to be there before.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
