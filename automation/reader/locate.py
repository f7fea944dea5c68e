"""Which sheet holds a form: the one of its name, a renamed one, one of several copies, or a place below another form."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass

from automation.cells import as_text
from automation.forms import HELP_SHEET, META_SHEET, Form, Role, item_name_field
from automation.period import Period
from automation.reader.headings import Head, find_head, heading_key
from automation.reader.table import find_table, wanted_headings
from automation.reader.when import NO_YEAR, periods_in
from automation.sheets.grid import RawBook, RawSheet

_COPY = re.compile(r"^(?:副本|复件|备份|copyof)[-_]?|[-_]?(?:副本|复件|备份|拷贝|copy)[0-9]*$|[-_][0-9]$")
_FEW_HEADINGS = 3
"""Headings that a table retyped by a clerk has at least."""
_DEEPEST = 3000
"""Rows that are searched for a form which has no sheet of its own."""


@dataclass(frozen=True)
class Spot:
    """A place where a form stands."""

    sheet: RawSheet
    head: Head
    copies: tuple[str, ...] = ()
    """Names of the other sheets that hold the same form."""
    rivals: tuple[str, ...] = ()
    """Cells of copies that say something else: 填报表!L9=120.5、填报表 (2)!L9=130."""


def locate(book: RawBook, form: Form, period: Period, taken: Set[str]) -> Spot | RawSheet | None:
    """Where ``form`` stands; its sheet alone where that has no headings, None where there is nothing like it.

    Args:
        taken: names of the sheets that other forms go by.
    """
    wanted = wanted_headings(form, period)
    named = sorted((s for s in book.sheets if _key(s.name) == heading_key(form.sheet)), key=lambda s: s.name != form.sheet)
    spots = [Spot(sheet, head) for sheet in named if (head := find_head(sheet, wanted))]
    asked = {c.key for c in form.columns if c.role is Role.FILLED}
    for sheet in book.sheets:
        if sheet not in named and sheet.name not in (*taken, META_SHEET, HELP_SHEET) and _may_be_of(sheet, period):
            head = find_head(sheet, wanted)
            if head and asked <= head.columns.keys():
                spots.append(Spot(sheet, head))
    if not spots:
        others = [sheet for sheet in book.sheets if sheet.name not in (META_SHEET, HELP_SHEET)]
        spots = [Spot(sheet, head) for sheet in others if (head := find_head(sheet, wanted, end=_DEEPEST)) and asked <= head.columns.keys()]
        if not spots and not named:
            spots = [Spot(sheet, head) for sheet in others if sheet.name not in taken and _may_be_of(sheet, period)
                     and (head := find_head(sheet, wanted, least=_FEW_HEADINGS)) and _enough(form, head)]
    return _chosen(spots, form) if spots else named[0] if named else None


def _enough(form: Form, head: Head) -> bool:
    """Whether a table that somebody typed herself tells the items apart and has something that must be filled in."""
    required = {c.key for c in form.columns if c.role is Role.FILLED and c.field and c.field.required}
    told = {Role.CODE.value, item_name_field(form.kind)}
    return bool(required & head.columns.keys()) and bool(told & head.columns.keys())


def _key(name: str) -> str:
    """A sheet's name without what a program or a clerk adds to a copy's."""
    return _COPY.sub("", heading_key(name))


def _may_be_of(sheet: RawSheet, period: Period) -> bool:
    """Not where the sheet's name says another month."""
    said = periods_in(sheet.name, period.frequency)
    return not said or bool(said & {str(period), f"{NO_YEAR}{str(period)[4:]}"})


def _chosen(spots: list[Spot], form: Form) -> Spot:
    """The copy that says everything that the others say; the first where they differ, with where they do.

    A copy without a figure beside one with figures is the form as it was issued, and no rival.
    """
    if len(spots) == 1:
        return spots[0]
    contents = [_content(spot, form) for spot in spots]
    first = max(range(len(spots)), key=lambda n: (_figures(contents[n]), len(contents[n]), spots[n].sheet.visible, -n))
    best = contents[first]
    places = {place for content in contents if _figures(content) or not _figures(best)
              for place, said in content.items() if place not in best or said.text != best[place].text}
    cells = [f"{spot.sheet.name}!{content[place].cell}={content[place].text}" for place in sorted(places)
             for spot, content in zip(spots, contents, strict=True) if place in content]
    names = tuple(spot.sheet.name for spot in spots if spot is not spots[first])
    return Spot(spots[first].sheet, spots[first].head, names, tuple(cells))


@dataclass(frozen=True)
class _Said:
    cell: str
    text: str
    figure: bool


def _figures(content: Mapping[tuple[str, str], _Said]) -> int:
    return sum(said.figure for said in content.values())


def _content(spot: Spot, form: Form) -> Mapping[tuple[str, str], _Said]:
    """What is typed for each item (by code) in each column to fill in (by key)."""
    found = find_table(spot.sheet, form, spot.head)
    content = {}
    for column, place in found.located:
        for code, rows in found.rows.rows.items() if column.role is Role.FILLED else ():
            cell = spot.sheet.at(rows[0], place)
            text = "" if cell is None else f"={cell.formula}" if cell.uncalculated else cell.error or as_text(cell.value).strip()
            if cell and text:
                figure = bool(column.field and column.field.type.numeric and any(map(str.isdigit, text)))
                content[code, column.key] = _Said(cell.address, text, figure)
    return content
