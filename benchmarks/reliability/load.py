"""A great many workbooks in one inbox: the main process stays small, and a file costs what it cost before.

    python -m benchmarks.reliability.load --files 1000,10000

Every workbook has bytes of its own: a real one of a practice with another note in its zip, so most are later versions of an
earlier one. Memory is the peak of the process that collects (VmHWM), without its workers.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reliability import bench, drop

MEMORY = 300
"""MiB that the main process may take."""
RATIO = 1.3
"""How much more a file may cost in the largest inbox than in the smallest."""


@dataclass(frozen=True)
class Load:
    """What one inbox took."""

    files: int
    seconds: float
    peak: float
    """MiB."""
    faults: tuple[str, ...]

    @property
    def each(self) -> float:
        """Milliseconds for a file."""
        return self.seconds / self.files * 1000

    def line(self) -> str:
        """One line for the record."""
        return f"{self.files} workbooks: {self.seconds:.1f} s, {self.each:.1f} ms each, main process {self.peak:.0f} MiB at its peak {list(self.faults) or ''}"


def lay(seed: Path, root: Path, files: int) -> None:
    """A workspace with so many workbooks in its inbox."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(seed, root, ignore=lambda folder, names: names if folder.endswith("inbox") else [])
    sent = [p.read_bytes() for p in sorted((seed / "inbox").glob("*_2017年0[1-4]月.xlsx"))]
    for number in range(files):
        note = b"%08d" % number
        whole = sent[number % len(sent)]
        (root / "inbox" / f"{number:06}.xlsx").write_bytes(whole[:-2] + len(note).to_bytes(2, "little") + note)


def taken(root: Path, files: int) -> Load:
    """Collect by a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        process = bench.start(bench.arguments(root, module="automation"), Path(folder))
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _peak(process.pid))
            time.sleep(0.02)
        seconds = time.perf_counter() - begun
        ran = bench.Ran(process.returncode, "", (Path(folder) / "err").read_text(), seconds)
    faults = ran.faults() + bench.torn(root)
    faults += [f"{len(left)} left in the inbox"] if (left := drop.dropped(root)) else []
    kept = sum(p.is_file() for p in (root / "archive").rglob("*"))
    faults += [f"{kept} in the archive"] if kept != files else []
    return Load(files, seconds, peak, tuple(faults + ([f"{peak:.0f} MiB"] if peak > MEMORY else [])))


def _peak(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def main(words: Sequence[str] | None = None) -> int:
    """Run; gives 1 where a limit was passed or a file was not dealt with."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", default="1000,10000")
    parser.add_argument("--work", type=Path)
    given = parser.parse_args(words)
    work = given.work or Path(tempfile.mkdtemp(prefix="load"))
    loads = []
    for files in map(int, given.files.split(",")):
        lay(drop.make(work), work / "load", files)
        loads.append(taken(work / "load", files))
        print(loads[-1].line(), flush=True)
    ratio = loads[-1].each / loads[0].each
    print(f"a file costs {ratio:.2f} times as much")
    return 1 if any(load.faults for load in loads) or ratio > RATIO else 0


if __name__ == "__main__":
    sys.exit(main())
