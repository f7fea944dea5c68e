"""A command run to its end as a user would run it: seconds, processor seconds, and the memory of every process of it.

Memory and processor seconds are Linux's; elsewhere they are left out.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

_PROC = Path("/proc")
_MAIN, _WORKER, _OTHER = "main", "worker", "other"


@dataclass(frozen=True)
class Sample:
    """Memory at one moment, in MiB."""

    at: float
    """Seconds since the start."""
    main: float
    workers: tuple[float, ...]
    main_cpu: float
    """Processor seconds of the command's own process so far."""


@dataclass(frozen=True)
class Ran:
    """How a command went."""

    code: int
    out: str
    err: str
    seconds: float
    cpu: float
    """Processor seconds of the command and all that it started; 0 where the system does not tell."""
    samples: tuple[Sample, ...] = field(default=(), repr=False)

    @property
    def main_peak(self) -> float:
        """Most memory of the command's own process, in MiB, as sampled."""
        return max((s.main for s in self.samples), default=0.0)

    @property
    def worker_peak(self) -> float:
        """Most memory of a single worker."""
        return max((w for s in self.samples for w in s.workers), default=0.0)

    @property
    def main_cpu(self) -> float:
        """Processor seconds of the command's own process, at the last look."""
        return self.samples[-1].main_cpu if self.samples else 0.0


def tongbao(*words: str | Path) -> list[str]:
    """The command line of tongbao."""
    return [sys.executable, "-m", "automation", *map(str, words)]


def environment() -> dict[str, str]:
    """This process's, but for what would have every command compile the package anew, which no user's does."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def peer(name: str, folder: Path) -> list[str]:
    """The command line of a peer."""
    return [sys.executable, "-m", f"benchmarks.peers.{name}", str(folder)]


def run(words: Sequence[str], every: float = 0.1, allowed: Sequence[int] = (0, 1)) -> Ran:
    """Run, looking at memory ``every`` so many seconds; raises RuntimeError where it ends otherwise than ``allowed``."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        before, begun = _cpu(), time.perf_counter()
        process = subprocess.Popen(words, stdout=out, stderr=err, text=True, env=environment())
        samples: list[Sample] = []
        ended = threading.Event()
        looking = threading.Thread(target=_look, args=(process.pid, begun, every, samples, ended))
        looking.start()
        process.wait()
        seconds, cpu = time.perf_counter() - begun, _cpu() - before
        ended.set()
        looking.join()
        out.seek(0)
        err.seek(0)
        ran = Ran(process.returncode, out.read(), err.read(), seconds, cpu, tuple(samples))
    if ran.code not in allowed:
        raise RuntimeError(f"{' '.join(words)} ended with {ran.code}: {ran.err[-500:] or ran.out[-500:]}")
    return ran


def _cpu() -> float:
    """Processor seconds of all children that have ended."""
    try:
        import resource
    except ImportError:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _look(pid: int, begun: float, every: float, samples: list[Sample], ended: threading.Event) -> None:
    if not (_PROC / str(pid)).is_dir():
        return
    while not ended.wait(every):
        found = tree(pid)
        if main := [mib for kind, mib in found if kind == _MAIN]:
            samples.append(Sample(time.perf_counter() - begun, main[0], tuple(mib for kind, mib in found if kind == _WORKER), _own_cpu(pid)))


def tree(pid: int) -> list[tuple[str, float]]:
    """What a process and everything that it started hold in memory: main, worker or other, and MiB."""
    found, waiting = [], [(pid, _MAIN)]
    while waiting:
        one, kind = waiting.pop()
        try:
            found.append((kind, _resident(one)))
            children = [int(c) for path in (_PROC / str(one) / "task").glob("*/children") for c in path.read_text().split()]
            waiting += [(child, _WORKER if b"spawn_main" in (_PROC / str(child) / "cmdline").read_bytes() else _OTHER)
                        for child in children]
        except OSError:
            continue
    return found


def _resident(pid: int) -> float:
    pages = int((_PROC / str(pid) / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _own_cpu(pid: int) -> float:
    try:
        words = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError):
        return 0.0
