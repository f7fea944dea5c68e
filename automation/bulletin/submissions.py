"""报送情况: who reported and when, this period and since January."""

from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name

from automation.bulletin import frame
from automation.bulletin.layout import SUBMISSION_NAMES, SUBMISSIONS, Layout
from automation.bulletin.phrases import listed
from automation.bulletin.places import reference
from automation.bulletin.reporting import LATE, MISSING, ON_TIME, Reporting, received, remark, word
from automation.bulletin.wording import catch_up_day
from automation.model.plan import Kind
from automation.model.submission import UnitStatus
from automation.styles.book import Book, Sheet
from automation.styles.sheet import Value
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, MOMENT, PERCENT_WHOLE
from automation.summary import Summary

_WIDTHS = (5, 21, 11, 8, 15, 15, 10.5, 7)
_MONTH_WIDTH, _RATE_WIDTH = 4.2, 8
_LEAST_RECORD = 25.2
"""Width of the record's columns together: room for its heading and for the last card in January too."""
(_ORDINAL, _UNIT, _CATEGORY, _ITEMS, _DUE, _RECEIVED, _STATE, _RETURNED, _RECORD) = range(9)
_HEADINGS = ("序号", "填报单位", "类别", "项目数", "应报时间", "实报时间", "报送状态", "退回\n次数")
_CARD_ROW, _HEAD_ROW, _FIRST = 2, 5, 7
_MARKS = (("√", COLORS.GREEN, COLORS.WHITE), ("△", COLORS.AMBER, COLORS.AMBER_FILL), ("×", COLORS.RED, COLORS.RED_FILL))
_STATES = ((ON_TIME, COLORS.GREEN, COLORS.GREEN_FILL), (LATE, COLORS.AMBER, COLORS.AMBER_FILL), (MISSING, COLORS.RED, COLORS.RED_FILL))
_ONE_PAGE = 32
"""Units that stay legible on one page."""


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """Write the sheet and give the defined names 报送_应报, 报送_按时, 报送_迟报, 报送_未报."""
    _Writer(book, summary).write()


