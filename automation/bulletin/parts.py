"""合计构成: for every total of 本月完成 and 本年累计 the figures that it adds up."""

from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from automation.bulletin import frame
from automation.bulletin.columns import MONTH, YEAR
from automation.bulletin.formulas import TotalFormulas
from automation.bulletin.layout import PARTS, Layout, TableLayout
from automation.bulletin.leads import PART_COLUMNS, Leads
from automation.bulletin.places import reference
from automation.bulletin.written import Written, plain_format, put
from automation.styles.book import Book, Sheet
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS
from automation.summary import ItemFigures, Summary

SAME, CHANGED = "√", "× 已改"
_COUNTED, _SAME, _MADE_OF = 3, 6, 7
_PLACES = 6
_WIDTHS = (6, 13, 56, 9, 13, 13, 9, 46)
_LAST = len(_WIDTHS) - 1
_ALL = "各表总计"


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """One list for each project table, and one over all tables; nothing without a project table."""
    if not layout.tables:
        return
    sheet, leads = book.sheet(PARTS, COLORS.GREY), Leads(layout)
    sheet.columns(_WIDTHS)
    frame.title(book, sheet, 0, _LAST, "合计构成(每个合计由哪些数字相加)", 20)
    frame.subtitle(book, sheet, 1, _LAST, "各项数字链接自附件表,点击可查来源", frame.money_note(summary.plan.settings))
    for table in layout.tables:
        _List(book, sheet, layout, leads, table).write()
    if len(layout.tables) > 1:
        _combined(book, sheet, layout, leads)
    sheet.freeze(2, 0)
    sheet.paper("A4", False, (12.7, 12.7, 15.2, 15.2), (1, 0), area=(0, 0, leads.last_row, _LAST))
    frame.way_home(book, sheet, summary, _LAST + 1)
    frame.foot(sheet, summary)


class _List:
    """One table's parts."""

    def __init__(self, book: Book, sheet: Sheet, layout: Layout, leads: Leads, table: TableLayout) -> None:
        self.book, self.sheet, self.layout, self.leads, self.table = book, sheet, layout, leads, table
        self.repeated = layout.repeated(table)
        self.month_word = next(c.heading for c in table.columns if c.key == MONTH)
        self.money = plain_format([i.number(key) for i in table.figures.items for key in PART_COLUMNS])

    def write(self) -> None:
        """Heading, column heads, items, total."""
        top, items = self.leads.lists[self.table.code], self.table.figures.items
        _heads(self.book, self.sheet, top, f"{self.table.code}合计构成({len(items)}个项目)", self.month_word, "合计公式")
        for figures in items:
            self._item(figures)
        self._total(self.leads.total_row(self.table))

    def _item(self, figures: ItemFigures) -> None:
        code, table, sheet = figures.item.code, self.table, self.sheet
        row = self.leads.part_row(table, code)
        month, year = figures.number(MONTH), figures.number(YEAR) or Decimal(0)
        _place(self.book, sheet, row, (table.sheet, table.cell(code, MONTH)), f"{table.code} {table.cell(code, MONTH)}", figures.item.name,
               figures.item.ordinal)
        for col in (_SAME, _MADE_OF):
            sheet.blank(row, col, frame.body(self.book))
        counted = f"={reference(table.sheet, table.rows[code], table.counted_col)}" if self.repeated else ""
        put(sheet, row, _COUNTED, Written(Decimal(code not in self.repeated), counted), frame.figure(self.book, font_size=10, align="center"))
        digits = frame.figure(self.book, font_size=10, num_format=self.money)
        put(sheet, row, PART_COLUMNS[MONTH], Written(frame.MISSING if month is None else month, f"={table.reference(code, MONTH)}"), digits)
        self.leads.figure(sheet, row, PART_COLUMNS[MONTH], (table.sheet, table.rows[code], table.column(MONTH)))
        put(sheet, row, PART_COLUMNS[YEAR], Written(year, f"={table.reference(code, YEAR)}"), digits)
        self.leads.months(sheet, row, PART_COLUMNS[YEAR], table, code)

    def _total(self, row: int) -> None:
        table, first = self.table, self.leads.lists[self.table.code] + 2
        sums = {key: sum((i.number(key) or Decimal(0) for i in table.figures.items), Decimal(0)) for key in PART_COLUMNS}
        totals = {key: table.total(key) for key in PART_COLUMNS}
        place = xl_rowcol_to_cell(table.totals_row, table.column(MONTH))
        fields = {c.key: c.field for c in table.columns if c.field}
        made_of = "；".join(f"{table.code} {xl_rowcol_to_cell(table.totals_row, table.column(key))} "
                           f"{TotalFormulas(self.layout, table).of(fields[key]).formula}" for key in PART_COLUMNS)
        _place(self.book, self.sheet, row, (table.sheet, place), f"{table.code} {place}", f"{table.code}合计")
        _sum(self.book, self.sheet, row, first, sums, totals, self.money)
        _made_of(self.book, self.sheet, row, made_of)


