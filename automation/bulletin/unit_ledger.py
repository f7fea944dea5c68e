"""单位台账: what each unit reported about each task and indicator; the one home of those figures."""

from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from automation.bulletin import frame
from automation.bulletin.definitions import plain
from automation.bulletin.duty_places import (
    HEAD_ROW,
    U_BEFORE,
    U_NOW,
    U_PART,
    U_PERIOD,
    U_REMARK,
    U_STATE,
    U_UNIT,
    U_USED,
    U_WHOLE,
    UNITS,
    DutyPlaces,
    Figures,
    Section,
)
from automation.bulletin.frame import MISSING, NOTHING
from automation.bulletin.layout import Layout
from automation.bulletin.leads import Leads
from automation.bulletin.written import Written, plain_format, put
from automation.derive import SHARE_PLACES
from automation.rollup.measures import FLOW, MILESTONE, PERIODIC, RATIO, RATIO_PLACES, VALUE, WORDS, ZERO, factor
from automation.rollup.tasks import RATE, STATE
from automation.styles.book import Book, Format, Sheet
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, PERCENT_WHOLE
from automation.summary import IndicatorFigures, Summary, TaskFigures, UnitReport

_WIDTHS = (7, 44, 21, 11, 8.5, 8.5, 8.5, 8.5, 8.5, 7.5, 68)
_LAST = len(_WIDTHS) - 1
_POINTS, _DIGITS = 9, 9.5
"""Of text and of figures: a report for each unit and task is many lines, to stay few pages."""
_HEADS = ("序号", "事项/指标", "填报单位", "采用报告期", "前期数", "本期填报", "分子", "分母", "采用数", "状态", "进展情况、说明")


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """The sheet; nothing where the period has neither tasks nor indicators."""
    places = layout.duties
    if not places.unit_sections:
        return
    sheet = book.sheet(UNITS, COLORS.GREY)
    sheet.columns(_WIDTHS)
    frame.title(book, sheet, 0, _LAST, "任务、指标分单位台账", 20)
    note = "蓝色为各单位本期填报;本期未报的,存量、比率和任务沿用该单位上一次填报,流量只计已报部分,从未报过的不计,均不作零处理"
    frame.subtitle(book, sheet, 1, _LAST, note)
    sheet.height(2, 6)
    sheet.height(HEAD_ROW, 22)
    for col, head in enumerate(_HEADS):
        sheet.text(HEAD_ROW, col, head, frame.header(book))
    row = HEAD_ROW + 1
    for section in places.unit_sections:
        row = _section(book, sheet, places, section, row)
    leads = Leads(layout)
    for line in places.unit_rows.values():
        for col in (U_NOW, U_PART, U_WHOLE):
            leads.figure(sheet, line, col)
        leads.figure(sheet, line, U_USED, (UNITS, line, U_NOW))
        leads.figure(sheet, line, U_USED, (UNITS, line, U_PART))
    red = book.workbook.add_format({"font_color": COLORS.RED})
    sheet.condition(HEAD_ROW + 1, U_NOW, row - 1, U_STATE, {"type": "cell", "criteria": "==", "value": f'"{MISSING}"', "format": red})
    sheet.raw.autofilter(HEAD_ROW, 0, row - 1, _LAST)
    sheet.freeze(HEAD_ROW + 1, U_UNIT)
    sheet.paper("A4", True, (12.7, 12.7, 15.2, 15.2), (1, 0), HEAD_ROW, (0, 0, row - 1, _LAST))
    frame.way_home(book, sheet, summary, _LAST + 1)
    frame.foot(sheet, summary)


def _section(book: Book, sheet: Sheet, places: DutyPlaces, section: Section, row: int) -> int:
    table = section.table.table
    section_heading(book, sheet, row, _LAST, f"{table.code}  {table.title}({len(section.items)}项)")
    for figures in section.items:
        for report in figures.reports:
            _report(book, sheet, places.unit_rows[table.code, figures.item.code, report.unit], figures, report)
    return row + 1 + sum(len(f.reports) for f in section.items)


def section_heading(book: Book, sheet: Sheet, row: int, last: int, text: str) -> None:
    """A row that opens a section, over columns 0 to ``last``."""
    look = frame.header(book, bg_color=COLORS.HEAD2, align="left", text_wrap=False)
    sheet.height(row, 19)
    sheet.merge(row, 0, row, last, look)
    sheet.text(row, 0, text, look)


