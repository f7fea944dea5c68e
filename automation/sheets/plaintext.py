"""Comma- or tab-separated text, in the encodings that Chinese offices produce."""

import csv
import io

from automation.sheets.collector import Collector, is_error
from automation.sheets.grid import RawBook
from automation.sheets.limits import Limits
from automation.sheets.unreadable import not_a_workbook

_BOMS = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",\t;"
_HINT = "sep="
_HEAD_LINES = 20
_CHINESE = ("gb2312", "gbk", "gb18030", "cp936", "936", "x-gbk", "hz-gb-2312")
_SHEET = "Sheet1"


def read_text(data: bytes, limits: Limits) -> RawBook:
    """Read separated text as one sheet of text cells, error values told from texts.

    Raises Unreadable F001 (not text in UTF-8, UTF-16 or GB18030) or F004 (too many cells).
    """
    text = decoded(data)
    if text.startswith(_HINT):
        text = text.partition("\n")[2]
    head = "\n".join(text.split("\n", _HEAD_LINES)[:_HEAD_LINES])
    sheet = Collector(_SHEET, limits)
    try:
        for row, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count))):
            for column, value in enumerate(line):
                error = is_error(value.strip())
                sheet.put(row, column, None if error else value, error=value.strip() if error else None)
    except csv.Error:
        raise not_a_workbook("文本不能按行列拆开") from None
    return RawBook("csv", (sheet.finished(),))


def decoded(data: bytes, said: str = "") -> str:
    """Return bytes as text; ``said`` is the encoding that they claim, tried first.

    Raises Unreadable F001 where it is neither that nor UTF-8, UTF-16 with its mark, or GB18030.
    """
    encodings = ("utf-16",) if data.startswith(_BOMS) else ("utf-8-sig", "gb18030")
    if said.lower() in _CHINESE:
        # GB 2312 is what everybody says; what everybody writes is its successor.
        encodings = (*encodings[1:], *encodings[:1])
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise not_a_workbook("文本的编码无法识别")
