"""The front page's grid: twelve equal columns filled from the top, every block as wide as it needs."""

from decimal import Decimal

from automation.bulletin.layout import COVER
from automation.styles.book import Book, Format
from automation.styles.sheet import Value
from automation.styles.text import column_pixels, wrapped_lines
from automation.styles.tokens import COLORS

COLUMNS = 12
WIDTH = 6.3
"""Characters; twelve of them are as wide as the text of an official document, 156 mm."""
_SMALLEST_STEP = 0.5


class Page:
    """Rows are taken one after the other; every block is merged over its columns."""

    def __init__(self, book: Book) -> None:
        self.book, self.fonts = book, book.fonts
        self.sheet = book.sheet(COVER, COLORS.RED)
        self.sheet.columns([WIDTH] * COLUMNS)
        self.next_row = 0

    def row(self, height: float) -> int:
        """Take the next row."""
        self.sheet.height(self.next_row, height)
        self.next_row += 1
        return self.next_row - 1

    def text(self, row: int, first: int, last: int, text: str, look: Format) -> None:
        """Text over columns ``first`` to ``last``."""
        self.sheet.merge(row, first, row, last, look)
        self.sheet.text(row, first, text, look)

    def formula(self, row: int, first: int, last: int, formula: str, value: Value, look: Format) -> None:
        """A live formula over columns ``first`` to ``last``."""
        self.sheet.merge(row, first, row, last, look)
        self.sheet.formula(row, first, formula, look, value)

    def value(self, row: int, first: int, last: int, formula: str, value: Decimal | int | str, look: Format) -> None:
        """A live formula, or where there is none its value."""
        if formula:
            self.formula(row, first, last, formula, value, look)
        elif isinstance(value, str):
            self.text(row, first, last, value, look)
        else:
            self.sheet.merge(row, first, row, last, look)
            self.sheet.number(row, first, value, look)

    def link(self, row: int, first: int, last: int, target: tuple[str, str], text: str, look: Format) -> None:
        """A link to (sheet, cell) over columns ``first`` to ``last``."""
        self.sheet.merge(row, first, row, last, look)
        self.sheet.link(row, first, *target, look, text)

    def wrapped(self, text: str, look: Format, points: float, least: float) -> None:
        """Text over the whole width in a new row that is high enough for it."""
        lines = wrapped_lines(text, pixels(COLUMNS), points)
        self.text(self.row(max(least, lines * points * 1.35)), 0, COLUMNS - 1, text, look)

    def fitted(self, text: str, most: float, least: float) -> tuple[float, int]:
        """The largest size, ``most`` down to ``least`` points, that fits ``text`` into a line; its lines at that size."""
        points = most
        while points > least and wrapped_lines(text, pixels(COLUMNS), points) > 1:
            points -= _SMALLEST_STEP
        return points, wrapped_lines(text, pixels(COLUMNS), points)


def pixels(columns: int) -> int:
    """Width of so many columns."""
    return columns * column_pixels(WIDTH)
