"""What a cell's content was found to mean."""

import unicodedata
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from automation.formula import Scalar
from automation.model.submission import Reading

_EXCEL = Context(prec=15, rounding=ROUND_HALF_EVEN)
_SHORT = 15
"""Characters of a number, sign and point included, that surely has not more than 15 digits."""
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


class Sense(NamedTuple):
    """A parsed value, how sure it is, and the note that goes with it."""

    parsed: Scalar
    reading: Reading
    note: str = ""


EMPTY = Sense(None, Reading.EMPTY)


def literal(parsed: Scalar) -> Sense:
    """Just what stands there."""
    return Sense(parsed, Reading.LITERAL)


def understood(parsed: Scalar, shown: str) -> Sense:
    """Not literal but certain; ``shown`` is how the clerk would write it plainly."""
    return Sense(parsed, Reading.UNDERSTOOD, f"读作 {shown}")


def unreadable(*likely: str) -> Sense:
    """Cannot be read with certainty; it might be one of ``likely``."""
    return Sense(None, Reading.UNREADABLE, f"可能是 {' 或 '.join(likely)}" if likely else "")


def displayed(number: float | Decimal) -> Decimal:
    """``number`` with the 15 significant digits that Excel keeps and shows; NaN and infinity stay what they are."""
    return Decimal(format(number, ".15g")) if isinstance(number, float) else _EXCEL.create_decimal(number)


class Number(NamedTuple):
    """A number of a cell, as Excel shows it."""

    figure: Decimal
    """With 15 significant digits."""
    sense: Sense
    """The same without trailing zeros and without an exponent, as just what stands there."""
    text: str


@lru_cache(maxsize=8192)
def number_of(number: float) -> Number:
    """``number`` in all three ways, for the same ones stand in many cells; NaN and infinity stay what they are."""
    text = format(number, ".15g") if isinstance(number, float) else str(number)
    if not (len(text) <= _SHORT and text.strip("0123456789.") in ("", "-") and number):
        figure = displayed(number)
        text = plain(figure) if figure.is_finite() else str(number)
        return Number(figure, literal(Decimal(text)), text)
    figure = Decimal(text)
    return Number(figure, literal(figure), text)


def plain(figure: Decimal) -> str:
    """``figure`` without exponent, trailing zeros or a sign on zero; every digit kept."""
    if figure == 0:
        return "0"
    written = format(figure, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def folded(text: str) -> str:
    """``text`` in NFKC, without invisible characters and outer blanks: full-width letters become ordinary ones."""
    text = unicodedata.normalize("NFKC", text)
    # What is invisible is not printable, and asking that of a whole text costs less than looking up each character.
    return (text if text.isprintable() else text.translate(_INVISIBLE)).strip()
