"""What every sheet of the bulletin has alike: title, header cells, way home, foot, the colours of lights."""

from collections.abc import Mapping

from xlsxwriter.utility import xl_rowcol_to_cell

from automation.bulletin.layout import COVER
from automation.lights import threshold_formula
from automation.model.plan import Settings
from automation.period import Period
from automation.styles.book import Book, Format, Sheet
from automation.styles.tokens import COLORS, LIGHT_COLORS, Fonts
from automation.summary import ItemFigures, Summary

PRACTICE = "演练数据"
"""Stands on every sheet when the plan is for practice."""
MISSING = "未报"
"""Shown for a figure that nobody reported, which is neither 0 nor blank."""
NOTHING = "—"
"""Shown where there is nothing to compute."""


def header(book: Book, **changes: object) -> Format:
    """A column's header cell."""
    return book.variant(_header, changes)


def body(book: Book, **changes: object) -> Format:
    """A cell of text in a table."""
    return book.variant(_body, changes)


def figure(book: Book, **changes: object) -> Format:
    """A cell of digits in a table."""
    return book.variant(_figure, changes)


def total(book: Book, **changes: object) -> Format:
    """A cell of a totals row: words in 黑体."""
    return book.variant(_total, changes)


def _header(fonts: Fonts) -> Mapping[str, object]:
    return {"font_name": fonts.hei, "font_size": 10.5, "align": "center", "text_wrap": True, "border": 1,
            "border_color": COLORS.LINE, "bg_color": COLORS.HEAD, "font_color": COLORS.NAVY}


def _body(_: Fonts) -> Mapping[str, object]:
    return {"font_size": 10, "text_wrap": True, "border": 1, "border_color": COLORS.HAIR}


def _figure(fonts: Fonts) -> Mapping[str, object]:
    return {"font_name": fonts.digits, "font_size": 11, "align": "right", "border": 1, "border_color": COLORS.HAIR}


def _total(fonts: Fonts) -> Mapping[str, object]:
    return {"font_name": fonts.hei, "font_size": 11, "border": 1, "border_color": COLORS.LINE, "bg_color": COLORS.TOTAL,
            "top": 2, "bottom": 2}


def total_figure(book: Book, **changes: object) -> Format:
    """A cell of a totals row: digits."""
    return total(book, **{"font_name": book.fonts.digits, "font_size": 12, "bold": True, "align": "right", **changes})


def note(book: Book, **changes: object) -> Format:
    """楷体 for the lines under a title or a table."""
    return book.format(**{"font_name": book.fonts.kai, "font_size": 10.5, **changes})


def title(book: Book, sheet: Sheet, row: int, last_col: int, text: str, points: float = 22, height: float = 38) -> None:
    """A sheet's title over columns 0 to ``last_col``."""
    sheet.height(row, height)
    look = book.format(font_name=book.fonts.title, font_size=points, align="center")
    sheet.merge(row, 0, row, last_col, look)
    sheet.text(row, 0, text, look)


def subtitle(book: Book, sheet: Sheet, row: int, last_col: int, left: str, right: str = "", points: float = 10.5) -> None:
    """The line under a title: what the figures are on the left, the unit of measure on the right."""
    sheet.height(row, 20)
    sheet.text(row, 0, left, note(book, font_size=points))
    if right:
        sheet.text(row, last_col, right, note(book, font_size=points, align="right"))


def way_home(book: Book, sheet: Sheet, summary: Summary, col: int) -> None:
    """返回首页 right of the print area, and 演练数据 at the head of each printed page where the plan is for practice."""
    sheet.raw.set_column(col, col, 10)
    sheet.link(0, col, COVER, "A1", book.format(font_color=COLORS.LINK, underline=1), "返回首页")
    if summary.plan.settings.practice:
        sheet.text(1, col, PRACTICE, book.format(font_name=book.fonts.hei, font_size=14, font_color=COLORS.RED))
        practice_header(book, sheet)


def practice_header(book: Book, sheet: Sheet) -> None:
    """演练数据 in red at the head of each printed page."""
    sheet.raw.set_header(f'&R&"{book.fonts.hei},Regular"&14 &KC00000{PRACTICE}，不得引用')


def foot(sheet: Sheet, summary: Summary, right: str | None = None) -> None:
    """The office on the left, page numbers in the middle, the cut-off on the right unless told otherwise."""
    day = summary.cut_off
    sheet.footer(summary.plan.settings.office, f"数据截至{day.year}年{day.month}月{day.day}日" if right is None else right)


def colour_lights(book: Book, sheet: Sheet, first_row: int, first_col: int, last_row: int, last_col: int) -> None:
    """Colour cells that begin with the glyph of a light."""
    if last_row < first_row:
        return
    for glyph, (color, fill) in LIGHT_COLORS.items():
        look = book.workbook.add_format({"font_color": color, "bg_color": fill})
        sheet.condition(first_row, first_col, last_row, last_col,
                        {"type": "text", "criteria": "begins with", "value": glyph, "format": look})


def colour_gaps(book: Book, sheet: Sheet, settings: Settings, first_row: int, col: int, last_row: int, elapsed: str = "序时进度") -> None:
    """Colour 百分点 against 序时进度, or the cells of ``elapsed``, as the lights are: green, amber, red and bold."""
    if last_row < first_row:
        return
    yellow, red = (threshold_formula(line, elapsed, settings) for line in ("滞后黄线", "滞后红线"))
    bounds = ((f"AND(ISNUMBER({{0}}),{{0}}<-{red})", {"font_color": COLORS.RED, "bold": True}),
              (f"AND(ISNUMBER({{0}}),{{0}}<-{yellow})", {"font_color": COLORS.AMBER}),
              ("ISNUMBER({0})", {"font_color": COLORS.GREEN}))
    cell = xl_rowcol_to_cell(first_row, col, col_abs=True)
    for condition, look in bounds:
        sheet.condition(first_row, col, last_row, col,
                        {"type": "formula", "criteria": "=" + condition.format(cell), "stop_if_true": True,
                         "format": book.workbook.add_format(look)})


def told(figures: ItemFigures, field: str, period: Period) -> str:
    """A text that the unit reported; where it has not reported, the last one, with a word that says so."""
    text = figures.values.get(field) if figures.reported else figures.before.get(field)
    if not isinstance(text, str) or not text:
        return "" if figures.reported or field != "形象进度" else f"({period.short_label}未报送)"
    return text if figures.reported or field != "形象进度" else f"({period.short_label}未报送,沿用上期){text}"


def money_note(settings: Settings) -> str:
    """单位:万元."""
    return f"单位:{settings.money_unit}"
