"""What rows of items that stand in the same tables have in common, worked out once for thousands of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from automation.checks import RowCheck, checks_of
from automation.derive import Step, steps_of
from automation.forms import merged_fields
from automation.formula.compiled import Fails
from automation.model.plan import Category, Field, Plan, Table


class Asked(NamedTuple):
    """A condition on rows, with what it hangs on."""

    check: RowCheck
    fails: Fails
    """Of the row's values and those of the period before, whether the condition is FALSE."""
    needs: frozenset[str]
    """The filled fields that the condition and its finding come from, through computed fields too."""


@dataclass(frozen=True)
class Pattern:
    """Rows of one combination of tables."""

    fields: tuple[Field, ...]
    """Of all the tables, in printed order."""
    filled: tuple[Field, ...]
    steps: tuple[Step, ...]
    """What is computed of a row."""
    asked: tuple[Asked, ...]
    """In the order of the 自检 column."""
    _sources: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def needs(self, names: Iterable[str]) -> frozenset[str]:
        """The filled fields that ``names`` come from, through computed fields too."""
        return frozenset().union(*(self._sources.get(name, ()) for name in names))


@lru_cache(256)
def pattern_of(plan: Plan, due: tuple[Table, ...], codes: tuple[str, ...]) -> Pattern:
    """The pattern of rows whose items stand in all those of the tables ``due`` that have one of ``codes``."""
    tables = tuple(t for t in due if t.code in codes)
    fields = merged_fields(tables)
    by_name = {f.name: f for f in fields}
    sources = {name: _sources(name, by_name) for name in by_name}
    bare = Pattern(fields, (), (), (), sources)
    return Pattern(fields, tuple(f for f in fields if f.category is Category.FILLED),
                   steps_of(fields),
                   tuple(Asked(check, check.condition.fails, bare.needs(check.names | {check.field})) for check in checks_of(plan, tables)), sources)


def _sources(name: str, fields: Mapping[str, Field]) -> frozenset[str]:
    known = fields.get(name)
    if known is None:
        return frozenset()
    if known.category is Category.FILLED:
        return frozenset((name,))
    names = (ref.name for ref in known.formula.refs if not ref.previous) if known.formula else ()
    return frozenset().union(*(_sources(needed, fields) for needed in names))
