"""What is done to sheets, headings and rows."""

from collections.abc import Callable
from copy import copy
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.reader.battery.base import PROJECTS, Inapplicable, cell_of, head, line, sheet_of

Edit = Callable[[Workbook], object]
SECOND = ("SN-02", "本月完成投资")


def loose(sheet: Worksheet) -> None:
    """Without merged cells, which the library does not move."""
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


def moved(method: str, *arguments: int, sheet: str = "填报表") -> Edit:
    def edit(book: Workbook) -> None:
        loose(sheet_of(book, sheet))
        getattr(book[sheet], method)(*arguments)
    return edit


def without_column(heading: str, sheet: str = "填报表") -> Edit:
    def edit(book: Workbook) -> None:
        loose(sheet_of(book, sheet))
        book[sheet].delete_cols(head(book[sheet], heading).column)
    return edit


def without_row(code: str) -> Edit:
    def edit(book: Workbook) -> None:
        sheet = sheet_of(book, "填报表")
        loose(sheet)
        sheet.delete_rows(line(sheet, code))
    return edit


def renamed(heading: str, text: str | None, sheet: str = "填报表") -> Edit:
    def edit(book: Workbook) -> None:
        head(sheet_of(book, sheet), heading).value = text
    return edit


def label(code: str, heading: str, text: str | None) -> Edit:
    def edit(book: Workbook) -> None:
        sheet = sheet_of(book, "填报表")
        sheet.cell(line(sheet, code), head(sheet, heading).column).value = text
    return edit


def both(*edits: Edit) -> Edit:
    def edit(book: Workbook) -> None:
        for one in edits:
            one(book)
    return edit


def row_above(code: str, *cells: tuple[int, object]) -> Edit:
    """A row of the clerk's own put above an item's."""
    def edit(book: Workbook) -> None:
        sheet = sheet_of(book, "填报表")
        loose(sheet)
        number = line(sheet, code)
        sheet.insert_rows(number)
        for column, value in cells:
            sheet.cell(number, column).value = value  # type: ignore[assignment]
    return edit


def copied_row(source: str, before: str) -> Edit:
    def edit(book: Workbook) -> None:
        sheet = sheet_of(book, "填报表")
        loose(sheet)
        number = line(sheet, before)
        sheet.insert_rows(number)
        for cell in sheet[line(sheet, source)]:
            sheet.cell(number, cell.column).value = cell.value
    return edit


def swapped_columns(one: str, other: str) -> Edit:
    def edit(book: Workbook) -> None:
        sheet = sheet_of(book, "填报表")
        left, right, top = head(sheet, one).column, head(sheet, other).column, head(sheet, one).row
        for row in range(top, sheet.max_row + 1):
            a, b = sheet.cell(row, left), sheet.cell(row, right)
            if type(a).__name__ == type(b).__name__ == "Cell":
                a.value, b.value = b.value, a.value
    return edit


def reversed_rows(book: Workbook) -> None:
    sheet = sheet_of(book, "填报表")
    rows = [line(sheet, p.code) for p in PROJECTS[:5]]
    said = [[cell.value for cell in sheet[row]] for row in rows]
    for row, values in zip(rows, reversed(said), strict=True):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column).value = value


def two_rows_of_headings(group: str, heading: str, own: str) -> Edit:
    """The heading split over two rows, the group above."""
    def edit(book: Workbook) -> None:
        sheet = sheet_of(book, "填报表")
        loose(sheet)
        cell = head(sheet, heading)
        for column in range(1, sheet.max_column + 1):
            sheet.cell(cell.row - 1, column).value = None
        sheet.cell(cell.row - 1, cell.column).value, cell.value = group, own
    return edit


def merged_down(book: Workbook) -> None:
    """Headings merged over two rows, one of them with a group over two columns."""
    sheet = sheet_of(book, "填报表")
    loose(sheet)
    top = head(sheet, "项目名称").row
    left = head(sheet, "6月完成").column
    sheet.insert_rows(top + 1)
    sheet.cell(top + 1, left).value, sheet.cell(top + 1, left + 1).value = "6月完成", "1—6月累计"
    sheet.cell(top, left).value, sheet.cell(top, left + 1).value = "完成投资", None
    sheet.merge_cells(start_row=top, end_row=top, start_column=left, end_column=left + 1)
    for column in range(1, left):
        sheet.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)


