import datetime
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from automation.styles.book import Book, Properties
from automation.styles.sheet import Sheet
from automation.styles.tokens import PROFILES

PROPERTIES = Properties("项目推进情况通报", author="局办公室", created=datetime.datetime(2017, 6, 20, 17, 0))


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Callable[[Book, Sheet], None]], Worksheet]:
    """Build a one-sheet book with the given steps and read the sheet back as formulas."""

    def build(steps: Callable[[Book, Sheet], None]) -> Worksheet:
        path = tmp_path / "written.xlsx"
        with Book(path, fonts=PROFILES["A"], properties=PROPERTIES) as book:
            steps(book, book.sheet("通报"))
        return openpyxl.load_workbook(path)["通报"]

    return build


@pytest.fixture
def cell(
    written: Callable[[Callable[[Book, Sheet], None]], Worksheet],
) -> Callable[[Callable[[Book, Sheet], None]], Cell]:
    """The cell A1 of such a sheet."""
    return lambda steps: written(steps)["A1"]
