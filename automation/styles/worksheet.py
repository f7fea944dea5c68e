"""xlsxwriter's worksheet without what it does again for each of thousands of cells.

Cells are kept under the names and attributes that the base gives them, so it writes what is not written here.
"""

import datetime
from functools import lru_cache
from typing import NamedTuple

import xlsxwriter.worksheet
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from automation.styles.formulas import only_old_functions

_HALF_A_CELL = 16_383
"""Characters that fit into a cell even if each of them counts twice."""
_ROWS_IN_A_SPAN = 16
_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))

column_name = lru_cache(xl_col_to_name)


class String(NamedTuple):
    """A cell with a text, given by its number in the workbook's list of texts."""

    string: int
    format: Format | None


class Number(NamedTuple):
    """A cell with a finite number."""

    number: float
    format: Format | None


class Formula(NamedTuple):
    """A cell with a formula, without its equals sign, and the value that it gives."""

    formula: str
    format: Format | None
    value: str | float


class Blank(NamedTuple):
    """A cell that only carries its looks."""

    format: Format


Cell = String | Number | Formula | Blank


class Link(NamedTuple):
    """Where a cell leads to inside the workbook: ``'通报'!A1``."""

    target: str
    text: str
    tip: str


class FastWorksheet(Worksheet):
    """The same bytes as its base gives, sooner. What is put outside the sheet, or is too long, gives a negative number."""

    def __init__(self) -> None:
        super().__init__()
        self.leads: dict[tuple[int, int], Link] = {}

    def put_text(self, row: int, col: int, text: str, fmt: Format | None) -> int:
        """``write_string``."""
        if len(text) > _HALF_A_CELL:
            return int(self.write_string(row, col, text, fmt))
        place = self.str_table._get_shared_string_index(text)  # type: ignore[attr-defined]
        return self._put(row, col, String(place, fmt))

    def put_number(self, row: int, col: int, number: float, fmt: Format | None) -> int:
        """``write_number`` for a finite one."""
        return self._put(row, col, Number(number, fmt))

    def put_date(self, row: int, col: int, moment: datetime.datetime, fmt: Format | None) -> int:
        """``write_datetime`` for a moment without a time zone."""
        days = self._convert_date_time(moment)  # type: ignore[no-untyped-call]
        return self._put(row, col, Number(days, fmt or self.default_date_format))

    def put_blank(self, row: int, col: int, fmt: Format | None) -> int:
        """``write_blank``, which does nothing without looks."""
        return 0 if fmt is None else self._put(row, col, Blank(fmt))

    def put_formula(self, row: int, col: int, formula: str, fmt: Format | None, value: str | float) -> int:
        """``write_formula`` for one that needs neither prefix nor array."""
        return self._put(row, col, Formula(formula[1:], fmt, value))

    def put_link(self, row: int, col: int, link: Link) -> int:
        """What ``write_url`` does for a place in the workbook, but for the cell, which is written by itself."""
        if self._check_dimensions(row, col):
            return -1
        self.leads[row, col] = link
        return 0

    def _put(self, row: int, col: int, cell: Cell) -> int:
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = cell
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        # The base looks for some thirty new functions one after another.
        if only_old_functions(formula):
            return formula[1:]
        return str(super()._prepare_formula(formula, expand_future_functions))  # type: ignore[no-untyped-call]

    def _calculate_spans(self) -> None:
        # The base asks for each cell of the sheet's whole area whether it is there.
        if self.comments:
            super()._calculate_spans()
            return
        spans: dict[int, tuple[int, int]] = {}
        for row, cells in self.table.items():
            if cells:
                first, last = spans.get(row // _ROWS_IN_A_SPAN, (min(cells), 0))
                spans[row // _ROWS_IN_A_SPAN] = min(first, min(cells)), max(last, max(cells))
        self.row_spans = {block: f"{first + 1}:{last + 1}" for block, (first, last) in spans.items()}

    def _write_hyperlinks(self) -> None:
        super()._write_hyperlinks()
        if self.leads:
            links = "".join(_link(row, col, link) for (row, col), link in sorted(self.leads.items()))
            self.fh.write(f"<hyperlinks>{links}</hyperlinks>")  # type: ignore[attr-defined]

    def _write_cell(self, row: int, col: int, cell: Cell) -> None:
        # The base puts each attribute into a list and looks in it for what must be escaped.
        look, content = cell.format, _content(cell)
        if look is None or content is None:
            super()._write_cell(row, col, cell)
            return
        index = look.xf_index
        if index is None:
            index = look._get_xf_index()  # type: ignore[no-untyped-call]
        self.fh.write(f'<c r="{column_name(col)}{row + 1}" s="{index}"{content}')  # type: ignore[attr-defined]


def _link(row: int, col: int, link: Link) -> str:
    tip = f' tooltip="{_quoted(link.tip)}"' if link.tip else ""
    place = f'ref="{column_name(col)}{row + 1}" location="{_quoted(link.target)}"'
    return f'<hyperlink {place}{tip} display="{_quoted(link.text)}"/>'


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', "&quot;").replace("\n", "&#xA;")


def _content(cell: Cell) -> str | None:
    """The end of a cell's element, after its looks; None for a kind that is left to the base."""
    if type(cell) is Formula:
        return _formula(cell.formula, cell.value)
    if type(cell) is String:
        return f' t="s"><v>{cell.string}</v></c>'
    if type(cell) is Number:
        return f"><v>{cell.number:.16G}</v></c>"
    return "/>" if type(cell) is Blank else None


def _formula(formula: str, value: str | float) -> str | None:
    if not isinstance(value, str):
        kind, shown = (' t="b"', int(value)) if isinstance(value, bool) else ("", value)
        return f"{kind}><f>{_escaped(formula)}</f><v>{shown}</v></c>"
    if value in _ERRORS:
        return None
    kind = ' t="str"' if value else ""
    return f"{kind}><f>{_escaped(formula)}</f><v>{_escaped(value)}</v></c>"


def _escaped(text: str) -> str:
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


_styles = "_get_sparkline_style"
if hasattr(xlsxwriter.worksheet, _styles):
    # It makes all thirty-six styles, only to give one of them, which is not changed afterwards.
    setattr(xlsxwriter.worksheet, _styles, lru_cache(getattr(xlsxwriter.worksheet, _styles)))
