"""One item's row of a form as data: what every one of its cells holds.

Computed cells are evaluated here and written as live formulas by :mod:`automation.template.expressions` from the same
description, so the stored value of a formula is what Excel will find.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from automation.derive import State, constants, rounded, standing
from automation.forms import FIRST_ROW, Form, FormRow, Role, merged_fields
from automation.formula import Fault, Formula, Ref, Scalar
from automation.formula.tree import Binary, Call, Literal, Negative, Node
from automation.model.plan import Category, DataType, Field, Plan
from automation.period import Period
from automation.styles.text import full_width, full_width_in_formula, plain

NOTHING = "—"
"""What a cell shows that has nothing to say: not applicable here, or not to be computed yet."""
STATES = ("项目状态", "状态")
"""Filled fields that stand as they were a period ago until the clerk changes them."""
_EPOCH = datetime.date(1899, 12, 30)


@dataclass(frozen=True)
class Line:
    """One row of a form."""

    form: Form
    row: FormRow
    number: int
    """0-based row on the sheet."""
    fields: tuple[Field, ...]
    """Of the tables that the item stands in, in printed order."""
    held: Mapping[str, Scalar]
    """What the cells hold by column key, hidden and left-out ones too; a missing key is a blank cell."""
    named: Mapping[str, Scalar]
    """See :func:`automation.derive.constants`."""
    before: State
    """The item a period ago."""

    @property
    def ordinal(self) -> Decimal:
        """序号: the row's place in the form, from 1."""
        return Decimal(self.number - FIRST_ROW + 1)

    def field(self, name: str) -> Field | None:
        """The field ``name`` if this row has it."""
        return next((f for f in self.fields if f.name == name), None)

    @property
    def filled(self) -> tuple[Field, ...]:
        """The fields that the clerk fills in on this row, in column order."""
        return tuple(f for f in self.fields if f.category is Category.FILLED and f.name in self.row.fields)

    @property
    def measures(self) -> tuple[Field, ...]:
        """The numbers without which no share of this row means anything."""
        return tuple(f for f in self.filled if f.required and f.type.numeric)

    def value(self, ref: Ref) -> Scalar:
        """What a formula of this row reads for ``ref``."""
        key = key_of(ref)
        return self.held[key] if key in self.held else None if ref.previous else self.named.get(ref.name)


def key_of(ref: Ref) -> str:
    """Column key of what ``ref`` names."""
    return f"上期:{ref.name}" if ref.previous else ref.name


@dataclass(frozen=True)
class _Asked:
    """What rows of the same tables with the same fields to fill in have in common."""

    fields: tuple[Field, ...]
    filled: tuple[Field, ...]
    states: tuple[Field, ...]
    """Those of the filled fields that are not blank in a blank workbook."""
    measures: tuple[Field, ...]
    computed: tuple["_Computed", ...]
    unmeasured: tuple["_Computed", ...]
    """Those of the computed fields that mean something even before the row's figures are in."""
    blank: Mapping[str, Scalar]
    """What filled and computed cells hold while nothing is typed, unless states and formulas say more."""


@dataclass(frozen=True)
class _Computed:
    field: Field
    formula: Formula | None
    """With its texts widened."""
    reads: tuple[str, ...]
    """Names of the filled numbers that it reads."""


