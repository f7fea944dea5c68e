"""Indicators: measured by their 口径, compared with the target due next, judged by what time it is."""

import datetime
import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from automation.derive import SHARE_PLACES, due_target
from automation.lights import Light, Verdict, graded
from automation.model.plan import Item, Plan, Settings, Table, Target
from automation.period import Period
from automation.rollup.measures import (
    EACH,
    FLOW,
    MILESTONE,
    PERIODIC,
    WORDS,
    ZERO,
    Case,
    Measured,
    is_ceiling,
    measure,
    meets,
    used_fields,
)
from automation.rollup.reports import Reports, elapsed
from automation.summary import IndicatorFigures, IndicatorTable, UnitReport

SOON_DAYS = 30
"""How many days before its date a task or a milestone is called due soon."""
_ASPIRED = re.compile("力争|争取|争创")
_NATURE, _NAME = "性质", "指标"


def indicator_table(plan: Plan, table: Table, reports: Reports, period: Period, cut_off: datetime.date) -> IndicatorTable:
    """All indicators of ``table``; ``period`` is in the table's own frequency."""
    items = tuple(_indicator(plan.settings, table, item, reports, period, cut_off) for item in table.items)
    return IndicatorTable(table, period, items)


def _indicator(settings: Settings, table: Table, item: Item, reports: Reports, period: Period,
               cut_off: datetime.date) -> IndicatorFigures:
    word, target = str(item.fixed.get("口径") or "存量"), due_target(item, period)
    case = Case(item, table, target, reports, period)
    now, due = measure(case), target.due if target and target.due else settings.end
    gone, whole = elapsed(settings, period, (due.year, due.last_month))
    share = Decimal(gone) / whole
    rate, gap = _rate(word, now, target), _gap(word, item, now, target, share)
    verdict, otherwise = _verdicts(case, word, now, due)
    aspired, soon = aspires(item), (due.last_day - cut_off).days <= SOON_DAYS
    year = tuple(measure(replace(case, period=p)).value for p in case.year())
    return IndicatorFigures(
        item, word, tuple(_unit(case, word, unit) for unit in item.units), target, now.value, now.part, now.whole, now.failing,
        now.text, rate, gap, share, year, measure(replace(case, period=period.previous)).value, verdict, otherwise,
        light_of(settings, verdict, gap, expected(word, share), aspired, soon), aspired, _missed(case, word), soon)


def _unit(case: Case, word: str, unit: str) -> UnitReport:
    """The unit's own report, with what it comes to alone."""
    found = case.reports.latest(case.item.code, unit, case.period, used_fields(word, case.table))
    alone = replace(case, item=replace(case.item, units=(unit,)))
    now, before = measure(alone), measure(replace(alone, period=case.period.previous))
    return replace(found, used=now.value, before=before.value, part=now.part, whole=now.whole)


def aspires(item: Item) -> bool:
    """Whether the plan only hopes for it: 性质 says 争取; where a plan has no such column, its remarks or the name's head do."""
    if _NATURE in item.fixed:
        return _ASPIRED.search(str(item.fixed[_NATURE] or "")) is not None
    said = [t.text for t in item.targets] + [str(v or "") for name, v in item.fixed.items() if name != _NAME]
    return any(_ASPIRED.search(text) for text in said) or _ASPIRED.match(item.name) is not None


def _rate(word: str, now: Measured, target: Target | None) -> Decimal | None:
    if word in (ZERO, WORDS) or now.value is None:
        return None
    if word in (EACH, MILESTONE, PERIODIC):
        return _share(now.part, now.whole)
    if target is None or target.value is None:
        return None
    if target.relation == "<=":
        return _share(target.value, now.value)
    return _share(now.value, target.value)


def _share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return (part / whole).quantize(Decimal(1).scaleb(-SHARE_PLACES), ROUND_HALF_UP) if part is not None and whole else None


