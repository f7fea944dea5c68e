"""Every button, pressed in LibreOffice, hands RunPython its command; the command does the step on a real workspace."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import xlwings

from automation.console.layout import BUTTONS
from automation.console.project import Module
from automation.macros.engine import open_book
from tests import libreoffice
from tests.console.conftest import console, instead

STUB = """Attribute VB_Name = "xlwings"
Public Function RunPython(PythonCommand As String)
    ThisWorkbook.Worksheets(1).Range("Z1").Value = PythonCommand
End Function
"""
EFFECTS = {
    "下发": "下发：2017年6月：已写出 12 份工作簿", "收表": "待处理（收表）：共 1 个文件，退回 1", "进度": "待处理（进度）：2017年6月：应报 12 家，已报 11 家",
    "催报": "待处理（催报）：催报 1 家", "通报": "通报：通报已写出：", "封账": "封账：2017年6月已封账", "打开通报": "打开通报：已打开：",
    "自查本工作簿": "待处理（自查）：", "取台账": "取台账：2017年6月合并数据", "取合计": "取合计：2017年6月合计", "取进度": "取进度：2017年6月报送情况",
}
"""How the result on the sheet begins after each button."""


def stubbed(module: Module) -> Module:
    """Two modules of xlwings stood in for: the second, a class, is not understood by LibreOffice's Basic."""
    stubs = {"xlwings": STUB, "Dictionary": module.source.partition("''")[0]}
    return replace(module, source=stubs.get(module.name, module.source))


def python_with_uno() -> str | None:
    for program in (sys.executable, "/usr/bin/python3"):
        if shutil.which(program) and subprocess.run([program, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
            return program
    return None


def press(workbook: Path, tmp: Path) -> dict[str, dict[str, str]]:
    """What LibreOffice does at each button: caption → what it is bound to and the command that RunPython got."""
    program = python_with_uno()
    if not libreoffice.available() or program is None:
        pytest.skip(libreoffice.SKIP_REASON)
    done = subprocess.run([program, Path(__file__).with_name("pressing.py"), workbook, tmp / "profile"],
                          capture_output=True, text=True, timeout=libreoffice.SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    return {button["caption"]: button for button in json.loads(done.stdout)["buttons"]}


@pytest.fixture
def caller() -> Iterator[None]:
    """Takes back the mock caller that a test set."""
    yield
    if hasattr(xlwings.Book, "_mock_caller"):
        del xlwings.Book._mock_caller


def test_each_button_does_its_step(practice_copy: Path, tmp_path: Path, caller: None) -> None:
    """From the button in LibreOffice to the result on the sheet: bound to its macro, right command, step done."""
    pressed = press(console(practice_copy, tmp_path / "stub.xlsm", stubbed), tmp_path)
    waiting = practice_copy / "templates" / "2017-06" / "救助科_2017年06月.xlsx"
    shutil.copy(waiting, practice_copy / "inbox" / waiting.name)
    book = open_book(console(practice_copy, practice_copy / "tongbao.xlsm"))
    book.app.books.open(str(waiting))
    book.set_mock_caller()
    results = {}
    for button in BUTTONS:
        exec(pressed[button.caption]["command"], {})
        results[button.caption] = book.names["console_result"].refers_to_range.value

    assert {b.caption: f"VBAProject.Buttons.{b.macro}" for b in BUTTONS} == {
        caption: one["bound"].removeprefix("vnd.sun.star.script:").partition("?")[0] for caption, one in pressed.items()}
    assert {} == {caption: said for caption, said in results.items() if not said.startswith(EFFECTS[caption])}


def test_a_planted_fault_reaches_nobody_unseen(practice_copy: Path, tmp_path: Path) -> None:
    """A macro that RunPython never hears of leaves no command: the effect is looked at, not the absence of an error."""
    def broken(module: Module) -> Module:
        return stubbed(instead("Buttons", 'RunPython "import automation.macros; automation.macros.collect_button()"', 'Err.Raise 5')(module))
    pressed = press(console(practice_copy, tmp_path / "stub.xlsm", broken), tmp_path)

    assert ["收表"] == [caption for caption, one in pressed.items() if not one["command"]]
