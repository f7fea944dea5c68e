"""自查 in the workbook: the verdict of `tongbao check`, marks on the cells, and no trace of marks that no longer hold."""

from pathlib import Path

import openpyxl
import pytest
import xlwings
from click.testing import CliRunner

from automation import pipeline
from automation.cli.app import app
from automation.errors import ExitCode
from automation.macros import selfcheck, steps
from automation.macros.engine import open_book
from automation.model.submission import Finding
from automation.styles.tokens import COLORS

RED = tuple(bytes.fromhex(COLORS.ERROR_FILL[1:]))


@pytest.fixture
def form(practice_copy: Path) -> Path:
    """A form with every cell to fill in still empty."""
    return practice_copy / "templates" / "2017-06" / "救助科_2017年06月.xlsx"


def findings(root: Path, file: Path) -> tuple[Finding, ...]:
    return pipeline.check(pipeline.open_office(root), [file])[0].findings


def test_marks_stand_where_the_findings_are(practice_copy: Path, form: Path) -> None:
    """Each doubted cell is coloured, and the list says the same as `tongbao check`."""
    book = open_book(form)
    said = steps.check(book)
    expected = findings(practice_copy, form)
    listed = book.sheets[selfcheck.SHEET].range("A4").resize(len(expected), 6).value

    assert said.needs_a_person
    assert [[f.severity.value, f.sheet, f.cell, f.message, f.fix, f.code] for f in expected] == listed
    assert {RED} == {book.sheets[f.sheet].range(f.cell).color for f in expected if f.cell and f.severity.value == "强制"}


def test_marks_do_not_change_the_verdict(practice_copy: Path, form: Path, tmp_path: Path) -> None:
    """A marked workbook that is handed in all the same is judged as the unmarked one."""
    book = open_book(form)
    steps.check(book)
    book.save(str(tmp_path / form.name))

    assert findings(practice_copy, form) == findings(practice_copy, tmp_path / form.name)


def test_checking_again_takes_old_marks_away(form: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a mistake is gone its cell has the colour it had before."""
    book = open_book(form)
    place = next(f for f in pipeline.check(pipeline.open_office(form.parents[2]), [form])[0].findings if f.cell)
    before = book.sheets[place.sheet].range(place.cell).color
    steps.check(book)
    steps.check(book)
    marked = book.sheets[place.sheet].range(place.cell).color
    receipt = pipeline.check(pipeline.open_office(form.parents[2]), [form])[0]
    monkeypatch.setattr(pipeline, "check", lambda *_: (receipt.__class__(receipt.name, receipt.sha256, receipt.outcome),))
    steps.check(book)

    assert (RED, before) == (marked, book.sheets[place.sheet].range(place.cell).color)
    assert [None] * 7 == book.sheets[selfcheck.SHEET].range("A4:G4").value


def test_the_button_checks_what_is_open_beside_it(control: xlwings.Book, form: Path) -> None:
    """The control workbook marks the forms that are open in the same Excel, and nothing else; with none open it says so."""
    other = control.app.books.open(str(form.parents[1] / "任务书.xlsx"))
    alone = steps.check(control).text
    control.app.books.open(str(form))
    said = steps.check(control)

    assert "没有打开的填报表" in alone
    assert f"{form.name} 不合格" in said.text
    assert selfcheck.SHEET in [sheet.name for sheet in control.app.books[form.name].sheets]
    assert selfcheck.SHEET not in [sheet.name for sheet in other.sheets]


def test_a_form_that_was_checked_stays_as_it_was(form: Path) -> None:
    """`tongbao macro 自查本工作簿` marks a copy: the form itself is not written."""
    before = form.read_bytes()
    ended = CliRunner().invoke(app, ["macro", "自查本工作簿", str(form)])
    copy = form.with_stem(f"{form.stem}_宏")

    assert (ExitCode.NEEDS_A_PERSON, before) == (ended.exit_code, form.read_bytes())
    assert selfcheck.SHEET in openpyxl.load_workbook(copy).sheetnames
