"""The functions a formula may call, except IF, which chooses what to evaluate."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from automation.formula.values import (
    DISPLAYED,
    EXACT,
    ONE,
    WRONG_KIND,
    ZERO,
    Fault,
    Value,
    calculate,
    number,
    plain,
    text,
    truth,
)


@dataclass(frozen=True)
class Function:
    """A function and how many arguments it takes; ``most`` is Excel's own bound where it takes any number."""

    apply: Callable[..., Value]
    """Of values, one for each argument."""
    least: int = 1
    most: int = 1


def _sum(*values: Value) -> Value:
    total = ZERO
    for value in values:
        if value is None:
            continue
        figure = value if isinstance(value, Decimal) else number(value)
        added = figure if isinstance(figure, Fault) else calculate("+", total, figure)
        if isinstance(added, Fault):
            # A fault among the arguments goes before a sum that is too large.
            return next((f for f in map(number, values) if isinstance(f, Fault)), added)
        total = added
    return total


def _least(*values: Value) -> Value:
    figures = _figures(values)
    return figures if isinstance(figures, Fault) else min(figures, default=ZERO)


def _most(*values: Value) -> Value:
    figures = _figures(values)
    return figures if isinstance(figures, Fault) else max(figures, default=ZERO)


def _figures(values: Sequence[Value]) -> list[Decimal] | Fault:
    """The numbers among ``values``; only a cell gives None."""
    figures = []
    for value in values:
        figure = number(value)
        if isinstance(figure, Fault):
            return figure
        if value is not None:
            figures.append(figure)
    return figures


def _figure_in(cell: Value) -> Value:
    """In a cell only a number counts, on the spot TRUE and FALSE count too."""
    return cell if isinstance(cell, Decimal | Fault) else None


def _truths(values: Sequence[Value]) -> list[bool] | Fault:
    """Every condition among ``values``; nothing is passed over, but something must remain."""
    truths = []
    for value in values:
        if value is None:
            continue
        condition = value if value is True or value is False else truth(value)
        if isinstance(condition, Fault):
            return condition
        truths.append(condition)
    return truths or WRONG_KIND


def _and(*values: Value) -> Value:
    for value in values:
        if value is not True:
            break
    else:
        return True
    truths = _truths(values)
    return truths if isinstance(truths, Fault) else all(truths)


def _or(*values: Value) -> Value:
    truths = _truths(values)
    return truths if isinstance(truths, Fault) else any(truths)


def _truth_in(cell: Value) -> Value:
    """A text in a cell is no condition."""
    return None if isinstance(cell, str) else cell


def _not(value: Value) -> Value:
    condition = truth(value)
    return condition if isinstance(condition, Fault) else not condition


def _abs(value: Value) -> Value:
    figure = number(value)
    return figure if isinstance(figure, Fault) else EXACT.abs(figure)


def _round(value: Value, digits: Value) -> Value:
    figure, places = number(value), number(digits)
    if isinstance(figure, Fault):
        return figure
    if isinstance(places, Fault):
        return places
    # Halves are judged on what Excel displays: 1/3*3-0.5 rounds to 1 although its last digit falls short.
    shown = DISPLAYED.plus(figure)
    unit = -max(-400, min(400, int(places)))
    if shown.as_tuple().exponent >= unit:  # type: ignore[operator]  # a cell holds no infinity
        return shown
    rounded = shown.quantize(_power(unit), ROUND_HALF_UP, EXACT)
    return Decimal(plain(rounded)) if unit > 0 else rounded


@lru_cache(64)
def _power(exponent: int) -> Decimal:
    return Decimal(f"1E{exponent}")


def _is_blank(value: Value) -> Value:
    return value is None


def _is_number(value: Value) -> Value:
    return isinstance(value, Decimal)


def _number_or_zero(value: Value) -> Value:
    return value if isinstance(value, Decimal) else ZERO if isinstance(value, str) else number(value)


def _length(value: Value) -> Value:
    words = text(value)
    return words if isinstance(words, Fault) else Decimal(len(words.encode("utf-16-le")) // 2)


def _left(value: Value, most: Value = ONE) -> Value:
    words = text(value)
    count = number(most)
    if isinstance(words, Fault):
        return words
    if isinstance(count, Fault):
        return count
    if count < 0:
        return WRONG_KIND
    # Excel counts in UTF-16 units, two for a rare character such as 𠮷.
    return words.encode("utf-16-le")[: 2 * int(count)].decode("utf-16-le", "ignore")


def _trim(value: Value) -> Value:
    words = text(value)
    return words if isinstance(words, Fault) else re.sub(" +", " ", words).strip(" ") if "  " in words else words.strip(" ")


FUNCTIONS: dict[str, Function] = {
    "AND": Function(_and, most=255),
    "OR": Function(_or, most=255),
    "NOT": Function(_not),
    "ABS": Function(_abs),
    "ROUND": Function(_round, least=2, most=2),
    "SUM": Function(_sum, most=255),
    "MIN": Function(_least, most=255),
    "MAX": Function(_most, most=255),
    "ISBLANK": Function(_is_blank),
    "ISNUMBER": Function(_is_number),
    "LEN": Function(_length),
    "LEFT": Function(_left, most=2),
    "N": Function(_number_or_zero),
    "TRIM": Function(_trim),
}

CELLWISE: dict[str, Callable[[Value], Value]] = {
    **dict.fromkeys(("SUM", "MIN", "MAX"), _figure_in),
    **dict.fromkeys(("AND", "OR"), _truth_in),
}
"""Functions that treat a value read from a cell otherwise than the same value computed on the spot: what they see of a cell,
None where they pass over it."""
