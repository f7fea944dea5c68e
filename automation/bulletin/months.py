"""月度台账: what each project completed month by month, and the light that it showed."""

from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from automation.bulletin import frame
from automation.bulletin.columns import ANNUAL, MONTH, YEAR
from automation.bulletin.layout import LEDGER, Layout, TableLayout
from automation.bulletin.leads import Leads
from automation.bulletin.places import address, area
from automation.bulletin.trail import Trails
from automation.bulletin.written import Written, digits_width, put
from automation.derive import SHARE_PLACES
from automation.period import Frequency, Period
from automation.styles.book import Book, Format, Sheet
from automation.styles.text import column_pixels, wrapped_lines
from automation.styles.tokens import COLORS, LIGHT_COLORS, PERCENT, money_format
from automation.summary import ItemFigures, Summary, TableFigures

_NAME_WIDTH = 40
_START_FORMAT = '[>12]"—";0"月"'
_COUNT_FORMAT = '0;-0;"—"'
_NOTHING = Written("")
_TO_COME = "#FAFAFA"
_GROUP_ROW, _HEAD_ROW = 2, 3
_ROWS_ON_A_PAGE = 60
"""More would be too small to read on one sheet of A3."""


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """The sheet; nothing where the period has no project table."""
    if layout.tables:
        _Writer(book, summary, layout).write()


def month_total(figures: TableFigures, ordinal: int) -> Decimal:
    """完成投资 of the year's ``ordinal``-th month over all items; what was not reported counts as nothing."""
    return sum((i.months[ordinal - 1] or Decimal(0) for i in figures.items), Decimal(0))