def copy_of_sheet(title: str, **typed: object) -> Edit:
    """The sheet once more, some cells typed over: 本月 and 空 (nothing typed at all)."""
    def edit(book: Workbook) -> None:
        again = book.copy_worksheet(sheet_of(book, "填报表"))
        again.title = title
        column = head(again, "6月完成").column
        for project in PROJECTS[:5]:
            if "空" in typed:
                for offset in (0, *range(6, 11)):
                    again.cell(line(again, project.code), column + offset).value = None
        if "本月" in typed:
            again.cell(line(again, "SN-01"), column).value = typed["本月"]  # type: ignore[assignment]
    return edit


def typed_in_copy(book: Workbook) -> None:
    """All typed in a copy, the form itself left as issued."""
    copy_of_sheet("填报表 (2)")(book)
    sheet = sheet_of(book, "填报表")
    for project in PROJECTS[:5]:
        for name in ("本月完成投资", "形象进度"):
            sheet.cell(line(sheet, project.code), cell_of(book, project.code, name).column).value = None


def on_one_sheet(book: Workbook) -> None:
    """The tasks pasted below the projects, their own sheet gone."""
    tasks, sheet = sheet_of(book, "任务"), sheet_of(book, "填报表")
    loose(sheet)
    start = sheet.max_row + 4
    for row in tasks.iter_rows(min_row=head(tasks, "事项").row, max_row=line(tasks, "RW-2")):
        for cell in row:
            sheet.cell(start, cell.column).value = cell.value
        start += 1
    del book["任务"]


def far_down(book: Workbook) -> None:
    moved("insert_rows", 1, 40, sheet="任务")(book)


def own_sheet(book: Workbook) -> None:
    book.create_sheet("明细").append(["设备款", 31.25])


def own_column(heading: str | None) -> Edit:
    def edit(book: Workbook) -> None:
        sheet = sheet_of(book, "填报表")
        sheet.cell(head(sheet, "项目名称").row, 30).value = heading
        sheet.cell(line(sheet, "SN-01"), 30).value = 52.5
    return edit


def hidden(kind: str) -> Edit:
    def edit(book: Workbook) -> None:
        cell = cell_of(book, *SECOND)
        if kind == "row":
            cell.parent.row_dimensions[cell.row].hidden = True
        elif kind == "column":
            cell.parent.column_dimensions[cell.column_letter].hidden = True
        else:
            cell.parent.sheet_state = "hidden"
    return edit


def money_line(text: str, factor: int, locked: bool) -> Edit:
    """单位 above the table changed; the figures with it, the locked amounts only where ``locked``."""
    def edit(book: Workbook) -> None:
        sheet = sheet_of(book, "填报表")
        for cells in sheet.iter_rows(max_row=3):
            for cell in cells:
                if isinstance(cell.value, str) and cell.value.startswith("单位："):
                    cell.value = text
        for project in PROJECTS[:5]:
            for heading in ("6月完成", *(("总投资", "年度计划", "上年底累计") if locked else ())):
                cell = sheet.cell(line(sheet, project.code), head(sheet, heading).column)
                if isinstance(cell.value, int | float):
                    cell.value = float(Decimal(str(cell.value)) * factor)
    return edit


def numbers_of_columns(book: Workbook) -> None:
    sheet = sheet_of(book, "填报表")
    loose(sheet)
    row = head(sheet, "项目名称").row + 1
    width = sheet.max_column
    sheet.insert_rows(row)
    for column in range(1, width + 1):
        sheet.cell(row, column).value = "甲乙丙丁"[column - 1] if column < 5 else column - 4


def headings_again(book: Workbook) -> None:
    sheet = sheet_of(book, "填报表")
    loose(sheet)
    top, row = head(sheet, "项目名称").row, line(sheet, "SN-03")
    sheet.insert_rows(row)
    for cell in sheet[top]:
        sheet.cell(row, cell.column).value = copy(cell.value)


def total_on_top(book: Workbook) -> None:
    row_above("SN-01", (1, "合计"), (12, 719.55))(book)
    sheet = sheet_of(book, "填报表")
    for cells in sheet.iter_rows(min_row=line(sheet, "SN-05") + 1, max_row=line(sheet, "SN-05") + 1):
        for cell in cells:
            cell.value = None


def applicable(book: Workbook, edit: Edit) -> bool:
    """Whether the edit found what it changes."""
    try:
        edit(book)
    except Inapplicable:
        return False
    return True
