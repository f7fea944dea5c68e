"""A worksheet whose every write succeeds or raises; rows and columns count from 0."""

import datetime
import math
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial

from xlsxwriter.chart import Chart
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from automation.errors import WriteError
from automation.styles.formulas import ready_formula
from automation.styles.limits import checked_validation
from automation.styles.text import TALLEST_ROW, full_width, full_width_in_formula, plain, units
from automation.styles.worksheet import FastWorksheet, Link

Value = Decimal | int | str | bool | None
"""What a formula cell may hold as its stored result."""

_PAPER = {"A3": 8, "A4": 9}
_MM_PER_INCH = 25.4
_REFUSED = (UserWarning, XlsxWriterException, ValueError, TypeError, OverflowError)
_BEYOND = "超出工作表范围，或长度超出Excel的限制"
_MOST_LINKS, _LONGEST_LINK, _LONGEST_TIP = 65_530, 255, 255
_LEADS = "点击查看来源"
"""What a pointer over a cell that leads somewhere shows."""


def quoted(sheet: str) -> str:
    """A sheet name as references write it: ``'附件2'``."""
    return "'" + sheet.replace("'", "''") + "'"


def as_float(value: Decimal | int) -> float | int:
    """The one place where an exact figure becomes a binary one, at the moment of writing."""
    number = value if isinstance(value, int) else float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value} 不是有限的数")
    return number + 0  # -0.0 would be shown with a sign


