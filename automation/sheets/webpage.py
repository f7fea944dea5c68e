"""A table saved as a web page, as Excel, WPS and LibreOffice do and as web systems send for an .xls.

Read with a parser that only tells of tags as they come: nothing is fetched, nothing run, and nesting costs no depth.
"""

import re
from collections.abc import Mapping

from automation.sheets.collector import Collector, is_error, number_of
from automation.sheets.dates import Shown, from_serial, shown_by_code
from automation.sheets.grid import RawBook, RawSheet, RawValue
from automation.sheets.limits import Limits
from automation.sheets.plaintext import decoded
from automation.sheets.unreadable import RESAVE, Unreadable, damaged, too_large

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.-]{1,40})", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,200})</x:Name>", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NOT_SHOWN = ("script", "style", "comment", "title")
_LINES = ("br", "p", "div", "li")
_WIDEST, _TALLEST = 1000, 65_534
_HEAD = 8192

Attributes = Mapping[str, str]


def read_webpage(data: bytes, limits: Limits) -> RawBook:
    """Read every table that holds anything as a sheet, named by the heading above it where there is one.

    Figures are exact where the page keeps them beside what it shows (``x:num``, ``sdval``), else they are the text.

    Raises Unreadable F001 (no table), F003 (cannot be parsed) or F004 (too many tables or cells).
    """
    # Pages are rare, and this parser is most of what a worker would load.
    from lxml import etree

    charset = _CHARSET.search(data[:_HEAD])
    text = decoded(data, charset[1].decode() if charset else "")
    _refuse_half(text.lower())
    page = _Page(limits)
    parser = etree.HTMLParser(target=page, encoding="utf-8", no_network=True, huge_tree=True)
    try:
        parser.feed(text.encode())
        parser.close()
    except (etree.LxmlError, ValueError) as error:
        raise damaged(f"网页无法解析（{type(error).__name__}）") from None
    sheets = page.finished()
    if not sheets:
        raise Unreadable("F001", "这是网页，里面没有表格；数据可能在同名文件夹的其他文件里。", RESAVE)
    return RawBook("html", sheets, properties=page.properties)


def _refuse_half(text: str) -> None:
    """A page that stops in the middle reads like a shorter one, so its end has to be there."""
    outermost = next((tag for tag in ("html", "table") if f"<{tag}" in text), "")
    if outermost and f"</{outermost}" not in text:
        raise damaged("网页不完整，可能传输中断")


class _Table:
    """One table: where the next cell goes."""

    def __init__(self, kept: Collector) -> None:
        self.kept = kept
        self.row = -1
        self.column = self.columns = 0
        self._busy: dict[int, int] = {}  # column → first row in which a cell from above leaves it free
        self.cell: tuple[int, int, Attributes] | None = None
        self.text: list[str] = []

    def next_row(self, hidden: bool) -> None:
        self.row += 1
        self.column = 0
        if hidden:
            self.kept.hidden_rows.add(self.row)

    def open_cell(self, attributes: Attributes) -> None:
        if self.row < 0:
            self.next_row(False)
        while self._busy.get(self.column, 0) > self.row:
            self.column += 1
        down, across = _span(attributes, "rowspan", _TALLEST), _span(attributes, "colspan", _WIDEST)
        if down * across > 1:
            self.kept.merge(self.row, self.column, self.row + down - 1, self.column + across - 1)
        if down > 1:
            self._busy.update(dict.fromkeys(range(self.column, self.column + across), self.row + down))
        self.cell, self.text = (self.row, self.column, attributes), []
        self.column += across

    def close_cell(self) -> None:
        if self.cell:
            row, column, attributes = self.cell
            value, error = _content(attributes, "".join(self.text))
            formula = "" if attributes.get("x:fmla") is not None else None
            self.kept.put(row, column, value, formula, error)
            self.cell = None


