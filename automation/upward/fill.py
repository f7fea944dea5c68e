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
from automation.styles.text import plain as clean

_ESCAPE_ALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_BEFORE_CALC = frozenset(("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
                          "externalReferences", "definedNames"))
"""What stands in front of calcPr in a workbook part."""


def fill(parts: Parts, book: Workbook, sheet: str, values: Iterable[tuple[Place, Scalar]]) -> None:
    """Put ``values`` into existing cells of ``sheet``; results of its formulas are forgotten, for they are of before."""
    part = book.sheet(sheet)
    assert part is not None, "the cells were found on it"
    root = parts.edit(part.link.target)
    cells = Cells(root)
    for place, value in values:
        cell = cells.get(place)
        assert cell is not None, "the cells were found in it"
        _put(cell, value)
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


def _added(parent: Element, name: str) -> Element:
    new = parent.makeelement(namespace(parent) + name)
    parent.append(new)
    return new


def _forget(cell: Element) -> None:
    result = child(cell, "v")
    if result is not None:
        cell.remove(result)
        cell.attrib.pop("t", None)
