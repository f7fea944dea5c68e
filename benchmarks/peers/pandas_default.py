"""pandas as everybody calls it: unless told otherwise it reads through openpyxl."""

import sys
from pathlib import Path

import pandas

from benchmarks.peers import AMOUNT, CODE, HEAD, SHEET


def total(folder: Path, engine: str = "openpyxl") -> float:
    """All workbooks as one frame, and the sum of one column."""
    frames = [pandas.read_excel(path, sheet_name=SHEET, skiprows=HEAD, header=None, engine=engine)  # type: ignore[call-overload]
              for path in sorted(folder.glob("*.xlsx"))]
    rows = pandas.concat(frames, ignore_index=True)
    return float(rows[rows[CODE].notna()][AMOUNT].sum())


if __name__ == "__main__":
    print(f"{total(Path(sys.argv[1])):.2f}")
