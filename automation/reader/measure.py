"""The unit that a table's figures are in: 单位：元 above it, （亿元） or （%） in a heading."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from automation.cells.figure import MONEY_POWERS, moved
from automation.cells.sense import displayed, folded
from automation.cells.variants import simplified
from automation.forms import Role
from automation.model.plan import DataType, Field
from automation.model.submission import Observation
from automation.reader.grid import by_row
from automation.reader.table import Found
from automation.sheets.grid import address_of

_UNITS = "|".join(sorted(MONEY_POWERS, key=len, reverse=True))
_LINE = re.compile(rf"(?:^|[\s(:,;]|金额|货币|计量)单位\s*[:为]\s*(?:人民币)?({_UNITS})(?:人民币)?\s*\)?$")
_IN_HEADING = re.compile(rf"\((?:单位:)?({_UNITS}|%)\)|({_UNITS}|%)$|[,/]({_UNITS}|%)")
_LOOKED_AT = 12
"""Rows above a table's headings where its unit may stand."""


@dataclass(frozen=True)
class Measure:
    """What the figures of a table are in, where that is not what the plan has."""

    units: Mapping[int, str]
    """Unit of money, or %, by column."""
    line: str = ""
    """What a line above the table says."""
    observations: tuple[Observation, ...] = ()


def measure(found: Found) -> Measure:
    """The units that the table says it is in; V304 where a line above it contradicts the locked amounts below."""
    own = {place: unit for column, place in found.located if column.field and (unit := _of_heading(column.field, found, place))
           and (unit != "%" or column.role is Role.FILLED)}
    line, cell = _line(found)
    money = [(c.field, place) for c, place in found.located if c.field and c.field.type is DataType.MONEY]
    other = next((field.unit for field, _ in money if line and field.unit in MONEY_POWERS and field.unit != line), "")
    if not other:
        return Measure(own, line)
    if _locked_in_plan_unit(found, line):
        facts = {"found": line, "expected": other}
        return Measure(own, line, (Observation("V304", facts, found.sheet.name, cell, value=line),))
    return Measure({place: line for _, place in money} | own, line)


def _of_heading(field: Field, found: Found, place: int) -> str:
    if field.type not in (DataType.MONEY, DataType.SHARE):
        return ""
    match = _IN_HEADING.search(simplified(folded(found.head.texts.get(place, ""))))
    unit = next(filter(None, match.groups()), "") if match else ""
    fits = unit in MONEY_POWERS and unit != field.unit if field.type is DataType.MONEY else unit == "%"
    return unit if fits else ""


def _line(found: Found) -> tuple[str, str]:
    """(unit, cell) of the nearest line above the headings, empty where there is none."""
    top = found.head.row - found.head.rows + 1
    for _, cells in sorted(by_row(found.sheet, max(0, top - _LOOKED_AT), top).items(), reverse=True):
        for cell in cells:
            text = cell.value if isinstance(cell.value, str) and "位" in cell.value else ""
            if text and (match := _LINE.search(simplified(folded(text)))):
                return match[1], address_of(cell.row, cell.column)
    return "", ""


def _locked_in_plan_unit(found: Found, line: str) -> bool:
    """Whether the locked amounts stand as the plan has them, and not in ``line``."""
    as_issued = converted = 0
    for column, place in found.located:
        field = column.field
        if column.role is Role.FIXED and field and field.type is DataType.MONEY and field.unit in MONEY_POWERS:
            for row in found.form.rows:
                here, expected = found.rows.rows.get(row.item.code, ()), row.item.fixed.get(field.name)
                cell = found.sheet.at(here[0], place) if here else None
                if cell and isinstance(cell.value, int | float) and isinstance(expected, Decimal) and expected:
                    amount = displayed(cell.value)
                    as_issued += amount == expected
                    converted += moved(amount, MONEY_POWERS[line] - MONEY_POWERS[field.unit]) == expected
    return as_issued > converted
