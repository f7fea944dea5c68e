"""What a workbook's file says, part by part, whatever numbers its shared strings have."""

import re
import zipfile
from io import BytesIO

_STRINGS = "xl/sharedStrings.xml"


def said(content: bytes) -> dict[str, str]:
    """Name → XML of every part, texts in place of their numbers; what the table of texts says of itself comes last."""
    with zipfile.ZipFile(BytesIO(content)) as opened:
        assert opened.testzip() is None
        parts = {name: opened.read(name).decode() for name in opened.namelist()}
    table = parts.pop(_STRINGS)
    strings = re.findall(r"<si>(.*?)</si>", table, re.DOTALL)
    uses = sum(xml.count(' t="s"><v>') for xml in parts.values())
    assert f'count="{uses}" uniqueCount="{len(strings)}"' in table
    shown = {name: re.sub(r' t="s"><v>(\d+)</v>', lambda match: f' t="s"><v>{strings[int(match[1])]}</v>', xml)
             for name, xml in parts.items()}
    return {**shown, _STRINGS: " ".join(sorted(set(strings)))}