def _gap(word: str, item: Item, now: Measured, target: Target | None, share: Decimal) -> Decimal | None:
    """Points ahead of time; what starts from a base value is measured from there. A duty of every period is due at once."""
    if word == MILESTONE:
        return None
    progress, base = _rate(word, now, target), item.fixed.get("基期值")
    cumulative = word in (EACH, PERIODIC, FLOW)
    if progress is not None and not cumulative and isinstance(base, Decimal) and target and target.value not in (None, base):
        progress = _share((now.value or Decimal(0)) - base, (target.value or Decimal(0)) - base)
    if progress is None:
        return None
    return ((progress - expected(word, share)) * 100).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _verdicts(case: Case, word: str, now: Measured, due: Period) -> tuple[Verdict, Verdict]:
    """How the indicator stands, and how it would stand on the other side of its target."""
    target = case.target
    if word == WORDS or (word not in (MILESTONE, ZERO) and (target is None or target.value is None)):
        return Verdict.UNSCORED, Verdict.UNSCORED
    good, bad = _in_time(case, word, due)
    if now.value is None:
        return Verdict.UNREPORTED, bad
    return (good, bad) if _good(case, word, now) else (bad, good)


def _in_time(case: Case, word: str, due: Period) -> tuple[Verdict, Verdict]:
    """What a target that is met is called today, and one that is not."""
    today, last = case.period.last_day, due.last_day
    ceiling = is_ceiling(case.target)
    if word in (ZERO, PERIODIC) or (word == FLOW and ceiling):
        return Verdict.KEPT, Verdict.BROKEN
    if last > today:
        return Verdict.KEPT if ceiling else Verdict.AHEAD, Verdict.NOT_DUE
    if last == today:
        return Verdict.MET, Verdict.DUE
    return Verdict.MET if _good_at(case, word, case.target, due) else Verdict.MET_LATE, Verdict.OVERDUE


def _good(case: Case, word: str, now: Measured) -> bool:
    if now.value is None:
        return False
    if word == PERIODIC:
        return now.part == now.whole
    if word in (EACH, MILESTONE):
        return now.part == len(case.item.units)
    if word == ZERO:
        return now.value <= (case.target.value if case.target and case.target.value else 0)
    return case.target is not None and meets(now.value, case.target)


def _good_at(case: Case, word: str, target: Target | None, due: Period) -> bool:
    """Whether ``target`` was met when it was due."""
    then = replace(case, period=Period.ending(due.year, due.last_month, case.table.frequency), target=target)
    return _good(then, word, measure(then))


def _missed(case: Case, word: str) -> tuple[Target, ...]:
    """Interim targets of the past that were not met in their time."""
    past = [(t, t.due) for t in case.item.targets if t is not case.target and t.due and t.due.last_day < case.period.last_day]
    return tuple(t for t, due in past if t.value is not None and not _good_at(case, word, t, due))


def expected(word: str, elapsed: Decimal) -> Decimal:
    """The share that 口径 ``word`` should have reached when ``elapsed`` of the time is gone: a duty of every period is due at once."""
    return Decimal(1) if word == PERIODIC else elapsed


def light_of(settings: Settings, verdict: Verdict, gap: Decimal | None, share: Decimal, aspired: bool, soon: bool) -> Light:
    """The light of an indicator; what is only hoped for is never red.

    ``gap`` is in percentage points ahead of time, None where there is nothing to grade; ``share`` is what was expected by
    now; ``soon`` says that the date is near.
    """
    found = _plain_light(settings, verdict, gap, share, soon)
    return Light.YELLOW if aspired and found is Light.RED else found


def _plain_light(settings: Settings, verdict: Verdict, gap: Decimal | None, share: Decimal, soon: bool) -> Light:
    if verdict is Verdict.UNSCORED:
        return Light.UNSCORED
    if verdict is Verdict.UNREPORTED:
        return Light.UNREPORTED
    if verdict.met:
        return Light.GREEN
    if gap is None or verdict is Verdict.OVERDUE:
        return Light.RED if verdict.missed else Light.YELLOW if soon else Light.NOT_DUE
    graded_light = graded(gap, share, settings)
    return Light.YELLOW if verdict.missed and graded_light is Light.GREEN else graded_light
