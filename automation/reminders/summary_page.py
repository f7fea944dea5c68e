"""汇总, the office's own page: who is still to report, whom to call, and room to note what was promised."""

from collections.abc import Mapping

from xlsxwriter.utility import xl_rowcol_to_cell

from automation.model.submission import UnitState
from automation.reminders.names import SUMMARY
from automation.reminders.round import Reminder, Round
from automation.reminders.wording import PRACTICE, heading, one_line, report_name, schedule_words, state_words
from automation.styles.book import Book, Format, Sheet
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, MOMENT

_HEADS = ("序号", "单位", "类别", "目前情况", "应报时间", "已过天数", "退回\n次数", "联系人", "电话", "邮箱", "本年记录", "催办情况", "答复时间")
_WIDTHS = (5, 20, 9, 15, 14, 9, 7, 9, 14, 22, 10, 18, 12)
(_ORDINAL, _UNIT, _CATEGORY, _STATE, _DUE, _DAYS, _RETURNED, _CONTACT, _PHONE, _EMAIL, _RECORD, _DONE, _ANSWER) = range(13)
_LAST = len(_WIDTHS) - 1
_NOW = _RECORD
"""First of the columns over which the time of writing stands."""
_CARD_ROW, _HEAD_ROW, _FIRST = 2, 5, 6


def write_summary(book: Book, one: Round, pages: Mapping[str, str]) -> None:
    """Write the page; ``pages`` gives the name of each unit's own."""
    sheet = book.sheet(SUMMARY, COLORS.RED)
    months = max((len(r.status.history) for r in one.reminders), default=0)
    sheet.columns([max(width, 2 * months + 1) if col == _RECORD else width for col, width in enumerate(_WIDTHS)])
    title = book.format(font_name=book.fonts.title, font_size=22, align="center")
    sheet.height(0, 40)
    sheet.merge(0, 0, 0, _LAST, title)
    sheet.text(0, 0, f"{report_name(one)}{heading(one)}汇总", title)
    sheet.height(1, 20)
    sheet.text(1, 0, schedule_words(one), book.format(font_name=book.fonts.kai, font_size=11))
    moment = book.format(font_name=book.fonts.kai, font_size=11, align="right", num_format='m"月"d"日" hh:mm"制表"')
    sheet.merge(1, _NOW, 1, _LAST, moment)
    sheet.date(1, _NOW, one.now, moment)
    last = _FIRST + max(1, len(one.reminders)) - 1
    _cards(book, sheet, one, last)
    head = book.format(font_name=book.fonts.hei, font_size=10.5, align="center", text_wrap=True, border=1, border_color=COLORS.LINE,
                       bg_color=COLORS.HEAD, font_color=COLORS.NAVY)
    sheet.height(_HEAD_ROW, 30)
    for col, word in enumerate(_HEADS):
        sheet.text(_HEAD_ROW, col, word, head)
    for place, reminder in enumerate(one.reminders):
        _line(book, sheet, one, _FIRST + place, reminder, pages[reminder.unit.name])
    if not one.reminders:
        look = _cell(book, align="center")
        sheet.merge(_FIRST, 0, _FIRST, _LAST, look)
        sheet.text(_FIRST, 0, "各单位都已报送", look)
    sheet.height(last + 1, 20)
    sheet.text(last + 1, 0, "注：本年记录为√按时 △迟报 ×未报 —当期不报；已过天数按制表时间计算；点单位名称到该单位的催报单。",
               book.format(font_name=book.fonts.kai, font_size=10))
    sheet.freeze(_FIRST, 2)
    sheet.paper("A4", True, (12.7, 12.7, 15.2, 15.2), (1, 0), _HEAD_ROW, (0, 0, last + 1, _LAST))
    sheet.footer(one_line(one.plan.settings.office), one.period.label)
    sheet.raw.activate()
    if one.plan.settings.practice:
        sheet.raw.set_header(f'&R&"{book.fonts.hei},Regular"&14 &KC00000{PRACTICE}不作催报依据')


def _cell(book: Book, **changes: object) -> Format:
    return book.format(**{"font_size": 10.5, "border": 1, "border_color": COLORS.HAIR, "text_wrap": True, **changes})


