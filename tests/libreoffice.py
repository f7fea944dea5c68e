"""A second opinion on formulas: LibreOffice calculates a workbook anew, and nothing of what we stored is believed."""

import math
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""

SKIP_REASON = "LibreOffice (soffice) is not installed"

SECONDS = 170


def available() -> bool:
    """Whether there is a LibreOffice to ask; a test that needs it is skipped with :data:`SKIP_REASON` otherwise."""
    return _program() is not None


def recalculated(path: Path, tmp: Path) -> Path:
    """A copy of the workbook ``path`` under ``tmp``, every formula in it calculated by LibreOffice.

    The profile is private to ``tmp``, so that neither the user's settings nor a second run get in the way.
    """
    (copy,) = recalculated_all([path], tmp)
    return copy


def recalculated_all(paths: Sequence[Path], tmp: Path) -> list[Path]:
    """The same of several workbooks by one start of LibreOffice; their names must differ."""
    assert len({p.stem for p in paths}) == len(paths)
    program = _program()
    assert program is not None, SKIP_REASON
    profile = tmp / "libreoffice-profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    folder = tmp / "recalculated"
    done = subprocess.run(
        [program, f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), *map(str, paths)],
        check=False,
        capture_output=True,
        text=True,
        timeout=SECONDS + 10 * len(paths),
    )
    copies = [folder / f"{path.stem}.xlsx" for path in paths]
    assert done.returncode == 0 and all(c.is_file() for c in copies), f"LibreOffice could not convert: {done.stderr}"
    return copies


def differences(path: Path) -> list[str]:
    """One line for each formula of ``path`` that LibreOffice does not confirm or that ends in an error value.

    An empty list is agreement.
    """
    return differences_of([path])


def differences_of(paths: Sequence[Path]) -> list[str]:
    """The same of several workbooks, whose names must differ, by one start of LibreOffice."""
    with tempfile.TemporaryDirectory() as tmp:
        copies = recalculated_all(paths, Path(tmp))
        return [line for path, copy in zip(paths, copies, strict=True) for line in _differences(path, copy)]


def _differences(path: Path, copy: Path) -> list[str]:
    again = openpyxl.load_workbook(copy, data_only=True)
    stored = openpyxl.load_workbook(path, data_only=True)
    found = []
    for sheet, address, formula in _formulas(path):
        ours, theirs = stored[sheet][address].value, again[sheet][address].value
        if is_error(theirs) or not same(ours, theirs):
            found.append(f"{path.name} {sheet}!{address}: stored {ours!r}, recalculated {theirs!r}: {formula[:120]}")
    return found


def same(ours: object, theirs: object) -> bool:
    """Whether two cell values are one value: floats to a billionth, a blank like an empty text."""
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    # LibreOffice writes a line break within a formula's text as _x000a_.
    return _words(ours) == _words(theirs)


def is_error(value: object) -> bool:
    """Whether a cell value is an error value, in Excel's spelling or LibreOffice's."""
    return isinstance(value, str) and re.match(r"#[A-Z]|Err:", value) is not None


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _words(value: object) -> str:
    return "" if value is None else re.sub("_x000[aA]_", "\n", str(value))


def _formulas(path: Path) -> Iterator[tuple[str, str, str]]:
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, str(getattr(cell.value, "text", cell.value))
