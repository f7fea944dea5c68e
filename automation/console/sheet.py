"""The sheet 控制台: what to work on, the buttons, the last result, every unit's state and the log."""

from collections.abc import Sequence

from automation.console import layout
from automation.console.rows import UnitRow
from automation.labels import STATES
from automation.model.settings import Settings
from automation.period import Period
from automation.styles.book import Book, Format, Sheet, quoted
from automation.styles.tokens import COLORS

_WIDTHS = (1.5, 24, 9, 13, 7, 9, 15, 36, 2, 18, 13, 62)
_LABEL, _INPUT, _INPUT_END, _LOG, _END = 1, 2, 7, 9, 11
_TITLE, _NOTE, _WORKSPACE, _PERIOD, _STEPS, _PULLS, _RESULT, _HEAD = 0, 1, 3, 4, 6, 7, 8, 10
_FIRST = _HEAD + 1
_BUTTON_WIDTH, _BUTTON_STEP = 126, 134
_STEPS_IN_ROW = 8

_STATE_LOOKS = {
    "accepted": (COLORS.GREEN, COLORS.GREEN_FILL), "nil": (COLORS.GREEN, COLORS.GREEN_FILL),
    "late": (COLORS.AMBER, COLORS.AMBER_FILL), "empty": (COLORS.AMBER, COLORS.AMBER_FILL),
    "returned": (COLORS.RED, COLORS.RED_FILL), "missing": (COLORS.GREY, COLORS.GREY_FILL),
}
"""Font and fill by the value of a UnitState."""


def write_sheet(book: Book, sheet: Sheet, settings: Settings, period: Period, periods: Sequence[Period],
                units: Sequence[UnitRow], capacity: int) -> None:
    """Everything on the sheet, with the names that the macros go by."""
    sheet.columns(_WIDTHS)
    _face(book, sheet, settings)
    _inputs(book, sheet, period, periods)
    _buttons(sheet)
    _result(book, sheet)
    _units(book, sheet, units, capacity)
    _log(book, sheet)
    last = _FIRST + max(capacity, layout.LOG_LINES) - 1
    sheet.freeze(_FIRST, 0)
    sheet.paper("A4", True, (10, 10, 12, 12), (1, 0), area=(0, 0, last, _END))
    sheet.raw.activate()


def _face(book: Book, sheet: Sheet, settings: Settings) -> None:
    sheet.height(_TITLE, 40)
    title = book.format(font_name=book.fonts.title, font_size=22, font_color=COLORS.RED)
    practice = "（演练）" if settings.practice else ""
    sheet.text(_TITLE, _LABEL, f"{settings.plan_name}{layout.SHEET}{practice}", title)
    sheet.text(_NOTE, _LABEL, "填好报告期，再按按钮。每个按钮做的事与同名命令完全相同；结果写在下面，出了错会说明原因和改法。",
               book.format(font_name=book.fonts.kai, font_size=11, font_color=COLORS.MUTED))


def _inputs(book: Book, sheet: Sheet, period: Period, periods: Sequence[Period]) -> None:
    label = book.format(font_name=book.fonts.hei, font_size=11, align="right", indent=1)
    typed = book.format(font_size=11, num_format="@", bg_color=COLORS.INPUT, border=1, border_color=COLORS.INPUT_LINE, indent=1)
    hint = book.format(font_name=book.fonts.kai, font_size=10, font_color=COLORS.MUTED, indent=1)
    for row, word in ((_WORKSPACE, "工作区"), (_PERIOD, "报告期")):
        sheet.height(row, 24)
        sheet.text(row, _LABEL, word, label)
    sheet.merge(_WORKSPACE, _INPUT, _WORKSPACE, _INPUT_END, typed)
    sheet.text(_WORKSPACE, _LOG, "空着就是本文件所在的文件夹；本文件移走以后请填工作区的完整路径。", hint)
    sheet.merge(_PERIOD, _INPUT, _PERIOD, _INPUT + 1, typed)
    sheet.text(_PERIOD, _INPUT, str(period), typed, verbatim=True)
    sheet.text(_PERIOD, _INPUT + 2, "如 2017-06；通报还可写 2017-Q2、2017。", hint, verbatim=True)
    # The list only offers: the bulletin takes longer periods too.
    sheet.validation(_PERIOD, _INPUT, _PERIOD, _INPUT, {"validate": "list", "source": [str(p) for p in periods], "show_error": False})
    sheet.text(_PERIOD, _LOG, "上次运行", label)
    shown = book.format(font_size=11, num_format="@", border=1, border_color=COLORS.HAIR, bg_color=COLORS.LOCKED, indent=1)
    sheet.merge(_PERIOD, _LOG + 1, _PERIOD, _END, shown)
    _name(book, layout.WORKSPACE, _WORKSPACE, _INPUT)
    _name(book, layout.PERIOD, _PERIOD, _INPUT)
    _name(book, layout.LAST, _PERIOD, _LOG + 1)


