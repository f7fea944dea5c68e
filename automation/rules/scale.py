"""V304: an amount typed in another unit of money than the column's."""

from collections.abc import Iterator
from decimal import Decimal

from automation.model.plan import DataType, Severity
from automation.rules.case import Case, Cell, Hit
from automation.rules.rule import observed, rule
from automation.rules.shown import shown

_POWERS = {"元": 0, "万元": 4, "亿元": 8}
"""Power of ten of the units that are mistaken for one another."""
_BOUNDS = ("年度计划投资", "总投资")
"""Fields that say how large an amount of the row may be, the nearer first."""


@rule("V304", Severity.QUERY, title="单位可能有误", message="“{栏目}”为{填写}{单位}，{依据}为{额度}{单位}，可能是按“{误用}”填写的",
      fix="如为{填写}{误用}，请改填 {换算}；数据无误的请在核实说明中写明", why="元、万元、亿元混填，一格就能差一万倍")
def money_in_another_unit(case: Case) -> Iterator[Hit]:
    """An amount out of all proportion that another unit would explain.

    An amount that lifts the cumulative above the total investment is an error already (A401) and not queried again.
    """
    for c, amount in case.figures:
        bound = _bound(c)
        if bound and not _likely(amount, bound[1]) and not _above_total(c):
            unit = _meant(amount, bound[1], c.field.unit)
            if unit:
                meant = amount.scaleb(_POWERS[unit] - _POWERS[c.field.unit])
                yield c.hit(单位=c.field.unit, 依据=bound[0], 额度=shown(c.field, bound[1]), 误用=unit, 换算=shown(c.field, meant))


def _bound(cell: Cell) -> tuple[str, Decimal] | None:
    if cell.field.type is not DataType.MONEY or cell.field.unit not in _POWERS:
        return None
    for name in _BOUNDS:
        value = cell.line.values.get(name)
        if isinstance(value, Decimal) and value > 0:
            return name, value
    return None


def _above_total(cell: Cell) -> bool:
    done, total = (cell.line.values.get(name) for name in ("开工以来累计完成投资", "总投资"))
    return isinstance(done, Decimal) and isinstance(total, Decimal) and done > total


def _meant(amount: Decimal, bound: Decimal, unit: str) -> str:
    """Another unit in which ``amount`` lies between a thousandth of ``bound`` and all of it.

    An amount of one unit or more is never too small: a month's few payments may well be.
    """
    for other, power in _POWERS.items():
        meant = amount.scaleb(power - _POWERS[unit])
        if _likely(meant, bound) and (meant < amount or amount < 1):
            return other
    return ""


def _likely(amount: Decimal, bound: Decimal) -> bool:
    return bound / 1000 <= amount <= bound


line_of_another_unit = observed(
    "V304", Severity.QUERY, title="单位可能有误", message="表头写的是“单位：{found}”，表内锁定的金额是按{expected}列的，已按{expected}读取",
    fix="请把表头的单位改回“{expected}”；确是按{found}填的，请换算成{expected}后重填")


RULES = (money_in_another_unit, line_of_another_unit)
