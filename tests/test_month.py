"""One whole practised half-year on Suining's plan keeps what the office was promised."""

import hashlib
import json
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from automation.cli.app import app
from automation.errors import ExitCode
from tests import libreoffice

MONTH = "2017-06"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def figures(root: Path) -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    ended = run("figures", MONTH, "-w", root, "--json")
    assert ended.exit_code == ExitCode.DONE, ended.stderr
    loaded: dict[str, dict[str, dict[str, dict[str, str]]]] = json.loads(ended.output)
    return loaded


def exported(root: Path) -> str:
    return run("export", MONTH, "--to", "-", "-w", root).output


def contents(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def office(practice: Path, tmp_path: Path) -> Path:
    """A practised workspace that a test may change."""
    root = tmp_path / "演练"
    shutil.copytree(practice, root)
    return root


def test_the_headline_is_exact(practice: Path) -> None:
    """687220, 112820 and 744340 over 23 projects, six of them counted once."""
    found = figures(practice)

    assert ["687220", "112820"] == [found["tables"][t]["totals"]["总投资"] for t in ("附件2", "附件3")]
    assert (23, 6, "744340") == (found["combined"]["items"], found["combined"]["counted_once"], found["combined"]["totals"]["总投资"])


def test_collecting_again_changes_nothing(office: Path) -> None:
    """A second run reports nothing; ledger, archive and reports stay as they were."""
    before = (exported(office), contents(office / "archive"), contents(office / "reports"))
    ended = run("collect", "-w", office, "--settle", 0, "--json")
    run("bulletin", MONTH, "-w", office)

    assert (ExitCode.DONE, []) == (ended.exit_code, json.loads(ended.output)["files"])
    assert before == (exported(office), contents(office / "archive"), contents(office / "reports"))


def test_the_archive_rebuilds_the_ledger(office: Path) -> None:
    """Without its ledger the office collects the archive again and has the same figures, states and bulletin."""
    before = (figures(office), exported(office), run("status", MONTH, "-w", office, "--json").output, contents(office / "reports"))
    for file in office.glob("ledger.db*"):
        file.unlink()
    run("collect", "-w", office, "--settle", 0)
    run("bulletin", MONTH, "-w", office)

    assert before == (figures(office), exported(office), run("status", MONTH, "-w", office, "--json").output, contents(office / "reports"))


def test_a_corrected_figure_moves_exactly_its_totals(office: Path) -> None:
    """One more 万元 in one project moves that month, its cumulative sums and rates in its tables, and nothing else."""
    before = figures(office)
    sent = next((office / "archive" / MONTH).glob("*船山区民政局_2017年06月.xlsx"))
    book = openpyxl.load_workbook(sent)
    sheet = book["填报表"]
    row = next(r for r in sheet.iter_rows(min_row=9) if r[1].value == "SN-08")
    column = next(c.column for c in sheet[8] if str(c.value).startswith("6月完成"))
    sheet.cell(row[0].row, column).value += 1
    book.save(office / "inbox" / "船山区民政局_更正.xlsx")
    ended = json.loads(run("collect", "-w", office, "--settle", 0, "--json").output)["files"][0]
    after = figures(office)

    assert ("accepted", 2) == (ended["outcome"], ended["revision"]), ended["findings"]
    assert before["tables"]["附件3"] == after["tables"]["附件3"]
    moved = {name for name, value in after["tables"]["附件2"]["totals"].items() if value != before["tables"]["附件2"]["totals"][name]}
    assert {"本月完成投资", "本年累计完成投资", "开工以来累计完成投资", "完成率", "与序时比", "投资进度"} == moved
    for where in (lambda f: f["tables"]["附件2"]["totals"], lambda f: f["combined"]["totals"]):
        assert float(where(before)["本月完成投资"]) + 1 == float(where(after)["本月完成投资"])


def test_a_figure_leads_back_to_its_cell(practice: Path) -> None:
    """The value that trace gives stands in that cell of that archived file, which has that hash."""
    found = json.loads(run("trace", MONTH, "附件2", "SN-12", "本月完成投资", "-w", practice, "--json").output)[-1]
    archived = practice / found["archived"]

    assert found["sha256"] == hashlib.sha256(archived.read_bytes()).hexdigest()
    assert found["value"] == str(openpyxl.load_workbook(archived)[found["sheet"]][found["cell"]].value)


@pytest.mark.parametrize("field", ["本月完成投资", "本年累计完成投资"])
def test_a_total_lists_the_values_that_it_adds_up(practice: Path, field: str) -> None:
    """Trace of 合计 names unit, file and cell of every part, and the parts are the total that figures gives."""
    found = json.loads(run("trace", MONTH, "附件2", "合计", field, "-w", practice, "--json").output)
    part = found["parts"][-1]
    archived = openpyxl.load_workbook(practice / part["archived"])

    assert figures(practice)["tables"]["附件2"]["totals"][field] == found["total"] == str(sum(Decimal(p["value"]) for p in found["parts"]))
    assert part["value"] == str(archived[part["sheet"]][part["cell"]].value)
    shown = run("trace", MONTH, "附件2", "合计", field, "-w", practice).output
    assert all(p["cell"] in shown and p["item"] in shown for p in found["parts"])


def test_a_total_of_what_nobody_reports_is_no_trace(practice: Path) -> None:
    """The total of a rate or of the plan's own figures is refused, and the fields that have parts are named."""
    refused = run("trace", MONTH, "附件2", "合计", "完成率", "-w", practice)
    assert refused.exit_code == 2
    assert "可选：本月完成投资、本年累计完成投资" in refused.output


def test_the_bulletin_holds_the_headline_as_stored_values(practice: Path) -> None:
    """A viewer that calculates nothing finds 687220, 112820 and the note that names 744340."""
    book = openpyxl.load_workbook(practice / "reports" / MONTH / "通报_2017年6月.xlsx", data_only=True)
    stored = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    cover = "".join(str(cell.value) for row in book["通报"].iter_rows() for cell in row if cell.value)

    assert {687220, 112820} <= stored
    assert "744340" in cover
    assert "演练数据" in cover


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
@pytest.mark.parametrize("pattern", ["reports/2017-06/通报*.xlsx", "reports/2017-01/通报*.xlsx", "templates/2017-06/福慈科*.xlsx",
                                     "templates/2017-01/船山区民政局*.xlsx", "archive/2017-06/*事务科*.xlsx", "archive/2017-03/*福慈科*.xlsx"])
def test_every_formula_agrees_with_libreoffice(practice: Path, pattern: str) -> None:
    """Bulletins, issued and filled workbooks hold what LibreOffice calculates, and no error value."""
    path = next(practice.glob(pattern))

    assert [] == libreoffice.differences(path)


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
def test_a_sent_back_workbook_agrees_with_libreoffice(practice: Path) -> None:
    """The workbook with the planted mistakes holds the verdicts that LibreOffice calculates."""
    returned = [f for f in json.loads(run("check", "-w", practice, "--json", *(practice / "archive" / MONTH).glob("*福慈科*.xlsx")).output)["files"] if f["outcome"] == "returned"]

    assert 1 == len(returned)
    assert [] == libreoffice.differences(next((practice / "archive" / MONTH).glob(f"*{returned[0]['file']}")))


def test_a_quarter_and_a_year_are_printed_from_the_months(office: Path) -> None:
    """``bulletin 2017-Q2`` stands under its own name, says what the quarter completed, and every unit is as in June."""
    ended = [run("bulletin", period, "-w", office, "--quiet") for period in ("2017-Q2", "2017")]
    book = openpyxl.load_workbook(office / "reports" / "2017-Q2" / "通报_2017年第2季度.xlsx", data_only=True)
    june = openpyxl.load_workbook(office / "reports" / MONTH / "通报_2017年6月.xlsx", data_only=True)
    front = " ".join(str(cell.value) for row in book["通报"].iter_rows() for cell in row if cell.value)

    assert [ExitCode.DONE, ExitCode.DONE] == [e.exit_code for e in ended]
    assert (office / "reports" / "2017" / "通报_2017年.xlsx").is_file()
    assert "2017年第2季度" in front and "第2季度完成" in front
    assert [[c.value for c in row] for row in june["报送情况"].iter_rows()] == [[c.value for c in row] for row in book["报送情况"].iter_rows()]


def test_a_period_shorter_than_the_plans_is_refused_with_an_example(tmp_path: Path) -> None:
    """A plan that reports by quarters has no bulletin of a month; it says which one it has."""
    run("init", tmp_path / "攀枝花", "--plan", "panzhihua-13fyp")
    ended = run("bulletin", "2016-05", "-w", tmp_path / "攀枝花")

    assert ExitCode.DONE != ended.exit_code
    assert "2016-Q2" in ended.stderr