def _combined(book: Book, sheet: Sheet, layout: Layout, leads: Leads) -> None:
    """Each table's share of the total over all tables, where a project that stands in two is counted once."""
    top, sums = leads.combined_row, dict.fromkeys(PART_COLUMNS, Decimal(0))
    money = plain_format([i.number(key) for t in layout.tables for i in t.figures.items for key in PART_COLUMNS])
    _heads(book, sheet, top, f"{_ALL}构成(列在两张表的项目只计一次)", "本期完成", "计算方法")
    for row, table in enumerate(layout.tables, top + 2):
        total, repeated = leads.total_row(table), layout.repeated(table)
        _place(book, sheet, row, (PARTS, xl_rowcol_to_cell(total, 2)), f"{table.code}合计", table.figures.table.title)
        counted = [i for i in table.figures.items if i.item.code not in repeated]
        put(sheet, row, _COUNTED, Written(f"{len(counted)}个"), frame.body(book, align="center"))
        for key, col in PART_COLUMNS.items():
            value = sum((i.number(key) or Decimal(0) for i in counted), Decimal(0))
            sums[key] += value
            letter, first, last = xl_col_to_name(col), total - len(table.rows) + 1, total
            added = f"SUMIF(D{first}:D{last},1,{letter}{first}:{letter}{last})"
            put(sheet, row, col, Written(value, f"={added}"), frame.figure(book, font_size=10, num_format=money))
            leads.total(sheet, row, col, table, key)
        skipped = f"已在前表计入的{len(repeated)}个项目不计" if repeated else "全部计入"
        _made_of(book, sheet, row, skipped)
    end = top + 2 + len(layout.tables)
    _place(book, sheet, end, (PARTS, xl_rowcol_to_cell(top + 2, 2)), _ALL, _ALL)
    _sum(book, sheet, end, top + 2, sums, {key: layout.combined(key) for key in PART_COLUMNS}, money)
    _made_of(book, sheet, end, "各表计入数相加")


def _heads(book: Book, sheet: Sheet, row: int, words: str, month: str, made_of: str) -> None:
    sheet.height(row, 22)
    sheet.text(row, 0, words, book.format(font_name=book.fonts.hei, font_size=11, font_color=COLORS.NAVY))
    sheet.height(row + 1, 20)
    for col, head in enumerate(("序号", "位置", "项目", "计入总计", month.replace("\n", ""), "本年累计", "是否一致", made_of)):
        sheet.text(row + 1, col, head, frame.header(book))


def _place(book: Book, sheet: Sheet, row: int, target: tuple[str, str], word: str, name: str, ordinal: str = "") -> None:
    sheet.height(row, row_height([(name, column_pixels(_WIDTHS[2]))], 10, 18, 1.3, 5))
    sheet.text(row, 0, ordinal, frame.body(book, align="center"))
    sheet.link(row, 1, *target, frame.body(book, align="center", font_color=COLORS.LINK, underline=1, text_wrap=False, shrink=True), word)
    sheet.text(row, 2, name, frame.body(book))


def _sum(book: Book, sheet: Sheet, row: int, first: int, sums: dict[str, Decimal], totals: dict[str, str], money: str) -> None:
    """The parts added up, and whether the total that the bulletin shows still is their sum."""
    sheet.blank(row, _COUNTED, frame.body(book))
    for key, col in PART_COLUMNS.items():
        letter = xl_col_to_name(col)
        put(sheet, row, col, Written(sums[key], f"=SUM({letter}{first + 1}:{letter}{row})"),
            frame.figure(book, font_size=10, bold=True, num_format=money))
    same = ",".join(f"ROUND({xl_rowcol_to_cell(row, col)}-({totals[key]}),{_PLACES})=0" for key, col in PART_COLUMNS.items())
    sheet.formula(row, _SAME, f'=IF(AND({same}),"{SAME}","{CHANGED}")', frame.body(book, align="center"), SAME)


def _made_of(book: Book, sheet: Sheet, row: int, words: str) -> None:
    sheet.text(row, _MADE_OF, words, frame.body(book, text_wrap=False, shrink=True), verbatim=True)
