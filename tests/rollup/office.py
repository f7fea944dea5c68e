"""A county office of three streets, whose reports are short enough to add up by hand."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from automation.figures import History, summarize
from automation.formula import Scalar
from automation.model.plan import Item, Kind, Plan, Settings, Table, Target, Unit
from automation.model.submission import Entry, UnitStatus
from automation.period import Frequency, Period
from automation.presets import preset
from automation.summary import IndicatorFigures, Summary, TaskFigures

EAST, WEST, NORTH = "东街街道办事处", "西街街道办事处", "北街街道办事处"
STREETS = (EAST, WEST, NORTH)
SETTINGS = Settings("X", "重点任务", "新城区民政局", Period(2017), Period(2020, 12), yellow_points=Decimal(5), red_points=Decimal(15))

Report = tuple[str, str, dict[str, Scalar | int]]
"""Period, unit, fields."""


def indicator(measure: str, *targets: tuple[str, str, str], units: Sequence[str] = STREETS, name: str = "覆盖率", unit: str = "张",
              base: str = "", scale: str = "1", code: str = "Z1", **fixed: Scalar) -> Item:
    """An indicator; each target is (relation, value, due)."""
    found = tuple(Target(Decimal(v) if v else None, v, r, Period.parse(d) if d else None) for r, v, d in targets)
    facts: dict[str, Scalar] = {"指标": name, "计量单位": unit, "口径": measure, "系数": Decimal(scale),
                                "基期值": Decimal(base) if base else None, **fixed}
    return Item(code, "指标", code[1:], name, facts, units[0], tuple(units), found)


def task(due: str, units: Sequence[str] = STREETS, code: str = "T1", name: str = "建设站点", **fixed: Scalar) -> Item:
    """A task with its 完成时限."""
    return Item(code, "任务", code[1:], name, {"事项": name, "完成时限": due, **fixed}, units[0], tuple(units))


def summary_of(item: Item, kind: Kind, period: str, reports: Sequence[Report], frequency: Frequency = Frequency.MONTH,
               settings: Settings = SETTINGS) -> Summary:
    """The summary of a plan with this one item, from these reports."""
    table = Table(kind.value, kind.value, kind, frequency, preset(kind, "万元", 2), (item,))
    plan = Plan(settings, tuple(Unit(u, u) for u in item.units), (table,))
    return summarize(History(plan, [e for r in reports for e in entries(item.code, r)]), Period.parse(period), ())


def office_summary(period: str, tasks: Sequence[Item], indicators: Sequence[Item], reports: Sequence[tuple[str, Report]],
                   settings: Settings = SETTINGS, statuses: Sequence[UnitStatus] = ()) -> Summary:
    """The summary of a plan of tasks and indicators alone, from reports by item code."""
    found = ((Kind.TASK, "任务", "重点任务", tasks), (Kind.INDICATOR, "指标", "量化指标", indicators))
    tables = tuple(Table(code, title, kind, Frequency.MONTH, preset(kind, "万元", 2), tuple(items))
                   for kind, code, title, items in found if items)
    plan = Plan(settings, tuple(Unit(u, u, (u[:2],)) for u in STREETS), tables)
    return summarize(History(plan, [e for code, r in reports for e in entries(code, r)]), Period.parse(period), statuses)


def measured(item: Item, period: str, *reports: Report, frequency: Frequency = Frequency.MONTH) -> IndicatorFigures:
    """The indicator as the summary has it."""
    return summary_of(item, Kind.INDICATOR, period, reports, frequency).indicators[0].items[0]


def progress(item: Item, period: str, *reports: Report) -> TaskFigures:
    """The task as the summary has it."""
    return summary_of(item, Kind.TASK, period, reports).tasks[0].items[0]


def entries(code: str, report: Report) -> list[Entry]:
    """One unit's report as the ledger gives it back."""
    period, unit, fields = report
    moment = datetime.datetime(2017, 6, 18, tzinfo=datetime.UTC)
    return [Entry(Period.parse(period), unit, code, field, Decimal(value) if isinstance(value, int) else value, str(value), "指标", "H9",
                  f"{unit}.xlsx", "0" * 64, moment, "archive/x") for field, value in fields.items()]


def value(period: str, unit: str, amount: int | str) -> Report:
    """A report of 本期值."""
    return period, unit, {"本期值": Decimal(amount)}


def pair(period: str, unit: str, part: int, whole: int) -> Report:
    """A report of 分子 and 分母."""
    return period, unit, {"分子": part, "分母": whole}
