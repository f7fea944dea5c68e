"""A month that never was: what every item of a plan may have had a period ago, drawn from one seed."""

import random
from collections.abc import Mapping
from decimal import Decimal

from automation.derive import State, constants, derive, standing
from automation.formula import Scalar
from automation.model.plan import Category, DataType, Field, Item, Plan, Table
from automation.period import Period

WORDINGS = ("综合楼主体施工至8层。", "<b>完成&验收</b>，签字\"同意\"", " 前后有空格 ", "两行\n文字(附件2!A1)", "含_x0041_字样", "<r>像富文本</r>",
            "长" * 260, "进展(一期):完成12,000平方米; 二期?", "=1+1", "𠮷祥村项目")
"""What clerks type, and what a file must keep."""


def invented(plan: Plan, period: Period, seed: int) -> Mapping[str, State]:
    """Item code → its values one period before ``period``; some items were never reported."""
    dice = random.Random(f"{seed} {period}")
    states: dict[str, State] = {}
    for table in plan.due_tables(period):
        for item in table.items:
            if dice.random() < 0.85:
                states[item.code] = {**_state(dice, plan, table, item, period.previous), **states.get(item.code, {})}
    return states


def _state(dice: random.Random, plan: Plan, table: Table, item: Item, at: Period) -> State:
    filled = {f.name: _typed(dice, f) for f in table.fields if f.category is Category.FILLED}
    return derive(table.fields, {**standing(item, at), **filled}, {}, constants(plan.settings, at))


def _typed(dice: random.Random, field: Field) -> Scalar:
    if dice.random() < 0.2:
        return None
    if field.type is DataType.CHOICE and field.options:
        return dice.choice(field.options)
    if field.type.numeric:
        return dice.choice((Decimal(0), Decimal(dice.randrange(1, 900)), Decimal(dice.randrange(-50, 90000)) / 100))
    return dice.choice(WORDINGS)
