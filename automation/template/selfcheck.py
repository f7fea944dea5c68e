"""自检: the verdict on a row, as one live formula and as the value stored with it, both from one list of steps."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from automation.checks import checks_of
from automation.formula import Formula, Ref, Scalar, parse
from automation.formula.tree import Binary, Call, Literal
from automation.formula.values import plain
from automation.model.plan import DataType, Field, Plan, Severity
from automation.period import Period
from automation.styles.text import full_width
from automation.template.expressions import address, excel
from automation.template.job import example_month
from automation.template.line import STATES, Line, widened

PASSED = "√ 通过"
WAITING = "○ 待填报"
MARKS = {Severity.ERROR: "×", Severity.QUERY: "!", Severity.NOTE: "i"}
"""First character of a verdict by severity."""
_DEEPEST, _LONGEST = 62, 6_000
"""Below Excel's 64 levels of nesting and its 8192 characters, for it also bounds a formula's size in bytes."""


@dataclass(frozen=True)
class Step:
    """One thing that may be wrong with a row."""

    trouble: Formula
    """TRUE where it is wrong; an error is not a TRUE."""
    excel: str
    """The same on the cells of a row, see :mod:`automation.template.expressions`."""
    text: str
    """The verdict."""
    field: str
    """The filled field that is to be looked at; empty for the row as a whole."""


def verdict(steps: Iterable[Step], value_of: Callable[[Ref], Scalar]) -> str:
    """The text of the first step that is in trouble, else :data:`PASSED`."""
    return next((step.text for step in steps if step.trouble.evaluate(value_of) is True), PASSED)


def formulas(steps: Sequence[Step], rest_at: Callable[[int], str]) -> tuple[tuple[str, Sequence[Step]], ...]:
    """The verdict as Excel formulas, the first for the 自检 cell, each with the steps that it goes through.

    Args:
        rest_at: address of the n-th hidden cell (from 0), where what does not fit into one formula goes on.
    """
    parts: list[list[Step]] = [[]]
    for step in steps:
        if parts[-1] and not _fits(parts[-1], step):
            parts.append([])
        parts[-1].append(step)
    written = []
    for number, part in enumerate(parts):
        rest = rest_at(number) if number + 1 < len(parts) else f'"{PASSED}"'
        for step in reversed(part):
            rest = f'IF({step.excel},"{step.text}",{rest})'
        written.append((f"={rest}", [s for later in parts[number:] for s in later]))
    return tuple(written)


def _fits(part: Sequence[Step], step: Step) -> bool:
    depths = accumulate((char == "(") - (char == ")") for char in step.excel)
    length = sum(len(s.excel) + len(s.text) + 8 for s in (*part, step))
    return len(part) + 1 + max(depths, default=0) <= _DEEPEST and length <= _LONGEST


def steps_of(plan: Plan, period: Period, line: Line, lists: Mapping[tuple[str, ...], str]) -> tuple[Step, ...]:
    """Everything that the 自检 of ``line`` goes through, in its order.

    Args:
        lists: defined names of the long drop-down lists.
    """
    steps = [_not_begun(line)]
    for field in line.filled:
        steps += _field_steps(line, field, period, lists)
    tables = (table for table in line.form.tables if table.code in line.row.tables)
    for check in (c for c in checks_of(plan, tables) if c.field in line.row.fields):
        trouble = Formula(check.condition.text, Call("NOT", (check.condition.root,)), check.condition.refs)
        steps.append(_step(line, trouble, f"{MARKS[check.severity]} {check.short}", check.field, may_fail=True))
    return tuple(steps)


def _step(line: Line, trouble: Formula, text: str, field: str, may_fail: bool = False) -> Step:
    condition = widened(trouble)
    shown = excel(line, condition)
    return Step(condition, f"IFERROR({shown},FALSE)" if may_fail else shown, full_width(text), field)


def _not_begun(line: Line) -> Step:
    """Nothing but what was prefilled stands in the row."""
    asked = [f for f in line.filled if f.required and f.name not in STATES] or list(line.filled)
    blank = ",".join(f'TRIM([{f.name}])=""' for f in asked)
    return _step(line, parse(f"AND({blank})"), WAITING, "")


def _field_steps(line: Line, field: Field, period: Period, lists: Mapping[tuple[str, ...], str]) -> list[Step]:
    cell, heading, steps = f"[{field.name}]", field.heading(period), []

    def wrong(condition: str, text: str) -> None:
        steps.append(_step(line, parse(condition), f"× {text}", field.name))

    if field.required:
        hint = "（无进展填0）" if field.type is DataType.MONEY else ""
        wrong(f'TRIM({cell})=""', f"未选{heading}" if field.type is DataType.CHOICE else f"{heading}未填{hint}")
    if field.type.numeric or field.type is DataType.DATE:
        word = "日期" if field.type is DataType.DATE else "数字"
        wrong(f'AND({cell}<>"",NOT(ISNUMBER({cell})))', f"{heading}须为{word}")
    if field.type.numeric:
        for bound, sign, words in ((field.minimum, "<", "不能小于"), (field.maximum, ">", "不能大于")):
            if bound is not None:
                wrong(f"AND(ISNUMBER({cell}),{cell}{sign}{plain(bound)})", f"{heading}{words}{written(field, bound)}")
    elif field.type is DataType.CHOICE and field.options:
        steps.append(_not_offered(line, field, heading, lists))
    elif field.type is DataType.MONTH:
        wrong(f'AND({cell}<>"",LEN({cell})<>7)', f"{heading}须写成{example_month(period)}")
    elif field.type is DataType.TEXT:
        if field.minimum is not None:
            wrong(f'AND({cell}<>"",LEN(TRIM({cell}))<{plain(field.minimum)})', f"{heading}不足{plain(field.minimum)}字")
        if field.maximum is not None:
            wrong(f"LEN({cell})>{plain(field.maximum)}", f"{heading}超过{plain(field.maximum)}字")
    return steps


def written(field: Field, figure: Decimal) -> str:
    """A bound as a clerk reads it: 100%, 0."""
    return f"{plain(figure * 100)}%" if field.type is DataType.SHARE else plain(figure)


def _not_offered(line: Line, field: Field, heading: str, lists: Mapping[tuple[str, ...], str]) -> Step:
    ref = Ref(field.name)
    same = tuple(Binary("=", ref, Literal(option)) for option in field.options)
    trouble = Call("AND", (Binary("<>", ref, Literal("")), Call("NOT", (Call("OR", same),))))
    step = _step(line, Formula("", trouble, (ref,)), f"× {heading}不在选项内", field.name)
    if name := lists.get(field.options):
        # MATCH and COUNTIF would read an asterisk in a cell as "anything".
        cell = address(line, ref)
        return replace(step, excel=f'AND({cell}<>"",SUMPRODUCT(--({name}={cell}))=0)')
    return step
