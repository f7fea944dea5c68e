"""remind and run, as an office types them."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from automation.cli.app import app
from automation.errors import ExitCode

MONTH = "2017-06"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_the_missing_unit_is_reminded(practice_copy: Path) -> None:
    """The one unit of the practice that has not reported gets its page, text and draft with its own workbook."""
    ended = run("remind", MONTH, "-w", practice_copy, "--date", "2017-06-21")
    folder = practice_copy / "reports/2017-06/催报"

    assert ExitCode.NEEDS_A_PERSON == ended.exit_code
    assert "今天（6月21日）是截止后1天" in ended.output
    assert ["催报_救助科.eml", "催报_救助科.txt", "催报_汇总.txt", "催报单_2017年6月.xlsx"] == sorted(p.name for p in folder.iterdir())


def test_programs_read_it_as_json(practice_copy: Path) -> None:
    """Step, next day, and for each unit its state and its files."""
    said = json.loads(run("remind", MONTH, "-w", practice_copy, "--date", "2017-06-17", "--json").output)

    assert (-3, "2017-06-20", True, []) == (said["step"], said["next"], said["written"], said["sent"])
    assert [("救助科", "missing", "救助科_2017年06月.xlsx")] == [(u["unit"], u["state"], Path(u["attachment"]).name) for u in said["units"]]
    assert all(Path(u[kind]).is_file() for u in said["units"] for kind in ("text", "mail"))


def test_due_only_writes_on_the_plans_days(practice_copy: Path) -> None:
    """A task that runs every day may call it: it writes on the four days and on no other."""
    folder = practice_copy / "reports/2017-06/催报"
    ended = run("remind", MONTH, "-w", practice_copy, "--due-only", "--date", "2017-06-22")
    between = folder.exists()
    run("remind", MONTH, "-w", practice_copy, "--due-only", "--date", "2017-06-23")

    assert "今天不是催报日，没有写催报" in ended.output
    assert [False, True] == [between, folder.exists()]


def test_nothing_is_sent_unasked_and_not_without_a_sender(practice_copy: Path) -> None:
    """--smtp with no 发件邮箱 in the plan is wrong usage; the drafts are written all the same."""
    ended = run("remind", MONTH, "-w", practice_copy, "--smtp", "127.0.0.1:1")

    assert ExitCode.USAGE == ended.exit_code
    assert "发件邮箱" in ended.stderr
    assert (practice_copy / "reports/2017-06/催报/催报_救助科.eml").is_file()


def test_run_does_it_all(practice_copy: Path) -> None:
    """One command collects, writes the bulletin and reminds; JSON says so; a missing unit needs a person."""
    ended = run("run", MONTH, "-w", practice_copy, "--settle", 0, "--json")
    said = json.loads(ended.output)

    assert ExitCode.NEEDS_A_PERSON == ended.exit_code
    assert [] == said["collected"]["files"]
    assert Path(said["bulletin"]).is_file()
    assert ["救助科"] == [u["unit"] for u in said["reminders"]["units"]]


def test_a_unit_that_was_sent_back_gets_its_own_file_again(practice_copy: Path) -> None:
    """Who sent an empty workbook is told so, and the draft carries that workbook with the marks in it."""
    (practice_copy / "inbox/救助科_2017年06月.xlsx").write_bytes((practice_copy / "templates/2017-06/救助科_2017年06月.xlsx").read_bytes())
    run("collect", "-w", practice_copy, "--settle", 0)
    (unit,) = json.loads(run("remind", MONTH, "-w", practice_copy, "--json").output)["units"]

    assert "empty" == unit["state"]
    assert (practice_copy / "reports/2017-06/退回") in Path(unit["attachment"]).parents
    assert "没有填写内容" in Path(unit["text"]).read_text(encoding="utf-8-sig")
