"""Figures that nobody sees: in hidden rows, hidden columns, a hidden sheet."""

from collections.abc import Iterable, Iterator

from automation.cells import as_text
from automation.forms import Role
from automation.model.submission import Observation
from automation.reader.table import Found
from automation.sheets.grid import RawCell, column_letters

_MOST = 20
"""Cells that an observation names at most."""


def hidden_figures(found: Found) -> tuple[Observation, ...]:
    """S209 for each hidden row and column with figures; the columns that a template hides itself do not count."""
    sheet = found.sheet
    if not sheet.visible:
        everywhere = _figures(found, range(found.head.row + 1, found.end), _open_columns(found))
        seen = [_observation(found, "工作表", sheet.name, everywhere)]
    else:
        seen = [*_rows(found), *_columns(found)]
    return tuple(observation for observation in seen if observation)


def _rows(found: Found) -> Iterator[Observation | None]:
    columns = _open_columns(found)
    for row in sorted(found.sheet.hidden_rows):
        if found.head.row < row < found.end:
            yield _observation(found, "行", f"第{row + 1}行", _figures(found, [row], columns))


def _columns(found: Found) -> Iterator[Observation | None]:
    rows = range(found.head.row + 1, found.end)
    for column in sorted(found.sheet.hidden_columns & _open_columns(found)):
        yield _observation(found, "列", f"{column_letters(column)}列", _figures(found, rows, {column}))


def _open_columns(found: Found) -> frozenset[int]:
    """Columns that a clerk types in: those to fill in, and those that the form does not know."""
    locked = {place for column, place in found.located if column.role is not Role.FILLED}
    return frozenset(range(found.sheet.columns)) - locked


def _figures(found: Found, rows: Iterable[int], columns: Iterable[int]) -> list[RawCell]:
    places = sorted(columns)
    cells = (found.sheet.at(row, column) for row in rows for column in places)
    return [c for c in cells if c and isinstance(c.value, int | float) and not isinstance(c.value, bool)]


def _observation(found: Found, what: str, where: str, figures: list[RawCell]) -> Observation | None:
    if not figures:
        return None
    cells = "、".join(f"{cell.address}={as_text(cell.value)}" for cell in figures[:_MOST])
    facts = {"what": what, "where": where, "cells": cells, "count": str(len(figures))}
    return Observation("S209", facts, found.sheet.name, figures[0].address, value=as_text(figures[0].value))
