"""Every figure of docs/performance.md in one run: ``python -m benchmarks``, or ``make bench``.

``--large`` lets the growth go on to 100,000 workbooks, ``--small --page out.md`` runs everything in a tiny size to see that
it runs, and ``--only collect,growth`` prints some of it and writes nothing.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import checking, collecting, costs, large, others, page, scaling
from benchmarks.measured import Figure, Measured, machine, missing, save
from benchmarks.workload import World

PAGE = Path("docs", "performance.md")


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    files: int = 1000
    growth: tuple[int, ...] = (100, 1000, 10_000)
    rounds: int = 3
    runs: int = 7
    units: int = 1000
    values: int = 1_000_000
    projects: int = 300
    counties: int = 60
    read: int = 10_000


SMALL = Sizes(files=24, growth=(12, 24, 48), rounds=1, runs=1, units=4, values=2000, projects=6, counties=2, read=0)


def scaled(sizes: Sizes, by: float) -> Sizes:
    """Every size but the bulletin's times so much."""
    return replace(sizes, files=round(sizes.files * by), growth=tuple(round(n * by) for n in sizes.growth), units=round(sizes.units * by),
                   values=round(sizes.values * by), read=round(sizes.read * by))


Part = tuple[str, Callable[[Path, Sizes], Iterator[Figure]]]
PARTS: tuple[Part, ...] = (
    ("collect", lambda work, sizes: collecting.compared(work, World.of(sizes.files), sizes.rounds)),
    ("growth", lambda work, sizes: collecting.growth(work, sizes.growth, sizes.rounds)),
    ("check", lambda work, sizes: checking.checked(work, sizes.runs)),
    ("send-back", lambda _, sizes: checking.sent_back(sizes.runs * 5)),
    ("issue", lambda work, sizes: others.issued(work, sizes.units)),
    ("bulletin", lambda work, sizes: others.written_up(work, min(sizes.runs, 5), sizes.projects, sizes.counties)),
    ("figures", lambda work, sizes: others.added_up(work, sizes.values, sizes.rounds)),
    ("cluster", lambda _, sizes: others.clustered(sizes.read, 1) if sizes.read else iter(())),
    ("costs", lambda work, sizes: costs.measured(work, sizes.projects * 100)),
)


def measure(sizes: Sizes, only: Sequence[str], work: Path) -> Iterator[Figure]:
    """Run the parts that are wanted; one that fails is told of and does not stop the others."""
    for name, part in PARTS:
        if only and name not in only:
            continue
        begun = time.perf_counter()
        try:
            for figure in part(work, sizes):
                print(f"{figure.what}: {figure.said or '–'} (goal {figure.goal})", *figure.lines, *figure.profile, sep="\n    ", flush=True)
                yield figure
        except (RuntimeError, ImportError, OSError) as error:
            print(f"{name}: {error}", flush=True)
            yield missing(name, name, "", f"It did not run: {error}")
        print(f"[{name}: {time.perf_counter() - begun:.0f} s]", flush=True)


def main(words: Sequence[str] | None = None) -> int:
    """Run; gives 1 where something could not be measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="everything in a tiny size; the figures mean nothing")
    parser.add_argument("--large", action="store_true", help="grow to 100,000 workbooks")
    parser.add_argument("--scale", type=float, default=1, help="every size times so much, e.g. 0.1 for a first look")
    parser.add_argument("--files", type=int, help="workbooks that collecting and its peers are compared on, 1000 unless told")
    parser.add_argument("--rounds", type=int, help="how often they take turns, 3 unless told")
    parser.add_argument("--sizes", help="sizes of the growth, such as 100,1000,10000")
    parser.add_argument("--only", default="", help=f"some of {', '.join(name for name, _ in PARTS)}")
    parser.add_argument("--work", type=Path, help="a folder on the disk that is to be measured; a temporary one unless told")
    parser.add_argument("--page", type=Path, default=PAGE, help="what is written")
    given = parser.parse_args(words)
    sizes = SMALL if given.small else scaled(Sizes(), given.scale)
    grown = tuple(map(int, given.sizes.split(","))) if given.sizes else (*sizes.growth, *(100_000,) * given.large)
    sizes = replace(sizes, growth=grown, files=given.files or sizes.files, rounds=given.rounds or sizes.rounds)
    only = tuple(filter(None, given.only.split(",")))
    work = Path(tempfile.mkdtemp(prefix="bench", dir=given.work))
    here, begun = machine(), time.perf_counter()
    try:
        figures = tuple(measure(sizes, only, work))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    command = " ".join(("python -m benchmarks", *(sys.argv[1:] if words is None else words)))
    if not only:
        write(given.page, Measured(here, command, time.perf_counter() - begun, figures))
    return 1 if any(figure.met is None for figure in figures) else 0


def write(target: Path, measured: Measured) -> None:
    """Keep the data beside and write the page, and the one on scaling; the real page's data stands in docs/measured."""
    kept = scaling.BENCH if target == PAGE else target.with_suffix(".json")
    save(kept, measured)
    target.write_text(page.written(measured, large.load(), page.reasons()), encoding="utf-8")
    scaled = target.with_name("scaling.md")
    scaled.write_text(scaling.written(measured, large.load()), encoding="utf-8")
    print(f"{target}, {scaled} and {kept} written")


if __name__ == "__main__":
    sys.exit(main())
