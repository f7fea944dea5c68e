"""Words beside the figures of tasks and indicators: who reports, what is missing, what was missed."""

from decimal import Decimal

from automation.bulletin.definitions import plain
from automation.bulletin.phrases import listed
from automation.model.plan import Plan, Target
from automation.rollup.measures import EACH, MILESTONE, PERIODIC, WORDS
from automation.summary import IndicatorFigures, TaskFigures, UnitReport

AHEAD, ON_TIME, LATE, OVERDUE = "提前完成", "按期完成", "逾期完成", "逾期未完成"
"""What the remark on a task begins with where there is a deadline to speak of."""
_MOST_UNITS = 4
_MOST_PROBLEMS = 3
_LONGEST_WORDS = 60


def short(plan: Plan, unit: str) -> str:
    """A unit's short name."""
    found = plan.unit(unit)
    return found.short if found else unit


def units_of(plan: Plan, figures: TaskFigures | IndicatorFigures) -> str:
    """The responsible units, the lead first; past four of them 等N家."""
    return listed([short(plan, r.unit) for r in figures.reports], _MOST_UNITS)


def progress(plan: Plan, task: TaskFigures) -> str:
    """进展情况: the lead's words, and those of the slowest unit where that is another one."""
    first = task.reports[0] if task.reports else None
    if first is None:
        return ""
    said = [_told(plan, first, "进展情况", alone=len(task.reports) == 1)]
    slowest = next((r for r in task.reports if r.unit == task.slowest and r is not first), None)
    if slowest is not None:
        said.append(f"最慢{_told(plan, slowest, '进展情况', alone=False)}")
    return "\n".join(s for s in said if s)


def problems(plan: Plan, task: TaskFigures) -> str:
    """存在问题 of each unit that has one, no more than three of them."""
    told = [r for r in task.reports if r.text("存在问题") not in ("", "无")]
    lines = [_told(plan, r, "存在问题", alone=len(task.reports) == 1) for r in told[:_MOST_PROBLEMS]]
    return "\n".join([*lines, *([f"另有{len(told) - _MOST_PROBLEMS}家"] if len(told) > _MOST_PROBLEMS else [])])


def _told(plan: Plan, report: UnitReport, field: str, alone: bool) -> str:
    text = report.text(field)
    if not text:
        return ""
    old = "" if report.current or report.period is None else f"({report.period.short_label}报)"
    return f"{old}{text}" if alone else f"{short(plan, report.unit)}{old}:{text}"


def task_remark(plan: Plan, task: TaskFigures) -> str:
    """How far past or before its deadline, periods met, and who did not report."""
    said = []
    if word := finish_word(task):
        said.append(f"{word}({-task.days_left}天)" if task.overdue and task.days_left is not None else word)
    if task.periods:
        said.append(f"按期{task.periods.met}/{task.periods.due}次")
    return ";".join([*said, *missing(plan, task)])


def finish_word(task: TaskFigures) -> str:
    """How a task kept to its deadline; empty where it has none, or is neither finished nor late."""
    if task.due is None or (task.finished is None and not task.overdue):
        return ""
    if task.finished is None:
        return OVERDUE
    first = task.finished.last_day.replace(month=task.finished.first_month, day=1)
    return AHEAD if task.finished.last_day < task.due else LATE if task.due < first else ON_TIME


def missing(plan: Plan, figures: TaskFigures | IndicatorFigures) -> list[str]:
    """未报:东街、西街; nothing where all reported."""
    names = [short(plan, unit) for unit in figures.missing]
    return [f"未报:{listed(names, _MOST_UNITS)}" if len(figures.reports) > 1 else "本期未报"] if names else []


def indicator_remark(plan: Plan, figures: IndicatorFigures) -> str:
    """What a reader must know beside the figure: hoped for, missed interim targets, who fails, who is missing, their words."""
    said = ["争取类,不亮红灯"] if figures.aspired else []
    said += [f"{target_date(t)}目标{plain(t.value or Decimal(0))}未达到" for t in figures.missed]
    if figures.failing and figures.measure in (EACH, MILESTONE, PERIODIC) and len(figures.reports) > 1:
        word = {MILESTONE: "未完成"}.get(figures.measure, "未达标")
        said.append(f"{word}:{listed([short(plan, u) for u in figures.failing], _MOST_UNITS)}")
    said += missing(plan, figures)
    words = _in_brief(figures) if figures.measure == WORDS else "".join(r.text("说明") for r in figures.reports[:1] if r.current)
    return ";".join([*said, *([words] if words else [])])


def _in_brief(figures: IndicatorFigures) -> str:
    """What the units wrote; of much from many the beginning, as each stands in full on 单位台账."""
    if len(figures.reports) == 1 or len(figures.text) <= _LONGEST_WORDS:
        return figures.text
    return f"{figures.text[:_LONGEST_WORDS]}……(各单位全文见《单位台账》)"


def target_date(target: Target | None) -> str:
    """2017年12月; empty where the target has no date."""
    return target.due.label if target and target.due else ""
