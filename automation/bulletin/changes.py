"""与上期对比: what changed since the period before, by unit and item."""

from collections.abc import Sequence
from decimal import Decimal

from automation.bulletin import change_places as at
from automation.bulletin import changed, frame
from automation.bulletin.changed import BETTER, LIT, NEW, SOLVED, UNLIT, WORSE, Change
from automation.bulletin.changed_duties import write_duty, write_words
from automation.bulletin.columns import LIGHT, MONTH, NAME, YEAR
from automation.bulletin.layout import CHANGES, LEDGER, Layout
from automation.bulletin.leads import Leads
from automation.bulletin.phrases import this_period
from automation.styles.book import Book, Sheet
from automation.styles.sheet import Value
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, money_format
from automation.summary import Summary

_CARD_ROW, _HEAD_ROW, _FIRST = 2, 5, 6


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
        self.rise = at.RISE_WHOLE if self.money == money_format([]) else at.RISE_CENTS
        self.project_rows: list[int] = []
        self.leads = Leads(layout)

    def write(self) -> None:
        book, sheet, summary = self.book, self.sheet, self.summary
        sheet.columns(at.WIDTHS)
        frame.title(book, sheet, 0, at.LAST, f"{summary.period.label}与{self.last}对比", height=40)
        frame.subtitle(book, sheet, 1, at.LAST, self._about(), frame.money_note(summary.plan.settings), 11)
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
        sheet.paper("A4", True, (12.7, 12.7, 15.2, 15.2), (1, 0), _HEAD_ROW, (0, 0, end, at.LAST))
        frame.way_home(book, sheet, summary, at.LAST + 1)
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
            self.sheet.merge(row, 0, row, at.LAST, look)
            self.sheet.text(row, 0, text, look)
            self.sheet.height(row, row_height([(text, sum(map(column_pixels, at.WIDTHS)))], 10, 20))
        return row + 1

    def _unit_line(self, row: int, unit: str, count: int, moved: Sequence[Change]) -> None:
        self._band(row, at.SOURCE, f"{unit}({count}个项目)")
        digits = frame.figure(self.book, bg_color=COLORS.HEAD2, bold=True, num_format=self.money, font_size=10.5)
        sums = ((at.YEAR_BEFORE, [c.year_before for c in moved]), (at.YEAR, [c.figures.number(YEAR) for c in moved]),
                (at.MONTH_BEFORE, [c.month_before for c in moved]), (at.MONTH, [c.figures.number(MONTH) for c in moved]))
        for col, numbers in sums:
            letter = "ABCDEFGHIJKLM"[col]
            if moved:
                total = sum((n for n in numbers if n is not None), Decimal(0))
                self.sheet.formula(row, col, f"=SUM({letter}{row + 2}:{letter}{row + 1 + len(moved)})", digits, total)
        if moved:
            now, before = (sum((n for n in numbers if n is not None), Decimal(0)) for numbers in (sums[3][1], sums[2][1]))
            rise = frame.figure(self.book, bg_color=COLORS.HEAD2, bold=True, num_format=self.rise, font_size=10.5)
            self.sheet.formula(row, at.GROWTH, f"=G{row + 1}-F{row + 1}", rise, now - before)

    def _band(self, row: int, last: int, text: str) -> None:
        look = frame.body(self.book, font_name=self.book.fonts.hei, font_size=10.5, bg_color=COLORS.HEAD2, font_color=COLORS.NAVY)
        self.sheet.height(row, 21)
        for col in range(at.LAST + 1):
            self.sheet.blank(row, col, look)
        self.sheet.merge(row, 0, row, last, look)
        self.sheet.text(row, 0, text, look)

    def _project(self, row: int, change: Change) -> None:
        book, sheet, figures = self.book, self.sheet, change.figures
        self.project_rows.append(row)
        code, item = change.table.table.code, figures.item.code
        digits = frame.figure(book, num_format=self.money, shrink=True)
        sheet.number(row, at.ORDINAL, len(self.project_rows), frame.figure(book, font_size=10.5, align="center"))
        sheet.text(row, at.NAME, figures.item.name, frame.body(book))
        target, cell = self.layout.cell_of(code, item, NAME)
        link = frame.body(book, font_size=9, text_wrap=False, shrink=True, align="center", font_color=COLORS.LINK, underline=1)
        sheet.link(row, at.SOURCE, target, cell, link, f"{code}-{figures.item.ordinal}")
        if change.year_before is None:
            sheet.text(row, at.YEAR_BEFORE, frame.NOTHING, frame.figure(book, align="center"))
        else:
            sheet.number(row, at.YEAR_BEFORE, change.year_before, digits)
        reference, now = self.layout.reference, figures.number(MONTH)
        sheet.formula(row, at.YEAR, f"=N({reference(code, item, YEAR)})", digits, figures.number(YEAR) or Decimal(0))
        self._month_before(row, change)
        sheet.formula(row, at.MONTH, "=" + reference(code, item, MONTH), digits, frame.MISSING if now is None else now)
        growth: Value = frame.NOTHING if now is None or change.month_before is None else now - change.month_before
        sheet.formula(row, at.GROWTH, f'=IF(AND(ISNUMBER(F{row + 1}),ISNUMBER(G{row + 1})),G{row + 1}-F{row + 1},"—")',
                      frame.figure(book, num_format=self.rise, shrink=True), growth)
        self._leads(row, change)
        self._lights(row, change)
        absent = "" if figures.reported else f"{this_period(self.summary.period)}未报送"
        write_words(book, sheet, row, change, change.problem or absent)

    def _leads(self, row: int, change: Change) -> None:
        """Every figure of a project leads to where it came from."""
        ordinal, item = len(change.figures.months), change.figures.item.code
        table, ledger = self.layout.table(change.table.table.code), self.layout.ledger
        line = ledger.rows[table.code, item]
        if change.year_before is not None:
            self.leads.months(self.sheet, row, at.YEAR_BEFORE, table, item)
        self.leads.months(self.sheet, row, at.YEAR, table, item)
        if ordinal > 1:
            self.leads.figure(self.sheet, row, at.MONTH_BEFORE, (LEDGER, line, ledger.column(table.code, ordinal - 1)))
        self.leads.figure(self.sheet, row, at.MONTH, (table.sheet, table.rows[item], table.column(MONTH)))

    def _month_before(self, row: int, change: Change) -> None:
        code, item, ordinal = change.table.table.code, change.figures.item.code, len(change.figures.months)
        look = frame.figure(self.book, num_format=self.money, shrink=True)
        if ordinal == 1:
            self.sheet.text(row, at.MONTH_BEFORE, frame.NOTHING, frame.figure(self.book, align="center"))
            return
        shown: Value = frame.MISSING if change.month_before is None else change.month_before
        self.sheet.formula(row, at.MONTH_BEFORE, "=" + self.layout.ledger.month(code, item, ordinal - 1), look, shown)

    def _lights(self, row: int, change: Change) -> None:
        code, item, figures = change.table.table.code, change.figures.item.code, change.figures
        look = frame.body(self.book, align="center", text_wrap=False)
        if figures.light_before is None:
            self.sheet.text(row, at.LIGHT_BEFORE, frame.NOTHING, look)
        else:
            before = self.layout.ledger.light(code, item, len(figures.months) - 1)
            self.sheet.formula(row, at.LIGHT_BEFORE, "=" + before, look, figures.light_before.glyph)
        hei = frame.body(self.book, font_name=self.book.fonts.hei, align="center", text_wrap=False)
        self.sheet.formula(row, at.LIGHT, "=" + self.layout.reference(code, item, LIGHT), hei, figures.light.value)
        was, now = f"I{row + 1}", f"LEFT(J{row + 1},1)"
        formula = (f'=IF(OR({was}="—",{was}={now}),"",IF({was}="○","{LIT}",IF({now}="○","{UNLIT}",'
                   f'IF(FIND({now},"●▲■")<FIND({was},"●▲■"),"{BETTER}","{WORSE}"))))')
        self.sheet.formula(row, at.LIGHT_CHANGE, formula, hei, change.light)

    def _duties(self, row: int) -> int:
        """Tasks and indicators of which something changed; gives the next row."""
        self._band(row, at.LAST, f"任务和指标({len(self.duties)}项有变化)")
        for number, change in enumerate(self.duties, 1):
            row += 1
            write_duty(self.book, self.sheet, self.layout, self.leads, row, number, change)
        return row + 1

    def _cards(self, end: int) -> None:
        """How many of each change, counted live over what stands below."""
        self.sheet.height(_CARD_ROW, 17)
        self.sheet.height(_CARD_ROW + 1, 32)
        self.sheet.height(_CARD_ROW + 2, 8)
        rows = f"{_FIRST + 1}:{{0}}{end}"
        told = [*(c for c in self.all if c.moved), *self.duties]
        lights, problems = [c.light for c in told], [c.problem for c in told]
        cards = ((at.ORDINAL, at.NAME, "亮灯转好", "K", BETTER, lights.count(BETTER), COLORS.GREEN),
                 (at.SOURCE, at.YEAR_BEFORE, "亮灯转差", "K", WORSE, lights.count(WORSE), COLORS.RED),
                 (at.YEAR, at.MONTH, "状态变化", "L", "*→*", sum("→" in c.state for c in told), COLORS.NAVY),
                 (at.GROWTH, at.LIGHT_CHANGE, "新增问题", "M", f"{NEW}：*", sum(p.startswith(NEW) for p in problems), COLORS.AMBER),
                 (at.STATE, at.PROBLEM, "已解决问题", "M", f"{SOLVED}：*", sum(p.startswith(SOLVED) for p in problems), COLORS.BLUE))
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
        if end == _FIRST:
            return
        frame.colour_lights(self.book, self.sheet, _FIRST, at.LIGHT_BEFORE, end - 1, at.LIGHT)
        for word, color in ((BETTER, COLORS.GREEN), (WORSE, COLORS.RED)):
            look = self.book.workbook.add_format({"font_color": color})
            self.sheet.condition(_FIRST, at.LIGHT_CHANGE, end - 1, at.LIGHT_CHANGE,
                                 {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look})
        for begin, color in ((NEW, COLORS.AMBER), (SOLVED, COLORS.GREEN)):
            look = self.book.workbook.add_format({"font_color": color})
            self.sheet.condition(_FIRST, at.PROBLEM, end - 1, at.PROBLEM,
                                 {"type": "text", "criteria": "begins with", "value": begin, "format": look})
