"""Names and addresses as Excel accepts them."""

import re
from collections.abc import Collection
from functools import lru_cache

from automation.styles.sheet import quoted
from automation.styles.worksheet import column_name

_CHINESE_NAME = re.compile(r"[\u3400-\u9fff]\w*")
_LONGEST_NAME = 31


def address(row: int, col: int) -> str:
    """``L14``; rows and columns count from 0."""
    return f"{column_name(col)}{row + 1}"


def reference(sheet: str, row: int, col: int) -> str:
    """An absolute address on another sheet, ``附件2项目总表!$L$14``; rows and columns count from 0."""
    return f"{sheet_reference(sheet)}!${column_name(col)}${row + 1}"


def area(sheet: str, first_row: int, first_col: int, last_row: int, last_col: int) -> str:
    """An absolute area on another sheet, ``附件2项目总表!$L$6:$L$19``."""
    return f"{reference(sheet, first_row, first_col)}:${column_name(last_col)}${last_row + 1}"


@lru_cache
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
