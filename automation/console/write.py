"""``tongbao.xlsm`` itself: the sheet 控制台, xlwings' settings, and the VBA project behind the buttons."""

import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from automation.console import layout
from automation.console.modules import SHEETS, modules
from automation.console.project import vba_project
from automation.console.rows import UnitRow
from automation.console.sheet import write_sheet
from automation.model.settings import Settings
from automation.period import Period
from automation.styles.book import Book, Properties
from automation.styles.tokens import PROFILES


@dataclass(frozen=True)
class Console:
    """What the workbook shows when it is new."""

    settings: Settings
    period: Period
    periods: tuple[Period, ...]
    """What the list of periods offers."""
    units: tuple[UnitRow, ...]
    capacity: int
    """Lines kept for units: every unit of the plan, though some do not report in every period."""


def write_console(target: Path, console: Console) -> None:
    """Write the workbook to ``target``, for the Python that runs and the xlwings installed beside it.

    Raises:
        TongbaoError: xlwings is not installed.
        WriteError: ``target`` is open, or cannot be written.
    """
    project = vba_project(modules())
    properties = Properties(title=f"{console.settings.plan_name}{layout.SHEET}", company=console.settings.host)
    with Book(target, fonts=PROFILES[console.settings.font_profile], properties=properties) as book:
        book.workbook.add_vba_project(io.BytesIO(project), is_stream=True)  # type: ignore[arg-type]
        book.workbook.set_vba_name("ThisWorkbook")
        write_sheet(book, book.sheet(layout.SHEET, "#C00000"), console.settings, console.period, console.periods, console.units,
                    console.capacity)
        settings = book.sheet(layout.SETTINGS, gridlines=True)
        settings.columns((18, 80))
        for row, (key, value) in enumerate(interpreter().items()):
            settings.text(row, 0, key, None, verbatim=True)
            settings.text(row, 1, value, None, verbatim=True)
        for sheet, name in zip(book.workbook.worksheets(), SHEETS, strict=True):
            sheet.set_vba_name(name)


def interpreter() -> Mapping[str, str]:
    """What xlwings is to run: the Python that runs now, under the key for its system."""
    windows = sys.platform.startswith("win")
    return {"Interpreter_Win": sys.executable if windows else "", "Interpreter_Mac": "" if windows else sys.executable,
            "PYTHONPATH": ""}
