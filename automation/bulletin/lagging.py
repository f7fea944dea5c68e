"""滞后项目: every project behind time progress, each once, with what the office proposes for it."""

from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name

from automation.bulletin import frame
from automation.bulletin.columns import ANNUAL, GAP, LIGHT, NAME, PROBLEM, RATE, YEAR
from automation.bulletin.lagged import Lagging, lagging_projects
from automation.bulletin.layout import FIRST_ROW, LAGGING, Layout, TableLayout, table_name
from automation.bulletin.leads import Leads
from automation.bulletin.places import reference
from automation.bulletin.standings import rankings, short_name
from automation.bulletin.stated import RED_COUNT, YELLOW_COUNT
from automation.lights import Light, supervision
from automation.styles.book import Book, Format, Sheet
from automation.styles.sheet import Value
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, PERCENT, money_format
from automation.styles.tokens import GAP as GAP_FORMAT
from automation.summary import Summary

_WIDTHS = (4.5, 8.5, 25, 8.5, 14, 9, 9, 9, 10.5, 9.5, 6, 25, 25, 17)
(_ORDINAL, _LIGHT, _NAME, _SOURCE, _UNIT, _ANNUAL, _YEAR, _RATE, _GAP, _SHORTFALL, _MONTHS, _PROBLEM, _STEPS,
 _SUPERVISION) = range(14)
_HEADINGS = ("序号", "亮灯", "项目名称", "来源", "牵头(责任)\n单位", "年度计划", "{累计}\n累计", "占年度\n计划", "与序时比\n(百分点)", "进度差额",
             "连续\n滞后月", "滞后原因及需协调事项", "推进措施及时限", "督办建议")
_FIRST = 3
_LAST_COL = len(_WIDTHS) - 1
_COUNTS = _LAST_COL + 2
"""Outside the print area: the counts of red and yellow projects, what stands in two tables counted once."""


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """Write the sheet and give the defined names 红灯_去重 and 黄灯_去重; nothing where there is no project table."""
    if not layout.tables:
        return
    sheet = book.sheet(LAGGING, COLORS.TAB_ORANGE)
    found = lagging_projects(summary)
    sheet.columns(_WIDTHS)
    frame.title(book, sheet, 0, _LAST_COL, "滞后项目清单(红灯、黄灯)", height=40)
    frame.subtitle(book, sheet, 1, _LAST_COL,
                   f"按滞后幅度由大到小排列;“进度差额”=年度计划×序时进度-{summary.period.range_label}累计完成",
                   frame.money_note(summary.plan.settings), 11)
    frame.way_home(book, sheet, summary, _LAST_COL + 1)
    sheet.height(2, 34)
    for col, heading in enumerate(_HEADINGS):
        sheet.text(2, col, heading.replace("{累计}", summary.period.range_label), frame.header(book))
    money = money_format(_amounts(found))
    led = {ranking.table.table.code for ranking in rankings(summary) if ranking.by_lead}
    leads = Leads(layout)
    for place, one in enumerate(found):
        _Line(book, sheet, summary, leads, one, money, one.table.table.code in led).write(_FIRST + place)
    end = _totals(book, sheet, summary, found) if found else _nothing(book, sheet)
    _under(book, sheet, end)
    _colours(book, sheet, summary, _FIRST + len(found) - 1)
    _count(book, sheet, layout)
    sheet.freeze(_FIRST, 3)
    sheet.paper("A4", True, (12.7, 12.7, 15.2, 15.2), (1, 0), 2, (0, 0, end + 2, _LAST_COL))
    frame.foot(sheet, summary)


def shortfall(summary: Summary, one: Lagging) -> Decimal:
    """进度差额: what time progress asks of the annual plan, less what was completed."""
    annual, done = one.figures.number(ANNUAL) or Decimal(0), one.figures.number(YEAR) or Decimal(0)
    return annual * summary.time_progress - done


