"""The VBA project is what others read it as."""

import io
import zipfile
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import olefile
import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import decompress_stream

from automation import macros
from automation.console.compound import compound_file
from automation.console.compression import compress
from automation.console.layout import BUTTONS
from automation.console.modules import modules
from automation.console.project import Kind, Module, vba_project
from automation.sheets.ole import CompoundFile
from tests.console.conftest import console, instead
from tests.console.wiring import buttons, sources, wiring

EXPECTED = {button.caption: f"{button.step}_button" for button in BUTTONS}


@given(st.text("ab \n", max_size=9000) | st.text("Sub End RunPython()", max_size=500))
def test_compression_loses_nothing(text: str) -> None:
    """Whatever source is compressed, olevba reads back byte for byte."""
    data = text.encode()

    assert data == bytes(decompress_stream(bytearray(compress(data))))


@pytest.mark.parametrize("sizes", [(0,), (1, 63, 64, 65), (4095, 4096, 4097), (100_000, 3)], ids=str)
def test_a_compound_file_holds_every_stream(sizes: tuple[int, ...]) -> None:
    """Streams of every size, small table and large, are read back by a strict reader and by our own."""
    streams = {f"stream{n}": bytes([n + 1]) * size for n, size in enumerate(sizes)}
    data = compound_file({"VBA": streams, "top": b"at the root"})

    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE) as found:
        assert streams == {name: found.openstream(["VBA", name]).read() for name in streams}
    assert b"at the root" == CompoundFile(data).read("top")


def test_every_module_is_read_as_written(workbook: Path) -> None:
    """Read by olevba, there are exactly our modules, each with its source."""
    stored = {m.name: m.stored.decode().replace("\r\n", "\n") for m in modules()}

    assert stored == sources(workbook)


def test_the_xlwings_module_is_the_installed_one(workbook: Path) -> None:
    """RunPython comes from the xlwings that is installed, whole."""
    installed = (Path(xlwings.__file__).parent / "xlwings.bas").read_text("ascii")

    assert [line.rstrip() for line in installed.splitlines()] == [line.rstrip() for line in sources(workbook)["xlwings"].splitlines()]
    assert metadata.version("xlwings") in sources(workbook)["xlwings"]


def test_each_button_ends_in_its_own_function(workbook: Path) -> None:
    """Caption, macro, command and function belong together, and every function exists."""
    assert EXPECTED == wiring(workbook)
    assert all(callable(getattr(macros, name)) for name in EXPECTED.values())


def test_a_wrong_function_in_vba_is_noticed(practice_copy: Path, tmp_path: Path) -> None:
    """A command that names another function does not pass as this button's."""
    wrong = console(practice_copy, tmp_path / "wrong.xlsm", instead("Buttons", "macros.collect_button", "macros.colect_button"))

    assert {"收表": "colect_button"} == {k: v for k, v in wiring(wrong).items() if v != EXPECTED[k]}


def test_a_button_on_a_wrong_macro_is_noticed(practice_copy: Path, tmp_path: Path) -> None:
    """A button that is bound to another's macro does not pass."""
    swapped = tuple(replace(b, macro="ClosePeriod") if b.caption == "收表" else b for b in BUTTONS)
    wrong = console(practice_copy, tmp_path / "wrong.xlsm", buttons=swapped)

    assert {"收表": "close_button"} == {k: v for k, v in wiring(wrong).items() if v != EXPECTED[k]}


def test_commands_survive_both_systems(workbook: Path) -> None:
    """No command holds what cmd.exe or AppleScript would take for something else."""
    commands = [line.partition('"')[2].rpartition('"')[0] for line in sources(workbook)["Buttons"].splitlines() if "RunPython" in line]

    assert len(BUTTONS) == len(commands)
    assert not [c for c in commands if set(c) & set("\"'|%&^<>") or not c.isascii()]


def test_equal_input_gives_equal_bytes(practice_copy: Path, tmp_path: Path) -> None:
    """The same workspace and period give the same workbook."""
    first, again = (console(practice_copy, tmp_path / name).read_bytes() for name in ("a.xlsm", "b.xlsm"))

    assert first == again


def test_a_workbook_holds_the_project_as_it_was_made(workbook: Path) -> None:
    """The part in the package is our project, and the content type says that there are macros."""
    with zipfile.ZipFile(workbook) as package:
        stored, types = package.read("xl/vbaProject.bin"), package.read("[Content_Types].xml").decode()

    assert vba_project(modules()) == stored
    assert "application/vnd.ms-excel.sheet.macroEnabled.main+xml" in types
    assert len(BUTTONS) == len(buttons(workbook))


def test_source_that_is_not_plain_is_refused() -> None:
    """A letter that the code page lacks stops the writing instead of being stored as something else."""
    with pytest.raises(UnicodeEncodeError):
        vba_project([Module("Buttons", Kind.STANDARD, "' 下发")])
