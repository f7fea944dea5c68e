"""``docs/scaling.md``: what the measured costs mean for a province and for the country: ``python -m benchmarks.scaling``.

Everything with a figure in it comes from docs/measured; the words stand here and in scaling.txt.
"""

import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Template

from benchmarks.collecting import table
from benchmarks.costs import Costs, Run, fitted, runs
from benchmarks.large import Large
from benchmarks.large import load as load_large
from benchmarks.measured import FOLDER, Measured, load
from benchmarks.page import of
from benchmarks.simulation import Outcome, Place, simulate

BENCH, TARGET, WORDS = FOLDER / "bench.json", Path("docs", "scaling.md"), Path(__file__).with_name("scaling.txt")
PROVINCE, COUNTRY = 40_000, 700_000
GIGABIT = 125e6
"""Bytes a second."""
_CLUSTER_BATCH, _BARE = 100, 60
"""Files in a task of a cluster; MiB of a process that has read no plan yet."""
_MACHINES = (2, 4, 8, 16)
_CLUSTERS = (8, 16, 32)


def machine_of(cores: int) -> Place:
    """One machine, with as many readers as cores."""
    return Place(cores, cores)


def cluster_of(workers: int) -> Place:
    """Readers on machines of their own, which fetch the files over a network of one gigabit."""
    return Place(workers, workers + 1, GIGABIT, _CLUSTER_BATCH)


