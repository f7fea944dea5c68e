"""附件2, 附件3 …: one sheet for each project table, the one home of the period's reported figures."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from automation.bulletin import frame
from automation.bulletin.columns import (
    ANNUAL,
    GAP,
    LIGHT,
    MONTH,
    NAME,
    ORDINAL,
    PROGRESS,
    RATE,
    TREND,
    UNIT,
    YEAR,
    Column,
)
from automation.bulletin.definitions import light_rule
from automation.bulletin.formulas import ItemFormulas, TotalFormulas
from automation.bulletin.layout import FIRST_ROW, LEDGER, Layout, TableLayout
from automation.bulletin.leads import Leads
from automation.bulletin.places import area
from automation.bulletin.written import Written, digits_width, number_format, put
from automation.model.plan import DataType
from automation.styles.book import Book, Format, Sheet
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS
from automation.summary import ItemFigures, Summary

_GROUP_ROW, _HEAD_ROW = 3, 4
_CENTRED = (ORDINAL, "建设性质", "建设地址", "建设年限", "牵头领导", "牵头单位", "建设单位", "责任单位", UNIT)
_SMALL = ("建设地址", "建设年限", "牵头领导", UNIT)
_LEAST_HEIGHT = 30
_WIDE = 20
"""Columns wider than this hold long texts, which are set smaller."""


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """One sheet for each project table, and the names of its totals and lights."""
    for table in layout.tables:
        _Writer(book, summary, layout, table).write()


class _Writer:
    """Writes one project table."""

    def __init__(self, book: Book, summary: Summary, layout: Layout, table: TableLayout) -> None:
        self.book, self.summary, self.layout, self.table = book, summary, layout, table
        self.sheet: Sheet = book.sheet(table.sheet, COLORS.NAVY)
        self.last = len(table.columns) - 1
        self.leads = Leads(layout)
        self.trends: dict[tuple[int, int], str] = {}
        self.looks: dict[tuple[str, bool], Format] = {}
        self.formats = {c.key: number_format(c, table.figures.items) for c in table.columns}

    def write(self) -> None:
        """The whole sheet."""
        self.sheet.columns([self._width(c) for c in self.table.columns],
                           level1=[n for n, c in enumerate(self.table.columns) if c.folded])
        self._heading()
        for figures in self.table.figures.items:
            self._item(figures)
        self.sheet.sparklines(self.trends, {"type": "column", "min": 0, "last_point": True, "series_color": COLORS.SPARK,
                                            "last_color": COLORS.RED})
        self._totals()
        self._counted_once()
        self._colours()
        self._page()

    def _width(self, column: Column) -> float:
        """Wide enough for the column's total, which is the longest of its figures."""
        field = column.field
        if field is None or field.type is not DataType.MONEY:
            return column.width
        places = 2 if ".00" in self.formats[column.key] else 0
        return max(column.width, digits_width(self.table.figures.total(field.name), places))

    def _heading(self) -> None:
        book, sheet, table = self.book, self.sheet, self.table.figures.table
        sheet.height(0, 24)
        sheet.text(0, 0, table.code, book.format(font_name=book.fonts.hei, font_size=16))
        heading = table.heading or f"{self.summary.plan.settings.plan_name}{table.title}进度表"
        frame.title(book, sheet, 1, self.last, heading)
        frame.subtitle(book, sheet, 2, self.last, "", frame.money_note(self.summary.plan.settings), 11)
        rule = light_rule(self.summary)
        sheet.formula(2, 0, rule.formula, frame.note(book, font_size=11), rule.value)
        sheet.height(_GROUP_ROW, 20)
        sheet.height(_HEAD_ROW, 32)
        start = 0
        for group, columns in groupby(self.table.columns, lambda c: c.group):
            width = len(list(columns))
            sheet.merge(_GROUP_ROW, start, _GROUP_ROW, start + width - 1, frame.header(book))
            sheet.text(_GROUP_ROW, start, group.value.replace("{年}", str(self.summary.period.year)), frame.header(book))
            start += width
        for col, column in enumerate(self.table.columns):
            sheet.text(_HEAD_ROW, col, column.heading, frame.header(book))

    def _item(self, figures: ItemFigures) -> None:
        row, formulas = self.table.rows[figures.item.code], ItemFormulas(self.layout, self.table, figures)
        texts: list[tuple[str, Column]] = []
        for col, column in enumerate(self.table.columns):
            written = self._content(formulas, column)
            put(self.sheet, row, col, written, self._look(column, isinstance(written.value, str)))
            self.leads.figure(self.sheet, row, col)
            if column.key in (YEAR, RATE, GAP) and written.formula:
                self.leads.months(self.sheet, row, col, self.table, figures.item.code)
            if isinstance(written.value, str) and not written.formula and column.key not in (MONTH, LIGHT):
                texts.append((written.value, column))
        if figures.number(ANNUAL):
            self.trends[row, self.table.column(TREND)] = self._months(figures)
        self.sheet.height(row, _height(texts))

    def _content(self, formulas: ItemFormulas, column: Column) -> Written:
        figures, field = formulas.figures, column.field
        if column.key == MONTH:
            return formulas.month()
        if column.key == YEAR:
            return formulas.year()
        if column.key == GAP and field:
            return formulas.gap(field)
        if column.key == LIGHT:
            return formulas.light()
        if field is not None and field.formula is not None:
            return formulas.computed(field)
        if column.key in (ORDINAL, TREND, UNIT, NAME) or field is None:
            return Written(self._plain(figures, column.key))
        value = figures.values.get(field.name)
        return Written(value if isinstance(value, Decimal) else frame.told(figures, field.name, self.table.period))

    def _plain(self, figures: ItemFigures, key: str) -> str:
        item = figures.item
        return {ORDINAL: item.ordinal, TREND: "", UNIT: figures.unit, NAME: item.name}.get(key, item.lead_unit)

    def _look(self, column: Column, text: bool) -> Format:
        if (column.key, text) not in self.looks:
            self.looks[column.key, text] = self._new_look(column, text)
        return self.looks[column.key, text]

    def _new_look(self, column: Column, text: bool) -> Format:
        book, key = self.book, column.key
        if key == LIGHT:
            return frame.body(book, font_name=book.fonts.hei, text_wrap=False, align="center")
        if key == MONTH and text:
            return frame.figure(book, font_name=book.fonts.hei, font_size=10, font_color=COLORS.RED)
        if self.formats[key]:
            color = COLORS.LINK if key == MONTH else COLORS.TEXT
            return frame.figure(book, num_format=self.formats[key], bold=key == YEAR, font_color=color)
        if key == NAME:
            return frame.body(book, font_name=book.fonts.hei, font_size=10.5)
        return frame.body(book, font_size=_points(column), align="center" if key in _CENTRED else "left")

    def _months(self, figures: ItemFigures) -> str:
        ledger = self.layout.ledger
        source = ledger.rows[self.table.code, figures.item.code]
        return area(LEDGER, source, ledger.FIRST_MONTH, source, ledger.column(self.table.code, self.table.period.ordinal))

    def _totals(self) -> None:
        book, sheet, row = self.book, self.sheet, self.table.totals_row
        formulas = TotalFormulas(self.layout, self.table)
        sheet.height(row, 26)
        for col, column in enumerate(self.table.columns):
            written = formulas.of(column.field) if column.field else Written("")
            put(sheet, row, col, written, frame.total_figure(book, num_format=self.formats[column.key] or "General"))
            if column.key in (MONTH, YEAR, RATE, GAP):
                self.leads.total(sheet, row, col, self.table, MONTH if column.key == MONTH else YEAR)
        first = next(n for n, c in enumerate(self.table.columns) if c.field and formulas.of(c.field).value != "")
        sheet.merge(row, 0, row, first - 1, frame.total(book, align="center"))
        sheet.text(row, 0, "合  计", frame.total(book, align="center"))
        lights = self.table.column(LIGHT)
        sheet.merge(row, lights, row, self.table.column(PROGRESS), frame.total(book))
        put(sheet, row, lights, formulas.lights(), frame.total(book))
        sheet.height(row + 1, 20)
        sheet.text(row + 1, 0, self._footnote(), frame.note(book, font_size=10, font_color=COLORS.MUTED))

    def _footnote(self) -> str:
        table, settings = self.table.figures.table, self.summary.plan.settings
        basis = f"与任务书{table.code}一致" + "".join(f",{field}合计{total:f}{settings.money_unit}" for field, total in table.controls)
        return (f"注:1.基本情况列{basis}。2.蓝色数字为填报单位报送值;“未报”表示本期未报送,累计数沿用上期。"
                f"3.其余数字、合计、比例和亮灯均为公式,改动蓝色数字后自动更新;改动后请看《数据校核》。")

    def _counted_once(self) -> None:
        repeated, col = self.layout.repeated(self.table), self.table.counted_col
        if not repeated:
            return
        grey = self.book.format(font_color=COLORS.GREY)
        self.sheet.text(_HEAD_ROW, col, "计入各表总计(前表已列的为0)", grey)
        for code, row in self.table.rows.items():
            self.sheet.number(row, col, int(code not in repeated), grey)

    def _colours(self) -> None:
        first, last = FIRST_ROW, self.table.last_row
        frame.colour_lights(self.book, self.sheet, first, self.table.column(LIGHT), last, self.table.column(LIGHT))
        frame.colour_gaps(self.book, self.sheet, self.summary.plan.settings, first, self.table.column(GAP), self.table.totals_row)
        rate = self.table.column(RATE)
        self.sheet.condition(first, rate, last, rate, {
            "type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": COLORS.BAR,
            "bar_border_color": COLORS.BAR, "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1})

    def _page(self) -> None:
        for name, reference in self.table.names.items():
            self.book.name(name, f"={reference}")
        self.sheet.freeze(FIRST_ROW, self.table.column(NAME) + 1)
        self.sheet.paper("A3", True, (11.4, 11.4, 12.7, 14), (1, 0), (_GROUP_ROW, _HEAD_ROW),
                         (0, 0, self.table.totals_row + 1, self.last))
        self.sheet.raw.set_zoom(85)
        frame.way_home(self.book, self.sheet, self.summary, self.last + 1)
        frame.foot(self.sheet, self.summary)


def _points(column: Column) -> float:
    if column.key == NAME:
        return 10.5
    return 9 if column.key in _SMALL or column.folded or column.width > _WIDE else 10


def _height(texts: Iterable[tuple[str, Column]]) -> float:
    """Height of a row that shows all of ``texts``, each in its own column and size."""
    return max(row_height([(text, column_pixels(column.width))], _points(column), _LEAST_HEIGHT, 1.3, 7) for text, column in texts)
