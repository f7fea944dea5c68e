"""A file as an xlwings Book: what is saved is what was there, and VBA and buttons stay."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwings

from automation.console.layout import BUTTONS
from automation.errors import TongbaoError
from automation.macros.engine import open_book
from tests.console.wiring import buttons


def test_saving_keeps_vba_and_buttons(control: xlwings.Book) -> None:
    """The VBA project is the same bytes after saving, and every button is still bound to its macro."""
    path = Path(control.fullname)
    before = zipfile.ZipFile(path).read("xl/vbaProject.bin")
    control.save()

    assert before == zipfile.ZipFile(path).read("xl/vbaProject.bin")
    assert {button.caption: button.macro for button in BUTTONS} == buttons(path)


def test_values_come_back_as_excel_gives_them(tmp_path: Path) -> None:
    """Figures are floats, blanks None, text text; one cell, one row and many rows have their own shapes."""
    made = openpyxl.Workbook()
    made.active.append([1, None, "甲"])
    made.active.append([2.5, True, "007"])
    made.save(tmp_path / "a.xlsx")
    sheet = open_book(tmp_path / "a.xlsx").sheets[0]

    assert [1.0, None, "甲"] == sheet.range("A1:C1").value
    assert [[1.0, None, "甲"], [2.5, True, "007"]] == sheet.range("A1:C2").value
    assert isinstance(sheet.range("A1").value, float)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"%PDF-1.7"], ids=["empty", "cut", "pdf"])
def test_what_is_no_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    """A file that cannot be read is named, with what to do."""
    (tmp_path / "a.xlsx").write_bytes(content)

    with pytest.raises(TongbaoError, match=r"a\.xlsx") as refused:
        open_book(tmp_path / "a.xlsx")
    assert refused.value.fix
