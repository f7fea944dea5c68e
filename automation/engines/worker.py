"""What runs inside a worker process."""

import contextlib
import gc
import math
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection

from automation.engines.work import Allowance, Job, Judging, Made, Reader, Result, attempt, failed, out_of_memory
from automation.model.plan import Plan

try:
    import resource
except ImportError:
    # Windows has no such limits; there the clock, which the pool keeps, and the sizes have to do.
    resource = None  # type: ignore[assignment]

Answer = Result | str
"""A string says why the file was out of reach."""

_LARGE = 16 << 20
"""Bytes."""

_given: tuple[Reader, Judging, Plan, Allowance] | None = None


def prepare(reader: Reader, judging: Judging, plan: Plan, allowance: Allowance) -> None:
    """Run once as a worker starts: keep what every job needs, limit the process."""
    global _given
    _given = reader, judging, plan, allowance
    settle()
    _limit("RLIMIT_AS", allowance.memory_bytes)
    # A core file would leave a unit's figures lying about.
    _limit("RLIMIT_CORE", 0)


def settle() -> None:
    """Make a process that reads one workbook after the other spend its time on reading."""
    # What lives as long as the process need not be looked through for cycles again and again.
    gc.freeze()
    # What one file leaves behind has no cycles either, so the search may wait for many of them.
    gc.set_threshold(50_000)
    # The C library gives large pieces back to the system, and fetching them anew costs a tenth of the reading. It keeps what is
    # no larger than the largest piece that was let go of.
    bytes(_LARGE)


def serve(pipe: Connection) -> None:
    """All that a worker does: take what every job needs, then answer one call after the other until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        prepare(*pipe.recv())
        pipe.send(True)
        while True:
            function, call = pipe.recv()
            pipe.send(function(*call))
    except BaseException:
        # Who asked has gone, or what was found cannot be handed over; words would only reach the user's terminal.
        os._exit(1)


def read_batch(jobs: Sequence[Job]) -> list[Answer]:
    """Read and judge each file in its turn; only what ends the process ends a batch early."""
    assert _given is not None, "the pool prepares every worker"
    reader, judging, plan, allowance = _given
    answers: list[Answer] = []
    with judging(plan) as verdict:
        for job in jobs:
            begun = time.perf_counter()
            answer = _read_one(job, reader, plan, allowance)
            if isinstance(answer, Result):
                answer = replace(answer, verdict=verdict(answer.found, job), seconds=round(time.perf_counter() - begun, 3))
            answers.append(answer)
    return answers


def run(function: Callable[..., Made], call: tuple[object, ...]) -> Made | None:
    """Call ``function``; None where it fails."""
    assert _given is not None, "the pool prepares every worker"
    _limit_cpu(_given[-1])
    try:
        return function(*call)
    except BaseException:
        return None


def _read_one(job: Job, reader: Reader, plan: Plan, allowance: Allowance) -> Answer:
    _limit_cpu(allowance)
    try:
        return attempt(reader, job, plan, allowance)
    except OSError as error:
        return error.strerror or str(error) or type(error).__name__
    except MemoryError:
        return Result(out_of_memory(allowance))
    except BaseException as error:
        return Result(failed(error))


def _limit_cpu(allowance: Allowance) -> None:
    # The limit counts from the start of the process, which has read other files before.
    _limit("RLIMIT_CPU", math.ceil(time.process_time()) + allowance.cpu_seconds)


def _limit(name: str, most: int) -> None:
    # Not every system knows every limit, and some do not let it be lowered.
    with contextlib.suppress(AttributeError, ValueError, OSError):
        kind = getattr(resource, name)
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
