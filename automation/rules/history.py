"""H and V310: this period beside those before it."""

from collections.abc import Iterator
from decimal import Decimal

from automation.derive import State, rounded
from automation.formula import Scalar
from automation.model.plan import DataType, Field, RollUp, Severity
from automation.rules.case import Case, Cell, Hit, Line
from automation.rules.rule import rule
from automation.rules.shown import shown

QUERY = Severity.QUERY
_FINISHED = frozenset(("已完工", "已投用", "已完成"))
_MONTHS = 12


def _past(case: Case, line: Line) -> tuple[State, ...]:
    """The earlier periods of the year, or the last one of the year before where there are none yet."""
    before = case.context.previous.get(line.row.code)
    return case.context.earlier.get(line.row.code, ()) or ((before,) if before else ())


@rule("V310", QUERY, title="文字多期未变", message="“{栏目}”连续{期数}期相同：“{填写}”", fix="请写本期新的进展；确无变化的请在核实说明中写明原因",
      why="连续照抄的文字反映不出进展")
def text_unchanged(case: Case) -> Iterator[Hit]:
    """Required texts of what is not finished yet: a finished building does not change."""
    periods = case.context.plan.settings.unchanged_months
    for c, words in case.words if periods > 1 else ():
        if c.field.required and not _finished(c.line):
            past, said = _past(case, c.line)[1 - periods:], _words(words)
            if len(past) == periods - 1 and all(_words(s.get(c.field.name)) == said for s in past):
                yield c.hit(期数=str(periods))


def _words(value: Scalar) -> str:
    return "".join(str(value or "").split()).rstrip("。")


def _finished(line: Line) -> bool:
    return not _FINISHED.isdisjoint(v for v in (line.values.get("项目状态"), line.values.get("状态")) if isinstance(v, str))


@rule("H502", QUERY, title="与上期完全相同", message="全部{个数}个填报数与上期相同", fix="请核对是否误报了上期的表；数据无误的请在核实说明中写明",
      why="多半是把上期的表又报了一次")
def same_as_before(case: Case) -> Iterator[Hit]:
    """Amounts of one period decide; where a file has none, stocks may well stand still, so its texts must be the same too."""
    previous = case.context.previous
    # Nearly always the first figure tells.
    if any(not _unchanged(c, previous.get(c.line.row.code, {})) for c in case.cells if c.field.type.numeric):
        return
    cells = [c for c in case.cells if c.field.type.numeric]
    flows = [c for c in cells if c.field.rollup is RollUp.SUM]
    compared = flows or [*cells, *(c for c in case.cells if c.field.type is DataType.TEXT)]
    if any(c.value.parsed for c in flows or cells) and all(_unchanged(c, previous.get(c.line.row.code, {})) for c in compared):
        first = (flows or cells)[0]
        yield Hit({"个数": str(len(cells))}, first.value.sheet)


def _unchanged(cell: Cell, before: State) -> bool:
    return (rounded(cell.field, cell.value.parsed) or None) == (before.get(cell.field.name) or None)


@rule("H503", QUERY, title="变动过大", message="“{栏目}”为{本期}{单位}，本年前{期数}期平均{平均}{单位}，超过{倍数}倍",
      fix="请核对金额和单位；数据无误的请在核实说明中写明原因", why="变动过大，多半是口径变化或填错")
def jump(case: Case) -> Iterator[Hit]:
    """An amount far above the mean of the year so far; one within a twelfth of the year's plan never is."""
    times = case.context.plan.settings.jump_multiple
    for c, amount in case.figures:
        if c.field.rollup is not RollUp.SUM or _small(c.line, c.field, amount):
            continue
        names = frozenset((c.field.name,))
        if case.is_wrong(c.line, names) or case.is_doubtful(c.line, names):
            continue
        past = [v for s in case.context.earlier.get(c.line.row.code, ()) if isinstance(v := s.get(c.field.name), Decimal)]
        mean = sum(past, Decimal(0)) / len(past) if len(past) > 1 else Decimal(0)
        if 0 < mean * times < amount:
            yield c.hit(本期=shown(c.field, amount), 单位=c.field.unit, 期数=str(len(past)), 平均=shown(c.field, mean), 倍数=str(times))


def _small(line: Line, field: Field, amount: Decimal) -> bool:
    plan = line.values.get("年度计划投资")
    return field.type is DataType.MONEY and isinstance(plan, Decimal) and amount * _MONTHS <= plan


RULES = (text_unchanged, same_as_before, jump)
