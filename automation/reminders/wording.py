"""What a reminder says: who, what, by when, how; facts alone, and nobody is blamed.

Names come from the plan and file names from outside: each is made one line of printable characters first.
"""

import datetime

from automation.model.submission import Finding, UnitState
from automation.reminders.round import Reminder, Round
from automation.styles.text import full_width, plain

_STATES = {UnitState.MISSING: "尚未收到", UnitState.RETURNED: "已退回，待重报", UnitState.EMPTY: "收到空表，待补填"}
_MOST_FINDINGS = 3
PRACTICE = "【演练】"


def one_line(text: str) -> str:
    """``text`` as one line of printable characters, fit for a name, a subject or a line of a message."""
    return "".join(c for c in " ".join(plain(text).split()) if c.isprintable())


def state_words(state: UnitState) -> str:
    """How the office's list names a state."""
    return _STATES.get(state, "已报")


def moment_words(moment: datetime.datetime) -> str:
    """6月20日17:00."""
    return f"{moment.month}月{moment.day}日{moment:%H:%M}"


def issuer(one: Round) -> str:
    """遂宁市民政局办公室."""
    settings = one.plan.settings
    inside = settings.host.endswith("局") and settings.office.startswith("局")
    return one_line(settings.host + (settings.office[1:] if inside else settings.office))


def report_name(one: Round) -> str:
    """2017年6月“七大提升行动”进展月报."""
    settings = one.plan.settings
    name = one_line(settings.plan_name).removeprefix(one_line(settings.host))
    kind = {"月": "月报", "季": "季报", "半年": "半年报", "年": "年报"}[one.period.frequency.value]
    return f"{one.period.label}{name}进展{kind}"


def heading(one: Round) -> str:
    """报送提醒 before the deadline, 催报 after it."""
    return "催报" if one.past else "报送提醒"


def situation(one: Round, reminder: Reminder) -> str:
    """Where the unit's report stands, in one sentence."""
    due, status = moment_words(one.deadline), reminder.status
    opening = f"{report_name(one)}（{status.items}项）{'报送时间为' if one.past else '请于'}{due}{'' if one.past else '前报送'}"
    asked = f"截至{one.now.month}月{one.now.day}日"
    match status.state:
        case UnitState.RETURNED:
            return f"{opening}。来件已收到并退回，有{len(reminder.findings) or '几'}处需要改正"
        case UnitState.EMPTY:
            return f"{opening}。来件“{one_line(status.file)}”没有填写内容"
        case _:
            return f"{opening}，{asked}尚未收到" if one.past else opening


def request(one: Round, reminder: Reminder) -> str:
    """What to do now, in one sentence."""
    when = "尽快" if one.past else ""
    match reminder.status.state:
        case UnitState.RETURNED:
            return f"请按退回说明改正后{when or '按时'}重新报送"
        case UnitState.EMPTY:
            return f"请填好后{when or '按时'}重新报送；没有进展的，金额填0"
        case _:
            name = f"“{one_line(reminder.attachment.name)}”" if reminder.attachment else "下发的填报表"
            return f"请填好{name}{when or '按时'}报{one_line(one.plan.settings.office)}；没有进展也请报送，金额填0"


def already(reminder: Reminder) -> str:
    """What to do where the report and the reminder crossed."""
    again = reminder.status.state is not UnitState.MISSING
    return f"如已{'重新' if again else ''}报送，请不必理会"


def message(one: Round, reminder: Reminder) -> str:
    """The whole text for a chat or a phone: a few short lines that begin with what it is."""
    settings = one.plan.settings
    practice = PRACTICE if settings.practice else ""
    lines = [f"【{heading(one)}】{practice}{one_line(reminder.unit.name)}：", f"{situation(one, reminder)}。", f"{request(one, reminder)}。"]
    lines += [f"{n}.{finding_words(f)}" for n, f in enumerate(reminder.findings[:_MOST_FINDINGS], 1)]
    if len(reminder.findings) > _MOST_FINDINGS:
        lines.append(f"其余{len(reminder.findings) - _MOST_FINDINGS}处见退回说明。")
    contact = f"，联系：{one_line(settings.contact)}" if settings.contact else ""
    lines.append(f"{already(reminder)}{contact}。")
    lines.append(f"{issuer(one)} {one.now.month}月{one.now.day}日")
    return full_width("\n".join(lines)) + "\n"


def finding_words(finding: Finding) -> str:
    """Place, problem and mend in one line."""
    place = f"{finding.sheet} {finding.cell}：" if finding.cell else ""
    return one_line(f"{place}{finding.message}；{finding.fix}")


def overview(one: Round) -> str:
    """The text for the office: how many have reported, who has not, and when the next reminder is due."""
    settings = one.plan.settings
    practice = PRACTICE if settings.practice else ""
    due = len(one.statuses)
    lines = [f"【{heading(one)}汇总】{practice}{report_name(one)}", f"{schedule_words(one)}。",
             f"应报{due}家，已报{due - len(one.reminders)}家，待报{len(one.reminders)}家。"]
    for state, words in _STATES.items():
        names = [_named(r) for r in one.reminders if r.status.state is state]
        if names:
            lines.append(f"{words}（{len(names)}家）：{'、'.join(names)}")
    return full_width("\n".join(lines)) + "\n"


def _named(reminder: Reminder) -> str:
    contact = " ".join(part for part in (one_line(reminder.unit.contact), one_line(reminder.unit.phone)) if part)
    return one_line(reminder.unit.name) + (f"（{contact}）" if contact else "")


def schedule_words(one: Round) -> str:
    """Which step today is, and when the next one is."""
    due = f"{moment_words(one.deadline)}截止"
    today = f"今天（{one.now.month}月{one.now.day}日）是{one.step.words}，按计划催报" if one.step else (
        f"今天（{one.now.month}月{one.now.day}日）不是催报日")
    after = f"，下一次{one.following.day.month}月{one.following.day.day}日（{one.following.words}）" if one.following else "，之后没有催报日"
    return f"{due}；{today}{after}"
