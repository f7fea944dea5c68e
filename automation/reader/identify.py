"""Whose workbook, of which plan and period: agreed by every source, or said why nobody can tell.

What is printed (the stamp, 填报单位 and 填报期) goes before what people call a thing (title, sheet names, file name).
For the period all of them must agree. For the unit, sources in print that differ are two identities (I102); where
all print says A and the sender's own words say B, she filled in A's workbook (I106).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from automation.cells.sense import folded
from automation.errors import UsageError
from automation.forms import TEMPLATE_VERSION
from automation.model.plan import Plan, Unit
from automation.model.submission import Observation
from automation.period import Period
from automation.reader.evidence import with_year
from automation.reader.headings import nearest
from automation.reader.names import unit_in, unit_named
from automation.reader.stamp import Claim, Place
from automation.reader.when import NO_YEAR

Said = tuple[tuple[str, str], ...]
"""(source, what it says) pairs."""
ITEMS = "填报的项目"
"""The last source for the unit: which items the tables hold."""


@dataclass(frozen=True)
class Identity:
    """Who speaks, and of when; None where nothing can be read for them, and then an observation says why."""

    plan_code: str
    unit_name: str
    """The unit's name in the plan, also where it must not report; empty where nobody can tell."""
    unit: Unit | None
    period: Period | None
    version: str
    observations: tuple[Observation, ...]
    sources: str = ""
    """Every place that speaks of the identity, with what it says."""


def identify(claims: tuple[Claim, ...], plan: Plan, year: Callable[[], str] = lambda: "",
             by_items: Callable[[], Unit | None] = lambda: None) -> Identity:
    """Weigh every claim. One that contradicts another settles nothing, and neither does a unit that must not report.

    Args:
        year: what the workbook's titles and names say, asked only for a period that is written without a year.
        by_items: the unit that the tables' items belong to, asked only where nothing else names one.
    """
    if not _units(claims, plan) and (found := by_items()):
        claims = (*claims, Claim(ITEMS, unit=found.name, place=Place.MENTION))
    sources = _sources(claims)
    version, of_version = _version(claims)
    plan_code, of_plan = _plan_code(claims, plan, sources)
    if of_plan:
        return Identity(plan_code, "", None, None, version, (*of_plan, *of_version), sources)
    unit_text, unit_clash = _unit_text(claims, plan, sources)
    period_text, period_clash = _agreed("报告期", _periods(claims, plan, year), sources)
    silent = [about for about, said, clash in (("单位", unit_text, unit_clash), ("报告期", period_text, period_clash))
              if not said and not clash]
    missing = [Observation("I101", {"missing": "、".join(silent), "sources": sources})] if silent else []
    period, of_period = _period(period_text, plan, sources)
    unit, of_unit = _unit(unit_text, period, plan, sources)
    known = plan.unit(unit_text)
    return Identity(plan_code, known.name if known else "", unit, period, version,
                    (*missing, *unit_clash, *period_clash, *of_period, *of_unit, *of_version), sources)


def copied(unit: Unit, other: Unit, source: str, cell: str = "", sheet: str = "") -> Observation:
    """I106: the workbook of ``unit``, filled in by ``other`` as ``source`` says."""
    return Observation("I106", {"unit": unit.name, "other": other.name, "source": source}, sheet, cell)


def _sources(claims: Iterable[Claim]) -> str:
    said = []
    for claim in claims:
        parts = (("任务书", claim.plan), ("单位", claim.unit), ("单位名称", claim.unit_name), ("报告期", claim.period))
        said.append(f"{claim.source}：{'、'.join(f'{what}={text}' for what, text in parts if text)}")
    return "；".join(said)


def _agreed(about: str, said: Said, sources: str) -> tuple[str, tuple[Observation, ...]]:
    """The one thing that all sources say, or nothing and the contradiction; nothing at all where all are silent."""
    if not said:
        return "", ()
    first_source, first = said[0]
    for source, text in said[1:]:
        if text != first:
            return "", (_seen("I102", {"about": about, "first": first, "first_source": first_source, "second": text,
                                       "second_source": source, "sources": sources}, source),)
    return first, ()


def _seen(code: str, facts: Mapping[str, str], source: str) -> Observation:
    sheet, _, cell = source.partition("!")
    return Observation(code, facts, sheet if cell else "", cell)


