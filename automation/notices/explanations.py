"""核实说明: what a clerk answered on the front sheet, finding by finding."""

from collections.abc import Iterator
from dataclasses import replace

from automation.model.submission import Explained
from automation.notices.notice import FRONT
from automation.sheets.grid import RawBook, RawSheet

CODE, ITEM, FIELD, SHEET, CELL, VALUE, FILL, COUNT = "编码", "项目编码", "字段", "工作表", "单元格", "原值", "原底色", "处数"
"""Headings of the hidden columns; all but 编码 and 处数 hold one line of text for each finding."""
DECISION, TEXT = "处理结果", "核实说明"
_HEADINGS = (DECISION, TEXT, CODE, ITEM, FIELD, SHEET, CELL, VALUE)
_DEEPEST_HEAD = 20


def read_explanations(book: RawBook) -> tuple[Explained, ...]:
    """The answers on a book's front sheet, for the findings that got one; none where there is no such sheet."""
    return tuple(e for e, _ in answered(book) if e.decision or e.text)


def answered(book: RawBook) -> Iterator[tuple[Explained, str]]:
    """Every finding of the front sheet, answered or not, with the fill that its cell had before it was marked."""
    sheet = book.sheet(FRONT)
    head = _head(sheet) if sheet else None
    if sheet is None or head is None:
        return
    row, columns = head
    for number in range(row + 1, sheet.rows):
        text = {name: _text(sheet, number, column) for name, column in columns.items()}
        if text.get(CODE):
            yield from _spread(text)


def is_front(book: RawBook) -> bool:
    """Whether the sheet of that name is one that a send-back wrote, and not the clerk's own."""
    sheet = book.sheet(FRONT)
    return sheet is not None and _head(sheet) is not None


def without_front(book: RawBook) -> RawBook:
    """The book as the clerk knows it: a send-back's own sheet is no part of what she reports."""
    return replace(book, sheets=tuple(s for s in book.sheets if s.name != FRONT)) if is_front(book) else book


def _head(sheet: RawSheet) -> tuple[int, dict[str, int]] | None:
    for row in range(min(_DEEPEST_HEAD, sheet.rows)):
        columns: dict[str, int] = {}
        for column in range(sheet.columns):
            heading = _text(sheet, row, column).partition("\n")[0]
            if heading:
                columns.setdefault(heading, column)
        if all(name in columns for name in _HEADINGS):
            return row, columns
    return None


def _spread(text: dict[str, str]) -> Iterator[tuple[Explained, str]]:
    lists = {name: text.get(name, "").split("\n") for name in (ITEM, FIELD, SHEET, CELL, VALUE, FILL)}
    for index in range(max(map(len, lists.values()))):
        one = {name: parts[index] if index < len(parts) else "" for name, parts in lists.items()}
        yield Explained(text[CODE], one[SHEET], one[CELL], one[ITEM], one[FIELD], text[DECISION].strip(),
                        text[TEXT].strip(), one[VALUE]), one[FILL]


def _text(sheet: RawSheet, row: int, column: int) -> str:
    cell = sheet.at(row, column)
    return "" if cell is None or cell.value is None else str(cell.value)
