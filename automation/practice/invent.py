"""What the clerk of a unit types in a period: figures plausible to a civil-affairs office, texts a careful clerk writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from automation.forms import FormRow, forms_for
from automation.formula import Scalar
from automation.lights import start_month, threshold
from automation.model.plan import Category, DataType, Field, Kind, Plan, Unit
from automation.period import Period
from automation.practice import duties, measures, troubles, works
from automation.practice.dice import Dice
from automation.practice.investment import Investment, investments

Typed = dict[str, dict[str, Scalar]]
"""What is typed, by item code and field."""
_AT_WORK = Decimal("0.07")
"""Share of the annual plan from which a new project is 在建 rather than 前期工作."""
_TELLING = Decimal("0.6")
"""A project is explained once it lags by more than this share of the red line."""


@dataclass(frozen=True)
class _Desk:
    """A clerk's desk: for whom and for when she fills in."""

    plan: Plan
    unit: Unit
    period: Period
    since: Period | None
    investments: Mapping[str, Investment]

    def dice(self, code: str, *words: object) -> Dice:
        return Dice(self.plan.settings.plan_code, code, *words)


def typed(plan: Plan, unit: Unit, period: Period, since: Period | None = None) -> Typed:
    """Everything that ``unit`` types into its workbook of ``period``.

    Args:
        plan: with its annual plans, stated or invented.
        unit: who reports.
        period: the period that is reported.
        since: last period that the unit reported, where one was missed: what is spent since then is reported now.
    """
    desk = _Desk(plan, unit, period, since, investments(plan, period.year))
    rows: Typed = {}
    for form in forms_for(plan, unit, period):
        for row in form.rows:
            asked = {f.name: f for f in form.fields if f.category is Category.FILLED and f.name in row.fields}
            known = _FILLED[form.kind](desk, row)
            own = {name: value for name, field in asked.items() if name not in known and (value := _own(field, period)) is not None}
            rows[row.item.code] = {name: value for name, value in {**known, **own}.items() if name in asked}
    return rows


def _project(desk: _Desk, row: FormRow) -> dict[str, Scalar]:
    code, month = row.item.code, desk.period.last_month
    money = desk.investments[code]
    before = desk.since.last_month if desk.since and desk.since.year == desk.period.year else desk.period.first_month - 1
    spent = money.spent(month)
    waiting = not money.annual_plan or money.start_month > month
    preparing = waiting or (money.new and money.share(month) < _AT_WORK)
    kind, problem, measure = _lag(desk, row, money)
    return {"本月完成投资": spent - (money.spent(before) if before else 0), "本年累计完成投资": spent,
            "项目状态": "前期工作" if preparing else "已完工" if money.progress(month) >= 1 else "在建",
            "形象进度": _physical(desk, row, money, preparing), "问题类别": kind, "存在问题": problem, "下步措施": measure}


def _physical(desk: _Desk, row: FormRow, money: Investment, preparing: bool) -> str:
    kind = works.works_of(row.item.name)
    month = desk.period.last_month
    if preparing:
        return works.preparing(kind, max(money.start_month, 4) - month)
    dice = desk.dice(row.item.code, desk.period)
    return works.under_way(kind, money.progress(month), desk.period.ordinal + desk.dice(row.item.code).whole(0, 7), dice)


def _lag(desk: _Desk, row: FormRow, money: Investment) -> tuple[str, str | None, str | None]:
    """问题类别, 存在问题 and 下步措施 of a project; a project that keeps up has none."""
    settings, month = desk.plan.settings, desk.period.last_month
    # The row's own start decides its light, although another table may know a later one.
    if not money.annual_plan or start_month(str(row.item.fixed.get("计划开工") or ""), desk.period.year) > month:
        return "无", None, None
    elapsed = settings.time_progress(desk.period)
    gap = (money.spent(month) / money.annual_plan - elapsed) * 100
    if gap >= -threshold(max(settings.red_points * _TELLING, settings.yellow_points), elapsed, settings):
        return "无", None, None
    begun = money.start_month <= month
    kind = desk.dice(row.item.code, "problem").one_of(works.works_of(row.item.name).problems) if begun else "审批手续"
    return kind, *troubles.trouble(kind, desk.period, desk.dice(row.item.code, desk.period, "problem"))


def _task(desk: _Desk, row: FormRow) -> dict[str, Scalar]:
    dice = desk.dice(row.item.code, desk.unit.code, desk.period)
    # Units that share a task share most of its luck: the slowest of many would else always be far behind.
    luck = desk.dice(row.item.code, "luck").between("0.85", "1.2") * desk.dice(row.item.code, desk.unit.code).between("0.97", "1.03")
    share = duties.finished_share(row.item, desk.plan.settings, desk.period, luck)
    blocked = share < 1 and _is_blocked(desk, row)
    problem, remedy = troubles.blocked(desk.period, dice) if blocked else (None, None)
    state = "受阻" if blocked else "已完成" if share == 1 else "推进中"
    return {"进展情况": duties.progress_text(row.item, desk.period, dice), "完成率": share, "状态": state, "存在问题": problem,
            "下步计划": remedy or (None if share == 1 else duties.next_step(desk.period, dice))}


def _is_blocked(desk: _Desk, row: FormRow) -> bool:
    """One task in twenty is, at one of its units."""
    dice = desk.dice(row.item.code, "blocked")
    return dice.whole(1, 20) == 1 and dice.one_of(row.item.units) == desk.unit.name


def _indicator(desk: _Desk, row: FormRow) -> dict[str, Scalar]:
    frequency = next(t.frequency for t in desk.plan.tables if t.code == row.tables[0])
    figures = measures.filled(desk.plan, row.item, desk.unit.name, desk.period, frequency)
    source = desk.dice(row.item.code, "source").one_of(("业务台账统计", "民政统计月报", "各县区上报汇总", "信息系统导出"))
    words = duties.progress_text(row.item, desk.period, desk.dice(row.item.code, desk.unit.code, desk.period))
    return {**figures, "进展情况": words, "说明": f"数据来源：{source}，截至{desk.period.last_month}月10日"}


def _own(field: Field, period: Period) -> Scalar:
    """Something for a column of the office's own, where it must be filled in."""
    if not field.required:
        return None
    if field.type is DataType.CHOICE:
        return field.options[0]
    if field.type is DataType.DATE:
        return period.last_day.replace(day=15).isoformat()
    if field.type is DataType.MONTH:
        return str(Period(period.year, period.last_month))
    if field.type.numeric:
        return max(field.minimum or Decimal(0), Decimal(0))
    return f"{period.short_label}已按要求完成资料收集和核对，情况属实"


_FILLED = {Kind.PROJECT: _project, Kind.TASK: _task, Kind.INDICATOR: _indicator}
