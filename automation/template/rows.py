"""The rows of a form: locked and open cells, live formulas with their stored values, the totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from automation import derive
from automation.derive import CONSTANT_NAMES, constants
from automation.forms import FIRST_ROW, Column, Form, Role
from automation.formula import Fault, Ref, Scalar
from automation.model.plan import Field, Kind, RollUp
from automation.styles.book import Format, Sheet
from automation.styles.text import column_pixels, row_height
from automation.template import looks
from automation.template.entry import rule
from automation.template.expressions import expression, rounded
from automation.template.job import Job
from automation.template.line import NOTHING, Line, is_measured, widened
from automation.template.meta import BLANK
from automation.template.selfcheck import Step, formulas, steps_of, verdict

LOWEST = 52
"""Least height of a row in points: room to read, and to write on paper."""


@dataclass(frozen=True)
class Judged:
    """A row with what its 自检 goes through and says."""

    line: Line
    steps: tuple[Step, ...]
    verdict: str


def judged(job: Job, line: Line) -> Judged:
    """``line`` with its verdict."""
    steps = steps_of(job.plan, job.period, line, job.lists)
    return Judged(line, steps, verdict(steps, line.value))


def draw_rows(job: Job, sheet: Sheet, form: Form, rows: Sequence[Judged]) -> None:
    """Draw every row and, for projects, the totals."""
    shapes = [_shape(column, rows) for column in form.columns]
    for row in rows:
        sheet.height(row.line.number, _height(row))
        for col, (column, shape) in enumerate(zip(form.columns, shapes, strict=True)):
            _draw_cell(job, sheet, row, col, column, shape)
    if form.kind is Kind.PROJECT:
        _draw_totals(job, sheet, form, [row.line for row in rows], shapes)


def _shape(column: Column, rows: Sequence[Judged]) -> str:
    if column.field is None:
        return "General"
    return looks.number_format(column.field, [row.line.held.get(column.key) for row in rows], column.role is Role.FILLED)


def _height(row: Judged) -> float:
    texts = [(str(text), column_pixels(column.width)) for column in row.line.form.columns
             if not column.hidden and isinstance(text := row.line.held.get(column.key), str)]
    return row_height([*texts, (row.verdict, column_pixels(row.line.form.columns[-1].width))], 10.5, LOWEST)


def _draw_cell(job: Job, sheet: Sheet, row: Judged, col: int, column: Column, shape: str) -> None:
    line, where = row.line, (row.line.number, col)
    field = line.field(column.field.name) if column.field else None
    fmt = looks.cell(job.book, column, shape, open_=column.role is Role.FILLED)
    match column.role:
        case Role.ORDINAL:
            sheet.number(*where, line.number - FIRST_ROW + 1, fmt)
        case Role.CODE:
            sheet.text(*where, line.row.item.code, fmt, verbatim=True)
        case Role.ANNEX:
            sheet.text(*where, line.row.annex, fmt)
        case Role.FIXED | Role.PRIOR:
            value = line.held.get(column.key)
            relation = looks.RELATIONS.get(str(value)) if column.key == "关系" else None
            put(sheet, *where, value, looks.cell(job.book, column, relation, open_=False) if relation else fmt)
        case Role.FILLED if field is not None and field.name in line.row.fields:
            put(sheet, *where, line.held[column.key], fmt)
            if options := rule(job, line, field):
                sheet.validation(*where, *where, options)
        case Role.COMPUTED if field is not None:
            sheet.formula(*where, f"={expression(line, field)}", fmt, line.held[column.key])
        case Role.CHECK:
            _draw_check(job, sheet, row, col, fmt)
        case _:
            sheet.text(*where, NOTHING, looks.dash(job.book))


def put(sheet: Sheet, row: int, col: int, value: Scalar, fmt: Format) -> None:
    """Write ``value`` as what it is; text keeps its punctuation, for formulas compare it."""
    if value is None:
        sheet.blank(row, col, fmt)
    elif isinstance(value, str | bool):
        sheet.text(row, col, str(value), fmt, verbatim=True)
    else:
        sheet.number(row, col, value, fmt)


def _draw_check(job: Job, sheet: Sheet, row: Judged, col: int, fmt: Format) -> None:
    """The verdict; what one formula cannot hold goes on in hidden cells right of it."""
    parts = formulas(row.steps, lambda n: str(xl_rowcol_to_cell(row.line.number, col + 1 + n)))
    for number, (formula, steps) in enumerate(parts):
        shown = fmt if number == 0 else job.book.format(hidden=True)
        sheet.formula(row.line.number, col + number, formula, shown, verdict(steps, row.line.value))
    if len(parts) > 1:
        sheet.raw.set_column(col + 1, col + len(parts) - 1, 3, None, {"hidden": True})


def _draw_totals(job: Job, sheet: Sheet, form: Form, lines: Sequence[Line], shapes: Sequence[str]) -> None:
    row, first = form.total_row, next(n for n, c in enumerate(form.columns) if c.field and c.field.type.numeric)
    sheet.height(row, 26)
    sheet.merge(row, 0, row, first - 1, looks.total(job.book, "General", False))
    sheet.text(row, 0, "合  计", looks.total(job.book, "General", False))
    held: dict[str, Scalar] = dict(constants(job.plan.settings, job.period))
    for col in range(first, len(form.columns)):
        column, fmt = form.columns[col], looks.total(job.book, shapes[col], numeric=True)
        if column.field is not None and column.field.rollup is RollUp.SUM:
            figures = [value for line in lines if isinstance(value := line.held.get(column.key), Decimal)]
            held[column.key] = sum(figures, Decimal(0)) if figures else NOTHING
            area = _area(form, col)
            # Nothing typed yet is not a total of 0.
            sheet.formula(row, col, f'=IF(COUNT({area})=0,"{NOTHING}",SUM({area}))', fmt, held[column.key])
        elif column.field is not None and column.field.rollup is RollUp.ROW and column.role is Role.COMPUTED:
            formula, held[column.key] = _total_rate(form, column.field, lines, held)
            sheet.formula(row, col, formula, fmt, held[column.key])
        else:
            sheet.blank(row, col, fmt)


def _total_rate(form: Form, field: Field, lines: Sequence[Line], held: Mapping[str, Scalar]) -> tuple[str, Scalar]:
    """A rate computed on the totals, once every figure that it needs has been typed: formula and value."""
    assert field.formula is not None
    formula = widened(field.formula)
    body = f'IFERROR({rounded(field, formula.excel(lambda ref: _total_address(form, ref)), formula.root)},"{NOTHING}")'
    found = formula.evaluate(lambda ref: None if ref.previous else held.get(ref.name))
    value = NOTHING if isinstance(found, Fault) else derive.rounded(field, found)
    needed = [(line, f) for line in lines for f in line.measures] if is_measured(field) else []
    if not needed:
        return f"={body}", value
    areas = ",".join(_area(form, form.index(name)) for name in dict.fromkeys(f.name for _, f in needed))
    complete = all(isinstance(line.held.get(f.name), Decimal) for line, f in needed)
    return f'=IF(COUNT({areas})<{len(needed)},"{NOTHING}",{body})', value if complete else NOTHING


def _total_address(form: Form, ref: Ref) -> str:
    """Where the totals row has ``ref``: only what is summed or computed on sums."""
    for col, column in enumerate(form.columns):
        if column.key == ref.name and not ref.previous and column.field and column.field.rollup in (RollUp.SUM, RollUp.ROW):
            return str(xl_rowcol_to_cell(form.total_row, col))
    return ref.name if ref.name in CONSTANT_NAMES and not ref.previous else BLANK


def _area(form: Form, col: int) -> str:
    return f"{xl_rowcol_to_cell(FIRST_ROW, col)}:{xl_rowcol_to_cell(form.total_row - 1, col)}"
