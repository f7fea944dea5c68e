"""催报单: one page of A4 for each unit to be reminded, and in front one for the office; print and sign, or call by it."""

import datetime
from pathlib import Path

from automation.model.plan import Kind
from automation.model.submission import UnitState
from automation.reminders.names import SUMMARY, sheet_names
from automation.reminders.round import Reminder, Round
from automation.reminders.summary_page import write_summary
from automation.reminders.wording import (
    PRACTICE,
    already,
    finding_words,
    heading,
    issuer,
    moment_words,
    one_line,
    report_name,
    request,
    situation,
    state_words,
)
from automation.styles.book import Book, Format, Properties, Sheet
from automation.styles.text import column_pixels, wrapped_lines
from automation.styles.tokens import COLORS, PROFILES

_WIDTHS = (13, 16, 13, 16, 13, 16)
_LAST = len(_WIDTHS) - 1
_BODY, _LINE = 14, 21
_MOST_FINDINGS = 8
_INDENT = "　　"


def write_pages(target: Path, one: Round) -> None:
    """Write the workbook; the old file stays until the new one is whole."""
    settings, day = one.plan.settings, one.now
    name = f"{report_name(one)}{heading(one)}单"
    properties = Properties(name, one.period.label, settings.office, settings.host, "催报", comments="演练数据，不得引用" if settings.practice else "",
                            created=datetime.datetime(day.year, day.month, day.day))
    pages = sheet_names(r.unit for r in one.reminders)
    with Book(target, fonts=PROFILES[settings.font_profile], properties=properties) as book:
        write_summary(book, one, pages)
        for reminder in one.reminders:
            _Page(book, one, reminder, book.sheet(pages[reminder.unit.name], COLORS.TAB_ORANGE)).write()


