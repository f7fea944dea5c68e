"""One item's row as it was read, and how it travels from a worker."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cached_property, lru_cache, partial
from itertools import repeat
from typing import NamedTuple

from automation.formula import Scalar


class Reading(Enum):
    """How a cell's text became a value."""

    EMPTY = "空"
    LITERAL = "原值"
    UNDERSTOOD = "读作"
    """Not literal, but certain: full-width digits, a unit in the text."""
    UNREADABLE = "不可读"
    UNCALCULATED = "公式未计算"
    CELL_ERROR = "错误值"


class Value(NamedTuple):
    """One cell that a clerk could fill in."""

    field: str
    raw: str
    """What stands in the cell, as text."""
    parsed: Scalar
    """Number (money in the plan's unit, shares 0..1), text, ISO date as text, or None when empty or unreadable."""
    sheet: str
    cell: str
    reading: Reading = Reading.LITERAL
    note: str = ""
    """For UNDERSTOOD and UNREADABLE: what was read, or what it might mean."""


@dataclass(frozen=True)
class Row:
    """One item's row in a submission."""

    code: str
    name: str
    tables: tuple[str, ...]
    """Codes of the tables that the item stands in."""
    sheet: str
    number: int
    """Row number on the sheet, from 1."""
    values: Mapping[str, Value]
    """Filled fields by name."""
    shown: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    """Everything else that the row shows by column key: fixed, prior and computed cells, as found."""

    def __reduce__(self) -> tuple[object, ...]:
        # Rows are most of what a worker hands back: what they have in common goes once, what a text tells not at all.
        return _unpacked, (self.code, self.name, self.tables, self.sheet, self.number, _packed(self, self.values),
                           _packed(self, self.shown))


_READINGS = {reading.value: reading for reading in Reading}
_AS_TEXT = 0
"""Stands for a figure that is written just as it stands in its cell."""
_Packed = (tuple[tuple[str, ...], tuple[str, ...], tuple[Reading, ...], tuple[str, ...], tuple[str, ...], tuple[Scalar | int, ...]]
           | tuple[dict[str, Value]])
"""Names, columns, readings, notes, texts, figures; or values that have less in common."""
_VALUE = partial(tuple.__new__, Value)


@lru_cache(maxsize=1024)
def _once(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The same object for the same texts, so that pickle writes them once."""
    return texts


@lru_cache(maxsize=1024)
def _readings(words: tuple[str, ...]) -> tuple[Reading, ...]:
    return tuple(_READINGS[word] for word in words)


def _packed(row: Row, values: Mapping[str, Value]) -> _Packed:
    if isinstance(values, _Unopened):
        return values.packed
    if not values:
        return (dict(values),)
    names, number = tuple(values), str(row.number)
    fields, texts, parsed, sheets, cells, readings, notes = zip(*values.values(), strict=True)
    columns = tuple([cell.removesuffix(number) for cell in cells])
    if fields != names or sheets.count(row.sheet) < len(names) or sum(map(len, cells)) - sum(map(len, columns)) < len(number) * len(names):
        return (dict(values),)
    figures = tuple([_AS_TEXT if isinstance(p, Decimal) and str(p) == text else p for p, text in zip(parsed, texts, strict=True)])
    return _once(names), _once(columns), _readings(tuple([r._value_ for r in readings])), _once(notes), texts, figures


def _unpacked(code: str, name: str, tables: tuple[str, ...], sheet: str, number: int, values: _Packed, shown: _Packed) -> Row:
    return Row(code, name, tables, sheet, number, _values(sheet, str(number), values), _Unopened(sheet, str(number), shown))


class _Unopened(Mapping[str, Value]):
    """Values as they came, made when one is asked for: what stands beside the figures is looked at where it was read, and seldom again."""

    def __init__(self, sheet: str, number: str, packed: _Packed) -> None:
        self.packed = packed
        self._where = sheet, number

    @cached_property
    def _known(self) -> Mapping[str, Value]:
        return _values(*self._where, self.packed)

    def __repr__(self) -> str:
        return repr(self._known)

    def __getitem__(self, name: str) -> Value:
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def _values(sheet: str, number: str, packed: _Packed) -> Mapping[str, Value]:
    if len(packed) == 1:
        return packed[0]
    names, columns, readings, notes, texts, figures = packed
    parsed = [Decimal(text) if figure is _AS_TEXT else figure for figure, text in zip(figures, texts, strict=True)]
    cells = [column + number for column in columns]
    return dict(zip(names, map(_VALUE, zip(names, texts, parsed, repeat(sheet), cells, readings, notes, strict=False)), strict=True))
