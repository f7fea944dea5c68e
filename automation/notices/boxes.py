"""The boxes that notes are shown in: a drawing in an old language that is not always well-formed.

It is therefore changed as text: boxes go in before its end and come out whole, and the rest stays as it is.
"""

import re
from collections.abc import Callable

from automation.notices.marks import Cells, Place
from automation.notices.parts import Element
from automation.sheets.markup import true
from automation.sheets.references import LAST_COLUMN, LAST_ROW
from automation.styles.text import column_pixels
from automation.styles.tokens import COLORS

_HEAD = b"""<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"\
 xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>\
</o:shapelayout></xml>"""
_TYPE = """<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">\
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"""
_SHAPE = """<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:1.5pt;\
width:{width}pt;height:{height}pt;z-index:{id};visibility:hidden" fillcolor="{color}" o:insetmode="auto">\
<v:fill color2="{color}"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>\
<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>\
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>\
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"""
_BOX = re.compile(rb"<v:shape\b(?:(?!<v:shape\b).)*?</v:shape>", re.DOTALL)
_ROW = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>")
_COLUMN = re.compile(rb"<x:Column>\s*(\d+)\s*</x:Column>")
_ID = re.compile(rb"""\bid=["']_x0000_s(\d+)""")
_SPACES = tuple(f'xmlns:{short}="urn:schemas-microsoft-com:{long}"'
                for short, long in (("v", "vml"), ("o", "office:office"), ("x", "office:excel")))
_WIDTH = 256
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 64, 20
_CHARACTER = 12


class Boxes:
    """The drawing of one worksheet."""

    def __init__(self, content: bytes) -> None:
        self._content = content if b"</" in content else _HEAD
        self._places = {place: box for box in _BOX.findall(self._content) if (place := _place(box)) is not None}
        self._last = max((int(number) for number in _ID.findall(self._content)), default=1024)
        self._new: list[str] = []

    def remove(self, place: Place) -> None:
        """Take out the box of a cell, if it has one."""
        box = self._places.pop(place, None)
        if box is not None:
            self._content = self._content.replace(box, b"", 1)

    def add(self, place: Place, text: str, cells: Cells) -> None:
        """Add a box for a cell that has none, large enough for its text."""
        if place in self._places:
            return
        lines = sum(1 + len(paragraph) * _CHARACTER // (_WIDTH - 12) for paragraph in text.split("\n"))
        height = max(60, lines * 17 + 14)
        self._last += 1
        self._new.append(_SHAPE.format(id=self._last, width=_WIDTH * 0.75, height=height * 0.75, color=COLORS.COMMENT,
                                       anchor=_anchor(place, height, cells), row=place[0], column=place[1]))

    def content(self) -> bytes:
        """The drawing with every change."""
        added = "".join(self._new)
        if added and b'id="_x0000_t202"' not in self._content:
            added = _TYPE + added
        root = self._content[: self._content.find(b">", self._content.find(b"<xml")) + 1].decode("latin-1")
        missing = "".join(f" {space}" for space in _SPACES if space.partition("=")[0] not in root)
        if missing:
            added = re.sub(r"<v:shape(?:type)?\b", rf"\g<0>{missing}", added)
        end = self._content.rfind(b"</")
        return self._content[:end] + added.encode("ascii") + self._content[end:]


def _place(box: bytes) -> Place | None:
    row, column = _ROW.search(box), _COLUMN.search(box)
    if b'ObjectType="Note"' not in box or row is None or column is None:
        return None
    return int(row[1]), int(column[1])


def _anchor(place: Place, height: int, cells: Cells) -> str:
    """Where a box begins and ends, in cells and pixels into them: to the right of its cell, one row up."""
    row, column = place
    left, top = min(column + 1, LAST_COLUMN - 8), max(0, row - 1)
    spans = [(int(s.get("min", "1")), int(s.get("max", "1")), _width(s)) for s in cells.columns()]

    def width(column: int) -> int:
        return next((px for first, last, px in spans if first <= column + 1 <= last), _DEFAULT_WIDTH)

    right, right_rest = _walk(left, _WIDTH + 15, LAST_COLUMN, width)
    bottom, bottom_rest = _walk(top, height + 4, LAST_ROW, lambda r: _height(cells.row(r)))
    return ", ".join(map(str, (left, 15, top, 4, right, right_rest, bottom, bottom_rest)))


def _walk(at: int, pixels: int, end: int, size: Callable[[int], int]) -> tuple[int, int]:
    while at < end - 1 and pixels >= (here := size(at)):
        pixels -= here
        at += 1
    return at, pixels


def _width(span: Element) -> int:
    return 0 if true(span.get("hidden")) else column_pixels(float(span.get("width", "8.43")))


def _height(row: Element | None) -> int:
    if row is None or row.get("ht") is None:
        return _DEFAULT_HEIGHT
    return 0 if true(row.get("hidden")) else int(float(row.get("ht")) * 4 / 3)
