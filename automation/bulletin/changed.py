"""What changed since the period before, item by item: money, lights, states, problems. Text only, no workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from automation.bulletin.columns import MONTH, PROBLEM, YEAR
from automation.formula import Scalar
from automation.lights import Light
from automation.model.plan import DataType, Kind
from automation.summary import (
    IndicatorFigures,
    IndicatorTable,
    ItemFigures,
    Summary,
    TableFigures,
    TaskFigures,
    TaskTable,
)

BETTER, WORSE, LIT, UNLIT = "转好", "转差", "开始亮灯", "不再亮灯"
NEW, SOLVED, OTHER = "新增", "已解决", "有变化"
_STATES = ("项目状态", "状态", "达标")
_VALUES = ("实际值", "完成率")
_NO_PROBLEM = ("", "无", "暂无", "没有", "无。")
_ORDER = "●▲■"


@dataclass(frozen=True)
class Change:
    """One item beside itself one period earlier."""

    table: TableFigures
    figures: ItemFigures
    light: str
    """One of BETTER, WORSE, LIT, UNLIT; empty where it stayed or nothing is known of the period before."""
    state: str
    """``在建→已完工``; empty where it stayed."""
    problem: str
    """NEW, SOLVED or OTHER with the text, ``新增：…``; empty where it stayed."""
    rolled: TaskFigures | IndicatorFigures | None = None
    """Of a task or an indicator: what all its units come to; ``figures`` are those of the first unit."""

    @property
    def month_before(self) -> Decimal | None:
        """完成投资 of the period before, in the same year."""
        return self.figures.months[-2] if len(self.figures.months) > 1 else None

    @property
    def year_before(self) -> Decimal | None:
        """The year's cumulative figure one period earlier; None in a year's first."""
        value = self.figures.before.get(YEAR) if len(self.figures.months) > 1 else None
        return value if isinstance(value, Decimal) else None

    @property
    def moved(self) -> bool:
        """Whether anything is to be told: money in either period, a light, a state, a problem, or no report."""
        money = self.figures.number(MONTH) or self.month_before
        return bool(money or self.light or self.state or self.problem) or not self.figures.reported


def known(summary: Summary) -> bool:
    """Whether anything is known of the period before."""
    return any(i.before for t in summary.tables for i in t.items)


def projects(summary: Summary) -> dict[str, list[Change]]:
    """Every project once, by reporting unit in the plan's order."""
    found: dict[str, Change] = {}
    for table in summary.tables:
        for figures in table.items if table.table.kind is Kind.PROJECT else ():
            found.setdefault(figures.item.code, _change(table, figures))
    groups: dict[str, list[Change]] = {unit.name: [] for unit in summary.plan.units}
    for change in found.values():
        groups.setdefault(change.figures.unit, []).append(change)
    return {unit: changes for unit, changes in groups.items() if changes}


def duties(summary: Summary) -> Iterator[Change]:
    """The tasks and indicators of which anything changed."""
    tables: tuple[TaskTable | IndicatorTable, ...] = (*summary.tasks, *summary.indicators)
    rolled = {(t.table.code, f.item.code): f for t in tables for f in t.items}
    for table in summary.tables:
        for figures in table.items if table.table.kind is not Kind.PROJECT else ():
            whole = rolled.get((table.table.code, figures.item.code))
            change = _duty(table, figures, whole) if whole else _change(table, figures)
            before, now = values(change)
            if change.light or change.state or change.problem or ((whole or figures.reported) and before != now):
                yield change


def _duty(table: TableFigures, figures: ItemFigures, whole: TaskFigures | IndicatorFigures) -> Change:
    """Of all units together; a problem is that of the first unit, which is named where there are others."""
    several = len(whole.reports) > 1
    problem = _problem(figures)
    if several and problem:
        word, _, told = problem.partition("：")
        problem = f"{word}：{whole.reports[0].unit}：{told}"
    if isinstance(whole, IndicatorFigures):
        return Change(table, figures, "", "" if several else _state(figures), problem, whole)
    before, now = whole.state_before, whole.state
    state = f"{before}→{now}" if before and now and before != now else ""
    return Change(table, figures, light_change(whole.light, whole.light_before), state, problem, whole)


def values(change: Change) -> tuple[Decimal | None, Decimal | None]:
    """What a task or an indicator stood at before and stands at now: 实际值, else 完成率; of all its units together."""
    if isinstance(change.rolled, TaskFigures):
        return change.rolled.before, change.rolled.rate
    if change.rolled:
        return change.rolled.before, change.rolled.value
    name = value_field(change)
    before, now = change.figures.before.get(name), change.figures.values.get(name)
    return (before if isinstance(before, Decimal) else None, now if isinstance(now, Decimal) else None)


def value_field(change: Change) -> str:
    """Which field :func:`values` are of; empty where the table has none."""
    return next((name for name in _VALUES if change.table.table.field(name)), "")


def is_share(change: Change) -> bool:
    """Whether :func:`values` are shares."""
    if change.rolled:
        return isinstance(change.rolled, TaskFigures)
    field = change.table.table.field(value_field(change))
    return field is not None and field.type is DataType.SHARE


def _change(table: TableFigures, figures: ItemFigures) -> Change:
    return Change(table, figures, light_change(figures.light, figures.light_before), _state(figures), _problem(figures))


def light_change(now: Light, before: Light | None) -> str:
    """How a light changed: better or worse, lit for the first time, or no longer lit."""
    if before is None or now.glyph == before.glyph:
        return ""
    if before.glyph not in _ORDER:
        return LIT
    if now.glyph not in _ORDER:
        return UNLIT
    return BETTER if _ORDER.index(now.glyph) < _ORDER.index(before.glyph) else WORSE


def _state(figures: ItemFigures) -> str:
    for name in _STATES:
        before, now = figures.before.get(name), figures.values.get(name)
        if isinstance(before, str) and isinstance(now, str) and before and now and before != now:
            return f"{before}→{now}"
    return ""


def _problem(figures: ItemFigures) -> str:
    if not figures.reported or not figures.before:
        return ""
    before, now = _told(figures.before.get(PROBLEM)), _told(figures.values.get(PROBLEM))
    if before == now:
        return ""
    word = NEW if not before else SOLVED if not now else OTHER
    return f"{word}：{now or before}"


def _told(value: Scalar) -> str:
    text = value.strip() if isinstance(value, str) else ""
    return "" if text in _NO_PROBLEM else text
