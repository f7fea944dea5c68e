"""Ledger → Parquet: one file for each table of a period, replaced as a whole, with a bounded number of rows in memory."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from automation.errors import TongbaoError
from automation.export.columns import Line, Reported, batch, fixed, schema
from automation.export.partitions import KEY, PART, ROOT, Stamp, folder_of, partition, stamp_of
from automation.ledger import Counted, Ledger
from automation.model.plan import Plan, Table
from automation.period import Period

if TYPE_CHECKING:
    import pyarrow

BATCH, GROUP = 8_192, 131_072
"""Rows that wait for being put into columns, and columns that wait for being written, of one table at most."""
RUN = 16_384
"""Rows that a reader takes or passes over together."""
_WRITING = ".writing"
"""Where files grow: readers pass over names that begin with a dot."""


def export(plan: Plan, ledger: Ledger, period: Period, target: Path) -> tuple[Path, ...]:
    """Write ``period`` to ``target/parquet``, and every earlier period with reports that is not there or is out of date.

    Gives the files of the periods that were written. Equal values give equal bytes. Raises TongbaoError where nothing
    can be written there; then every file is what it was, or new as a whole.
    """
    counted = ledger.counting(period)
    periods = sorted({one.period for one in counted if one.period < period})
    written: list[Path] = []
    try:
        for each in (*periods, period):
            stamp = _stamp(plan, each, counted)
            folder = folder_of(target / ROOT, plan.settings.plan_code, str(each))
            if each == period or stamp_of(folder) != stamp:
                written += _write(plan, ledger, each, folder, stamp)
    except OSError as error:
        raise TongbaoError(f"导出写不进“{target}”：{error.strerror or error}", "请检查路径、权限和磁盘空间，再导出一次；已有的文件没有损坏") from error
    return tuple(written)


def _stamp(plan: Plan, period: Period, counted: Iterable[Counted]) -> Stamp:
    counted = [one for one in counted if one.period <= period]
    earlier = sorted({one.period for one in counted if one.period < period})
    return Stamp(plan.settings.plan_code, plan.fingerprint, str(period), tuple(t.code for t in _tables(plan, period)),
                 tuple(map(str, earlier)), {one.unit: one.sha256 for one in counted if one.period == period})


def _tables(plan: Plan, period: Period) -> tuple[Table, ...]:
    return plan.due_tables(period)


def _write(plan: Plan, ledger: Ledger, period: Period, folder: Path, stamp: Stamp) -> Iterator[Path]:
    """Write every table aside, then put each in its place; what no longer belongs there goes."""
    tables = _tables(plan, period)
    aside = folder / _WRITING
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    with ExitStack() as stack:
        files = [(Reported(t), stack.enter_context(_File(aside / str(n), stamp, fixed(t)))) for n, t in enumerate(tables)]
        for revision, entries in ledger.by_submission(period):
            for reported, file in files:
                file.add(reported.lines(entries, revision))
    places = [partition(folder, table.code) for table in tables]
    for number, place in enumerate(places):
        place.mkdir(exist_ok=True)
        (aside / str(number)).replace(place / PART)
        yield place / PART
    for place in (aside, *(set(folder.glob("table=*")) - set(places))):
        shutil.rmtree(place)


class _File:
    """One Parquet file in the making."""

    def __init__(self, path: Path, stamp: Stamp, first: Iterable[Line]) -> None:
        from pyarrow import parquet

        self._schema = schema().with_metadata({KEY: stamp.text()})
        self._writer = parquet.ParquetWriter(path, self._schema, compression="snappy")
        self._lines: list[Line] = []
        self._batches: list[pyarrow.RecordBatch] = []
        for line in first:
            self.add((line,))

    def __enter__(self) -> "_File":
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            self._pack()
            self._write()
        finally:
            self._writer.close()

    def add(self, lines: Iterable[Line]) -> None:
        """Rows behind all others."""
        self._lines += lines
        if len(self._lines) > BATCH:
            self._pack()
        if sum(b.num_rows for b in self._batches) > GROUP:
            self._write()

    def _pack(self) -> None:
        """Put the rows that wait into columns."""
        if self._lines:
            self._batches.append(batch(self._lines))
            self._lines.clear()

    def _write(self) -> None:
        """Put the columns that wait into the file: by field, so that who asks for one field passes over the others."""
        import pyarrow
        from pyarrow import compute

        if self._batches:
            rows = pyarrow.Table.from_batches(self._batches, self._schema)
            self._batches.clear()
            self._writer.write_table(rows.take(compute.sort_indices(rows["field"])), RUN)
