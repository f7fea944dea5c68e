"""Merged values for other programs, with nothing in them that depends on when they were written.

``flat`` is one period as CSV and JSON. ``parquet`` is a folder that grows with every period and that pandas, DuckDB and
Dask read as one table, laid out by plan, period and table; ``reading`` gives the values back, so that totals can be had
without the ledger.
"""

from automation.export.flat import COLUMNS, KINDS, RISKY, as_csv, as_json, records, text_of, write
from automation.export.parquet import export
from automation.export.reading import entries_up_to
from automation.export.sums import sums_up_to

__all__ = ["COLUMNS", "KINDS", "RISKY", "as_csv", "as_json", "entries_up_to", "export", "records", "sums_up_to", "text_of", "write"]
