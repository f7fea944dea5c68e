"""A row's computed cells as Excel formulas, and what a formula of the row writes for each name.

Formulas are written for no row in particular, with :data:`ROW` where the row's number belongs: rows of one make share them.
"""

from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name

from automation.derive import CONSTANT_NAMES, SHARE_PLACES
from automation.forms import Role
from automation.formula import Formula, Ref, Scalar
from automation.formula.tree import Binary, Call, Literal, Node
from automation.formula.values import plain
from automation.model.plan import DataType, Field
from automation.template.line import NOTHING, Line, figures_in, is_measured, key_of, widened
from automation.template.meta import BLANK

ROW = "\x1frow"
"""Stands for the row's number in a formula, as long as the number of a long form; no text of a workbook can hold it."""
_GIVE_TRUTH = frozenset(("=", "<>", "<", "<=", ">", ">="))
_GIVE_TRUTH_CALLED = frozenset(("AND", "OR", "NOT", "ISBLANK", "ISNUMBER"))


def address(line: Line, ref: Ref) -> str:
    """How a formula of ``line`` reads ``ref``: a cell, a defined name, or the thing itself where no cell shows it."""
    key = key_of(ref)
    column = column_of(line, key)
    if column is not None:
        return f"{xl_col_to_name(column)}{ROW}"
    if key in line.held:
        return literal(line.held[key])
    return ref.name if ref.name in CONSTANT_NAMES and not ref.previous else BLANK


def column_of(line: Line, key: str) -> int | None:
    """0-based column of the cell that holds ``key`` on ``line``; None where no cell does."""
    return next((n for n, c in enumerate(line.form.columns) if c.key == key and _is_cell(line, c.role, c.key)), None)


def _is_cell(line: Line, role: Role, key: str) -> bool:
    """Whether the row's cell in this column holds a value, rather than the dash of something not asked here."""
    if role is Role.FILLED:
        return key in line.row.fields
    return role is not Role.COMPUTED or line.field(key) is not None


def literal(value: Scalar) -> str:
    """``value`` inside a formula."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return f"({plain(value)})" if value < 0 else plain(value)
    if value is None:
        return BLANK
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def excel(line: Line, formula: Formula) -> str:
    """``formula`` on the cells of a row like ``line``, without the equals sign."""
    return formula.excel(lambda ref: address(line, ref))


def expression(line: Line, field: Field) -> str:
    """A computed field on the cells of a row like ``line``: rounded as printed, "—" where it cannot or should not be computed."""
    if field.formula is None:
        return f'"{NOTHING}"'
    body = f'IFERROR({rounded(field, excel(line, field.formula), widened(field.formula).root)},"{NOTHING}")'
    missing = [f"ISTEXT({_cell(line, f)})" for f in figures_in(line, field)]
    if is_measured(field):
        missing = [f"NOT(ISNUMBER({_cell(line, f)}))" for f in line.measures] + [
            f"ISTEXT({_cell(line, f)})" for f in figures_in(line, field) if f not in line.measures]
    if not missing:
        return body
    condition = missing[0] if len(missing) == 1 else f"OR({','.join(missing)})"
    return f'IF({condition},"{NOTHING}",{body})'


def _cell(line: Line, field: Field) -> str:
    return address(line, Ref(field.name))


def rounded(field: Field, body: str, root: Node) -> str:
    """``body`` with the decimals of ``field``, as :func:`automation.derive.rounded` has it: only a number is rounded."""
    places = SHARE_PLACES if field.type is DataType.SHARE else field.decimals
    match root:
        case Call("ROUND", (_, Literal(Decimal() as given))) if given <= places:
            return body
        case Binary("&", _, _) | Literal(str() | bool()):
            return body
        case Binary(operator, _, _) if operator in _GIVE_TRUTH:
            return body
        case Call(function, _) if function in _GIVE_TRUTH_CALLED:
            return body
        case Call("IF" | "TRIM" | "LEFT", _) | Ref():
            return f"IF(ISNUMBER({body}),ROUND({body},{places}),{body})"
        case _:
            return f"ROUND({body},{places})"
