"""Rows and cells of a worksheet that is written as text: faster than a tree, and every text escaped here."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from automation.sheets.grid import column_letters
from automation.styles.text import plain

_ESCAPE_ALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def row_of(number: int, height: float, cells: Iterable[str]) -> str:
    """A row, counted from 1, of a height in points."""
    return f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'


def text_cell(row: int, column: int, text: str, style: int) -> str:
    """A cell with its text in itself, column counted from 0; empty text gives a blank cell."""
    if not text:
        return f'<c r="{column_letters(column)}{row}" s="{style}"/>'
    return (f'<c r="{column_letters(column)}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_safe(text)}</t></is>'
            "</c>")


def number_cell(row: int, column: int, number: int, style: int) -> str:
    """A cell with a whole number."""
    return f'<c r="{column_letters(column)}{row}" s="{style}"><v>{number}</v></c>'


def formula_cell(row: int, column: int, formula: str, shown: str, style: int) -> str:
    """A cell with a formula, without =, and the text that it shows until it is calculated."""
    return f'<c r="{column_letters(column)}{row}" s="{style}" t="str"><f>{escape(formula)}</f><v>{_safe(shown)}</v></c>'


def wide_row(row: int, text: str, style: int, height: float, columns: int) -> str:
    """A row of one text over merged cells."""
    return row_of(row, height, (text_cell(row, column, text if column == 0 else "", style) for column in range(columns)))


def _safe(text: str) -> str:
    return escape(_ESCAPE_ALIKE.sub("_x005F_", plain(text)))
