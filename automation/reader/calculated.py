"""Formulas that were saved without their results: computed where they add up and multiply cells of their own sheet."""

import re
from decimal import Decimal

from automation.cells.sense import displayed
from automation.formula import Fault, FormulaError, Ref, Scalar, parse
from automation.sheets.grid import RawCell, RawSheet, address_of

_REFERENCE = re.compile(r"\"[^\"]*\"|\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?(?![0-9A-Z(!])")
_ALLOWED = re.compile(r"[0-9A-Z$:+\-*/%^().,\s\"<>=&]+", re.IGNORECASE)
"""No other sheet or workbook, no names, no arrays."""
_LONGEST = 500
_DEEPEST = 20
_MOST = 2000
"""Cells that one range may name."""


class _UnknownError(Exception):
    """A formula that is not for us."""


def calculated(sheet: RawSheet, cell: RawCell) -> Scalar:
    """What ``cell``'s formula comes to; None where it is more than sums, products and simple functions of known cells."""
    try:
        value = _value(sheet, cell, ())
    except (_UnknownError, FormulaError, RecursionError):
        return None
    return displayed(value) if isinstance(value, Decimal) else value if isinstance(value, str) and value else None


def _value(sheet: RawSheet, cell: RawCell | None, path: tuple[tuple[int, int], ...]) -> Scalar:
    """A cell's value as a formula sees it, computed first where need be."""
    if cell is None:
        return None
    if cell.error or (cell.row, cell.column) in path or len(path) > _DEEPEST:
        raise _UnknownError
    if not cell.uncalculated:
        match cell.value:
            case bool() | None:
                return cell.value
            case int() | float():
                return displayed(cell.value)
            case str():
                return cell.value
        raise _UnknownError
    formula = cell.formula or ""
    if not formula or len(formula) > _LONGEST or not _ALLOWED.fullmatch(formula):
        raise _UnknownError
    here = (*path, (cell.row, cell.column))
    result = parse(_REFERENCE.sub(_named, formula.upper())).evaluate(lambda ref: _at(sheet, ref, here))
    if isinstance(result, Fault):
        raise _UnknownError
    return result


def _named(match: re.Match[str]) -> str:
    """A1 as [A1], A1:B2 as the list of its cells."""
    left, top, right, bottom = match.groups()
    if left is None:
        return match[0]
    if right is None:
        return f"[{left}{top}]"
    columns, rows = sorted((_number(left), _number(right))), sorted((int(top), int(bottom)))
    if (columns[1] - columns[0] + 1) * (rows[1] - rows[0] + 1) > _MOST:
        raise _UnknownError
    return ",".join(f"[{address_of(row - 1, column)}]" for row in range(rows[0], rows[1] + 1)
                    for column in range(columns[0], columns[1] + 1))


def _at(sheet: RawSheet, ref: Ref, path: tuple[tuple[int, int], ...]) -> Scalar:
    letters = ref.name.rstrip("0123456789")
    return _value(sheet, sheet.at(int(ref.name[len(letters):]) - 1, _number(letters)), path)


def _number(letters: str) -> int:
    """0 for A, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
