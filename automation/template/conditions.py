"""The colours that follow what is typed: verdicts, the cell that a verdict points at, lights, decimals."""

from collections.abc import Iterator, Sequence

from xlsxwriter.utility import xl_col_to_name

from automation.forms import FIRST_ROW, Column, Form, Role
from automation.lights import threshold_formula
from automation.model.plan import DataType, Kind, Settings
from automation.styles.book import Book, Sheet
from automation.styles.tokens import COLORS
from automation.template import looks
from automation.template.judged import Judged
from automation.template.mould import Mould

_VERDICTS = (("√", COLORS.GREEN, COLORS.GREEN_FILL), ("×", COLORS.RED, COLORS.RED_FILL),
             ("!", COLORS.AMBER, COLORS.AMBER_FILL), ("i", COLORS.BLUE, COLORS.HEAD), ("○", COLORS.GREY, COLORS.WHITE))
_CELLS = {"×": (COLORS.RED, COLORS.ERROR_FILL), "!": (COLORS.AMBER, COLORS.QUERY_FILL)}
_TEXTS_PER_RULE = 8
"""Keeps a condition's formula short enough for every program that reads it."""


def colour(book: Book, sheet: Sheet, form: Form, rows: Sequence[Judged], settings: Settings) -> None:
    """Set every condition of a form."""
    check = xl_col_to_name(form.index("自检"))
    moulds = list({row.mould.number: row.mould for row in rows}.values())
    last = form.total_row if form.kind is Kind.PROJECT else form.total_row - 1
    for col, column in enumerate(form.columns):
        at = f"{xl_col_to_name(col)}{FIRST_ROW + 1}"
        for test, change in _tests(book, form, column, at, f"${check}{FIRST_ROW + 1}", moulds, settings):
            sheet.condition(FIRST_ROW, col, last, col,
                            {"type": "formula", "criteria": f"={test}", "format": change})


def _tests(book: Book, form: Form, column: Column, at: str, check: str,
           moulds: Sequence[Mould], settings: Settings) -> Iterator[tuple[str, object]]:
    """Formula and look of each condition of ``column``, whose first cell is ``at``."""
    if column.role is Role.CHECK:
        for mark, ink, fill in _VERDICTS:
            yield f'LEFT({at},1)="{mark}"', looks.tint(book, ink, fill)
    if column.role is Role.FILLED and column.field:
        for mark, (ink, fill) in _CELLS.items():
            texts = dict.fromkeys(s.text for mould in moulds for s in mould.steps if s.field == column.key and s.text[0] == mark)
            for part in _parts(list(texts)):
                yield _one_of(check, part), looks.tint(book, ink, fill)
    if column.field is None or column.hidden:
        return
    if column.field.unit == "百分点":
        yield from _lights(book, form, at, settings)
    elif column.field.type in (DataType.MONEY, DataType.QUANTITY) and column.field.decimals:
        look = looks.figures(column.field.decimals, dash=False)
        yield f"N({at})<>INT(N({at}))", book.workbook.add_format({"num_format": look})


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), _TEXTS_PER_RULE):
        yield texts[start:start + _TEXTS_PER_RULE]


def _one_of(cell: str, texts: Sequence[str]) -> str:
    return f"OR({','.join(f'{cell}={chr(34)}{text}{chr(34)}' for text in texts)})"


def _lights(book: Book, form: Form, at: str, settings: Settings) -> Iterator[tuple[str, object]]:
    start = next((n for n, c in enumerate(form.columns) if c.key == "计划开工月"), None)
    if start is not None:
        # A project that is to start later is not behind; the figure stays, the cell says why it does not count.
        words = {"font_color": COLORS.GREY, "num_format": '"待开工";"待开工";"待开工";@_ '}
        yield (f"AND(ISNUMBER({at}),${xl_col_to_name(start)}{FIRST_ROW + 1}>月份)", book.workbook.add_format(words))
    yellow, red = (threshold_formula(line, "序时进度", settings) for line in ("滞后黄线", "滞后红线"))
    for test, ink in ((f"N({at})<-{red}", COLORS.RED), (f"N({at})<-{yellow}", COLORS.AMBER), (f"N({at})>=-{yellow}", COLORS.GREEN)):
        yield f"AND(ISNUMBER({at}),{test})", book.workbook.add_format({"font_color": ink})
