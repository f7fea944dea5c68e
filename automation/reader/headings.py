"""A table's headings found by what they say, wherever they stand."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from automation.cells.sense import folded
from automation.cells.variants import simplified
from automation.reader.grid import by_row
from automation.reader.stacked import levels, windows
from automation.sheets.grid import RawCell, RawSheet

DEEPEST_ROW = 30
"""Headings are looked for in this many rows from the top."""
_HINT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>")
_DASHES = re.compile(r"[-‐‑‒–—―−~～至]+")
_ORNAMENTS = re.compile(r"[\s:*＊、,。.※★]+")
_LIKE = 0.5
_LONGEST = 120
"""Characters; a longer text is no heading."""
_TRIED = 3
"""Rows around which headings of several rows are tried: those with the most headings."""


@dataclass(frozen=True)
class Wanted:
    """A heading to look for."""

    key: str
    heading: str
    """As printed."""
    others: tuple[str, ...] = ()
    """Other names that it may go by."""


@dataclass(frozen=True)
class Head:
    """One to three rows of headings, all counted from 0."""

    row: int
    """The lowest."""
    columns: Mapping[str, int]
    """Where each heading that was found once stands, by key."""
    repeated: Mapping[str, tuple[int, ...]]
    """Headings that stand more than once, by key."""
    spare: Mapping[int, str]
    """Headings that nobody asked for, as typed, by column."""
    texts: Mapping[int, str]
    """What every column is called, by column."""
    rows: int = 1
    """How many rows the headings have."""

    @property
    def found(self) -> int:
        """How many of the wanted headings stand here."""
        return len(self.columns) + len(self.repeated)


@lru_cache(maxsize=4096)
def heading_key(text: str) -> str:
    """What makes two headings the same: no blanks, line breaks, hints in brackets, dashes of one kind, one width."""
    whole = simplified(folded(text)).replace("月份", "月")
    without_hints = _HINT.sub("", whole)
    return _ORNAMENTS.sub("", _DASHES.sub("-", without_hints if without_hints.strip() else whole)).casefold()


@lru_cache(maxsize=4096)
def _keys(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(heading_key, names))


def find_head(sheet: RawSheet, wanted: Sequence[Wanted], end: int = DEEPEST_ROW, least: int = 0) -> Head | None:
    """The rows before ``end`` that have most of the headings, the upper of equals.

    None below ``least`` headings, a third of all unless told.
    """
    known = frozenset().union(*(_keys((one.heading, *one.others)) for one in wanted)) - {""}
    rows = {row: _texts(cells) for row, cells in by_row(sheet, end=end).items()}
    if not rows:
        return None
    first = _most_headings(rows, known)
    head = match(first, ({column: text for column, text in rows[first].items() if heading_key(text)},), wanted)
    if head.found < len(wanted):
        ranked = sorted(rows, key=lambda row: -len(known.intersection(map(heading_key, rows[row].values()))))
        spans = dict.fromkeys(span for row in ranked[:_TRIED] for span in windows(row))
        taller = (replace(match(bottom, names, wanted), rows=bottom - top + 1) for top, bottom in spans
                  if bottom < sheet.rows and (names := levels(sheet, top, bottom)))
        head = max((head, *taller), key=lambda one: (one.found, -one.rows))
    return head if head.found >= (least or max(2, len(wanted) / 3)) else None


def _most_headings(rows: Mapping[int, Mapping[int, str]], known: frozenset[str]) -> int:
    """The row with most of the known headings, the upper of equals; rows with fewer texts than that need no look."""
    best, most = -1, -1
    for row in sorted(rows, key=lambda row: (-len(rows[row]), row)):
        if len(rows[row]) < most:
            break
        found = len(known.intersection(map(heading_key, rows[row].values())))
        if found > most or (found == most and row < best):
            best, most = row, found
    return best


def match(row: int, named: Sequence[Mapping[int, str]], wanted: Sequence[Wanted]) -> Head:
    """Assign the columns' names to the headings: printed headings first, other names for what is left.

    ``named`` are the names of each column, by column: read with everything above it first, its own last.
    """
    columns: dict[str, int] = {}
    repeated: dict[str, tuple[int, ...]] = {}
    texts: dict[int, str] = dict(named[-1])
    for names in (_printed, _others):
        for level in named:
            taken = {*columns.values(), *(place for places in repeated.values() for place in places)}
            free = {column: heading_key(text) for column, text in level.items() if column not in taken}
            asked = [w for w in wanted if w.key not in columns and w.key not in repeated]
            for key, places in _places(free, asked, names).items():
                texts.update({place: level[place] for place in places})
                if len(places) == 1:
                    columns[key] = places[0]
                else:
                    repeated[key] = places
    taken = {*columns.values(), *(place for places in repeated.values() for place in places)}
    return Head(row, columns, repeated, {c: text for c, text in texts.items() if c not in taken}, texts)


def nearest(text: str, candidates: Iterable[str]) -> str:
    """The candidate most like ``text``, or nothing where none is: for «是不是…?»."""
    keys = {heading_key(candidate): candidate for candidate in candidates if len(candidate) <= _LONGEST}
    like = difflib.get_close_matches(heading_key(text[:_LONGEST]), list(keys), 1, _LIKE)
    return keys[like[0]] if like else ""


def _printed(wanted: Wanted) -> tuple[str, ...]:
    return (wanted.heading,)


def _others(wanted: Wanted) -> tuple[str, ...]:
    return wanted.others


def _places(free: Mapping[int, str], wanted: Sequence[Wanted],
            names: Callable[[Wanted], tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    """Where each wanted heading stands; headings that read alike take their places from left to right."""
    alike: dict[frozenset[str], list[str]] = {}
    for one in wanted:
        alike.setdefault(_keys(names(one)), []).append(one.key)
    places: dict[str, tuple[int, ...]] = {}
    for texts, keys in alike.items():
        taken = {column for own in places.values() for column in own}
        here = tuple(sorted(column for column, text in free.items() if text in texts and column not in taken))
        for number, key in enumerate(keys):
            if own := here[number:number + 1] if len(here) <= len(keys) else here:
                places[key] = own
    return places


def _texts(cells: Iterable[RawCell]) -> dict[int, str]:
    return {cell.column: cell.value for cell in cells if isinstance(cell.value, str) and len(cell.value) <= _LONGEST}
