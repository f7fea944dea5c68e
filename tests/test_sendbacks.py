"""What goes back to a unit leads, through her own hands, to what is merged."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook

from automation import pipeline
from automation.cli.app import app
from automation.errors import ExitCode
from automation.ledger import Ledger
from automation.model.submission import CONFIRMED, Finding
from automation.period import Period

JUNE = Period(2017, 6)
UNIT = "船山区民政局"
REASON = "工程已竣工验收并交付使用"
_FIRST_LINE, _DECISION, _SAID = 7, 9, 10


@pytest.fixture
def office(practice_copy: Path) -> Path:
    """A practised workspace that a test may change."""
    return practice_copy


def collect(root: Path) -> list[dict[str, str]]:
    """What became of the files in the inbox."""
    ended = CliRunner().invoke(app, ["collect", "-w", str(root), "--settle", "0", "--jobs", "0", "--json"])
    assert ended.exit_code in (ExitCode.DONE, ExitCode.NEEDS_A_PERSON), ended.stderr
    files: list[dict[str, str]] = json.loads(ended.output)["files"]
    return files


def send(root: Path, source: Path, change: Callable[[Workbook], None], name: str = "") -> dict[str, str]:
    """Open a workbook, change it, save it into the inbox, and have it collected."""
    book = openpyxl.load_workbook(source)
    change(book)
    book.save(root / "inbox" / (name or source.name))
    (said,) = collect(root)
    return said


def merged(root: Path, unit: str = UNIT) -> Path:
    """The file of a unit that counts in June."""
    with Ledger.open(root / "ledger.db") as ledger:
        return root / next(s.current.archived for s in ledger.standings(JUNE) if s.unit == unit and s.current)


def states(book: Workbook) -> Iterator[Cell]:
    """The cells of the form in which the clerk chose 在建."""
    return (cell for row in book["填报表"].iter_rows(min_row=9) for cell in row if cell.value == "在建" and not cell.protection.locked)


def call_finished(book: Workbook) -> None:
    """Choose 已完工 for the first project under construction: A405 asks about it."""
    next(states(book)).value = "已完工"


def explain(decision: str = CONFIRMED, text: str = REASON) -> Callable[[Workbook], None]:
    """Answer every line of the front sheet."""
    def change(book: Workbook) -> None:
        front = book["退回说明"]
        for row in range(_FIRST_LINE, front.max_row):
            front.cell(row, _DECISION).value, front.cell(row, _SAID).value = decision, text
    return change


def findings(root: Path) -> list[Finding]:
    """What is said of the unit's file that counts."""
    with Ledger.open(root / "ledger.db") as ledger:
        return [f.finding for f in ledger.findings(JUNE) if f.unit == UNIT]


def annex(root: Path) -> list[tuple[object, ...]]:
    """The lines under 核实事项 in the bulletin: unit, query, figure, explanation."""
    CliRunner().invoke(app, ["bulletin", str(JUNE), "-w", str(root)])
    sheet = openpyxl.load_workbook(root / "reports" / str(JUNE) / "通报_2017年6月.xlsx")["数据校核"]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if str(row[2]).startswith("核实事项"))
    return [row[1:5] for row in rows[head + 1:] if row[1] == UNIT]


