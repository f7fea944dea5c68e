"""The cells of one worksheet part: found or made in their place, and given another look."""

from collections.abc import Iterator

from automation.notices.parts import Element, child, children, namespace, needed
from automation.notices.stylesheet import Stylesheet
from automation.sheets.grid import address_of
from automation.sheets.references import place_of, range_of

Place = tuple[int, int]


class Cells:
    """The cells of a worksheet by 0-based row and column."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._data = needed(root, "sheetData")
        self._rows = dict(_numbered_rows(self._data))
        self._found: dict[int, dict[int, Element]] = {}
        self._merged = tuple(_merged(root))

    def anchor(self, place: Place) -> Place:
        """The cell that shows what a merged cell holds; any other cell itself."""
        row, column = place
        for first_row, first_column, last_row, last_column in self._merged:
            if first_row <= row <= last_row and first_column <= column <= last_column:
                return first_row, first_column
        return place

    def get(self, place: Place) -> Element | None:
        """The cell, or None where the part has none."""
        row, column = place
        return self._row_cells(row).get(column) if row in self._rows else None

    def restyle(self, place: Place, style: int) -> None:
        """Give a cell a style; the cell is made where there is none."""
        self._made(place).set("s", str(style))

    def style(self, place: Place) -> int:
        """The style that a cell shows, from its row or its column where it has none of its own."""
        cell = self.get(place)
        if cell is not None:
            return _number(cell.get("s"))
        row = self._rows.get(place[0])
        if row is not None and row.get("customFormat") in ("1", "true"):
            return _number(row.get("s"))
        return next((_number(span.get("style")) for span in self.columns() if _holds(span, place[1])), 0)

    def columns(self) -> Iterator[Element]:
        """The spans of columns with their widths and styles."""
        spans = child(self._root, "cols")
        return children(spans, "col") if spans is not None else iter(())

    def row(self, number: int) -> Element | None:
        """A row, or None where the part has none."""
        return self._rows.get(number)

    def _row_cells(self, number: int) -> dict[int, Element]:
        if number not in self._found:
            self._found[number] = dict(_numbered_cells(self._rows[number]))
        return self._found[number]

    def _made(self, place: Place) -> Element:
        row, column = place
        cell = self.get(place)
        if cell is None:
            parent = self._made_row(row)
            cells = self._row_cells(row)
            cell = parent.makeelement(namespace(parent) + "c", {"r": address_of(row, column)})
            following = min((c for c in cells if c > column), default=None)
            _before(parent, cell, None if following is None else cells[following])
            cells[column] = cell
            parent.attrib.pop("spans", None)
            self._widen(place)
        return cell

    def _made_row(self, number: int) -> Element:
        if number not in self._rows:
            new = self._data.makeelement(namespace(self._data) + "row", {"r": str(number + 1)})
            following = min((r for r in self._rows if r > number), default=None)
            _before(self._data, new, None if following is None else self._rows[following])
            self._rows[number] = new
        return self._rows[number]

    def _widen(self, place: Place) -> None:
        """The used range is stated in front of the cells."""
        dimension = child(self._root, "dimension")
        if dimension is None:
            return
        try:
            top, left, bottom, right = range_of(dimension.get("ref", ""))
        except ValueError:
            return
        row, column = place
        first = address_of(min(top, row), min(left, column))
        dimension.set("ref", f"{first}:{address_of(max(bottom, row), max(right, column))}")


def mark(cells: Cells, styles: Stylesheet, place: Place, color: str) -> str:
    """Fill a cell and return the fill that it had; nothing else of its look changes."""
    style = cells.style(place)
    cells.restyle(place, styles.filled(style, color))
    return styles.fill_of(style)


def unmark(cells: Cells, styles: Stylesheet, place: Place, colors: tuple[str, ...], fill: str) -> None:
    """Give a cell that :func:`mark` filled with one of ``colors`` the fill back that it had."""
    if cells.get(place) is not None and any(styles.is_filled(cells.style(place), color) for color in colors):
        cells.restyle(place, styles.with_fill(cells.style(place), fill))


def _before(parent: Element, new: Element, following: Element | None) -> None:
    if following is None:
        parent.append(new)
    else:
        following.addprevious(new)


def _numbered_rows(data: Element) -> Iterator[tuple[int, Element]]:
    number = -1
    for row in children(data, "row"):
        said = row.get("r", "")
        number = int(said) - 1 if said.isdecimal() else number + 1
        yield number, row


def _numbered_cells(row: Element) -> Iterator[tuple[int, Element]]:
    column = -1
    for cell in children(row, "c"):
        said = cell.get("r")
        column = place_of(said)[1] if said else column + 1
        yield column, cell


def _merged(root: Element) -> Iterator[tuple[int, int, int, int]]:
    merges = child(root, "mergeCells")
    for one in children(merges, "mergeCell") if merges is not None else ():
        yield range_of(one.get("ref", ""))


def _holds(span: Element, column: int) -> bool:
    return _number(span.get("min")) <= column + 1 <= _number(span.get("max"))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
