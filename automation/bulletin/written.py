"""What goes into one cell, and how: a value, or a formula with the value it gives."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from automation.bulletin.columns import Column
from automation.model.plan import DataType
from automation.styles.book import Format, Sheet
from automation.styles.tokens import COUNT, GAP, PERCENT, PLAIN_MONEY, PLAIN_MONEY_DECIMAL, money_format
from automation.summary import ItemFigures

Shown = Decimal | str
"""What a cell shows: a number or a text."""


class Written(NamedTuple):
    """``formula`` with the value it gives, or the value alone."""

    value: Shown
    formula: str = ""


def put(sheet: Sheet, row: int, col: int, written: Written, look: Format | None) -> None:
    """Write into a cell; an empty text leaves it blank."""
    if written.formula:
        sheet.formula(row, col, written.formula, look, written.value)
    elif isinstance(written.value, Decimal):
        sheet.number(row, col, written.value, look)
    else:
        sheet.text(row, col, written.value, look)


def digits_width(value: Decimal, places: int) -> float:
    """Characters that a column needs for ``value`` in bold digits with thousands separators, so that none shows ####."""
    return round(len(f"{value:,.{places}f}") * 1.2 + 1.2, 1)


def number_format(column: Column, items: Iterable[ItemFigures]) -> str:
    """The one number format of a column; empty for text. Money shows decimals as soon as one of its figures has any."""
    field = column.field
    if field is None or not field.type.numeric:
        return ""
    if field.type is DataType.SHARE:
        return PERCENT
    if field.unit == "百分点":
        return GAP
    values = [item.number(column.key) for item in items]
    if field.type is DataType.MONEY:
        return money_format(values)
    whole = all(value is None or value == value.to_integral_value() for value in values)
    return COUNT if whole else PLAIN_MONEY_DECIMAL


def plain_format(values: Iterable[Decimal | None]) -> str:
    """Two decimals as soon as one of ``values`` is not whole; a zero is shown as one."""
    return PLAIN_MONEY if all(v is None or v == v.to_integral_value() for v in values) else PLAIN_MONEY_DECIMAL
