"""What rows with the same fields have in common: their 自检 and their formulas, worked out once and cast for each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name

from automation.forms import Column, Role
from automation.formula import Ref, Scalar
from automation.model.plan import Field, Plan
from automation.period import Period
from automation.styles.text import column_pixels, full_width, full_width_in_formula
from automation.template.expressions import ROW, column_of, expression
from automation.template.line import NOTHING, Line, key_of
from automation.template.selfcheck import Step, formulas, steps_of, verdict

_CHECK = "自检"
_MOST = 500
"""Moulds that are kept: where formulas spell out what only one item has, every row has its own."""


@dataclass(frozen=True)
class Mould:
    """Rows of one make: whatever a row's cells hold besides values."""

    number: int
    """Counts the moulds that were made for a plan and period; no two of them have the same."""
    filled: Mapping[str, Field]
    """The fields that the clerk fills in, by column key."""
    priors: tuple[str, ...]
    """Keys of the columns with values of the period before."""
    steps: tuple[Step, ...]
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    """For each column the key of what the cell holds, :data:`NOTHING` where a row of this make has nothing to say."""
    widths: tuple[tuple[str, int], ...]
    """Key and width in pixels of every column that is seen."""
    formulas: tuple[str, ...]
    """For each column, and each further cell of the 自检, the formula with ``ROW``; empty for a plain value."""
    further: tuple[Sequence[Step], ...]
    """The steps left to each cell that the 自检 goes on in, right of its own."""
    _known: dict[tuple[Scalar, ...], bool] = field(default_factory=dict)

    def verdict(self, line: Line) -> str:
        """What the 自检 says of ``line``."""
        # A blank row ends at the first step, which reads what few rows differ in.
        first = self.steps[0]
        values = tuple([line.value(ref) for ref in first.trouble.refs])
        if values not in self._known:
            self._known[values] = first.trouble.evaluate(line.value) is True
        return first.text if self._known[values] else verdict(self.steps[1:], line.value)

    def contents(self, line: Line, said: str) -> list[Scalar]:
        """What each cell of ``line`` holds, column by column and then the 自检's further cells; ``said`` is its verdict."""
        item = line.row.item
        held = {**line.held, "序号": line.ordinal, "编码": item.code, "对应附件": full_width(line.row.annex), _CHECK: said, NOTHING: NOTHING}
        return [*map(held.get, self.keys), *(verdict(steps, line.value) for steps in self.further)]


class Moulds:
    """The moulds of one plan and period, each made for the first row that needs it."""

    def __init__(self, plan: Plan, period: Period, lists: Mapping[tuple[str, ...], str]) -> None:
        self._plan, self._period, self._lists = plan, period, lists
        self._loose: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._moulds: dict[tuple[object, ...], Mould] = {}
        self._made = 0

    def of(self, line: Line) -> Mould:
        """The mould of ``line``: of its tables, its fields, and the values that no cell shows and formulas therefore spell out."""
        make = line.form.sheet, line.row.tables, line.row.fields
        if make not in self._loose:
            self._loose[make] = self._spelled_out(line)
        key = (*make, *[repr(line.held.get(name)) for name in self._loose[make]])
        if key not in self._moulds:
            if len(self._moulds) == _MOST:
                self._moulds.clear()
            self._made += 1
            self._moulds[key] = self._mould(line)
        return self._moulds[key]

    def _spelled_out(self, line: Line) -> tuple[str, ...]:
        refs: list[Ref] = [ref for step in steps_of(self._plan, self._period, line, self._lists) for ref in step.trouble.refs]
        refs += [ref for f in line.fields if f.formula for ref in f.formula.refs]
        return tuple(dict.fromkeys(key for ref in refs if column_of(line, key := key_of(ref)) is None))

    def _mould(self, line: Line) -> Mould:
        steps = steps_of(self._plan, self._period, line, self._lists)
        columns = line.form.columns
        check = line.form.index(_CHECK)
        parts = formulas(steps, lambda n: f"{xl_col_to_name(check + 1 + n)}{ROW}")
        own = [self._formula(line, column) for column in columns[:check]]
        checks = [full_width_in_formula(formula) for formula, _ in parts]
        priors = tuple(c.key for c in columns if c.role is Role.PRIOR)
        return Mould(self._made, {f.name: f for f in line.filled}, priors, steps, columns, tuple(_key(line, column) for column in columns),
                     tuple((c.key, column_pixels(c.width)) for c in columns if not c.hidden), (*own, *checks), tuple(rest for _, rest in parts[1:]))

    def _formula(self, line: Line, column: Column) -> str:
        field = line.field(column.key) if column.role is Role.COMPUTED else None
        return full_width_in_formula(f"={expression(line, field)}") if field else ""


def _key(line: Line, column: Column) -> str:
    """Where the cell's value stands; a computed or filled column of another table has nothing to say on this row."""
    if column.role is Role.FILLED and column.key not in line.row.fields:
        return NOTHING
    return NOTHING if column.role is Role.COMPUTED and line.field(column.key) is None else column.key
