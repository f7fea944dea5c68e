"""``collect`` beside the scripts that only read, and what a further file costs as the inbox grows."""

import importlib.util
import itertools
import json
import shutil
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from automation.workspace import Workspace
from benchmarks import processes
from benchmarks.inbox import lay
from benchmarks.measured import Figure, ratio
from benchmarks.processes import Ran
from benchmarks.profiles import profile
from benchmarks.workload import TABLE, World

QUICK, SLOW = ("unzipped", "calamine", "pandas_calamine"), ("pandas_default", "openpyxl_loop", "pyexcel_arrays")
"""Peers that run in every round, and peers of which only the first runs in every round, for they take a minute."""
TITLES = {"unzipped": "unzip every part, look at nothing", "calamine": "bare python-calamine, one process", "tongbao": "tongbao collect, everything on",
          "pandas_calamine": "pandas, engine calamine", "pandas_default": "pandas, engine openpyxl", "openpyxl_loop": "openpyxl, read-only",
          "pyexcel_arrays": "pyexcel"}
_QUICK = 1000
"""Workbooks up to which an inbox is collected several times."""
_UNITS = 1390
"""Units up to which the growth adds units, and from which on it adds years."""


@dataclass(frozen=True)
class Load:
    """What one inbox took."""

    files: int
    ran: Ran
    ledger: int
    archive: int
    """Bytes."""

    @property
    def each(self) -> float:
        """Milliseconds a file."""
        return self.ran.seconds / self.files * 1000


def collected(root: Path, world: World, every: float = 0.1) -> Load:
    """Collect the inbox of ``root`` by the command line; raises RuntimeError where a total is not the generator's own."""
    ran = processes.run(processes.tongbao("collect", "-w", root, "--settle", "0", "--quiet"), every)
    verify(root, world)
    space = Workspace(root)
    return Load(world.files, ran, *(sum(p.stat().st_size for p in paths if p.is_file())
                                    for paths in (root.glob("ledger.db*"), space.archive.rglob("*"))))


def verify(root: Path, world: World) -> Mapping[str, Decimal]:
    """Ask for the totals of the last month; raises RuntimeError where one is not the generator's own sum."""
    said = json.loads(processes.run(processes.tongbao("figures", str(world.period(world.months - 1)), "-w", root, "--json"), 1).out)
    totals = {name: Decimal(text) for name, text in said["tables"][TABLE]["totals"].items()}
    expected = world.sums(world.months - 1).named()
    if wrong := {name: (totals.get(name), value) for name, value in expected.items() if totals.get(name) != value}:
        raise RuntimeError(f"totals differ from the independent sum (found, expected): {wrong}")
    return expected


def copied(seed: Path, root: Path) -> Path:
    """The workspace ``seed`` once more, its files dropped in the order in which they were first."""
    shutil.rmtree(root, ignore_errors=True)
    there, here = Workspace(seed), Workspace(root)
    here.ensure()
    shutil.copyfile(there.plan_path, here.plan_path)
    for path in sorted(there.inbox.glob("*.xlsx"), key=lambda p: (p.stat().st_mtime_ns, p.name)):
        shutil.copyfile(path, here.inbox / path.name)
    return root


def compared(work: Path, world: World, rounds: int) -> Iterator[Figure]:
    """Collecting and its peers in turn, several times; every one of them must print the same sum."""
    seed = work / "seed"
    lay(seed, world)
    times: dict[str, list[Ran]] = {}
    loads: list[Load] = []
    expected = f"{world.sums(world.months - 1).year:.2f}"
    for turn in range(rounds):
        for name in (*QUICK, SLOW[0], *(SLOW[1:] if turn == 0 else ())):
            if name == "pyexcel_arrays" and not importlib.util.find_spec("pyexcel_xlsx"):
                continue
            ran = processes.run(processes.peer(name, Workspace(seed).inbox), 1)
            if name != "unzipped" and ran.out.strip() != expected:
                raise RuntimeError(f"{name} says {ran.out.strip()}, and it is {expected}")
            times.setdefault(name, []).append(ran)
        loads.append(collected(copied(seed, work / "tried"), world))
        times.setdefault("tongbao", []).append(loads[-1].ran)
    yield from _against(world, times, loads, work, seed)


