"""Headings of two or three rows: what each column is called when the rows above are read with it."""

from collections.abc import Mapping, Sequence

from automation.reader.grid import text_at
from automation.sheets.grid import RawSheet

HIGHEST = 3
"""Rows that a heading has at most."""


def windows(row: int) -> tuple[tuple[int, int], ...]:
    """Every (top, bottom) of two or three rows that holds ``row``, the lower ones first."""
    spans = ((row - 1, row), (row, row + 1), (row - 2, row), (row - 1, row + 1), (row, row + 2))
    return tuple(span for span in spans if span[0] >= 0)


def levels(sheet: RawSheet, top: int, bottom: int) -> tuple[Mapping[int, str], ...]:
    """By column: all rows joined, then the lower ones, down to the column's own text; groups spread to the right.

    Empty where the lowest rows hold a number: then they are no headings.
    """
    if any(isinstance(c.value, int | float) for (row, _), c in sheet.cells.items() if top < row <= bottom):
        return ()
    merged = {(r, c): (first, left) for first, left, last, right in sheet.merged if first <= bottom and last >= top
              for r in range(max(first, top), min(last, bottom) + 1) for c in range(left, min(right, sheet.columns) + 1)}
    names = {column: _names(sheet, merged, column, top, bottom) for column in range(sheet.columns)}
    joined = [{column: "".join(parts[-depth:]) for column, parts in names.items() if len(parts) >= depth}
              for depth in range(HIGHEST, 1, -1)]
    return (*joined, {column: parts[-1] for column, parts in names.items() if parts})


def _names(sheet: RawSheet, merged: Mapping[tuple[int, int], tuple[int, int]], column: int, top: int,
           bottom: int) -> Sequence[str]:
    """The texts over ``column`` from the highest to its own; none where the column has none of its own."""
    own = next((row for row in range(bottom, top - 1, -1) if text_at(sheet, *merged.get((row, column), (row, column)))), None)
    if own is None:
        return ()
    parts: list[str] = []
    for row in range(top, own + 1):
        text = text_at(sheet, *merged.get((row, column), (row, column)))
        if not text and row < own:
            text = next((t for left in range(column - 1, -1, -1) if (t := text_at(sheet, row, left))), "")
        if text and text not in parts:
            parts.append(text)
    return parts