def _plan_code(claims: Iterable[Claim], plan: Plan, sources: str) -> tuple[str, tuple[Observation, ...]]:
    """The plan's code; a workbook that names none is taken to be of this plan."""
    code, clash = _agreed("任务书", tuple((c.source, c.plan) for c in claims if c.plan), sources)
    ours = plan.settings.plan_code
    if clash or code in ("", ours):
        return "" if clash else ours, clash
    facts = {"about": "任务书", "found": code, "expected": ours, "reason": "属于另一份任务书", "sources": sources}
    return code, (Observation("I103", facts),)


def _unit_text(claims: Sequence[Claim], plan: Plan, sources: str) -> tuple[str, tuple[Observation, ...]]:
    printed, clash = _agreed("单位", _units([c for c in claims if c.place is not Place.MENTION], plan), sources)
    called = _units([c for c in claims if c.place is Place.MENTION], plan)
    if not printed:
        return ("", clash) if clash else _agreed("单位", called, sources)
    known = plan.unit(printed)
    for source, text in called if known else ():
        if known and text != known.name and (other := plan.unit(text)):
            sheet, _, cell = source.partition("!")
            return "", (copied(known, other, source, cell, sheet if cell else ""),)
    return printed, ()


def _units(claims: Sequence[Claim], plan: Plan) -> Said:
    """Names of units; what a line says counts only if it names a unit, for it may be anything.

    A code that the plan does not know goes by the name that the stamp gives beside it.
    """
    names = {claim.unit: claim.unit_name for claim in claims if claim.unit_name}
    said = []
    for claim in claims:
        name = names.get(claim.unit, claim.unit)
        known = plan.unit(claim.unit) or unit_named(folded(name), plan) or (
            unit_in(name, plan) if claim.place is Place.LINE else None)
        text = known.name if known else name
        if text and (known or claim.place is Place.STAMP):
            said.append((claim.source, text))
    return tuple(said)


def _periods(claims: Iterable[Claim], plan: Plan, year: Callable[[], str]) -> Said:
    """Every period said. One without a year takes it from the others, else from the titles, else from a one-year plan."""
    said = [(c.source, c.period) for c in claims
            if c.period and (c.place is Place.STAMP or c.period.startswith(NO_YEAR) or _parsed(c.period))]
    whole = {text[:4] for _, text in said if not text.startswith(NO_YEAR)}
    start, end = plan.settings.start.year, plan.settings.end.year
    known = whole.pop() if len(whole) == 1 else year() if said and not whole else ""
    known = known or (str(start) if start == end else "")
    dated = ((source, with_year(text, known)) for source, text in said)
    return tuple((source, text) for source, text in dated if not text.startswith(NO_YEAR))


def _parsed(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except UsageError:
        return None


def _period(text: str, plan: Plan, sources: str) -> tuple[Period | None, tuple[Observation, ...]]:
    """The period, if the plan knows it."""
    if not text:
        return None, ()
    settings, period = plan.settings, _parsed(text)
    if period is None:
        reason = "看不懂"
    elif period.frequency is not settings.frequency:
        reason = "频次不同"
    elif not settings.start.last_day <= period.last_day <= settings.end.last_day:
        reason = "不在任务书起止期内"
    else:
        return period, ()
    facts = {"about": "报告期", "found": period.label if period else text, "reason": reason, "sources": sources,
             "expected": f"{settings.start.label}—{settings.end.label}"}
    return None, (Observation("I103", facts),)


def _unit(name: str, period: Period | None, plan: Plan, sources: str) -> tuple[Unit | None, tuple[Observation, ...]]:
    """The unit, if it may report in the period."""
    if not name:
        return None, ()
    unit = plan.unit(name)
    if unit is None:
        reason = "不在任务书的单位中"
    elif unit.members:
        reason = "是单位组"
    elif not unit.reports:
        reason = "不填报"
    elif period and unit.name not in _reporting(plan, period):
        reason = "本期没有填报任务"
    else:
        return unit, ()
    likely = "" if unit else nearest(name, (u.name for u in plan.units if u.reports and not u.members))
    return None, (Observation("I105", {"unit": name, "reason": reason, "likely": likely, "sources": sources}),)


@lru_cache(maxsize=64)
def _reporting(plan: Plan, period: Period) -> frozenset[str]:
    return frozenset(unit.name for unit in plan.reporting_units(period))


def _version(claims: Iterable[Claim]) -> tuple[str, tuple[Observation, ...]]:
    """The template's version; the stamp's copies of it are compared with ours, not with each other."""
    versions = [c.version for c in claims if c.version]
    other = [v for v in versions if v != TEMPLATE_VERSION]
    seen = (Observation("I104", {"found": other[0], "expected": TEMPLATE_VERSION}),) if other else ()
    return versions[0] if versions else "", seen
