"""更正: what came after the bulletin was closed, value by value, and what it does to the totals."""

from collections.abc import Iterator
from decimal import Decimal

from automation.bulletin import frame
from automation.bulletin.columns import MONTH, RATE, YEAR
from automation.bulletin.layout import CORRECTIONS, Layout, TableLayout
from automation.bulletin.written import number_format
from automation.formula import Scalar
from automation.model.plan import DataType
from automation.model.submission import Entry
from automation.revision import Correction, Revision
from automation.styles.book import Book, Sheet
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, MOMENT, PERCENT, PLAIN_MONEY, PLAIN_MONEY_DECIMAL

_HEADS = ("序号", "更正号", "单位", "报告期", "项目", "指标", "原通报数", "更正后", "增减", "来源文件", "位置", "收到时间", "填报人")
_WIDTHS = (5, 7, 15, 9, 26, 13, 21, 21, 10, 28, 12, 14, 9)
(_ORDINAL, _NUMBER, _UNIT, _PERIOD, _NAME, _FIELD, _BEFORE, _AFTER, _CHANGE, _FILE, _PLACE, _RECEIVED, _PERSON) = range(13)
_LAST = len(_WIDTHS) - 1
_TOTALS = (MONTH, YEAR, RATE)
_HEADING, _TOTALS_HEAD = 2, 3
_EMPTY = "（空）"
_SIGNED, _SIGNED_CENTS = '+#,##0;-#,##0;"—"', '+#,##0.00;-#,##0.00;"—"'
_POINTS = '+0.0"百分点";-0.0"百分点";"—"'


def write(book: Book, layout: Layout, revision: Revision) -> None:
    """The sheet."""
    summary = revision.now
    sheet = book.sheet(CORRECTIONS, COLORS.RED)
    sheet.columns(_WIDTHS)
    frame.title(book, sheet, 0, _LAST, f"{summary.period.label}通报更正(第{revision.number}号)", height=40)
    frame.subtitle(book, sheet, 1, _LAST, _about(revision), frame.money_note(summary.plan.settings), 11)
    row = _totals(book, sheet, layout, revision)
    row = _list(book, sheet, revision, row + 1)
    row = _record(book, sheet, revision, row + 1)
    sheet.freeze(2, 0)
    sheet.paper("A4", True, (12.7, 12.7, 15.2, 15.2), (1, 0), area=(0, 0, row, _LAST))
    frame.way_home(book, sheet, summary, _LAST + 1)
    frame.foot(sheet, summary, f"更正第{revision.number}号")


def _about(revision: Revision) -> str:
    closed = [d.at for d in revision.record if d.words == "封账"]
    when = f"{closed[-1].year}年{closed[-1].month}月{closed[-1].day}日" if closed else ""
    return f"本期通报{when}封账印发;以下各数由封账后收到的文件更正,本册其余各表均为更正后数字。"


def _section(book: Book, sheet: Sheet, row: int, text: str) -> None:
    sheet.height(row, 24)
    sheet.text(row, 0, text, book.format(font_name=book.fonts.hei, font_size=12, font_color=COLORS.NAVY, valign="bottom"))


def _heads(book: Book, sheet: Sheet, row: int, heads: tuple[tuple[int, int, str], ...]) -> None:
    look = frame.header(book)
    sheet.height(row, 22)
    for first, last, text in heads:
        sheet.merge(row, first, row, last, look)
        sheet.text(row, first, text, look)


def _totals(book: Book, sheet: Sheet, layout: Layout, revision: Revision) -> int:
    """Totals as printed and as they are now; gives the last row."""
    if not layout.tables:
        return _HEADING - 1
    _section(book, sheet, _HEADING, "对合计数的影响")
    _heads(book, sheet, _TOTALS_HEAD, ((0, _FIELD, "合计"), (_BEFORE, _BEFORE, "原通报数"), (_AFTER, _AFTER, "更正后"), (_CHANGE, _CHANGE, "增减")))
    row = _TOTALS_HEAD
    for table in layout.tables:
        printed = revision.printed.table(table.code)
        for key in (k for k in _TOTALS if k in [c.key for c in table.columns]):
            row += 1
            before = printed.totals.get(key) if printed else None
            _total(book, sheet, row, table, key, before)
    return row


def _total(book: Book, sheet: Sheet, row: int, table: TableLayout, key: str, before: Scalar) -> None:
    column = table.columns[table.column(key)]
    now = table.figures.totals.get(key)
    share = key == RATE
    shown = PERCENT if share else number_format(column, table.figures.items)
    name = frame.body(book, font_size=10.5, indent=1)
    sheet.height(row, 20)
    sheet.merge(row, 0, row, _FIELD, name)
    sheet.text(row, 0, f"{table.code}{table.figures.table.title} {column.heading}".replace("\n", ""), name)
    digits = frame.figure(book, num_format=shown)
    if isinstance(before, Decimal):
        sheet.number(row, _BEFORE, before, digits)
    else:
        sheet.text(row, _BEFORE, frame.NOTHING, digits)
    sheet.formula(row, _AFTER, "=" + table.total(key), digits, now if isinstance(now, Decimal) else frame.NOTHING)
    _difference(book, sheet, row, before, now, share)


