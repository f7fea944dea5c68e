"""A and P: conditions on a row, one text for the issued workbook's 自检 column and for what comes back; typed totals."""

from collections.abc import Iterator
from decimal import Decimal

from automation.checks import RowCheck
from automation.derive import rounded
from automation.formula.values import plain
from automation.model.plan import Field, RollUp, Severity
from automation.model.submission import Finding, Reading, Value
from automation.rules.case import Case, Hit, Line
from automation.rules.rule import Rule, rule
from automation.rules.shown import shown

WHY = {
    "A401": "累计大于总投资，多半是单位或小数点填错",
    "A402": "累计包含本月，不会小于本月",
    "A403": "累计与上期接不上，各月通报就前后矛盾",
    "A404": "超计划较多的要有依据",
    "A405": "状态和投资进度互相印证",
    "A406": "有投资即已动工或属前期费用",
    "A408": "比率由分子除以分母得出，分母为 0 或小于分子都不成立",
    "A409": "红灯、停工、受阻和已选问题的事项要写清原因和措施，通报才能督办",
    "H501": "累计只增不减，冲减要说明",
    "H503": "变动过大，多半是口径变化或填错",
    "H504": "已完工的事项一般不会退回",
    "V306": "45、0.45 和 45% 常被混填，差一百倍",
    "V309": "通报要引用原文，空话不能反映进展",
    "V305": "冲减数不能大于已报累计",
}
OWN = "本单位在任务书“校验”表中设定"


def rule_of(check: RowCheck) -> Rule:
    """The wording of a row's check as a rule."""
    return Rule(check.code, check.severity, check.title, check.message, check.fix, WHY.get(check.code, OWN))


def row_findings(case: Case) -> Iterator[Finding]:
    """What the rows' conditions say, in the order of the 自检 column.

    A condition that needs a field with an error is not judged, through computed fields too; one that only queries is not
    judged on a doubtful amount either. So one mistake gives one finding, and a row that has an error keeps one.
    """
    return (finding for line in case.lines for finding in _line_findings(case, line))


def _line_findings(case: Case, line: Line) -> Iterator[Finding]:
    wrong: set[str] = set()
    seen: set[tuple[str, str]] = set()
    for check, fails, needs in line.pattern.asked:
        # Nearly every condition holds: whether it may be judged is asked last.
        if not fails(line.values, line.before) or check.field not in line.entry.fields:
            continue
        if (check.code, check.field) in seen or needs & wrong or case.is_wrong(line, needs):
            continue
        if check.severity is not Severity.ERROR and case.is_doubtful(line, needs):
            continue
        yield rule_of(check).worded(line.hit(check.field, line.row.values.get(check.field), line.facts()))
        seen.add((check.code, check.field))
        wrong |= {check.field} if check.severity is Severity.ERROR else set()


@rule("A407", Severity.ERROR, title="合计不符", message="“{栏目}”合计填的是{填写}{单位}，各行相加为{合计}{单位}",
      fix="请核对各行；合计应为 {合计}", why="通报中的合计一律由各行重新相加，表内合计不符说明有一行填错")
def typed_total(case: Case) -> Iterator[Hit]:
    """Totals that were typed over the formula, where every row of the sheet could be read.

    A figure that was rounded (V312) may shift a total by half of its last decimal; otherwise a total is exact.
    """
    for sheet, typed in case.submission.totals.items():
        lines = tuple(line for line in case.lines if line.row.sheet == sheet)
        unknown = any(seen.code == "S206" and seen.sheet == sheet for seen in case.submission.observations)
        if lines and len(lines) == len(lines[0].form.rows) and not unknown:
            for field in lines[0].form.fields:
                if field.rollup is RollUp.SUM and (value := typed.get(field.name)):
                    yield from _total(case, lines, field, value)


def _total(case: Case, lines: tuple[Line, ...], field: Field, typed: Value) -> Iterator[Hit]:
    if not isinstance(typed.parsed, Decimal) or typed.note == "formula" or typed.reading is Reading.EMPTY:
        return
    if any(case.is_wrong(line, line.pattern.needs((field.name,))) for line in lines):
        return
    sum_ = sum((v for line in lines if isinstance(v := line.values.get(field.name), Decimal)), Decimal(0))
    half = Decimal(5).scaleb(-field.decimals - 1)
    shifted = rounded(field, typed.parsed)
    if isinstance(shifted, Decimal) and abs(shifted - sum_) > half * _rounded_figures(lines, field):
        facts = {"栏目": field.heading(lines[0].period), "填写": plain(typed.parsed), "单位": field.unit, "合计": shown(field, sum_)}
        yield Hit(facts, typed.sheet, typed.cell, lines[0].entry.tables[0], "", field.name, typed.raw)


def _rounded_figures(lines: tuple[Line, ...], field: Field) -> int:
    """How many of the figures that ``field`` adds up had more decimals than are kept."""
    names = {name for line in lines for name in line.pattern.needs((field.name,))}
    typed = [c for line in lines for c in line.cells if c.field.name in names]
    return sum(isinstance(c.value.parsed, Decimal) and rounded(c.field, c.value.parsed) != c.value.parsed for c in typed)


RULES = (typed_total,)
