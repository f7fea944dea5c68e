"""A clerk's answer: the workbook that she was sent back, mended and explained in it, every other byte of it as it was."""

from automation.model.submission import CONFIRMED
from automation.notices.contents import Contents
from automation.notices.explanations import DECISION, TEXT
from automation.notices.front import COLUMNS, HEAD_ROW, SHOWN
from automation.notices.marks import Cells
from automation.notices.notice import DECISIONS, FRONT
from automation.notices.parts import SPACE, Element, Parts, child, children, namespace, needed
from automation.notices.workbook import Workbook

_HEADINGS = tuple(heading.partition("\n")[0] for heading, _ in COLUMNS)
_BANNER = (2, 0)
_CLOSED = {"× 待修改": "√ 已改正", "× 待核实": "√ 已核实", "! 可补充": "√ 已处理"}


def answer(sent: bytes, right: bytes, explanation: str = "") -> bytes:
    """``sent`` with what stands in ``right``, its lines answered: 已修改, or right as it is for the reason given.

    Both hold the same forms. What the formulas show is what ``right`` shows.
    """
    parts, model = Parts(sent), Parts(right)
    book, wanted = Workbook(parts), Workbook(model)
    held, meant = Contents(book), Contents(wanted)
    for sheet in wanted.sheets:
        mine = book.sheet(sheet.name)
        if sheet.visible and mine is not None:
            cells = {cell.get("r"): cell for cell in _cells(parts.edit(mine.link.target))}
            for cell in _cells(model.tree(sheet.link.target)):
                address = cell.get("r", "")
                if child(cell, "f") is not None:
                    _show(cells[address], cell.get("t"), getattr(child(cell, "v"), "text", None))
                elif (content := meant.of(sheet.name, address, cell)) != held.of(sheet.name, address, cells[address]):
                    _type(cells[address], content.text, content.kind == "number")
    front = book.sheet(FRONT)
    assert front is not None, "a send-back has a front sheet"
    _close(Cells(parts.edit(front.link.target)), explanation)
    return parts.packed()


def _cells(root: Element) -> list[Element]:
    return [cell for row in children(needed(root, "sheetData"), "row") for cell in children(row, "c")]


def _close(front: Cells, explanation: str) -> None:
    row, decided, said = HEAD_ROW, _HEADINGS.index(DECISION), _HEADINGS.index(TEXT)
    while (state := front.get((row, SHOWN - 1))) is not None and child(state, "f") is not None:
        _type(_at(front, row, decided), CONFIRMED if explanation else DECISIONS[0])
        _type(_at(front, row, said), explanation)
        shown = needed(state, "v").text
        _show(state, "str", _CLOSED.get(shown, shown))
        row += 1
    banner = _at(front, *_BANNER)
    counted, _, left = needed(banner, "v").text.partition("；尚有")
    if left:
        level = left.partition("处")[2].removesuffix("问题未处理")
        _show(banner, "str", f"{counted}；{level}问题已全部处理，请存盘重报")


def _at(cells: Cells, row: int, column: int) -> Element:
    cell = cells.get((row, column))
    assert cell is not None, "a send-back writes every cell of its lines"
    return cell


def _type(cell: Element, text: str, number: bool = False) -> None:
    for old in list(cell):
        cell.remove(old)
    cell.attrib.pop("t", None)
    if text and number:
        _child(cell, "v").text = text
    elif text:
        cell.set("t", "inlineStr")
        written = _child(_child(cell, "is"), "t")
        written.set(SPACE, "preserve")
        written.text = text


def _show(cell: Element, kind: str | None, text: str | None) -> None:
    """Give a formula another stored result."""
    shown = child(cell, "v")
    if text is not None:
        (_child(cell, "v") if shown is None else shown).text = text
    if kind:
        cell.set("t", kind)
    else:
        cell.attrib.pop("t", None)


def _child(parent: Element, name: str) -> Element:
    new = parent.makeelement(namespace(parent) + name)
    parent.append(new)
    return new