class _Page:
    """The page of one unit."""

    def __init__(self, book: Book, one: Round, reminder: Reminder, sheet: Sheet) -> None:
        self.book, self.one, self.reminder, self.sheet = book, one, reminder, sheet
        self.row = 0

    def write(self) -> None:
        sheet, book, one = self.sheet, self.book, self.one
        sheet.columns(_WIDTHS)
        self._line(heading(one) + "单", 46, font_name=book.fonts.title, font_size=26, align="center", font_color=COLORS.RED)
        self._line("", 8, top=5, top_color=COLORS.RED)
        self._line(f"{one_line(self.reminder.unit.name)}：", 30, font_name=book.fonts.body, font_size=_BODY)
        for text in (f"{situation(one, self.reminder)}。", f"{request(one, self.reminder)}。{already(self.reminder)}。"):
            self._paragraph(_INDENT + text)
        self._facts()
        self._findings()
        self._signature()
        self._receipt()
        sheet.paper("A4", False, (25, 25, 22, 20), (1, 1), area=(0, 0, self.row - 1, _LAST))
        sheet.footer(one_line(one.plan.settings.office), one.period.label)
        sheet.raw.set_column(_LAST + 1, _LAST + 1, 10)
        sheet.link(0, _LAST + 1, SUMMARY, "A1", book.format(font_color=COLORS.LINK, underline=1), "返回汇总")
        practice_mark(book, sheet, one)

    def _line(self, text: str, height: float, **look: object) -> None:
        fmt = self.book.format(**look)
        self.sheet.height(self.row, height)
        self.sheet.merge(self.row, 0, self.row, _LAST, fmt)
        self.sheet.text(self.row, 0, text, fmt)
        self.row += 1

    def _paragraph(self, text: str) -> None:
        lines = wrapped_lines(text, sum(map(column_pixels, _WIDTHS)), _BODY)
        self._line("", 6)
        self._line(text, min(400.0, lines * _LINE), font_name=self.book.fonts.body, font_size=_BODY, text_wrap=True,
                   valign="vjustify" if lines > 1 else "vcenter")

    def _facts(self) -> None:
        """What the unit has to report and how it stands, in one small table."""
        one, status = self.one, self.reminder.status
        self._line("", 8)
        due = one.plan.due_tables(one.period)
        of_unit = [(t, sum(status.unit.name in i.units for i in t.items)) for t in due]
        tables = "、".join(f"{t.title}（{t.code}）{n}{'个' if t.kind is Kind.PROJECT else '项'}" for t, n in of_unit if n)
        self._pairs((("应报时间", moment_words(one.deadline)), ("目前情况", state_words(status.state)), ("退回次数", f"{status.returned_times}次")))
        self._wide("应报内容", tables)
        if status.file:
            self._wide("最近来件", one_line(status.file))
        if self.reminder.attachment:
            self._wide("附件", one_line(self.reminder.attachment.name))

    def _looks(self) -> tuple[Format, Format]:
        head = self.book.format(font_name=self.book.fonts.hei, font_size=10.5, align="center", border=1, border_color=COLORS.LINE,
                                bg_color=COLORS.HEAD, font_color=COLORS.NAVY)
        body = self.book.format(font_size=10.5, border=1, border_color=COLORS.HAIR, text_wrap=True, indent=1)
        return head, body

    def _pairs(self, pairs: tuple[tuple[str, str], ...]) -> None:
        head, body = self._looks()
        self.sheet.height(self.row, 26)
        for place, (label, text) in enumerate(pairs):
            self.sheet.text(self.row, 2 * place, label, head)
            self.sheet.text(self.row, 2 * place + 1, text, body)
        self.row += 1

    def _wide(self, label: str, text: str) -> None:
        head, body = self._looks()
        width = sum(map(column_pixels, _WIDTHS[1:]))
        self.sheet.height(self.row, max(26.0, wrapped_lines(text, width, 10.5, 20) * 15 + 8))
        self.sheet.text(self.row, 0, label, head)
        self.sheet.merge(self.row, 1, self.row, _LAST, body)
        self.sheet.text(self.row, 1, text, body)
        self.row += 1

    def _findings(self) -> None:
        findings = self.reminder.findings
        for number, finding in enumerate(findings[:_MOST_FINDINGS], 1):
            self._wide(f"需改正{number}", finding_words(finding))
        if len(findings) > _MOST_FINDINGS:
            self._wide("其余", f"{len(findings) - _MOST_FINDINGS}处见退回说明")
        if self.reminder.status.state is UnitState.EMPTY:
            self._wide("说明", "空表不等于零报：没有进展的项目，金额请填0，形象进度照实写")

    def _signature(self) -> None:
        one, settings = self.one, self.one.plan.settings
        look = {"font_name": self.book.fonts.body, "font_size": _BODY, "align": "right", "indent": 2}
        self._line("", 16)
        self._line(issuer(one), 28, **look)
        self._line(f"{one.now.year}年{one.now.month}月{one.now.day}日", 28, **look)
        if settings.contact:
            self._line(f"联系：{one_line(settings.contact)}", 24, font_name=self.book.fonts.kai, font_size=12)

    def _receipt(self) -> None:
        """What comes back when the page goes out on paper."""
        cut = {"font_name": self.book.fonts.kai, "font_size": 11, "align": "center", "font_color": COLORS.MUTED, "top": 3, "top_color": COLORS.GREY}
        self._line("", 24)
        self._line("回　执（签收后交回）", 26, **cut)
        self._pairs((("签收人", ""), ("签收时间", ""), ("预计报送", "")))
        self._wide("备注", "")
        self.sheet.height(self.row - 1, 40)


def practice_mark(book: Book, sheet: Sheet, one: Round) -> None:
    """演练 in red at the head of each printed page where the plan is for practice."""
    if one.plan.settings.practice:
        sheet.raw.set_header(f'&R&"{book.fonts.hei},Regular"&14 &KC00000{PRACTICE}不作催报依据')