class _Line:
    """One project's row."""

    def __init__(self, book: Book, sheet: Sheet, summary: Summary, leads: Leads, one: Lagging, money: str,
                 by_lead: bool) -> None:
        self.book, self.sheet, self.summary, self.one, self.money = book, sheet, summary, one, money
        self.layout, self.leads = leads.layout, leads
        self.by_lead = by_lead
        self.code, self.item = one.table.table.code, one.figures.item.code

    def write(self, row: int) -> None:
        figures, book, sheet = self.one.figures, self.book, self.sheet
        texts = self._texts()
        sheet.number(row, _ORDINAL, row - _FIRST + 1, frame.body(book, align="center"))
        self._live(row, _LIGHT, LIGHT, figures.light.value, font_name=book.fonts.hei, font_size=10, align="center")
        sheet.text(row, _NAME, texts[_NAME], frame.body(book, font_name=book.fonts.hei))
        # A link's text does not wrap everywhere, so it is short and stands by itself.
        target, cell = self.layout.cell_of(self.code, self.item, NAME)
        link = frame.body(book, font_size=9, text_wrap=False, shrink=True, align="center", font_color=COLORS.LINK, underline=1)
        sheet.link(row, _SOURCE, target, cell, link, f"{self.code}-{figures.item.ordinal}")
        sheet.text(row, _UNIT, texts[_UNIT], frame.body(book, align="center"))
        self._live(row, _ANNUAL, ANNUAL, figures.number(ANNUAL), num_format=self.money, shrink=True)
        self._live(row, _YEAR, YEAR, figures.number(YEAR) or Decimal(0), num_format=self.money, shrink=True)
        self._live(row, _RATE, RATE, figures.number(RATE), num_format=PERCENT)
        self._live(row, _GAP, GAP, figures.number(GAP), num_format=GAP_FORMAT, bold=True)
        self.leads.part(sheet, row, _YEAR, self.layout.table(self.code), self.item, YEAR)
        line = row + 1
        sheet.formula(row, _SHORTFALL, f"=F{line}*序时进度-G{line}", frame.figure(book, num_format=self.money, shrink=True),
                      shortfall(self.summary, self.one))
        sheet.formula(row, _MONTHS, "=" + self.layout.ledger.months_behind(self.code, self.item),
                      frame.figure(book, align="center"), figures.months_behind)
        sheet.text(row, _PROBLEM, texts[_PROBLEM], frame.body(book))
        sheet.text(row, _STEPS, texts[_STEPS], frame.body(book))
        sheet.formula(row, _SUPERVISION, self._supervision(line), frame.body(book, font_name=book.fonts.hei, align="center"),
                      supervision(figures.light, figures.light_before))
        sheet.height(row, row_height([(text, column_pixels(_WIDTHS[col])) for col, text in texts.items()], 10, 36, 1.34, 8))

    def _texts(self) -> dict[int, str]:
        figures = self.one.figures
        lead = figures.item.lead_unit
        short = short_name(self.summary.plan, figures.unit)
        unit = lead if self.by_lead else f"{lead}\n({short})" if lead else figures.unit
        return {_NAME: figures.item.name, _UNIT: unit, _PROBLEM: latest(figures.values.get(PROBLEM), figures.before.get(PROBLEM)),
                _STEPS: latest(figures.values.get("下步措施"), figures.before.get("下步措施"))}

    def _live(self, row: int, col: int, key: str, value: Value, **look: object) -> None:
        formula = "=" + self.layout.reference(self.code, self.item, key)
        self.sheet.formula(row, col, formula, frame.figure(self.book, **look), value)
        self.sheet.lead(row, col, *self.layout.cell_of(self.code, self.item, key))

    def _supervision(self, line: int) -> str:
        """The office's rule as a formula over this light and the one before; the same words as ``lights.supervision``."""
        now, ordinal = f"LEFT(B{line},1)", self.layout.table(self.code).period.ordinal
        before = self.layout.ledger.light(self.code, self.item, ordinal - 1) if ordinal > 1 else '""'
        red, yellow = f'{before}="■"', f'OR({before}="▲",{before}="■")'
        words = {pair: supervision(*pair) for pair in (
            (Light.RED, Light.RED), (Light.RED, None), (Light.YELLOW, Light.YELLOW), (Light.YELLOW, None), (Light.GREEN, Light.RED))}
        return (f'=IF({now}="■",IF({red},"{words[Light.RED, Light.RED]}","{words[Light.RED, None]}"),'
                f'IF({now}="▲",IF({yellow},"{words[Light.YELLOW, Light.YELLOW]}","{words[Light.YELLOW, None]}"),'
                f'IF(AND({now}="●",{yellow}),"{words[Light.GREEN, Light.RED]}","")))')


def latest(now: object, before: object) -> str:
    """What was said last: now, or a period earlier by a unit that has not reported."""
    return next((text for text in (now, before) if isinstance(text, str) and text), "")


def _amounts(found: Sequence[Lagging]) -> list[Decimal | None]:
    return [n for one in found for n in (one.figures.number(ANNUAL), one.figures.number(YEAR))]


def _totals(book: Book, sheet: Sheet, summary: Summary, found: Sequence[Lagging]) -> int:
    row = _FIRST + len(found)
    sheet.height(row, 24)
    for col in range(_LAST_COL + 1):
        sheet.blank(row, col, frame.total(book))
    sheet.merge(row, 0, row, _UNIT, frame.total(book, align="center"))
    sheet.text(row, 0, "合计(红灯、黄灯项目)", frame.total(book, align="center"))
    annual = sum((one.figures.number(ANNUAL) or Decimal(0) for one in found), Decimal(0))
    done = sum((one.figures.number(YEAR) or Decimal(0) for one in found), Decimal(0))
    money = money_format(_amounts(found))
    behind = sum((shortfall(summary, one) for one in found), Decimal(0))
    for letter, col, value in (("F", _ANNUAL, annual), ("G", _YEAR, done), ("J", _SHORTFALL, behind)):
        sheet.formula(row, col, f"=SUM({letter}{_FIRST + 1}:{letter}{row})", frame.total_figure(book, font_size=11, num_format=money, shrink=True), value)
    rate = frame.total_figure(book, font_size=11, num_format=PERCENT)
    sheet.formula(row, _RATE, f'=IF(F{row + 1}>0,G{row + 1}/F{row + 1},"—")', rate, done / annual if annual > 0 else frame.NOTHING)
    return row


