"""Text to a figure: full-width digits, separators, units of money, per cent. Exact, in the field's unit."""

import re
from decimal import Decimal

from automation.cells.sense import EMPTY, Sense, folded, number_of, plain, understood, unreadable
from automation.model.plan import DataType, Field

MONEY_POWERS = {"元": 0, "千元": 3, "万": 4, "万元": 4, "百万元": 6, "千万元": 7, "亿": 8, "亿元": 8}
"""Power of ten of each unit of money, in 元."""
_UNITS = "|".join(sorted(MONEY_POWERS, key=len, reverse=True))
_NUMBER = r"[+-]?(?:[0-9]{1,3}(?P<by>[, ])[0-9]{3}(?:(?P=by)[0-9]{3})*|[0-9]+)?(?:\.[0-9]*)?(?:[Ee][+-]?[0-9]{1,2})?"
_FIGURE = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>[^0-9\s.,+-].*)?")
_INSIDE = re.compile(rf"(?P<number>-?[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>{_UNITS}|%)?")
_BOOKKEEPER = re.compile(r"\((?P<number>[0-9]+(?:\.[0-9]+)?)\)")
_NOTHING = frozenset(("-", "--", "—", "——", "–", "―", "/", "\\", "*", "×", "无", "没有", "暂无", "无进展", "零", "N/A"))
_SEPARATOR = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_CHINESE_POINT = re.compile(r"(?<=[0-9])。(?=[0-9])")
_LONGEST = 60
"""Characters; whatever is longer was never meant as a figure, and a hostile one could cost time."""


def number_sense(field: Field, raw: float, unit: str = "") -> Sense:
    """A number cell: the 15 significant digits that Excel shows, as typed; NaN and infinity are unreadable.

    ``unit`` is what the table or the heading says its bare numbers are in.
    """
    figure, sense, _ = number_of(raw)
    if not figure.is_finite():
        return unreadable()
    return (_declared(field, figure, unit) if unit else None) or sense


def figure_sense(field: Field, text: str, unit: str = "") -> Sense:
    """Text in a figure's cell: certain, or unreadable with what it might be; a bare number is in ``unit``."""
    content = folded(text).replace("−", "-")
    if not content:
        return EMPTY
    if content in _NOTHING:
        return Sense(None, unreadable().reading, "可能是 0，也可能是没有数")
    if len(content) > _LONGEST:
        return unreadable()
    match = _FIGURE.fullmatch(content)
    figure = _scaled(field, match["number"], match["unit"] or "") if match else None
    if figure is None or match is None:
        return unreadable(*_likely(field, content, unit))
    return (None if match["unit"] else _declared(field, figure, unit)) or understood(figure, shown(field, figure))


def shown(field: Field, figure: Decimal) -> str:
    """``figure`` as a clerk would type it into ``field``: shares in per cent."""
    return f"{plain(moved(figure, 2))}%" if field.type is DataType.SHARE else plain(figure)


def tidy(figure: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent, so that its decimals can be counted."""
    return Decimal(plain(figure))


def moved(figure: Decimal, places: int) -> Decimal:
    """``figure`` times ten to the power of ``places``: exact whatever the precision in force."""
    sign, digits, exponent = figure.as_tuple()
    assert isinstance(exponent, int)  # only finite figures come here
    return tidy(Decimal((sign, digits, exponent + places)))


def _declared(field: Field, figure: Decimal, unit: str) -> Sense | None:
    """A bare number in the unit that its heading or table declares; None where that changes nothing.

    Under a heading with %, 45 is 45%; whether 0.45 is 45% or 0.45% nobody can tell.
    """
    if not unit or figure == 0:
        return None
    if field.type is DataType.SHARE:
        if abs(figure) <= 1:
            return unreadable(f"{plain(moved(figure, 2))}%", f"{plain(figure)}%")
        share = moved(figure, -2)
        return understood(share, shown(field, share))
    if field.type is not DataType.MONEY or field.unit not in MONEY_POWERS:
        return None
    amount = moved(figure, MONEY_POWERS[unit] - MONEY_POWERS[field.unit])
    return understood(amount, shown(field, amount))


def _scaled(field: Field, number: str, unit: str) -> Decimal | None:
    """The number in the field's unit; None for a unit that does not belong in such a field."""
    bare = number.replace(",", "").replace(" ", "")
    if not any(map(str.isdecimal, bare)):
        return None
    figure, unit = Decimal(bare), unit.strip()
    if unit in ("", folded(field.unit)) and not (unit and field.type is DataType.SHARE):
        return tidy(figure)
    if field.type is DataType.SHARE:
        return moved(figure, -2) if unit == "%" else None
    if field.type is DataType.MONEY and unit in MONEY_POWERS and field.unit in MONEY_POWERS:
        return moved(figure, MONEY_POWERS[unit] - MONEY_POWERS[field.unit])
    return None


def _likely(field: Field, content: str, declared: str) -> tuple[str, ...]:
    """The one figure that stands somewhere in the text; nothing where there are several."""
    if debit := _BOOKKEEPER.fullmatch(content):
        return (f"-{plain(Decimal(debit['number']))}",)
    bare = _SEPARATOR.sub("", _CHINESE_POINT.sub(".", content))
    found = list(_INSIDE.finditer(bare))
    if len(found) != 1:
        return ()
    unit = found[0]["unit"] or (declared if field.type is DataType.MONEY else "")
    figure = _scaled(field, found[0]["number"], unit)
    if figure is None and unit in MONEY_POWERS:
        figure = moved(Decimal(found[0]["number"]), MONEY_POWERS[unit])
    return (shown(field, Decimal(found[0]["number"]) if figure is None else figure),)
