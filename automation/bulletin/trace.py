"""溯源: for every reported figure of the project tables the file, sheet and cell that it came from."""

from collections.abc import Iterator
from dataclasses import dataclass

from automation.bulletin import frame
from automation.bulletin.columns import MONTH, Column
from automation.bulletin.layout import TRACE, Layout, TableLayout
from automation.bulletin.places import area
from automation.bulletin.written import Shown, Written, number_format, put
from automation.model.plan import Category
from automation.model.submission import Entry
from automation.styles.book import Book, Sheet
from automation.styles.text import column_pixels, wrapped_lines
from automation.styles.tokens import COLORS, MOMENT, MONEY, PERCENT, PLAIN_MONEY, PLAIN_MONEY_DECIMAL
from automation.summary import ItemFigures, Summary

FIRST_ROW = 3
_HEADS = ("序号", "位置", "项目", "指标", "来源值", "现表值", "是否\n一致", "来源文件", "工作表", "单元格", "填报人", "接收时间",
          "文件校验码\n(前12位)")
_WIDTHS = (5, 10, 40, 13, 10, 10, 8, 52, 8, 8, 9, 13, 15)
_LAST = len(_WIDTHS) - 1
_SAME, _CHANGED = "√", "× 已改"
_HASH_DIGITS = 12


@dataclass(frozen=True)
class Source:
    """One reported figure."""

    table: TableLayout
    figures: ItemFigures
    column: Column
    entry: Entry | None
    """None where nothing was reported."""

    @property
    def value(self) -> Shown:
        """The figure as reported, or 未报."""
        value = self.figures.number(self.column.key)
        return frame.MISSING if value is None else value


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """The sheet; nothing where the period has no project table."""
    if not layout.tables:
        return
    found = tuple(sources(layout))
    sheet = book.sheet(TRACE, COLORS.GREY)
    sheet.columns(_WIDTHS)
    frame.title(book, sheet, 0, _LAST, "数据溯源(每个数字来自哪份文件、哪张表、哪个单元格)", 20)
    _subtitle(book, sheet, found)
    sheet.height(FIRST_ROW - 1, 30)
    for col, head in enumerate(_HEADS):
        sheet.text(FIRST_ROW - 1, col, head, frame.header(book))
    shown = {(t.code, c.key): _format(number_format(c, t.figures.items)) for t in layout.tables for c in t.columns}
    for number, source in enumerate(found):
        _line(book, sheet, FIRST_ROW + number, source, shown[source.table.code, source.column.key])
    last = FIRST_ROW + len(found) - 1
    _colours(book, sheet, last)
    sheet.raw.autofilter(FIRST_ROW - 1, 0, last, _LAST)
    sheet.freeze(FIRST_ROW, 3)
    sheet.paper("A4", True, (12.7, 12.7, 15.2, 15.2), (1, 0), FIRST_ROW - 1, (0, 0, last, _LAST))
    frame.way_home(book, sheet, summary, _LAST + 1)
    frame.foot(sheet, summary)


def sources(layout: Layout) -> Iterator[Source]:
    """Every reported figure in the order of the tables; the period's own 完成投资 also where it was not reported."""
    for table in layout.tables:
        reported = [c for c in table.columns if c.field and c.field.category is Category.FILLED and c.field.type.numeric]
        for figures in table.figures.items:
            for column in reported:
                entry = figures.entries.get(column.key)
                if entry is not None or column.key == MONTH:
                    yield Source(table, figures, column, entry)


def verdicts(layout: Layout) -> str:
    """The cells that say whether each figure still is what was reported, for another sheet's formula."""
    last = FIRST_ROW + len(tuple(sources(layout))) - 1
    return area(TRACE, FIRST_ROW, 6, last, 6)


