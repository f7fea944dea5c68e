"""What is promised of a send-back in the month's run: an issued workbook, its real findings, and back into the inbox."""

import hashlib
from pathlib import Path

import pytest

from automation.forms import forms_for
from automation.intake import read
from automation.model.plan import Plan
from automation.model.submission import Finding, Submission
from automation.notices.notice import Notice
from automation.notices.sendback import send_back
from automation.rules.check import Context, check
from automation.template.write import write_template
from tests import libreoffice
from tests.notices.books import NOTICE, loaded
from tests.template import plans


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A unit's workbook, typed into as clerks do."""
    path = tmp_path_factory.mktemp("filled") / "福慈科.xlsx"
    write_template(path, plans.plan(), plans.UNIT, plans.JUNE, plans.past(), plans.FILLED, {"填报人": "刘某"})
    return path.read_bytes()


def judged(data: bytes, plan: Plan) -> tuple[Submission, tuple[Finding, ...]]:
    """What the office reads and finds."""
    submission = read(data, "福慈科.xlsx", hashlib.sha256(b"").hexdigest(), plan)
    forms = forms_for(plan, plans.UNIT, plans.JUNE)
    return submission, check(submission, Context(plan, plans.UNIT, plans.JUNE, forms, plans.past()))


def notice(plan: Plan) -> Notice:
    """A notice that knows the plan's words."""
    names = {item.code: item.name for table in plan.tables for item in table.items}
    numeric = frozenset(f.name for table in plan.tables for f in table.fields if f.type.numeric)
    return Notice(plans.UNIT.name, plans.JUNE.label, plan.settings.plan_name, plan.settings.office, NOTICE.returned_at,
                  NOTICE.resubmit_by, 1, names, numeric)


def test_marks_change_nothing_that_is_read(filled: bytes) -> None:
    """Sent in again as it went out, the workbook is the same submission with the same findings."""
    plan = plans.plan()
    submission, findings = judged(filled, plan)
    assert findings
    assert judged(send_back(filled, findings, notice(plan)), plan) == (submission, findings)


def test_every_finding_is_marked_where_it_is(filled: bytes) -> None:
    """Each finding with a cell has its fill and its note there, with the rule's own words."""
    plan = plans.plan()
    findings = judged(filled, plan)[1]
    book = loaded(send_back(filled, findings, notice(plan)))
    for found in findings:
        cell = book[found.sheet][found.cell]
        assert cell.fill.fgColor.rgb in ("FFF8CBC6", "FFFFE699")
        assert f"【{found.severity.value}】{found.message}\n建议：{found.fix}" in cell.comment.text
    assert {row[1].value for row in book["退回说明"].iter_rows(min_row=7, max_row=6 + len(findings))} == {"强制", "核实"}


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
def test_all_formulas_still_agree(filled: bytes, tmp_path: Path) -> None:
    """Neither her formulas nor those in front show anything that a calculation would change."""
    plan = plans.plan()
    path = tmp_path / "退回.xlsx"
    path.write_bytes(send_back(filled, judged(filled, plan)[1], notice(plan)))
    assert libreoffice.differences(path) == []
