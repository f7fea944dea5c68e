"""The 自检 column of the issued workbook and the rules say the same of a row."""

import pytest

from automation.formula import Scalar
from automation.model.plan import Severity
from automation.model.submission import Finding, Reading, Row
from automation.rules import check
from automation.template.line import lines_of
from automation.template.selfcheck import steps_of, verdict
from tests.rules import markdown
from tests.rules.stage import Stage, staged
from tests.rules.test_cases import ROWS

UNSEEN = ("S207", "S208", "V304", "V310", "H502", "H503", "I107")
"""What a row's own cells cannot show: other periods, locked cells, an amount's likely unit."""


@pytest.mark.parametrize(("stem", "number", "tables"), ROWS, ids=[f"{stem}-{number}" for stem, number, _ in ROWS])
def test_self_check_and_rules_agree(stem: str, number: int, tables: list[markdown.Table]) -> None:
    """What the clerk sees while she types is what the office finds; text that only a reader understands apart."""
    stage = staged(tables)
    found = check(stage.submission, stage.context)
    rows = {row.code: row for row in stage.submission.rows if _typed_plainly(row, found)}

    by_rules = {code: _mark([f for f in found if f.item == code]) for code in rows}
    by_template = {code: mark for code, mark in _self_checks(stage).items() if code in rows}

    assert by_rules == by_template


def _typed_plainly(row: Row, found: tuple[Finding, ...]) -> bool:
    """Whether the cells hold what a formula can read, and the rules saw no more than the row."""
    whole = "本月完成投资" in row.values or "完成率" in row.values or "本期值" in row.values or "分子" in row.values
    seen_beyond = any(f.code in UNSEEN and f.item == row.code and not (f.code == "H503" and f.field == "本期值") for f in found)
    return whole and not seen_beyond and all(v.reading is not Reading.UNDERSTOOD for v in row.values.values())


def _mark(found: list[Finding]) -> str:
    severities = {f.severity for f in found}
    return "×" if Severity.ERROR in severities else "!" if Severity.QUERY in severities else "√"


def _self_checks(stage: Stage) -> dict[str, str]:
    plan, period, previous = stage.context.plan, stage.context.period, stage.context.previous
    assert period
    typed: dict[str, dict[str, Scalar]] = {
        row.code: {name: v.raw or None if v.parsed is None else v.parsed for name, v in row.values.items()}
        for row in stage.submission.rows}
    lines = [line for form in stage.context.forms for line in lines_of(plan, period, form, previous, typed)]
    marks = {line.row.item.code: verdict(steps_of(plan, period, line, {}), line.value)[0] for line in lines}
    return {code: "×" if mark == "○" else mark for code, mark in marks.items()}
