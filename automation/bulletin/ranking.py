"""单位排名: each project table's units by completion rate, live but for their order and last period's ranks."""

from collections.abc import Sequence
from decimal import Decimal

from automation.bulletin import frame
from automation.bulletin.charts import rate_chart
from automation.bulletin.columns import ANNUAL, LIGHT, MONTH, TOTAL, UNIT, YEAR
from automation.bulletin.layout import RANKING, Layout, TableLayout
from automation.bulletin.leads import Leads
from automation.bulletin.rank_places import (
    ANNUAL_COL,
    BEFORE_COL,
    FIRST_SECTION,
    GAP_COL,
    GREEN_COL,
    ITEMS_COL,
    MONTH_COL,
    RANK_COL,
    RATE_COL,
    RED_COL,
    RISE_COL,
    SHORT_COL,
    TIME_COL,
    TOTAL_COL,
    UNIT_COL,
    YEAR_COL,
    YELLOW_COL,
    rank_row,
)
from automation.bulletin.standings import Ranking, Standing, rankings
from automation.bulletin.totals import totals_of
from automation.lights import Light, threshold
from automation.styles.book import Book, Sheet
from automation.styles.sheet import Value, as_float
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, GAP, RISE, money_format
from automation.summary import Summary

_WIDTHS = (6, 25, 8, 13, 13, 12, 13, 14, 13, 6, 6, 6, 8, 8)
_LAST = len(_WIDTHS) - 1
_MONEY = {TOTAL_COL: (TOTAL, "总投资"), ANNUAL_COL: (ANNUAL, "年度计划"), MONTH_COL: (MONTH, "本月完成"), YEAR_COL: (YEAR, "累计完成")}
_LIGHTS = {GREEN_COL: Light.GREEN, YELLOW_COL: Light.YELLOW, RED_COL: Light.RED}
_NUMERALS = "一二三四五六七八九十"
_CHART_HEIGHT = 270
_CHART_ROWS = 14
_MOST_IN_HALF = 10
"""Units whose names fit under half a page's chart."""
_ONE_PAGE = 40
"""Rows that stay legible on one page."""


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """Write the sheet: one ranking under the other, then their charts; nothing where there is no project table."""
    if not layout.tables:
        return
    sheet = book.sheet(RANKING, COLORS.BLUE)
    found, leads = rankings(summary), Leads(layout)
    sheet.columns(_WIDTHS)
    frame.title(book, sheet, 0, _LAST, f"项目投资完成情况排名({summary.period.range_label})", height=40)
    frame.subtitle(book, sheet, 1, _LAST, f"按占年度计划比例由高到低排列;无{summary.period.year}年投资计划的单位不参与排名",
                   frame.money_note(summary.plan.settings), 11)
    frame.way_home(book, sheet, summary, _LAST + 1)
    for number, ranking in enumerate(found):
        _Section(book, sheet, summary, layout.tables[number], ranking, rank_row(found, number), leads).write(number)
    end = _charts(book, sheet, summary, found)
    sheet.freeze(FIRST_SECTION, 2)
    sheet.paper("A4", True, (15.2, 15.2, 15.2, 15.2), (1, 1 if end <= _ONE_PAGE + _CHART_ROWS else 0), area=(0, 0, end, _LAST))
    frame.foot(sheet, summary)


