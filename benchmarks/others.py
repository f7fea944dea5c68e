"""Issuing, the bulletin, sums over a million values, and a cluster: what has a measurement of its own is asked for it."""

import statistics
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from automation.workspace import Workspace
from benchmarks import bulletin, processes
from benchmarks.collecting import collected, table
from benchmarks.inbox import lay
from benchmarks.measured import Figure, missing, ratio
from benchmarks.profiles import profile
from benchmarks.workload import World, write_plan


def issued(work: Path, units: int) -> Iterator[Figure]:
    """Issuing to so many units of 30 projects each: the workbooks alone, and ``tongbao issue`` as a whole process."""
    from benchmarks import issue

    alone = issue.measure(units, own=True)
    yield ratio("issue-alone", f"issuing to {units:,} units of 30 projects of their own, processor time for each workbook", 5, alone.everything,
                f"python -m benchmarks.issue --units {units}",
                (f"The first takes {alone.first:.0f} ms, every other one {alone.patched:.2f} ms.",
                 f"Drawn anew with XlsxWriter each would take {alone.xlsxwriter:.0f} ms, filled in with openpyxl {alone.openpyxl:.0f} ms."), unit=" ms")
    space = Workspace(work / "issued")
    space.ensure()
    write_plan(space.plan_path, World(units, 1))
    ran = processes.run(processes.tongbao("issue", "2017-01", "-w", space.root, "--quiet"))
    written = sum(1 for _ in space.templates(World(units, 1).period(0)).glob("*.xlsx"))
    if written != units:
        raise RuntimeError(f"{written} workbooks issued, and there are {units} units")
    found = ratio("issue", f"`issue` to {units:,} units, whole process with reading the plan, wall time for each workbook", 5, ran.seconds / units * 1000,
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


def added_up(work: Path, values: int, runs: int) -> Iterator[Figure]:
    """Totals of a year of values, from the ledger and from its export, against the same sums in SQLite."""
    from benchmarks import figures

    found = figures.measure(values, runs, work)
    command = f"python -m benchmarks.figures --values {values}"
    lines = table(("", "processor s", "× SQLite"), [(name, f"{seconds:.2f}", f"{seconds / found.sqlite:.1f}") for name, seconds in (
        ("SQLite, binary floats", found.sqlite), ("from the ledger", found.ledger), ("from the export", found.exported))])
    lines = (*lines, "", f"{found.items:,} projects, medians of {runs} runs in turn.",
             f"Writing the export took {found.exporting:.1f} s, once; the ledger has {found.ledger_mb:.0f} MiB, its export {found.export_mb:.1f} MiB.",
             "SQLite gives four sums of binary floats; `figures` gives exact ones, and the totals, rates and gaps that follow from them.")
    adding = ratio("figures", f"`figures` over {found.values:,} values, from the ledger, against the same sums in SQLite", 3, found.ledger_ratio, command, lines)
    yield adding if adding.met else replace(adding, profile=found.profile)
    yield ratio("figures-export", "… and from the ledger's export, against the same sums in SQLite", 3, found.export_ratio, command)


def clustered(files: int, runs: int) -> Iterator[Figure]:
    """A Dask cluster on this machine: what a second worker gains, and what it adds to each file."""
    gain, adds = f"Dask, 2 workers against 1 on this machine, {files:,} workbooks, wall time", "Dask, what one worker adds to each file over one of the local pool, wall time"
    try:
        from automation.engines.cluster import MOST
        from benchmarks import cluster
    except ImportError as error:
        yield missing("cluster", gain, "≥ 1.6 ×", f"{error.name} is not installed: pip install 'tongbao[cluster]' psutil")
        return
    found = cluster.measure(files, runs)
    lines = tuple(f"- {place}: {spent.wall:.2f} ms a file by the clock, {spent.cpu:.2f} of the processors" for place, spent in found.spent.items())
    command = f"python -m benchmarks.cluster --files {files}"
    yield Figure("cluster", gain, "≥ 1.6 ×", f"{found.gain:.2f} ×", found.gain >= 1.6, command,
                 (f"Reading only, up to {MOST} files a task, medians of {runs} runs in turn:", "", *lines), {"found": found.gain})
    yield ratio("cluster-overhead", adds, 20, found.overhead_by_the_clock * 100, command, unit=" %")