def written(measured: Measured, large: Large | None) -> str:
    """The page."""
    cores = measured.machine.cores
    real = runs(measured.numbers("growth"))
    asked = measured.numbers("costs")
    costs = fitted(real, cores, asked["wait"], (asked["sent"], asked["answered"]), asked["judge"])
    if large:
        real = (*real, Run(large.files, large.seconds, large.main_cpu, large.cpu - large.main_cpu, large.ledger_mb * 1e6, large.archive_mb * 1e6))
    province = {place: _simulate(costs, place, PROVINCE) for place in (*map(machine_of, _MACHINES), *map(cluster_of, _CLUSTERS))}
    country = {place: _simulate(costs, place, COUNTRY) for place in province}
    most = 1 / costs.main
    busy = " The machine\nwas busy with other things meanwhile, so what was measured by the clock took longer than it would have alone."
    return Template(WORDS.read_text(encoding="utf-8")).substitute(
        busy=busy if measured.machine.load >= cores / 2 else "",
        machine=of(measured.machine), commit=measured.machine.commit, date=measured.machine.date, costs=_costs(costs), checked=_checked(costs, real, cores),
        simulated=_simulated(province, country), saturation=_saturation(costs), advice=_advice(costs),
        small=_time(simulate(costs, machine_of(cores), 100).seconds), city=_time(simulate(costs, machine_of(cores), 1000).seconds),
        province=_time(province[machine_of(2)].seconds), province_eight=_time(province[machine_of(8)].seconds),
        country=_time(country[machine_of(8)].seconds), country_cluster=_time(country[cluster_of(16)].seconds), remote_ms=f"{costs.elsewhere.main * 1000:.1f}",
        ceiling=f"{most:.0f}", main_ms=f"{costs.main * 1000:.1f}", cores=str(cores), enough=_readers(math.ceil(costs.read / costs.main)),
        year_ledger=_size(PROVINCE * 12 * costs.ledger), year_archive=_size(PROVINCE * 12 * costs.archive),
        shared=_time(simulate(costs, machine_of(2), COUNTRY // 31).seconds), plan_mib=f"{asked['plan mib']:.1f}",
        plan_seconds=f"{asked['plan seconds']:.2f}", plan_large=f"{asked['plan mib'] * 250 + _BARE:.0f}")


def _simulate(costs: Costs, place: Place, files: int) -> Outcome:
    return simulate(costs.elsewhere if place.bandwidth == GIGABIT else costs, place, files)


def _costs(costs: Costs) -> str:
    rows = [("reading and judging, in a worker", f"{costs.read * 1000:.2f} ms of a processor"),
            ("… of it judging, which is the main process's where readers are on other machines", f"{costs.judge * 1000:.2f} ms of a processor"),
            ("archive, ledger, inbox, in the main process", f"{costs.keep * 1000:.2f} ms of a processor"),
            (f"waiting for the disk, once for {costs.group} files", f"{costs.wait * 1000:.1f} ms"),
            ("before the first file, main process", f"{costs.begin:.2f} s"), ("before its first file, each worker", f"{costs.awake:.2f} s"),
            ("ledger", f"{costs.ledger / 1000:.1f} kB"), ("archive", f"{costs.archive / 1000:.1f} kB"),
            ("network, readers on other machines: file, order, result", f"{costs.wire / 1000:.1f} kB")]
    return "\n".join(table(("one workbook", "costs"), rows))


def _checked(costs: Costs, real: Sequence[Run], cores: int) -> str:
    rows = []
    for run in real:
        told = simulate(costs, machine_of(cores), run.files).seconds
        rows.append((f"{run.files:,}", f"{run.seconds:.1f} s", f"{told:.1f} s", f"{(told / run.seconds - 1) * 100:+.0f} %"))
    return "\n".join(table(("workbooks", "measured", "simulated", "error"), rows))


def _simulated(province: dict[Place, Outcome], country: dict[Place, Outcome]) -> str:
    rows = [(_name(place), _time(small.seconds), small.limit, _time(big.seconds), f"{big.each:.2f}", f"{big.main_busy + big.disk:.0%}",
             f"{big.workers_busy:.0%}", big.limit) for (place, small), big in zip(province.items(), country.values(), strict=True)]
    return "\n".join(table(("", f"{PROVINCE:,}", "held up by", f"{COUNTRY:,}", "ms a file", "main process", "each reader", "held up by"), rows))


def _saturation(costs: Costs) -> str:
    parts = list(_ceilings(costs))
    return "\n".join(table(("part", "most workbooks a second", "of what", "what helps"), parts))


def _ceilings(costs: Costs) -> Iterator[tuple[str, str, str, str]]:
    yield "one reader", f"{1 / costs.read:.0f}", "a processor", "more processors, then more machines"
    yield "main process: archive, ledger, inbox", f"{1 / costs.keep:.0f}", "one processor", "a faster processor; beyond that, more than one ledger"
    yield ("… with readers on other machines", f"{1 / costs.elsewhere.keep:.0f}", "one processor, which judges too",
           "readers on this machine, as many as it has cores")
    yield ("durable writing", f"{costs.group / costs.wait:.0f}", f"one disk, in groups of {costs.group}", "a disk that syncs faster (SSD, battery-backed cache)")
    yield "both, for they take turns", f"{1 / costs.main:.0f}", "one office", "the ceiling of one ledger"
    yield "network, one gigabit", f"{GIGABIT / costs.wire:.0f}", "the link of the share", "ten gigabit; or workers that hold the files"


def _advice(costs: Costs) -> str:
    rows = [("a county bureau", "10–100", "one laptop, `tongbao collect`", 100), ("a city", "1,000", "the same", 1000),
            ("a province", f"{PROVINCE:,}", "one machine of 2 to 8 cores with an SSD", PROVINCE),
            ("the country", f"{COUNTRY:,}", "an office for each province; one ledger only where it must be one", COUNTRY)]
    return "\n".join(table(("office", "workbooks a month", "what to run", "2 cores", "8 cores", "ledger a month", "archive a month"), [
        (who, many, what, *(_time(simulate(costs, machine_of(cores), files).seconds) for cores in (2, 8)), _size(files * costs.ledger),
         _size(files * costs.archive)) for who, many, what, files in rows]))


def _readers(count: int) -> str:
    return "one reader" if count <= 1 else f"{count} readers"


def _name(place: Place) -> str:
    return f"cluster, {place.workers} readers" if place.bandwidth == GIGABIT else f"one machine, {place.workers} cores"


def _time(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 100 * 60 else f"{seconds / 3600:.1f} h"


def _size(count: float) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB" if count >= 1e7 else f"{count / 1e6:.1f} MB"


def main() -> int:
    """Write the page anew from what was kept; gives 1 where nothing was."""
    try:
        TARGET.write_text(written(load(BENCH), load_large()), encoding="utf-8")
    except FileNotFoundError as error:
        print(f"{error.filename} is missing: run python -m benchmarks first")
        return 1
    print(f"{TARGET} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