def sent_back(root: Path) -> dict[str, bytes]:
    """Every workbook that went back, by its path."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in (root / "reports").rglob("退回/*")}


def test_a_wrong_file_comes_back_mended(office: Path) -> None:
    """A file with a mistake gives a marked workbook; mended in that workbook and sent in again, it is merged."""
    right = merged(office)
    cell = next(states(openpyxl.load_workbook(right))).coordinate
    said = send(office, right, lambda book: book["填报表"].__setitem__(cell, "快好了"), "寄错.xlsx")
    path = office / said["send_back"]
    marked = openpyxl.load_workbook(path)["填报表"][cell]
    again = send(office, path, lambda book: book["填报表"].__setitem__(cell, "在建"))

    assert ("returned", f"reports/2017-06/退回/退回_{UNIT}_2017年06月_第1次.xlsx") == (said["outcome"], said["send_back"])
    assert "快好了" in marked.comment.text
    assert ("accepted", [], None) == (again["outcome"], again["findings"], again.get("send_back"))
    assert path.is_file(), "what went back stays where it is"


def test_returns_are_counted(office: Path) -> None:
    """The second file that goes back says so in its name and on its face."""
    cell = next(states(openpyxl.load_workbook(merged(office)))).coordinate
    for words in ("快好了", "差不多了"):
        said = send(office, merged(office), lambda book, words=words: book["填报表"].__setitem__(cell, words))  # type: ignore[misc]

    assert said["send_back"].endswith("_第2次.xlsx")
    assert "第2次退回" in openpyxl.load_workbook(office / said["send_back"])["退回说明"]["A2"].value


def test_an_explained_query_is_closed(office: Path) -> None:
    """A doubted figure is merged and asked about; explained where it was asked, it is closed and listed with its reason."""
    asked = send(office, merged(office), call_finished)
    (before,) = annex(office)
    closed = send(office, office / asked["send_back"], explain())

    assert ("accepted", f"reports/2017-06/退回/核实_{UNIT}_2017年06月_第1次.xlsx") == (asked["outcome"], asked["send_back"])
    assert ("accepted", None) == (closed["outcome"], closed.get("send_back"))
    assert [("A405", REASON)] == [(f.code, f.explanation) for f in findings(office)]
    (after,) = annex(office)
    assert (UNIT, "项目状态\n已完工", REASON) == (after[0], after[2], after[3])
    assert "项目状态为“已完工”" in str(after[1])
    assert (after[:3], "（未说明）") == (before[:3], before[3])


def test_what_was_explained_is_not_asked_again(office: Path) -> None:
    """The same figure in a workbook without the front sheet keeps its explanation for that period."""
    asked = send(office, merged(office), call_finished)
    send(office, office / asked["send_back"], explain())
    fresh = send(office, office / asked["send_back"], lambda book: book.remove(book["退回说明"]))

    assert ("accepted", None) == (fresh["outcome"], fresh.get("send_back"))
    assert [REASON] == [f.explanation for f in findings(office)]


@pytest.mark.parametrize(("decision", "text"), [(CONFIRMED, "属实"), ("待补充", REASON), (CONFIRMED, "")])
def test_half_an_answer_is_none(office: Path, decision: str, text: str) -> None:
    """Too few characters, or another choice than 数据无误(见说明), and the query is asked again."""
    asked = send(office, merged(office), call_finished)
    again = send(office, office / asked["send_back"], explain(decision, text))

    assert again["send_back"].endswith("_第2次.xlsx")
    assert [""] == [f.explanation for f in findings(office)]


def test_an_explanation_is_of_its_figure_alone(office: Path) -> None:
    """Once the cell holds something else, what was said of the figure before does not count."""
    def explain_and_change(book: Workbook) -> None:
        explain()(book)
        cell = next(c for row in book["填报表"].iter_rows(min_row=9) for c in row if c.value == "已完工" and c.comment)
        cell.value = "已投用"

    asked = send(office, merged(office), call_finished)
    again = send(office, office / asked["send_back"], explain_and_change)

    assert again["send_back"].endswith("_第2次.xlsx")
    assert [("已投用", "")] == [(f.value, f.explanation) for f in findings(office)]


def test_an_error_is_not_explained_away(office: Path) -> None:
    """Whatever is said of a figure that must be mended, it goes back."""
    cell = next(states(openpyxl.load_workbook(merged(office)))).coordinate
    said = send(office, merged(office), lambda book: book["填报表"].__setitem__(cell, "快好了"))
    again = send(office, office / said["send_back"], explain())

    assert "returned" == again["outcome"]


def test_ledger_and_archive_give_the_same_bytes(office: Path) -> None:
    """With the ledger and everything that went back gone, the next run writes every file again, byte for byte."""
    send(office, merged(office), call_finished)
    before = sent_back(office)
    for path in (*office.glob("ledger.db*"), *(office / p for p in before)):
        path.unlink()
    collect(office)

    assert len(before) == 4
    assert before == sent_back(office)


def test_what_a_broken_run_did_not_write_is_written_next(office: Path) -> None:
    """A run that ends between ledger and send-back leaves the file in the inbox, and the next one sends it back."""
    cell = next(states(openpyxl.load_workbook(merged(office)))).coordinate
    book = openpyxl.load_workbook(merged(office))
    book["填报表"][cell] = "快好了"
    book.save(office / "inbox" / "寄错.xlsx")
    folder = office / "reports" / "2017-06" / "退回"
    folder.rename(folder.with_name("移开"))
    folder.write_bytes(b"in the way")
    broken = CliRunner().invoke(app, ["collect", "-w", str(office), "--settle", "0", "--jobs", "0"])
    left = (office / "inbox" / "寄错.xlsx").is_file()
    with Ledger.open(office / "ledger.db") as ledger:
        (due,) = ledger.due_send_backs()
    folder.unlink()
    (said,) = collect(office)

    assert (ExitCode.FAILED, True, "寄错.xlsx") == (broken.exit_code, left, due.receipt.name)
    assert (office / said["send_back"]).is_file()
    assert not (office / "inbox" / "寄错.xlsx").exists()


def test_a_file_of_nobody_comes_back_too(office: Path) -> None:
    """Where nobody can tell whose a workbook is, it goes back under the name it came with."""
    book = Workbook()
    book.active["A1"], book.active["B1"] = "项目", "金额"
    book.save(office / "inbox" / "数字.xlsx")
    (said,) = collect(office)

    assert ("returned", "reports/未识别/退回/退回_数字.xlsx") == (said["outcome"], said["send_back"])
    assert "退回说明" in openpyxl.load_workbook(office / said["send_back"]).sheetnames


def test_other_formats_come_back_as_xlsx(office: Path) -> None:
    """What cannot be marked comes back as the issued workbook with what was typed, marked; mended, it is merged."""
    sheet = openpyxl.load_workbook(merged(office), data_only=True)["填报表"]
    cell = next(states(sheet.parent)).coordinate
    sheet[cell] = "快好了"
    with (office / "inbox" / f"{UNIT}_2017年06月.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([["" if v is None else v for v in row] for row in sheet.iter_rows(values_only=True)])
    (said,) = collect(office)
    book = openpyxl.load_workbook(office / said["send_back"])

    assert "returned" == said["outcome"]
    assert ["退回说明", "填报表"] == book.sheetnames[:2]
    assert "快好了" in [c.value for row in book["填报表"].iter_rows() for c in row if c.comment]


def test_quarantined_files_get_words_alone(office: Path) -> None:
    """What is no workbook is never opened again: nothing goes back, and its finding says why."""
    (office / "inbox" / "说明.xlsx").write_bytes(b"%PDF-1.4 no workbook")
    (said,) = collect(office)

    assert ("quarantined", None, 1) == (said["outcome"], said.get("send_back"), len(said["findings"]))


def test_figures_are_merged_with_the_decimals_of_their_field(office: Path) -> None:
    """12.345 typed where two decimals belong counts as 12.35 (V312), and trace shows what was typed."""
    source = openpyxl.load_workbook(merged(office))
    column = next(c.column for c in source["填报表"][8] if str(c.value).startswith("6月完成"))
    row = next(r[0].row for r in source["填报表"].iter_rows(min_row=9) if r[1].value == "SN-08")
    send(office, merged(office), lambda book: book["填报表"].cell(row, column).__setattr__("value", 12.345))
    version = pipeline.trace(pipeline.open_office(office), JUNE, "附件2", "SN-08", "本月完成投资")[-1]

    assert (Decimal("12.35"), "12.345") == (version.entry.value, version.entry.raw)


def test_the_terminal_says_where_it_lies(office: Path) -> None:
    """Under the findings of a returned file stands the path of the workbook for the unit."""
    shutil.copyfile(merged(office), office / "inbox" / "a.xlsx")
    book = openpyxl.load_workbook(office / "inbox" / "a.xlsx")
    next(states(book)).value = "快好了"
    book.save(office / "inbox" / "a.xlsx")
    ended = CliRunner().invoke(app, ["collect", "-w", str(office), "--settle", "0", "--jobs", "0"])

    assert f"退回_{UNIT}_2017年06月_第1次.xlsx" in ended.output