def _cards(book: Book, sheet: Sheet, one: Round, last: int) -> None:
    """Due, reported and still to come, the last three counted over the list."""
    due, waiting = len(one.statuses), len(one.reminders)
    area = f"D{_FIRST + 1}:D{last + 1}"
    counted = [(state, sum(r.status.state is state for r in one.reminders)) for state in (UnitState.MISSING, UnitState.RETURNED, UnitState.EMPTY)]
    formulas = [(f'=COUNTIF({area},"{state_words(state)}")', count) for state, count in counted]
    still = "+".join(f'COUNTIF({area},"{state_words(state)}")' for state, _ in counted)
    sheet.height(_CARD_ROW, 17)
    sheet.height(_CARD_ROW + 1, 32)
    sheet.height(_CARD_ROW + 2, 8)
    cards = ((_ORDINAL, _UNIT, "应报单位(家)", "", due, COLORS.NAVY), (_CATEGORY, _STATE, "已报", f"=A{_CARD_ROW + 2}-({still})", due - waiting, COLORS.GREEN),
             (_DUE, _RETURNED, "尚未收到", *formulas[0], COLORS.RED), (_CONTACT, _EMAIL, "已退回待重报", *formulas[1], COLORS.AMBER),
             (_RECORD, _ANSWER, "空表待补填", *formulas[2], COLORS.BLUE))
    for first, end, label, formula, value, color in cards:
        side = {"align": "center", "bg_color": COLORS.CARD, "left": 1, "right": 1, "left_color": COLORS.GRID, "right_color": COLORS.GRID}
        top = book.format(**side, font_name=book.fonts.hei, font_size=10.5, font_color=COLORS.MUTED, top=5, top_color=color)
        big = book.format(**side, font_name=book.fonts.kpi, font_size=20, bold=True, font_color=color, bottom=1, bottom_color=COLORS.GRID)
        sheet.merge(_CARD_ROW, first, _CARD_ROW, end, top)
        sheet.text(_CARD_ROW, first, label, top)
        sheet.merge(_CARD_ROW + 1, first, _CARD_ROW + 1, end, big)
        if formula:
            sheet.formula(_CARD_ROW + 1, first, formula, big, value)
        else:
            sheet.number(_CARD_ROW + 1, first, value, big)


def _line(book: Book, sheet: Sheet, one: Round, row: int, reminder: Reminder, page: str) -> None:
    status, unit = reminder.status, reminder.unit
    centred = _cell(book, align="center")
    digits = _cell(book, align="center", font_name=book.fonts.digits, font_size=11)
    name = one_line(unit.name)
    sheet.number(row, _ORDINAL, row - _FIRST + 1, digits)
    sheet.link(row, _UNIT, page, "A1", _cell(book, font_color=COLORS.LINK, underline=1), name)
    sheet.text(row, _CATEGORY, unit.category, centred)
    color = {UnitState.MISSING: COLORS.RED, UnitState.RETURNED: COLORS.AMBER, UnitState.EMPTY: COLORS.BLUE}.get(status.state, COLORS.TEXT)
    sheet.text(row, _STATE, state_words(status.state), _cell(book, align="center", font_name=book.fonts.hei, font_color=color))
    sheet.date(row, _DUE, one.deadline, _cell(book, align="center", font_name=book.fonts.digits, font_size=11, num_format=MOMENT))
    late = _cell(book, align="center", font_name=book.fonts.digits, font_size=11, num_format='0"天";"还有"0"天";"当天"')
    sheet.formula(row, _DAYS, f"=INT({xl_rowcol_to_cell(1, _NOW, True, True)})-INT(E{row + 1})", late, one.days)
    sheet.number(row, _RETURNED, status.returned_times, _cell(book, align="center", font_name=book.fonts.digits, font_size=11, num_format='0;-0;"—"'))
    for col, text in ((_CONTACT, unit.contact), (_PHONE, unit.phone), (_EMAIL, unit.email)):
        sheet.text(row, col, one_line(text), centred, verbatim=True)
    sheet.text(row, _RECORD, "".join(status.history), _cell(book, align="center", text_wrap=False, shrink=True))
    for col in (_DONE, _ANSWER):
        sheet.blank(row, col, centred)
    texts = ((name, _UNIT), (unit.contact, _CONTACT), (unit.email, _EMAIL))
    sheet.height(row, row_height([(text, column_pixels(_WIDTHS[col])) for text, col in texts], 10.5, 28))
