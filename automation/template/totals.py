"""The totals of a project form: sums, and rates computed on them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from automation import derive
from automation.derive import CONSTANT_NAMES
from automation.forms import FIRST_ROW, Column, Form, Role
from automation.formula import Fault, Ref, Scalar
from automation.model.plan import Field, RollUp
from automation.template.expressions import rounded
from automation.template.line import NOTHING, Line, is_measured, widened
from automation.template.meta import BLANK


def first_total(form: Form) -> int:
    """0-based column of the first total; what stands left of it is one cell."""
    return next(n for n, c in enumerate(form.columns) if c.field and c.field.type.numeric)


def total_formulas(form: Form, lines: Sequence[Line]) -> list[str]:
    """The formula in each column of the totals row, from :func:`first_total` on; empty for a blank cell."""
    return [_sum(form, col) if _is_sum(form.columns[col]) else _rate(form, field, lines) if (field := _rate_field(form.columns[col]))
            else "" for col in range(first_total(form), len(form.columns))]


def total_values(form: Form, lines: Sequence[Line], constants: Mapping[str, Scalar]) -> list[Scalar]:
    """What the formulas of :func:`total_formulas` come to; None for a blank cell."""
    held: dict[str, Scalar] = dict(constants)
    for column in form.columns[first_total(form):]:
        if _is_sum(column):
            figures = [value for line in lines if isinstance(value := line.held.get(column.key), Decimal)]
            held[column.key] = sum(figures, Decimal(0)) if figures else NOTHING
        elif field := _rate_field(column):
            held[column.key] = _rate_value(field, lines, held)
    return [held[c.key] if _is_sum(c) or _rate_field(c) else None for c in form.columns[first_total(form):]]


def _is_sum(column: Column) -> bool:
    return column.field is not None and column.field.rollup is RollUp.SUM


def _rate_field(column: Column) -> Field | None:
    is_rate = column.field is not None and column.field.rollup is RollUp.ROW and column.role is Role.COMPUTED
    return column.field if is_rate else None


def _sum(form: Form, col: int) -> str:
    area = _area(form, col)
    # Nothing typed yet is not a total of 0.
    return f'=IF(COUNT({area})=0,"{NOTHING}",SUM({area}))'


def _rate(form: Form, field: Field, lines: Sequence[Line]) -> str:
    """A rate computed on the totals, once every figure that it needs has been typed."""
    assert field.formula is not None
    formula = widened(field.formula)
    body = f'IFERROR({rounded(field, formula.excel(lambda ref: _address(form, ref)), formula.root)},"{NOTHING}")'
    needed = [f.name for line in lines for f in line.measures] if is_measured(field) else []
    if not needed:
        return f"={body}"
    areas = ",".join(_area(form, form.index(name)) for name in dict.fromkeys(needed))
    return f'=IF(COUNT({areas})<{len(needed)},"{NOTHING}",{body})'


def _rate_value(field: Field, lines: Sequence[Line], held: Mapping[str, Scalar]) -> Scalar:
    assert field.formula is not None
    if is_measured(field) and not all(isinstance(line.held.get(f.name), Decimal) for line in lines for f in line.measures):
        return NOTHING
    found = widened(field.formula).evaluate(lambda ref: None if ref.previous else held.get(ref.name))
    return NOTHING if isinstance(found, Fault) else derive.rounded(field, found)


def _address(form: Form, ref: Ref) -> str:
    """Where the totals row has ``ref``: only what is summed or computed on sums."""
    for col, column in enumerate(form.columns):
        if column.key == ref.name and not ref.previous and column.field and column.field.rollup in (RollUp.SUM, RollUp.ROW):
            return str(xl_rowcol_to_cell(form.total_row, col))
    return ref.name if ref.name in CONSTANT_NAMES and not ref.previous else BLANK


def _area(form: Form, col: int) -> str:
    return f"{xl_rowcol_to_cell(FIRST_ROW, col)}:{xl_rowcol_to_cell(form.total_row - 1, col)}"
