"""The rows of a form: locked and open cells, live formulas with their stored values, the totals."""

from collections.abc import Sequence

from automation.derive import constants
from automation.forms import Column, Form, Role
from automation.formula import Scalar
from automation.model.plan import Kind
from automation.styles.book import Format, Sheet
from automation.template import looks
from automation.template.expressions import ROW
from automation.template.job import Job
from automation.template.judged import Judged, shapes_of
from automation.template.line import NOTHING
from automation.template.totals import first_total, total_formulas, total_values


def draw_rows(job: Job, sheet: Sheet, form: Form, rows: tuple[Judged, ...]) -> None:
    """Draw every row and, for projects, the totals."""
    shapes = shapes_of(form, rows)
    looked = [looks.cell(job.book, column, shape, column.typed) for column, shape in zip(form.columns, shapes, strict=True)]
    for row in rows:
        sheet.height(row.line.number, row.height)
        _draw_row(job, sheet, row, looked)
    if further := max((len(row.mould.further) for row in rows), default=0):
        sheet.raw.set_column(len(form.columns), len(form.columns) + further - 1, 3, None, {"hidden": True})
    if form.kind is Kind.PROJECT:
        _draw_totals(job, sheet, form, rows, shapes)


def _draw_row(job: Job, sheet: Sheet, row: Judged, looked: Sequence[Format]) -> None:
    number, mould = row.line.number, row.mould
    for col, (value, formula) in enumerate(zip(row.contents, mould.formulas, strict=True)):
        if formula:
            # What one formula cannot hold goes on in hidden cells right of the 自检.
            fmt = looked[col] if col < len(looked) else job.book.format(hidden=True)
            sheet.formula(number, col, formula.replace(ROW, str(number + 1)), fmt, value)
        elif mould.keys[col] == NOTHING:
            sheet.text(number, col, NOTHING, looks.dash(job.book))
        else:
            put(sheet, number, col, value, _look(job, row, mould.columns[col], looked[col]))


def _look(job: Job, row: Judged, column: Column, usual: Format) -> Format:
    if column.key == "关系" and column.role is Role.FIXED and row.relation:
        return looks.cell(job.book, column, row.relation, open_=False)
    return usual


def put(sheet: Sheet, row: int, col: int, value: Scalar, fmt: Format) -> None:
    """Write ``value`` as what it is; text keeps its punctuation, for formulas compare it."""
    if value is None:
        sheet.blank(row, col, fmt)
    elif isinstance(value, str | bool):
        sheet.text(row, col, str(value), fmt, verbatim=True)
    else:
        sheet.number(row, col, value, fmt)


def _draw_totals(job: Job, sheet: Sheet, form: Form, rows: Sequence[Judged], shapes: Sequence[str]) -> None:
    row, first, lines = form.total_row, first_total(form), [row.line for row in rows]
    sheet.height(row, 26)
    sheet.merge(row, 0, row, first - 1, looks.total(job.book, "General", False))
    sheet.text(row, 0, "合  计", looks.total(job.book, "General", False))
    values = total_values(form, lines, constants(job.plan.settings, job.period))
    for col, (formula, value) in enumerate(zip(total_formulas(form, lines), values, strict=True), first):
        fmt = looks.total(job.book, shapes[col], numeric=True)
        if formula:
            sheet.formula(row, col, formula, fmt, value)
        else:
            sheet.blank(row, col, fmt)
