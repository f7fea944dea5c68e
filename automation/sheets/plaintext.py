"""Comma- or tab-separated text, in the encodings that Chinese offices produce."""

import csv
import io

from automation.sheets.grid import RawBook, RawCell, RawSheet, used_size
from automation.sheets.limits import Limits
from automation.sheets.unreadable import not_a_workbook, too_large

_BOMS = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",\t;"
_SHEET = "Sheet1"


def read_text(data: bytes, limits: Limits) -> RawBook:
    """Read separated text as one sheet of text cells.

    Raises Unreadable F001 (not text in UTF-8, UTF-16 or GB18030) or F004 (too many cells).
    """
    text = _decode(data)
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    cells: dict[tuple[int, int], RawCell] = {}
    try:
        for row, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
            for column, value in enumerate(line):
                if value:
                    cells[row, column] = RawCell(value, row, column)
            if len(cells) > limits.cells:
                raise too_large(f"有内容的单元格超过 {limits.cells} 个")
    except csv.Error:
        raise not_a_workbook("文本不能按行列拆开") from None
    return RawBook("csv", (RawSheet(_SHEET, True, False, *used_size(cells), cells),))


def _decode(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith(_BOMS) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise not_a_workbook("文本的编码无法识别")
