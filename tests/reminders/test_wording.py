"""What reminders say, as text for a chat or a phone."""

import pytest

from automation.model.submission import UnitState
from automation.reminders.wording import message, overview, schedule_words
from tests.reminders.rounds import reminder, unit_round

BLAME = ("必须", "责任", "通报批评", "严肃", "拖延", "逾期不报", "追究", "违规")


@pytest.mark.parametrize("state", [UnitState.MISSING, UnitState.RETURNED, UnitState.EMPTY])
@pytest.mark.parametrize("day", [17, 21])
def test_a_message_says_what_by_when_and_blames_nobody(state: UnitState, day: int) -> None:
    """Unit, report, deadline and who asks, in a few lines and without a word of blame."""
    said = message(unit_round(day=day), reminder("救助科", state))
    assert all(word in said for word in ("救助科", "2017年6月“七大提升行动”进展月报", "6月20日17:00", "遂宁市民政局办公室", "0825-2222222"))
    assert not [word for word in BLAME if word in said]
    assert len(said) < 300
    assert said.startswith("【催报】" if day == 21 else "【报送提醒】")


def test_a_unit_that_was_sent_back_is_told_what_to_correct() -> None:
    """The first corrections stand in the message with their cells, the others are counted."""
    said = message(unit_round(), reminder("救助科", UnitState.RETURNED))
    assert "有5处需要改正" in said
    assert "1.填报表 L9：第9处没有填；请补上" in said
    assert "其余2处见退回说明" in said


def test_an_empty_workbook_is_not_a_missing_one() -> None:
    """Who sent an empty workbook is told that it was empty, and that nothing done is 0."""
    said = message(unit_round(), reminder("救助科", UnitState.EMPTY))
    assert "来件“来件.xlsx”没有填写内容" in said
    assert "金额填0" in said


def test_practice_says_so_first() -> None:
    """Nobody shall take a practice's reminder for a real one."""
    assert "【演练】" in message(unit_round(practice=True), reminder("救助科")).splitlines()[0]


@pytest.mark.parametrize("name", ["=HYPERLINK(\"http://x\")", "+86", "-1", "@甲", "甲\r\nBcc: x@y.cn", "甲\u202e乙", "甲\x00乙"])
def test_no_name_can_begin_a_line_or_break_it(name: str) -> None:
    """A name is one line of printable characters, and no line begins with what a spreadsheet would run."""
    lines = message(unit_round(), reminder(name)).splitlines()
    assert 5 == len(lines)
    assert not [line for line in lines if line[0] in "=+-@"]
    assert all(c.isprintable() for line in lines for c in line)


def test_the_office_sees_everybody_at_one_glance() -> None:
    """Counts, names by state, today's step and the next."""
    said = overview(unit_round(reminder("甲科"), reminder("乙科", UnitState.RETURNED), reminder("丙科", UnitState.EMPTY)))
    assert "应报3家，已报0家，待报3家。" in said
    assert "尚未收到（1家）：甲科\n已退回，待重报（1家）：乙科\n收到空表，待补填（1家）：丙科" in said
    assert "6月20日17:00截止；今天（6月21日）是截止后1天，按计划催报，下一次6月23日（截止后3天）" == schedule_words(unit_round())
