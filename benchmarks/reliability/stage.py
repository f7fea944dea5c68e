"""A workspace that something is done to, and what is to be seen afterwards."""

import ctypes
import os
import random
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.reliability import bench, drop

try:
    import resource
except ImportError:
    resource = None  # type: ignore[assignment]

class Stage:
    """A workspace to spoil, and what it must look like in the end."""

    def __init__(self, work: Path, times: int, files: int = drop.FILES) -> None:
        self.work, self.times, self.dice = work, times, random.Random(1)
        self.seed = drop.make(work, files)
        self.before = drop.dropped(self.seed)
        self.root = bench.fresh(self.seed, work / f"fault{os.getpid()}")
        self.seconds = bench.run(bench.arguments(self.root)).seconds
        self.size = sum(p.stat().st_size for p in self.root.rglob("*") if p.is_file())
        self.expected = bench.outcome(self.root)

    def fresh(self) -> Path:
        """A new workspace."""
        return bench.fresh(self.seed, self.root)

    def collect(self, before: Callable[[], None] | None = None, **more: str) -> bench.Ran:
        """One run of the command line."""
        return bench.run(bench.arguments(self.root), before, more)

    def completed(self, ran: bench.Ran, *codes: int, events: bool = True, root: Path | None = None) -> list[str]:
        """What is wrong: with how it ended, with what is left, and after one more run."""
        root = root or self.root
        faults = ran.faults(*codes or (0, 1, 3))
        if ran.code == 3 and not (ran.err.startswith("错误：") and "改法：" in ran.err):
            faults.append(f"no words: {ran.err[-200:]!r}")
        faults += bench.lost(root, self.before) + bench.torn(root)
        faults += bench.run(bench.arguments(root)).faults()
        differences = bench.compared(self.expected, bench.outcome(root))
        return faults + [d for d in differences if events or not d.startswith("events")] + bench.office_at_rest(root)


Fault = Callable[[Stage], Iterator[tuple[str, list[str]]]]
"""Does one bad thing in several ways; gives for each what it was and what was wrong afterwards."""


def meanwhile(stage: Stage, deed: Callable[[], object]) -> bench.Ran:
    """A run during which something happens."""
    timer = threading.Timer(stage.dice.uniform(0.3, stage.seconds), deed)
    timer.start()
    ran = stage.collect()
    timer.join()
    return ran


def limited(name: str, most: int) -> None:
    """Limit this process and what it starts."""
    resource.setrlimit(getattr(resource, name), (most, most))


def powerless() -> None:
    """Root gives up the right to pass over modes; others never had it."""
    if os.geteuid() == 0:
        for capability in (1, 2, 3):
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


def workers(pid: int) -> list[int]:
    """Processes that read files for a process; Python's own helper, which keeps accounts, is none of them."""
    found = [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]
    return [child for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def shell(*words: str) -> int:
    """Run a command; gives its exit code."""
    return subprocess.run(words, capture_output=True, check=False).returncode
