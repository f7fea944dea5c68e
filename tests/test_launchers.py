"""自查 by double-click: what the launchers contain, and that they lead to the check.

The file for macOS is run here by bash. The file for Windows is looked at only: no cmd.exe runs on this machine.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from automation import launchers, pipeline
from automation.cli.app import app
from automation.plan import shipped
from tests.reader.books import edited, issued, typing

ODD = "甲 & 乙 (1) '100%' !;^$HOME`x`.xlsx"
"""What a file may be called, and what a shell would make something else of."""
needs_bash = pytest.mark.skipif(shutil.which("bash") is None or os.name == "nt", reason="bash is not installed")


@pytest.fixture
def folder(tmp_path):
    """What an office sends to a clerk: the plan, the launchers, her workbook under an odd name."""
    home = tmp_path / "自 查 & (新)"
    home.mkdir()
    launchers.write(home)
    shipped.copy("suining-2017", home / "任务书.xlsx")
    (home / ODD).write_bytes(issued())
    return home


def check(*arguments, env=None):
    return CliRunner().invoke(app, ["check", *map(str, arguments)], env=env)


def lines():
    return launchers.windows().decode("ascii").split("\r\n")


def test_a_new_workspace_has_both_launchers(tmp_path):
    """They lie where the office's clerks look first, and macOS may run its own."""
    pipeline.create(tmp_path / "通报", "suining-2017")
    assert (launchers.windows(), launchers.macos()) == tuple((tmp_path / "通报" / n).read_bytes() for n in ("自查.cmd", "自查.command"))
    assert os.access(tmp_path / "通报" / "自查.command", os.X_OK)


def test_the_windows_file_is_ascii_with_the_line_ends_of_windows():
    """cmd.exe reads a batch file in whatever code page is set, and loses labels behind lone line feeds."""
    content = launchers.windows()
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r") == len(lines()) - 1


def test_the_windows_file_speaks_utf8_before_anything_is_said_and_waits_at_the_end():
    """The code page is set first; the window stays open until a key is pressed; the exit code is the check's."""
    said = [line for line in lines() if line and not line.startswith("rem ")]
    assert said.index("chcp 65001 >nul") < min(n for n, line in enumerate(said) if "check" in line)
    assert ["pause", "exit %TONGBAO_CODE%"] == said[-2:]


def test_every_label_of_the_windows_file_is_there():
    """A jump to nowhere would end the script without a word."""
    wanted = {match[1] for line in lines() if (match := re.search(r"goto (\w+)$", line))}
    assert wanted == {line[1:] for line in lines() if line.startswith(":")}


def test_paths_of_the_windows_file_are_quoted():
    """A folder may have blanks, ampersands and brackets in its name: nowhere does a path stand bare."""
    for line in lines():
        for match in re.finditer(r"%~dp0|%TONGBAO_HOME%", line):
            assert 1 == line[: match.start()].count('"') % 2, line


def test_the_windows_file_says_in_chinese_what_is_missing():
    """The words are written as numbers, so that they survive every code page."""
    (codes,) = re.findall(r"\[char\[\]\]\(([\d,]+)\)", launchers.windows().decode())
    assert "这台电脑没有装 tongbao，不能自查。请联系办公室，或把填报表发给办公室代查。" == "".join(chr(int(code)) for code in codes.split(","))


@pytest.mark.parametrize(("tail", "names"), [
    (r'D:\报表\a.xlsx', [r"D:\报表\a.xlsx"]), (r'D:\a&b.xlsx D:\c^(1).xlsx', [r"D:\a&b.xlsx", r"D:\c^(1).xlsx"]),
    (r'"D:\我的 文档\a & b (2).xlsx" D:\c,d;e=f.xlsx', [r"D:\我的 文档\a & b (2).xlsx", r"D:\c,d;e=f.xlsx"]), ("", []),
], ids=["plain", "unquoted", "quoted", "double-click"])
def test_dropped_files_are_taken_from_the_command_line_itself(tail, names):
    """Explorer quotes names with blanks and no others; none of them is cut or split."""
    environment = {launchers.DROPPED: rf'C:\Windows\system32\cmd.exe /c ""D:\通 报\自查.cmd" {tail}"'}
    assert names == [str(path) for path in launchers.dropped(environment)]


