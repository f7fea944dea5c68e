"""指标完成: where each indicator stands against the target due next, and how it came there."""

from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name

from automation.bulletin import frame
from automation.bulletin.duty_places import (
    HEAD_ROW,
    I_BASE,
    I_BEFORE,
    I_DUE,
    I_ELAPSED,
    I_FINAL,
    I_GAP,
    I_LIGHT,
    I_MADE_OF,
    I_MEASURE,
    I_RATE,
    I_RELATION,
    I_REMARK,
    I_TARGET,
    I_TREND,
    I_UNIT,
    I_UNITS,
    I_VALUE,
    I_VERDICT,
    INDICATORS,
    NAME,
    ORDINAL,
    Section,
)
from automation.bulletin.duty_words import indicator_remark, target_date, units_of
from automation.bulletin.indicator_formulas import IndicatorFormulas
from automation.bulletin.layout import Layout
from automation.bulletin.leads import Leads
from automation.bulletin.places import area, reference
from automation.bulletin.unit_ledger import section_heading
from automation.bulletin.written import Written, plain_format, put
from automation.lights import Verdict
from automation.period import Period
from automation.rollup.measures import MILESTONE, PERIODIC
from automation.styles.book import Book, Sheet
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, GAP, PERCENT, PERCENT_WHOLE
from automation.summary import IndicatorFigures, IndicatorTable, Summary

_WIDTHS = (7, 30, 8, 9, 18, 9, 4.5, 10, 10, 11, 13, 10, 9, 8, 10.5, 12.5, 9, 12, 16, 30)
_LAST = len(_WIDTHS) - 1
_HEADS = ("序号", "指标", "口径", "计量\n单位", "责任单位", "基期值", "关系", "目标值", "目标\n时限", "实际值", "构成", "上期值", "完成率", "时间\n进度",
          "与时间比\n(百分点)", "判定", "亮灯", "走势\n(红为本期)", "最终目标", "说明")
_DATA = _LAST + 3
"""First column, right of the print area, of the figures that the sparklines show."""
_RELATIONS = {">=": "≥", "<=": "≤", "=": "="}
_DONE_FORMAT = '[=1]"已完成";[=0]"未完成";General'
VERDICTS = tuple(Verdict)


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """The sheet; nothing where the period has no indicators."""
    if summary.indicators:
        _Writer(book, summary, layout).write()


def final_target(figures: IndicatorFigures) -> str:
    """最终目标: 2020年12月 ≥37; empty where the target that is compared with is the last one."""
    last = figures.item.targets[-1] if figures.item.targets else None
    if last is None or last is figures.target:
        return ""
    return f"{target_date(last)} {_RELATIONS.get(last.relation, last.relation)}{last.text}"


