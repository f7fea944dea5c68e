"""Where a figure leads when it is clicked: to its line on 溯源, and a total to the list of its parts on 合计构成."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_rowcol_to_cell

from automation.bulletin.columns import MONTH, YEAR
from automation.bulletin.duty_places import U_NOW, U_PART, U_WHOLE, UNITS, Figures
from automation.bulletin.layout import FIRST_ROW as ITEM_ROW
from automation.bulletin.layout import LEDGER, PARTS, TRACE, Layout, TableLayout
from automation.bulletin.sources import FIRST_ROW, all_sources
from automation.styles.book import Sheet

PART_COLUMNS: Mapping[str, int] = {MONTH: 4, YEAR: 5}
"""Columns of a list of parts on 合计构成 that hold a figure."""
_FIRST_LIST = 2
"""Row of the heading of the first list on 合计构成."""


@dataclass(frozen=True)
class Leads:
    """Every place on 溯源 and 合计构成 that another sheet may lead to. Rows and columns count from 0."""

    layout: Layout

    @cached_property
    def lines(self) -> Mapping[tuple[str, int, int], int]:
        """Row on 溯源 of each reported figure, by the sheet, row and column that show it."""
        return {(s.sheet, s.row, s.col): row for row, s in enumerate(all_sources(self.layout), FIRST_ROW)}

    @cached_property
    def lists(self) -> Mapping[str, int]:
        """Row of the heading of each table's list of parts, by code; column heads, items and the total follow it."""
        starts, row = {}, _FIRST_LIST
        for table in self.layout.tables:
            starts[table.code] = row
            row += len(table.figures.items) + 4
        return starts

    @property
    def combined_row(self) -> int:
        """Row of the heading of the list over all tables."""
        return max((self.total_row(t) + 2 for t in self.layout.tables), default=0)

    @property
    def last_row(self) -> int:
        """Last row that 合计构成 uses."""
        tables = self.layout.tables
        return self.combined_row + len(tables) + 2 if len(tables) > 1 else self.total_row(tables[0])

    def part_row(self, table: TableLayout, item_code: str) -> int:
        """Row of an item in its table's list."""
        return self.lists[table.code] + 2 + table.rows[item_code] - ITEM_ROW

    def total_row(self, table: TableLayout) -> int:
        """Row of the total of a table's list."""
        return self.lists[table.code] + 2 + len(table.figures.items)

    def figure(self, sheet: Sheet, row: int, col: int, shown: tuple[str, int, int] | None = None) -> None:
        """Lead a cell to the line of the figure that it shows, or of the one ``shown`` elsewhere; nothing without a line."""
        line = self.lines.get(shown or (sheet.name, row, col))
        if line is not None:
            sheet.lead(row, col, TRACE, xl_rowcol_to_cell(line, 0))

    def part(self, sheet: Sheet, row: int, col: int, table: TableLayout, item_code: str, key: str) -> None:
        """Lead a cell to an item's figure in the list of its table's parts."""
        sheet.lead(row, col, PARTS, xl_rowcol_to_cell(self.part_row(table, item_code), PART_COLUMNS[key]))

    def total(self, sheet: Sheet, row: int, col: int, table: TableLayout, key: str) -> None:
        """Lead a cell to a table's total, under its parts."""
        sheet.lead(row, col, *self.total_cell(table, key))

    def total_cell(self, table: TableLayout, key: str) -> tuple[str, str]:
        """Sheet and cell of a table's total, under its parts."""
        return PARTS, xl_rowcol_to_cell(self.total_row(table), PART_COLUMNS[key])

    def months(self, sheet: Sheet, row: int, col: int, table: TableLayout, item_code: str) -> None:
        """Lead a cell to the months of an item on 月度台账."""
        ledger = self.layout.ledger
        line, last = ledger.rows[table.code, item_code], ledger.column(table.code, table.period.ordinal)
        sheet.lead(row, col, LEDGER, f"{xl_rowcol_to_cell(line, ledger.FIRST_MONTH)}:{xl_rowcol_to_cell(line, last)}")

    def duty(self, sheet: Sheet, row: int, col: int, table: str, figures: Figures) -> None:
        """Lead a cell to the lines of all units of a task or indicator, which follow one another on 溯源."""
        rows = [self.layout.duties.unit_rows[table, figures.item.code, r.unit] for r in figures.reports]
        found = [self.lines[UNITS, r, c] for r in rows for c in (U_NOW, U_PART, U_WHOLE) if (UNITS, r, c) in self.lines]
        if found:
            sheet.lead(row, col, TRACE, f"{xl_rowcol_to_cell(min(found), 0)}:{xl_rowcol_to_cell(max(found), 5)}")