def _against(world: World, times: Mapping[str, Sequence[Ran]], loads: Sequence[Load], work: Path, seed: Path) -> Iterator[Figure]:
    seconds = {name: statistics.median(r.seconds for r in runs) for name, runs in times.items()}
    cpu = {name: statistics.median(r.cpu for r in runs) for name, runs in times.items()}
    ours, bare, script = (seconds[name] for name in ("tongbao", "calamine", "pandas_default"))
    command = "python -m benchmarks --only collect"
    lines = table(("", "s", "processor s", "ms a file", "× calamine", "runs"),
                  [(TITLES[name], f"{seconds[name]:.2f}", f"{cpu[name]:.2f}", f"{seconds[name] / world.files * 1000:.1f}",
                    f"{seconds[name] / bare:.1f}", str(len(times[name]))) for name in sorted(seconds, key=seconds.__getitem__)])
    numbers = {"files": world.files, **{f"seconds {n}": s for n, s in seconds.items()}, **{f"cpu {n}": s for n, s in cpu.items()}}
    first = ratio("collect", f"`collect`, {world.files:,} workbooks, everything on: wall time against bare calamine in one process", 3,
                  ours / bare, command, (*lines, "", _same(world)), numbers)
    yield first if first.met else profiled(first, copied(seed, work / "tried"))
    gain = script / ours
    yield Figure("pandas", "… and how much faster than the pandas script that only reads, concatenates and sums", "≥ 10 ×",
                 f"{gain:.1f} ×", gain >= 10, command, (), {"found": gain})


def _same(world: World) -> str:
    return f"All of them print the same sum, {world.sums(world.months - 1).year} 万元, which the generator adds up by itself."


def profiled(figure: Figure, root: Path) -> Figure:
    """With where the time goes: everything in one process, so that one profile shows it all."""
    return Figure(**{**figure.__dict__, "profile": profile(["collect", "-w", str(root), "--settle", "0", "--quiet", "--jobs", "0"])})


def growth(work: Path, sizes: Sequence[int], rounds: int) -> Iterator[Figure]:
    """What a further file costs as the inbox grows, and what it does to memory; large sizes are collected once."""
    yield from grown([_median_load(work, _grown_to(files), rounds if files <= _QUICK else 1) for files in sizes])


def _grown_to(files: int) -> World:
    """A year of more and more units, then more and more years: a process has no room for the plan of ten thousand units."""
    return World.of(files, max(12, -(-files // _UNITS)))


def _median_load(work: Path, world: World, rounds: int) -> Load:
    root, loads = work / "grown", []
    for _ in range(rounds):
        lay(root, world)
        loads.append(collected(root, world))
        shutil.rmtree(root)
    return sorted(loads, key=lambda load: load.each)[rounds // 2]


def grown(loads: Sequence[Load]) -> Iterator[Figure]:
    """The figures of some sizes, smallest first."""
    command = f"python -m benchmarks --only growth --sizes {','.join(str(load.files) for load in loads)}"
    steps = [(b.ran.seconds - a.ran.seconds) / (b.files - a.files) * 1000 for a, b in itertools.pairwise(loads)]
    lines = table(("workbooks", "s", "ms a file", "ms a further file", "processor ms a file", "of it main", "main process MiB",
                   "a worker MiB", "ledger kB a file", "archive kB a file"),
                  [(f"{load.files:,}", f"{load.ran.seconds:.1f}", f"{load.each:.1f}", f"{step:.1f}" if step else "",
                    f"{load.ran.cpu / load.files * 1000:.1f}", f"{load.ran.main_cpu / load.files * 1000:.1f}", f"{load.ran.main_peak:.0f}",
                    f"{load.ran.worker_peak:.0f}", f"{load.ledger / load.files / 1000:.1f}", f"{load.archive / load.files / 1000:.1f}")
                   for load, step in zip(loads, (0.0, *steps), strict=True)])
    numbers = {f"{name} {load.files}": value for load in loads for name, value in (
        ("seconds", load.ran.seconds), ("cpu", load.ran.cpu), ("main cpu", load.ran.main_cpu), ("main", load.ran.main_peak),
        ("worker", load.ran.worker_peak), ("ledger", load.ledger), ("archive", load.archive))}
    said = " → ".join(f"{load.files:,}" for load in loads)
    if len(steps) > 1:
        yield ratio("growth", f"growth {said}: what a further file costs at the end, against the first step", 1.2,
                    steps[-1] / steps[0], command, lines, numbers)
    else:
        yield Figure("growth", f"growth {said}", "≤ 1.2 ×", "", None, command, lines, numbers)
    peak = loads[-1].ran.main_peak
    if peak:
        yield Figure("memory", f"memory of the main process, at most, with {loads[-1].files:,} workbooks", "< 300 MiB", f"{peak:.0f} MiB",
                     peak < 300, command, (), {"found": peak})


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """A table of the page."""
    return tuple(f"| {' | '.join(row)} |" for row in (head, ["---", *["---:"] * (len(head) - 1)], *rows))
