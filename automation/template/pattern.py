"""A part of a workbook with gaps, each to be filled with what one unit's workbook has there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

NAME_MARK, CODE_MARK = "\U0010fffd", "\U0010fffc"
"""Stand for a unit's name and code in a layout: the last characters there are, which no face shows."""
UNIT, CODE = "unit", "code"
_GAP = re.compile("\0(.*?)\0")


def gap(name: str) -> str:
    """What stands for a gap in the text of a :class:`Pattern`; no text of a workbook can hold it."""
    return f"\0{name}\0"


@dataclass(frozen=True)
class Pattern:
    """A part in pieces: even ones stay, odd ones name a gap."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Pattern":
        """Cut ``text`` at its gaps, and where the unit's name and code stand."""
        marked = text.replace(NAME_MARK, gap(UNIT)).replace(CODE_MARK, gap(CODE))
        return cls(tuple(_GAP.split(marked)))

    @property
    def fixed(self) -> bool:
        """Whether there is no gap."""
        return len(self.pieces) == 1

    def filled(self, content: Mapping[str, str]) -> bytes:
        """The part with ``content`` in its gaps."""
        pieces = [content[piece] if place % 2 else piece for place, piece in enumerate(self.pieces)]
        return "".join(pieces).encode()


_ROW = re.compile(r'<row r="(\d+)"([^>]*)>(.*?)</row>', re.DOTALL)
_CELL = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?)[^>]*?(?:/>|>(<f>.*?</f>)?<v>.*?</v></c>)', re.DOTALL)
_HEIGHT = re.compile(r'(?<= ht=")[^"]*(?=")')


@dataclass(frozen=True)
class RowPattern:
    """A row of a sheet whose cells are the unit's."""

    before: str
    """The row's element up to its height."""
    after: str
    """From its height to its first cell."""
    cells: tuple[tuple[str, str], ...]
    """See :func:`cells`."""


def rows(sheet: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Every row of a sheet: its number from 1, and its number, attributes and cells as groups of a match."""
    return ((int(match[1]), match) for match in _ROW.finditer(sheet))


def row_pattern(row: re.Match[str]) -> RowPattern:
    """Take a row apart that has a height."""
    before, after = _HEIGHT.split(f'<row r="{row[1]}"{row[2]}>')
    return RowPattern(before, after, cells(row[3]))


def cells(row: str) -> tuple[tuple[str, str], ...]:
    """Each cell's element up to its looks, and the element of its formula or nothing."""
    return tuple((match[1], match[2] or "") for match in _CELL.finditer(row))


def with_cell(row: str, number: int, other: str, *, to_end: bool = False) -> str:
    """``row`` with ``other`` in place of its cell of that number, or of that cell and all after it."""
    found = list(_CELL.finditer(row))
    last = found[-1] if to_end else found[number]
    return row[:found[number].start()] + other + row[last.end():]
