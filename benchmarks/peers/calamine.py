"""Bare python-calamine: every sheet of every workbook to lists, the fastest reading there is for Python."""

import sys
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.peers import AMOUNT, CODE, HEAD, SHEET


def total(folder: Path) -> float:
    """The sum of one column, with all sheets read."""
    found = 0.0
    for path in sorted(folder.glob("*.xlsx")):
        book = CalamineWorkbook.from_path(str(path))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
        found += sum(row[AMOUNT] for row in sheets[SHEET][HEAD:] if row[CODE])  # type: ignore[misc]
    return found


if __name__ == "__main__":
    print(f"{total(Path(sys.argv[1])):.2f}")
