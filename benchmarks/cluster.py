"""What reading on a cluster costs beside the local pool, and what a second worker gains: ``python -m benchmarks.cluster``.

The same workbooks are read, in turn, by the pool with one and with two readers, and by clusters of one and two workers with
a scheduler of their own, all of them on this machine and started beforehand. Wall seconds say what a second worker gains,
where two processors are free; processor seconds of all processes together say what the cluster adds to each file, on a busy
machine too. Needs ``pip install 'tongbao[cluster]'``.
"""

import argparse
import contextlib
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from automation.engines import Engine, Job, Pool
from automation.engines.cluster import MOST, Cluster
from automation.model.plan import Plan
from automation.model.submission import Submission
from benchmarks.clusters import running
from benchmarks.inbox import lay
from benchmarks.workload import World

FILES, RUNS, WARM = 1000, 3, 200


@dataclass(frozen=True)
class Spent:
    """What reading took, for each file."""

    wall: float
    """Milliseconds by the clock."""
    cpu: float
    """Milliseconds of the processor, of all processes together."""


@dataclass(frozen=True)
class Measured:
    """Medians of several runs in turn."""

    files: int
    spent: Mapping[str, Spent]
    """By place: ``pool 1``, ``pool 2``, ``cluster 1``, ``cluster 2``."""

    @property
    def overhead(self) -> float:
        """What the cluster adds to the processor's time for a file, as a share of the pool's; both with one reader."""
        return self.spent["cluster 1"].cpu / self.spent["pool 1"].cpu - 1

    @property
    def overhead_by_the_clock(self) -> float:
        """The same by the clock."""
        return self.spent["cluster 1"].wall / self.spent["pool 1"].wall - 1

    @property
    def gain(self) -> float:
        """How many times faster two workers are than one, by the clock."""
        return self.spent["cluster 1"].wall / self.spent["cluster 2"].wall


def measure(files: int = FILES, runs: int = RUNS) -> Measured:
    """Read so many workbooks in every place, in turn."""
    world = World.of(files)
    plan = world.plan()
    with tempfile.TemporaryDirectory() as name, _places(Path(name), plan) as places:
        inbox = lay(Path(name) / "workspace", world).inbox
        jobs = [Job(path, path.name, f"{n:064}") for n, path in enumerate(sorted(inbox.glob("*.xlsx"))[:files])]
        for engine in places.values():
            _read(engine, jobs[:WARM])
        seen = [{place: _read(engine, jobs) for place, engine in places.items()} for _ in range(runs)]
    return Measured(files, {place: Spent(statistics.median(run[place].wall for run in seen),
                                         statistics.median(run[place].cpu for run in seen)) for place in seen[0]})


@contextlib.contextmanager
def _places(folder: Path, plan: Plan) -> Iterator[dict[str, Engine]]:
    with contextlib.ExitStack() as stack:
        one, two = (stack.enter_context(running(folder, workers)) for workers in (1, 2))
        places: dict[str, Engine] = {"pool 1": Pool(plan, 1), "cluster 1": Cluster(plan, one.address),
                                     "cluster 2": Cluster(plan, two.address), "pool 2": Pool(plan, 2)}
        for engine in places.values():
            stack.callback(engine.close)
        yield places


def _read(engine: Engine, jobs: Sequence[Job]) -> Spent:
    begun, before = time.perf_counter(), _cpu()
    for job, result in engine.read((job, job) for job in jobs):
        if result is None or not isinstance(result.found, Submission) or result.found.name != job.name:
            raise RuntimeError(f"{job.name} was read wrongly: {result}")
    return Spent((time.perf_counter() - begun) / len(jobs) * 1000, (_cpu() - before) / len(jobs) * 1000)


def _cpu() -> float:
    """Processor seconds of this process and of all that it started, those that have ended included."""
    this = psutil.Process()
    spent = 0.0
    for one in (this, *this.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            spent += times.user + times.system + getattr(times, "children_user", 0) + getattr(times, "children_system", 0)
    return spent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--runs", type=int, default=RUNS)
    asked = parser.parse_args()
    found = measure(asked.files, asked.runs)
    print(f"{found.files:,} workbooks, up to {MOST} in a batch, medians of {asked.runs} runs in turn; ms for each workbook")
    for place, spent in found.spent.items():
        print(f"  {place:<10}  {spent.wall:7.2f} by the clock  {spent.cpu:7.2f} of the processors")
    print(f"the cluster adds {found.overhead:+.1%} of the processors' time, {found.overhead_by_the_clock:+.1%} by the clock (goal: at most 20 %)")
    print(f"two workers are {found.gain:.2f} times as fast as one (goal: 1.6, where two processors are free)")


if __name__ == "__main__":
    main()
