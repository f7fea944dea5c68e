"""What a rule looks at: one submission beside what was to be expected of it, its rows already computed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from automation.derive import State, constants, fill_in, opening, rounded, standing
from automation.forms import Form, FormRow
from automation.model.plan import DataType, Field, Plan, Unit
from automation.model.submission import Observation, Reading, Row, Submission, Value
from automation.period import Period
from automation.rules.pattern import Pattern, pattern_of
from automation.rules.shown import shortened, shown


@dataclass(frozen=True)
class Context:
    """What a submission is judged against."""

    plan: Plan
    unit: Unit | None
    """None where nobody can tell whose file it is; then only the file as a whole is judged."""
    period: Period | None
    forms: tuple[Form, ...]
    previous: Mapping[str, State]
    """Item code → values one period earlier, as the ledger has them."""
    earlier: Mapping[str, tuple[State, ...]] = field(default_factory=dict)
    """Item code → values of the earlier periods of the year, latest last."""
    closed: bool = False
    """Whether the period's bulletin is out."""


@dataclass(frozen=True)
class Hit:
    """Where a rule found something, and the facts that its wording names."""

    facts: Mapping[str, str]
    sheet: str = ""
    cell: str = ""
    table: str = ""
    item: str = ""
    field: str = ""
    value: str = ""


@dataclass(frozen=True)
class Line:
    """One row of a submission with its item, and everything that can be computed from it."""

    row: Row
    entry: FormRow
    form: Form
    pattern: Pattern
    standing: State
    """The fixed values, as a row of the period shows them."""
    values: State
    """Fixed, filled and computed values and the constants; filled ones with the decimals that their fields declare."""
    before: State
    """The period before, as a formula may see it."""
    period: Period

    @property
    def cells(self) -> Iterator["Cell"]:
        """The cells that were to be filled in and were read, in printed order."""
        asked, values = self.entry.fields, self.row.values
        for one in self.pattern.filled:
            if one.name in asked and (value := values.get(one.name)):
                yield Cell(self, one, value)

    @cached_property
    def unread(self) -> frozenset[str]:
        """Fields that were to be filled in and that no column was found for."""
        return self.entry.fields - self.row.values.keys()

    @property
    def fields(self) -> tuple[Field, ...]:
        """Of the tables that the item stands in."""
        return self.pattern.fields

    def facts(self) -> Mapping[str, str]:
        """Every value as printed by field name, and by 上期 and field name."""
        return _Facts(self)

    def hit(self, name: str, value: Value | None, facts: Mapping[str, str]) -> Hit:
        """A hit on field (or column key) ``name`` of this row."""
        sheet, cell, raw = (value.sheet, value.cell, value.raw) if value else (self.row.sheet, "", "")
        return Hit(facts, sheet, cell, self.entry.tables[0], self.row.code, name, raw)


class _Facts(dict[str, str]):
    """The facts of a line, each printed when a message names it."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def __missing__(self, name: str) -> str:
        last = {f"上期{f.name}": f for f in self._line.fields}
        known = next((f for f in self._line.fields if f.name == name), None)
        if name in last:
            return shown(last[name], self._line.before.get(last[name].name))
        if known is None:
            raise KeyError(name)
        return shown(known, self._line.values.get(name))


class Cell(NamedTuple):
    """One cell that was to be filled in."""

    line: Line
    field: Field
    value: Value

    def hit(self, **facts: str) -> Hit:
        """A hit on this cell; 栏目 (its heading) and 填写 (what stands in it) are facts of every cell."""
        own = {"栏目": self.field.heading(self.line.period), "填写": shortened(self.value.raw)}
        return self.line.hit(self.field.name, self.value, own | facts)


@dataclass(frozen=True)
class Case:
    """One submission, its context, and the cells that are already known to be wrong."""

    submission: Submission
    context: Context
    lines: tuple[Line, ...]
    """The rows that the unit was asked for, in the order of the file; none where unit or period is unknown."""
    wrong: frozenset[tuple[str, str]] = frozenset()
    """(item code, field) of cells with an error: what is computed from them is not judged."""
    doubtful: frozenset[tuple[str, str]] = frozenset()
    """The same of cells whose size is queried: nothing further is asked about them."""

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of every line."""
        return tuple(cell for line in self.lines for cell in line.cells)

    @cached_property
    def _by_reading(self) -> Mapping[Reading, list[Cell]]:
        found: dict[Reading, list[Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell.value.reading, []).append(cell)
        return found

    def read_as(self, reading: Reading) -> Sequence[Cell]:
        """The cells that were read so."""
        return self._by_reading.get(reading, ())

    @cached_property
    def figures(self) -> tuple[tuple[Cell, Decimal], ...]:
        """The numbers in numeric cells."""
        return tuple((c, c.value.parsed) for c in self.cells if isinstance(c.value.parsed, Decimal) and c.field.type.numeric)

    @cached_property
    def words(self) -> tuple[tuple[Cell, str], ...]:
        """What is written in cells for text."""
        return tuple((c, c.value.parsed) for c in self.cells
                     if c.field.type is DataType.TEXT and isinstance(c.value.parsed, str) and c.value.parsed)

    @cached_property
    def _observed(self) -> Mapping[str, list[Observation]]:
        found: dict[str, list[Observation]] = {}
        for seen in self.submission.observations:
            found.setdefault(seen.code, []).append(seen)
        return found

    def observed(self, code: str) -> Sequence[Observation]:
        """What the reader saw that has this code."""
        return self._observed.get(code, ())

    def is_wrong(self, line: Line, fields: frozenset[str]) -> bool:
        """Whether one of ``fields`` was not read or has an error in ``line``."""
        return bool(fields & line.unread) or any((line.row.code, name) in self.wrong for name in fields)

    def is_doubtful(self, line: Line, fields: frozenset[str]) -> bool:
        """Whether the size of one of ``fields`` is already queried in ``line``."""
        return any((line.row.code, name) in self.doubtful for name in fields)


def case_of(submission: Submission, context: Context) -> Case:
    """The case of ``submission``, nothing being known to be wrong yet."""
    if context.unit is None or context.period is None:
        return Case(submission, context, ())
    entries = {(t, r.item.code): (f, r) for f in context.forms for r in f.rows for t in r.tables}
    found = [(row, entries.get((row.tables[0] if row.tables else "", row.code))) for row in submission.rows]
    named = constants(context.plan.settings, context.period)
    kinds = {(form.sheet, entry.tables): form.tables for form, entry in entries.values()}
    patterns = {(sheet, codes): pattern_of(context.plan, due, codes) for (sheet, codes), due in kinds.items()}
    return Case(submission, context, tuple([
        _line(row, form, entry, patterns[form.sheet, entry.tables], context.previous.get(row.code, {}), named, context.period)
        for row, (form, entry) in ((row, entry) for row, entry in found if entry)]))


def _line(row: Row, form: Form, entry: FormRow, pattern: Pattern, previous: State, named: State, period: Period) -> Line:
    fixed = standing(entry.item, period)
    now, read = {**named, **fixed}, row.values
    for asked in pattern.filled:
        if asked.name in entry.fields and asked.name in read:
            now[asked.name] = rounded(asked, read[asked.name].parsed)
    before = opening(previous, pattern.fields, period)
    fill_in(pattern.steps, now, before)
    return Line(row, entry, form, pattern, fixed, now, before, period)
