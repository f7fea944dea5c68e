"""The columns of the Parquet files, and how a value of the ledger becomes a row of them.

Plan, period and table are no columns of the files: readers take them from the names of the folders.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from automation.formula import Scalar
from automation.model.plan import Category, Item, Table
from automation.model.submission import Entry

if TYPE_CHECKING:
    import datetime

    import pyarrow

SCALE, WHOLE = 18, 20
"""Decimals and whole digits of the column ``number``: every figure of 15 digits that a cell of Excel can show fits."""
PLAN_FILE = "任务书.xlsx"
NUMBER, TEXT, TRUTH, EMPTY = "number", "text", "truth", "empty"
"""What a value is. Zero is a number, an empty cell is ``empty``; what was never reported has no row."""


class Line(NamedTuple):
    """One row of a Parquet file."""

    unit: str
    """Who reported it; for what the plan fixes, who reports the item (the lead unit)."""
    item: str
    name: str
    field: str
    category: str
    """固定 (the plan says so) or 填报 (a unit reported it)."""
    kind: str
    value: str | None
    """The exact text of the value; None where the cell was left empty."""
    number: Decimal | None
    """The same as a decimal; None where it is none, or has more digits than the column."""
    measure: str
    raw: str
    """What stood in the cell."""
    file: str
    sheet: str
    cell: str
    """Where it was typed; for what the plan fixes, the item's code in the plan workbook."""
    sha256: str
    received: "datetime.datetime | None"
    revision: int
    """1 for the first accepted file of the unit in the period, then 2, 3 …; 0 for what the plan fixes."""
    archived: str


def schema() -> "pyarrow.Schema":
    """The columns with their types, in the order of :class:`Line`."""
    import pyarrow

    types = {"number": pyarrow.decimal128(SCALE + WHOLE, SCALE), "received": pyarrow.timestamp("us", "UTC"), "revision": pyarrow.int32()}
    return pyarrow.schema([pyarrow.field(name, types.get(name, pyarrow.string())) for name in Line._fields])


def batch(lines: Sequence[Line]) -> "pyarrow.RecordBatch":
    """``lines`` in columns."""
    import pyarrow

    columns = zip(*lines, strict=True) if lines else ((),) * len(Line._fields)
    kinds = schema()
    return pyarrow.record_batch([pyarrow.array(column, kind.type) for column, kind in zip(columns, kinds, strict=True)], schema=kinds)


def fixed(table: Table) -> Iterator[Line]:
    """What the plan fixes for each item of ``table``, in the plan's order."""
    units = {f.name: f.unit for f in table.fields if f.category is Category.FIXED}
    for item in table.items:
        sheet, _, cell = item.address.partition("!")
        for field, value in item.fixed.items():
            if value is not None and value != "":
                yield Line(item.units[0] if item.units else "", item.code, item.name, field, Category.FIXED.value, kind_of(value),
                           text_of(value), number_of(value), units.get(field, ""), "", PLAN_FILE, sheet, cell, "", None, 0, "")


class Reported:
    """Tells of a table which values of a submission are its own, and makes rows of them."""

    def __init__(self, table: Table) -> None:
        self._items: dict[str, tuple[int, Item]] = {item.code: (place, item) for place, item in enumerate(table.items)}
        self._fields = {field.name: (place, field.unit) for place, field in enumerate(table.fields)}

    def lines(self, entries: Iterable[Entry], revision: int) -> list[Line]:
        """The values of ``entries`` that stand in the table, in the plan's order."""
        mine = [e for e in entries if e.item in self._items and e.field in self._fields]
        mine.sort(key=lambda e: (self._items[e.item][0], self._fields[e.field][0]))
        return [Line(e.unit, e.item, self._items[e.item][1].name, e.field, Category.FILLED.value, kind_of(e.value), text_of(e.value),
                     number_of(e.value), self._fields[e.field][1], e.raw, e.file, e.sheet, e.cell, e.sha256, e.received, revision,
                     e.archived) for e in mine]


def kind_of(value: Scalar) -> str:
    """Which of the four kinds ``value`` is."""
    match value:
        case None:
            return EMPTY
        case bool():
            return TRUTH
        case Decimal():
            return NUMBER
        case _:
            return TEXT


def text_of(value: Scalar) -> str | None:
    """The exact text of a value, from which :func:`value_of` makes it again."""
    match value:
        case None:
            return None
        case bool():
            return "TRUE" if value else "FALSE"
        case Decimal():
            return format(value, "f")
        case _:
            return value


def value_of(kind: str, text: str | None) -> Scalar:
    """The value that was written."""
    if kind == NUMBER and text is not None:
        return Decimal(text)
    return text == "TRUE" if kind == TRUTH else text


def number_of(value: Scalar) -> Decimal | None:
    """``value`` where the column ``number`` holds it exactly."""
    if not isinstance(value, Decimal):
        return None
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and exponent >= -SCALE and value.adjusted() < WHOLE else None
