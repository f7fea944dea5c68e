"""Workbooks of the older kinds (.xls, .xlsb, .ods), through calamine."""

import io
from typing import TYPE_CHECKING

from automation.sheets.grid import RawBook, RawCell, RawSheet, used_size
from automation.sheets.limits import Limits
from automation.sheets.sniff import Kind
from automation.sheets.unreadable import Unreadable, damaged, locked, too_large

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook


def read_legacy(data: bytes, kind: Kind, limits: Limits) -> RawBook:
    """Read the values of an older workbook.

    Raises Unreadable F002 (password), F003 (damaged, or the library gave up) or F004 (too many sheets or cells).
    """
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return RawBook(kind.value, tuple(_read_sheets(book, limits)))
    except (Unreadable, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except python_calamine.PasswordError:
        raise locked() from None
    except BaseException:  # noqa: BLE001 - a panic inside the library arrives as a BaseException
        raise damaged("内容无法解析") from None


def _read_sheets(book: "CalamineWorkbook", limits: Limits) -> list[RawSheet]:
    import python_calamine

    metadata = [sheet for sheet in book.sheets_metadata if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet]
    if not metadata:
        raise damaged("没有工作表")
    if len(metadata) > limits.sheets:
        raise too_large(f"有 {len(metadata)} 张工作表，上限 {limits.sheets} 张")
    if len({sheet.name.casefold() for sheet in metadata}) < len(metadata):
        raise damaged("有两张工作表同名")
    sheets = []
    for sheet in metadata:
        cells = _read_cells(book.get_sheet_by_name(sheet.name), limits)
        hidden = sheet.visible is not python_calamine.SheetVisibleEnum.Visible
        very = sheet.visible is python_calamine.SheetVisibleEnum.VeryHidden
        sheets.append(RawSheet(sheet.name, not hidden, very, *used_size(cells), cells))
    return sheets


def _read_cells(sheet: "CalamineSheet", limits: Limits) -> dict[tuple[int, int], RawCell]:
    if sheet.total_height * sheet.total_width > limits.box:
        raise too_large(f"工作表“{sheet.name}”用到了 {sheet.total_height} 行 {sheet.total_width} 列")
    return {
        (row, column): RawCell(value, row, column)
        for row, line in enumerate(sheet.to_python(skip_empty_area=False))
        for column, value in enumerate(line)
        if value != ""
    }
