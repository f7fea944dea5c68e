"""Tasks and indicators in words, for plans that have them beside projects or instead."""

from automation.bulletin.phrases import listed, this_period
from automation.model.plan import Kind
from automation.presets import NAME_FIELD, TASK_STATES
from automation.summary import ItemFigures, Summary, TableFigures

_BLOCKED = "受阻"
_STATE, _MET = "状态", "达标"


def duties_sentence(summary: Summary) -> str:
    """How the tasks and indicators of all tables stand, without a full stop; empty where there are none."""
    return "；".join(_sentence(table) for table in summary.tables if table.table.kind is not Kind.PROJECT)


def duties_paragraphs(summary: Summary) -> list[tuple[str, str]]:
    """Headings and texts: indicators missed and tasks blocked by name, each where such tables exist."""
    indicators = [i for t in summary.tables if t.table.kind is Kind.INDICATOR for i in t.items]
    tasks = [i for t in summary.tables if t.table.kind is Kind.TASK for i in t.items]
    found = []
    if indicators:
        missed = _names([i for i in indicators if _says(i, _MET).startswith("×")], Kind.INDICATOR)
        found.append(("指标达标", _named("未达标", missed, this_period(summary.period))))
    if tasks:
        blocked = _names([i for i in tasks if _says(i, _STATE) == _BLOCKED], Kind.TASK)
        found.append(("受阻任务", _named(_BLOCKED, blocked, this_period(summary.period))))
    return found


def task_counts(table: TableFigures) -> dict[str, int]:
    """How many tasks are in each state, 未报 for those without one; a task of many units is as far as its slowest."""
    slowest: dict[str, int] = {}
    for figures in table.items:
        state = _says(figures, _STATE)
        place = _SLOWEST_FIRST.index(state) if state in _SLOWEST_FIRST else len(_SLOWEST_FIRST)
        slowest[figures.item.code] = min(slowest.get(figures.item.code, place), place)
    words = [*_SLOWEST_FIRST, "未报"]
    return {word: list(slowest.values()).count(n) for n, word in enumerate(words)}


_SLOWEST_FIRST = (_BLOCKED, *(state for state in TASK_STATES if state != _BLOCKED))


def _sentence(table: TableFigures) -> str:
    items = len({i.item.code for i in table.items})
    title, code = table.table.title, table.table.code
    name = title if code in title else f"{title}（{code}）"
    if table.table.kind is Kind.TASK:
        counts = {word: count for word, count in task_counts(table).items() if count}
        ordered = [w for w in ("已完成", "推进中", "未启动", _BLOCKED, "未报") if w in counts]
        return f"{name}共{items}项，" + "、".join(f"{word}{counts[word]}项" for word in ordered)
    met = sum(_says(i, _MET).startswith("√") for i in table.items)
    missed = sum(_says(i, _MET).startswith("×") for i in table.items)
    rest = len(table.items) - met - missed
    return f"{name}共{items}项，达标{met}项、未达标{missed}项" + (f"、未报或不评{rest}项" if rest else "")


def _says(figures: ItemFigures, field: str) -> str:
    value = figures.values.get(field)
    return value if isinstance(value, str) else ""


def _names(items: list[ItemFigures], kind: Kind) -> list[str]:
    return list(dict.fromkeys(str(i.item.fixed.get(NAME_FIELD[kind]) or i.item.name) for i in items))


def _named(word: str, names: list[str], when: str) -> str:
    return f"{word}{len(names)}项：{listed(names, noun='项')}。" if names else f"{when}没有{word}的事项。"
