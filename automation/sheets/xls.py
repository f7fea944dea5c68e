"""An .xls: values through calamine, and what it drops through a look of our own at the records."""

import io
from typing import TYPE_CHECKING

from automation.sheets.biff import Marks, read_marks
from automation.sheets.grid import RawBook, RawCell, RawSheet, RawValue, used_size
from automation.sheets.limits import Limits
from automation.sheets.ole import CompoundFile
from automation.sheets.unreadable import Unreadable, damaged, locked, too_large

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_EXACT = 10**15


def read_xls(data: bytes, limits: Limits) -> RawBook:
    """Read an .xls (Excel 5 to 2003, WPS .et); formulas are told from constants, but without their text.

    Raises Unreadable F002 (password), F003 (damaged) or F004 (too many sheets or cells).
    """
    file = CompoundFile(data)
    stream = file.read("workbook" if "workbook" in file.names else "book")
    marks, date1904 = read_marks(stream)
    return RawBook("xls", _read(data, marks, limits), date1904=date1904)


def _read(data: bytes, marks: list[Marks], limits: Limits) -> tuple[RawSheet, ...]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return _read_sheets(book, marks, limits)
    except (Unreadable, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except python_calamine.PasswordError:
        raise locked() from None
    except BaseException:  # a panic inside the library arrives as a BaseException
        raise damaged("内容无法解析") from None


def _read_sheets(book: "CalamineWorkbook", marks: list[Marks], limits: Limits) -> tuple[RawSheet, ...]:
    import python_calamine

    listed = book.sheets_metadata
    if len(listed) > limits.sheets:
        raise too_large(f"有 {len(listed)} 张工作表，上限 {limits.sheets} 张")
    if len({sheet.name.casefold() for sheet in listed}) < len(listed):
        raise damaged("有两张工作表同名")
    if len(marks) != len(listed):
        raise damaged("工作表目录前后不一")
    sheets = []
    for sheet, mark in zip(listed, marks, strict=True):
        if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet:
            visible = sheet.visible is python_calamine.SheetVisibleEnum.Visible
            very_hidden = sheet.visible is python_calamine.SheetVisibleEnum.VeryHidden
            cells = _read_cells(book.get_sheet_by_name(sheet.name), mark, limits)
            sheets.append(_finished(sheet.name, visible, very_hidden, cells, mark))
    if not sheets:
        raise damaged("没有工作表")
    return tuple(sheets)


def _finished(
    name: str, visible: bool, very_hidden: bool, cells: dict[tuple[int, int], RawCell], marks: Marks
) -> RawSheet:
    return RawSheet(
        name,
        visible,
        very_hidden,
        *used_size(cells),
        cells,
        tuple(marks.merged),
        frozenset(marks.hidden_rows),
        frozenset(marks.hidden_columns),
    )


def _read_cells(sheet: "CalamineSheet", marks: Marks, limits: Limits) -> dict[tuple[int, int], RawCell]:
    if sheet.total_height * sheet.total_width > limits.box:
        raise too_large(f"工作表“{sheet.name}”用到了 {sheet.total_height} 行 {sheet.total_width} 列")
    cells = {
        (row, column): RawCell(_whole(value), row, column, "" if (row, column) in marks.formulas else None)
        for row, line in enumerate(sheet.to_python(skip_empty_area=False))
        for column, value in enumerate(line)
        if value != "" or (row, column) in marks.formulas
    }
    # The library shows an error value as an empty text.
    for (row, column), error in marks.errors.items():
        formula = "" if (row, column) in marks.formulas else None
        cells[row, column] = RawCell(None, row, column, formula, error)
    if len(cells) > limits.cells:
        raise too_large(f"有内容的单元格超过 {limits.cells} 个")
    return cells


def _whole(value: RawValue) -> RawValue:
    """These kinds store whole numbers as binary ones."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT else value
