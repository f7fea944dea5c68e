"""Every figure that the text on the front page states, with the live formula that must still agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from automation.bulletin.columns import ANNUAL, TOTAL
from automation.bulletin.duties import counted, told
from automation.bulletin.lagged import lagging_projects
from automation.bulletin.layout import LEDGER, RANKING, SUBMISSION_NAMES, Layout, TableLayout, table_name
from automation.bulletin.phrases import percent, tenths
from automation.bulletin.places import area, reference
from automation.bulletin.rank_places import RATE_COL, rank_row
from automation.bulletin.reporting import Reporting
from automation.bulletin.standings import Standing, rankings
from automation.bulletin.totals import growth, totals_of, within
from automation.lights import Light
from automation.summary import Summary

RED_COUNT, YELLOW_COUNT = "红灯_去重", "黄灯_去重"
"""Defined names that sheet 滞后项目 gives: projects of that light, one in two tables counted once."""


@dataclass(frozen=True)
class Stated:
    """One figure of the text."""

    label: str
    value: Decimal
    """As the text rounds it; shares as percentages."""
    formula: str
    """What it must still be, with the leading ``=``."""
    decimals: int
    """Decimals to print; 0 for counts and whole money."""


def stated(summary: Summary) -> tuple[Stated, ...]:
    """Every figure of the verdict and the paragraphs that a cell of the book holds.

    Left out is 已开工 with its share: the states of projects stand on no sheet, so nothing in the book can change them.
    """
    layout = Layout.of(summary)
    found = [one for n, table in enumerate(layout.tables) for one in _table(summary, layout, table, first=n == 0)]
    if layout.tables:
        found += [*_combined(summary, layout), *_ranked(summary), *_lights(summary)]
    return (*found, *_duties(summary), *_reporting(summary))


def _duties(summary: Summary) -> Iterator[Stated]:
    for table, counts in counted(summary):
        for one in told(counts):
            word = f"其中{one.word}" if one.inside else one.word
            yield _count(f"{table.code}{word}（项）", one.value, f"={one.formula}")


def _money(label: str, value: Decimal, formula: str) -> Stated:
    return Stated(label, value, formula, 0 if value == value.to_integral_value() else 2)


def _count(label: str, value: int, formula: str) -> Stated:
    return Stated(label, Decimal(value), formula, 0)


def _table(summary: Summary, layout: Layout, table: TableLayout, first: bool) -> Iterator[Stated]:
    totals, code, label = totals_of(table.figures, summary.period), table.code, summary.period.range_label

    def name(word: str) -> str:
        return table_name(word, code)

    yield _count(f"{code}项目数（个）", len(table.figures.items), f"=ROWS({name('亮灯')})")
    yield _money(f"{code}总投资", totals.total, f"={name('总投资')}")
    if first:
        if totals.planned:
            yield _count(f"{code}年度计划实施（个）", totals.planned, f'=COUNTIF({table.range(ANNUAL)},">0")')
            yield _money(f"{code}年度计划投资", totals.annual, f"={name('年度计划')}")
        yield _money(f"{code} {summary.period.short_label}完成投资", totals.month, f"={done_in(layout, table)}")
        if (change := growth(summary, table.figures)) is not None:
            now, before = done_in(layout, table), done_in(layout, table, 1)
            yield Stated(f"{code}环比（%）", abs(tenths(change * 100)), f"=ABS(ROUND(({now}/{before}-1)*100,1))", 1)
    if not first or not summary.period.first_of_year:
        yield _money(f"{code} {label}累计完成", totals.year, f"={name('累计完成')}")
    if totals.rate is not None and totals.gap is not None:
        yield Stated(f"{code}占年度计划（%）", tenths(totals.rate * 100), f"=ROUND({name('完成率')}*100,1)", 1)
        yield Stated(f"{code}与序时比（百分点）", tenths(totals.gap), f"=ROUND({name('序时差')},1)", 1)


def done_in(layout: Layout, table: TableLayout, back: int = 0) -> str:
    """What was completed in the bulletin's period, or ``back`` periods earlier, as an expression without ``=``."""
    ledger, months = layout.ledger, within(table.figures, layout.summary.period, back)
    if months.stop - months.start == 1 and not back:
        return table_name("本月完成", table.code)
    row = ledger.totals_row(table.code)
    first, last = ledger.column(table.code, months.start + 1), ledger.column(table.code, months.stop)
    return reference(LEDGER, row, first) if first == last else f"SUM({area(LEDGER, row, first, row, last)})"


def _combined(summary: Summary, layout: Layout) -> Iterator[Stated]:
    total = summary.combined.totals.get(TOTAL)
    if len(layout.tables) < 2:
        return
    rows = "+".join(f"ROWS({table_name('亮灯', table.code)})" for table in layout.tables)
    yield _count("去重后项目数（个）", summary.combined.items, f"={rows}-{repeated(layout)}")
    if isinstance(total, Decimal):
        yield _money("去重后总投资", total, f"={layout.combined(TOTAL)}")


def repeated(layout: Layout) -> int:
    """How many rows of the project tables show a project that a table before shows already."""
    codes = [code for table in layout.tables for code in table.rows]
    return len(codes) - len(set(codes))


def _ranked(summary: Summary) -> Iterator[Stated]:
    found = rankings(summary)
    places = [(n, ranking) for n, ranking in enumerate(found) if ranking.ranked][:1]
    for number, ranking in places:
        ranked = ranking.ranked
        named: tuple[Standing, ...] = ranked if len(ranked) < 4 else (*ranked[:2], *ranked[:-3:-1])
        for one in named:
            row = rank_row(found, number) + ranking.standings.index(one)
            cell = reference(RANKING, row, RATE_COL)
            yield Stated(f"{one.short}完成率（%）", Decimal(percent(one.rate or Decimal(0))[:-1]), f"=ROUND({cell}*100,1)", 1)


def _lights(summary: Summary) -> Iterator[Stated]:
    yield _count("红灯项目（个）", len(lagging_projects(summary, Light.RED)), f"={RED_COUNT}")
    yield _count("黄灯项目（个）", len(lagging_projects(summary, Light.YELLOW)), f"={YELLOW_COUNT}")


def _reporting(summary: Summary) -> Iterator[Stated]:
    said = Reporting.of(summary.statuses)
    groups = (("应报单位（家）", said.due), ("按时报送（家）", said.on_time), ("迟报（家）", said.late), ("未报送（家）", said.missing))
    for (label, statuses), name in zip(groups, SUBMISSION_NAMES, strict=True):
        yield _count(label, len(statuses), f"={name}")
