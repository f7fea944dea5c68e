"""Worksheets and the tables on them over openpyxl."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from openpyxl.worksheet.table import Table as Area
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes

from automation.macros.engine.cells import Corner, Range

if TYPE_CHECKING:
    import xlwings as xw

    from automation.macros.engine.book import Book


class Sheets(base_classes.Sheets):
    """The worksheets of a book."""

    def __init__(self, book: "Book") -> None:
        self.book = book
        self._api = book.api.worksheets

    @property
    def active(self) -> "Sheet":
        """The one in front."""
        return Sheet(self.book, self.book.api.active)

    def __call__(self, which: int | str) -> "Sheet":
        """One by place from 1 or by name."""
        if isinstance(which, int):
            return Sheet(self.book, self._api[which - 1])
        return Sheet(self.book, self.book.api[which])

    def __len__(self) -> int:
        return len(self._api)

    def __iter__(self) -> Iterator["Sheet"]:
        return (Sheet(self.book, sheet) for sheet in self._api)

    def add(self, before: "Sheet | None" = None, after: "Sheet | None" = None, name: str | None = None) -> "Sheet":
        """A new worksheet."""
        place = before.index - 1 if before else after.index if after else 0
        return Sheet(self.book, self.book.api.create_sheet(name, place))


class Sheet(base_classes.Sheet):
    """One worksheet."""

    def __init__(self, book: "Book", api: Worksheet) -> None:
        self._book = book
        self._api = api

    @property
    def book(self) -> "Book":
        """The workbook."""
        return self._book

    @property
    def api(self) -> Worksheet:
        """The openpyxl worksheet."""
        return self._api

    @property  # type: ignore[misc]
    def name(self) -> str:
        """The name on its tab."""
        return str(self.api.title)

    @property
    def index(self) -> int:
        """Its place, from 1."""
        return int(self.book.api.worksheets.index(self.api)) + 1

    @property
    def cells(self) -> Range:
        """Everything."""
        return Range(self, (1, 1), (1_048_576, 16_384))

    @property
    def used_range(self) -> Range:
        """What holds anything."""
        return Range(self, (self.api.min_row, self.api.min_column), (self.api.max_row, self.api.max_column))

    @property
    def tables(self) -> "Tables":
        """The Excel tables."""
        return Tables(self)

    def range(self, first: "Range | str | Corner", last: "Range | str | Corner | None" = None) -> Range:
        """Cells by address, or by row and column of two corners."""
        return Range(self, first, last)


class Tables(base_classes.Tables):
    """The Excel tables of a worksheet."""

    def __init__(self, parent: Sheet) -> None:
        self._parent = parent
        self._api = parent.api.tables

    def __iter__(self) -> Iterator["Table"]:
        return (Table(self._parent, area) for area in self._api.values())

    def __len__(self) -> int:
        return len(self._api)

    def __call__(self, which: int | str) -> "Table":
        """One by place from 1 or by name."""
        return Table(self._parent, self._api[list(self._api)[which - 1] if isinstance(which, int) else which])

    def add(self, source_type: object, source: "xw.Range", link_source: object, has_headers: object, destination: object,  # type: ignore[override]
            table_style_name: str, name: str) -> "Table":
        """Make a table of cells that have headings in their first row."""
        area = Area(displayName=name, name=name, ref=source.get_address(False, False))
        area.tableStyleInfo = TableStyleInfo(name=table_style_name, showRowStripes=True)
        self._parent.api.add_table(area)
        return Table(self._parent, area)


class Table(base_classes.Table):
    """One Excel table."""

    def __init__(self, parent: Sheet, api: Area) -> None:
        self._parent = parent
        self._api = api

    @property  # type: ignore[misc]
    def name(self) -> str:
        """Its name."""
        return str(self._api.name)

    @property
    def range(self) -> Range:
        """Headings and body."""
        return Range(self._parent, self._api.ref)

    def resize(self, range: "xw.Range") -> None:
        """Let it end elsewhere; headings stay where they are."""
        self._api.ref = range.get_address(False, False)
        if self._api.autoFilter:
            self._api.autoFilter.ref = self._api.ref
