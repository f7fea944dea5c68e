"""Who sends what, and when: one period's drops into the inbox, most of them right and on time."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from automation.forms import forms_for
from automation.model.plan import Kind, Plan, Unit
from automation.period import Period
from automation.practice.clerks import premature, slipped, slips
from automation.practice.dice import Dice
from automation.practice.invent import Typed, typed
from automation.practice.investment import investments
from automation.template.write import template_name

_LETTER = "表格在我的电脑上打不开，先发一份文字说明，下周补报表格。"
NOT_A_WORKBOOK = (r"{\rtf1\ansi " + "".join(rf"\u{ord(c)}?" for c in _LETTER) + "}").encode("ascii")
"""What somebody sends under the name of a workbook: a text document."""

_REASON = "主体工程已竣工验收并交付使用，余款待审计决算后支付。"


@dataclass(frozen=True)
class Drop:
    """One file that lands in the inbox."""

    moment: datetime.datetime
    """In the office's zone, without tzinfo."""
    name: str
    unit: Unit
    rows: Typed | None
    """What is typed; None for a file that is no workbook."""
    signed: datetime.date
    note: str
    """What is special about it, for the person who watches; empty where nothing is."""
    answers: bool = False
    """Whether it is the workbook that was sent back, mended, and not a new one."""
    explanation: str = ""
    """核实说明, where the answer is that the figures are right."""


@dataclass(frozen=True)
class Cast:
    """Which units slip in a period; None where nobody does."""

    wrong: Unit | None = None
    missing: Unit | None = None
    late: Unit | None = None
    doubtful: Unit | None = None
    twice: Unit | None = None
    no_workbook: Unit | None = None


def cast(plan: Plan, period: Period, to_go: int) -> Cast:
    """Who slips in ``period``, with ``to_go`` periods of the practice still to come: the last one has every mistake."""
    units = list(plan.reporting_units(period))
    dice = Dice(plan.settings.plan_code, period, "cast")
    units = sorted(units, key=lambda u: (dice.whole(0, 9999), u.code))
    wanted = {0: ("wrong", "missing", "late", "doubtful", "twice", "no_workbook"), 2: ("late", "wrong"), 4: ("missing",)}
    found: dict[str, Unit] = {}
    for role in wanted.get(to_go, ()):
        if role == "no_workbook":
            found[role] = found.get("late") or units[0]
        elif len(units) > 1:
            found[role] = max(units, key=lambda u: _fit(plan, period, role, u))
            units.remove(found[role])
    return Cast(**found)


def _fit(plan: Plan, period: Period, role: str, unit: Unit) -> int:
    """How well ``unit`` plays ``role``; of equals the first is taken."""
    if role == "wrong":
        return len(slips(plan, unit, period, typed(plan, unit, period)))
    if role == "missing":
        money = investments(plan, period.year)
        return -int(sum(money[r.item.code].annual_plan for f in forms_for(plan, unit, period) if f.kind is Kind.PROJECT
                        for r in f.rows))
    if role == "doubtful":
        kinds = [f.kind for f in forms_for(plan, unit, period)]
        return (premature(plan, unit, period, typed(plan, unit, period)) is not None) + (Kind.PROJECT in kinds)
    return 0


def drops(plan: Plan, period: Period, roles: Cast, since: dict[str, Period]) -> tuple[Drop, ...]:
    """Every file of ``period``, in the order in which they land.

    Args:
        since: unit code → the last period that it reported, for units that missed one.
    """
    found: list[Drop] = []
    for unit in plan.reporting_units(period):
        if unit == roles.missing:
            continue
        rows = typed(plan, unit, period, since.get(unit.code))
        moment = _late(plan, period, unit) if unit == roles.late else _moment(plan, period, unit, least=4 * (unit == roles.wrong))
        right = Drop(moment, template_name(unit, period), unit, rows, moment.date(), "逾期两天" if unit == roles.late else "")
        found += _with_slips(plan, period, unit, right, roles)
    if roles.no_workbook:
        moment = _moment(plan, period, roles.no_workbook, least=3)
        found.append(Drop(moment, f"{roles.no_workbook.name}{period.short_label}进展.xlsx", roles.no_workbook, None,
                          moment.date(), "文字材料改名为 .xlsx"))
    return tuple(sorted(found, key=lambda d: (d.moment, d.name)))


def _with_slips(plan: Plan, period: Period, unit: Unit, right: Drop, roles: Cast) -> Sequence[Drop]:
    assert right.rows is not None
    if unit == roles.wrong:
        mistakes = slips(plan, unit, period, right.rows)
        again = _workday_after(right.moment)
        return (replace(right, rows=slipped(right.rows, mistakes), note=f"有 {len(mistakes)} 处错误"),
                replace(right, moment=again, signed=again.date(), note="在退回件上改正后重报", answers=True))
    if unit == roles.doubtful and (slip := premature(plan, unit, period, right.rows)):
        asked = replace(right, rows=slipped(right.rows, (slip,)), note="状态与进度不符")
        again = _workday_after(right.moment)
        return asked, replace(asked, moment=again, signed=again.date(), note="在核实件上写明原因", answers=True, explanation=_REASON)
    if unit == roles.twice:
        stem = right.name.removesuffix(".xlsx")
        return (right, replace(right, moment=right.moment + datetime.timedelta(hours=1, minutes=7), name=f"{stem}（最终版）.xlsx",
                               note="同一份表换了文件名"))
    return (right,)


def _moment(plan: Plan, period: Period, unit: Unit, least: int = 0) -> datetime.datetime:
    """On one of the nine days up to the deadline, ``least`` days before it or sooner, on a workday in office hours."""
    deadline = plan.settings.deadline(period)
    dice = Dice(plan.settings.plan_code, unit.code, period, "moment")
    day = deadline.date() - datetime.timedelta(days=dice.whole(least, 8))
    day -= datetime.timedelta(days=max(day.weekday() - 4, 0))
    hour = min(dice.whole(8, 16), max(deadline.hour - 1, 0))
    return datetime.datetime.combine(day, datetime.time(hour, dice.whole(0, 59), dice.whole(0, 59)))


def _late(plan: Plan, period: Period, unit: Unit) -> datetime.datetime:
    deadline = plan.settings.deadline(period)
    dice = Dice(plan.settings.plan_code, unit.code, period, "late")
    return datetime.datetime.combine(deadline.date() + datetime.timedelta(days=2), datetime.time(dice.whole(9, 11), dice.whole(0, 59)))


def _workday_after(moment: datetime.datetime) -> datetime.datetime:
    """About the same time on the next workday."""
    days = {4: 3, 5: 2}.get(moment.weekday(), 1)
    return moment + datetime.timedelta(days=days, minutes=23)