def _subtitle(book: Book, sheet: Sheet, found: tuple[Source, ...]) -> None:
    last = FIRST_ROW + len(found)
    values, same = f"E{FIRST_ROW + 1}:E{last}", f"G{FIRST_ROW + 1}:G{last}"
    missing = sum(isinstance(source.value, str) for source in found)
    formula = (f'="本期共采用"&COUNT({values})&"个填报值,其中定稿前人工改动"&COUNTIF({same},"×*")&"个;未报"'
               f'&COUNTIF({values},"{frame.MISSING}")&"个"')
    sheet.height(1, 20)
    sheet.formula(1, 0, formula, frame.note(book),
                  f"本期共采用{len(found) - missing}个填报值,其中定稿前人工改动0个;未报{missing}个")


def _line(book: Book, sheet: Sheet, row: int, source: Source, shown: str) -> None:
    item, entry = source.figures.item, source.entry
    text, small = frame.body(book), frame.body(book, align="center")
    digits = frame.figure(book, font_size=10, num_format=shown)
    cell = source.table.cell(item.code, source.column.key)
    sheet.number(row, 0, row - FIRST_ROW + 1, frame.figure(book, font_size=10, align="center"))
    link = frame.body(book, align="center", font_color=COLORS.LINK, underline=1, text_wrap=False)
    sheet.link(row, 1, source.table.sheet, cell, link, f"{source.table.code} {cell}")
    sheet.text(row, 2, item.name, text)
    heading = source.column.heading.replace("\n", "")
    sheet.text(row, 3, f"{heading}投资" if source.column.key == MONTH and heading.endswith("完成") else heading, text)
    put(sheet, row, 4, Written(source.value), digits)
    put(sheet, row, 5, Written(source.value, f"={source.table.reference(item.code, source.column.key)}"), digits)
    sheet.formula(row, 6, f'=IF(E{row + 1}=F{row + 1},"{_SAME}","{_CHANGED}")', small, _SAME)
    for col, content in enumerate(_origin(entry), 7):
        look = text if col == 7 else frame.figure(book, font_size=10, align="center") if col == 9 else small
        sheet.text(row, col, content, look, verbatim=True)
    _receipt(book, sheet, row, entry)
    lines = max(wrapped_lines(item.name, column_pixels(_WIDTHS[2]), 10), wrapped_lines(_origin(entry)[0], column_pixels(_WIDTHS[7]), 10))
    sheet.height(row, 18 if lines == 1 else 4 + 13.2 * lines)


def _origin(entry: Entry | None) -> tuple[str, str, str, str]:
    if entry is None:
        return ("—（未收到）", "", "", "")
    return (entry.archived or entry.file, entry.sheet, entry.cell, entry.prepared_by)


def _receipt(book: Book, sheet: Sheet, row: int, entry: Entry | None) -> None:
    moment = frame.figure(book, font_size=10, align="center", num_format=MOMENT)
    digest = frame.body(book, font_name="Consolas", font_size=9, align="center")
    if entry is None:
        sheet.blank(row, 11, moment)
        sheet.blank(row, 12, digest)
        return
    sheet.date(row, 11, entry.received, moment)
    sheet.text(row, 12, entry.sha256[:_HASH_DIGITS], digest, verbatim=True)


def _format(shown: str) -> str:
    """The number format ``shown`` of a column, but with 0 as 0: it was reported, and is not 未报."""
    return shown if shown == PERCENT else PLAIN_MONEY if shown == MONEY else PLAIN_MONEY_DECIMAL


def _colours(book: Book, sheet: Sheet, last: int) -> None:
    for text, color in ((_SAME, COLORS.GREEN), (_CHANGED, COLORS.RED)):
        look = book.workbook.add_format({"font_color": color})
        sheet.condition(FIRST_ROW, 6, last, 6, {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": look})
    red = book.workbook.add_format({"font_color": COLORS.RED})
    sheet.condition(FIRST_ROW, 4, last, 5, {"type": "cell", "criteria": "==", "value": f'"{frame.MISSING}"', "format": red})
