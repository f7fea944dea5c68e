"""The bulletin's charts: native, without a legend, their meaning in the title, so that they stay legible when small."""

from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter.chart import Chart

from automation.bulletin.columns import ANNUAL
from automation.bulletin.layout import LEDGER, RANKING, Layout
from automation.bulletin.rank_places import RATE_COL, SHORT_COL, TIME_COL, rank_row
from automation.bulletin.standings import Ranking
from automation.lights import Light
from automation.period import Frequency
from automation.styles.book import Book
from automation.styles.tokens import COLORS
from automation.summary import Summary, TableFigures

LIGHT_FILLS = {Light.GREEN: COLORS.CHART_GREEN, Light.YELLOW: COLORS.CHART_AMBER, Light.RED: COLORS.CHART_RED}
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_SHARE_TOPS = (Decimal("0.39"), Decimal("0.78"))
"""Axes of shares end at 40 % early in the year, then at 80 %, so that the charts of following months compare."""
_GRID_LINES = 4
_ROOMY = 8
"""Units up to which a percentage fits into its column."""


def month_chart(book: Book, summary: Summary, layout: Layout, size: tuple[int, int]) -> Chart:
    """What was completed in each month (columns), the share of the annual plan so far (line), time progress (dashed).

    It shows the first project table, from the rows that 月度台账 keeps for it; ``size`` is in pixels.
    """
    table = layout.tables[0].figures
    count, row, first = layout.tables[0].period.ordinal, layout.ledger.chart_row, layout.ledger.FIRST_MONTH

    def line(offset: int) -> list[str | int]:
        return [LEDGER, row + offset, first, row + offset, first + count - 1]

    amounts, shares = _months(table, count)
    columns = book.new_chart("column")
    columns.add_series({"name": "当期完成", "categories": line(0), "values": line(1), "gap": 60,
                        "fill": {"color": COLORS.CHART_COLUMN}})
    _axes(book, columns, amounts, "#,##0")
    title = f"{'当月' if layout.tables[0].period.frequency is Frequency.MONTH else '当期'}完成（柱）"
    if shares:
        lines = book.new_chart("line")
        lines.add_series(_share_series(book, line(0), line(2), count))
        lines.add_series({**_time_series(line(0), line(3)), "y2_axis": True})
        columns.combine(lines)
        lines.set_y2_axis(_value_axis(book, _shares([*shares, summary.time_progress]), "0%", grid=False))
        title += "与累计占比（实线）"
    return _framed(book, columns, title, size, {"x": 0.15, "y": 0.19, "width": 0.74, "height": 0.66})


def rate_chart(book: Book, summary: Summary, rankings: Sequence[Ranking], number: int, title: str,
               size: tuple[int, int]) -> Chart:
    """Completion rate of each ranked unit of ranking ``number``, coloured by its light, against time progress (dashed)."""
    ranked, top = rankings[number].ranked, rank_row(rankings, number)

    def column(col: int) -> list[str | int]:
        return [RANKING, top, col, top + len(ranked) - 1, col]

    chart = book.new_chart("column")
    chart.add_series({
        "name": "占年度计划", "categories": column(SHORT_COL), "values": column(RATE_COL), "gap": 60,
        "points": [{"fill": {"color": LIGHT_FILLS.get(s.light, COLORS.CHART_COLUMN)}} for s in ranked],
        "data_labels": {"value": True, "position": "inside_base", "num_format": "0.0%",
                        "font": {"name": book.fonts.digits, "size": 9 if len(ranked) <= _ROOMY else 7, "bold": True, "color": COLORS.TEXT}}})
    time = book.new_chart("line")
    time.add_series(_time_series(column(SHORT_COL), column(TIME_COL)))
    chart.combine(time)
    rates = [s.rate for s in ranked if s.rate is not None]
    _axes(book, chart, _shares([*rates, summary.time_progress]), "0%")
    return _framed(book, chart, title, size, {"x": 0.09, "y": 0.19, "width": 0.88, "height": 0.66})


def axis_step(values: Sequence[Decimal]) -> Decimal:
    """The step of an axis from 0 that holds ``values`` with four steps: 1, 2, 2.5 or 5 times a power of ten."""
    highest = max([*values, Decimal(0)]) * Decimal("1.02")
    if not highest:
        return Decimal(1)
    power = Decimal(1).scaleb((highest / _GRID_LINES).adjusted())
    return next(step * power for step in _STEPS if step * power * _GRID_LINES >= highest)


def _shares(values: Sequence[Decimal]) -> list[Decimal]:
    """``values`` and the least that their axis is to hold."""
    return [*values, next((top for top in _SHARE_TOPS if max(values) <= top), max(values))]


def _months(table: TableFigures, count: int) -> tuple[list[Decimal], list[Decimal]]:
    """Sums of each month, and shares of the annual plan so far (none without a plan)."""
    amounts = [sum((i.months[n] or Decimal(0) for i in table.items), Decimal(0)) for n in range(count)]
    annual = table.total(ANNUAL)
    if annual <= 0:
        return amounts, []
    return amounts, [sum(amounts[: n + 1], Decimal(0)) / annual for n in range(count)]


def _share_series(book: Book, categories: list[str | int], values: list[str | int], count: int) -> dict[str, object]:
    """The solid line, with a number at its last point only."""
    navy = {"color": COLORS.NAVY}
    font = {"name": book.fonts.digits, "size": 9, "bold": True, "color": COLORS.NAVY}
    hidden: list[dict[str, object]] = [{"delete": True}] * (count - 1)
    return {"name": "累计占年度计划", "categories": categories, "values": values, "y2_axis": True,
            "line": {**navy, "width": 2}, "marker": {"type": "circle", "size": 5, "fill": navy, "border": navy},
            "data_labels": {"value": True, "position": "above", "num_format": "0.0%", "font": font,
                            "custom": [*hidden, {}]}}


def _time_series(categories: list[str | int], values: list[str | int]) -> dict[str, object]:
    return {"name": "序时进度", "categories": categories, "values": values,
            "line": {"color": COLORS.RED, "width": 1.5, "dash_type": "dash"}}


def _axes(book: Book, chart: Chart, values: Sequence[Decimal], num_format: str) -> None:
    chart.set_y_axis(_value_axis(book, values, num_format))
    # Below 0 the labels would run through the columns.
    chart.set_x_axis({"num_font": {"name": book.fonts.song, "size": 8}, "line": {"color": COLORS.GREY}, "label_position": "low"})


def _value_axis(book: Book, values: Sequence[Decimal], num_format: str, grid: bool = True) -> dict[str, object]:
    step = axis_step(values)
    floor = {} if min(values) < 0 else {"min": 0}
    return {**floor, "num_format": num_format, "max": float(step * _GRID_LINES), "major_unit": float(step),
            "major_gridlines": {"visible": grid, "line": {"color": COLORS.GRID, "width": 0.5}}, "line": {"none": True},
            "num_font": {"name": book.fonts.digits, "size": 8}}


def _framed(book: Book, chart: Chart, title: str, size: tuple[int, int], area: dict[str, float]) -> Chart:
    chart.set_title({"name": title, "overlay": False,
                     "name_font": {"name": book.fonts.hei, "size": 9.5, "bold": False, "color": COLORS.NAVY}})
    chart.set_legend({"none": True})
    chart.set_plotarea({"layout": area})
    chart.set_chartarea({"border": {"color": COLORS.GRID}})
    chart.set_size({"width": size[0], "height": size[1]})
    return chart
