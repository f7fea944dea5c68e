"""Pulled tables hold what the export and the figures hold, as numbers and as text, and refresh in place."""

import json
from pathlib import Path

import openpyxl
import pytest
import xlwings
from click.testing import CliRunner
from openpyxl.workbook.defined_name import DefinedName

from automation import export, pipeline
from automation.cli.app import app
from automation.errors import UsageError
from automation.macros import steps
from automation.macros.engine import open_book
from automation.macros.tables import Pulled, pull
from automation.period import Period


def cells(book: xlwings.Book, sheet: str) -> list[list[object]]:
    """The body of the table on a sheet."""
    found = book.sheets[sheet].tables[sheet].range
    rows: list[list[object]] = found.options(ndim=2).value
    return rows[1:]


def test_the_ledger_is_the_export(control: xlwings.Book, practice_copy: Path) -> None:
    """Each value of the export is one row, figures as numbers."""
    steps.pull_ledger(control)
    records = pipeline.records(pipeline.open_office(practice_copy), Period.parse("2017-06"))
    expected = [(r["item"], r["unit"], r["field"], float(r["number"]) if r["number"] else r["value"] or None) for r in records]

    assert expected == [(row[1], row[3], row[4], row[5] if row[5] is not None else row[6]) for row in cells(control, "台账数据")]


def test_the_figures_are_those_of_the_command(control: xlwings.Book, practice_copy: Path) -> None:
    """Totals of each table and of all together are what `tongbao figures` prints."""
    steps.pull_figures(control)
    printed = json.loads(CliRunner().invoke(app, ["figures", "2017-06", "-w", str(practice_copy), "--json"]).output)
    pulled = {(row[0], row[1]): row[2] for row in cells(control, "合计数据")}
    expected = {(code, name): float(value) if value else None for code, table in
                [*printed["tables"].items(), ("合并", printed["combined"])] for name, value in table["totals"].items()}

    assert expected == pulled
    assert 744340.0 == pulled["合并", "总投资"]


def test_pulling_again_refreshes_and_keeps_own_columns(control: xlwings.Book) -> None:
    """A shorter table leaves no old line behind, and a column that somebody added to it stays."""
    def table(*rows: tuple[str, None]) -> Pulled:
        return Pulled("自有数据", "标题", ("甲", "乙"), frozenset({"乙"}), rows)
    pull(control, table(("一", None), ("二", None), ("三", None)))
    sheet = control.sheets["自有数据"]
    sheet.range("C3").value = [["备注"], ["我的"], [None], [None]]
    sheet.tables["自有数据"].resize(sheet.range("A3:C6"))
    pull(control, table(("四", None)))

    assert ("$A$3:$C$4", [["四", None, "我的"]]) == (sheet.tables["自有数据"].range.address, cells(control, "自有数据"))
    assert [None, None] == sheet.range("A5:A6").value


def test_a_workbook_of_ones_own_is_served_too(practice_copy: Path) -> None:
    """A workbook below the workspace finds it; defined names say the period; what fails is raised, for it has no cell to say so."""
    path = practice_copy / "reports" / "own.xlsx"
    made = openpyxl.Workbook()
    made.active["B1"] = "2017-05"
    made.defined_names["console_period"] = DefinedName("console_period", attr_text="Sheet!$B$1")
    made.save(path)
    book = open_book(path)
    steps.pull_figures(book)
    title = book.sheets["合计数据"].range("A1").value
    book.sheets[0].range("B1").value = "2031-01"

    assert str(title).startswith("2017年5月合计")
    with pytest.raises(UsageError, match="2031-01"):
        steps.pull_figures(book)


def test_text_of_strangers_is_never_run(control: xlwings.Book, tmp_path: Path) -> None:
    """What begins like a formula, or looks like a number or a date, stays the text that it was."""
    risky = ("=1+1", "=HYPERLINK(\"x\")", "+1", "@SUM(A1)", "007", "2017-06")
    pull(control, Pulled("文字", "标题", ("值",), frozenset(), tuple((text,) for text in risky)))
    control.save(str(tmp_path / "saved.xlsm"))
    found = openpyxl.load_workbook(tmp_path / "saved.xlsm")["文字"]

    assert [(text, "s", "@") for text in risky] == [(c.value, c.data_type, c.number_format) for (c,) in found["A4:A9"]]
    assert set(export.RISKY) >= {"=", "+", "@"}
