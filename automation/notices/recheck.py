"""复核: a formula that turns to √ as soon as the clerk has mended what a line is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from automation.model.plan import Severity
from automation.notices.notice import DECISIONS, Answer
from automation.styles.sheet import quoted
from automation.styles.text import units

_OPEN = {Severity.ERROR: "× 待修改", Severity.QUERY: "× 待核实", Severity.NOTE: "! 可补充"}
_CLOSED = {Severity.ERROR: "√ 已改正", Severity.QUERY: "√ 已核实", Severity.NOTE: "√ 已处理"}
_LONGEST_START = 100
_UNSAFE = re.compile(r"[\x00-\x1f\U00010000-\U0010ffff]")
_LONGEST_FORMULA = 7_000


@dataclass(frozen=True)
class Content:
    """What a wrong cell holds in the file; ``kind`` is blank, number, text, truth or error."""

    sheet: str
    cell: str
    kind: str
    text: str = ""
    """A number as the file writes it, or the text."""


def recheck(severity: Severity, cells: Sequence[Content], number: bool, row: int, answer: Answer, least: int = 1) -> tuple[str, str]:
    """The formula of a line in ``row`` (from 1) of the front sheet, without =, and what it shows now.

    Args:
        cells: the cells of the line that can be looked at; none where the finding is about the file.
        number: whether they must hold numbers.
        answer: what stands in 处理结果 and 核实说明 already.
        least: characters that 核实说明 must have.
    """
    mended, said = _mended(cells, number), f'$I{row}="{DECISIONS[0]}"'
    explained = f'AND($I{row}="{DECISIONS[1]}",LEN(TRIM($J{row}))>={least})'
    tests = {
        Severity.ERROR: (mended or said,),
        Severity.QUERY: (mended or said, explained),
        Severity.NOTE: (mended or said, f"LEN($I{row})>0"),
    }[severity]
    test = tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
    words = f'"{_CLOSED[severity]}","{_OPEN[severity]}"'
    return f'IFERROR(IF({test},{words}),"{_OPEN[severity]}")', (_CLOSED if _answered(severity, answer, least) else _OPEN)[severity]


def _answered(severity: Severity, answer: Answer, least: int) -> bool:
    if severity is Severity.QUERY:
        return answer.decision == DECISIONS[1] and len(" ".join(answer.text.split())) >= least
    return severity is Severity.NOTE and bool(answer.decision)


def _mended(cells: Sequence[Content], number: bool) -> str:
    if any(cell.kind == "unknown" for cell in cells):
        return ""
    tests = [_test(cell, number) for cell in cells]
    joined = tests[0] if len(tests) == 1 else f"AND({','.join(tests)})" if tests else ""
    return joined if len(joined) < _LONGEST_FORMULA else ""


def _test(cell: Content, number: bool) -> str:
    """What is true as soon as the cell is no longer what it was; a cell that must hold a number may not hold words."""
    ref = f"{quoted(cell.sheet)}!{cell.cell}"
    if number and cell.kind != "number":
        return f"ISNUMBER({ref})"
    if cell.kind == "blank":
        return f"LEN(TRIM({ref}))>0"
    if cell.kind == "error":
        return f"NOT(ISERROR({ref}))"
    if cell.kind == "truth":
        return f"{ref}<>{cell.text}"
    if cell.kind == "number":
        figure = format(float(cell.text), ".15g").upper()
        return f"AND(ISNUMBER({ref}),{ref}<>{figure})" if number else f"{ref}<>{figure}"
    return _other_words(ref, cell.text)


def _other_words(ref: str, text: str) -> str:
    """Compare with a text: a literal in a formula is short and holds no line breaks, so long texts by length and start."""
    if len(text) <= _LONGEST_START and not _UNSAFE.search(text):
        return f"{ref}<>{_literal(text)}"
    # Programs count characters beyond the first 65536 once or twice.
    other_length = ",".join(f"LEN({ref})<>{length}" for length in sorted({len(text), units(text)}))
    start = _UNSAFE.split(text[:_LONGEST_START], maxsplit=1)[0]
    return f"OR(AND({other_length}),LEFT({ref},{len(start)})<>{_literal(start)})"


def _literal(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