class _Writer:
    """Writes 月度台账."""

    def __init__(self, book: Book, summary: Summary, layout: Layout) -> None:
        self.book, self.summary, self.layout, self.ledger = book, summary, layout, layout.ledger
        self.sheet: Sheet = book.sheet(LEDGER, COLORS.GREY)
        self.leads = Leads(layout)
        self.period = layout.ledger.period
        self.now = self.period.ordinal
        self.trends: dict[tuple[int, int], str] = {}
        self.step = "月" if self.period.frequency is Frequency.MONTH else "期"
        items = [i for t in layout.tables for i in t.figures.items]
        self.money = money_format([m for i in items for m in (*i.months, i.number(ANNUAL))])

    def write(self) -> None:
        """The whole sheet."""
        ledger = self.ledger
        month, year = self._widths()
        self.sheet.columns([4.5, _NAME_WIDTH, year, 7, *[month] * ledger.steps, year, 11, *[4.0] * self.now, 8])
        self._heading()
        self._column_heads()
        for table in self.layout.tables:
            self._section(table)
        self.sheet.sparklines(self.trends, {"type": "column", "min": 0, "last_point": True, "series_color": COLORS.SPARK,
                                            "last_color": COLORS.RED})
        self._chart_rows(self.layout.tables[0])
        self.sheet.freeze(ledger.FIRST_SECTION, ledger.NAME + 1)
        one_page = ledger.last_row < _ROWS_ON_A_PAGE
        self.sheet.paper("A3", True, (12.7, 12.7, 12.7, 15.2), (1, int(one_page)), None if one_page else (_GROUP_ROW, _HEAD_ROW),
                         (0, 0, ledger.last_row, ledger.behind))
        self.sheet.raw.set_zoom(85)
        frame.way_home(self.book, self.sheet, self.summary, ledger.behind + 1)
        frame.foot(self.sheet, self.summary)

    def _widths(self) -> tuple[float, float]:
        """Of a month's column and of the year's, wide enough for the totals."""
        places = 2 if ".00" in self.money else 0
        months = [month_total(t.figures, n + 1) for t in self.layout.tables for n in range(t.period.ordinal)]
        years = [t.figures.total(key) for t in self.layout.tables for key in (ANNUAL, YEAR)]
        return (max([7.5, *(digits_width(m, places) for m in months)]), max([9.5, *(digits_width(y, places) for y in years)]))

    def _heading(self) -> None:
        period, last = self.period, self.ledger.behind
        kind = {Frequency.MONTH: "月度", Frequency.QUARTER: "季度"}.get(period.frequency, "分期")
        frame.title(self.book, self.sheet, 0, last, f"{period.year}年{kind}投资台账与亮灯轨迹", 20, 34)
        earlier = "" if period.first_of_year else f"{period.previous.range_label}为历次通报定稿数;"
        text = f"{earlier}{period.short_label}列链接自附件表;亮灯轨迹按各{self.step}累计与当{self.step}序时进度比较自动生成"
        frame.subtitle(self.book, self.sheet, 1, last, text, frame.money_note(self.summary.plan.settings))

    def _column_heads(self) -> None:
        sheet, ledger, period = self.sheet, self.ledger, self.period
        sheet.height(_GROUP_ROW, 18)
        sheet.height(_HEAD_ROW, 18)
        words = {ledger.ORDINAL: "序号", ledger.NAME: "项目名称", ledger.ANNUAL: "年度计划", ledger.START: "计划\n开工月",
                 ledger.year: f"{period.range_label}\n累计", ledger.trend: "走势", ledger.behind: f"连续滞后\n({self.step})"}
        for col, word in words.items():
            self._merged((_GROUP_ROW, col, _HEAD_ROW, col), word, frame.header(self.book))
        months = (_GROUP_ROW, ledger.FIRST_MONTH, _GROUP_ROW, ledger.year - 1)
        lights = (_GROUP_ROW, ledger.first_light, _GROUP_ROW, ledger.behind - 1)
        self._merged(months, f"各{self.step}完成投资", frame.header(self.book))
        self._merged(lights, "亮灯轨迹" if self.now > 1 else "亮灯", frame.header(self.book, shrink=True, text_wrap=False))
        for n in range(ledger.steps):
            label = Period(period.year, n + 1, period.frequency).short_label
            sheet.text(_HEAD_ROW, ledger.FIRST_MONTH + n, label, frame.header(self.book))
        for n in range(self.now):
            sheet.number(_HEAD_ROW, ledger.first_light + n, n + 1, frame.header(self.book))

    def _merged(self, where: tuple[int, int, int, int], text: str, look: Format) -> None:
        self.sheet.merge(*where, look)
        self.sheet.text(where[0], where[1], text, look)

    def _section(self, table: TableLayout) -> None:
        row, figures = self.ledger.sections[table.code], table.figures
        look = frame.header(self.book, bg_color=COLORS.HEAD2, align="left", text_wrap=False)
        self.sheet.height(row, 18)
        self._merged((row, 0, row, self.ledger.behind), f"{table.code}  {figures.table.title}({len(figures.items)}个)", look)
        trails = Trails(self.layout, table)
        for item in figures.items:
            self._item(table, item, trails)
        self._totals(table)
        self._colours(row + 1, self.ledger.totals_row(table.code) - 1)

    def _item(self, table: TableLayout, item: ItemFigures, trails: Trails) -> None:
        book, sheet, ledger = self.book, self.sheet, self.ledger
        row, digits = trails.row(item), self._digits()
        sheet.height(row, 18 if wrapped_lines(item.item.name, column_pixels(_NAME_WIDTH), 10) == 1 else 28)
        sheet.text(row, ledger.ORDINAL, item.item.ordinal, frame.body(book, align="center"))
        sheet.text(row, ledger.NAME, item.item.name, frame.body(book))
        plan = f"=N({table.reference(item.item.code, ANNUAL)})"
        sheet.formula(row, ledger.ANNUAL, plan, digits, item.number(ANNUAL) or Decimal(0))
        sheet.number(row, ledger.START, item.start_month, self._digits(num_format=_START_FORMAT, align="center"))
        self._months(table, item, row)
        first, last = (address(row, c) for c in (ledger.FIRST_MONTH, ledger.year - 1))
        done = sum((m for m in item.months if m is not None), Decimal(0))
        sheet.formula(row, ledger.year, f"=SUM({first}:{last})", self._digits(bold=True), done)
        self.leads.part(sheet, row, ledger.year, table, item.item.code, YEAR)
        sheet.blank(row, ledger.trend, frame.body(book))
        if item.number(ANNUAL):
            self.trends[row, ledger.trend] = area(LEDGER, row, ledger.FIRST_MONTH, row, ledger.FIRST_MONTH + self.now - 1)
        self._lights(table, item, trails)
        put(sheet, row, ledger.behind, trails.behind(item), self._digits(num_format=_COUNT_FORMAT, align="center"))

    def _lights(self, table: TableLayout, item: ItemFigures, trails: Trails) -> None:
        ledger, row, look = self.ledger, trails.row(item), frame.body(self.book, align="center")
        lights = {ledger.place(table.code, n): light for n, light in enumerate(trails.lights(item), 1)}
        for n in range(1, self.now + 1):
            put(self.sheet, row, ledger.first_light + n - 1, lights.get(n, _NOTHING), look)

    def _digits(self, **changes: object) -> Format:
        return frame.figure(self.book, **{"font_size": 10.5, "num_format": self.money, **changes})

    def _months(self, table: TableLayout, item: ItemFigures, row: int) -> None:
        sheet, ledger, code, now = self.sheet, self.ledger, item.item.code, table.period.ordinal
        values = {ledger.place(table.code, n): value for n, value in enumerate(item.months, 1)}
        current, look = ledger.place(table.code, now), self._digits(font_color=COLORS.TEXT)
        for n in range(1, ledger.steps + 1):
            col = ledger.FIRST_MONTH + n - 1
            if n not in values:
                sheet.blank(row, col, self._digits(**{} if n <= self.now else {"bg_color": _TO_COME}))
                continue
            value = values[n]
            shown = frame.MISSING if value is None else value
            if n != current:
                put(sheet, row, col, Written(shown), look)
                self.leads.figure(sheet, row, col)
                continue
            put(sheet, row, col, Written(shown, f"={table.reference(code, MONTH)}"), self._digits(font_color=COLORS.LINK))
            self.leads.figure(sheet, row, col, (table.sheet, table.rows[code], table.column(MONTH)))

    def _totals(self, table: TableLayout) -> None:
        book, sheet, ledger = self.book, self.sheet, self.ledger
        row, first = ledger.totals_row(table.code), ledger.sections[table.code] + 1
        sheet.height(row, 20)
        plain = {"font_size": 10.5, "top": 1, "bottom": 1}
        for col in range(ledger.behind + 1):
            sheet.blank(row, col, frame.total(book, **plain))
        self._merged((row, 0, row, 1), "合  计", frame.total(book, **plain, align="center"))
        digits = frame.total_figure(book, **plain, num_format=self.money)
        months = {ledger.column(table.code, n): month_total(table.figures, n) for n in range(1, table.period.ordinal + 1)}
        sums = {ledger.ANNUAL: table.figures.total(ANNUAL), **months, ledger.year: sum(months.values(), Decimal(0))}
        for col, value in sums.items():
            cells = f"{address(first, col)}:{address(row - 1, col)}"
            sheet.formula(row, col, f"=SUM({cells})", digits, value)
        self.leads.total(sheet, row, ledger.column(table.code, table.period.ordinal), table, MONTH)
        self.leads.total(sheet, row, ledger.year, table, YEAR)

    def _colours(self, first: int, last: int) -> None:
        ledger, sheet = self.ledger, self.sheet
        for glyph, (color, fill) in LIGHT_COLORS.items():
            quiet = {"font_color": COLORS.GREY_LINE} if glyph == "○" else {"font_color": color, "bg_color": fill}
            sheet.condition(first, ledger.first_light, last, ledger.behind - 1, {
                "type": "cell", "criteria": "==", "value": f'"{glyph}"', "format": self.book.workbook.add_format(quiet)})
        bold = self.book.workbook.add_format({"font_color": COLORS.RED, "bold": True})
        sheet.condition(first, ledger.behind, last, ledger.behind, {"type": "cell", "criteria": ">=", "value": 2, "format": bold})
        missing = self.book.workbook.add_format({"font_color": COLORS.RED, "bg_color": COLORS.RED_FILL})
        sheet.condition(first, ledger.FIRST_MONTH, last, ledger.year - 1, {
            "type": "cell", "criteria": "==", "value": f'"{frame.MISSING}"', "format": missing})

    def _chart_rows(self, table: TableLayout) -> None:
        sheet, ledger, row = self.sheet, self.ledger, self.ledger.chart_row
        quiet = self.book.format(font_color=COLORS.GREY)
        sheet.text(row - 1, ledger.NAME, f"图表数据(通报首页,{table.code})", quiet)
        for n, word in enumerate(("报告期", f"当{self.step}完成", "累计占年度计划", "序时进度")):
            sheet.text(row + n, ledger.NAME, word, quiet)
        done, plan = Decimal(0), table.figures.total(ANNUAL)
        totals, planned = ledger.totals_row(table.code), xl_rowcol_to_cell(ledger.totals_row(table.code), ledger.ANNUAL, True, True)
        for n in range(table.period.ordinal):
            period, col = Period(table.period.year, n + 1, table.period.frequency), ledger.FIRST_MONTH + n
            month = month_total(table.figures, n + 1)
            done += month
            cell = address(totals, ledger.column(table.code, n + 1))
            first = xl_rowcol_to_cell(totals, ledger.FIRST_MONTH, col_abs=True)
            sheet.text(row, col, period.short_label, quiet)
            sheet.formula(row + 1, col, f"={cell}", self.book.format(font_color=COLORS.GREY, num_format=self.money), month)
            share = round(done / plan, SHARE_PLACES) if plan else Decimal(0)
            look = self.book.format(font_color=COLORS.GREY, num_format=PERCENT)
            sheet.formula(row + 2, col, f"=IF({planned}=0,0,ROUND(SUM({first}:{cell})/{planned},{SHARE_PLACES}))", look, share)
            elapsed = self.summary.plan.settings.time_progress(period)
            put(sheet, row + 3, col, Written(elapsed, "=序时进度" if period == table.period else ""), look)
