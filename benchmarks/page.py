"""``docs/performance.md``, written from what was measured: every figure beside its goal, and where a goal is missed, why."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.large import Large
from benchmarks.measured import Figure, Machine, Measured
from benchmarks.workload import ROWS

REASONS = Path(__file__).with_name("reasons.toml")
"""Why a goal is missed, by key of the figure, in somebody's own words."""

_HEAD = """# Speed and memory

Written by `make bench`; do not edit. Every figure stands beside its goal, and all but those of a hundred thousand workbooks
come from one run of one command on one machine. Ratios are the figures to compare: the peer runs in the same minute on the
same files, so a slow or busy machine slows both down. Seconds are only true of the machine named below. What follows from
them for a province or the country stands in [scaling.md](scaling.md).
"""
_HOW = """## How it is measured

- The workbooks are invented from one seed ([workload.py](../benchmarks/workload.py)): each is an issued workbook, filled in,
  30 projects by 23 columns, of which a clerk sees 18. Every one has a unit or month, figures and bytes of its own, and is
  accepted without a finding. What all totals must be is added up beside them in whole numbers by code that has nothing
  to do with the package, and a run whose totals differ stops with an error.
- The peers ([benchmarks/peers](../benchmarks/peers)) are short scripts such as a competent user would write. They read,
  concatenate and add up one column, and print the sum. They do not ask whose workbook it is, check nothing, keep no copy,
  and remember nothing; `collect` does all of that.
- `collect` is the command as a user types it, in as many worker processes as there are processors, except for
  `--settle 0`: it does not wait two seconds to see whether a file is still being copied.
- Commands and peers take turns, and the median counts. Slow peers, which take a minute, run once. Seconds are by the clock
  unless the text says that they are the processor's.
- Memory is what the system says is resident, looked at ten times a second (`/proc`, so on Linux only).
- The profile below a missed goal is cProfile's, everything in one process. It makes small functions look slower than they are.
"""


def written(measured: Measured, large: Large | None, reasons: Mapping[str, str]) -> str:
    """The page."""
    parts = [_HEAD, _where(measured), _table((*measured.figures, *_of_large(large))), *_sections(measured, reasons)]
    if large:
        parts.append(_large(large, reasons))
    return "\n".join((*parts, _HOW))


def reasons() -> Mapping[str, str]:
    """Why a goal is missed, by key of the figure."""
    said = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    return {key: str(text).strip() for key, text in said.items()}


def of(machine: Machine) -> str:
    """A machine in a few words."""
    return f"{machine.processor}, {machine.cores} cores, {machine.memory_gb:g} GB; {machine.system}; Python {machine.python}"


def _where(measured: Measured) -> str:
    machine = measured.machine
    packages = ", ".join(f"{name} {found}" for name, found in machine.packages.items())
    return (f"Measured with `{measured.command}` in {measured.seconds / 60:.0f} minutes, commit `{machine.commit}` of {machine.date}, on\n"
            f"{of(machine)};\n{packages}.\n{_busy(machine)}")


def _busy(machine: Machine) -> str:
    """A warning where the figures were not measured alone."""
    if machine.load < machine.cores / 2:
        return ""
    return (f"\n**The machine was busy**: {machine.load:g} processes wanted its {machine.cores} processors as the run began. Times by the clock "
            "are too long by that much;\nprocessor seconds and ratios of the two are what can be used.\n")


def _of_large(large: Large | None) -> Iterator[Figure]:
    """What the largest run has to reach; it is run by a command of its own, because it takes as long as all the others."""
    if large is None:
        return
    if large.first_ms:
        grown = large.last_ms / large.first_ms
        yield Figure("large", f"{large.files:,} workbooks: what a file of the last tenth costs, against the first", "≤ 1.2 ×", f"{grown:.2f} ×",
                     grown <= 1.2, large.command, (), {})
    yield Figure("large-memory", f"… memory of the main process, at most, with {large.units * ROWS:,} projects in the plan", "< 300 MiB",
                 f"{large.main_peak:.0f} MiB", large.main_peak < 300, large.command, (), {})


def _table(figures: Iterable[Figure]) -> str:
    rows = [f"| {f.what} | {f.goal} | {f.said or '–'} | {_met(f)} | {f'`{f.command}`' if f.command else ''} |" for f in figures]
    return "\n".join(("| what | goal | figure | met | command |", "| --- | --- | ---: | --- | --- |", *rows, ""))


def _met(figure: Figure) -> str:
    if not figure.goal:
        return ""
    return "not measured" if figure.met is None else "yes" if figure.met else "**no**"


def _sections(measured: Measured, reasons: Mapping[str, str]) -> Iterator[str]:
    for figure in measured.figures:
        missed = figure.met is False
        if not figure.lines and not missed:
            continue
        yield f"## {_title(figure)}\n"
        if figure.lines:
            yield "\n".join(figure.lines) + "\n"
        if missed:
            yield f"Goal {figure.goal}, found {figure.said}. {reasons.get(figure.key, 'Nobody has looked into it yet.')}\n"
            if figure.profile:
                yield "\n".join(("```", *figure.profile, "```\n"))


def _title(figure: Figure) -> str:
    words = figure.what.removeprefix("… and ")
    return words[0].upper() + words[1:]


def _large(large: Large, reasons: Mapping[str, str]) -> str:
    missed = [f"Goal {f.goal}, found {f.said}. {reasons.get(f.key, 'Nobody has looked into it yet.')}\n" for f in _of_large(large) if f.met is False]
    steps = [f"| {s.at / 60:.1f} | {s.files:,} | {s.main:.0f} | {' '.join(f'{w:.0f}' for w in s.workers)} | {s.ledger_mb:.0f} | {s.archive_mb:.0f} |"
             for s in large.samples]
    equal = "equal to the generator's own sum" if large.equal else "**not** equal to the generator's own sum"
    return "\n".join((
        f"## {large.files:,} workbooks on one machine\n",
        f"`{large.command}`, commit `{large.machine.commit}`, on {of(large.machine)}: {large.units:,} units over {large.months} months,",
        f"{large.inbox_mb:,.0f} MB in the inbox, collected in {large.seconds / 60:.1f} minutes, **{large.each:.1f} ms a file**"
        + (f" ({large.first_ms:.1f} ms over the first tenth, {large.last_ms:.1f} ms over the last)." if large.first_ms else "."),
        f"The main process took at most {large.main_peak:.0f} MiB, a worker {large.worker_peak:.0f} MiB; the ledger has {large.ledger_mb:,.0f} MB,",
        f"the archive {large.archive_mb:,.0f} MB. `figures` took {large.figures_seconds:.1f} s and is {equal}: {large.total} 万元.\n", *missed,
        "| minute | files | main MiB | workers MiB | ledger MB | archive MB |", "| ---: | ---: | ---: | ---: | ---: | ---: |", *steps, ""))