class _Writer:
    def __init__(self, book: Book, summary: Summary) -> None:
        self.book, self.summary = book, summary
        self.sheet: Sheet = book.sheet(SUBMISSIONS, COLORS.TAB_GREEN)
        self.reporting = Reporting.of(summary.statuses)
        self.months = max((len(s.history) for s in summary.statuses), default=0) or summary.period.ordinal
        self.rate_col = _RECORD + self.months
        self.first, self.last = _FIRST + 1, _FIRST + max(1, len(summary.statuses))
        """First and last unit as Excel counts rows."""
        month = max(_MONTH_WIDTH, _LEAST_RECORD / self.months)
        self.widths = (*_WIDTHS, *[month] * self.months, _RATE_WIDTH)

    def write(self) -> None:
        sheet, summary = self.sheet, self.summary
        settings = summary.plan.settings
        sheet.columns(self.widths)
        frame.title(self.book, sheet, 0, self.rate_col, f"{summary.period.label}进度报送情况", height=40)
        frame.subtitle(self.book, sheet, 1, self.rate_col, f"报送时限:{_deadline(summary)}报{settings.office}汇总", points=11)
        frame.way_home(self.book, sheet, summary, self.rate_col + 1)
        self._cards()
        self._head()
        for place, status in enumerate(summary.statuses):
            self._line(_FIRST + place, status)
        end = self._under(_FIRST + len(summary.statuses))
        self._colours()
        sheet.freeze(_FIRST, 2)
        fit = (1, 1 if len(summary.statuses) <= _ONE_PAGE else 0)
        sheet.paper("A4", True, (15.2, 15.2, 15.2, 15.2), fit, (_HEAD_ROW, _HEAD_ROW + 1), (0, 0, end, self.rate_col))
        frame.foot(sheet, summary)

    def _cards(self) -> None:
        said, total = self.reporting, len(self.reporting.due)
        a, b = self.first, self.last
        share = frame.NOTHING if not total else _share(len(said.on_time), total)
        returned = sum(s.returned_times for s in said.due)
        self.sheet.height(_CARD_ROW, 17)
        self.sheet.height(_CARD_ROW + 1, 34)
        self.sheet.height(_CARD_ROW + 2, 8)
        self._card(_ORDINAL, _UNIT, "应报单位(家)", f"=COUNTA(B{a}:B{b})", total, COLORS.NAVY)
        self._card(_CATEGORY, _ITEMS, "按时报送", f'=COUNTIF(G{a}:G{b},"{ON_TIME}")', len(said.on_time), COLORS.GREEN)
        self._card(_DUE, _DUE, "迟报", f'=COUNTIF(G{a}:G{b},"{LATE}*")', len(said.late), COLORS.AMBER)
        self._card(_RECEIVED, _RECEIVED, "未报送", f'=COUNTIF(G{a}:G{b},"{MISSING}")', len(said.missing), COLORS.RED)
        self._card(_STATE, _RETURNED, "退回修改(次)", f"=SUM(H{a}:H{b})", returned, COLORS.BLUE)
        self._card(_RECORD, self.rate_col, "按时报送率", '=IF(A4>0,C4/A4,"—")', share, COLORS.NAVY, "0.0%")
        for name, col in zip(SUBMISSION_NAMES, (_ORDINAL, _CATEGORY, _DUE, _RECEIVED), strict=True):
            self.book.name(name, "=" + reference(SUBMISSIONS, _CARD_ROW + 1, col))

    def _card(self, first: int, last: int, label: str, formula: str, value: Value, color: str, num_format: str = "0") -> None:
        side = {"align": "center", "bg_color": COLORS.CARD, "left": 1, "right": 1, "left_color": COLORS.GRID, "right_color": COLORS.GRID}
        top = self.book.format(**side, font_name=self.book.fonts.hei, font_size=10.5, font_color=COLORS.MUTED, top=5, top_color=color)
        big = self.book.format(**side, font_name=self.book.fonts.kpi, font_size=22, bold=True, font_color=color, bottom=1,
                               bottom_color=COLORS.GRID, num_format=num_format)
        self.sheet.merge(_CARD_ROW, first, _CARD_ROW, last, top)
        self.sheet.text(_CARD_ROW, first, label, top)
        self.sheet.merge(_CARD_ROW + 1, first, _CARD_ROW + 1, last, big)
        self.sheet.formula(_CARD_ROW + 1, first, formula, big, value)

    def _head(self) -> None:
        look = frame.header(self.book)
        for row in (_HEAD_ROW, _HEAD_ROW + 1):
            self.sheet.height(row, 18)
        mixed = any(table.table.kind is not Kind.PROJECT for table in self.summary.tables)
        headings = [{"项目数": "事项数"}.get(heading, heading) if mixed else heading for heading in _HEADINGS]
        for col, heading in [*enumerate(headings), (self.rate_col, "按时率")]:
            self.sheet.merge(_HEAD_ROW, col, _HEAD_ROW + 1, col, look)
            self.sheet.text(_HEAD_ROW, col, heading, look)
        self.sheet.merge(_HEAD_ROW, _RECORD, _HEAD_ROW, self.rate_col - 1, look)
        self.sheet.text(_HEAD_ROW, _RECORD, f"{self.summary.period.range_label}报送记录", look)
        for month in range(self.months):
            self.sheet.number(_HEAD_ROW + 1, _RECORD + month, month + 1, look)

    def _line(self, row: int, status: UnitStatus) -> None:
        book, sheet, line = self.book, self.sheet, row + 1
        text, centred = frame.body(book, font_size=10.5), frame.body(book, font_size=10.5, align="center")
        digits, moment = frame.figure(book, font_size=10.5, align="center"), frame.figure(book, font_size=10.5, align="center", num_format=MOMENT)
        sheet.height(row, row_height([(status.unit.name, column_pixels(_WIDTHS[_UNIT]))], 10.5, 21))
        sheet.number(row, _ORDINAL, row - _FIRST + 1, digits)
        sheet.text(row, _UNIT, status.unit.name, text)
        sheet.text(row, _CATEGORY, status.unit.category, centred)
        sheet.number(row, _ITEMS, status.items, digits)
        sheet.date(row, _DUE, status.deadline, moment)
        came = received(status)
        if came is None:
            sheet.blank(row, _RECEIVED, moment)
        else:
            sheet.date(row, _RECEIVED, came, moment)
        state = f'=IF(F{line}="","{MISSING}",IF(F{line}<=E{line},"{ON_TIME}","{LATE}"&MAX(1,INT(F{line})-INT(E{line}))&"天"))'
        sheet.formula(row, _STATE, state, frame.body(book, font_name=book.fonts.hei, font_size=10.5, align="center"), word(status))
        sheet.number(row, _RETURNED, status.returned_times, frame.figure(book, font_size=10.5, align="center", num_format='0;-0;"—"'))
        self._record(row, status)

    def _record(self, row: int, status: UnitStatus) -> None:
        look = frame.body(self.book, font_size=10.5, align="center")
        for month in range(self.months):
            mark = status.history[month] if month < len(status.history) else ""
            self.sheet.text(row, _RECORD + month, mark, look)
        due = sum(mark in "√△×" for mark in status.history if mark)
        cells = f"{xl_col_to_name(_RECORD)}{row + 1}:{xl_col_to_name(self.rate_col - 1)}{row + 1}"
        counted = "+".join(f'COUNTIF({cells},"{mark}")' for mark, _, _ in _MARKS)
        self.sheet.formula(row, self.rate_col, f'=IF({counted}>0,COUNTIF({cells},"√")/({counted}),"—")',
                           frame.figure(self.book, font_size=10.5, align="center", num_format=PERCENT_WHOLE),
                           _share(status.history.count("√"), due) if due else frame.NOTHING)

    def _under(self, row: int) -> int:
        if not self.summary.statuses:
            self.sheet.merge(row, 0, row, self.rate_col, frame.body(self.book, align="center"))
            row += 1
        self.sheet.height(row, 20)
        self.sheet.text(row, 0, "注:√ 按时  △ 迟报  × 未报送  — 当期不报。未报送单位的累计数沿用上期并在附件表中标“未报”,本期完成不计入合计。",
                        frame.note(self.book, font_size=10))
        naming = self._naming()
        look = self.book.format(font_name=self.book.fonts.body, font_size=12, text_wrap=True, bg_color=COLORS.INPUT, border=1,
                                border_color=COLORS.INPUT_LINE)
        width = sum(map(column_pixels, self.widths))
        self.sheet.height(row + 1, row_height([(naming, width)], 12, 40, 1.4, 12))
        self.sheet.merge(row + 1, 0, row + 1, self.rate_col, look)
        self.sheet.text(row + 1, 0, naming, look)
        return row + 1

    def _naming(self) -> str:
        """Who is late or missing, by name, all of them: this is the place where nobody is left out."""
        late, missing = [s.unit.name for s in self.reporting.late], [remark(s) for s in self.reporting.missing]
        groups = [f"{heading}:{listed(names, len(names))}" for heading, names in ((MISSING, missing), (LATE, late)) if names]
        if not groups:
            return "通报:各单位均按时报送。"
        steps = [f"请未报送单位于{catch_up_day(self.summary)}前补报"] if missing else []
        steps += ["请迟报单位书面说明原因"] if late else []
        return f"通报:{';'.join(groups)}。{','.join(steps)}。"

    def _colours(self) -> None:
        a, last = self.first, self.last - 1
        for begin, color, fill in _STATES:
            look = self.book.workbook.add_format({"font_color": color, "bg_color": fill})
            criteria = f'=LEFT($G{a},2)="{begin[:2]}"'
            self.sheet.condition(_FIRST, _STATE, last, _STATE, {"type": "formula", "criteria": criteria, "format": look})
        for mark, color, fill in _MARKS:
            look = self.book.workbook.add_format({"font_color": color, "bg_color": fill})
            self.sheet.condition(_FIRST, _RECORD, last, self.rate_col - 1,
                                 {"type": "cell", "criteria": "==", "value": f'"{mark}"', "format": look})


def _share(part: int, whole: int) -> Decimal:
    return Decimal(part) / whole


def _deadline(summary: Summary) -> str:
    settings = summary.plan.settings
    every = {"月": "每月", "季": "每季末月", "半年": "每半年末月", "年": "每年末月"}[summary.period.frequency.value]
    day = f"{settings.deadline_day}日" if settings.deadline_day < 31 else "最后一日"
    usual = f"{every}{day}{'' if settings.deadline_inclusive else '之前，即前一日'}{settings.deadline_time:%H:%M}前"
    note = settings.shift_note(summary.period)
    return f"{usual}(逢节假日顺延{';' if note else ''}{note})" if settings.holiday_shift else usual
