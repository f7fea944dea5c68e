"""Summaries small enough to work out by hand: a few projects with round figures, through the real formulas."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from automation.derive import State, constants, derive, opening, standing, totals
from automation.formula import Scalar
from automation.lights import light, start_month
from automation.model.plan import Item, Kind, Plan, Settings, Table, Unit
from automation.model.submission import UnitState, UnitStatus
from automation.period import Frequency, Period
from automation.presets import preset
from automation.summary import Combined, ItemFigures, Summary, TableFigures


@dataclass(frozen=True)
class Project:
    """One row: ``months`` from January on, None where the unit did not report."""

    code: str
    lead: str
    annual: str
    months: Sequence[str | None]
    total: str = "1000"
    unit: str = "福慈科"
    state: str = "在建"
    problem: str = ""
    name: str = ""


SETTINGS = Settings("p", "遂宁市“七大提升行动”", "遂宁市民政局", Period(2017), Period(2020), office="遂宁市民政局办公室")

JUNE = Period(2017, 6)


def small_summary(*tables: Sequence[Project], statuses: Sequence[UnitStatus] = (), settings: Settings = SETTINGS,
                  codes: Sequence[str] = ("附件2", "附件3", "附件4")) -> Summary:
    """The summary of the month that the projects' figures reach, one table for each group of projects."""
    month = max((len(p.months) for t in tables for p in t), default=6)
    period = Period(2017, month)
    units = tuple(Unit(f"U{n}", name) for n, name in enumerate(dict.fromkeys(p.unit for t in tables for p in t)))
    figures = tuple(_table(code, title, projects, period, settings)
                    for code, title, projects in zip(codes, ("项目总表", "重大项目", "补充项目"), tables, strict=False))
    plan = Plan(settings, units, tuple(f.table for f in figures))
    return Summary(plan, period, settings.time_progress(period), settings.deadline(period).date(), figures,
                   _combined(figures, period, settings), tuple(statuses))


def status(name: str, days_late: int | None = 0, state: UnitState | None = None) -> UnitStatus:
    """A unit that reported ``days_late`` days after the deadline; None for one of which nothing was accepted."""
    deadline = SETTINGS.deadline(JUNE)
    received = None if days_late is None else deadline + datetime.timedelta(days=days_late, minutes=-5)
    reached = UnitState.MISSING if received is None else UnitState.LATE if days_late else UnitState.ACCEPTED
    mark = "×" if received is None else "△" if days_late else "√"
    return UnitStatus(Unit(name, name), state or reached, deadline, 1, received, None if received is None else not days_late,
                      days_late=days_late or 0, history=tuple("√" * (JUNE.ordinal - 1) + mark))


def with_settings(summary: Summary, settings: Settings) -> Summary:
    """``summary`` under other settings, which differ in nothing that a figure hangs on."""
    return replace(summary, plan=replace(summary.plan, settings=settings))


def _table(code: str, title: str, projects: Sequence[Project], period: Period, settings: Settings) -> TableFigures:
    fields = preset(Kind.PROJECT, settings.money_unit, settings.money_decimals)
    table = Table(code, title, Kind.PROJECT, Frequency.MONTH, fields, tuple(_item(code, n, p) for n, p in enumerate(projects, 1)))
    items = tuple(_figures(table, i, p, period, settings) for i, p in zip(table.items, projects, strict=True))
    named = constants(settings, period)
    return TableFigures(table, items, totals(fields, [i.values for i in items], named),
                        totals(fields, [i.before for i in items], named))


def _item(table: str, number: int, project: Project) -> Item:
    fixed: dict[str, Scalar] = {"项目名称": project.name or project.code, "计划开工": "2016", "总投资": Decimal(project.total),
                                "年度计划投资": Decimal(project.annual), "截至上年底累计完成": Decimal(0)}
    return Item(project.code, table, str(number), project.name or project.code, fixed, project.lead, (project.unit,))


def _figures(table: Table, item: Item, project: Project, period: Period, settings: Settings) -> ItemFigures:
    states: list[State] = [{}]
    lights = []
    months = [None if m is None else Decimal(m) for m in project.months]
    for number, month in enumerate(months, 1):
        step = Period(period.year, number)
        filled: dict[str, Scalar] = {} if month is None else {"本月完成投资": month, "项目状态": project.state,
                                                              "形象进度": "主体施工至八层", "存在问题": project.problem or None}
        state = derive(table.fields, standing(item, step) | filled, opening(states[-1], table.fields, step), constants(settings, step))
        states.append(state)
        lights.append(light(Decimal(project.annual), start_month("2016", 2017), step, state["与序时比"], settings))
    return ItemFigures(item, project.unit, months[-1] is not None, states[-1], states[-2], tuple(months), tuple(lights), 1, {})


def _combined(tables: Sequence[TableFigures], period: Period, settings: Settings) -> Combined:
    distinct = {i.item.code: i for t in reversed(tables) for i in t.items}
    rows = [i.item.code for t in tables for i in t.items]
    pairs = tuple((a, b) for n, s in enumerate(tables) for t in tables[n + 1:] for a in s.items for b in t.items
                  if a.item.code == b.item.code)
    fields = tables[0].table.fields if tables else ()
    return Combined(len(distinct), len({c for c in rows if rows.count(c) > 1}),
                    totals(fields, [i.values for i in distinct.values()], constants(settings, period)), pairs)
