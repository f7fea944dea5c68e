"""Cells that a clerk merged over several items or columns: what stands there belongs to the first of them only."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from automation.cells import as_text
from automation.forms import Role
from automation.model.submission import Observation
from automation.reader.table import Found
from automation.sheets.grid import Range, address_of


@dataclass(frozen=True)
class Merged:
    """Cells of the form that have no content of their own."""

    covered: Set[tuple[int, int]]
    observations: tuple[Observation, ...] = ()


def merged_cells(found: Found) -> Merged:
    """S211 for each merged range with content that covers more than one cell to fill in."""
    if not any(last > found.head.row and first < found.end for first, _, last, _ in found.sheet.merged):
        return Merged(frozenset())
    asked = dict(_asked(found))
    covered: set[tuple[int, int]] = set()
    seen = []
    for area in found.sheet.merged:
        here = [place for place in asked if area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]]
        cell = found.sheet.at(area[0], area[1])
        if len(here) > 1 and cell:
            others = [place for place in here if place != (area[0], area[1])]
            covered |= set(others)
            names = "、".join(dict.fromkeys(asked[place] for place in sorted(here)))
            facts = {"cells": _name(area), "count": str(len(here)), "names": names, "found": as_text(cell.value)}
            seen.append(Observation("S211", facts, found.sheet.name, address_of(*others[0]), value=as_text(cell.value)))
    return Merged(frozenset(covered), tuple(seen))


def _asked(found: Found) -> Iterator[tuple[tuple[int, int], str]]:
    """Every cell to fill in, with the name of its item."""
    for row in found.form.rows:
        here = found.rows.rows.get(row.item.code, ())
        for column, place in found.located if len(here) == 1 else ():
            if column.role is Role.FILLED and column.key in row.fields:
                yield (here[0], place), row.item.name


def _name(area: Range) -> str:
    return f"{address_of(area[0], area[1])}:{address_of(area[2], area[3])}"
