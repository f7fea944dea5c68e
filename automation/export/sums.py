"""Parquet → sums by group, month and field: what totals need, added up by Arrow without a row becoming an object."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from automation.export.columns import EMPTY, NUMBER
from automation.export.partitions import Exported
from automation.export.reading import needed
from automation.model.plan import Plan
from automation.period import Period
from automation.totals import Linear, Month, NotLinear

if TYPE_CHECKING:
    import pyarrow
    from pyarrow import parquet

_TOGETHER = 8
"""Row groups that are in memory at a time."""


def sums_up_to(plan: Plan, root: Path, linear: Linear) -> dict[tuple[int, Month, str], Decimal]:
    """Exact sums of the reported values that count up to the period of ``linear``, of all exports in ``root``.

    Raises NotLinear for values that cannot simply be added up; TongbaoError as ``reading.needed`` does.
    """
    last = Period.ending(linear.period.year, linear.period.last_month, plan.settings.frequency)
    items = _Items(linear)
    found: dict[tuple[int, Month, str], Decimal] = {}
    months: dict[Month, str] = {}
    for exported in needed(plan, root, last):
        period = Period.parse(exported.stamp.period)
        month = period.year, period.last_month
        if months.setdefault(month, exported.stamp.period) != exported.stamp.period:
            raise NotLinear("two kinds of period end in one month")
        for (group, field), amount in _sums(exported, linear, items):
            key = group, month, field
            found[key] = found.get(key, Decimal(0)) + amount
    return found


class _Items:
    """What Arrow looks up: item codes with their groups and units."""

    def __init__(self, linear: Linear) -> None:
        import pyarrow

        self.codes = pyarrow.array(list(linear.unit_of), pyarrow.string())
        units = {unit: number for number, unit in enumerate(dict.fromkeys(unit for unit, _ in linear.unit_of.values()))}
        self.names = pyarrow.array(list(units), pyarrow.string())
        self.units = pyarrow.array([units[unit] for unit, _ in linear.unit_of.values()], pyarrow.int32())
        self.groups = pyarrow.array([group for _, group in linear.unit_of.values()], pyarrow.int32())


def _sums(exported: Exported, linear: Linear, items: _Items) -> Iterator[tuple[tuple[int, str], Decimal]]:
    from pyarrow import parquet

    for table in (t for t in linear.due if t.code in exported.stamp.tables):
        names = sorted(name for name in linear.needed if table.field(name))
        if not names:
            continue
        # Texts stay numbers of a dictionary: what is compared and grouped is small integers.
        with parquet.ParquetFile(exported.file(table.code), read_dictionary=["unit", "item", "field", "kind"]) as file:
            numbers = _groups_with(file, names)
            for first in range(0, len(numbers), _TOGETHER):
                part = file.read_row_groups(numbers[first:first + _TOGETHER], ["unit", "item", "field", "kind", "number"], use_threads=False)
                (whole,) = part.unify_dictionaries().combine_chunks().to_batches()
                for group, field, amount in _batch_sums(whole, names, items, linear.decimals):
                    # An item in two tables stands in the files of both.
                    if linear.home(group, field) == table.code:
                        yield (group, field), amount


def _groups_with(file: "parquet.ParquetFile", names: list[str]) -> list[int]:
    """Numbers of the row groups that may hold one of the fields."""
    column = file.schema_arrow.get_field_index("field")
    known = [file.metadata.row_group(number).column(column).statistics for number in range(file.num_row_groups)]
    return [number for number, one in enumerate(known)
            if one is None or not one.has_min_max or any(one.min <= name <= one.max for name in names)]


def _batch_sums(part: "pyarrow.RecordBatch", names: list[str], items: _Items, decimals: int) -> Iterator[tuple[int, str, Decimal]]:
    """Group, field and sum of the rows whose field is one of ``names``; raises NotLinear."""
    import pyarrow
    from pyarrow import compute

    rows = part.filter(compute.is_valid(_looked_up(part["field"], pyarrow.array(names))))
    place, number = _looked_up(rows["item"], items.codes), rows["number"]
    kind = _looked_up(rows["kind"], pyarrow.array([NUMBER, EMPTY]))
    checks = (
        ("items that are no projects", compute.is_valid(place)),
        ("reports of another unit", compute.equal(_looked_up(rows["unit"], items.names), compute.take(items.units, place))),
        ("text where a number belongs", compute.is_valid(kind)),
        ("figures longer than the column", compute.or_(compute.is_valid(number), compute.equal(kind, 1))),
        ("figures that are to be rounded", compute.equal(compute.round(number, decimals), number)),
    )
    for words, check in checks:
        if compute.all(check, min_count=0).as_py() is False:
            raise NotLinear(words)
    grouped = pyarrow.table({"group": compute.take(items.groups, place), "field": _looked_up(rows["field"], pyarrow.array(names)), "number": number})
    for row in grouped.group_by(["group", "field"]).aggregate([("number", "sum")]).to_pylist():
        if row["number_sum"] is not None:
            yield row["group"], names[row["field"]], row["number_sum"].quantize(Decimal(1).scaleb(-decimals))


def _looked_up(texts: "pyarrow.DictionaryArray", among: "pyarrow.Array") -> "pyarrow.Array":
    """Where each text stands in ``among``; null where it does not."""
    from pyarrow import compute

    return compute.take(compute.index_in(texts.dictionary, among), texts.indices)
