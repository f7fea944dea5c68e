"""After closing: the bulletin stays as printed, a late file becomes a numbered revision with a page of differences."""

import hashlib
import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from automation import pipeline
from automation.cli.app import app
from automation.errors import ExitCode
from automation.ledger import Ledger
from automation.period import Period
from tests import libreoffice

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

JUNE = Period(2017, 6)
PLACE = ("附件2", "SN-08", "本月完成投资")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def correct(root: Path, amount: Decimal, period: Period = JUNE) -> tuple[str, Decimal]:
    """Drop the file that says ``PLACE`` into the inbox again, saying ``amount`` more; gives unit and old value."""
    version = pipeline.trace(pipeline.open_office(root), period, *PLACE)[-1]
    entry = version.entry
    assert isinstance(entry.value, Decimal)
    book = openpyxl.load_workbook(io.BytesIO((root / entry.archived).read_bytes()))
    book[entry.sheet][entry.cell] = float(entry.value + amount)
    book.save(root / "inbox" / entry.file)
    return entry.unit, entry.value


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def closed(practice_copy: Path) -> Path:
    """The practice with June closed."""
    assert run("close", JUNE, "-w", practice_copy).exit_code == ExitCode.DONE
    return practice_copy


def test_a_closed_bulletin_is_printed_as_it_was(closed: Path) -> None:
    """A late file changes the figures, and not a byte of the bulletin that was printed."""
    printed = digest(closed / "reports/2017-06/通报_2017年6月.xlsx")
    correct(closed, Decimal(100))
    collected = run("collect", "-w", closed, "--settle", 0)
    ended = run("bulletin", JUNE, "-w", closed)

    assert "I107" in collected.output
    assert "2017年6月已封账，这次收到的记为更正，到第 1 号" in collected.output
    assert "按封账时的数打印" in ended.output
    assert printed == digest(closed / "reports/2017-06/通报_2017年6月.xlsx")


def test_a_plan_that_changes_changes_no_closed_bulletin(closed: Path) -> None:
    """The plan of the day of closing prints it, byte for byte; once the period is open again today's plan does."""
    bulletin = closed / "reports/2017-06/通报_2017年6月.xlsx"
    printed = digest(bulletin)
    book = openpyxl.load_workbook(closed / "templates/任务书.xlsx")
    sheet = book["附件2"]
    heading = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "主要建设内容")
    sheet.cell(heading.row + 1, heading.column).value = "调整后的内容"
    book.save(closed / "templates/任务书.xlsx")

    assert run("bulletin", JUNE, "-w", closed).exit_code == ExitCode.DONE
    assert digest(bulletin) == printed
    run("reopen", JUNE, "-w", closed)
    run("bulletin", JUNE, "-w", closed)
    assert digest(bulletin) != printed


def test_a_revision_is_a_book_of_its_own_that_says_what_changed(closed: Path, tmp_path: Path) -> None:
    """更正1 carries its number, the old and the new value with their file, and totals that add up."""
    unit, old = correct(closed, Decimal(100))
    run("collect", "-w", closed, "--settle", 0)
    before = pipeline.summary(pipeline.open_office(closed), JUNE, as_closed=True)
    ended = run("bulletin", JUNE, "--revision", "-w", closed)
    path = closed / "reports/2017-06/通报_2017年6月_更正1.xlsx"
    book = openpyxl.load_workbook(path, data_only=True)
    rows = [[cell.value for cell in row] for row in book["更正"].iter_rows(max_col=13)]
    listed = next(row for row in rows if row[5] == "本月完成投资" and row[1] == "第1号")
    totals = {str(row[0]): row[6:9] for row in rows if str(row[0]).startswith("附件2项目总表")}

    assert (ExitCode.DONE, "更正") == (ended.exit_code, book.sheetnames[1])
    assert [unit, float(old), float(old + 100), 100] == [listed[2], listed[6], listed[7], listed[8]]
    printed = before.tables[0].total("本月完成投资")
    assert [float(printed), float(printed + 100), 100] == totals["附件2项目总表 6月完成"]
    assert "（更正第1号）" in str([cell.value for row in book["通报"].iter_rows(max_row=6) for cell in row])
    assert [] == (libreoffice.differences(path) if libreoffice.available() else [])


def test_there_is_no_revision_of_an_open_or_unchanged_period(practice_copy: Path) -> None:
    """--revision before closing, or when nothing came since, is wrong usage and says what to type instead."""
    before = run("bulletin", JUNE, "--revision", "-w", practice_copy)
    run("close", JUNE, "-w", practice_copy)
    unchanged = run("bulletin", JUNE, "--revision", "-w", practice_copy)

    assert (ExitCode.USAGE, ExitCode.USAGE) == (before.exit_code, unchanged.exit_code)
    assert "没有封账" in before.stderr
    assert "封账后没有收到更正" in unchanged.stderr


def test_a_correction_of_may_revises_june_too(closed: Path) -> None:
    """June's cumulative figures hold May's, so June gets the revision, and says which month was corrected."""
    run("close", JUNE.previous, "-w", closed)
    correct(closed, Decimal(7), JUNE.previous)
    said = run("collect", "-w", closed, "--settle", 0).output
    run("bulletin", JUNE, "--revision", "-w", closed)
    sheet = openpyxl.load_workbook(closed / "reports/2017-06/通报_2017年6月_更正1.xlsx", data_only=True)["更正"]
    listed = [(row[3].value, row[8].value) for row in sheet.iter_rows() if row[5].value == "本月完成投资"]

    assert "2017年5月已封账" in said
    assert "2017年6月已封账" in said
    assert [("5月", 7)] == listed


def test_reopening_is_on_record(closed: Path) -> None:
    """Reopened, corrected and closed again: no new revision, the printed bulletin has the new figure, all on record."""
    assert "已记入台账" in run("reopen", JUNE, "-w", closed).output
    correct(closed, Decimal(100))
    run("collect", "-w", closed, "--settle", 0)
    run("close", JUNE, "-w", closed)
    with Ledger.open(closed / "ledger.db") as ledger:
        events = [e.kind for e in ledger.events() if e.subject == str(JUNE)]

    assert ["closed", "reopened", "closed"] == events
    assert ExitCode.USAGE == run("bulletin", JUNE, "--revision", "-w", closed).exit_code
