"""Notes on cells: what the office has to say is added to the clerk's own notes, and taken out again by the next one.

A note is written twice: its text in the comments part, its box in the drawing that old and new programs alike show.
"""

import re
from collections.abc import Mapping

from automation.notices.boxes import Boxes
from automation.notices.links import add_link, declare, declare_extension, linked, links
from automation.notices.marks import Cells, Place
from automation.notices.parts import SPACE, Element, child, children, namespace, needed, placed
from automation.notices.workbook import Workbook
from automation.sheets.grid import address_of
from automation.sheets.references import place_of
from automation.styles.text import plain

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BEFORE_DRAWING = frozenset(["sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing"])
_OURS = re.compile(r"\n?【(?:强制|核实|提示)】[\s\S]*?\n——[^\n]*")
_LONGEST_NOTE = 4_000
_LOOK = (("sz", {"val": "9"}), ("color", {"rgb": "FF262626"}), ("rFont", {"val": "宋体"}), ("charset", {"val": "134"}))


class Notes:
    """The notes of one worksheet."""

    def __init__(self, book: Workbook, sheet: str, root: Element) -> None:
        self._book = book
        self._sheet = sheet
        self._root = root
        self._part = linked(book.parts, sheet, "comments")
        drawing = child(root, "legacyDrawing")
        identity = drawing.get(book.id) if drawing is not None else None
        targets = {link.id: link.target for link in links(book.parts, sheet)}
        target = targets.get(identity or "")
        self._drawing = target if target and target in book.parts else None

    def replace(self, office: str, notes: Mapping[Place, str], cells: Cells) -> None:
        """Take out what the office said before, and say what it says now; a thread of remarks is left as it is."""
        if self._part is None and not notes:
            return
        root = self._comments()
        listed = needed(root, "commentList")
        boxes = Boxes(self._book.parts.read(self._drawing) if self._drawing else b"")
        author = str(_author(root, office))
        for comment in list(listed):
            if _without_ours(comment):
                listed.remove(comment)
                boxes.remove(_place(comment))
        standing = {_place(comment): comment for comment in listed}
        threads = {str(i) for i, one in enumerate(needed(root, "authors")) if (one.text or "").startswith("tc=")}
        for place in sorted(notes):
            if place not in standing:
                standing[place] = _new(listed, place, author)
            elif standing[place].get("authorId") in threads:
                continue
            _say(standing[place], notes[place])
        for place, comment in sorted(standing.items()):
            boxes.add(place, _text(comment), cells)
        self._keep(boxes.content())

    def _comments(self) -> Element:
        parts = self._book.parts
        if self._part is None:
            self._part = parts.free_name("xl/comments{}.xml")
            parts.write(self._part, f'<comments xmlns="{self._book.main}"><authors/><commentList/></comments>'.encode())
            add_link(parts, self._sheet, "comments", self._part, self._book.family)
            declare(parts, self._part, _COMMENTS)
        root = parts.edit(self._part)
        for name in ("authors", "commentList"):
            if child(root, name) is None:
                placed(root, name, frozenset(("authors",)))
        return root

    def _keep(self, content: bytes) -> None:
        parts = self._book.parts
        if self._drawing is None:
            self._drawing = parts.free_name("xl/drawings/vmlDrawing{}.vml")
            identity = add_link(parts, self._sheet, "vmlDrawing", self._drawing, self._book.family)
            declare_extension(parts, self._drawing, _DRAWING)
            drawing = child(self._root, "legacyDrawing")
            if drawing is None:
                drawing = placed(self._root, "legacyDrawing", _BEFORE_DRAWING)
            drawing.set(self._book.id, identity)
        parts.write(self._drawing, content)


def _author(root: Element, office: str) -> int:
    authors = needed(root, "authors")
    names = [one.text or "" for one in authors]
    if office in names:
        return names.index(office)
    new = authors.makeelement(namespace(authors) + "author")
    new.text = office
    authors.append(new)
    return len(names)


def _new(listed: Element, place: Place, author: str) -> Element:
    new = listed.makeelement(namespace(listed) + "comment", {"ref": address_of(*place), "authorId": author})
    listed.append(new)
    new.append(new.makeelement(namespace(new) + "text"))
    return new


def _say(comment: Element, said: str) -> None:
    """Add words behind hers, in a run of their own."""
    text = needed(comment, "text")
    for words in list(children(text, "t")):
        run = text.makeelement(namespace(text) + "r")  # words without a run may not stand before one
        text.replace(words, run)
        run.append(words)
    run = text.makeelement(namespace(text) + "r")
    look = run.makeelement(namespace(text) + "rPr")
    for name, value in _LOOK:
        look.append(look.makeelement(namespace(text) + name, value))
    words = run.makeelement(namespace(text) + "t", {SPACE: "preserve"})
    words.text = ("\n" if _text(comment).strip() else "") + plain(said)[:_LONGEST_NOTE]
    run.extend((look, words))
    # Phonetic hints may stand only behind the runs.
    text.insert(sum(1 for _ in children(text, "r")), run)


def _without_ours(comment: Element) -> bool:
    """Take out what the office said, however programs have split it into runs; tells whether that leaves nothing."""
    found = _OURS.search(_text(comment))
    if found is None:
        return False
    at = 0
    for words in comment.iter(f"{namespace(comment)}t"):
        said = words.text or ""
        first, last = (min(max(0, edge - at), len(said)) for edge in found.span())
        at += len(said)
        words.text = said[:first] + said[last:]
    return not _text(comment).strip()


def _text(comment: Element) -> str:
    text = child(comment, "text")
    if text is None:
        return ""
    return "".join(one.text or "" for one in text.iter(f"{namespace(text)}t"))


def _place(comment: Element) -> Place:
    return place_of(comment.get("ref", ""))
