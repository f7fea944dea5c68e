"""What an engine is given and gives back."""

import contextlib
import datetime
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self, TypeVar

from automation.intake import Verdict, read
from automation.model.plan import Plan, Settings
from automation.model.submission import Submission
from automation.sheets.limits import MIB, Limits
from automation.sheets.open import check_size
from automation.sheets.unreadable import Unreadable, damaged, too_large

Tag = TypeVar("Tag")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Job:
    """One file to read: where its bytes are, and what to call them."""

    path: Path
    name: str
    """File name as received."""
    sha256: str
    received: datetime.datetime | None = None
    """When it came in, in the order of receipt; None where that is not yet settled."""


@dataclass(frozen=True)
class Allowance:
    """What reading one file may cost before it is refused (F004)."""

    seconds: float = 30
    """By the clock."""
    cpu_seconds: int = 20
    memory_bytes: int = 1024 * MIB
    """Address space of the worker. Neither this nor the processor's time is limited on Windows; the clock and the sizes are."""
    sheets: Limits = field(default_factory=Limits)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As the plan sets it."""
        sizes = Limits(file_bytes=settings.file_mb * MIB, inflated_bytes=settings.inflated_mb * MIB)
        return cls(settings.read_seconds, settings.read_cpu_seconds, settings.read_memory_mb * MIB, sizes)


@dataclass(frozen=True)
class Result:
    """What became of one job."""

    found: Submission | Unreadable
    seconds: float = 0.0
    """Time that reading took, and judging where that was done with it."""
    verdict: Verdict | None = None
    """Where the reader could look into the ledger. It may not hold any more, see ``automation.judging``."""


Reader = Callable[[bytes, Job, Plan, Limits], Submission]
"""Makes one file's bytes a submission, or raises Unreadable. Workers find it by its module and name."""

Judging = Callable[[Plan], contextlib.AbstractContextManager[Callable[[Submission | Unreadable, Job], Verdict | None]]]
"""Judges one file after the other, where that is done with reading. Workers find it by its module and name."""


@contextlib.contextmanager
def no_judging(_plan: Plan) -> Iterator[Callable[[Submission | Unreadable, Job], None]]:
    """Leaves it to who records."""
    yield lambda _found, _job: None


class Engine(Protocol):
    """A place where files are read."""

    def read(self, work: Iterable[tuple[Tag, Job | None]]) -> Iterator[tuple[Tag, Result | None]]:
        """Give back each tag in its turn, with the result of its job where it has one.

        Draws only so much ahead as keeps it busy. Raises TongbaoError where files or workers are out of reach; no job is
        judged by that.
        """
        ...

    def each(self, function: Callable[..., Made], calls: Iterable[tuple[object, ...]]) -> Iterator[Made | None]:
        """What ``function`` makes of each tuple of arguments, in their order; None where it fails, for whatever reason.

        For anything else that is done with a stranger's bytes. Workers find ``function`` by its module and name.
        """
        ...

    def close(self) -> None:
        """Let go of everything; reading that is under way is broken off."""
        ...


def read_job(data: bytes, job: Job, plan: Plan, limits: Limits) -> Submission:
    """Read one file's bytes, see ``automation.intake.read``."""
    return read(data, job.name, job.sha256, plan, limits)


def attempt(reader: Reader, job: Job, plan: Plan, allowance: Allowance) -> Result:
    """Read one file; whatever is wrong with it is a result. Raises OSError only where its bytes are out of reach."""
    begun = time.perf_counter()
    with job.path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        data = b"" if size > allowance.sheets.file_bytes else stream.read()
    found: Submission | Unreadable
    try:
        check_size(size, allowance.sheets)
        found = reader(data, job, plan, allowance.sheets)
    except Unreadable as error:
        found = error
    except MemoryError:
        found = out_of_memory(allowance)
    except Exception as error:
        found = failed(error)
    return Result(found, round(time.perf_counter() - begun, 3))


def failed(error: BaseException) -> Unreadable:
    """F003: the reader stumbled over the file."""
    return damaged(f"读取时出错（{type(error).__name__}）")


def out_of_memory(allowance: Allowance) -> Unreadable:
    """F004: memory."""
    return too_large(f"读取需要的内存超过 {allowance.memory_bytes // MIB} MB")


def out_of_time(allowance: Allowance) -> Unreadable:
    """F004: the clock."""
    return too_large(f"{allowance.seconds:g} 秒没有读完")


def out_of_cpu(allowance: Allowance) -> Unreadable:
    """F004: the processor's time."""
    return too_large(f"占用处理器超过 {allowance.cpu_seconds} 秒仍没有读完")


def crashed(how: str) -> Unreadable:
    """F003: the worker died; ``how`` is a signal's name or an exit code."""
    return damaged(f"读取进程因此文件中止（{how}）")
