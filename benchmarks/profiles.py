"""Where the time of a command goes, by Python's own profiler."""

import pstats
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.processes import environment

_TOP = 12
_STEPS = {
    ("inbox/archive.py", "keep_all"): "archive", ("sheets/open.py", "read_book"): "unzip, parse", ("reader/read.py", "read_submission"): "understand",
    ("backgrounds.py", "background"): "look into the past", ("rules/check.py", "check"): "check", ("ledger/book.py", "record"): "ledger",
    ("inbox/release.py", "release_all"): "remove from the inbox", ("plan/read.py", "read_plan"): "read the plan",
    ("template/press.py", "workbook"): "make a workbook", ("bulletin/write.py", "write_bulletin"): "write the bulletin",
    ("edition.py", "summary"): "add up"}
"""Functions that are a step of a command each, by the end of their file's path and their name."""


def profile(words: Sequence[str]) -> tuple[str, ...]:
    """Run a command of tongbao under cProfile; gives the functions that took longest by themselves.

    The profiler makes everything slower, small functions most: it tells where to look, not how long it takes.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "profile"
        subprocess.run([sys.executable, "-m", "cProfile", "-o", target, "-m", "automation", *words], check=False, capture_output=True,
                       env=environment())
        return top(pstats.Stats(str(target)))


def top(stats: pstats.Stats) -> tuple[str, ...]:
    """The functions that took longest by themselves, one a line."""
    found = sorted(stats.stats.items(), key=lambda one: one[1][2], reverse=True)[:_TOP]  # type: ignore[attr-defined]
    whole = stats.total_tt  # type: ignore[attr-defined]
    steps = sorted(((all_, _STEPS[step]) for (file, _, name), (_, _, _, all_, _) in stats.stats.items()  # type: ignore[attr-defined]
                    for step in _STEPS if name == step[1] and file.replace("\\", "/").endswith(f"/automation/{step[0]}")), reverse=True)
    return (f"{whole:.1f} s under the profiler; of them in whole steps: " + ", ".join(f"{name} {all_ / whole:.0%}" for all_, name in steps),
            "own time, share, calls, function",
            *(f"{own:8.2f} s {own / whole:6.1%} {calls:10,}  {_name(*where)}" for where, (_, calls, own, _, _) in found))


def _name(file: str, line: int, function: str) -> str:
    place = file.replace("\\", "/")
    for root in ("/automation/", "/site-packages/", "/lib/python"):
        if root in place:
            place = place.partition(root)[2]
            place = f"automation/{place}" if root == "/automation/" else place
            break
    return f"{function}  {place}:{line}" if line else function
