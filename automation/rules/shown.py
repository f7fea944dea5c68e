"""Values as a message prints them."""

from decimal import ROUND_HALF_UP, Context, Decimal

from automation.formula import Scalar
from automation.formula.values import plain
from automation.model.plan import DataType, Field

NOTHING = "空"
_LONGEST = 30


def shown(field: Field, value: Scalar) -> str:
    """``value`` as printed: 12.5%, 620.5, at most the field's decimals and none that say nothing."""
    if isinstance(value, Decimal):
        if field.type is DataType.SHARE:
            return f"{shortened(plain(_cut(value * 100, 1)))}%"
        return shortened(plain(_cut(value, 1 if field.unit == "百分点" else field.decimals)))
    return NOTHING if value is None or value == "" else shortened(str(value))


def shortened(text: str) -> str:
    """``text`` on one line, cut visibly where it is too long for a message."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _cut(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=400))
