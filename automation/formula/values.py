"""What a formula computes with, and Excel's rules for turning one kind of value into another."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import TypeAlias

EXACT = Context(prec=34)
"""Enough for the exact product of any two figures that a cell can hold."""

DISPLAYED = Context(prec=15, rounding=ROUND_HALF_UP)
"""Excel keeps and compares 15 significant digits."""

LARGEST_EXPONENT = 307

_DIGITS = DISPLAYED.prec


@dataclass(frozen=True)
class Fault:
    """An error value such as ``#DIV/0!``: a result, like any other, that every operation hands on."""

    code: str


Scalar: TypeAlias = Decimal | str | bool | None
"""A cell's content. ``None`` is a blank cell; ``""`` is a cell whose formula gave no text."""

Value: TypeAlias = Scalar | Fault

Operator: TypeAlias = Callable[[Value, Value], Value]

ZERO, ONE = Decimal(0), Decimal(1)

DIVISION_BY_ZERO = Fault("#DIV/0!")
WRONG_KIND = Fault("#VALUE!")
TOO_LARGE = Fault("#NUM!")


def number(value: Value) -> Decimal | Fault:
    """``value`` in arithmetic: a blank is 0, TRUE is 1, any text (even ``""``) is ``#VALUE!``."""
    if isinstance(value, Decimal):
        return value
    match value:
        case None:
            return ZERO
        case bool():
            return Decimal(int(value))
        case str():
            return WRONG_KIND
        case _:
            return value


def text(value: Value) -> str | Fault:
    """``value`` beside ``&``: a blank is ``""``, a number is written plainly in at most 15 significant digits."""
    if isinstance(value, str):
        return value
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case Decimal():
            return plain(value)
        case _:
            return value


def truth(value: Value) -> bool | Fault:
    """``value`` as a condition: a blank is FALSE, a number is TRUE unless it is 0, text is ``#VALUE!``."""
    if isinstance(value, bool):
        return value
    figure = number(value)
    return figure if isinstance(figure, Fault) else figure != 0


def plain(figure: Decimal) -> str:
    """``figure`` without exponent or trailing zeros."""
    shown = DISPLAYED.plus(figure)
    if shown == 0:
        return "0"
    written = format(shown, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def order(left: Scalar, right: Scalar) -> int:
    """-1, 0 or 1 as ``left`` stands before, with or after ``right``.

    Every number stands before every text and every text before FALSE and TRUE. A blank is whatever zero the other side
    has (0, ``""``, FALSE). Case does not matter. Texts are ordered by code point, which is not how Excel sorts Chinese:
    test texts for ``=`` and ``<>`` only.
    """
    match _zero_like(right) if left is None else left, _zero_like(left) if right is None else right:
        case bool(a), bool(b):
            return a - b
        case Decimal() as a, Decimal() as b:
            return int(DISPLAYED.compare(DISPLAYED.plus(a), DISPLAYED.plus(b)))
        case str(a), str(b):
            return (a.lower() > b.lower()) - (a.lower() < b.lower())
        case a, b:
            return _rank(a) - _rank(b)


def _zero_like(value: Scalar) -> Scalar:
    return False if isinstance(value, bool) else "" if isinstance(value, str) else ZERO


def _rank(value: Scalar) -> int:
    return 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0


def calculate(operator: str, left: Decimal, right: Decimal) -> Decimal | Fault:
    """``left`` and ``right`` joined by one of ``+ - * /``."""
    if operator == "/" and not right:
        return DIVISION_BY_ZERO
    result = ARITHMETIC[operator](left, right)
    if not result:
        return ZERO
    size = result.adjusted()
    if size > LARGEST_EXPONENT:
        return TOO_LARGE
    if operator in "+-" and (size < left.adjusted() - _DIGITS or size < right.adjusted() - _DIGITS):
        # What 1/3*3-1 leaves behind is the rounding of the division; Excel calls it 0 as well.
        return ZERO
    return result


ARITHMETIC: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
    "/": EXACT.divide,
}


def negative(value: Value) -> Decimal | Fault:
    """``-value``."""
    figure = number(value)
    return figure if isinstance(figure, Fault) else EXACT.minus(figure)


def joined(left: Value, right: Value) -> str | Fault:
    """``left & right``; the fault of the left side wins."""
    one, other = text(left), text(right)
    return one if isinstance(one, Fault) else other if isinstance(other, Fault) else one + other


def _arithmetic(operator: str) -> Operator:
    def compute(left: Value, right: Value) -> Value:
        a = left if isinstance(left, Decimal) else number(left)
        b = right if isinstance(right, Decimal) else number(right)
        # A fault on the right is seen before a text on the left, as in every operation.
        if isinstance(a, Fault):
            return right if isinstance(right, Fault) and not isinstance(left, Fault) else a
        return b if isinstance(b, Fault) else calculate(operator, a, b)

    return compute


def _comparison(holds: Callable[..., bool], loose: bool) -> Operator:
    """``loose`` where equal figures pass: what holds of two figures then holds as they are displayed, for rounding keeps order.

    What holds of no two equal figures is the other way round: it can hold as displayed only where it holds exactly.
    """
    def compare(left: Value, right: Value) -> Value:
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            if holds(left, right) is loose:
                return loose
            return holds(DISPLAYED.plus(left), DISPLAYED.plus(right))
        if isinstance(left, str) and isinstance(right, str):
            return holds(left.lower(), right.lower())
        return left if isinstance(left, Fault) else right if isinstance(right, Fault) else holds(order(left, right), 0)

    return compare


def one_of(value: Value, texts: frozenset[str]) -> bool | Fault:
    """Whether ``value`` equals one of ``texts``, which are in small letters: as ``=`` with each of them, joined by OR."""
    if isinstance(value, str):
        return value.lower() in texts
    return value if isinstance(value, Fault) else value is None and "" in texts


OPERATORS: dict[str, Operator] = {
    "=": _comparison(eq, True),
    "<>": _comparison(ne, False),
    "<": _comparison(lt, False),
    "<=": _comparison(le, True),
    ">": _comparison(gt, False),
    ">=": _comparison(ge, True),
    "&": joined,
    **{sign: _arithmetic(sign) for sign in ARITHMETIC},
}
"""What stands between two operands, as Excel has it; the fault of the left side wins."""
