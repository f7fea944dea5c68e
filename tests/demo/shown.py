"""What a workbook shows, read by programs that know nothing of ours, and found by the words beside and above a figure."""

import json
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple

NEEDS_SHEETJS = "node with the npm package xlsx is not there: npm install xlsx, and NODE_PATH=its node_modules"
_SCRIPT = Path(__file__).parent / "sheetjs.cjs"


@dataclass(frozen=True)
class Grid:
    """One sheet's values by row and column, both from 1."""

    cells: Mapping[tuple[int, int], object]

    def column(self, heading: str, row: int) -> int:
        """The one column under ``heading`` in ``row``, line breaks left out; raises ValueError."""
        (found,) = (col for (r, col), value in self.cells.items() if r == row and said(value) == said(heading))
        return found

    def heading_row(self, heading: str) -> int:
        """The first row in which ``heading`` stands; raises ValueError."""
        return min(row for (row, _), value in self.cells.items() if said(value) == said(heading))

    def row(self, after: int = 0, **words: str) -> int:
        """The one row below ``after`` that holds these words, by column letter; raises ValueError."""
        wanted = {coordinate_to_tuple(f"{letter}1")[1]: text for letter, text in words.items()}
        rows = {row for row, _ in self.cells if row > after}
        (found,) = (row for row in rows if all(said(self.cells.get((row, col))) == said(text) for col, text in wanted.items()))
        return found


Shown = Mapping[str, Grid]
"""Sheet -> its values."""


def by_openpyxl(path: Path) -> Shown:
    """The stored values, as openpyxl reads them."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {sheet.title: Grid({(c.row, c.column): c.value for row in sheet.iter_rows() for c in row if c.value is not None}) for sheet in book}


def sheetjs_is_there() -> bool:
    """Whether node finds SheetJS."""
    return shutil.which("node") is not None and subprocess.run(["node", "-e", 'require("xlsx")'], capture_output=True, check=False).returncode == 0


def by_sheetjs(path: Path) -> Shown:
    """The stored values, as SheetJS reads them."""
    done = subprocess.run(["node", str(_SCRIPT), str(path)], capture_output=True, check=True, timeout=120)
    return {sheet: Grid({coordinate_to_tuple(address): value for address, value in cells.items()}) for sheet, cells in json.loads(done.stdout).items()}


def said(value: object) -> str:
    """Without line breaks; a bulletin's punctuation is wider than the plan's."""
    return unicodedata.normalize("NFKC", str(value)).replace("\n", "") if value is not None else ""
