"""与上期对比: what changed since the period before, by unit and item."""

from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from automation.bulletin import changed, frame
from automation.bulletin.changed import BETTER, LIT, NEW, SOLVED, UNLIT, WORSE, Change
from automation.bulletin.columns import LIGHT, MONTH, NAME, YEAR
from automation.bulletin.duty_places import INDICATORS, TASKS, Figures
from automation.bulletin.layout import CHANGES, LEDGER, Layout
from automation.bulletin.leads import Leads
from automation.bulletin.phrases import this_period
from automation.styles.book import Book, Sheet
from automation.styles.sheet import Value
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, PERCENT, PLAIN_MONEY, PLAIN_MONEY_DECIMAL, money_format
from automation.summary import IndicatorTable, Summary, TaskTable

_WIDTHS = (4.5, 38, 8.5, 10.5, 10.5, 9.5, 9.5, 10.5, 7, 9, 9.5, 14, 36)
(_ORDINAL, _NAME, _SOURCE, _YEAR_BEFORE, _YEAR, _MONTH_BEFORE, _MONTH, _GROWTH, _LIGHT_BEFORE, _LIGHT, _LIGHT_CHANGE, _STATE,
 _PROBLEM) = range(13)
_LAST = len(_WIDTHS) - 1
_CARD_ROW, _HEAD_ROW, _FIRST = 2, 5, 6
_RISE_WHOLE = '"↑"#,##0_ ;"↓"#,##0_ ;"—"_ '
_RISE_CENTS = '"↑"#,##0.00_ ;"↓"#,##0.00_ ;"—"_ '
_POINTS = '"↑"0.0"百分点";"↓"0.0"百分点";"—"'


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """The sheet; nothing where no period before is known, or nobody has a project, task or indicator."""
    if changed.known(summary):
        _Writer(book, summary, layout).write()


