"""The line below a table that says who filled it in, who answers for it, and when."""

import re
from collections.abc import Mapping

from automation.cells.sense import folded
from automation.cells.variants import simplified
from automation.reader.grid import by_row, text_of
from automation.sheets.grid import RawCell, RawSheet

_LABELS = {
    "填报人": re.compile(r"(?:填报人|填表人|制表人|经办人)(?:签字|签名)?"),
    "联系电话": re.compile(r"(?:联系)?电话|手机"),
    "负责人": re.compile(r"[^:]{0,6}负责人(?:签字|签名)?"),
    "填报日期": re.compile(r"(?:填报|填表|报送)(?:日期|时间)"),
}
_BLANK = re.compile(r"[_＿.…\s]*")


def read_signature(sheet: RawSheet, first: int, end: int | None = None) -> Mapping[str, str]:
    """填报人, 联系电话, 负责人 and 填报日期 from ``first`` (a row from 0) down to before ``end``; those left blank are left out.

    The value stands behind the label's colon or in the next cell that is no label itself.
    """
    signature: dict[str, str] = {}
    for cells in by_row(sheet, first, end).values():
        for number, cell in enumerate(cells):
            name, behind = _label(cell)
            if name and name not in signature:
                after = cells[number + 1] if number + 1 < len(cells) else None
                value = behind or (_content(after) if after and not _label(after)[0] else "")
                if value:
                    signature[name] = value
    return signature


def _label(cell: RawCell) -> tuple[str, str]:
    """(which label, what stands behind its colon), both empty where the cell is no label."""
    if not isinstance(cell.value, str):
        return "", ""
    before, _, behind = simplified(folded(cell.value)).partition(":")
    key = "".join(before.split()).replace("(", "").replace(")", "")
    name = next((name for name, form in _LABELS.items() if form.fullmatch(key)), "")
    return name, "" if not name or _BLANK.fullmatch(behind) else behind.strip()


def _content(cell: RawCell) -> str:
    text = text_of(cell)
    return "" if _BLANK.fullmatch(text) else text
