"""What one file costs each part: fitted to the runs of ``make bench``, and asked of the disk and of the wire directly."""

import io
import os
import pickle
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from automation.desk import GROUP
from automation.engines.pool import BATCH
from automation.engines.work import Result
from automation.intake import read
from automation.template.write import write_template
from benchmarks import judging, processes
from benchmarks.filled import model
from benchmarks.measured import Figure
from benchmarks.workload import World, write_plan

_RUNS, _BYTES, _LOG = 30, 33_000, 300_000


@dataclass(frozen=True)
class Costs:
    """Seconds of a processor, seconds of waiting, and bytes; for one file unless said otherwise."""

    read: float
    """In a worker of this machine, which also judges."""
    keep: float
    """In the main process: archive, hand out, record, remove."""
    wait: float
    """For the disk, once for every group of files."""
    begin: float
    """In the main process before the first file."""
    awake: float
    """In each worker before its first file."""
    ledger: float
    archive: float
    sent: float
    """To a worker on another machine, beside the file itself."""
    answered: float
    """Back from it."""
    judge: float = 0
    """Part of ``read`` that a worker on another machine leaves to the main process, for the ledger is here."""
    group: int = GROUP
    batch: int = BATCH

    @property
    def main(self) -> float:
        """Seconds of the main process for one file, working and waiting."""
        return self.keep + self.wait / self.group

    @property
    def elsewhere(self) -> "Costs":
        """The same with readers on other machines."""
        return replace(self, read=self.read - self.judge, keep=self.keep + self.judge, judge=0)

    @property
    def wire(self) -> float:
        """Bytes on the network, where the worker reads the file from a share."""
        return self.archive + self.sent + self.answered


@dataclass(frozen=True)
class Run:
    """A real run: processor seconds by who used them."""

    files: int
    seconds: float
    main: float
    workers: float
    ledger: float
    archive: float


def runs(numbers: Mapping[str, float]) -> tuple[Run, ...]:
    """The runs of the growth, smallest first; see ``collecting.grown``."""
    sizes = sorted(int(name.split()[1]) for name in numbers if name.startswith("seconds "))
    return tuple(Run(n, numbers[f"seconds {n}"], numbers[f"main cpu {n}"], numbers[f"cpu {n}"] - numbers[f"main cpu {n}"],
                     numbers[f"ledger {n}"], numbers[f"archive {n}"]) for n in sizes)


def fitted(found: Sequence[Run], workers: int, wait: float, wire: tuple[float, float], judge: float) -> Costs:
    """Costs from real runs, of which the clock is left out: that is what the simulation has to tell.

    Lines through the processor seconds, by least squares of relative errors, so that the small runs have their say.
    """
    keep, begin = _line([(r.files, r.main) for r in found])
    reading, awake = _line([(r.files, r.workers) for r in found])
    last = found[-1]
    return Costs(reading, keep, wait, begin, awake / workers, last.ledger / last.files, last.archive / last.files, *wire, judge)


def _line(points: Sequence[tuple[int, float]]) -> tuple[float, float]:
    """Slope and intercept, the intercept no less than nothing."""
    weights = [1 / y**2 for _, y in points]
    mean_x, mean_y = (sum(w * p[i] for w, p in zip(weights, points, strict=True)) / sum(weights) for i in (0, 1))
    spread = sum(w * (x - mean_x) ** 2 for w, (x, _) in zip(weights, points, strict=True))
    slope = sum(w * (x - mean_x) * (y - mean_y) for w, (x, y) in zip(weights, points, strict=True)) / spread if spread else mean_y / mean_x
    return (slope, mean_y - slope * mean_x) if mean_y > slope * mean_x else (mean_y / mean_x, 0.0)


def waited(folder: Path | None = None) -> float:
    """Seconds for which one group of files waits for the disk: copies, folders, and one commit of the ledger."""
    work = Path(tempfile.mkdtemp(prefix="disk", dir=folder))
    try:
        return statistics.median(_group(work, number) for number in range(_RUNS))
    finally:
        shutil.rmtree(work)


def _group(work: Path, number: int) -> float:
    paths = [work / f"{number}-{n}" for n in range(GROUP)]
    for path in paths:
        path.write_bytes(os.urandom(_BYTES))
    begun = time.perf_counter()
    with ThreadPoolExecutor(GROUP) as pool:
        list(pool.map(_sync, paths))
    _sync_folder(work)
    with (work / "log").open("ab") as log:
        log.write(bytes(_LOG))
        log.flush()
        os.fsync(log.fileno())
    _sync_folder(work)
    return time.perf_counter() - begun


def _sync(path: Path) -> None:
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def wire() -> tuple[float, float]:
    """Bytes that go to a worker for one file, beside its content, and bytes that come back."""
    world = World(units=1, months=1)
    plan, content = world.plan(), io.BytesIO()
    write_template(content, plan, plan.units[0], world.period(0), *model(world, 0, 1))
    found = read(content.getvalue(), world.name(1, 0), "0" * 64, plan)
    sent = (f"/share/archive/2017-01/20170118T090000.000_000000000000_{found.name}", found.name, found.sha256)
    return float(len(pickle.dumps(sent))), float(len(pickle.dumps(Result(found))))


def planned(work: Path, items: int) -> tuple[float, float]:
    """MiB of a process and seconds of a processor for each thousand projects of a plan, by reading a large and a small one."""
    found = []
    for units in (max(1, items // 300), max(2, items // 30)):
        world = World(units, 1)
        write_plan(work / "plan.xlsx", world)
        ran = processes.run(processes.tongbao("plan-check", work / "plan.xlsx"), 0.02)
        found.append((units * world.rows / 1000, ran.main_peak, ran.cpu))
    (few, little, quick), (many, much, slow) = found
    return (much - little) / (many - few), (slow - quick) / (many - few)


def measured(work: Path, items: int) -> Iterator[Figure]:
    """What disk, wire and plan cost, for the model; nothing has to be reached."""
    wait, (sent, answered), (mib, seconds) = waited(work), wire(), planned(work, items)
    judge = judging.measure(max(2, items // 100)).judge / 1000
    yield Figure("costs", f"a group of {GROUP} files made durable: what the disk takes", "", f"{wait * 1000:.1f} ms", True,
                 "python -m benchmarks --only costs", (), {"wait": wait, "sent": sent, "answered": answered, "judge": judge, "plan mib": mib, "plan seconds": seconds})