class _Section:
    """One ranking: title, headings, units, totals."""

    def __init__(self, book: Book, sheet: Sheet, summary: Summary, table: TableLayout, ranking: Ranking, top: int,
                 leads: Leads) -> None:
        self.leads = leads
        self.book, self.sheet, self.summary, self.table, self.ranking, self.top = book, sheet, summary, table, ranking, top
        self.first, self.last = top + 1, top + len(ranking.standings)
        """First and last unit as Excel counts rows."""
        self.key = table.lead if ranking.by_lead else UNIT
        self.money = {col: money_format([s.sum(field) for s in ranking.standings]) for col, (field, _) in _MONEY.items()}

    def write(self, number: int) -> None:
        table = self.ranking.table
        self.sheet.height(self.top - 2, 24)
        look = self.book.format(font_name=self.book.fonts.hei, font_size=12, font_color=COLORS.NAVY, bottom=2, bottom_color=COLORS.NAVY)
        self.sheet.merge(self.top - 2, 0, self.top - 2, _LAST, look)
        self.sheet.text(self.top - 2, 0, f"{_NUMERALS[number % 10]}、按{self.ranking.label}({table.table.code}共{len(table.items)}个项目)", look)
        self.sheet.height(self.top - 1, 32)
        for col, heading in enumerate(_headings(self.summary)):
            self.sheet.text(self.top - 1, col, heading, frame.header(self.book))
        for place, standing in enumerate(self.ranking.standings):
            self._unit(self.top + place, standing, COLORS.CARD if place % 2 else COLORS.WHITE)
        self._totals(self.top + len(self.ranking.standings))
        self._conditions()

    def _unit(self, row: int, standing: Standing, fill: str) -> None:
        book, sheet, line = self.book, self.sheet, row + 1
        figure = {"font_size": 11, "bg_color": fill}
        centred = frame.figure(book, **figure, align="center")
        sheet.height(row, row_height([(standing.unit, column_pixels(_WIDTHS[UNIT_COL]))], 10.5, 22))
        self._formula(row, RANK_COL, f'=IF(ISNUMBER(H{line}),RANK(H{line},$H${self.first}:$H${self.last}),"—")',
                      _or_dash(standing.rank), align="center", bold=True, **figure)
        sheet.text(row, UNIT_COL, standing.unit, frame.body(book, font_size=10.5, bg_color=fill))
        units = self.table.range(self.key)
        self._formula(row, ITEMS_COL, f"=COUNTIF({units},$B{line})", len(standing.items), align="center", **figure)
        for col, (field, _) in _MONEY.items():
            self._formula(row, col, f"=SUMIF({units},$B{line},{self.table.range(field)})", standing.sum(field),
                          num_format=self.money[col], shrink=True, **figure)
            if field in (MONTH, YEAR):
                self.leads.part(sheet, row, col, self.table, standing.items[0].item.code, field)
        self._formula(row, RATE_COL, f'=IF(E{line}>0,ROUND(G{line}/E{line},10),"—")', _or_dash(standing.rate),
                      num_format="0.0%_ ", **figure)
        self._formula(row, GAP_COL, f'=IF(ISNUMBER(H{line}),ROUND((H{line}-序时进度)*100,6),"—")', _or_dash(standing.gap),
                      num_format=GAP, **figure)
        for col in (RATE_COL, GAP_COL):
            self.leads.part(sheet, row, col, self.table, standing.items[0].item.code, YEAR)
        for col, light in _LIGHTS.items():
            self._formula(row, col, f'=COUNTIFS({units},$B{line},{self.table.range(LIGHT)},"{light.glyph}*")',
                          sum(i.light is light for i in standing.items), align="center", num_format='0;-0;""', **figure)
        if standing.rank_before is None:
            sheet.text(row, BEFORE_COL, "—", centred)
        else:
            sheet.number(row, BEFORE_COL, standing.rank_before, centred)
        rise = None if standing.rank is None or standing.rank_before is None else standing.rank_before - standing.rank
        self._formula(row, RISE_COL, f'=IF(AND(ISNUMBER(A{line}),ISNUMBER(M{line})),M{line}-A{line},"—")', _or_dash(rise),
                      align="center", num_format=RISE, **figure)
        self._chart_data(row, standing)

    def _chart_data(self, row: int, standing: Standing) -> None:
        grey = {"font_color": COLORS.GREY}
        self.sheet.text(row, SHORT_COL, standing.short, self.book.format(**grey))
        self.sheet.formula(row, TIME_COL, "=序时进度", self.book.format(**grey, num_format="0.0%"), self.summary.time_progress)

    def _totals(self, row: int) -> None:
        book, sheet, line, totals = self.book, self.sheet, row + 1, totals_of(self.ranking.table)
        sheet.height(row, 24)
        for col in range(_LAST + 1):
            sheet.blank(row, col, frame.total(book))
        sheet.merge(row, 0, row, 1, frame.total(book, align="center"))
        sheet.text(row, 0, "合  计", frame.total(book, align="center"))

        def added(col: int, value: Value, **look: object) -> None:
            letter = "ABCDEFGHIJKLMN"[col]
            sheet.formula(row, col, f"=SUM({letter}{self.first}:{letter}{self.last})", frame.total_figure(book, **look), value)

        added(ITEMS_COL, len(self.ranking.table.items), align="center")
        for col, (field, _) in _MONEY.items():
            added(col, sum((s.sum(field) for s in self.ranking.standings), Decimal(0)), num_format=self.money[col], shrink=True)
            if field in (MONTH, YEAR):
                self.leads.total(sheet, row, col, self.table, field)
        for col, light in _LIGHTS.items():
            added(col, self.ranking.table.count(light), align="center")
        sheet.formula(row, RATE_COL, f'=IF(E{line}>0,ROUND(G{line}/E{line},10),"—")',
                      frame.total_figure(book, num_format="0.0%_ "), _or_dash(totals.rate))
        sheet.formula(row, GAP_COL, f'=IF(ISNUMBER(H{line}),ROUND((H{line}-序时进度)*100,6),"—")',
                      frame.total_figure(book, num_format=GAP), _or_dash(totals.gap))

    def _conditions(self) -> None:
        top, last, settings, time = self.top, self.last - 1, self.summary.plan.settings, self.summary.time_progress
        self.sheet.condition(top, RATE_COL, last, RATE_COL, {
            "type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": COLORS.BAR, "bar_border_color": COLORS.BAR,
            "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1})
        bounds = [{"criteria": ">=", "type": "number", "value": as_float(-threshold(line, time, settings))}
                  for line in (settings.yellow_points, settings.red_points)]
        self.sheet.condition(top, GAP_COL, last, GAP_COL, {"type": "icon_set", "icon_style": "3_traffic_lights", "icons": bounds})
        for criteria, color in ((">", COLORS.GREEN), ("<", COLORS.RED)):
            cell = f"$N{self.first}"
            look = self.book.workbook.add_format({"font_color": color, "bold": True})
            self.sheet.condition(top, RISE_COL, last, RISE_COL, {
                "type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{cell}{criteria}0)", "format": look})

    def _formula(self, row: int, col: int, formula: str, value: Value, **look: object) -> None:
        self.sheet.formula(row, col, formula, frame.figure(self.book, **look), value)


def _charts(book: Book, sheet: Sheet, summary: Summary, found: Sequence[Ranking]) -> int:
    """The charts under the last ranking, two abreast where their names fit; gives the last printed row."""
    row = rank_row(found, len(found)) - 2
    drawn = [number for number, ranking in enumerate(found) if ranking.ranked]
    whole = sum(column_pixels(width) for width in _WIDTHS)
    half = len(drawn) > 1 and all(len(found[n].ranked) <= _MOST_IN_HALF for n in drawn)
    width = whole // 2 - 4 if half else whole
    for place, number in enumerate(drawn):
        top = row + (place // 2 if half else place) * _CHART_ROWS
        title = f"图{place + 1}　{found[number].label}完成率与序时进度（虚线）"
        right = {"x_offset": whole // 2 + 4} if half and place % 2 else {}
        chart = rate_chart(book, summary, found, number, title, (width, _CHART_HEIGHT))
        sheet.chart(top, 0, chart, {**right, "y_offset": 4, "object_position": 1})
    if not drawn:
        return row
    return row + (-(-len(drawn) // 2) if half else len(drawn)) * _CHART_ROWS


def _headings(summary: Summary) -> tuple[str, ...]:
    period = summary.period
    last = "上月" if period.frequency.months == 1 else "上期"
    return ("排名", "单位", "项目数", "总投资", "年度计划\n投资", f"{period.short_label}完成", f"{period.range_label}\n累计", "占年度\n计划",
            "与序时比\n(百分点)", "绿", "黄", "红", f"{last}\n排名", "升降")


def _or_dash(value: Decimal | int | None) -> Value:
    return frame.NOTHING if value is None else value