class Lines:
    """Rows of one form after another for one period; what rows have in common is worked out once."""

    def __init__(self, plan: Plan, period: Period) -> None:
        self._period = period
        self._named = constants(plan.settings, period)
        self._asked: dict[tuple[str, tuple[str, ...], frozenset[str]], _Asked] = {}
        self._standing: dict[tuple[str, tuple[str, ...]], dict[str, Scalar]] = {}

    def of(self, form: Form, previous: Mapping[str, State], typed: Mapping[str, Mapping[str, Scalar]]) -> tuple[Line, ...]:
        """Every row of ``form``; ``previous`` and ``typed`` go by item code."""
        priors = [(c.key, c.field.name) for c in form.columns if c.role is Role.PRIOR and c.field is not None]
        return tuple(self._line(form, FIRST_ROW + number, row, priors, previous.get(row.item.code, {}), typed.get(row.item.code, {}))
                     for number, row in enumerate(form.rows))

    def _line(self, form: Form, number: int, row: FormRow, priors: Sequence[tuple[str, str]], before: State,
              typed: Mapping[str, Scalar]) -> Line:
        asked = self._asked_of(form, row)
        held: dict[str, Scalar] = {**self._standing_of(row), **asked.blank}
        for key, name in priors:
            value = before.get(name)
            held[key] = NOTHING if value == "" else _shown(value)
        line = Line(form, row, number, asked.fields, held, self._named, before)
        for field in asked.filled if typed else asked.states:
            held[field.name] = _filled(field, before, typed)
        measured = not asked.measures or (bool(typed) and all(isinstance(held[f.name], Decimal) for f in asked.measures))
        for computed in asked.computed if measured else asked.unmeasured:
            held[computed.field.name] = _computed(line, computed)
        return line

    def _asked_of(self, form: Form, row: FormRow) -> _Asked:
        key = form.sheet, row.tables, row.fields
        if key not in self._asked:
            fields = merged_fields(t for t in form.tables if t.code in row.tables)
            bare = Line(form, row, 0, fields, {}, {}, {})
            computed = tuple(_Computed(f, f.formula and widened(f.formula), tuple(n.name for n in figures_in(bare, f)))
                             for f in fields if f.category is Category.COMPUTED)
            blank = {f.name: None for f in bare.filled} | {c.field.name: NOTHING for c in computed}
            self._asked[key] = _Asked(fields, bare.filled, tuple(f for f in bare.filled if f.name in STATES), bare.measures, computed,
                                      tuple(c for c in computed if not is_measured(c.field)), blank)
        return self._asked[key]

    def _standing_of(self, row: FormRow) -> dict[str, Scalar]:
        key = row.item.code, row.tables
        known = self._standing.get(key)
        if known is None:
            known = {name: shown for name, value in standing(row.item, self._period).items() if (shown := _shown(value)) is not None}
            if len(row.item.units) > 1:  # nobody asks again for what one unit alone reports
                self._standing[key] = known
        return known


def lines_of(plan: Plan, period: Period, form: Form, previous: Mapping[str, State],
             typed: Mapping[str, Mapping[str, Scalar]]) -> tuple[Line, ...]:
    """Every row of ``form``, see :meth:`Lines.of`."""
    return Lines(plan, period).of(form, previous, typed)


def _filled(field: Field, before: State, typed: Mapping[str, Scalar]) -> Scalar:
    if field.name not in typed:
        known = before.get(field.name)
        return _shown(known) if field.name in STATES and known in field.options else None
    value = typed[field.name]
    if field.type is DataType.DATE and isinstance(value, str) and (day := iso_date(value)):
        return Decimal((day - _EPOCH).days)
    if isinstance(value, bool):
        return str(value).upper()
    if value in field.options:
        return _shown(value)
    # Her punctuation stays hers: the cell is to hold what was typed.
    return plain(value) or None if isinstance(value, str) else value


def iso_date(text: str) -> datetime.date | None:
    """The day that ``text`` (2017-06-19) names, else None."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _computed(line: Line, computed: _Computed) -> Scalar:
    if computed.formula is None or any(isinstance(line.held.get(name), str) for name in computed.reads):
        return NOTHING
    result = computed.formula.evaluate(line.value)
    return NOTHING if isinstance(result, Fault) else rounded(computed.field, result)


def is_measured(field: Field) -> bool:
    """Whether a computed field means nothing until the row's own figures are in: shares and percentage points."""
    return field.type is DataType.SHARE or field.unit == "百分点"


def figures_in(line: Line, field: Field) -> tuple[Field, ...]:
    """The filled numbers that a computed field reads directly.

    Text in one of them is nothing to compute with, although Excel would take "12" for 12.
    """
    named = {ref.name for ref in field.formula.refs if not ref.previous} if field.formula else set()
    return tuple(f for f in line.filled if f.name in named and f.type.numeric)


def _shown(value: Scalar) -> Scalar:
    """``value`` as a locked cell holds it; None where that is nothing."""
    return full_width(plain(value)) or None if isinstance(value, str) else value


def widened(formula: Formula) -> Formula:
    """``formula`` with its texts as the written workbook has them, in full-width punctuation."""
    return Formula(formula.text, _widened(formula.root), formula.refs)


def _widened(node: Node) -> Node:
    match node:
        case Literal(str() as text):
            doubled = text.replace('"', '""')
            return Literal(full_width_in_formula(f'"{doubled}"')[1:-1].replace('""', '"'))
        case Negative(operand):
            return Negative(_widened(operand))
        case Binary(operator, left, right):
            return Binary(operator, _widened(left), _widened(right))
        case Call(function, arguments):
            return Call(function, tuple(_widened(argument) for argument in arguments))
        case _:
            return node
