"""What was measured, as data: a figure beside its goal, the machine it was measured on, and the files that keep both."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

FOLDER = Path("docs", "measured")
"""Where measurements are kept, from the root of the repository."""
_PACKAGES = ("openpyxl", "pandas", "pyexcel", "python-calamine", "xlsxwriter", "dask", "distributed")


@dataclass(frozen=True)
class Figure:
    """One thing that was measured, beside what it was to be."""

    key: str
    """What the reasons and the profiles call it."""
    what: str
    goal: str
    said: str
    """The figure, in words; empty where it was not measured."""
    met: bool | None
    """None where it was not measured."""
    command: str
    lines: tuple[str, ...] = ()
    """What else was seen."""
    numbers: Mapping[str, float] = field(default_factory=dict)
    profile: tuple[str, ...] = ()
    """Where the time went, for a figure that misses its goal."""


@dataclass(frozen=True)
class Machine:
    """Where and of what it was measured."""

    processor: str
    cores: int
    memory_gb: float
    system: str
    python: str
    packages: Mapping[str, str]
    commit: str
    date: str
    load: float = 0.0
    """Processes that wanted a processor in the minute before; a machine with nothing else to do has next to none."""


@dataclass(frozen=True)
class Measured:
    """One run of a benchmark."""

    machine: Machine
    command: str
    seconds: float
    figures: tuple[Figure, ...]

    def numbers(self, key: str) -> Mapping[str, float]:
        """The numbers of one figure; none where it was not measured."""
        return next((f.numbers for f in self.figures if f.key == key), {})


def ratio(key: str, what: str, most: float, found: float, command: str, lines: tuple[str, ...] = (),
          numbers: Mapping[str, float] | None = None, unit: str = " ×") -> Figure:
    """A figure that is to be at most so much."""
    return Figure(key, what, f"≤ {most:g}{unit}", f"{found:.2f}{unit}", found <= most, command, lines, {"found": found, **(numbers or {})})


def missing(key: str, what: str, goal: str, why: str) -> Figure:
    """A figure that could not be measured here."""
    return Figure(key, what, goal, "", None, "", (why,))


def machine() -> Machine:
    """This machine and this checkout, at this time."""
    return Machine(_processor(), os.cpu_count() or 1, round(_memory(), 1), f"{platform.system()} {platform.release()}", platform.python_version(),
                   {name: found for name in _PACKAGES if (found := _version(name))}, _git("describe", "--always", "--dirty", "--abbrev=10"),
                   _git("log", "-1", "--format=%cs"), round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0)


def save(path: Path, measured: Measured) -> None:
    """Write it as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(measured), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> Measured:
    """What ``save`` wrote; raises FileNotFoundError."""
    said = json.loads(path.read_text(encoding="utf-8"))
    figures = tuple(Figure(**{**one, "lines": tuple(one["lines"]), "profile": tuple(one["profile"])}) for one in said["figures"])
    return Measured(Machine(**said["machine"]), said["command"], said["seconds"], figures)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory() -> float:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError):
        return 0.0


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], capture_output=True, text=True, check=False).stdout.strip()
