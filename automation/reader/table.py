"""Where one form stands in a workbook that a clerk had in hands: its sheet, its headings, its rows."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from automation.cells import as_text
from automation.cells.sense import folded
from automation.forms import Column, Form, Role, item_name_field
from automation.model.plan import Field
from automation.period import Period
from automation.reader.grid import by_row, text_at, text_of
from automation.reader.headings import Head, Wanted, find_head, heading_key
from automation.reader.items import Label, Matching, match_items, name_key
from automation.sheets.grid import RawBook, RawCell, RawSheet

_TOTALS = frozenset(("合计", "总计", "总合计"))
_BELOW = re.compile(r"(填报人|填表人|制表人)(签字|签名)?(:.*)?|(注|备注|说明|填表说明)[0-9]?:.*", re.DOTALL)
"""What stands below a table: the signature, notes."""
_LABELS = (Role.ORDINAL, Role.CODE, Role.ANNEX)
_TYPED = (Role.CODE, Role.FIXED, Role.FILLED)


@dataclass(frozen=True)
class Found:
    """A form on the sheet where it was found; rows and columns count from 0."""

    form: Form
    sheet: RawSheet
    head: Head
    rows: Matching
    end: int
    """First row below the items: the totals row, the signature or the end of the sheet."""
    totals_row: int | None

    @property
    def located(self) -> tuple[tuple[Column, int], ...]:
        """Every column that was found once, with where it stands."""
        return tuple((c, self.head.columns[c.key]) for c in self.form.columns if c.key in self.head.columns)


def wanted_headings(form: Form, period: Period) -> tuple[Wanted, ...]:
    """The headings of ``form``; a prior column goes by no other name, for the field's names are this period's."""
    return tuple(Wanted(c.key, c.heading, () if c.role is Role.PRIOR else _names(c, period)) for c in form.columns)


def _names(column: Column, period: Period) -> tuple[str, ...]:
    if column.role is Role.CODE:
        return ("编码", "项目代码", "项目编号")
    return () if column.field is None else _field_names(column.field, period)


def _field_names(field: Field, period: Period) -> tuple[str, ...]:
    return (field.name, field.heading(period), *field.aliases)


def find_sheet(book: RawBook, form: Form, period: Period, taken: frozenset[str]) -> RawSheet | None:
    """The form's sheet by name, else the only other sheet that has every heading to fill in."""
    key = heading_key(form.sheet)
    named = book.sheet(form.sheet) or next((s for s in book.sheets if heading_key(s.name) == key), None)
    if named:
        return named
    wanted = wanted_headings(form, period)
    filled = {c.key for c in form.columns if c.role is Role.FILLED}
    others = [s for s in book.sheets if s.name not in taken and _has(s, wanted, filled)]
    return others[0] if len(others) == 1 else None


def _has(sheet: RawSheet, wanted: Sequence[Wanted], keys: Set[str]) -> bool:
    head = find_head(sheet, wanted)
    return head is not None and keys <= head.columns.keys()


def find_table(sheet: RawSheet, form: Form, period: Period) -> Found | None:
    """The form on ``sheet``, or None where no row has its headings."""
    head = find_head(sheet, wanted_headings(form, period))
    if head is None:
        return None
    rows = by_row(sheet, head.row + 1)
    leading = [head.columns[c.key] for c in form.columns
               if (c.role in _LABELS or c.key == item_name_field(form.kind)) and c.key in head.columns]
    totals_row = next((row for row, cells in rows.items() if _is_totals(cells, leading)), None)
    below = next((row for row, cells in rows.items() if _is_below(cells)), sheet.rows)
    end = below if totals_row is None else min(totals_row, below)
    items = {row.item.code: row.item.name for row in form.rows}
    matching = match_items(_labels(sheet, form, head, [row for row in rows if row < end]), items)
    return Found(form, sheet, head, matching, end, totals_row if totals_row == end else None)


def typed_cells(found: Found, row: int) -> tuple[RawCell, ...]:
    """Constants of ``row`` in the columns that hold words or figures of the item, in the columns' order."""
    places = sorted(place for column, place in found.located if column.role in _TYPED)
    cells = (found.sheet.at(row, place) for place in places)
    return tuple(c for c in cells if c and c.formula is None and folded(as_text(c.value)))


def _labels(sheet: RawSheet, form: Form, head: Head, rows: Iterable[int]) -> Iterator[Label]:
    """What each row with any content is about."""
    name_column = head.columns.get(item_name_field(form.kind))
    typed = [head.columns[c.key] for c in form.columns if c.role in _TYPED and c.key in head.columns]
    for row in rows:
        code = text_at(sheet, row, head.columns.get(Role.CODE.value))
        name = text_at(sheet, row, name_column)
        cells = (sheet.at(row, column) for column in typed)
        if code or name or any(c and c.formula is None and folded(as_text(c.value)) for c in cells):
            yield Label(row, code, name)


def _is_totals(cells: Iterable[RawCell], leading: Sequence[int]) -> bool:
    """Whether one of the leading columns says 合计."""
    return any(cell.column in leading and name_key(text_of(cell)) in _TOTALS for cell in cells)


def _is_below(cells: Iterable[RawCell]) -> bool:
    """Whether the row's first words are a signature's or a note's."""
    first = next((folded(c.value) for c in cells if isinstance(c.value, str)), "")
    return _BELOW.fullmatch("".join(first.split())) is not None
