"""任务进展: how far each task is, by its slowest unit, against its deadline; what is overdue and what comes due."""

from xlsxwriter.utility import xl_col_to_name

from automation.bulletin import frame
from automation.bulletin.duty_places import (
    HEAD_ROW,
    NAME,
    ORDINAL,
    T_DUE,
    T_ELAPSED,
    T_GAP,
    T_LEAD,
    T_LIGHT,
    T_PROBLEM,
    T_PROGRESS,
    T_RATE,
    T_REMARK,
    T_STATE,
    T_UNITS,
    TASKS,
    Section,
)
from automation.bulletin.duty_words import problems, progress, short, task_remark, units_of
from automation.bulletin.layout import Layout
from automation.bulletin.leads import Leads
from automation.bulletin.places import reference
from automation.bulletin.task_formulas import TaskFormulas
from automation.bulletin.unit_ledger import section_heading
from automation.bulletin.written import Written, put
from automation.rollup.indicators import SOON_DAYS
from automation.rollup.tasks import BLOCKED, DONE, MOVING, NOT_STARTED
from automation.styles.book import Book, Sheet
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, GAP, PERCENT_WHOLE
from automation.summary import Summary, TaskFigures, TaskTable

_WIDTHS = (7, 27, 12, 22, 14.5, 8, 8, 10.5, 9, 9, 50, 26, 18)
_LAST = len(_WIDTHS) - 1
_HEADS = ("序号", "事项", "牵头单位", "责任单位", "完成时限", "完成率", "时间\n进度", "与时间比\n(百分点)", "状态", "亮灯",
          "进展情况", "存在问题", "逾期、未报")
_NEAR_HEADS = ("序号", "事项", "", "责任单位", "完成时限", "完成率", "", "逾期(−)、\n剩余天数", "状态", "亮灯")


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """The sheet; nothing where the period has no tasks."""
    if summary.tasks:
        _Writer(book, summary, layout).write()