def _difference(book: Book, sheet: Sheet, row: int, before: Scalar, after: Scalar, share: bool) -> None:
    """What was not reported counts as nothing in every total, so a first report is a rise from nothing."""
    g, h = f"G{row + 1}", f"H{row + 1}"
    times, factor = ("*100", 100) if share else ("", 1)
    value: Decimal | str = ""
    if isinstance(before, Decimal) or isinstance(after, Decimal):
        old, new = (n if isinstance(n, Decimal) else Decimal(0) for n in (before, after))
        value = round((new - old) * factor, 10)
    cents = isinstance(value, Decimal) and value != value.to_integral_value()
    shown = _POINTS if share else _SIGNED_CENTS if cents else _SIGNED
    look = frame.figure(book, num_format=shown, bold=True, shrink=True)
    sheet.formula(row, _CHANGE, f'=IF(COUNT({g},{h})=0,"",ROUND((N({h})-N({g})){times},10))', look, value)


def _list(book: Book, sheet: Sheet, revision: Revision, row: int) -> int:
    _section(book, sheet, row, f"更正明细(共{len(revision.corrections)}处)")
    row += 1
    _heads(book, sheet, row, tuple((col, col, head) for col, head in enumerate(_HEADS)))
    if not revision.corrections:
        row += 1
        sheet.merge(row, 0, row, _LAST, frame.body(book, align="center"))
        sheet.text(row, 0, "封账后收到的文件没有改动任何数字和文字", frame.body(book, align="center"))
    for number, one in enumerate(revision.corrections, 1):
        row += 1
        _line(book, sheet, row, number, one, _is_share(revision, one))
    return row


def _line(book: Book, sheet: Sheet, row: int, number: int, one: Correction, share: bool) -> None:
    text, centred, digits = frame.body(book), frame.body(book, align="center"), frame.figure(book, font_size=10.5, align="center")
    source, entry = one.source, one.after
    sheet.number(row, _ORDINAL, number, digits)
    sheet.text(row, _NUMBER, f"第{source.number}号", centred)
    person = entry.prepared_by if entry else ""
    place = f"{entry.sheet} {entry.cell}" if entry else frame.NOTHING
    name = f"{one.table} {one.name}".strip()
    for col, words in ((_UNIT, source.unit), (_PERIOD, source.period.short_label), (_NAME, name), (_FIELD, one.field),
                       (_FILE, source.file), (_PLACE, place), (_PERSON, person)):
        sheet.text(row, col, words, text if col in (_NAME, _FILE) else centred, verbatim=col in (_FILE, _PLACE))
    _value(book, sheet, row, _BEFORE, one.before, share)
    _value(book, sheet, row, _AFTER, one.after, share)
    before, after = (e.value if e else None for e in (one.before, one.after))
    if isinstance(before, Decimal) or isinstance(after, Decimal):
        _difference(book, sheet, row, before, after, share)
    else:
        sheet.blank(row, _CHANGE, centred)
    sheet.date(row, _RECEIVED, source.received, frame.figure(book, font_size=10.5, align="center", num_format=MOMENT))
    cells = [(words, column_pixels(_WIDTHS[col])) for col, words in (
        (_UNIT, source.unit), (_NAME, name), (_FIELD, one.field), (_BEFORE, _words(one.before)), (_AFTER, _words(one.after)), (_FILE, source.file))]
    sheet.height(row, row_height(cells, 10, 20, 1.32, 7))


def _is_share(revision: Revision, one: Correction) -> bool:
    table = revision.now.plan.table(one.table)
    field = table.field(one.field) if table else None
    return field is not None and field.type is DataType.SHARE


def _value(book: Book, sheet: Sheet, row: int, col: int, entry: Entry | None, share: bool) -> None:
    """A number, a text, an empty cell and no report at all look different."""
    value = entry.value if entry else None
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        sheet.number(row, col, value, frame.figure(book, num_format=PERCENT if share else PLAIN_MONEY if whole else PLAIN_MONEY_DECIMAL))
        return
    grey: dict[str, object] = {} if value else {"font_color": COLORS.MUTED, "align": "center"}
    sheet.text(row, col, _words(entry), frame.body(book, **grey))


def _words(entry: Entry | None) -> str:
    if entry is None:
        return frame.MISSING
    return _EMPTY if entry.value is None or entry.value == "" else str(entry.value)


def _record(book: Book, sheet: Sheet, revision: Revision, row: int) -> int:
    _section(book, sheet, row, "封账记录")
    look = frame.note(book, font_size=11)
    for line in _lines(revision):
        row += 1
        sheet.height(row, 20)
        sheet.text(row, 0, line, look, verbatim=True)
    return row


def _lines(revision: Revision) -> Iterator[str]:
    for done in revision.record:
        yield f"{done.at.year}年{done.at.month}月{done.at.day}日 {done.at:%H:%M}  {done.words}"
