"""The clerks: who fills in what, how they slip, and the workbooks they drop into the inbox."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from automation.derive import State
from automation.forms import Form, forms_for
from automation.formula import Scalar
from automation.model.plan import Category, DataType, Field, Plan, Unit
from automation.period import Period
from automation.practice.dice import Dice
from automation.practice.invent import Typed
from automation.template.write import write_template

_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗郑梁谢宋唐"
_GIVEN = ("静", "敏", "丽", "强", "磊", "洋", "艳", "勇", "军", "娟", "涛", "超", "小红", "建华", "志明", "晓燕", "国庆", "雪梅", "文斌", "春兰")
_TEN_THOUSAND = Decimal(10_000)
"""元 in one 万元."""


@dataclass(frozen=True)
class Slip:
    """One mistake that a clerk makes."""

    item: str
    field: str
    typed: Scalar


def signature(plan: Plan, unit: Unit, day: datetime.date) -> dict[str, str]:
    """填报人, 联系电话, 负责人 and 填报日期 of a unit; the same people in every period."""
    dice = Dice(plan.settings.plan_code, unit.code, "people")
    clerk, head = (dice.one_of(_SURNAMES) + dice.one_of(_GIVEN) for _ in range(2))
    return {"填报人": unit.contact or clerk, "联系电话": unit.phone or f"555{dice.whole(1000, 9999)}", "负责人": head,
            "填报日期": day.isoformat()}


def fill(target: Path, plan: Plan, unit: Unit, period: Period, previous: Mapping[str, State], rows: Typed,
         day: datetime.date) -> None:
    """Write the issued workbook of ``unit``, filled in with ``rows`` and signed on ``day``, to ``target``."""
    write_template(target, plan, unit, period, previous, rows, signature(plan, unit, day))


def slips(plan: Plan, unit: Unit, period: Period, rows: Typed) -> tuple[Slip, ...]:
    """Up to three mistakes, each on another item: a wrong unit of measure, a figure in words, and empty words."""
    found: list[Slip] = []
    for pick in (_scale, _in_words, _empty):
        for form in forms_for(plan, unit, period):
            slip = pick(form, rows, {s.item for s in found})
            if slip is not None:
                found.append(slip)
                break
    return tuple(found)


def slipped(rows: Typed, mistakes: tuple[Slip, ...]) -> Typed:
    """``rows`` with the mistakes in them."""
    spoilt = {code: dict(values) for code, values in rows.items()}
    for slip in mistakes:
        spoilt[slip.item][slip.field] = slip.typed
    return spoilt


def premature(plan: Plan, unit: Unit, period: Period, rows: Typed) -> Slip | None:
    """An item that is called finished although it is not; None where the unit has none to call so."""
    for form in forms_for(plan, unit, period):
        for row in form.rows:
            typed = rows[row.item.code]
            if typed.get("项目状态") == "在建":
                return Slip(row.item.code, "项目状态", "已完工")
            if typed.get("状态") == "推进中":
                return Slip(row.item.code, "状态", "已完成")
    return None


def _asked(form: Form, rows: Typed, taken: set[str]) -> list[tuple[str, Field, Scalar]]:
    """Required cells of items that are still right, with what belongs there."""
    return [(row.item.code, field, rows[row.item.code].get(field.name)) for row in form.rows if row.item.code not in taken
            for field in form.fields
            if field.category is Category.FILLED and field.required and field.name in row.fields]


def _scale(form: Form, rows: Typed, taken: set[str]) -> Slip | None:
    """元 for 万元 in the largest amount, else 48 for 48%."""
    cells = [(code, f, v) for code, f, v in _asked(form, rows, taken) if isinstance(v, Decimal) and v > 0]
    amounts = [c for c in cells if c[1].type is DataType.MONEY] or [c for c in cells if c[1].type is DataType.SHARE]
    if not amounts:
        return None
    code, field, value = max(amounts, key=lambda c: c[2])
    return Slip(code, field.name, value * (_TEN_THOUSAND if field.type is DataType.MONEY else 100))


def _in_words(form: Form, rows: Typed, taken: set[str]) -> Slip | None:
    """约48 where 48 was meant."""
    cells = [(code, f, v) for code, f, v in _asked(form, rows, taken) if isinstance(v, Decimal) and v > 0]
    if not cells:
        return None
    code, field, value = cells[0]
    return Slip(code, field.name, f"约{value * 100:.0f}%" if field.type is DataType.SHARE else f"约{value:.0f}")


def _empty(form: Form, _rows: Typed, taken: set[str]) -> Slip | None:
    """有序推进 where a report was asked for."""
    cells = [(code, f) for code, f, _ in _asked(form, _rows, taken) if f.type is DataType.TEXT and f.minimum is not None]
    return Slip(cells[-1][0], cells[-1][1].name, "有序推进") if cells else None
