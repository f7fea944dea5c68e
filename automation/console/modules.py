"""The modules of the workbook's VBA project: our own source, and xlwings' as it is installed."""

import importlib.metadata
import importlib.util
from importlib import resources
from pathlib import Path

from automation.console.project import Kind, Module
from automation.errors import TongbaoError

_WORKBOOK, _WORKSHEET = "00020819-0000-0000-C000-000000000046", "00020820-0000-0000-C000-000000000046"
_CLASS = "FCFB3D2A-A0FA-1068-A738-08002B3371B5"
"""What VB_Base names: the interface of a workbook, of a worksheet, of a class of one's own."""
_FALSE, _TRUE = "False", "True"
SHEETS = ("Sheet1", "Sheet2")
"""Code names of the sheets, in their order; the workbook's is ThisWorkbook."""


def modules() -> tuple[Module, ...]:
    """Everything in the project.

    Raises:
        TongbaoError: xlwings is not installed, or this release of it has no VBA source where it used to be.
    """
    xlwings = _xlwings()
    ours = resources.files("automation.console").joinpath("vba", "Buttons.bas").read_text("ascii")
    return (
        _document("ThisWorkbook", _WORKBOOK), *(_document(name, _WORKSHEET) for name in SHEETS),
        Module("Buttons", Kind.STANDARD, ours),
        Module("xlwings", Kind.STANDARD, _source(xlwings / "xlwings.bas")),
        _class_module("Dictionary", _source(xlwings / "addin" / "Dictionary.cls")),
    )


def _xlwings() -> Path:
    found = importlib.util.find_spec("xlwings")
    if found is None or found.origin is None:
        raise TongbaoError("没有安装 xlwings，控制台的按钮离不开它；其他命令照常可用",
                           "请运行：python -m pip install xlwings，装好后再运行 tongbao console")
    return Path(found.origin).parent


def _source(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        version = importlib.metadata.version("xlwings")
        raise TongbaoError(f"安装的 xlwings {version} 里读不出 {path.name}，写不成控制台",
                           "请重装：python -m pip install --force-reinstall xlwings") from error


def _document(name: str, base: str) -> Module:
    """The module that belongs to the workbook or to a sheet; without code."""
    return Module(name, Kind.DOCUMENT, _head(name, base, exposed=_TRUE, predeclared=_TRUE, customizable=_TRUE))


def _class_module(name: str, exported: str) -> Module:
    """A class as exported to a file: what stands before its code is only for files, and is said anew."""
    lines = exported.splitlines()
    code = lines[next(n for n, line in enumerate(lines) if line.strip() == "END") + 1:]
    kept = [line for line in code if not line.startswith("Attribute VB_")]
    return Module(name, Kind.CLASS, _head(name, _CLASS, _FALSE, _FALSE, _FALSE) + "\n".join(kept))


def _head(name: str, base: str, exposed: str, predeclared: str, customizable: str) -> str:
    attributes = (("Name", f'"{name}"'), ("Base", f'"0{{{base}}}"'), ("GlobalNameSpace", _FALSE), ("Creatable", _FALSE),
                  ("PredeclaredId", predeclared), ("Exposed", exposed), ("TemplateDerived", _FALSE),
                  ("Customizable", customizable))
    return "".join(f"Attribute VB_{key} = {value}\n" for key, value in attributes)