class _Writer:
    """Writes 指标完成."""

    def __init__(self, book: Book, summary: Summary, layout: Layout) -> None:
        self.book, self.summary, self.places, self.plan = book, summary, layout.duties, summary.plan
        self.leads = Leads(layout)
        self.sheet: Sheet = book.sheet(INDICATORS, COLORS.NAVY)

    def write(self) -> None:
        """The whole sheet."""
        sheet, book = self.sheet, self.book
        sheet.columns(_WIDTHS, hidden=self._empty())
        table = self.summary.indicators[0].table
        frame.title(book, sheet, 0, _LAST, table.heading or f"{self.plan.settings.plan_name}指标完成情况表")
        rule = "与最近到期的目标比较;比率为各单位分子之和除以分母之和,不作平均;未到期的不算未达标;争取类不亮红灯;各口径算法见《口径说明》"
        frame.subtitle(book, sheet, 1, _LAST, rule, f"截至{self.summary.period.label}", 11)
        sheet.height(2, 6)
        sheet.height(HEAD_ROW, 32)
        for col, head in enumerate(_HEADS):
            sheet.text(HEAD_ROW, col, head, frame.header(book))
        sheet.text(HEAD_ROW, _DATA - 1, "走势数据", book.format(font_color=COLORS.GREY))
        row = HEAD_ROW + 1
        for section in self.places.indicator_sections:
            row = self._section(section, row)
        for figures in self.summary.indicators:
            row = self._counts(figures, row)
        self._page(row)

    def _empty(self) -> set[int]:
        """Columns that no indicator of this plan has anything for."""
        items = [i for t in self.summary.indicators for i in t.items]
        based = any(isinstance(i.item.fixed.get("基期值"), Decimal) for i in items)
        return {col for col, used in ((I_BASE, based), (I_FINAL, any(map(final_target, items)))) if not used}

    def _section(self, section: Section, row: int) -> int:
        table = section.table.table
        section_heading(self.book, self.sheet, row, _LAST, f"{table.code}  {section.heading or table.title}({len(section.items)}项)")
        for figures in section.items:
            if isinstance(figures, IndicatorFigures):
                self._indicator(table.code, section.table.period, figures)
        return row + 1 + len(section.items)

    def _indicator(self, table: str, period: Period, one: IndicatorFigures) -> None:
        book, sheet, row = self.book, self.sheet, self.places.indicator_rows[table, one.item.code]
        centred = frame.body(book, align="center")
        target = one.target
        texts = {ORDINAL: one.item.ordinal, NAME: one.item.name, I_MEASURE: one.measure, I_UNIT: str(one.item.fixed.get("计量单位") or ""),
                 I_UNITS: units_of(self.plan, one), I_RELATION: _RELATIONS.get(target.relation, "") if target else "",
                 I_DUE: target_date(target), I_FINAL: final_target(one), I_REMARK: indicator_remark(self.plan, one)}
        for col, words in texts.items():
            look = {NAME: frame.body(book, font_name=book.fonts.hei), I_UNITS: frame.body(book, font_size=9),
                    I_REMARK: frame.body(book, font_size=9)}.get(col, centred)
            sheet.text(row, col, words, look)
        self._figures(row, one, IndicatorFormulas(self.places, table, one))
        for col in (I_VALUE, I_RATE, I_GAP):
            self.leads.duty(sheet, row, col, table, one)
        self._trend(row, period, one)
        sheet.height(row, row_height([(w, column_pixels(_WIDTHS[c])) for c, w in texts.items()], 9.8, 24, 1.3, 7))

    def _figures(self, row: int, one: IndicatorFigures, formulas: IndicatorFormulas) -> None:
        book, sheet, goal = self.book, self.sheet, one.target.value if one.target else None
        base, shown = one.item.fixed.get("基期值"), plain_format([goal, one.value, one.before])
        if one.measure in (MILESTONE, PERIODIC):
            shown = plain_format([goal])
        own = {MILESTONE: _DONE_FORMAT, PERIODIC: PERCENT}.get(one.measure, shown)
        number, value = frame.figure(book, num_format=shown), frame.figure(book, num_format=own, bold=True)
        words = one.target.text if one.target and goal is None else frame.NOTHING
        put(sheet, row, I_BASE, Written(base if isinstance(base, Decimal) else ""), number)
        put(sheet, row, I_TARGET, Written(words if goal is None else goal), number)
        put(sheet, row, I_VALUE, formulas.value(), value)
        put(sheet, row, I_MADE_OF, formulas.made_of(), frame.figure(book, font_size=10, align="center"))
        put(sheet, row, I_BEFORE, Written(frame.NOTHING if one.before is None else one.before), frame.figure(book, num_format=own))
        put(sheet, row, I_RATE, formulas.rate(), frame.figure(book, num_format=PERCENT))
        put(sheet, row, I_ELAPSED, Written(one.elapsed), frame.figure(book, num_format=PERCENT_WHOLE))
        put(sheet, row, I_GAP, formulas.gap(), frame.figure(book, num_format=GAP))
        hei = frame.body(book, font_name=book.fonts.hei, text_wrap=False, align="center", shrink=True)
        put(sheet, row, I_VERDICT, formulas.verdict(), hei)
        put(sheet, row, I_LIGHT, formulas.light(), hei)

    def _trend(self, row: int, period: Period, one: IndicatorFigures) -> None:
        grey = self.book.format(font_color=COLORS.GREY)
        self.sheet.blank(row, I_TREND, frame.body(self.book))
        for ordinal, value in enumerate(one.trend):
            link = f"={reference(INDICATORS, row, I_VALUE)}" if ordinal == len(one.trend) - 1 else ""
            if value is not None:
                put(self.sheet, row, _DATA + ordinal, Written(value, link), grey)
        if any(v is not None for v in one.trend):
            cells = area(INDICATORS, row, _DATA, row, _DATA + len(one.trend) - 1)
            self.sheet.sparkline(row, I_TREND, {"range": cells, "type": "column", "min": 0, "last_point": True,
                                                "series_color": COLORS.SPARK, "last_color": COLORS.RED})

    def _counts(self, table: IndicatorTable, row: int) -> int:
        """How many indicators have each verdict; words that nothing has are left out."""
        cells = self.places.column(INDICATORS, table.table.code, I_VERDICT)
        counts = {v: sum(i.verdict is v for i in table.items) for v in VERDICTS}
        value = "  ".join(f"{v.value}{n}项" for v, n in counts.items())
        formula = '&"  "&'.join(f'"{v.value}"&COUNTIF({cells},"{v.value}")&"项"' for v in counts)
        look, head = frame.total(self.book, font_size=10.5), frame.total(self.book, align="center")
        self.sheet.height(row, 24)
        self.sheet.merge(row, 0, row, 1, head)
        self.sheet.text(row, 0, f"{table.table.code}合计{len(table.items)}项", head)
        self.sheet.merge(row, 2, row, _LAST, look)
        self.sheet.formula(row, 2, f"={formula}", look, value)
        return row + 1

    def _page(self, end: int) -> None:
        book, sheet, first, last = self.book, self.sheet, HEAD_ROW + 1, self.places.indicator_end - 1
        frame.colour_lights(book, sheet, first, I_LIGHT, last, I_LIGHT)
        frame.colour_gaps(book, sheet, self.plan.settings, first, I_GAP, last, f"${xl_col_to_name(I_ELAPSED)}{first + 1}")
        for mark, color in (("√", COLORS.GREEN), ("×", COLORS.RED), ("○", COLORS.GREY)):
            sheet.condition(first, I_VERDICT, last, I_VERDICT, {
                "type": "text", "criteria": "begins with", "value": mark, "format": book.workbook.add_format({"font_color": color})})
        sheet.freeze(first, NAME + 1)
        sheet.paper("A3", True, (11.4, 11.4, 12.7, 14), (1, 0), HEAD_ROW, (0, 0, end - 1, _LAST))
        sheet.raw.set_zoom(85)
        frame.way_home(book, sheet, self.summary, _LAST + 1)
        frame.foot(sheet, self.summary)

