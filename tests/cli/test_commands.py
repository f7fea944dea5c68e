"""The commands keep their contract: names, exit codes, JSON, and words that help."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from automation.cli.app import COMMANDS, app
from automation.errors import ExitCode
from automation.plan import shipped


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def office(tmp_path: Path) -> Path:
    root = tmp_path / "局办公室"
    assert run("init", root, "--plan", "suining-2017").exit_code == ExitCode.DONE
    return root


@pytest.mark.parametrize("entry", COMMANDS, ids=[e.name for e in COMMANDS])
def test_every_command_explains_itself_by_both_names(entry: tuple[str, str]) -> None:
    """A command answers --help under its English and its Chinese name alike."""
    english, chinese = run(entry[0], "--help"), run(entry[1], "--help")

    assert (ExitCode.DONE, ExitCode.DONE) == (english.exit_code, chinese.exit_code)
    assert english.output.partition("\n")[2] == chinese.output.partition("\n")[2]
    assert len(english.output.splitlines()) > 5


def test_help_in_english_has_no_chinese_sentence() -> None:
    """--lang en gives an English terminal."""
    shown = subprocess.run([sys.executable, "-m", "automation", "--lang", "en", "collect", "--help"], capture_output=True, text=True, encoding="utf-8", check=True).stdout

    assert "Take in everything in the inbox" in shown
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in shown)


@pytest.mark.parametrize("command", [["--help"], ["check", "x.xlsx"], ["collect", "--settle", "0"]])
def test_heavy_libraries_stay_out(command: list[str], office: Path) -> None:
    """Help, check and collect start without pandas, xlwings, openpyxl or xlsxwriter."""
    script = (f"import sys; sys.argv[1:] = {command!r}\nfrom automation.cli import main\n"
              "try: main()\nexcept SystemExit: pass\n"
              "print(*sorted(set(sys.modules) & {'pandas', 'xlwings', 'openpyxl', 'xlsxwriter', 'numpy'}), file=sys.stderr)")
    (office / "x.xlsx").write_bytes(b"not a workbook")
    ended = subprocess.run([sys.executable, "-c", script], cwd=office, capture_output=True, text=True, encoding="utf-8", check=False)

    assert "" == ended.stderr.strip(), ended.stderr


def test_an_empty_inbox_is_nothing_to_do(office: Path) -> None:
    """Collecting an empty inbox ends 0 and says so."""
    ended = run("collect", "-w", office, "--settle", 0)

    assert ExitCode.DONE == ended.exit_code
    assert "没有要收的文件" in ended.output


def test_an_unknown_period_shows_an_example(office: Path) -> None:
    """A period that cannot be read, or lies outside the plan, is wrong usage with an example."""
    for text in ("2017-13", "2016-12", "六月", "2017-Q2"):
        ended = run("issue", text, "-w", office)

        assert ExitCode.USAGE == ended.exit_code, ended.output
        assert "请写成 2017-0" in ended.stderr


def test_no_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    """A folder that is no workspace is refused with the command that makes one."""
    ended = run("status", "2017-06", "-w", tmp_path)

    assert ExitCode.FAILED == ended.exit_code
    assert "tongbao init" in ended.stderr


def test_a_broken_plan_lists_its_faults(office: Path) -> None:
    """A plan that is no workbook any more stops the command with 3 and names the file."""
    (office / "templates" / "任务书.xlsx").write_bytes(b"PK\x03\x04 cut off")
    ended = run("collect", "-w", office, "--settle", 0)

    assert ExitCode.FAILED == ended.exit_code
    assert "任务书.xlsx" in ended.stderr


def test_a_workspace_is_never_made_twice(office: Path) -> None:
    """Making a workspace where one stands changes nothing and says so."""
    before = (office / "templates" / "任务书.xlsx").read_bytes()
    ended = run("init", office, "--plan", "suining-2017")

    assert ExitCode.FAILED == ended.exit_code
    assert before == (office / "templates" / "任务书.xlsx").read_bytes()


def test_a_file_that_is_no_workbook_costs_only_itself(office: Path) -> None:
    """A PDF named .xlsx is quarantined, kept in the archive, and the run goes on."""
    assert run("issue", "2017-06", "-w", office).exit_code == ExitCode.DONE
    issued = next((office / "templates" / "2017-06").glob("人教科*.xlsx"))
    (office / "inbox" / "a.xlsx").write_bytes(b"%PDF-1.7 planted")
    (office / "inbox" / "b.xlsx").write_bytes(issued.read_bytes())
    ended = run("collect", "-w", office, "--settle", 0, "--json")
    files = {f["file"]: f for f in json.loads(ended.output)["files"]}

    assert ExitCode.NEEDS_A_PERSON == ended.exit_code
    assert ["quarantined", "returned"] == [files["a.xlsx"]["outcome"], files["b.xlsx"]["outcome"]]
    assert "F001" == files["a.xlsx"]["findings"][0]["code"]
    assert b"%PDF-1.7 planted" == (office / files["a.xlsx"]["archived"]).read_bytes()
    assert ["README.txt"] == [p.name for p in (office / "inbox").iterdir()]


def test_check_touches_nothing(office: Path) -> None:
    """Checking a workbook leaves every file of the workspace as it was."""
    run("issue", "2017-06", "-w", office)
    before = {p: p.read_bytes() for p in office.rglob("*") if p.is_file()}
    ended = run("check", "-w", office, "--json", next((office / "templates" / "2017-06").glob("船山*.xlsx")))
    after = {p: p.read_bytes() for p in office.rglob("*") if p.is_file()}

    assert ExitCode.NEEDS_A_PERSON == ended.exit_code
    assert before == after
    assert {"V301"} == {f["code"] for f in json.loads(ended.output)["files"][0]["findings"]}


def test_shipped_plans_are_listed() -> None:
    """Every shipped plan is listed with its tables."""
    listed = json.loads(run("plans", "--json").output)

    assert list(shipped.names()) == [p["plan"] for p in listed]
    assert {"附件2": 14, "附件3": 15, "任务": 8, "指标": 10} == next(p for p in listed if p["plan"] == "suining-2017")["tables"]


def test_a_bug_leaves_a_report_and_no_traceback(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unforeseen error ends 4, writes a report and names it; the screen shows no traceback."""
    def broken(*_: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.chdir(office)
    monkeypatch.setattr("automation.pipeline.status", broken)
    ended = run("status", "2017-06", "-w", office)

    assert ExitCode.BUG == ended.exit_code
    assert "Traceback" not in ended.output
    report = next(office.glob("tongbao-bug-*.txt"))
    assert report.name in ended.stderr
    assert "planted" in report.read_text(encoding="utf-8")
