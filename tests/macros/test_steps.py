"""A button and its command do one thing, and what goes wrong is said on the sheet."""

import ast
import datetime
import shutil
import subprocess
import sys
import zoneinfo
from pathlib import Path

import pytest
import xlwings
from click.testing import CliRunner, Result

from automation import macros, pipeline
from automation.cli.app import app
from automation.console.layout import BUTTONS
from automation.errors import ExitCode
from automation.macros import scripts, steps
from automation.macros.engine import open_book
from automation.office import Office
from tests.macros.conftest import opened, shown


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def with_inbox(practice: Path, root: Path) -> Path:
    """A new workspace on the practice's plan with the practice's first month waiting in its inbox."""
    pipeline.create(root, str(practice / "templates" / "任务书.xlsx"))
    for file in (practice / "archive" / "2017-01").iterdir():
        shutil.copy2(file, root / "inbox" / file.name)
    return root


def test_the_button_and_the_command_give_the_same(practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Collect and bulletin by button and by command at the same moment: equal export, equal bytes of the bulletin."""
    moment = datetime.datetime(2017, 1, 20, 9, 0, tzinfo=zoneinfo.ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(Office, "now", lambda _: moment)
    by_command, by_button = (with_inbox(practice, tmp_path / name) for name in ("command", "button"))
    run("collect", "-w", by_command, "--quiet")
    assert run("bulletin", "2017-01", "-w", by_command).exit_code == ExitCode.DONE
    opened(by_button, "2017-01").set_mock_caller()
    try:
        macros.collect_button()
        macros.bulletin_button()
    finally:
        del xlwings.Book._mock_caller
    exports = [run("export", "2017-01", "--to", "-", "-w", root).output for root in (by_command, by_button)]
    bulletins = [next((root / "reports" / "2017-01").glob("通报*.xlsx")).read_bytes() for root in (by_command, by_button)]

    assert exports[0].count("\n") > 100
    assert exports[0] == exports[1]
    assert bulletins[0] == bulletins[1]


def test_the_list_of_units_says_what_status_says(control: xlwings.Book, practice_copy: Path) -> None:
    """After a step every unit stands on the sheet with its state, blank lines after the last."""
    macros.status_button()
    office = pipeline.open_office(practice_copy)
    listed = control.names["console_units"].refers_to_range.resize(len(office.plan.units), 2).value
    told = [line.split("\t")[:2] for line in run("status", "2017-06", "-w", practice_copy).output.splitlines()[1:-1]]

    assert told == [row for row in listed if row[0]]


def test_an_error_stands_in_the_workbook_with_what_to_do(control: xlwings.Book) -> None:
    """A period outside the plan stops the step; the sheet says what is wrong and how it is written."""
    control.names["console_period"].refers_to_range.value = "2031-01"
    said = steps.issue(control)

    assert said.failed
    assert str(shown(control, "result")).startswith("错误（下发）：报告期 2031-01")
    assert "改法：请写成 2017-01" in str(shown(control, "result"))
    assert str(shown(control, "log")).startswith("20")


def test_a_moved_workbook_says_what_it_misses(practice_copy: Path, tmp_path: Path) -> None:
    """A control workbook away from its workspace asks for the path, and takes it."""
    path = Path(opened(practice_copy).fullname).rename(tmp_path / "tongbao.xlsm")
    book = open_book(path)
    steps.status(book)
    lost = str(shown(book, "result"))
    book.names["console_workspace"].refers_to_range.value = str(practice_copy)
    steps.status(book)

    assert lost.startswith("错误（进度）：")
    assert str(shown(book, "result")).startswith("待处理（进度）：2017年6月：应报")


def test_a_bug_is_told_without_a_traceback(control: xlwings.Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What nobody foresaw ends in the cell too, with a report to pass on."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "status", lambda *_: 1 / 0)
    steps.status(control)

    assert "ZeroDivisionError" in str(shown(control, "result"))
    assert ["ZeroDivisionError"] == [line.partition(":")[0] for file in tmp_path.glob("tongbao-bug-*.txt")
                                     for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("ZeroDiv")]


def test_the_log_keeps_the_newest_first_and_forgets_the_oldest(control: xlwings.Book) -> None:
    """Every run is a line, at most a dozen of them."""
    for _ in range(13):
        steps.open_bulletin(control)
    steps.status(control)
    lines = control.names["console_log"].refers_to_range.resize(13, 3).value

    assert ["进度", *["打开通报"] * 11, None] == [line[1] for line in lines]


@pytest.mark.parametrize("typed", [datetime.datetime(2017, 6, 1), "2017-06 ", "2017-06"])
def test_a_period_is_understood_as_excel_may_have_changed_it(control: xlwings.Book, typed: object) -> None:
    """Excel makes a date of 2017-06 where the cell was formatted anew."""
    control.names["console_period"].refers_to_range.value = typed
    steps.status(control)

    assert "2017年6月：" in str(shown(control, "result"))


def test_a_closed_file_is_served_by_the_same_macro(practice_copy: Path) -> None:
    """`tongbao macro 进度 tongbao.xlsm` writes into the file what the button writes, and its exit code is the step's."""
    path = Path(opened(practice_copy).fullname)
    ended = run("macro", "进度", path)

    assert ExitCode.NEEDS_A_PERSON == ended.exit_code
    assert "应报 12 家" in ended.output
    assert "应报 12 家" in str(shown(open_book(path), "result"))


def test_an_unknown_macro_lists_those_that_are(practice_copy: Path) -> None:
    """A name that no button has is wrong usage, answered with the captions."""
    ended = run("macro", "收集", opened(practice_copy).fullname)

    assert ExitCode.USAGE == ended.exit_code
    assert all(button.caption in ended.stderr for button in BUTTONS)


def test_a_control_workbook_is_not_written_over(practice_copy: Path) -> None:
    """Own sheets are not lost: a second `tongbao console` asks for --force."""
    ended = [run("console", "2017-06", "-w", practice_copy, *more).exit_code for more in ((), (), ("--force",))]

    assert [ExitCode.DONE, ExitCode.FAILED, ExitCode.DONE] == ended


@pytest.mark.parametrize("command", ["console 2017-06 -w {root}", "macro 进度 {root}/templates/任务书.xlsx"])
def test_without_xlwings_it_says_how_to_get_it(command: str, practice_copy: Path) -> None:
    """Where xlwings is not installed these two say how to install it; a step goes on without."""
    script = "import sys; sys.modules['xlwings'] = None; from automation.cli import main; main()"

    def ended(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, encoding="utf-8", check=False)
    refused, fine = ended(*command.format(root=practice_copy).split()), ended("figures", "2017-06", "-w", str(practice_copy))

    assert (ExitCode.FAILED, ExitCode.DONE) == (refused.returncode, fine.returncode), refused.stderr
    assert "python -m pip install xlwings" in refused.stderr


def test_the_guide_names_every_button() -> None:
    """Each caption stands in the guide, and the guide says what nobody has tried."""
    guide = (Path(__file__).parents[2] / "docs" / "macros.zh-CN.md").read_text(encoding="utf-8")

    assert [] == [button.caption for button in BUTTONS if button.caption not in guide]
    assert "Windows 上的 Excel | **没有试过**" in guide


def test_scripts_are_the_same_macros(control: xlwings.Book) -> None:
    """What is registered for xlwings Server and Lite runs the same steps, one for each button."""
    scripts.status(control)

    assert "应报 12 家" in str(shown(control, "result"))
    assert [button.step for button in BUTTONS] == [name for name in vars(scripts) if callable(vars(scripts)[name])]


def test_macros_use_only_what_every_engine_has() -> None:
    """No macro reaches for `.api`, which is another thing on each system."""
    folder = Path(steps.__file__).parent
    used = {node.attr for path in folder.glob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}

    assert set() == used & {"api", "impl", "current_region", "status_bar", "caller"} - {"caller"}
