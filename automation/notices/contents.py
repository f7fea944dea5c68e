"""What a wrong cell holds, as its file writes it."""

from functools import cached_property

from automation.notices.links import linked
from automation.notices.parts import Element, child
from automation.notices.recheck import Content
from automation.notices.workbook import Workbook
from automation.sheets.strings import read_shared, text_of, unescape

_TRUTHS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}


class Contents:
    """Reads single cells; the book's shared texts are read only when one of them is asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book

    def of(self, sheet: str, address: str, cell: Element | None) -> Content:
        """The content of a cell of the sheet called ``sheet``; None is a cell that is not there."""
        kind, text = self._read(cell) if cell is not None else ("blank", "")
        return Content(sheet, address, kind, text)

    def _read(self, cell: Element) -> tuple[str, str]:
        kind, inline, stored = cell.get("t", "n"), child(cell, "is"), child(cell, "v")
        text = (stored.text or "") if stored is not None else ""
        if kind == "s":
            text = self._shared(text)
        elif kind == "inlineStr":
            text = text_of(inline) if inline is not None else ""
        elif kind == "str":
            text = unescape(text)
        if not text:
            return "blank", ""
        if kind in ("s", "inlineStr", "str"):
            return "text", text
        if kind == "b":
            return "truth", _TRUTHS.get(text, "FALSE")
        return {"n": "number", "e": "error"}.get(kind, "unknown"), text

    def _shared(self, index: str) -> str:
        return self._strings[int(index)] if index.isdecimal() and int(index) < len(self._strings) else ""

    @cached_property
    def _strings(self) -> tuple[str, ...]:
        name = linked(self._book.parts, self._book.part, "sharedStrings")
        return read_shared(self._book.parts.read(name)) if name else ()
