"""Tasks and indicators in words, for plans that have them beside projects or instead; each count with its live formula."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from automation.bulletin.duty_places import I_VERDICT, INDICATORS, T_REMARK, T_STATE, TASKS, DutyPlaces
from automation.bulletin.duty_words import AHEAD, LATE, ON_TIME, OVERDUE, finish_word
from automation.bulletin.frame import MISSING
from automation.bulletin.phrases import listed, this_period
from automation.lights import Light, Verdict
from automation.model.plan import Table
from automation.rollup.indicators import SOON_DAYS
from automation.rollup.tasks import BLOCKED, DONE, MOVING, NOT_STARTED
from automation.summary import IndicatorFigures, IndicatorTable, Summary, TaskFigures, TaskTable


@dataclass(frozen=True)
class Count:
    """How many tasks or indicators of a table are so."""

    word: str
    value: int
    formula: str
    """Without the leading ``=``."""
    inside: bool = False
    """Whether it is a part of the count before it and is told in brackets."""
    always: bool = False
    """Whether it is told even when it is zero."""


def task_counts(places: DutyPlaces, table: TaskTable) -> tuple[Count, ...]:
    """By state, the finished ones by how they kept to their deadlines, and how many are overdue."""
    states = places.column(TASKS, table.table.code, T_STATE)
    remarks = places.column(TASKS, table.table.code, T_REMARK)

    def state(word: str, always: bool = False) -> Count:
        return Count(word, sum((t.state or MISSING) == word for t in table.items), f'COUNTIF({states},"{word}")', always=always)

    def finish(word: str, told: str) -> Count:
        return Count(told, sum(finish_word(t) == word for t in table.items), f'COUNTIF({remarks},"{word}*")', inside=True)

    overdue = Count("逾期未完成", sum(t.overdue for t in table.items), f'COUNTIF({remarks},"{OVERDUE}*")', always=True)
    return (state(DONE, True), finish(AHEAD, "提前"), finish(ON_TIME, "按期"), finish(LATE, "逾期"), state(MOVING, True),
            state(NOT_STARTED), state(BLOCKED), state(MISSING), overdue)


def indicator_counts(places: DutyPlaces, table: IndicatorTable) -> tuple[Count, ...]:
    """Met, and how; not yet due; missed. What is not due yet is nobody's failure."""
    cells = places.column(INDICATORS, table.table.code, I_VERDICT)

    def count(word: str, verdict: Verdict, inside: bool = False, always: bool = False) -> Count:
        return Count(word, sum(i.verdict is verdict for i in table.items), f'COUNTIF({cells},"{verdict.value}")', inside, always)

    met = Count("已达标", sum(i.verdict.met for i in table.items), f'COUNTIF({cells},"√*")', always=True)
    return (met, count("提前", Verdict.AHEAD, True), count("按期", Verdict.MET, True), count("逾期", Verdict.MET_LATE, True),
            count("至今保持", Verdict.KEPT, True), count("未到期", Verdict.NOT_DUE, always=True), count("到期未达标", Verdict.DUE),
            count("逾期未达标", Verdict.OVERDUE, always=True), count("未守住", Verdict.BROKEN), count(MISSING, Verdict.UNREPORTED),
            count("不评", Verdict.UNSCORED))


def counted(summary: Summary) -> Iterator[tuple[Table, tuple[Count, ...]]]:
    """Every table of tasks or indicators that has any, with its counts."""
    places = DutyPlaces(summary)
    for tasks in summary.tasks:
        if tasks.items:
            yield tasks.table, task_counts(places, tasks)
    for indicators in summary.indicators:
        if indicators.items:
            yield indicators.table, indicator_counts(places, indicators)


def told(counts: Sequence[Count]) -> list[Count]:
    """The counts that the text states: those that are not zero, and the few that are always asked for."""
    return [c for c in counts if c.value or c.always]


def duties_sentence(summary: Summary) -> str:
    """How the tasks and indicators of all tables stand, without a full stop; empty where there are none."""
    return "；".join(f"{_name(table)}共{len(table.items)}项，{_counts(told(counts))}" for table, counts in counted(summary))


def duties_verdict(summary: Summary) -> str:
    """The same in one line."""
    kept = {"已完成": "完成", "逾期未完成": "逾期", "已达标": "达标", "逾期未达标": "逾期未达标", "未守住": "未守住"}
    lines = []
    for table, counts in counted(summary):
        shown = [f"{kept[c.word]}{c.value}项" for c in told(counts) if c.word in kept and not c.inside]
        lines.append(f"{table.title or table.code}{len(table.items)}项，{'、'.join(shown)}")
    return "；".join(lines)


def duties_paragraphs(summary: Summary) -> list[tuple[str, str]]:
    """Headings and texts: red and blocked tasks, indicators missed, by name, each where such tables exist."""
    tasks = [i for t in summary.tasks for i in t.items]
    indicators = [i for t in summary.indicators for i in t.items]
    found = []
    if tasks:
        found.append(("任务进展", _sentences(_task_names(tasks), f"{this_period(summary.period)}没有红灯任务。")))
    if indicators:
        found.append(("指标完成", _sentences(_indicator_names(indicators), f"{this_period(summary.period)}没有逾期未达标和红灯的指标。")))
    return found


def _name(table: Table) -> str:
    return f"{table.title}（{table.code}）" if table.title and table.title != table.code else table.code


def _counts(counts: list[Count]) -> str:
    text, inside = "", [c for c in counts if c.inside]
    for count in counts:
        if not count.inside:
            parts = "、".join(f"{c.word}{c.value}项" for c in inside) if count is counts[0] and inside else ""
            text += f"{'、' if text else ''}{count.word}{count.value}项" + (f"（{parts}）" if parts else "")
    return text


def _task_names(tasks: Sequence[TaskFigures]) -> list[tuple[str, list[str]]]:
    soon = [t for t in tasks if t.finished is None and t.days_left is not None and 0 <= t.days_left <= SOON_DAYS]
    red = [t for t in tasks if t.light is Light.RED]
    return [("逾期未完成", [t.item.name for t in red if t.overdue]),
            ("受阻", [t.item.name for t in red if not t.overdue and t.state == BLOCKED]),
            ("进度滞后亮红灯", [t.item.name for t in red if not t.overdue and t.state != BLOCKED]),
            (f"{SOON_DAYS}天内到期", [t.item.name for t in soon])]


def _indicator_names(indicators: Sequence[IndicatorFigures]) -> list[tuple[str, list[str]]]:
    def names(*verdicts: Verdict) -> list[str]:
        return [i.item.name for i in indicators if i.verdict in verdicts]

    behind = [i.item.name for i in indicators if i.verdict is Verdict.NOT_DUE and i.light is Light.RED]
    return [("逾期未达标", names(Verdict.OVERDUE)), ("到期未达标", names(Verdict.DUE)), ("未守住", names(Verdict.BROKEN)),
            ("未到期但进度滞后亮红灯", behind)]


def _sentences(groups: list[tuple[str, list[str]]], none: str) -> str:
    said = [f"{word}{len(names)}项：{listed(names, noun='项')}。" for word, names in groups if names]
    return "".join(said) or none
