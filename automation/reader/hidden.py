"""Figures that nobody sees: in hidden rows, hidden columns, a hidden sheet."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from automation.cells import as_text
from automation.forms import Role
from automation.model.submission import Observation
from automation.reader.grid import by_row
from automation.reader.table import Found
from automation.sheets.grid import RawCell, column_letters

_MOST = 20
"""Cells that an observation names at most."""


def hidden_figures(found: Found) -> tuple[Observation, ...]:
    """S209 for each hidden row and column with figures; the columns that a template hides itself do not count."""
    sheet = found.sheet
    if not sheet.visible:
        seen = [_observation(found, "工作表", sheet.name, _figures(found))]
    else:
        seen = [*_rows(found), *_columns(found)]
    return tuple(observation for observation in seen if observation)


def _rows(found: Found) -> Iterator[Observation | None]:
    figures = _figures(found) if found.sheet.hidden_rows else []
    for row, here in groupby(figures, key=attrgetter("row")):
        if row in found.sheet.hidden_rows:
            yield _observation(found, "行", f"第{row + 1}行", list(here))


def _columns(found: Found) -> Iterator[Observation | None]:
    figures = _figures(found) if found.sheet.hidden_columns - _locked(found) else []
    for column, here in groupby(sorted(figures, key=attrgetter("column")), key=attrgetter("column")):
        if column in found.sheet.hidden_columns:
            yield _observation(found, "列", f"{column_letters(column)}列", list(here))


def _locked(found: Found) -> set[int]:
    return {place for column, place in found.located if column.role is not Role.FILLED}


def _figures(found: Found) -> list[RawCell]:
    """Numbers of the table where a clerk types: in the columns to fill in, and in those that the form does not know."""
    locked = _locked(found)
    cells = (c for row in by_row(found.sheet, found.head.row + 1, found.end).values() for c in row)
    numbers = (c for c in cells if isinstance(c.value, int | float) and not isinstance(c.value, bool))
    return [c for c in numbers if c.column not in locked]


def _observation(found: Found, what: str, where: str, figures: list[RawCell]) -> Observation | None:
    if not figures:
        return None
    cells = "、".join(f"{cell.address}={as_text(cell.value)}" for cell in figures[:_MOST])
    facts = {"what": what, "where": where, "cells": cells, "count": str(len(figures))}
    return Observation("S209", facts, found.sheet.name, figures[0].address, value=as_text(figures[0].value))