def _nothing(book: Book, sheet: Sheet) -> int:
    look = frame.body(book, align="center", font_size=11)
    sheet.height(_FIRST, 36)
    sheet.merge(_FIRST, 0, _FIRST, _LAST_COL, look)
    sheet.text(_FIRST, 0, "没有红灯、黄灯项目", look)
    return _FIRST


def _under(book: Book, sheet: Sheet, end: int) -> None:
    sheet.height(end + 1, 18)
    sheet.text(end + 1, 0, "督办规则:连续两期红灯,建议分管领导约谈;当期新亮红灯,下发督办函;连续两期滞后,重点提示;当期新亮黄灯,提示关注;"
               "转绿后自动销号。一个项目列入两表的只列一次。规则参数见《口径说明》。", frame.note(book, font_size=10))
    sheet.height(end + 2, 30)
    for col, word in ((0, "填表："), (_UNIT, "审核："), (_SHORTFALL, "分管领导批示：")):
        sheet.text(end + 2, col, word, book.format(font_size=11, valign="bottom"))


def _colours(book: Book, sheet: Sheet, summary: Summary, last: int) -> None:
    if last < _FIRST:
        return
    frame.colour_lights(book, sheet, _FIRST, _LIGHT, last, _LIGHT)
    frame.colour_gaps(book, sheet, summary.plan.settings, _FIRST, _GAP, last)
    urgent = supervision(Light.RED, Light.RED)
    sheet.condition(_FIRST, _SUPERVISION, last, _SUPERVISION,
                    {"type": "formula", "criteria": f'=$N{_FIRST + 1}="{urgent}"',
                     "format": book.workbook.add_format({"font_color": COLORS.RED})})


def _count(book: Book, sheet: Sheet, layout: Layout) -> None:
    """Red and yellow projects over all tables, in live formulas beside the table.

    A project in several tables is red when it is red in any, yellow when it is yellow in any and red in none. One row
    for each such project takes off what would be counted too often.
    """
    grey = book.format(font_color=COLORS.GREY)
    for col, word in ((_COUNTS, "计数（去重）"), (_COUNTS + 1, "红灯"), (_COUNTS + 2, "黄灯")):
        sheet.text(1, col, word, grey)
    sheet.text(2, _COUNTS, "项目数", grey)
    repeated = _repeated(layout)
    for offset, (name, light) in enumerate(((RED_COUNT, Light.RED), (YELLOW_COUNT, Light.YELLOW)), start=1):
        letter = xl_col_to_name(_COUNTS + offset)
        counted = "+".join(f'COUNTIF({table_name("亮灯", t.code)},"{light.glyph}*")' for t in layout.tables)
        less = f"-SUM({letter}{_FIRST + 1}:{letter}{_FIRST + len(repeated)})" if repeated else ""
        sheet.formula(2, _COUNTS + offset, f"={counted}{less}", grey, len(lagging_projects(layout.summary, light)))
        book.name(name, "=" + reference(LAGGING, 2, _COUNTS + offset))
    for row, (item, tables) in enumerate(repeated.items(), start=_FIRST):
        sheet.text(row, _COUNTS, item, grey)
        _take_off(sheet, row, item, tables, grey)


def _take_off(sheet: Sheet, row: int, item: str, tables: Sequence[TableLayout], look: Format) -> None:
    shown = [t.figures.items[t.rows[item] - FIRST_ROW].light for t in tables]
    red, yellow = ("+".join(f'COUNTIF({t.reference(item, LIGHT)},"{light.glyph}*")' for t in tables)
                   for light in (Light.RED, Light.YELLOW))
    reds, yellows = shown.count(Light.RED), shown.count(Light.YELLOW)
    sheet.formula(row, _COUNTS + 1, f"={red}-MIN(1,{red})", look, reds - min(1, reds))
    sheet.formula(row, _COUNTS + 2, f"={yellow}-IF({red}>0,0,MIN(1,{yellow}))", look, yellows - (0 if reds else min(1, yellows)))


def _repeated(layout: Layout) -> dict[str, list[TableLayout]]:
    """Each item that stands in more than one table, with those tables."""
    found: dict[str, list[TableLayout]] = {}
    for table in layout.tables:
        for code in table.rows:
            found.setdefault(code, []).append(table)
    return {code: tables for code, tables in found.items() if len(tables) > 1}
