"""Addresses as parts of an .xlsx write them: K9, $K$9, B2:D4."""

import re
from itertools import product
from string import ascii_uppercase

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")

NEAR_COLUMNS = {
    "".join(letters): column
    for column, letters in enumerate((*product(ascii_uppercase), *product(ascii_uppercase, repeat=2)))
}
"""Columns A to ZZ by their letters: those that nearly every cell is in."""


def place_of(reference: str) -> tuple[int, int]:
    """Turn an address into 0-based row and column.

    Raises ValueError for what no worksheet has.
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise ValueError(reference)
    return row - 1, column - 1


def range_of(reference: str) -> tuple[int, int, int, int]:
    """Turn a range (or one address) into first row, first column, last row, last column, counted from 0.

    Raises ValueError for what no worksheet has.
    """
    first, _, last = reference.partition(":")
    row, column = place_of(first)
    last_row, last_column = place_of(last) if last else (row, column)
    return (
        min(row, last_row),
        min(column, last_column),
        max(row, last_row),
        max(column, last_column),
    )
