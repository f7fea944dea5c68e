"""What a closed period says to one cell of the level above, and which reports that is made of.

An item of the level above is this office's item of the same code; where there is none, it is all of its parts: the items
whose codes begin with it and a hyphen (SN-08 is SN-08-1, SN-08-2 …).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from automation.formula import Scalar
from automation.model.plan import DataType, Field, Item, Kind, RollUp
from automation.model.submission import Entry
from automation.rollup.measures import EACH, FLOW, MILESTONE, PART, RATIO, STOCK, VALUE, WHOLE, ZERO, is_ceiling
from automation.rollup.tasks import RATE, STATE, WORST_FIRST, leads_alone
from automation.summary import (
    IndicatorFigures,
    IndicatorTable,
    ItemFigures,
    Summary,
    TableFigures,
    TaskFigures,
    TaskTable,
)

COPIED, ADDED, WORST, JOINED, MERGED = "照录", "相加", "取最慢或最差", "逐一并列", "合为一项"
NOTHING, MANY = "本级没有报来的数", "多项不同，不能合并"
"""Why a cell stays as it is."""
_MIXED = ("在建", "其他")
"""What a list of options calls several of them together."""
_NONE = "无"

Figures = ItemFigures | TaskFigures | IndicatorFigures


@dataclass(frozen=True)
class Part:
    """One reported value that a figure is made of."""

    item: Item
    entry: Entry


@dataclass(frozen=True)
class Rolled:
    """One figure of the level above."""

    value: Scalar
    """None where there is nothing to say; then ``how`` says why."""
    how: str
    parts: tuple[Part, ...] = ()
    due: int = 0
    """How many reports it would be made of if nobody were missing."""


class Closed:
    """The figures of a closed period by kind and item code."""

    def __init__(self, summary: Summary) -> None:
        self._items: dict[Kind, dict[str, Figures]] = {kind: {} for kind in Kind}
        projects = (t for t in summary.tables if t.table.kind is Kind.PROJECT)
        tables: tuple[TableFigures | TaskTable | IndicatorTable, ...] = (*projects, *summary.tasks, *summary.indicators)
        for one in tables:
            for figures in one.items:
                # An item that stands in two tables reports once.
                self._items[one.table.kind].setdefault(figures.item.code, figures)

    def knows(self, kind: Kind, code: str) -> bool:
        """Whether an item of the level above is one of this office's, or is made of such."""
        return bool(self._matched(kind, code))

    def rolled(self, kind: Kind, code: str, field: Field) -> Rolled:
        """What is to stand in ``field`` of the item ``code``."""
        found = self._matched(kind, code)
        gathered = [_gathered(figures, field) for figures in found]
        parts = tuple(part for one in gathered for part in one[0])
        due = sum(one[1] for one in gathered)
        return replace(_combined(found, field, parts), parts=parts, due=due) if parts else Rolled(None, NOTHING, due=due)

    def _matched(self, kind: Kind, code: str) -> list[Figures]:
        known = self._items[kind]
        codes = [code] if code in known else [own for own in known if own.startswith(f"{code}-")]
        return [known[own] for own in codes]


def _gathered(figures: Figures, field: Field) -> tuple[tuple[Part, ...], int]:
    """The values that count, and how many there might be."""
    item = figures.item
    if isinstance(figures, ItemFigures):
        entries: Iterator[Entry | None] = iter((figures.entries.get(field.name),))
        due = 1
    else:
        asked = figures.reports[:1] if _is_standing(figures, field) and leads_alone(item) else figures.reports
        entries = (r.entries.get(field.name) if r.current or _stands(figures, field) else None for r in asked)
        due = len(asked)
    return tuple(Part(item, e) for e in entries if e is not None and e.value is not None and e.value != ""), due


def _stands(figures: TaskFigures | IndicatorFigures, field: Field) -> bool:
    """Whether an earlier report still holds: where a task stands, a stock, a ratio; not what happened this period."""
    if isinstance(figures, TaskFigures):
        return _is_standing(figures, field)
    return figures.measure in (STOCK, RATIO, EACH, MILESTONE) and field.name in (VALUE, PART, WHOLE)


def _is_standing(figures: Figures, field: Field) -> bool:
    return isinstance(figures, TaskFigures) and field.name in (RATE, STATE)


def _combined(found: Sequence[Figures], field: Field, parts: Sequence[Part]) -> Rolled:
    values = [p.entry.value for p in parts]
    if field.type.numeric:
        return _number(found, field, [v for v in values if isinstance(v, Decimal)])
    if field.type is DataType.TEXT:
        return Rolled(_joined(parts, field), COPIED if len(parts) == 1 else JOINED)
    if _is_standing(found[0], field):
        states = [f.state for f in found if isinstance(f, TaskFigures) and f.state]
        worst = min(states, key=WORST_FIRST.index, default=None)
        return Rolled(worst, COPIED if values == [worst] else WORST)
    return _choice(field, values)


def _number(found: Sequence[Figures], field: Field, values: Sequence[Decimal]) -> Rolled:
    if len(values) == 1 and not _is_milestone(found):
        return Rolled(values[0], COPIED)
    combine = _combiner(found[0], field)
    if combine is None or not values:
        return Rolled(None, MANY)
    if _is_milestone(found):
        values = [f.value for f in found if isinstance(f, IndicatorFigures) and f.value is not None]
    return Rolled(combine(values), ADDED if combine is _sum else WORST)


def _is_milestone(found: Sequence[Figures]) -> bool:
    return any(isinstance(f, IndicatorFigures) and f.measure == MILESTONE for f in found)


def _sum(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def _combiner(figures: Figures, field: Field) -> Callable[[Sequence[Decimal]], Decimal] | None:
    """How several numbers become one, None where they do not."""
    if isinstance(figures, IndicatorFigures) and field.name in (VALUE, PART, WHOLE):
        if figures.measure in (STOCK, FLOW, ZERO, RATIO):
            return _sum
        return max if is_ceiling(figures.target) else min
    if isinstance(figures, TaskFigures) and field.name == RATE:
        return min
    return _sum if field.rollup is RollUp.SUM else None


def _choice(field: Field, values: Sequence[Scalar]) -> Rolled:
    """What all say; one option for several: what they say beside 无, else the word for a mixture."""
    said = list(dict.fromkeys(values))
    if len(said) == 1:
        return Rolled(said[0], COPIED)
    said = [v for v in said if v != _NONE]
    mixed = said[0] if len(said) == 1 else next((word for word in _MIXED if word in field.options), None)
    return Rolled(mixed, MERGED if mixed is not None else MANY)


def _joined(parts: Sequence[Part], field: Field) -> str:
    """Every text behind the name of its unit, or of its item where one unit has several; no longer than the field."""
    if len(parts) == 1:
        text = str(parts[0].entry.value)
    else:
        alone = len({p.item.code for p in parts}) == 1
        text = "；".join(f"{p.entry.unit if alone else p.item.name}：{str(p.entry.value).rstrip('。；')}" for p in parts) + "。"
    most = int(field.maximum) if field.maximum is not None else len(text)
    return text if len(text) <= most else text[: most - 1] + "…"

