"""The functions a formula may call, except IF, which chooses what to evaluate and so lives with the tree."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from automation.formula.values import DISPLAYED, EXACT, WRONG_KIND, Fault, Value, calculate, number, plain, text, truth


@dataclass(frozen=True)
class Argument:
    """One argument: Excel treats a value read from a cell otherwise than the same value computed on the spot."""

    value: Value
    from_cell: bool


Arguments = Sequence[Argument]


@dataclass(frozen=True)
class Function:
    """A function and how many arguments it takes; ``most`` is Excel's own bound where it takes any number."""

    apply: Callable[[Arguments], Value]
    least: int = 1
    most: int = 1


def _figures(arguments: Arguments) -> list[Decimal] | Fault:
    """The numbers among ``arguments``: in a cell only a number counts, on the spot TRUE and FALSE count too."""
    figures = []
    for argument in arguments:
        if argument.from_cell and not isinstance(argument.value, Decimal | Fault):
            continue
        figure = number(argument.value)
        if isinstance(figure, Fault):
            return figure
        figures.append(figure)
    return figures


def _sum(arguments: Arguments) -> Value:
    figures = _figures(arguments)
    if isinstance(figures, Fault):
        return figures
    total: Decimal | Fault = Decimal(0)
    for figure in figures:
        total = calculate("+", total, figure) if isinstance(total, Decimal) else total
    return total


def _least(arguments: Arguments) -> Value:
    figures = _figures(arguments)
    return figures if isinstance(figures, Fault) else min(figures, default=Decimal(0))


def _most(arguments: Arguments) -> Value:
    figures = _figures(arguments)
    return figures if isinstance(figures, Fault) else max(figures, default=Decimal(0))


def _truths(arguments: Arguments) -> list[bool] | Fault:
    """Every condition among ``arguments``; a cell with text or nothing is passed over, but something must remain."""
    truths = []
    for argument in arguments:
        if argument.from_cell and (argument.value is None or isinstance(argument.value, str)):
            continue
        condition = truth(argument.value)
        if isinstance(condition, Fault):
            return condition
        truths.append(condition)
    return truths or WRONG_KIND


def _and(arguments: Arguments) -> Value:
    truths = _truths(arguments)
    return truths if isinstance(truths, Fault) else all(truths)


def _or(arguments: Arguments) -> Value:
    truths = _truths(arguments)
    return truths if isinstance(truths, Fault) else any(truths)


def _not(arguments: Arguments) -> Value:
    condition = truth(arguments[0].value)
    return condition if isinstance(condition, Fault) else not condition


def _abs(arguments: Arguments) -> Value:
    figure = number(arguments[0].value)
    return figure if isinstance(figure, Fault) else EXACT.abs(figure)


def _round(arguments: Arguments) -> Value:
    figure, places = (number(argument.value) for argument in arguments)
    if isinstance(figure, Fault):
        return figure
    if isinstance(places, Fault):
        return places
    # Halves are judged on what Excel displays: 1/3*3-0.5 rounds to 1 although its last digit falls short.
    shown = DISPLAYED.plus(figure)
    unit = -max(-400, min(400, int(places)))
    if shown.as_tuple().exponent >= unit:  # type: ignore[operator]  # a cell holds no infinity
        return shown
    rounded = shown.quantize(Decimal(f"1E{unit}"), ROUND_HALF_UP, EXACT)
    return Decimal(plain(rounded)) if unit > 0 else rounded


def _is_blank(arguments: Arguments) -> Value:
    return arguments[0].value is None


def _is_number(arguments: Arguments) -> Value:
    return isinstance(arguments[0].value, Decimal)


def _number_or_zero(arguments: Arguments) -> Value:
    value = arguments[0].value
    return Decimal(0) if isinstance(value, str) else number(value)


def _length(arguments: Arguments) -> Value:
    words = text(arguments[0].value)
    return words if isinstance(words, Fault) else Decimal(len(words.encode("utf-16-le")) // 2)


def _left(arguments: Arguments) -> Value:
    words = text(arguments[0].value)
    count = number(arguments[1].value) if len(arguments) > 1 else Decimal(1)
    if isinstance(words, Fault):
        return words
    if isinstance(count, Fault):
        return count
    if count < 0:
        return WRONG_KIND
    # Excel counts in UTF-16 units, two for a rare character such as 𠮷.
    return words.encode("utf-16-le")[: 2 * int(count)].decode("utf-16-le", "ignore")


def _trim(arguments: Arguments) -> Value:
    words = text(arguments[0].value)
    return words if isinstance(words, Fault) else re.sub(" +", " ", words).strip(" ")


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