class Sheet:
    """Writes into one worksheet; every method raises :class:`WriteError`, naming sheet and cell, when Excel forbids it.

    ``raw`` is the xlsxwriter worksheet, for what is used once.
    """

    def __init__(self, raw: FastWorksheet, name: str, song: str) -> None:
        self.raw = raw
        self.name = name
        self.link_targets: set[str] = set()
        self._song = song

    def text(self, row: int, col: int, text: str, fmt: Format | None, *, verbatim: bool = False) -> None:
        """Text as text, whatever it starts with; ``verbatim`` keeps its punctuation. Empty text gives a blank cell."""
        shown = plain(text) if verbatim else _shown(text)
        if not shown:
            self.blank(row, col, fmt)
            return
        if shown.startswith("<r>") and shown.endswith("</r>"):
            shown += " "  # xlsxwriter would take it for the XML of a rich string
        if self.raw.put_text(row, col, shown, fmt):
            raise self._error(row, col, _BEYOND)

    def number(self, row: int, col: int, value: Decimal | int | None, fmt: Format | None) -> None:
        """An exact figure; None leaves the cell blank, which is not 0."""
        if value is None:
            self.blank(row, col, fmt)
            return
        try:
            code = self.raw.put_number(row, col, as_float(value), fmt)
        except _REFUSED as error:
            raise self._error(row, col, str(error)) from error
        if code:
            raise self._error(row, col, _BEYOND)

    def date(self, row: int, col: int, value: datetime.date, fmt: Format | None) -> None:
        """A date or a moment, which is written as its own clock shows it; ``fmt`` needs a date format."""
        moment = (
            value if isinstance(value, datetime.datetime) else datetime.datetime(value.year, value.month, value.day)
        )
        shown = moment.replace(tzinfo=None)
        self._plainly(row, col, lambda: self.raw.put_date(row, col, shown, fmt))

    def formula(self, row: int, col: int, formula: str, fmt: Format | None, value: Value) -> None:
        """A live formula with the result that viewers show until Excel recalculates; None is the empty text."""
        try:
            ready, settled = ready_formula(formula)
            write = self.raw.put_formula if settled else self.raw.write_formula
            code = write(row, col, ready, fmt, _stored(value))
        except _REFUSED as error:
            raise self._error(row, col, str(error)) from error
        if code:
            raise self._error(row, col, _BEYOND)

    def blank(self, row: int, col: int, fmt: Format | None) -> None:
        """An empty cell that only carries its looks."""
        if self.raw.put_blank(row, col, fmt):
            raise self._error(row, col, _BEYOND)

    def link(
        self, row: int, col: int, target_sheet: str, cell: str, fmt: Format | None, text: str, tip: str | None = None
    ) -> None:
        """A link to ``cell`` (``A1``) of a sheet of the same book, which must exist when the book is closed."""
        shown = _shown(text)
        self._lead(row, col, target_sheet, cell, shown, _shown(tip) if tip else "")
        self.text(row, col, shown, fmt or self.raw.default_url_format, verbatim=True)

    def lead(self, row: int, col: int, target_sheet: str, cells: str) -> None:
        """Make a cell lead to ``cells`` (``A1``, ``A1:M9``) of a sheet of the same book; its content and looks stay."""
        self._lead(row, col, target_sheet, cells, None, _LEADS)

    def _lead(self, row: int, col: int, sheet: str, cells: str, text: str | None, tip: str) -> None:
        target = f"{quoted(sheet)}!{cells}"
        if len(self.raw.leads) >= _MOST_LINKS:
            raise self._error(row, col, f"一张工作表最多{_MOST_LINKS}个链接")
        if len(target) > _LONGEST_LINK or units(tip) > _LONGEST_TIP:
            raise self._error(row, col, f"链接地址或提示超过{_LONGEST_LINK}个字符")
        self.link_targets.add(sheet)
        if self.raw.put_link(row, col, Link(target, target if text is None else text, tip)):
            raise self._error(row, col, _BEYOND)

    def rich(self, row: int, col: int, parts: Sequence[tuple[Format, str]], fmt: Format) -> None:
        """Text in several fonts: (font, text) pairs; ``fmt`` is the cell's own format."""
        runs = _runs([(font, plain(text)) for font, text in parts if plain(text)])
        if len(runs) < 4:  # Excel keeps no font for a single character or for nothing
            self.text(row, col, "".join(str(run) for run in runs[1:]), fmt)
            return
        self._strictly(row, col, lambda: self.raw.write_rich_string(row, col, *runs, fmt))

    def merge(self, r1: int, c1: int, r2: int, c2: int, fmt: Format) -> None:
        """Merge an area, blank; its first cell is written afterwards. One cell alone is only made blank."""
        if (r1, c1) == (r2, c2):
            self.blank(r1, c1, fmt)
            return
        self._strictly(r1, c1, lambda: self.raw.merge_range(r1, c1, r2, c2, "", fmt))

    def columns(self, widths: Sequence[float], hidden: Collection[int] = (), level1: Collection[int] = ()) -> None:
        """Widths in characters from column 0 on; ``level1`` columns can be folded away with the outline button."""
        for col, width in enumerate(widths):
            # Excel draws the "+" of a folded group only if the column after the group says so.
            collapsed = col not in level1 and col - 1 in level1 and col - 1 in hidden
            options = {"hidden": col in hidden, "level": int(col in level1), "collapsed": collapsed}
            self._strictly(0, col, partial(self.raw.set_column, col, col, width, None, options))

    def height(self, row: int, points: float) -> None:
        """Height of a row in points, at most 409."""
        if not 0 <= points <= TALLEST_ROW:
            raise self._error(row, 0, f"行高{points}磅不在0到{TALLEST_ROW:g}之间")
        self._plainly(row, 0, lambda: self.raw.set_row(row, points))

    def freeze(self, row: int, col: int) -> None:
        """Keep the rows above and the columns left of this cell in view."""
        self.raw.freeze_panes(row, col)

    def paper(
        self,
        size: str,
        landscape: bool,
        margins_mm: tuple[float, float, float, float],
        fit: tuple[int, int] = (1, 0),
        repeat: tuple[int, int] | int | None = None,
        area: tuple[int, int, int, int] | None = None,
        centre: bool = True,
    ) -> None:
        """Set up printing.

        ``size`` A4 or A3, margins left, right, top, bottom; ``fit`` pages wide and high (0: any); ``repeat`` rows first
        and last (or one) on each page; ``area`` first row, column, last row, column.
        """
        self.raw.set_paper(_PAPER[size])
        self.raw.set_landscape() if landscape else self.raw.set_portrait()
        self.raw.set_margins(*(mm / _MM_PER_INCH for mm in margins_mm))
        self.raw.fit_to_pages(*fit)
        if repeat is not None:
            first, last = (repeat, repeat) if isinstance(repeat, int) else repeat
            self.raw.repeat_rows(first, last)
        if area is not None:
            self.raw.print_area(*area)
        if centre:
            self.raw.center_horizontally()

    def footer(self, left: str = "", right: str = "") -> None:
        """``left``, page number of pages, ``right`` at the foot of each printed page."""
        # A space must follow the size: "&9" and a digit would be read as one larger size.
        start = f'&"{self._song},Regular"&9 '
        left, right = (plain(part).replace("\n", " ").replace("&", "&&") for part in (left, right))
        footer = f"&L{start}{left}&C{start}第 &P 页  共 &N 页&R{start}{right}"
        if units(footer) > 255:
            raise self._error(0, 0, "页脚文字过长，连同格式不能超过255个字符")
        self.raw.set_footer(footer, {"margin": 0.28})

    def condition(self, r1: int, c1: int, r2: int, c2: int, options: Mapping[str, object]) -> None:
        """A conditional format, options as in xlsxwriter; formulas read full-width as the cells do."""
        exact = {key: _plain_value(value) for key, value in options.items()}
        self._strictly(r1, c1, lambda: self.raw.conditional_format(r1, c1, r2, c2, exact))

    def validation(self, r1: int, c1: int, r2: int, c2: int, options: Mapping[str, object]) -> None:
        """A rule for what may be typed, options as in xlsxwriter, within Excel's limits for titles, prompts and lists."""

        def write() -> object:
            exact = {key: _plain_value(value) for key, value in options.items()}
            return self.raw.data_validation(r1, c1, r2, c2, checked_validation(exact))

        self._strictly(r1, c1, write)

    def sparkline(self, row: int, col: int, options: Mapping[str, object]) -> None:
        """A small chart inside a cell, options as in xlsxwriter."""
        self._strictly(row, col, lambda: self.raw.add_sparkline(row, col, dict(options)))

    def sparklines(self, places: Mapping[tuple[int, int], str], options: Mapping[str, object]) -> None:
        """Small charts of one look: the cells (row, column) that they stand in, and the area that each shows."""
        if not places:
            return
        cells, areas = [xl_rowcol_to_cell(*cell) for cell in places], list(places.values())
        self.sparkline(*next(iter(places)), {**options, "location": cells, "range": areas})

    def chart(self, row: int, col: int, chart: Chart, options: Mapping[str, object] | None = None) -> None:
        """A chart of the book's ``workbook``, its top left corner in this cell."""
        self._strictly(row, col, lambda: self.raw.insert_chart(row, col, chart, dict(options or {})))

    def comment(self, row: int, col: int, text: str, options: Mapping[str, object] | None = None) -> None:
        """A note on a cell; options (author, x_scale …) as in xlsxwriter."""
        shown = full_width(plain(text))
        self._strictly(row, col, lambda: self.raw.write_comment(row, col, shown, dict(options or {})))

    def protect(self, **allowed: bool) -> None:
        """Lock the cells whose format is locked, without a password; ``allowed`` as in xlsxwriter (format_rows …)."""
        self._strictly(0, 0, lambda: self.raw.protect("", allowed))

    def _strictly(self, row: int, col: int, write: Callable[[], object]) -> None:
        """Run one write; xlsxwriter only warns or gives a negative number when it leaves something out."""
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            self._plainly(row, col, write)

    def _plainly(self, row: int, col: int, write: Callable[[], object]) -> None:
        """Run one write of a value, of which xlsxwriter never warns; watching for warnings takes longer than the write."""
        try:
            code = write()
        except _REFUSED as error:
            raise self._error(row, col, str(error)) from error
        if code not in (0, None):
            raise self._error(row, col, _BEYOND)

    def _error(self, row: int, col: int, why: str) -> WriteError:
        cell = xl_rowcol_to_cell(row, col) if row >= 0 and col >= 0 else f"（行{row}，列{col}）"
        return WriteError(
            f"写不进工作表《{self.name}》的{cell}：{why}。", "请核对计划表中与此处有关的名称和文字的长度。"
        )


@lru_cache(8192)
def _shown(text: str) -> str:
    return full_width(plain(text))


def _stored(value: Value) -> str | float:
    if value is None:
        return ""
    if isinstance(value, str):
        return _shown(value)
    return value if isinstance(value, bool) else as_float(value)


def _runs(parts: Sequence[tuple[Format, str]]) -> list[Format | str]:
    """Fonts and texts in turn for xlsxwriter, widened over the joined text so that each mark sees its neighbours."""
    joined = full_width("".join(text for _, text in parts))
    runs: list[Format | str] = []
    start = 0
    for font, text in parts:
        runs += [font, joined[start : start + len(text)]]
        start += len(text)
    if len(parts) == 1 and len(joined) > 1:
        # A single run would lose its font: Excel needs two.
        return [runs[0], joined[:1], runs[0], joined[1:]]
    return runs


def _plain_value(value: object) -> object:
    if isinstance(value, Decimal):
        return as_float(value)
    if isinstance(value, str):
        return full_width_in_formula(value) if value.startswith("=") else plain(value)
    return value