def _buttons(sheet: Sheet) -> None:
    sheet.height(_STEPS, 38)
    sheet.height(_PULLS, 34)
    for number, button in enumerate(layout.BUTTONS):
        row = _PULLS if number >= _STEPS_IN_ROW else _STEPS
        place = {"x_offset": number % _STEPS_IN_ROW * _BUTTON_STEP, "y_offset": 5, "width": _BUTTON_WIDTH, "height": 34}
        sheet.raw.insert_button(row, _LABEL, {"macro": button.macro, "caption": button.caption, "description": button.tip, **place})


def _result(book: Book, sheet: Sheet) -> None:
    sheet.height(_RESULT, 96)
    sheet.text(_RESULT, _LABEL, "结果", book.format(font_name=book.fonts.hei, font_size=11, align="right", indent=1))
    shown = book.format(font_size=11, text_wrap=True, valign="top", border=1, border_color=COLORS.HAIR, bg_color=COLORS.CARD, indent=1)
    sheet.merge(_RESULT, _INPUT, _RESULT, _END, shown)
    sheet.text(_RESULT, _INPUT, "还没有运行。", shown)
    _colored(book, sheet, (_RESULT, _INPUT, _RESULT, _END), layout.ERROR_MARK, COLORS.RED, COLORS.RED_FILL)
    _colored(book, sheet, (_RESULT, _INPUT, _RESULT, _END), layout.TASK_MARK, COLORS.AMBER, COLORS.AMBER_FILL)
    _name(book, layout.RESULT, _RESULT, _INPUT)


def _units(book: Book, sheet: Sheet, units: Sequence[UnitRow], capacity: int) -> None:
    _headings(book, sheet, _LABEL, layout.UNIT_HEADINGS)
    looks = [_cell(book, align="left" if col in (0, len(layout.UNIT_HEADINGS) - 1) else "center") for col in range(len(layout.UNIT_HEADINGS))]
    for line in range(capacity):
        row = units[line] if line < len(units) else ("",) * len(layout.UNIT_HEADINGS)
        for col, text in enumerate(row):
            sheet.text(_FIRST + line, _LABEL + col, text, looks[col], verbatim=True)
    for state, (font, fill) in _STATE_LOOKS.items():
        looks_so = {"type": "cell", "criteria": "==", "value": f'"{STATES[state]}"', "format": book.format(font_color=font, bg_color=fill)}
        sheet.condition(_FIRST, _LABEL + 1, _FIRST + capacity - 1, _LABEL + 1, looks_so)
    _name(book, layout.UNITS, _FIRST, _LABEL)


def _log(book: Book, sheet: Sheet) -> None:
    _headings(book, sheet, _LOG, layout.LOG_HEADINGS)
    for line in range(layout.LOG_LINES):
        for col in range(len(layout.LOG_HEADINGS)):
            sheet.blank(_FIRST + line, _LOG + col, _cell(book, align="left", shrink=col == 0))
    area = (_FIRST, _END, _FIRST + layout.LOG_LINES - 1, _END)
    _colored(book, sheet, area, layout.ERROR_MARK, COLORS.RED, COLORS.RED_FILL)
    _colored(book, sheet, area, layout.TASK_MARK, COLORS.AMBER, COLORS.AMBER_FILL)
    _name(book, layout.LOG, _FIRST, _LOG)


def _headings(book: Book, sheet: Sheet, first: int, words: Sequence[str]) -> None:
    look = book.format(font_name=book.fonts.hei, font_size=10.5, align="center", border=1, border_color=COLORS.LINE, bg_color=COLORS.HEAD,
                       font_color=COLORS.NAVY)
    sheet.height(_HEAD, 22)
    for col, word in enumerate(words):
        sheet.text(_HEAD, first + col, word, look)


def _cell(book: Book, **changes: object) -> Format:
    # As text, so that no name of a file and no date is taken for something else when a macro writes it.
    return book.format(**{"font_size": 10, "num_format": "@", "border": 1, "border_color": COLORS.HAIR, **changes})


def _colored(book: Book, sheet: Sheet, area: tuple[int, int, int, int], start: str, font: str, fill: str) -> None:
    look = book.format(font_color=font, bg_color=fill)
    sheet.condition(*area, {"type": "text", "criteria": "begins with", "value": start, "format": look})


def _name(book: Book, name: str, row: int, col: int) -> None:
    book.name(name, f"={quoted(layout.SHEET)}!${chr(ord('A') + col)}${row + 1}")
