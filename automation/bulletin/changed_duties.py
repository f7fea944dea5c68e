"""Rows of tasks and indicators on 与上期对比: what all their units come to, beside what they came to a period earlier."""

from xlsxwriter.utility import xl_rowcol_to_cell

from automation.bulletin import change_places as at
from automation.bulletin import changed, frame
from automation.bulletin.changed import Change
from automation.bulletin.duty_places import I_LIGHT, I_VALUE, INDICATORS, T_LIGHT, T_RATE, TASKS
from automation.bulletin.layout import Layout
from automation.bulletin.leads import Leads
from automation.bulletin.places import reference
from automation.bulletin.written import Written, put
from automation.styles.book import Book, Sheet
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, PERCENT, PLAIN_MONEY, PLAIN_MONEY_DECIMAL
from automation.summary import TaskFigures


def write_duty(book: Book, sheet: Sheet, layout: Layout, leads: Leads, row: int, place: int, change: Change) -> None:
    """One task or indicator, the ``place``-th; what it is now is linked from its own sheet."""
    item = change.figures.item
    for col in range(at.LAST + 1):
        sheet.blank(row, col, frame.body(book))
    sheet.number(row, at.ORDINAL, place, frame.figure(book, font_size=10.5, align="center"))
    sheet.text(row, at.NAME, item.name, frame.body(book))
    line = _line(layout, change)
    _source(book, sheet, row, change, line)
    _figures(book, sheet, row, change, line)
    if change.rolled and line:
        leads.duty(sheet, row, at.YEAR, change.table.table.code, change.rolled)
        _lights(book, sheet, row, change, line)
    write_words(book, sheet, row, change, change.problem)


def write_words(book: Book, sheet: Sheet, row: int, change: Change, problem: str) -> None:
    """What changed in states and problems; sets the row's height."""
    sheet.text(row, at.STATE, change.state, frame.body(book, align="center"))
    sheet.text(row, at.PROBLEM, problem, frame.body(book))
    cells = ((change.figures.item.name, at.NAME), (change.state, at.STATE), (problem, at.PROBLEM))
    sheet.height(row, row_height([(text, column_pixels(at.WIDTHS[col])) for text, col in cells], 10, 18.5, 1.32, 5))


def _line(layout: Layout, change: Change) -> tuple[str, int] | None:
    """Sheet and row on which it stands."""
    key, places = (change.table.table.code, change.figures.item.code), layout.duties
    found = ((TASKS, places.task_rows), (INDICATORS, places.indicator_rows))
    return next(((sheet, rows[key]) for sheet, rows in found if key in rows), None)


def _source(book: Book, sheet: Sheet, row: int, change: Change, line: tuple[str, int] | None) -> None:
    words = f"{change.table.table.code}-{change.figures.item.ordinal}"
    if line is None:
        sheet.text(row, at.SOURCE, words, frame.body(book, font_size=9, align="center"))
        return
    look = frame.body(book, font_size=9, text_wrap=False, shrink=True, align="center", font_color=COLORS.LINK, underline=1)
    sheet.link(row, at.SOURCE, line[0], xl_rowcol_to_cell(line[1], 0), look, words)


def _figures(book: Book, sheet: Sheet, row: int, change: Change, line: tuple[str, int] | None) -> None:
    before, now = changed.values(change)
    share = changed.is_share(change)
    whole = all(n is None or n == n.to_integral_value() for n in (before, now))
    number, rise = (PLAIN_MONEY, at.RISE_WHOLE) if whole else (PLAIN_MONEY_DECIMAL, at.RISE_CENTS)
    digits = frame.figure(book, num_format=PERCENT if share else number, shrink=True)
    sheet.number(row, at.YEAR_BEFORE, before, digits)
    if now is None:
        sheet.blank(row, at.YEAR, digits)
        return
    live = change.rolled is not None and line is not None
    col = T_RATE if isinstance(change.rolled, TaskFigures) else I_VALUE
    put(sheet, row, at.YEAR, Written(now, f"={reference(*line, col)}" if live and line else ""), digits)
    if before is not None:
        look = frame.figure(book, num_format=at.POINTS if share else rise, shrink=True)
        factor, times = (100, "*100") if share else (1, "")
        grown = f'=IF(ISNUMBER(E{row + 1}),ROUND((E{row + 1}-D{row + 1}){times},10),"{frame.NOTHING}")'
        sheet.formula(row, at.GROWTH, grown, look, round((now - before) * factor, 10))


def _lights(book: Book, sheet: Sheet, row: int, change: Change, line: tuple[str, int]) -> None:
    """A task's light then and now; of an indicator the one now."""
    look, whole = frame.body(book, align="center", text_wrap=False), change.rolled
    if whole is None:
        return
    task = isinstance(whole, TaskFigures)
    if isinstance(whole, TaskFigures) and whole.light_before:
        sheet.text(row, at.LIGHT_BEFORE, whole.light_before.glyph, look)
    hei = frame.body(book, font_name=book.fonts.hei, align="center", text_wrap=False)
    sheet.formula(row, at.LIGHT, f"={reference(*line, T_LIGHT if task else I_LIGHT)}", hei, whole.light.value)
    sheet.text(row, at.LIGHT_CHANGE, change.light, hei)
