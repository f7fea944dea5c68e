"""The eight kinds of 口径: how an indicator's reports add up over units and over months."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from automation.derive import SHARE_PLACES
from automation.model.plan import Item, Table, Target
from automation.model.submission import Entry
from automation.period import Frequency, Period
from automation.rollup.reports import Reports
from automation.summary import UnitReport

VALUE, PART, WHOLE = "本期值", "分子", "分母"
STOCK, FLOW, RATIO, EACH, ZERO, MILESTONE, PERIODIC, WORDS = "存量", "流量", "比率", "逐个达标", "零容忍", "里程碑", "按期", "定性"
RATIO_PLACES = 2
"""Decimals of a ratio, as the issued workbook shows it."""
_ONE = Decimal(1)


@dataclass(frozen=True)
class Measured:
    """What an indicator comes to at one period; see ``IndicatorFigures`` for the fields."""

    value: Decimal | None = None
    part: Decimal | None = None
    whole: Decimal | None = None
    failing: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Case:
    """What a measure is taken of."""

    item: Item
    table: Table
    target: Target | None
    reports: Reports
    period: Period

    def latest(self, *fields: str) -> list[UnitReport]:
        """Each unit's last report that has all of ``fields``; units that never reported are not among them."""
        found = [self.reports.latest(self.item.code, unit, self.period, fields) for unit in self.item.units]
        return [r for r in found if r.period is not None]

    def passes(self, value: Decimal) -> bool:
        """Whether a value meets the target; an output that was to be ``=`` and overshoots meets it too."""
        return self.target is None or self.target.value is None or meets(value, self.target)

    def year(self) -> list[Period]:
        """The periods of the year so far."""
        return [Period(self.period.year, n, self.table.frequency) for n in range(1, self.period.ordinal + 1)]


def meets(value: Decimal, target: Target) -> bool:
    """Whether ``value`` reaches the target, or stays under it where the relation is <=; ``= 0`` is a ceiling too."""
    if target.value is None:
        return False
    return value <= target.value if is_ceiling(target) else value >= target.value


def is_ceiling(target: Target | None) -> bool:
    """Whether less is better: the relation is <=, or the target is = 0."""
    return target is not None and (target.relation == "<=" or (target.relation == "=" and target.value == 0))


def measure(case: Case) -> Measured:
    """What the indicator comes to."""
    return _MEASURES[str(case.item.fixed.get("口径") or STOCK)](case)


def used_fields(measure_word: str, table: Table) -> tuple[str, ...]:
    """The filled fields that a 口径 lives on; words stand in 进展情况 where the table has it, else in 说明."""
    words = "进展情况" if table.field("进展情况") else "说明"
    return {RATIO: (PART, WHOLE), WORDS: (words,)}.get(measure_word, (VALUE,))


def factor(item: Item) -> Decimal:
    """系数: 100 for %, 1000 for ‰."""
    value = item.fixed.get("系数")
    return value if isinstance(value, Decimal) else _ONE


def _stock(case: Case) -> Measured:
    values = [_number(r.entries, VALUE) for r in case.latest(VALUE)]
    return Measured(sum(values, Decimal(0)) if values else None)


def _flow(case: Case) -> Measured:
    values = [_number(entries, VALUE) for unit in case.item.units
              for entries in case.reports.up_to(case.item.code, unit, case.period) if VALUE in entries]
    return Measured(sum(values, Decimal(0)) if values else None)


def _ratio(case: Case) -> Measured:
    found = case.latest(PART, WHOLE)
    if not found:
        return Measured()
    part, whole = (sum((_number(r.entries, name) for r in found), Decimal(0)) for name in (PART, WHOLE))
    value = (part / whole * factor(case.item)).quantize(Decimal(1).scaleb(-RATIO_PLACES), ROUND_HALF_UP) if whole else None
    return Measured(value, part, whole)


def _each(case: Case) -> Measured:
    found = case.latest(VALUE)
    if not found:
        return Measured()
    values = [_number(r.entries, VALUE) for r in found]
    failing = tuple(r.unit for r, v in zip(found, values, strict=True) if not case.passes(v))
    worst = max(values) if is_ceiling(case.target) else min(values)
    return Measured(worst, Decimal(len(found) - len(failing)), Decimal(len(found)), failing)


def _milestone(case: Case) -> Measured:
    """Once true stays true, whatever a later report says."""
    asked = [(unit, [_number(e, VALUE) for e in case.reports.up_to(case.item.code, unit, case.period) if VALUE in e])
             for unit in case.item.units]
    if not any(values for _, values in asked):
        return Measured()
    known = [(unit, any(v > 0 and case.passes(v) for v in values)) for unit, values in asked if values]
    reached = sum(done for _, done in known)
    everywhere = _ONE if reached == len(asked) else Decimal(0)
    return Measured(everywhere, Decimal(reached), Decimal(len(known)), tuple(unit for unit, done in known if not done))


def _periodic(case: Case) -> Measured:
    """Periods met of those reported, in the year so far: every period starts anew."""
    said: list[tuple[str, Decimal]] = []
    for period in rounds(case.item, case.table, case.period):
        for unit in case.item.units:
            found = [_number(e, VALUE) for e in case.reports.within(case.item.code, unit, period) if VALUE in e]
            said += [(unit, sum(found, Decimal(0)))] if found else []
    if not said:
        return Measured()
    met = [case.passes(value) for _, value in said]
    failing = tuple(dict.fromkeys(unit for (unit, _), good in zip(said, met, strict=True) if not good))
    share = (Decimal(sum(met)) / len(met)).quantize(Decimal(1).scaleb(-SHARE_PLACES), ROUND_HALF_UP)
    return Measured(share, Decimal(sum(met)), Decimal(len(met)), failing)


def rounds(item: Item, table: Table, period: Period) -> list[Period]:
    """The periods of the year that a duty came round in, up to ``period``: 次/季 counts by quarters in a monthly table."""
    step = next((f for f in Frequency if str(item.fixed.get("计量单位") or "").endswith(f"/{f.value}")), table.frequency)
    step = max(step, table.frequency, key=lambda f: f.months)
    return [p for n in range(12 // step.months) if (p := Period(period.year, n + 1, step)).last_month <= period.last_month]


def _words(case: Case) -> Measured:
    (field,) = used_fields(WORDS, case.table)
    alone = len(case.item.units) == 1
    return Measured(text="；".join(r.text(field) if alone else f"{r.unit}：{r.text(field)}" for r in case.latest(field)))


def _number(entries: Mapping[str, Entry], field: str) -> Decimal:
    value = entries[field].value
    return value if isinstance(value, Decimal) else Decimal(0)


_MEASURES: dict[str, Callable[[Case], Measured]] = {
    STOCK: _stock, FLOW: _flow, RATIO: _ratio, EACH: _each, ZERO: _flow, MILESTONE: _milestone, PERIODIC: _periodic,
    WORDS: _words,
}