class _Page:
    """Sorts the page's text into tables, told of each tag by the parser; a table inside a table is one of its own."""

    def __init__(self, limits: Limits) -> None:
        self.properties: dict[str, str] = {}
        self._limits = limits
        self._open: list[_Table] = []
        self._tables: list[_Table] = []
        self._names: list[str] = []
        self._heading: list[str] | None = None
        self._unseen = 0

    def finished(self) -> tuple[RawSheet, ...]:
        """Every table that holds anything, each with a name of its own."""
        for table in self._open:
            table.close_cell()
        full = [table.kept for table in self._tables if table.kept.cells]
        taken: set[str] = set()
        for number, kept in enumerate(full):
            name = kept.name or (self._names[number] if number < len(self._names) else "")
            kept.name = name if name and name.casefold() not in taken else f"表{number + 1}"
            taken.add(kept.name.casefold())
        return tuple(kept.finished() for kept in full)

    def start(self, tag: str, attributes: Attributes) -> None:
        """A tag opens."""
        table = self._open[-1] if self._open else None
        if tag in _NOT_SHOWN:
            self._unseen += 1
        elif tag == "table":
            self._open_table()
        elif tag == "meta" and attributes.get("name"):
            self.properties[attributes["name"]] = attributes.get("content", "")
        elif tag in ("h1", "em") and table is None:
            self._heading = []
        elif table is not None:
            self._inside(table, tag, attributes)

    def _inside(self, table: _Table, tag: str, attributes: Attributes) -> None:
        hidden = _HIDDEN.search(attributes.get("style") or "") is not None
        if tag == "tr":
            table.close_cell()
            table.next_row(hidden)
        elif tag in ("td", "th"):
            table.close_cell()
            table.open_cell(attributes)
        elif tag == "col":
            first, table.columns = table.columns, table.columns + _span(attributes, "span", _WIDEST)
            if hidden and table.columns <= _TALLEST:
                table.kept.hidden_columns.update(range(first, table.columns))
        elif tag in _LINES and table.cell and (tag == "br" or table.text):
            table.text.append("\n")

    def end(self, tag: str) -> None:
        """A tag closes, by itself or because another one has to."""
        if tag in _NOT_SHOWN:
            self._unseen = max(0, self._unseen - 1)
        elif self._open and tag in ("td", "th", "tr"):
            self._open[-1].close_cell()
        elif self._open and tag == "table":
            self._open.pop().close_cell()

    def data(self, data: str) -> None:
        """Text, in pieces."""
        if self._unseen:
            return
        if self._open:
            if self._open[-1].cell:
                # What a page breaks into lines is one line; its own line breaks are tags.
                self._open[-1].text.append(re.sub(r"[ \t\r\n]+", " ", data))
        elif self._heading is not None:
            self._heading.append(data)

    def comment(self, data: str) -> None:
        """A comment, in which Excel keeps the names of sheets."""
        self._names += _SHEET_NAME.findall(data)

    def close(self) -> None:
        """The page ends."""

    def _open_table(self) -> None:
        if len(self._tables) >= self._limits.sheets:
            raise too_large(f"表格超过 {self._limits.sheets} 张")
        kept = sum(len(table.kept.cells) for table in self._tables)
        heading = " ".join("".join(self._heading or ()).split())
        self._heading = None
        self._tables.append(_Table(Collector(heading, self._limits, kept)))
        self._open.append(self._tables[-1])


def _span(attributes: Attributes, name: str, most: int) -> int:
    text = (attributes.get(name) or "1").strip()
    return min(int(text), most) or 1 if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _content(attributes: Attributes, text: str) -> tuple[RawValue, str | None]:
    """The value of a cell and its error, from what the page keeps beside the text, else from the text."""
    shown = "\n".join(" ".join(line.replace("\xa0", " ").split(" ")).strip() for line in text.split("\n")).strip()
    if is_error(shown) or attributes.get("x:err"):
        return None, attributes.get("x:err") or shown
    for name in ("sdval", "x:num"):
        if exact := attributes.get(name):
            number = number_of(exact.strip())
            how = shown_by_code((attributes.get("sdnum") or "").split(";", 2)[-1])
            return (number if how is Shown.NUMBER else from_serial(number, how, False)), None
    return shown, None
