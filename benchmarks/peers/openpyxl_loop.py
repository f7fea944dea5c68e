"""A loop over openpyxl, in its read-only mode."""

import sys
from pathlib import Path

import openpyxl

from benchmarks.peers import AMOUNT, CODE, HEAD, SHEET


def total(folder: Path) -> float:
    """All rows in one list, and the sum of one column."""
    rows: list[tuple[object, ...]] = []
    for path in sorted(folder.glob("*.xlsx")):
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows += (row for row in book[SHEET].iter_rows(min_row=HEAD + 1, values_only=True) if row[CODE])
        book.close()
    return float(sum(row[AMOUNT] for row in rows))  # type: ignore[misc]


if __name__ == "__main__":
    print(f"{total(Path(sys.argv[1])):.2f}")
