"""Computed fields of one row: the plan's formulas, evaluated exactly, rounded as the field is printed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from automation.formula import Cells, Fault, Scalar, Value
from automation.lights import start_month
from automation.model.plan import Category, DataType, Field, Item, RollUp, Settings, Target
from automation.period import Period

State = Mapping[str, Scalar]
"""Every field of one item in one period, fixed, filled and computed, by name."""

SHARE_PLACES = 10
"""Decimals that a computed share keeps: more than any workbook prints, fewer than a float holds."""

_ROOM = Context(prec=400)
"""Digits for whatever a cell may hold: a figure typed with a stuck key is to be reported, not to stop the run."""


def constants(settings: Settings, period: Period) -> dict[str, Scalar]:
    """What a formula may name beside fields: 序时进度 (share), 月份, 年度 and the thresholds in points."""
    return {
        "序时进度": settings.time_progress(period),
        "月份": Decimal(period.last_month),
        "年度": Decimal(period.year),
        "滞后黄线": settings.yellow_points,
        "滞后红线": settings.red_points,
    }


CONSTANT_NAMES = ("序时进度", "月份", "年度", "滞后黄线", "滞后红线")


def due_target(item: Item, period: Period) -> Target | None:
    """The target of an indicator that is due next in ``period``; the last one once all are past; None without any."""
    if not item.targets:
        return None
    ahead = [t for t in item.targets if t.due is None or t.due.last_day >= period.last_day]
    return (ahead or list(item.targets[-1:]))[0]


def standing(item: Item, period: Period) -> dict[str, Scalar]:
    """The fixed values of an item as a row of ``period`` shows them: 计划开工月 of the year, the target due next."""
    values = dict(item.fixed)
    if "计划开工" in values:
        values["计划开工月"] = Decimal(start_month(str(values["计划开工"] or ""), period.year))
    if target := due_target(item, period):
        values |= {"关系": "" if target.value is None else target.relation, "目标值": target.text if target.value is None else target.value,
                   "目标年月": str(target.due) if target.due else ""}
    return values


def rounded(field: Field, value: Scalar) -> Scalar:
    """``value`` with the decimals that ``field`` declares; shares keep ten."""
    if not isinstance(value, Decimal):
        return value
    return value.quantize(_last_digit(_places(field)), ROUND_HALF_UP, _ROOM)


def _places(field: Field) -> int:
    return SHARE_PLACES if field.type is DataType.SHARE else field.decimals


@lru_cache(64)
def _last_digit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def opening(previous: State, fields: Sequence[Field], period: Period) -> dict[str, Scalar]:
    """``previous`` as a formula of ``period`` may see it: in a year's first period 本年… starts from nothing."""
    if not period.first_of_year:
        return dict(previous)
    yearly = {f.name for f in fields if f.name in previous and f.resets_yearly}
    return {name: None if name in yearly else value for name, value in previous.items()}


def derive(fields: Sequence[Field], values: State, before: State, named: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """All values of a row: those given, and every computed field of ``fields`` in their order.

    Args:
        fields: a table's fields, computed ones in an order in which they can be computed.
        values: fixed and filled values; a missing name is a blank cell.
        before: the period before, through :func:`opening`.
        named: see :func:`constants`.

    A formula that fails (a division by nothing, a number asked of a text) gives "", a computed blank.
    """
    return computed(steps_of(fields), values, before, named)


class Step(NamedTuple):
    """One computed field, ready to be computed."""

    name: str
    compute: Callable[[Cells, Cells], Value]
    last_digit: Decimal
    """What its figures are rounded to."""


def steps_of(fields: Iterable[Field]) -> tuple[Step, ...]:
    """The computed fields among ``fields``, in their order."""
    return tuple(Step(f.name, f.formula.computed, _last_digit(_places(f))) for f in fields
                 if f.category is Category.COMPUTED and f.formula is not None)


def computed(steps: Iterable[Step], values: State, before: State, named: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """All values of a row, see :func:`derive`."""
    now = {**named, **values}
    fill_in(steps, now, before)
    for name in named:
        if name not in values:
            del now[name]
    return now


def fill_in(steps: Iterable[Step], now: dict[str, Scalar], before: State) -> None:
    """Add what ``steps`` come to to ``now``, which holds the given values and the constants; see :func:`derive`."""
    for name, compute, last_digit in steps:
        result = compute(now, before)
        if isinstance(result, Decimal):
            now[name] = result.quantize(last_digit, ROUND_HALF_UP, _ROOM)
        else:
            now[name] = "" if isinstance(result, Fault) else result


def totals(fields: Sequence[Field], rows: Sequence[State], named: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """A totals row: sums of what is summed, and 按行 fields computed from those sums, never summed or averaged."""
    summed: dict[str, Scalar] = {
        f.name: sum((v for row in rows if isinstance(v := row.get(f.name), Decimal)), Decimal(0))
        for f in fields if f.rollup is RollUp.SUM
    }
    now = {**named, **summed}
    for field in fields:
        if field.rollup is RollUp.ROW and field.formula is not None:
            result = field.formula.computed(now, {})
            summed[field.name] = now[field.name] = "" if isinstance(result, Fault) else rounded(field, result)
    return summed
