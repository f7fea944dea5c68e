"""Issuing, the bulletin, sums over a million values, and a cluster: what has a measurement of its own is asked for it."""

import statistics
from collections.abc import Iterator
from pathlib import Path

from automation.workspace import Workspace
from benchmarks import bulletin, processes
from benchmarks.collecting import collected
from benchmarks.inbox import lay
from benchmarks.measured import Figure, ratio
from benchmarks.profiles import profile
from benchmarks.workload import World, write_plan


def issued(work: Path, units: int) -> Iterator[Figure]:
    """``tongbao issue`` for so many units of 30 projects each, the whole process."""
    space = Workspace(work / "issued")
    space.ensure()
    write_plan(space.plan_path, World(units, 1))
    ran = processes.run(processes.tongbao("issue", "2017-01", "-w", space.root, "--quiet"))
    written = sum(1 for _ in space.templates(World(units, 1).period(0)).glob("*.xlsx"))
    if written != units:
        raise RuntimeError(f"{written} workbooks issued, and there are {units} units")
    found = ratio("issue", f"`issue` for {units:,} units of 30 projects, whole process, for each workbook", 5, ran.seconds / units * 1000,
                  "python -m benchmarks --only issue", (f"{ran.cpu / units * 1000:.1f} ms of the processor for each.",),
                  {"cpu": ran.cpu / units * 1000}, unit=" ms")
    yield found if found.met else Figure(**{**found.__dict__, "profile": profile(["issue", "2017-01", "-w", str(space.root), "--quiet"])})


def written_up(work: Path, runs: int, projects: int, units: int) -> Iterator[Figure]:
    """The bulletin of a large plan: against the same cells as plain values, and as a whole process."""
    measured = bulletin.measure(runs, projects)
    yield ratio("bulletin", f"bulletin, {projects} projects × {bulletin.UNITS} units × {bulletin.MONTHS} months, against XlsxWriter "
                "writing the same cells as plain values", 2, measured.ratio, "python -m benchmarks.bulletin",
                (f"{measured.bulletin:.2f} s against {measured.plainly:.2f} s of the processor, {measured.cells:,} cells, {runs} runs in turn.",))
    world = World(units, 12, projects // units)
    lay(work / "written", world)
    collected(work / "written", world)
    words = ["bulletin", "2017-12", "-w", str(work / "written")]
    seconds = statistics.median(processes.run(processes.tongbao(*words)).seconds for _ in range(runs))
    found = ratio("bulletin-process", f"`bulletin`, whole process, {projects} projects × {units} units × 12 months", 2, seconds,
                  "python -m benchmarks --only bulletin", unit=" s")
    yield found if found.met else Figure(**{**found.__dict__, "profile": profile(words)})
