"""A hundred thousand workbooks collected on one machine: ``python -m benchmarks.large --files 100000``.

The workspace is made, ``tongbao collect`` runs as a user would run it, every process is looked at each second, and what
``figures`` says in the end is compared with the generator's own sum. The result is kept as data in docs/measured.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from automation.workspace import Workspace
from benchmarks import processes
from benchmarks.collecting import verify
from benchmarks.inbox import lay
from benchmarks.measured import FOLDER, Machine, machine
from benchmarks.processes import Ran, Sample
from benchmarks.workload import World

TARGET = FOLDER / "large.json"
MONTHS = 72
"""Six years of 1,389 units: a hundred thousand workbooks, and a plan of 42,000 projects."""
MB_A_FILE = 0.09
"""Disk that a workbook needs at most: in the inbox, in the archive, in the ledger and its log."""
_LINES = 20
"""Rows of the table that is kept."""


@dataclass(frozen=True)
class Step:
    """How things stood at one moment."""

    at: float
    files: int
    """Out of the inbox so far."""
    main: float
    workers: tuple[float, ...]
    ledger_mb: float
    archive_mb: float


@dataclass(frozen=True)
class Large:
    """What a run took."""

    machine: Machine
    command: str
    files: int
    units: int
    months: int
    inbox_mb: float
    made_seconds: float
    seconds: float
    cpu: float
    main_cpu: float
    main_peak: float
    worker_peak: float
    ledger_mb: float
    archive_mb: float
    figures_seconds: float
    total: str
    """Amount of the last month's year, as figures says."""
    equal: bool
    samples: tuple[Step, ...]

    @property
    def each(self) -> float:
        """Milliseconds a file."""
        return self.seconds / self.files * 1000

    @property
    def first_ms(self) -> float:
        """Milliseconds a file over the first tenth; 0 where nobody looked often enough."""
        return self._pace(0, 0.1)

    @property
    def last_ms(self) -> float:
        """Milliseconds a file over the last tenth."""
        return self._pace(0.9, 1)

    def _pace(self, since: float, until: float) -> float:
        inside = [s for s in self.samples if since * self.files <= s.files <= until * self.files]
        if len(inside) < 2 or inside[-1].files == inside[0].files:
            return 0.0
        return (inside[-1].at - inside[0].at) / (inside[-1].files - inside[0].files) * 1000


class _Watch:
    """Looks at the workspace while it is being collected: counts files, for to ask each for its size would be felt."""

    def __init__(self, space: Workspace, files: int, each_mb: float, every: float) -> None:
        self._space, self._files, self._each_mb, self._every = space, files, each_mb, every
        self.seen: list[tuple[float, int, float, float]] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "_Watch":
        self._begun = time.perf_counter()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._every):
            left = sum(path.suffix == ".xlsx" for path in self._space.inbox.iterdir())
            kept = sum(len(names) for _, _, names in os.walk(self._space.archive))
            self.seen.append((time.perf_counter() - self._begun, self._files - left, _ledger(self._space) / 1e6, kept * self._each_mb))


def measure(files: int, months: int, work: Path) -> Large:
    """Make the inbox, collect it, compare; raises RuntimeError where a total is wrong."""
    world = World.of(files, months)
    here, begun = machine(), time.perf_counter()
    space = lay(work, world)
    made = time.perf_counter() - begun
    inbox = sum(p.stat().st_size for p in space.inbox.glob("*.xlsx")) / 1e6
    with _Watch(space, world.files, inbox / world.files, max(1.0, world.files / 10_000)) as watch:
        ran = processes.run(processes.tongbao("collect", "-w", work, "--settle", "0", "--quiet"), every=1.0)
    archive = sum(p.stat().st_size for p in space.archive.rglob("*") if p.is_file()) / 1e6
    begun = time.perf_counter()
    total = verify(work, world)["本年累计完成投资"]
    return Large(here, f"python -m benchmarks.large --files {files} --months {months}", world.files, world.units, months, inbox, made,
                 ran.seconds, ran.cpu, ran.main_cpu, ran.main_peak, ran.worker_peak, _ledger(space) / 1e6, archive,
                 time.perf_counter() - begun, str(total), True, _steps(watch.seen, ran))


def _ledger(space: Workspace) -> float:
    return sum(p.stat().st_size for p in space.root.glob("ledger.db*"))


def _steps(seen: Sequence[tuple[float, int, float, float]], ran: Ran) -> tuple[Step, ...]:
    """Some twenty moments, spread evenly, with what the processes held at the nearest look."""
    chosen = seen[:: max(1, -(-len(seen) // _LINES))]
    return tuple(Step(at, files, near.main, near.workers, ledger, archive) for at, files, ledger, archive in chosen
                 for near in (_nearest(ran.samples, at),) if near)


def _nearest(samples: Sequence[Sample], at: float) -> Sample | None:
    return min(samples, key=lambda s: abs(s.at - at), default=None)


def save(path: Path, large: Large) -> None:
    """Write it as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(large), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(path: Path = TARGET) -> Large | None:
    """What was kept last; None where nothing was."""
    if not path.is_file():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    samples = tuple(Step(**{**one, "workers": tuple(one["workers"])}) for one in said["samples"])
    return Large(**{**said, "machine": Machine(**said["machine"]), "samples": samples})


def main(words: Sequence[str] | None = None) -> int:
    """Run; gives 1 where the disk has no room or a total is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--months", type=int, default=MONTHS, help="more months make fewer units and a smaller plan; 72 unless told")
    parser.add_argument("--work", type=Path, help="an empty folder on the disk that is to be measured")
    parser.add_argument("--target", type=Path, default=TARGET)
    given = parser.parse_args(words)
    work = given.work or Path(tempfile.mkdtemp(prefix="large"))
    work.mkdir(parents=True, exist_ok=True)
    needed, free = given.files * MB_A_FILE / 1000, shutil.disk_usage(work).free / 1e9
    print(f"{given.files:,} workbooks need about {needed:.1f} GB in {work}; {free:.1f} GB are free", flush=True)
    if needed > free:
        return 1
    try:
        found = measure(given.files, given.months, work / "office")
    except RuntimeError as error:
        print(error)
        return 1
    finally:
        shutil.rmtree(work / "office", ignore_errors=True)
    save(given.target, found)
    print(f"{found.files:,} workbooks of {found.units:,} units: made in {found.made_seconds:.0f} s, collected in {found.seconds:.1f} s, "
          f"{found.each:.1f} ms each; main process {found.main_peak:.0f} MiB, worker {found.worker_peak:.0f} MiB; ledger {found.ledger_mb:.0f} MB, "
          f"archive {found.archive_mb:.0f} MB; figures in {found.figures_seconds:.1f} s, {found.total}, equal to the independent sum")
    return 0


if __name__ == "__main__":
    sys.exit(main())
