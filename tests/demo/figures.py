"""Every figure that a bulletin shows of what the office has in its books: where it belongs, found by headings, and what it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from automation.model.plan import Kind
from automation.summary import ItemFigures, Summary, TableFigures, TaskFigures
from tests.demo.shown import Grid, Shown, said

Totals = Mapping[str, str]


@dataclass(frozen=True)
class Figure:
    """One figure in the books and what stands in the cell where it belongs; ``due`` is None where there is no number."""

    name: str
    due: Decimal | None
    shown: object

    @property
    def right(self) -> bool:
        """Whether the cell holds the figure to its last digit; where there is none, no number."""
        number = isinstance(self.shown, int | float)
        return not number if self.due is None else number and self.shown == float(self.due)


def money_headings(summary: Summary) -> Mapping[str, str]:
    """Field -> heading of its column in a project table."""
    period = summary.period
    return {"总投资": "总投资", "年度计划投资": "年度计划投资", "截至上年底累计完成": "截至上年底累计完成",
            "本月完成投资": f"{period.short_label}完成", "本年累计完成投资": f"{period.range_label}累计完成", "完成率": "占年度计划",
            "与序时比": "与序时比（百分点）"}


def all_figures(shown: Shown, summary: Summary, totals: Mapping[str, Totals], combined: Totals, units: Mapping[str, int]) -> list[Figure]:
    """Totals as ``figures --json`` gives them, units, projects, tasks, indicators and how many have reported."""
    projects = [t for t in summary.tables if t.table.kind is Kind.PROJECT]
    return [*(f for t in projects for f in _totals(shown, summary, t, totals[t.table.code])),
            *(f for t in projects for f in _projects(shown, summary, t)),
            *(f for t in projects for f in _ranked(shown, t)),
            *(f for t in projects for f in _months(shown, summary, t)),
            *(_front(shown, totals[projects[0].table.code]) if projects else ()),
            *(_combined(shown, combined) if len(projects) > 1 else ()),
            *_tasks(shown, summary), *_indicators(shown, summary), *_compared(shown, summary), *_units(shown, summary), *_reporting(shown, units)]


def _totals(shown: Shown, summary: Summary, table: TableFigures, totals: Totals) -> Iterator[Figure]:
    grid, heads = _sheet(shown, table), money_headings(summary)
    row = grid.row(5, A="合  计")
    for field, heading in heads.items():
        text = totals[field]
        yield Figure(f"{table.table.code} 合计 {field}", Decimal(text) if text else None, grid.cells.get((row, grid.column(heading, 5))))


def _projects(shown: Shown, summary: Summary, table: TableFigures) -> Iterator[Figure]:
    grid = _sheet(shown, table)
    for item in table.items:
        row = grid.row(5, A=item.item.ordinal, B=item.item.name)
        for field, heading in money_headings(summary).items():
            due = item.number(field) if field != "与序时比" or item.light.glyph != "○" else None
            yield Figure(f"{table.table.code} {item.item.name} {field}", due, grid.cells.get((row, grid.column(heading, 5))))


def _ranked(shown: Shown, table: TableFigures) -> Iterator[Figure]:
    """The sums of each unit, by whichever of the two kinds of unit the sheet says that it goes."""
    grid = shown["单位排名"]
    top = min(row for (row, _), value in grid.cells.items() if f"（{table.table.code}共" in str(value))
    by_lead = "牵头单位" in str(grid.cells[top, 1])
    units: dict[str, list[ItemFigures]] = {}
    for item in table.items:
        units.setdefault(item.item.lead_unit if by_lead else item.unit, []).append(item)
    for unit, items in units.items():
        row = min(r for (r, col), value in grid.cells.items() if r > top and col == 2 and value == unit)
        for col, field in ((4, "总投资"), (5, "年度计划投资"), (6, "本月完成投资"), (7, "本年累计完成投资")):
            due = sum((i.number(field) or Decimal(0) for i in items), Decimal(0))
            yield Figure(f"{table.table.code} {unit} {field}", due, grid.cells.get((row, col)))


def _months(shown: Shown, summary: Summary, table: TableFigures) -> Iterator[Figure]:
    grid = shown["月度台账"]
    top = min(row for (row, _), value in grid.cells.items() if str(value).startswith(f"{table.table.code}  "))
    for place, item in enumerate(table.items, top + 1):
        for number, due in enumerate(item.months, 1):
            col = grid.column(f"{number}月", 4)
            yield Figure(f"月度台账 {item.item.name} {number}月", due, grid.cells.get((place, col)))
        col = grid.column(f"{summary.period.range_label}累计", 3)
        yield Figure(f"月度台账 {item.item.name} 累计", item.number("本年累计完成投资"), grid.cells.get((place, col)))


def _front(shown: Shown, totals: Totals) -> Iterator[Figure]:
    """The four large numbers of the front page, each under its label."""
    grid = shown["通报"]
    fields = {"总投资": "总投资", "年度计划投资": "年度计划投资", "累计完成": "本年累计完成投资", "占年度计划": "完成率"}
    for (row, col), value in grid.cells.items():
        label = str(value).split("（")[0]
        field = next((f for word, f in fields.items() if row == 7 and label.endswith(word)), "")
        if field:
            yield Figure(f"通报 {label}", Decimal(totals[field]), grid.cells.get((row + 1, col)))


def _combined(shown: Shown, combined: Totals) -> Iterator[Figure]:
    grid = shown["数据校核"]
    (row,) = (r for (r, col), value in grid.cells.items() if col == 3 and "去重后总投资" in str(value))
    yield Figure("各表总计 总投资", Decimal(combined["总投资"]), grid.cells.get((row, 5)))
    grid = shown["合计构成"]
    (row,) = (r for (r, col), value in grid.cells.items() if (col, value) == (3, "各表总计"))
    yield Figure("各表总计 本月完成投资", Decimal(combined["本月完成投资"]), grid.cells.get((row, 5)))
    yield Figure("各表总计 本年累计完成投资", Decimal(combined["本年累计完成投资"]), grid.cells.get((row, 6)))


def _tasks(shown: Shown, summary: Summary) -> Iterator[Figure]:
    for figures in (f for table in summary.tasks for f in table.items):
        grid = shown["任务进展"]
        row = grid.row(4, A=figures.item.ordinal, B=figures.item.name)
        for heading, due in (("完成率", figures.rate), ("时间进度", figures.elapsed)):
            yield Figure(f"任务 {figures.item.name} {heading}", due, grid.cells.get((row, grid.column(heading, 4))))


def _indicators(shown: Shown, summary: Summary) -> Iterator[Figure]:
    for figures in (f for table in summary.indicators for f in table.items):
        grid = shown["指标完成"]
        row = grid.row(4, A=figures.item.ordinal, B=figures.item.name)
        for heading, due in (("实际值", figures.value), ("上期值", figures.before), ("完成率", figures.rate), ("时间进度", figures.elapsed),
                             ("与时间比（百分点）", figures.gap)):
            yield Figure(f"指标 {figures.item.name} {heading}", due, grid.cells.get((row, grid.column(heading, 4))))


def _compared(shown: Shown, summary: Summary) -> Iterator[Figure]:
    """Tasks and indicators on 与上期对比: what all their units come to, and came to a period earlier."""
    grid = shown["与上期对比"]
    rows = {said(value): row for (row, col), value in grid.cells.items() if col == 3 and row > 6}
    for table in (*summary.tasks, *summary.indicators):
        for figures in table.items:
            now = figures.rate if isinstance(figures, TaskFigures) else figures.value
            row = rows.get(said(f"{table.table.code}-{figures.item.ordinal}"), 0)
            if row:
                yield Figure(f"与上期对比 {figures.item.name} 上期", figures.before, grid.cells.get((row, 4)))
                yield Figure(f"与上期对比 {figures.item.name} 本期", now, grid.cells.get((row, 5)))


def _units(shown: Shown, summary: Summary) -> Iterator[Figure]:
    """What counts of each unit, task by task and indicator by indicator."""
    for table in (*summary.tasks, *summary.indicators):
        grid = shown["单位台账"]
        top = min(row for (row, _), value in grid.cells.items() if str(value).startswith(f"{table.table.code}  "))
        place = top
        for figures in table.items:
            for report in figures.reports:
                place += 1
                yield Figure(f"{figures.item.name} {report.unit}", report.used, grid.cells.get((place, grid.column("采用数", 4))))


def _reporting(shown: Shown, units: Mapping[str, int]) -> Iterator[Figure]:
    grid = shown["报送情况"]
    for heading, due in units.items():
        yield Figure(f"报送情况 {heading}", Decimal(due), grid.cells.get((4, grid.column(heading, 3))))


def _sheet(shown: Shown, table: TableFigures) -> Grid:
    return shown[f"{table.table.code}{table.table.title}"]
