"""Rows of a sheet matched to the items they are about: by code, else by name, else by the one name that is near."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from automation.cells.sense import folded
from automation.cells.variants import simplified

_ALIKE = 0.75
_MARGIN = 0.15
"""How much nearer the nearest name must be than the next one: a near tie is a question."""
_NUMBERING = re.compile(r"^[(]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[)]?[、.]\s*|^[(](?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[)]\s*")
_COUNTING = frozenset("0123456789一二三四五六七八九十甲乙丙丁东南西北")
"""What tells 一期 from 二期 and 2号楼 from 3号楼: names that differ in these are two names."""
_LONGEST = 120
_MOST_COMPARED = 300
"""Rows whose names are compared with every item: a whole other table may stand below."""


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
    by_likeness: frozenset[int]
    """Those of them whose name is only near."""
    unknown: tuple[Label, ...]


@lru_cache(maxsize=8192)
def name_key(text: str) -> str:
    """What makes two names the same: letters and digits only, one width, one case, simplified characters."""
    return "".join(filter(str.isalnum, simplified(folded(text)).casefold()))


@lru_cache(maxsize=8192)
def code_key(text: str) -> str:
    """What makes two codes the same: one width, one case, no blanks, one kind of dash."""
    return re.sub(r"[‐‑‒–—―−_]", "-", "".join(folded(text).split())).casefold()


def match_items(labels: Iterable[Label], items: Mapping[str, str]) -> Matching:
    """Assign rows to items, given as code → name; a name that two items share identifies neither."""
    codes = {code_key(code): code for code in items}
    shared = Counter(map(name_key, items.values()))
    names = {name_key(name): code for code, name in items.items() if shared[name_key(name)] == 1}
    rows: dict[str, tuple[int, ...]] = {}
    by_name, unknown = set(), []
    for label in labels:
        code = codes.get(code_key(label.code))
        if code is None and (code := _named(label.name, names)) is not None:
            by_name.add(label.row)
        if code is None:
            unknown.append(label)
        else:
            rows[code] = (*rows.get(code, ()), label.row)
    free = {key: code for key, code in names.items() if code not in rows}
    likely = _near(unknown, free) if free else {}
    rows |= {code: (label.row,) for code, label in likely.items()}
    alike = frozenset(label.row for label in likely.values())
    return Matching(rows, frozenset(by_name) | alike, alike, tuple(label for label in unknown if label.row not in alike))


def _named(name: str, names: Mapping[str, str]) -> str | None:
    """The item called ``name``, with or without 一、 or 1. before it."""
    return names.get(name_key(name)) or names.get(name_key(_NUMBERING.sub("", folded(name))))


def _near(labels: Sequence[Label], names: Mapping[str, str]) -> dict[str, Label]:
    """The rows without a known code whose name is like that of exactly one item, which no other row's is."""
    near: dict[str, list[Label]] = {}
    for label in labels[:_MOST_COMPARED]:
        key = name_key(label.name[:_LONGEST])
        likely = sorted(((_likeness(key, name), code) for name, code in names.items()), reverse=True) if key else []
        if likely and likely[0][0] >= _ALIKE and (len(likely) == 1 or likely[0][0] - likely[1][0] >= _MARGIN):
            near.setdefault(likely[0][1], []).append(label)
    return {code: here[0] for code, here in near.items() if len(here) == 1 and not here[0].code}


def _likeness(one: str, other: str) -> float:
    """0..1; 0 where they count differently."""
    if Counter(c for c in one if c in _COUNTING) != Counter(c for c in other if c in _COUNTING):
        return 0.0
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE - _MARGIN and matcher.quick_ratio() >= _ALIKE - _MARGIN else 0.0
