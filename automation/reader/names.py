"""Units by what people call them: alias, other width, traditional characters, with or without 民政局 or 办事处."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from automation.cells.sense import folded
from automation.cells.variants import simplified
from automation.model.plan import Plan, Unit
from automation.reader.items import code_key, name_key
from automation.sheets.grid import RawBook

_ENDINGS = (("街道办事处", "街道"), ("街道办", "街道"), ("人民政府", ""), ("办事处", ""), ("民政局", ""), ("民政办", ""))
"""What a unit's name may end in and what is left of it, the longer first."""
_SHORTEST = 3
"""Characters of a name that counts where it only occurs in a text: 县 or 东区 may be part of anything."""
_SEAL = re.compile(r"\((?:盖章|公章|章|印章|签章)\)")


@lru_cache(maxsize=4096)
def unit_key(text: str) -> str:
    """What makes two names of a unit the same: letters and digits, simplified, without the word for the office."""
    key = simplified(name_key(_SEAL.sub("", folded(text))))
    for ending, left in _ENDINGS:
        if key.endswith(ending) and len(key) > len(ending):
            return key.removesuffix(ending) + left
    return key


def unit_named(text: str, plan: Plan) -> Unit | None:
    """The unit that ``text`` is a name of: as the plan writes it, else the only one with the same key."""
    exact = plan.unit(text) or plan.unit(folded(text))
    if exact or not text:
        return exact
    return _keys(plan).get(unit_key(text))


def unit_in(text: str, plan: Plan) -> Unit | None:
    """The one unit whose name occurs in ``text``; nothing where several do."""
    rest, found, keys = simplified(name_key(text)), set(), _keys(plan)
    there = {part for length in _lengths(plan) for at in range(len(rest) - length + 1) if (part := rest[at:at + length]) in keys}
    for key in (key for key in keys if key in there) if len(there) > 1 else there:
        if key in rest:
            found.add(keys[key])
            rest = rest.replace(key, " ")
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=16)
def _lengths(plan: Plan) -> tuple[int, ...]:
    """How long the keys are that count where they only occur in a text."""
    return tuple({len(key) for key in _keys(plan) if len(key) >= _SHORTEST})


@lru_cache(maxsize=16)
def _keys(plan: Plan) -> dict[str, Unit]:
    """Each key that belongs to one unit only, the longest first, so that 河东新区 is not found in 河东新区分局."""
    owners: dict[str, set[Unit]] = {}
    for unit in plan.units:
        for name in (unit.name, *unit.aliases):
            for key in (simplified(name_key(name)), unit_key(name)):
                owners.setdefault(key, set()).add(unit)
    alone = [(key, next(iter(found))) for key, found in owners.items() if len(found) == 1 and key]
    return dict(sorted(alone, key=lambda pair: -len(pair[0])))


def unit_of_items(book: RawBook, plan: Plan) -> Unit | None:
    """The only unit that every item in the visible sheets belongs to; nothing where none or several do."""
    texts = {str(c.value) for s in book.sheets if s.visible for c in s.cells.values() if isinstance(c.value, str)}
    return unit_asked_for(((text, text) for text in texts if len(text) <= _LONGEST), plan)


_LONGEST = 80


def unit_asked_for(labels: Iterable[tuple[str, str]], plan: Plan) -> Unit | None:
    """The only unit that reports every item among ``labels``, (code, name) pairs of which others may be no items."""
    pairs: Sequence[tuple[str, str]] = tuple((code_key(code), name_key(name)) for code, name in labels)
    said = {key for pair in pairs for key in pair if key}
    units: set[str] | None = None
    for item in (item for table in plan.tables for item in table.items):
        if code_key(item.code) in said or name_key(item.name) in said:
            units = set(item.units) if units is None else units & set(item.units)
    return plan.unit(units.pop()) if units and len(units) == 1 else None
