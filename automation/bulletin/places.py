"""Names and addresses as Excel accepts them."""

import re
from collections.abc import Collection

from xlsxwriter.utility import xl_rowcol_to_cell

from automation.styles.sheet import quoted

_CHINESE_NAME = re.compile(r"[\u3400-\u9fff]\w*")
_LONGEST_NAME = 31


def reference(sheet: str, row: int, col: int) -> str:
    """An absolute address on another sheet, ``附件2项目总表!$L$14``; rows and columns count from 0."""
    return f"{sheet_reference(sheet)}!{xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)}"


def area(sheet: str, first_row: int, first_col: int, last_row: int, last_col: int) -> str:
    """An absolute area on another sheet, ``附件2项目总表!$L$6:$L$19``."""
    return f"{reference(sheet, first_row, first_col)}:{xl_rowcol_to_cell(last_row, last_col, row_abs=True, col_abs=True)}"


def sheet_reference(sheet: str) -> str:
    """A sheet's name as formulas write it: in quotes unless it is plain Chinese."""
    return sheet if _CHINESE_NAME.fullmatch(sheet) else quoted(sheet)


def legal_sheet(name: str, taken: Collection[str]) -> str:
    """``name`` without what Excel forbids in a sheet's name, at most 31 characters, unlike every one of ``taken``."""
    kept = re.sub(r"[\[\]:*?/\\'()（）\s]", "", name)[:_LONGEST_NAME] or "表"
    used = {other.casefold() for other in taken}
    candidate, count = kept, 1
    while candidate.casefold() in used:
        count += 1
        candidate = f"{kept[: _LONGEST_NAME - len(str(count))]}{count}"
    return candidate


def legal_suffix(code: str) -> str:
    """A table's code as the end of a defined name: what is neither letter, digit nor Chinese becomes an underscore."""
    return re.sub(r"\W", "_", code)