def test_a_prompt_is_no_drop():
    """Typed at a prompt, the files are the arguments."""
    assert () == launchers.dropped({launchers.DROPPED: r'"C:\Windows\system32\cmd.exe"'}) == launchers.dropped({})


def test_dropped_files_are_checked(folder, monkeypatch):
    """What Windows says was dropped is what is checked."""
    monkeypatch.chdir(folder.parent)
    shown = check(env={launchers.DROPPED: f'cmd /c ""{folder / "自查.cmd"}" "{folder / ODD}""', launchers.HOME: f"{folder}{os.sep}"})
    assert (1, True) == (shown.exit_code, shown.output.startswith(f"退回  {ODD}  福慈科")), shown.output


def test_nothing_dropped_says_what_to_do():
    """A double-click without files explains itself."""
    shown = subprocess.run([sys.executable, "-m", "automation", "check"], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (2, True) == (shown.returncode, "拖到“自查”" in shown.stderr)


def test_the_plan_beside_the_workbook_is_enough(folder, monkeypatch):
    """A clerk has no workspace: with the plan in the folder she gets the same findings, and nothing is written there."""
    monkeypatch.chdir(folder.parent)
    before = sorted(folder.iterdir())
    shown = check(folder / ODD)
    assert (1, True, True) == (shown.exit_code, "V301" in shown.output, "没有台账" in shown.output)
    assert before == sorted(folder.iterdir())


def test_a_workbook_inside_a_workspace_finds_it(tmp_path, monkeypatch):
    """Wherever in the office's folder the file lies, and wherever the command is run."""
    office = pipeline.create(tmp_path / "通报", "suining-2017")
    inside = office.workspace.inbox / "a.xlsx"
    inside.write_bytes(edited(typing("L9", "约62")))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert "V302" in check(inside).output


def test_without_any_plan_the_message_says_what_to_do(tmp_path, monkeypatch):
    """No traceback, no guess: the plan is asked for by its name."""
    (tmp_path / "a.xlsx").write_bytes(issued())
    monkeypatch.chdir(tmp_path)
    shown = subprocess.run([sys.executable, "-m", "automation", "check", "a.xlsx"], capture_output=True, text=True, encoding="utf-8", check=False,
                           env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)})
    assert (3, True) == (shown.returncode, "任务书.xlsx" in shown.stderr)


def bash(folder, *arguments, typed=""):
    """Run the file for macOS with the real command on the path."""
    programs = folder / "bin"
    programs.mkdir()
    program = programs / "tongbao"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m automation "$@"\n')
    program.chmod(0o755)
    env = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(Path(__file__).parent.parent)}
    return subprocess.run(["bash", str(folder / "自查.command"), *arguments], input=typed, capture_output=True, text=True, encoding="utf-8",
                          check=False, env=env, cwd=folder.parent)


@needs_bash
def test_the_file_for_macos_checks_its_arguments(folder):
    """A name full of what shells understand reaches the check as it is."""
    ended = bash(folder, str(folder / ODD))
    assert (1, True) == (ended.returncode, f"退回  {ODD}  福慈科" in ended.stdout), ended.stderr


@needs_bash
def test_the_file_for_macos_takes_what_is_dropped_into_its_window(folder):
    """Terminal writes a dropped name with backslashes; nothing in it is run."""
    (folder / "无害 $(touch ran).xlsx").write_bytes(issued())
    typed = " ".join(re.sub(r"([^\w/.\-])", r"\\\1", str(folder / name)) for name in (ODD, "无害 $(touch ran).xlsx"))
    ended = bash(folder, typed=typed + " \n")
    assert (True, True) == (f"  {ODD}  " in ended.stdout, "  无害 $(touch ran).xlsx  " in ended.stdout), ended.stderr
    assert not [*folder.rglob("ran"), *folder.parent.glob("ran")]