class _Writer:
    """Writes 任务进展."""

    def __init__(self, book: Book, summary: Summary, layout: Layout) -> None:
        self.book, self.summary, self.places, self.plan = book, summary, layout.duties, summary.plan
        self.leads = Leads(layout)
        self.sheet: Sheet = book.sheet(TASKS, COLORS.NAVY)

    def write(self) -> None:
        """The whole sheet."""
        sheet, book = self.sheet, self.book
        sheet.columns(_WIDTHS)
        table = self.summary.tasks[0].table
        frame.title(book, sheet, 0, _LAST, table.heading or f"{self.plan.settings.plan_name}任务进展情况表")
        rule = "完成率取最慢的责任单位;时间进度为起始月至完成时限已过的比例(没有时限的按计划期末);逾期未完成、受阻亮红灯"
        frame.subtitle(book, sheet, 1, _LAST, rule, f"截至{self.summary.period.label}", 11)
        sheet.height(2, 6)
        sheet.height(HEAD_ROW, 32)
        for col, head in enumerate(_HEADS):
            sheet.text(HEAD_ROW, col, head, frame.header(book))
        row = HEAD_ROW + 1
        for section in self.places.task_sections:
            row = self._section(section, row)
        for figures in self.summary.tasks:
            row = self._counts(figures, row)
        row = self._near(row + 1)
        self._page(row)

    def _section(self, section: Section, row: int) -> int:
        table = section.table.table
        words = section.heading or table.title
        section_heading(self.book, self.sheet, row, _LAST, f"{table.code}  {words}({len(section.items)}项)")
        for figures in section.items:
            if isinstance(figures, TaskFigures):
                self._task(table.code, figures)
        return row + 1 + len(section.items)

    def _task(self, table: str, task: TaskFigures) -> None:
        book, sheet, row = self.book, self.sheet, self.places.task_rows[table, task.item.code]
        text, centred = frame.body(book), frame.body(book, align="center")
        small, percent = frame.body(book, font_size=9), frame.figure(book, num_format=PERCENT_WHOLE)
        formulas = TaskFormulas(self.places, table, task)
        lead = task.item.lead_unit or short(self.plan, task.reports[0].unit)
        texts = {ORDINAL: task.item.ordinal, NAME: task.item.name, T_LEAD: lead, T_UNITS: units_of(self.plan, task),
                 T_DUE: str(task.item.fixed.get("完成时限") or frame.NOTHING), T_PROGRESS: progress(self.plan, task),
                 T_PROBLEM: problems(self.plan, task), T_REMARK: task_remark(self.plan, task)}
        for col, words in texts.items():
            look = {NAME: frame.body(book, font_name=book.fonts.hei), T_PROGRESS: small, T_PROBLEM: small, T_UNITS: text}.get(col, centred)
            sheet.text(row, col, words, look)
        put(sheet, row, T_RATE, formulas.rate(), percent)
        put(sheet, row, T_ELAPSED, Written(task.elapsed), percent)
        put(sheet, row, T_GAP, formulas.gap(), frame.figure(book, num_format=GAP))
        for col in (T_RATE, T_GAP):
            self.leads.duty(sheet, row, col, table, task)
        put(sheet, row, T_STATE, formulas.state(), centred)
        put(sheet, row, T_LIGHT, formulas.light(), frame.body(book, font_name=book.fonts.hei, text_wrap=False, align="center"))
        sheet.height(row, row_height([(w, column_pixels(_WIDTHS[c])) for c, w in texts.items()], 9.8, 24, 1.3, 7))

    def _counts(self, table: TaskTable, row: int) -> int:
        """How many tasks are in each state and show each light."""
        states = self.places.column(TASKS, table.table.code, T_STATE)
        lights = self.places.column(TASKS, table.table.code, T_LIGHT)
        words = (DONE, MOVING, NOT_STARTED, BLOCKED, frame.MISSING)
        counts = {w: sum((t.state or frame.MISSING) == w for t in table.items) for w in words}
        glyphs = {g: sum(t.light.glyph == g for t in table.items) for g in "●▲■○"}
        value = "  ".join([*(f"{w}{n}项" for w, n in counts.items()), *(f"{g} {n}" for g, n in glyphs.items())])
        parts = [*(f'"{w}"&COUNTIF({states},"{w}")&"项"' for w in words), *(f'"{g} "&COUNTIF({lights},"{g}*")' for g in glyphs)]
        self.sheet.height(row, 24)
        look = frame.total(self.book)
        self.sheet.merge(row, 0, row, 1, frame.total(self.book, align="center"))
        self.sheet.text(row, 0, f"{table.table.code}合计{len(table.items)}项", frame.total(self.book, align="center"))
        self.sheet.merge(row, 2, row, _LAST, look)
        self.sheet.formula(row, 2, "=" + '&"  "&'.join(parts), look, value)
        return row + 1

    def _near(self, row: int) -> int:
        """What is overdue, and what comes due within a month; gives the row after it."""
        tasks = [(t.table.code, i) for t in self.summary.tasks for i in t.items]
        open_tasks = sorted(((i.days_left, c, i) for c, i in tasks if i.days_left is not None and i.finished is None), key=lambda f: f[0])
        late = [(c, i) for left, c, i in open_tasks if left < 0]
        soon = [(c, i) for left, c, i in open_tasks if 0 <= left <= SOON_DAYS]
        row = self._list("逾期未完成", late, row)
        return self._list(f"{SOON_DAYS}天内到期", soon, row)

    def _list(self, words: str, found: list[tuple[str, TaskFigures]], row: int) -> int:
        section_heading(self.book, self.sheet, row, T_LIGHT, f"{words}({len(found)}项)" if found else f"{words}:没有")
        if not found:
            return row + 1
        row += 1
        for col, head in enumerate(_NEAR_HEADS):
            self.sheet.text(row, col, head, frame.header(self.book))
        self.sheet.merge(row, NAME, row, T_LEAD, frame.header(self.book))
        self.sheet.text(row, NAME, "事项", frame.header(self.book))
        self.sheet.merge(row, T_RATE, row, T_ELAPSED, frame.header(self.book))
        self.sheet.text(row, T_RATE, "完成率", frame.header(self.book))
        self.sheet.height(row, 30)
        for number, (table, task) in enumerate(found, 1):
            row += 1
            self._near_line(row, number, table, task)
        return row + 1

    def _near_line(self, row: int, number: int, table: str, task: TaskFigures) -> None:
        book, sheet, source = self.book, self.sheet, self.places.task_rows[table, task.item.code]
        centred, light = frame.body(book, align="center"), frame.body(book, font_name=book.fonts.hei, text_wrap=False, align="center")
        sheet.number(row, ORDINAL, number, frame.figure(book, align="center", font_size=10))
        sheet.merge(row, NAME, row, T_LEAD, frame.body(book))
        sheet.text(row, NAME, task.item.name, frame.body(book))
        open_units = [short(self.plan, r.unit) for r in task.reports if r.text("状态") != DONE]
        sheet.text(row, T_UNITS, "、".join(open_units), frame.body(book))
        due = str(task.item.fixed.get("完成时限") or "")
        sheet.text(row, T_DUE, due, centred)
        sheet.merge(row, T_RATE, row, T_ELAPSED, frame.figure(book, num_format=PERCENT_WHOLE))
        rate = frame.NOTHING if task.rate is None else task.rate
        put(sheet, row, T_RATE, Written(rate, f"={reference(TASKS, source, T_RATE)}"), frame.figure(book, num_format=PERCENT_WHOLE))
        sheet.number(row, T_GAP, task.days_left, frame.figure(book, num_format="0_ ;[Red]-0_ "))
        put(sheet, row, T_STATE, Written(task.state or frame.MISSING, f"={reference(TASKS, source, T_STATE)}"), centred)
        put(sheet, row, T_LIGHT, Written(task.light.value, f"={reference(TASKS, source, T_LIGHT)}"), light)
        width = column_pixels(_WIDTHS[NAME]) + column_pixels(_WIDTHS[T_LEAD])
        cells = [(task.item.name, width), ("、".join(open_units), column_pixels(_WIDTHS[T_UNITS])), (due, column_pixels(_WIDTHS[T_DUE]))]
        sheet.height(row, row_height(cells, 10, 22, 1.3, 6))

    def _page(self, end: int) -> None:
        first = HEAD_ROW + 1
        frame.colour_lights(self.book, self.sheet, first, T_LIGHT, end - 1, T_LIGHT)
        frame.colour_gaps(self.book, self.sheet, self.plan.settings, first, T_GAP, self.places.task_end - 1,
                          f"${xl_col_to_name(T_ELAPSED)}{first + 1}")
        self.sheet.condition(first, T_RATE, self.places.task_end - 1, T_RATE, {
            "type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": COLORS.BAR,
            "bar_border_color": COLORS.BAR, "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1})
        self.sheet.freeze(first, NAME + 1)
        self.sheet.paper("A3", True, (11.4, 11.4, 12.7, 14), (1, 0), HEAD_ROW, (0, 0, end - 1, _LAST))
        self.sheet.raw.set_zoom(85)
        frame.way_home(self.book, self.sheet, self.summary, _LAST + 1)
        frame.foot(self.sheet, self.summary)
