"""Values into open cells of a workbook package: nothing else of it changes but what was computed from them."""

import re
from collections.abc import Iterable
from decimal import Decimal

from automation.cells.figure import tidy
from automation.cells.sense import plain
from automation.formula import Scalar
from automation.notices.marks import Cells, Place
from automation.notices.parts import SPACE, Element, Parts, child, namespace, placed
from automation.notices.workbook import Workbook
from automation.styles.text import column_pixels, row_height
from automation.styles.text import plain as clean

_ESCAPE_ALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDTH, _MOST, _POINTS = 8.43, 500, 10.5
"""Width of a column that says nothing, columns looked at, size of the forms' text."""
_BEFORE_CALC = frozenset(("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
                          "externalReferences", "definedNames"))
"""What stands in front of calcPr in a workbook part."""


def fill(parts: Parts, book: Workbook, sheet: str, values: Iterable[tuple[Place, Scalar]]) -> None:
    """Put ``values`` into existing cells of ``sheet``; results of its formulas are forgotten, for they are of before."""
    part = book.sheet(sheet)
    assert part is not None, "the cells were found on it"
    root = parts.edit(part.link.target)
    cells = Cells(root)
    widths = _widths(cells)
    for place, value in values:
        cell = cells.get(place)
        assert cell is not None, "the cells were found in it"
        _put(cell, value)
        if isinstance(value, str):
            _heighten(cell.getparent(), value, widths.get(place[1], _WIDTH))
    for formula in root.iter(f"{namespace(root)}f"):
        _forget(formula.getparent())


def recalculate(book: Workbook) -> None:
    """Ask whoever opens the workbook to compute its formulas."""
    root = book.parts.edit(book.part)
    settings = child(root, "calcPr")
    if settings is None:
        settings = placed(root, "calcPr", _BEFORE_CALC)
    settings.set("fullCalcOnLoad", "1")


def _put(cell: Element, value: Scalar) -> None:
    for old in list(cell):
        cell.remove(old)
    if isinstance(value, Decimal):
        cell.attrib.pop("t", None)
        _added(cell, "v").text = plain(tidy(value))
    else:
        cell.set("t", "inlineStr")
        text = _added(_added(cell, "is"), "t")
        text.set(SPACE, "preserve")
        text.text = _ESCAPE_ALIKE.sub("_x005F_", clean(str(value)))


def _widths(cells: Cells) -> dict[int, float]:
    """Widths in characters by 0-based column."""
    return {column - 1: float(span.get("width", _WIDTH)) for span in cells.columns()
            for column in range(int(span.get("min", "1")), min(int(span.get("max", "1")), _MOST) + 1)}


def _heighten(row: Element, text: str, width: float) -> None:
    """Make room for a text that is longer than a clerk's."""
    now = float(row.get("ht", "15"))
    needed = row_height([(text, column_pixels(width))], _POINTS, now)
    if needed > now:
        row.set("ht", f"{needed:g}")
        row.set("customHeight", "1")


def _added(parent: Element, name: str) -> Element:
    new = parent.makeelement(namespace(parent) + name)
    parent.append(new)
    return new


def _forget(cell: Element) -> None:
    result = child(cell, "v")
    if result is not None:
        cell.remove(result)
        cell.attrib.pop("t", None)
