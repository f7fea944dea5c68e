"""本期值, 分子 and 分母: how an indicator moves from where it stood towards what it is to reach."""

from decimal import ROUND_HALF_UP, Decimal

from automation.derive import due_target
from automation.model.plan import Item, Plan, Target
from automation.period import Frequency, Period
from automation.practice.dice import Dice


def filled(plan: Plan, item: Item, unit: str, period: Period, frequency: Frequency) -> dict[str, Decimal]:
    """本期值, 分子 and 分母 of an indicator; the form asks for what its 口径 needs."""
    measure = str(item.fixed.get("口径") or "")
    target = due_target(item, period)
    goal = target.value if target and target.value is not None else Decimal(1)
    if measure == "比率":
        return _ratio(plan, item, unit, period)
    if measure == "零容忍":
        return {"本期值": Decimal(0)}
    if measure == "里程碑":
        return {"本期值": goal if _reached(plan, item, target, period) else Decimal(0)}
    if measure == "按期":
        return {"本期值": goal}
    if measure == "流量":
        return {"本期值": _flow(plan, item, unit, period, target, goal, frequency)}
    level = _level(plan, item, period)
    return {"本期值": _rounded(item, level, goal) if measure == "逐个达标" else _shared(item, unit, level, goal)}


def _shared(item: Item, unit: str, whole: Decimal, goal: Decimal) -> Decimal:
    """The part of ``unit`` in what all units of the item have together; parts of a count are counts and add up to it."""
    number = len(item.units) or 1
    place = item.units.index(unit) if unit in item.units else 0
    if not _counts(item, goal):
        return _rounded(item, whole / number, goal)
    together = whole.quantize(Decimal(1), ROUND_HALF_UP)
    return together // number + (place < together % number)


def _counts(item: Item, goal: Decimal) -> bool:
    """Whether the indicator is a count of things, by its unit of measure; a count has no decimals."""
    return goal == goal.to_integral_value() and not str(item.fixed.get("计量单位") or "").startswith(_MEASURED)


_MEASURED = ("%", "‰", "元", "万元", "亿元", "平米", "平方米", "亩", "公里")
"""Units of measure of what is not counted piece by piece."""


def _level(plan: Plan, item: Item, period: Period) -> Decimal:
    """Where the indicator stands: on straight lines from its base through its targets, each met more or less."""
    dice = Dice(plan.settings.plan_code, item.code, "level")
    goals = [t for t in item.targets if t.value is not None]
    if not goals:
        return Decimal(dice.whole(40, 400)) + period.ordinal * dice.whole(1, 4)
    base = item.fixed.get("基期值")
    first = goals[0].value or Decimal(0)
    down = goals[0].relation == "<="
    start = base if isinstance(base, Decimal) else first * (dice.between("1.1", "1.25") if down else dice.between("0.72", "0.88"))
    begun, now = _months(plan.settings.start) - plan.settings.start.frequency.months, _months(period)
    low, at = start, begun
    for goal in goals:
        high = (goal.value or Decimal(0)) * (1 if goal.relation == "=" else dice.between("0.97", "1.02"))
        due = max(_months(goal.due or plan.settings.end), at + 1)
        if now <= due:
            return low + (high - low) * (now - at) / (due - at)
        low, at = high, due
    return low


def _months(period: Period) -> int:
    return period.year * 12 + period.last_month


def _rounded(item: Item, value: Decimal, goal: Decimal) -> Decimal:
    """Whole where things are counted or the goal is whole and large, else two decimals."""
    whole = _counts(item, goal) or (goal == goal.to_integral_value() and abs(goal) >= 10)
    found = value.quantize(Decimal(1) if whole else Decimal("0.01"), ROUND_HALF_UP)
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found


def _ratio(plan: Plan, item: Item, unit: str, period: Period) -> dict[str, Decimal]:
    scale = item.fixed.get("系数")
    factor = scale if isinstance(scale, Decimal) and scale else Decimal(100)
    dice = Dice(plan.settings.plan_code, item.code, unit, "whole")
    whole = Decimal(dice.whole(120, 480) if factor <= 100 else dice.whole(7000, 7800) * 100)
    if "人次" in item.name:
        whole *= 20
    part = (whole * _level(plan, item, period) / factor).quantize(Decimal(1), ROUND_HALF_UP)
    return {"分子": max(min(part, whole) if factor == 100 else part, Decimal(0)), "分母": whole}


def _reached(plan: Plan, item: Item, target: Target | None, period: Period) -> bool:
    due = _months(target.due) if target and target.due else _months(plan.settings.end)
    return _months(period) >= due - Dice(plan.settings.plan_code, item.code, "milestone").whole(0, 4)


def _flow(plan: Plan, item: Item, unit: str, period: Period, target: Target | None, goal: Decimal,
          frequency: Frequency) -> Decimal:
    """This period's part of a sum that is to reach the goal when it is due: what has been done so far, less what had been."""
    start = _months(plan.settings.start) - plan.settings.start.frequency.months
    due = _months(target.due) if target and target.due else _months(plan.settings.end)
    parts = max((due - start) // frequency.months, 1)

    def so_far(gone: int) -> Decimal:
        luck = Dice(plan.settings.plan_code, item.code, gone, "flow").between("0.6", "1.2")
        return _shared(item, unit, goal * (gone - 1 + luck) / parts, goal) if gone > 0 else Decimal(0)

    gone = (_months(period) - start) // frequency.months
    return so_far(gone) - so_far(gone - 1)
