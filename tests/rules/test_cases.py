"""Every case file: each row breaks exactly the rules that its column 期望 names, whatever the file was written for."""

from collections import Counter
from pathlib import Path

import pytest

from automation.model.plan import Kind
from automation.model.submission import Finding
from automation.rules import Context, check
from tests.rules import markdown
from tests.rules.stage import JUNE, TOTAL, UNIT, WHOLE_FILE, empty_submission, observation, plan_of, staged

CASES = sorted(Path(__file__).with_name("cases").glob("[!X]*-*.md"))
SECTIONS = [(path.stem, number, tables) for path in CASES for number, tables in enumerate(markdown.sections(path), 1)]
ROWS = [(stem, number, t) for stem, number, t in SECTIONS if not any("观察" in rows[0] for rows in t)]
OBSERVED = [(stem, row) for stem, _, tables in SECTIONS for rows in tables if "观察" in rows[0] for row in rows]


def _place(finding: Finding, names: dict[str, str]) -> str:
    return names.get(finding.item) or (TOTAL if finding.field else WHOLE_FILE)


@pytest.mark.parametrize(("stem", "number", "tables"), ROWS, ids=[f"{stem}-{number}" for stem, number, _ in ROWS])
def test_rows_break_the_rules_they_are_said_to(stem: str, number: int, tables: list[markdown.Table]) -> None:
    """All rules together find in every row what the office expects there, and nothing else."""
    stage = staged(tables)
    names = {row.code: row.name for row in stage.submission.rows}
    expected = Counter((name, code) for name, codes in stage.expected.items() for code in codes.split())

    found = check(stage.submission, stage.context)

    assert expected == Counter((_place(f, names), f.code) for f in found)
    first = {_place(f, names): (f.message, f.fix) for f in reversed(found)}
    for name, (message, fix) in stage.words.items():
        assert (message, fix or first[name][1]) == first[name]


@pytest.mark.parametrize(("stem", "row"), OBSERVED, ids=[f"{stem}-{n}" for n, (stem, _) in enumerate(OBSERVED)])
def test_what_the_reader_saw_is_put_into_words(stem: str, row: dict[str, str]) -> None:
    """An observation becomes one finding that says where, what, and what to do."""
    seen = observation(row)
    context = Context(plan_of(Kind.PROJECT, ()), UNIT, JUNE, (), {})

    found = check(empty_submission(seen), context)

    assert [(row["观察"], row["问题"], row["改法"], seen.sheet, seen.cell)] == [(f.code, f.message, f.fix, f.sheet, f.cell) for f in found]
