"""Figures that no column and no item has a place for: said, so that none is lost in silence."""

from collections.abc import Iterable, Iterator, Set

from automation.cells import as_text
from automation.forms import HELP_SHEET, META_SHEET
from automation.model.submission import Observation
from automation.reader.table import Found
from automation.sheets.grid import RawBook, RawCell, RawSheet

_MOST = 20
"""Cells that an observation names at most."""


def unread_columns(found: Found) -> Iterator[Observation]:
    """S212 for each column of the table with figures beside items and no place in the form."""
    located = {place for _, place in found.located}
    rows = {row for rows in found.rows.rows.values() for row in rows} | {label.row for label in found.rows.unknown}
    columns: dict[int, list[RawCell]] = {}
    for row in sorted(rows):
        for cell in found.sheet.lines.get(row, ()):
            if cell.column not in located and _is_figure(cell):
                columns.setdefault(cell.column, []).append(cell)
    for column, cells in columns.items():
        if [cell.value for cell in cells] == list(range(1, len(cells) + 1)):
            continue  # a column of ordinals under another name
        heading = found.head.texts.get(column, "")
        yield _seen(found.sheet, f"“{' '.join(heading.split())}”栏" if heading else "没有栏目名的一栏", cells)


def unread_sheets(book: RawBook, read: Set[str]) -> Iterator[Observation]:
    """S212 for each sheet with figures that is none of the forms."""
    for sheet in book.sheets:
        if sheet.name not in (*read, META_SHEET, HELP_SHEET):
            cells = [cell for _, cell in sorted(sheet.cells.items()) if _is_figure(cell)]
            if cells:
                yield _seen(sheet, f"工作表“{sheet.name}”", cells)


def figures_of(sheet: RawSheet, rows: Iterable[int], columns: Iterable[int]) -> str:
    """What was typed at ``rows`` and ``columns``: L9=120.5、L10=99."""
    places = tuple(columns)
    cells = [cell for row in rows for column in places if (cell := sheet.at(row, column)) and cell.formula is None]
    return "、".join(f"{cell.address}={as_text(cell.value)}" for cell in cells[:_MOST] if cell.value is not None)


def _is_figure(cell: RawCell) -> bool:
    return cell.formula is None and isinstance(cell.value, int | float) and not isinstance(cell.value, bool)


def _seen(sheet: RawSheet, where: str, cells: list[RawCell]) -> Observation:
    told = "、".join(f"{cell.address}={as_text(cell.value)}" for cell in cells[:_MOST])
    return Observation("S212", {"where": where, "cells": told, "count": str(len(cells))}, sheet.name, cells[0].address)