class _Writer:
    def __init__(self, book: Book, summary: Summary, layout: Layout) -> None:
        self.book, self.summary, self.layout = book, summary, layout
        self.sheet: Sheet = book.sheet(CHANGES, COLORS.BLUE)
        self.groups = changed.projects(summary)
        self.duties = tuple(changed.duties(summary))
        self.all = [change for changes in self.groups.values() for change in changes]
        periods = {table.period for table in layout.tables} or {summary.period}
        self.period = next(iter(periods)) if len(periods) == 1 else None
        """The period that all project tables are of; None where a quarterly one stands beside a monthly one."""
        self.last = "上月" if self.period and this_period(self.period) == "本月" else "上期"
        figures = [n for c in self.all for n in (c.figures.number(YEAR), c.figures.number(MONTH), c.month_before)]
        self.money = money_format(figures)
        self.rise = _RISE_WHOLE if self.money == money_format([]) else _RISE_CENTS
        self.project_rows: list[int] = []
        self.leads = Leads(layout)
        tables: tuple[TaskTable | IndicatorTable, ...] = (*summary.tasks, *summary.indicators)
        self.rolled: dict[tuple[str, str], Figures] = {(t.table.code, f.item.code): f for t in tables for f in t.items}

    def write(self) -> None:
        book, sheet, summary = self.book, self.sheet, self.summary
        sheet.columns(_WIDTHS)
        frame.title(book, sheet, 0, _LAST, f"{summary.period.label}与{self.last}对比", height=40)
        frame.subtitle(book, sheet, 1, _LAST, self._about(), frame.money_note(summary.plan.settings), 11)
        self._heads()
        row = _FIRST
        for unit, changes in self.groups.items():
            row = self._unit(row, unit, changes)
        end = self._duties(row) if self.duties else row
        self._cards(end)
        sheet.height(end, 20)
        before = f"为{self.period.previous.label}的报送数" if self.period else "为各表上一期的报送数"
        sheet.text(end, 0, f"注:{self.last}数{before},{this_period(summary.period)}数和亮灯链接自附件表;列入两表的项目只列一次;"
                   "“已解决”指上期填有问题、本期填报没有问题。", frame.note(book, font_size=10))
        self._colours(end)
        sheet.freeze(_FIRST, 2)
        sheet.paper("A4", True, (12.7, 12.7, 15.2, 15.2), (1, 0), _HEAD_ROW, (0, 0, end, _LAST))
        frame.way_home(book, sheet, summary, _LAST + 1)
        frame.foot(sheet, summary)

    def _about(self) -> str:
        if self.all and all(len(c.figures.months) < 2 for c in self.all):
            return "年度第一期:累计从零起算,完成投资和亮灯不与上年比较,状态和问题与上年末比较"
        return f"与{self.period.previous.label if self.period else '上一期'}比较;按填报单位排列,单位行为该单位合计"

    def _heads(self) -> None:
        period, words = self.period, "累计\n(指标值)" if self.duties else "\n累计"
        ranges, labels = ("上期", "本期"), ("上期", "本期")
        if period:
            before = period.previous
            ranges, labels = (before.range_label, period.range_label), (before.short_label, period.short_label)
        heads = ("序号", "项目、任务、指标" if self.duties else "项目名称", "来源", *(f"{r}{words}" for r in ranges),
                 *(f"{label}\n完成" for label in labels), "增减", f"{self.last}\n亮灯", "本期亮灯", "亮灯变化", "状态变化", "存在问题变化")
        self.sheet.height(_HEAD_ROW, 32)
        for col, head in enumerate(heads):
            self.sheet.text(_HEAD_ROW, col, head, frame.header(self.book))

    def _unit(self, row: int, unit: str, changes: Sequence[Change]) -> int:
        """The unit's line and its projects; those of which nothing is to be told share one line. Gives the next row."""
        moved = [c for c in changes if c.moved]
        still = [c.figures.item.name for c in changes if not c.moved]
        self._unit_line(row, unit, len(changes), moved)
        for change in moved:
            row += 1
            self._project(row, change)
        if still:
            row += 1
            look = frame.body(self.book, font_color=COLORS.MUTED)
            text = f"{'其余' if moved else ''}{len(still)}个没有变化:{'、'.join(still)}"
            self.sheet.merge(row, 0, row, _LAST, look)
            self.sheet.text(row, 0, text, look)
            self.sheet.height(row, row_height([(text, sum(map(column_pixels, _WIDTHS)))], 10, 20))
        return row + 1

    def _unit_line(self, row: int, unit: str, count: int, moved: Sequence[Change]) -> None:
        self._band(row, _SOURCE, f"{unit}({count}个项目)")
        digits = frame.figure(self.book, bg_color=COLORS.HEAD2, bold=True, num_format=self.money, font_size=10.5)
        sums = ((_YEAR_BEFORE, [c.year_before for c in moved]), (_YEAR, [c.figures.number(YEAR) for c in moved]),
                (_MONTH_BEFORE, [c.month_before for c in moved]), (_MONTH, [c.figures.number(MONTH) for c in moved]))
        for col, numbers in sums:
            letter = "ABCDEFGHIJKLM"[col]
            if moved:
                total = sum((n for n in numbers if n is not None), Decimal(0))
                self.sheet.formula(row, col, f"=SUM({letter}{row + 2}:{letter}{row + 1 + len(moved)})", digits, total)
        if moved:
            now, before = (sum((n for n in numbers if n is not None), Decimal(0)) for numbers in (sums[3][1], sums[2][1]))
            rise = frame.figure(self.book, bg_color=COLORS.HEAD2, bold=True, num_format=self.rise, font_size=10.5)
            self.sheet.formula(row, _GROWTH, f"=G{row + 1}-F{row + 1}", rise, now - before)

    def _band(self, row: int, last: int, text: str) -> None:
        look = frame.body(self.book, font_name=self.book.fonts.hei, font_size=10.5, bg_color=COLORS.HEAD2, font_color=COLORS.NAVY)
        self.sheet.height(row, 21)
        for col in range(_LAST + 1):
            self.sheet.blank(row, col, look)
        self.sheet.merge(row, 0, row, last, look)
        self.sheet.text(row, 0, text, look)

    def _project(self, row: int, change: Change) -> None:
        book, sheet, figures = self.book, self.sheet, change.figures
        self.project_rows.append(row)
        code, item = change.table.table.code, figures.item.code
        digits = frame.figure(book, num_format=self.money, shrink=True)
        sheet.number(row, _ORDINAL, len(self.project_rows), frame.figure(book, font_size=10.5, align="center"))
        sheet.text(row, _NAME, figures.item.name, frame.body(book))
        target, cell = self.layout.cell_of(code, item, NAME)
        link = frame.body(book, font_size=9, text_wrap=False, shrink=True, align="center", font_color=COLORS.LINK, underline=1)
        sheet.link(row, _SOURCE, target, cell, link, f"{code}-{figures.item.ordinal}")
        if change.year_before is None:
            sheet.text(row, _YEAR_BEFORE, frame.NOTHING, frame.figure(book, align="center"))
        else:
            sheet.number(row, _YEAR_BEFORE, change.year_before, digits)
        reference, now = self.layout.reference, figures.number(MONTH)
        sheet.formula(row, _YEAR, f"=N({reference(code, item, YEAR)})", digits, figures.number(YEAR) or Decimal(0))
        self._month_before(row, change)
        sheet.formula(row, _MONTH, "=" + reference(code, item, MONTH), digits, frame.MISSING if now is None else now)
        growth: Value = frame.NOTHING if now is None or change.month_before is None else now - change.month_before
        sheet.formula(row, _GROWTH, f'=IF(AND(ISNUMBER(F{row + 1}),ISNUMBER(G{row + 1})),G{row + 1}-F{row + 1},"—")',
                      frame.figure(book, num_format=self.rise, shrink=True), growth)
        self._leads(row, change)
        self._lights(row, change)
        self._texts(row, change)

    def _leads(self, row: int, change: Change) -> None:
        """Every figure of a project leads to where it came from."""
        ordinal, item = len(change.figures.months), change.figures.item.code
        table, ledger = self.layout.table(change.table.table.code), self.layout.ledger
        line = ledger.rows[table.code, item]
        if change.year_before is not None:
            self.leads.months(self.sheet, row, _YEAR_BEFORE, table, item)
        self.leads.months(self.sheet, row, _YEAR, table, item)
        if ordinal > 1:
            self.leads.figure(self.sheet, row, _MONTH_BEFORE, (LEDGER, line, ledger.column(table.code, ordinal - 1)))
        self.leads.figure(self.sheet, row, _MONTH, (table.sheet, table.rows[item], table.column(MONTH)))

    def _month_before(self, row: int, change: Change) -> None:
        code, item, ordinal = change.table.table.code, change.figures.item.code, len(change.figures.months)
        look = frame.figure(self.book, num_format=self.money, shrink=True)
        if ordinal == 1:
            self.sheet.text(row, _MONTH_BEFORE, frame.NOTHING, frame.figure(self.book, align="center"))
            return
        shown: Value = frame.MISSING if change.month_before is None else change.month_before
        self.sheet.formula(row, _MONTH_BEFORE, "=" + self.layout.ledger.month(code, item, ordinal - 1), look, shown)

    def _lights(self, row: int, change: Change) -> None:
        code, item, figures = change.table.table.code, change.figures.item.code, change.figures
        look = frame.body(self.book, align="center", text_wrap=False)
        if figures.light_before is None:
            self.sheet.text(row, _LIGHT_BEFORE, frame.NOTHING, look)
        else:
            before = self.layout.ledger.light(code, item, len(figures.months) - 1)
            self.sheet.formula(row, _LIGHT_BEFORE, "=" + before, look, figures.light_before.glyph)
        hei = frame.body(self.book, font_name=self.book.fonts.hei, align="center", text_wrap=False)
        self.sheet.formula(row, _LIGHT, "=" + self.layout.reference(code, item, LIGHT), hei, figures.light.value)
        was, now = f"I{row + 1}", f"LEFT(J{row + 1},1)"
        formula = (f'=IF(OR({was}="—",{was}={now}),"",IF({was}="○","{LIT}",IF({now}="○","{UNLIT}",'
                   f'IF(FIND({now},"●▲■")<FIND({was},"●▲■"),"{BETTER}","{WORSE}"))))')
        self.sheet.formula(row, _LIGHT_CHANGE, formula, hei, change.light)

    def _texts(self, row: int, change: Change) -> None:
        absent = "" if change.figures.reported else f"{this_period(self.summary.period)}未报送"
        problem = change.problem or absent
        self.sheet.text(row, _STATE, change.state, frame.body(self.book, align="center"))
        self.sheet.text(row, _PROBLEM, problem, frame.body(self.book))
        cells = ((change.figures.item.name, _NAME), (change.state, _STATE), (problem, _PROBLEM))
        self.sheet.height(row, row_height([(text, column_pixels(_WIDTHS[col])) for text, col in cells], 10, 18.5, 1.32, 5))

    def _duties(self, row: int) -> int:
        """Tasks and indicators of which something changed; gives the next row."""
        self._band(row, _LAST, f"任务和指标({len(self.duties)}项有变化)")
        for number, change in enumerate(self.duties, 1):
            row += 1
            self._duty(row, number, change)
        return row + 1

    def _duty(self, row: int, place: int, change: Change) -> None:
        book, sheet, item = self.book, self.sheet, change.figures.item
        before, now = changed.values(change)
        share = changed.is_share(change)
        for col in range(_LAST + 1):
            sheet.blank(row, col, frame.body(book))
        whole = all(n is None or n == n.to_integral_value() for n in (before, now))
        number, rise = (PLAIN_MONEY, _RISE_WHOLE) if whole else (PLAIN_MONEY_DECIMAL, _RISE_CENTS)
        digits = frame.figure(book, num_format=PERCENT if share else number, shrink=True)
        sheet.number(row, _ORDINAL, place, frame.figure(book, font_size=10.5, align="center"))
        sheet.text(row, _NAME, item.name, frame.body(book))
        self._duty_source(row, change)
        sheet.number(row, _YEAR_BEFORE, before, digits)
        sheet.number(row, _YEAR, now, digits)
        if before is not None and now is not None:
            look = frame.figure(book, num_format=_POINTS if share else rise, shrink=True)
            factor, times = (100, "*100") if share else (1, "")
            sheet.formula(row, _GROWTH, f"=ROUND((E{row + 1}-D{row + 1}){times},10)", look, round((now - before) * factor, 10))
        self._texts(row, change)

    def _duty_source(self, row: int, change: Change) -> None:
        """Where a task or an indicator stands, and where what it is now comes from."""
        code, item, places = change.table.table.code, change.figures.item, self.layout.duties
        sheet, rows = (TASKS, places.task_rows) if (code, item.code) in places.task_rows else (INDICATORS, places.indicator_rows)
        if (code, item.code) not in rows:
            self.sheet.text(row, _SOURCE, f"{code}-{item.ordinal}", frame.body(self.book, font_size=9, align="center"))
            return
        look = frame.body(self.book, font_size=9, text_wrap=False, shrink=True, align="center", font_color=COLORS.LINK, underline=1)
        self.sheet.link(row, _SOURCE, sheet, xl_rowcol_to_cell(rows[code, item.code], 0), look, f"{code}-{item.ordinal}")
        self.leads.duty(self.sheet, row, _YEAR, code, self.rolled[code, item.code])

    def _cards(self, end: int) -> None:
        """How many of each change, counted live over what stands below."""
        self.sheet.height(_CARD_ROW, 17)
        self.sheet.height(_CARD_ROW + 1, 32)
        self.sheet.height(_CARD_ROW + 2, 8)
        rows = f"{_FIRST + 1}:{{0}}{end}"
        lights = [c.light for c in self.all if c.moved]
        told = [c for c in (*self.all, *self.duties) if c.moved or c in self.duties]
        problems = [c.problem for c in told]
        cards = ((_ORDINAL, _NAME, "亮灯转好", "K", BETTER, lights.count(BETTER), COLORS.GREEN),
                 (_SOURCE, _YEAR_BEFORE, "亮灯转差", "K", WORSE, lights.count(WORSE), COLORS.RED),
                 (_YEAR, _MONTH, "状态变化", "L", "*→*", sum("→" in c.state for c in told), COLORS.NAVY),
                 (_GROWTH, _LIGHT_CHANGE, "新增问题", "M", f"{NEW}：*", sum(p.startswith(NEW) for p in problems), COLORS.AMBER),
                 (_STATE, _PROBLEM, "已解决问题", "M", f"{SOLVED}：*", sum(p.startswith(SOLVED) for p in problems), COLORS.BLUE))
        for first, last, label, letter, pattern, count, color in cards:
            area = f"{letter}{rows.format(letter)}"
            self._card(first, last, label, f'=COUNTIF({area},"{pattern}")', count, color)

    def _card(self, first: int, last: int, label: str, formula: str, value: int, color: str) -> None:
        side = {"align": "center", "bg_color": COLORS.CARD, "left": 1, "right": 1, "left_color": COLORS.GRID, "right_color": COLORS.GRID}
        top = self.book.format(**side, font_name=self.book.fonts.hei, font_size=10.5, font_color=COLORS.MUTED, top=5, top_color=color)
        big = self.book.format(**side, font_name=self.book.fonts.kpi, font_size=20, bold=True, font_color=color, bottom=1,
                               bottom_color=COLORS.GRID)
        self.sheet.merge(_CARD_ROW, first, _CARD_ROW, last, top)
        self.sheet.text(_CARD_ROW, first, label, top)
        self.sheet.merge(_CARD_ROW + 1, first, _CARD_ROW + 1, last, big)
        self.sheet.formula(_CARD_ROW + 1, first, formula, big, value)

    def _colours(self, end: int) -> None:
        if not self.project_rows:
            return
        frame.colour_lights(self.book, self.sheet, _FIRST, _LIGHT_BEFORE, end - 1, _LIGHT)
        for word, color in ((BETTER, COLORS.GREEN), (WORSE, COLORS.RED)):
            look = self.book.workbook.add_format({"font_color": color})
            self.sheet.condition(_FIRST, _LIGHT_CHANGE, end - 1, _LIGHT_CHANGE,
                                 {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look})
        for begin, color in ((NEW, COLORS.AMBER), (SOLVED, COLORS.GREEN)):
            look = self.book.workbook.add_format({"font_color": color})
            self.sheet.condition(_FIRST, _PROBLEM, end - 1, _PROBLEM,
                                 {"type": "text", "criteria": "begins with", "value": begin, "format": look})