def _report(book: Book, sheet: Sheet, row: int, figures: Figures, report: UnitReport) -> None:
    text, centred = frame.body(book, font_size=_POINTS), frame.body(book, font_size=_POINTS, align="center")
    digits = frame.figure(book, font_size=_DIGITS, num_format=number_format(figures), shrink=True)
    reported = frame.figure(book, font_size=_DIGITS, num_format=number_format(figures), font_color=COLORS.LINK, shrink=True)
    sheet.text(row, 0, figures.item.ordinal, centred)
    sheet.text(row, 1, figures.item.name, text)
    sheet.text(row, U_UNIT, report.unit, text)
    sheet.text(row, U_PERIOD, report.period.label if report.period else NOTHING,
               frame.body(book, font_size=_POINTS, align="center", text_wrap=False, shrink=True))
    put(sheet, row, U_BEFORE, _before(figures, report), digits)
    put(sheet, row, U_NOW, now(figures, report), reported)
    for col, value in ((U_PART, report.part), (U_WHOLE, report.whole)):
        shown = value if _paired(figures) else None
        put(sheet, row, col, Written(NOTHING if shown is None else shown), _pair_look(book, figures, report))
    put(sheet, row, U_USED, _used(figures, report, row), digits)
    put(sheet, row, U_STATE, _state(figures, report), centred)
    words = _words(figures, report)
    sheet.text(row, U_REMARK, words, text)
    cells = [(figures.item.name, column_pixels(_WIDTHS[1])), (report.unit, column_pixels(_WIDTHS[2])), (words, column_pixels(_WIDTHS[U_REMARK]))]
    sheet.height(row, row_height(cells, _POINTS, 15.6, 1.4, 3))


def number_format(figures: Figures) -> str:
    """Whole percent for tasks; decimals for an indicator as soon as one of its units has them."""
    if isinstance(figures, TaskFigures):
        return PERCENT_WHOLE
    return plain_format(v for r in figures.reports for v in (r.used, r.before, r.number(VALUE)))


def _paired(figures: Figures) -> bool:
    return isinstance(figures, IndicatorFigures) and figures.measure in (RATIO, PERIODIC)


def _pair_look(book: Book, figures: Figures, report: UnitReport) -> Format:
    """Blue where the unit has just reported the pair; counted periods are nobody's figure."""
    typed = isinstance(figures, IndicatorFigures) and figures.measure == RATIO and report.current
    shown = plain_format(v for r in figures.reports for v in (r.part, r.whole))
    return frame.figure(book, font_size=_DIGITS, shrink=True, num_format=shown, font_color=COLORS.LINK if typed else COLORS.TEXT)


def _before(figures: Figures, report: UnitReport) -> Written:
    if isinstance(figures, IndicatorFigures) and figures.measure in (RATIO, PERIODIC, WORDS):
        return Written(NOTHING)
    return Written(NOTHING if report.before is None else report.before)


def now(figures: Figures, report: UnitReport) -> Written:
    """本期填报: 未报 where the unit did not report; — where there is no single figure to report."""
    if not report.current:
        return Written(MISSING)
    value = report.number(RATE if isinstance(figures, TaskFigures) else VALUE)
    return Written(NOTHING if value is None else value)


def _used(figures: Figures, report: UnitReport, row: int) -> Written:
    """采用数 from the row's own figures."""
    if report.used is None:
        return Written(NOTHING)
    before, now, part, whole = (xl_rowcol_to_cell(row, col) for col in (U_BEFORE, U_NOW, U_PART, U_WHOLE))
    word = figures.measure if isinstance(figures, IndicatorFigures) else ""
    if word == RATIO and isinstance(figures, IndicatorFigures):
        return Written(report.used, f'=IFERROR(ROUND({part}/{whole}*{plain(factor(figures.item))},{RATIO_PLACES}),"{NOTHING}")')
    if word == PERIODIC:
        return Written(report.used, f'=IFERROR(ROUND({part}/{whole},{SHARE_PLACES}),"{NOTHING}")')
    if word in (FLOW, ZERO):
        return Written(report.used, f"=ROUND(N({before})+N({now}),6)")
    if word == MILESTONE:
        return Written(report.used, f"=IF(OR(N({before})>0,N({now})>={plain(_goal(figures))}),1,0)")
    return Written(report.used, f"=IF(ISNUMBER({now}),{now},{before})")


def _goal(figures: Figures) -> Decimal:
    target = figures.target if isinstance(figures, IndicatorFigures) else None
    return target.value if target and target.value else Decimal(1)


def _state(figures: Figures, report: UnitReport) -> Written:
    if isinstance(figures, TaskFigures):
        return Written(report.text(STATE) or MISSING)
    return Written("" if report.current else MISSING)


def _words(figures: Figures, report: UnitReport) -> str:
    told = [report.text(name) for name in ("进展情况", "存在问题", "说明")]
    return ";".join(text for text in told if text)
