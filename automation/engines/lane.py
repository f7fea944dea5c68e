"""One worker process with a pipe of its own, replaced as soon as it fails.

The pools that we know have one pipe for all workers, and locks around it. A worker that is killed while it hands something
over takes the locks with it and leaves half a message behind, and the others wait for minutes. Here nobody else holds an
end of the pipe: when a worker ends, whatever the reason, the pipe ends, and that is all that anybody has to notice.
"""

import contextlib
import multiprocessing
import pickle
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from automation.engines.work import Allowance, Judging, Made, Reader
from automation.engines.worker import serve
from automation.errors import TongbaoError
from automation.model.plan import Plan

_RENEWED = 1024
"""Calls after which a worker is replaced, so that what reading leaves in memory cannot pile up."""
_STARTS = 3
_READY = 120.0
"""Seconds in which a worker must have started: a busy old machine takes a few."""


class WorkerEndedError(Exception):
    """The worker ended while it was asked; ``code`` is its exit code, below 0 a signal's number."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class _Worker:
    process: SpawnProcess
    pipe: Connection
    calls: int = 0

    def end(self) -> int:
        """End it at once; gives its exit code."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        return self.process.exitcode or 0


class Lane:
    """A worker, started with the first call and again after it failed. Calls are answered in their order."""

    def __init__(self, given: bytes, seconds: float) -> None:
        """``given`` is what :func:`as_given` makes; an answer may take ``seconds``."""
        self._given = given
        self._seconds = seconds
        self._thread: ThreadPoolExecutor | None = None
        self._worker: _Worker | None = None
        self._closing = threading.Event()
        self._starting = threading.Lock()
        self._unanswered: list[Callable[[], bool]] = []

    @property
    def load(self) -> int:
        """Calls that have no answer yet."""
        self._unanswered = [answered for answered in self._unanswered if not answered()]
        return len(self._unanswered)

    def submit(self, function: Callable[..., Made], call: tuple[object, ...]) -> Future[Made]:
        """Ask for ``function(*call)``.

        The answer raises TimeoutError where it took longer than allowed, WorkerEndedError where it ended its worker, and
        TongbaoError where no worker could be started.
        """
        self._thread = self._thread or ThreadPoolExecutor(1, "lane")
        asked = self._thread.submit(self._answer, function, call)
        self._unanswered.append(asked.done)
        return asked

    def close(self) -> None:
        """End the worker, at once if need be; what it was asked for stays without an answer."""
        if self._thread is None:
            return
        self._closing.set()
        with self._starting:
            if self._worker is not None:
                self._worker.process.kill()
        self._thread.shutdown(cancel_futures=True)
        self._dismiss()
        self._thread = None
        self._closing.clear()

    def _answer(self, function: Callable[..., Made], call: tuple[object, ...]) -> Made:
        worker = self._at_work()
        worker.calls += 1
        try:
            worker.pipe.send((function, call))
            if not worker.pipe.poll(self._seconds):
                raise TimeoutError
            answer: Made = worker.pipe.recv()
        except TimeoutError:
            self._dismiss()
            raise
        except (EOFError, OSError):
            worker.process.join(1)
            raise WorkerEndedError(self._dismiss()) from None
        return answer

    def _at_work(self) -> _Worker:
        """A worker that has started; raises TongbaoError where none will."""
        if self._worker and (self._worker.calls >= _RENEWED or not self._worker.process.is_alive()):
            self._dismiss()
        for _ in range(_STARTS):
            if self._worker or self._started():
                break
        if self._worker is None:
            raise no_workers()
        return self._worker

    def _started(self) -> bool:
        # What is killed while it starts tells so on the terminal, so nothing is started any more once all shall end.
        with self._starting, contextlib.suppress(OSError), _undisturbed():
            if not self._closing.is_set():
                self._worker = _spawned()
        worker = self._worker
        if worker is None:
            return False
        try:
            worker.pipe.send_bytes(self._given)
            if worker.pipe.poll(_READY) and worker.pipe.recv():
                return True
        except (EOFError, OSError):
            pass
        self._dismiss()
        return False

    def _dismiss(self) -> int:
        worker, self._worker = self._worker, None
        return worker.end() if worker else 0


def as_given(reader: Reader, judging: Judging, plan: Plan, allowance: Allowance) -> bytes:
    """What a worker is given as it starts; a large plan is packed once for all of them."""
    return pickle.dumps((reader, judging, plan, allowance))


def no_workers() -> TongbaoError:
    """Nothing can be read here and now."""
    return TongbaoError("读取文件的进程启动不了", "请关掉一些程序、腾出内存，再运行一次；收件夹里的文件原样未动")


def _spawned() -> _Worker:
    # A forked worker would inherit the open ledger and the workspace's lock; and Windows cannot fork.
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe()
    with its:
        process = context.Process(target=serve, args=(its,), daemon=True)
        process.start()
    return _Worker(process, ours)


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
