"""pyexcel, with the plug-in pyexcel-xlsx."""

import sys
from pathlib import Path

import pyexcel

from benchmarks.peers import AMOUNT, CODE, HEAD, SHEET


def total(folder: Path) -> float:
    """All rows in one list, and the sum of one column."""
    rows = [row for path in sorted(folder.glob("*.xlsx"))
            for row in pyexcel.get_array(file_name=str(path), sheet_name=SHEET, skip_hidden_row_and_column=False)[HEAD:]
            if len(row) > AMOUNT and row[CODE]]
    return float(sum(row[AMOUNT] for row in rows))


if __name__ == "__main__":
    print(f"{total(Path(sys.argv[1])):.2f}")
