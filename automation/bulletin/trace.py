"""溯源: for every reported figure the file, sheet and cell that it came from."""

from dataclasses import dataclass

from automation.bulletin import frame
from automation.bulletin.layout import TRACE, Layout
from automation.bulletin.parts import CHANGED, SAME
from automation.bulletin.places import address, area, reference
from automation.bulletin.sources import FIRST_ROW, Source, all_sources, sources
from automation.bulletin.written import Written, put
from automation.model.submission import Entry
from automation.styles.book import Book, Format, Sheet
from automation.styles.text import column_pixels, wrapped_lines
from automation.styles.tokens import COLORS, MOMENT
from automation.summary import Summary

_HEADS = ("序号", "位置", "项目", "指标", "来源值", "现表值", "是否\n一致", "来源文件", "工作表", "单元格", "填报人", "接收时间",
          "文件校验码\n(前12位)")
_WIDTHS = (5, 10, 54, 11, 9, 9, 6, 70, 8, 7, 8, 12, 13)
_LAST = len(_WIDTHS) - 1
_HASH_DIGITS = 12
_POINTS, _LINE = 9, 12.6
"""Of the text and of a line: hundreds of figures are to stay few pages."""
_SHRUNK = 1.15
"""How much longer than its column a name may be that is shrunk into one line."""


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """The sheet; nothing where nobody has a figure to report."""
    found, every = tuple(sources(layout)), all_sources(layout)
    if not found:
        return
    sheet = book.sheet(TRACE, COLORS.GREY)
    sheet.columns(_WIDTHS)
    frame.title(book, sheet, 0, _LAST, "数据溯源(每个数字来自哪份文件、哪张表、哪个单元格)", 20)
    _subtitle(book, sheet, found, len(every) - len(found))
    sheet.height(FIRST_ROW - 1, 30)
    for col, head in enumerate(_HEADS):
        sheet.text(FIRST_ROW - 1, col, head, frame.header(book))
    looks = _Looks.of(book)
    for number, source in enumerate(every):
        _line(book, sheet, FIRST_ROW + number, source, looks)
    last = FIRST_ROW + len(every) - 1
    _colours(book, sheet, last)
    sheet.raw.autofilter(FIRST_ROW - 1, 0, last, _LAST)
    sheet.freeze(FIRST_ROW, 3)
    sheet.paper("A4", True, (12.7, 12.7, 15.2, 15.2), (1, 0), FIRST_ROW - 1, (0, 0, FIRST_ROW + len(found) - 1, _LAST))
    frame.way_home(book, sheet, summary, _LAST + 1)
    frame.foot(sheet, summary)


def verdicts(layout: Layout) -> str:
    """The cells that say whether each figure still is what was reported, for another sheet's formula."""
    last = FIRST_ROW + len(all_sources(layout)) - 1
    return area(TRACE, FIRST_ROW, 6, last, 6)


def _subtitle(book: Book, sheet: Sheet, found: tuple[Source, ...], earlier: int) -> None:
    """How many figures there are; the lines of months before stand under those of the period, and are not printed."""
    last = FIRST_ROW + len(found)
    values, same = f"E{FIRST_ROW + 1}:E{last}", f"G{FIRST_ROW + 1}:G{last}"
    words = f";另有前期各月{earlier}个,列在其后,不打印" if earlier else ""
    missing = sum(isinstance(source.value, str) for source in found)
    formula = (f'="本期共采用"&COUNT({values})&"个填报值,其中定稿前人工改动"&COUNTIF({same},"×*")&"个;未报"'
               f'&COUNTIF({values},"{frame.MISSING}")&"个{words}"')
    sheet.height(1, 20)
    sheet.formula(1, 0, formula, frame.note(book),
                  f"本期共采用{len(found) - missing}个填报值,其中定稿前人工改动0个;未报{missing}个{words}")


@dataclass(frozen=True)
class _Looks:
    """The looks of a line's cells."""

    text: Format
    centred: Format
    number: Format
    link: Format
    path: Format
    moment: Format
    digest: Format

    @classmethod
    def of(cls, book: Book) -> "_Looks":
        return cls(
            frame.body(book, font_size=_POINTS), frame.body(book, font_size=_POINTS, align="center"),
            frame.figure(book, font_size=_POINTS, align="center"),
            frame.body(book, font_size=_POINTS, align="center", font_color=COLORS.LINK, underline=1, text_wrap=False, shrink=True),
            frame.body(book, font_size=_POINTS, text_wrap=False, shrink=True),
            frame.figure(book, font_size=_POINTS, align="center", num_format=MOMENT),
            frame.body(book, font_name="Consolas", font_size=8, align="center"))


def _line(book: Book, sheet: Sheet, row: int, source: Source, looks: _Looks) -> None:
    entry, name, line, text, small = source.entry, source.name, row + 1, looks.text, looks.centred
    digits = frame.figure(book, font_size=_POINTS, num_format=source.shown)
    cell = address(source.row, source.col)
    sheet.number(row, 0, line - FIRST_ROW, looks.number)
    sheet.link(row, 1, source.sheet, cell, looks.link, f"{source.code} {cell}")
    sheet.text(row, 2, name, text)
    sheet.text(row, 3, source.heading, text)
    put(sheet, row, 4, Written(source.value), digits)
    sheet.formula(row, 5, f"={reference(source.sheet, source.row, source.col)}", digits, source.value)
    sheet.formula(row, 6, f'=IF(E{line}=F{line},"{SAME}","{CHANGED}")', small, SAME)
    for col, content, look in zip(range(7, 11), _origin(entry), (looks.path, small, looks.number, small), strict=True):
        sheet.text(row, col, content, look, verbatim=True)
    _receipt(sheet, row, entry, looks)
    sheet.height(row, 2 + _LINE * wrapped_lines(name, column_pixels(_WIDTHS[2]), _POINTS))


def _origin(entry: Entry | None) -> tuple[str, str, str, str]:
    if entry is None:
        return ("—（未收到）", "", "", "")
    return (entry.archived or entry.file, entry.sheet, entry.cell, entry.prepared_by)


def _receipt(sheet: Sheet, row: int, entry: Entry | None, looks: _Looks) -> None:
    if entry is None:
        sheet.blank(row, 11, looks.moment)
        sheet.blank(row, 12, looks.digest)
        return
    sheet.date(row, 11, entry.received, looks.moment)
    sheet.text(row, 12, entry.sha256[:_HASH_DIGITS], looks.digest, verbatim=True)


def _colours(book: Book, sheet: Sheet, last: int) -> None:
    for text, color in ((SAME, COLORS.GREEN), (CHANGED, COLORS.RED)):
        look = book.workbook.add_format({"font_color": color})
        sheet.condition(FIRST_ROW, 6, last, 6, {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": look})
    red = book.workbook.add_format({"font_color": COLORS.RED})
    sheet.condition(FIRST_ROW, 4, last, 5, {"type": "cell", "criteria": "==", "value": f'"{frame.MISSING}"', "format": red})
