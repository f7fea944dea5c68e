"""What a button really does, read out of the finished workbook by others' eyes: olevba for VBA, XML for the buttons."""

import re
import zipfile
from pathlib import Path

from lxml import etree
from oletools.olevba import VBA_Parser

_COMMAND = re.compile(r'^Sub (\w+)\(\)(?:(?!^End Sub).)*?RunPython "import automation\.macros; automation\.macros\.(\w+)\(\)"',
                      re.MULTILINE | re.DOTALL)


def sources(path: Path) -> dict[str, str]:
    """Module name → its source, as olevba reads it."""
    parser = VBA_Parser(path.name, data=path.read_bytes())
    try:
        return {name.rpartition(".")[0]: code.replace("\r\n", "\n") for _, _, name, code in parser.extract_macros()}
    finally:
        parser.close()


def buttons(path: Path) -> dict[str, str]:
    """Caption → macro, as the drawing says."""
    with zipfile.ZipFile(path) as package:
        drawing = etree.fromstring(package.read("xl/drawings/vmlDrawing1.vml"))
    shapes = [shape for shape in drawing.iter("{urn:schemas-microsoft-com:vml}shape")
              if shape.find(".//{urn:schemas-microsoft-com:office:excel}FmlaMacro") is not None]
    return {"".join(shape.find(".//{urn:schemas-microsoft-com:vml}textbox").itertext()).strip():
            shape.findtext(".//{urn:schemas-microsoft-com:office:excel}FmlaMacro").removeprefix("[0]!") for shape in shapes}


def wiring(path: Path) -> dict[str, str]:
    """Caption → the function of automation.macros that pressing it ends in; empty where it ends nowhere."""
    functions = dict(_COMMAND.findall(sources(path)["Buttons"]))
    return {caption: functions.get(macro, "") for caption, macro in buttons(path).items()}
