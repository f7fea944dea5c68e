"""How long totals take against the same sums in SQLite: ``python -m benchmarks.figures --values 1000000``.

A year of reports is invented from one seed and recorded in a ledger; the last month is exported with all before it. Then the
totals of the last month are worked out from the ledger, from the export, and by SQLite alone over the ledger's own tables, in
turn, so that a busy machine slows all three down. All three must be the generator's own sums. Seconds are the processor's.
"""

import argparse
import cProfile
import datetime
import gc
import hashlib
import pstats
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from automation import export, pipeline
from automation.ledger import Ledger
from automation.model.submission import Outcome, Receipt, Row, Submission, Value
from automation.period import Period
from automation.pipeline import Office
from automation.totals import Totals
from automation.workspace import Workspace
from benchmarks.profiles import top
from benchmarks.workload import ROWS, TABLE, World

MONTHS, FIELDS = 12, 4
_NOON = datetime.datetime(2017, 1, 12, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
_SUMS = """
    SELECT sum(CASE WHEN s.period = :last THEN CAST(v.number AS REAL) END), sum(CAST(v.number AS REAL))
    FROM submission s JOIN value v ON v.submission = s.id
    WHERE s.outcome = 'accepted' AND s.period <= :last GROUP BY v.field HAVING v.field = '本月完成投资'
"""
_PLANNED = "SELECT sum(total), sum(annual) FROM planned"


@dataclass(frozen=True)
class Found:
    """Seconds of the processor, medians of the runs, and what was added up."""

    values: int
    items: int
    ledger: float
    exported: float
    sqlite: float
    exporting: float
    """Writing the whole year as Parquet, once."""
    ledger_mb: float
    export_mb: float
    runs: int
    profile: tuple[str, ...]
    """Where the time from the ledger goes."""

    @property
    def ledger_ratio(self) -> float:
        """Totals from the ledger against SQLite."""
        return self.ledger / self.sqlite

    @property
    def export_ratio(self) -> float:
        """Totals from the export against SQLite."""
        return self.exported / self.sqlite


def measure(values: int, runs: int = 3, work: Path | None = None) -> Found:
    """Measure over about so many values; raises RuntimeError where two ways differ or the generator knows better."""
    world = World(max(1, round(values / (ROWS * FIELDS * MONTHS))), MONTHS)
    with tempfile.TemporaryDirectory(dir=work) as folder:
        root, plan, last = Path(folder), world.plan(), world.period(MONTHS - 1)
        office = Office(Workspace(root), plan)
        count = _recorded(root / "ledger.db", world)
        begun = time.process_time()
        with Ledger.open(root / "ledger.db") as ledger:
            export.export(plan, ledger, last, root)
        exporting = time.process_time() - begun
        ways: dict[str, Callable[[], list[Decimal]]] = {
            "sqlite": lambda: _by_sqlite(root / "ledger.db", last),
            "ledger": lambda: _totals(pipeline.totals(office, last)),
            "exported": lambda: _totals(pipeline.totals(office, last, root)),
        }
        _agree(ways, list(world.sums(MONTHS - 1).named().values()))
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(runs):
            for name, way in ways.items():
                taken[name].append(_timed(way))
        found = {name: statistics.median(seconds) for name, seconds in taken.items()}
        size = sum(p.stat().st_size for p in (root / "parquet").rglob("*.parquet"))
        return Found(count, world.units * world.rows, found["ledger"], found["exported"], found["sqlite"], exporting,
                     (root / "ledger.db").stat().st_size / 2**20, size / 2**20, runs, _profiled(ways["ledger"]))


def _recorded(path: Path, world: World) -> int:
    """Record every unit's twelve reports, and what the plan fixes, for SQLite alone; gives the number of values."""
    count = 0
    with Ledger.open(path, "benchmark") as ledger, ledger.together():
        for month in range(world.months):
            for number in range(1, world.units + 1):
                unit, period = world.unit(number).name, world.period(month)
                rows = tuple(_row(world, number, row, month) for row in range(world.rows))
                sha256 = hashlib.sha256(f"{unit}{period}".encode()).hexdigest()
                said = Submission("BENCH", unit, period, sha256, f"{unit}.xlsx", rows)
                moment = _NOON + datetime.timedelta(days=30 * month, seconds=number)
                ledger.record(Receipt(said.name, sha256, Outcome.ACCEPTED, unit, period, archived=f"archive/{sha256[:12]}.xlsx", received=moment), said)
                count += sum(len(row.values) for row in rows)
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE planned (item TEXT PRIMARY KEY, total REAL, annual REAL)")
        db.executemany("INSERT INTO planned VALUES (?, ?, ?)", (
            (f"{number:06}-{row}", total / 100, annual / 100) for number in range(1, world.units + 1)
            for row, (total, annual) in enumerate(zip(world.amounts(number).total, world.amounts(number).annual, strict=True))))
    db.close()
    return count


def _row(world: World, number: int, row: int, month: int) -> Row:
    values = {name: Value(name, str(value), value, "填报表", f"K{row + 9}") for name, value in world.typed(number, row, month).items()}
    return Row(f"{number:06}-{row + 1:02}", "", (TABLE,), "填报表", row + 9, values)


def _by_sqlite(path: Path, last: Period) -> list[Decimal]:
    db = sqlite3.connect(path)
    try:
        (month, year), (total, annual) = (db.execute(query, {"last": str(last)}).fetchone() for query in (_SUMS, _PLANNED))
    finally:
        db.close()
    # SQLite adds up binary floats; what is left of them is off by less than a hundredth.
    return [Decimal(round(amount * 100)) / 100 for amount in (total, annual, month, year)]


def _totals(found: Totals) -> list[Decimal]:
    (table,) = found.tables
    return [value for name in ("总投资", "年度计划投资", "本月完成投资", "本年累计完成投资") if isinstance(value := table.values[name], Decimal)]


def _agree(ways: dict[str, Callable[[], list[Decimal]]], expected: list[Decimal]) -> None:
    for name, way in ways.items():
        if (found := way()) != expected:
            raise RuntimeError(f"{name} says {found}, and it is {expected}")


def _profiled(way: Callable[[], object]) -> tuple[str, ...]:
    profiler = cProfile.Profile()
    profiler.runcall(way)
    return top(pstats.Stats(profiler))


def _timed(way: Callable[[], object]) -> float:
    gc.collect()
    begun = time.process_time()
    way()
    return time.process_time() - begun


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--values", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    found = measure(given.values, given.runs)
    print(f"{found.values:,} values of {found.items:,} projects, {found.runs} runs in turn, seconds of the processor")
    print(f"SQLite        {found.sqlite:7.2f}\nfrom ledger   {found.ledger:7.2f}  {found.ledger_ratio:6.1f} × SQLite\n"
          f"from export   {found.exported:7.2f}  {found.export_ratio:6.1f} × SQLite\n"
          f"exporting     {found.exporting:7.2f}, {found.ledger_mb:.0f} MB of ledger, {found.export_mb:.0f} MB of Parquet")


if __name__ == "__main__":
    main()
