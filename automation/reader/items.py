"""Rows of a sheet matched to the items they are about: by code, else by name."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from automation.cells.sense import folded


@dataclass(frozen=True)
class Label:
    """What a row says it is about; ``row`` counts from 0."""

    row: int
    code: str
    name: str


@dataclass(frozen=True)
class Matching:
    """Which rows are about which item."""

    rows: Mapping[str, tuple[int, ...]]
    """Rows of each item that has any, by item code, in the sheet's order."""
    by_name: frozenset[int]
    """Rows whose code is missing or unknown, matched by name."""
    unknown: tuple[Label, ...]


def name_key(text: str) -> str:
    """What makes two names the same: letters and digits only, one width, one case."""
    return "".join(c for c in folded(text).casefold() if unicodedata.category(c)[0] in "LN")


def code_key(text: str) -> str:
    """What makes two codes the same: one width, one case, no blanks."""
    return "".join(folded(text).split()).casefold()


def match_items(labels: Iterable[Label], items: Mapping[str, str]) -> Matching:
    """Assign rows to items, given as code → name; a name that two items share identifies neither."""
    codes = {code_key(code): code for code in items}
    shared = Counter(map(name_key, items.values()))
    names = {name_key(name): code for code, name in items.items() if shared[name_key(name)] == 1}
    rows: dict[str, tuple[int, ...]] = {}
    by_name, unknown = set(), []
    for label in labels:
        code = codes.get(code_key(label.code))
        if code is None and (code := names.get(name_key(label.name))) is not None:
            by_name.add(label.row)
        if code is None:
            unknown.append(label)
        else:
            rows[code] = (*rows.get(code, ()), label.row)
    return Matching(rows, frozenset(by_name), tuple(unknown))
