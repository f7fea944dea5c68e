"""Which answers close a query, and which do not."""

from dataclasses import replace

import pytest

from automation.model.plan import Severity
from automation.model.submission import CONFIRMED, Explained, Finding
from automation.rules.answers import with_answers

QUERY = Finding("H503", Severity.QUERY, "变动过大", "超过3倍", "请核对", "填报表", "L9", "附件2", "SN-08", "本月完成投资", "900")
ANSWER = Explained("H503", "填报表", "L9", "SN-08", "本月完成投资", CONFIRMED, "集中支付设备款", "900")


def closed(finding: Finding, *answers: Explained, before: tuple[Finding, ...] = ()) -> str:
    """The explanation that a finding ends with."""
    (found,) = with_answers((finding,), answers, before, 6)
    return found.explanation


def test_an_answer_to_the_figure_closes_its_query() -> None:
    """Wherever the row stands by now."""
    assert "集中支付设备款" == closed(QUERY, ANSWER) == closed(replace(QUERY, cell="L12"), ANSWER)


@pytest.mark.parametrize("other", [
    replace(ANSWER, code="A404"), replace(ANSWER, item="SN-09"), replace(ANSWER, field="项目状态"), replace(ANSWER, value="901"),
    replace(ANSWER, decision="待补充"), replace(ANSWER, decision=""), replace(ANSWER, text=" 属实 无误 "), replace(ANSWER, text=""),
])
def test_any_other_answer_does_not(other: Explained) -> None:
    """Of another check, item, field or value; without the choice; with fewer than six characters, blanks around it aside."""
    assert "" == closed(QUERY, other)


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.NOTE])
def test_only_queries_are_explained(severity: Severity) -> None:
    """An error is mended, whatever is said of it."""
    assert "" == closed(replace(QUERY, severity=severity), ANSWER)


def test_what_was_explained_before_stays_so() -> None:
    """An earlier file's explanation holds for the same figure, and a newer one takes its place."""
    before = (replace(QUERY, explanation="预付工程款一次到位"),)

    assert "预付工程款一次到位" == closed(QUERY, before=before)
    assert "集中支付设备款" == closed(QUERY, ANSWER, before=before)


def test_a_query_of_no_item_is_known_by_its_place() -> None:
    """Two rows that the plan does not know are two questions."""
    row = replace(QUERY, code="S206", item="", field="", value="", cell="A30")
    answer = replace(ANSWER, code="S206", item="", field="", value="", cell="A30")

    assert ("集中支付设备款", "") == (closed(row, answer), closed(replace(row, cell="A31"), answer))


def test_long_texts_are_compared_as_far_as_they_are_carried() -> None:
    """The send-back carries 200 characters on one line."""
    text = "一、前期\n" + "工" * 300
    assert "集中支付设备款" == closed(replace(QUERY, value=text), replace(ANSWER, value=" ".join(text.split())[:200]))
