"""Which edition of a period's figures: as they count now, as they were printed, or the difference of the two."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from automation import export, figures, rules, statuses
from automation.errors import UsageError
from automation.ledger import Event, Ledger, PeriodState
from automation.model.plan import Category, Item, Kind, Plan, RollUp, Severity, Table
from automation.model.submission import Entry, Outcome, Receipt
from automation.period import Period
from automation.plan.read import read_plan_bytes
from automation.revision import Correction, Decision, Revision, Source
from automation.summary import Explanation, Summary
from automation.totals import Linear, NotLinear, Totals

MONTH, YEAR = figures.MONTH_FIELD, "本年累计完成投资"
_Key = tuple[Period, str, str, str]
"""Period, unit, item and field of one value."""
_WORDS = {"closed": "封账", "reopened": "解封", "revised": "更正"}


def summary(plan: Plan, ledger: Ledger, period: Period, as_closed: bool = False) -> Summary:
    """Everything that the bulletin of ``period`` says: as it counts now, or ``as_closed``, as it was printed.

    An open period has one edition only. A quarter or year over monthly reports stands as of its last month.
    """
    last = Period.ending(period.year, period.last_month, plan.settings.frequency)
    entries = ledger.entries_up_to(last, as_closed=as_closed)
    queries = tuple(Explanation(f.unit, f.finding, f.finding.explanation) for f in ledger.findings(last, as_closed)
                    if f.finding.severity is Severity.QUERY)
    queries += rules.across(plan, entries, last)
    return figures.summarize(figures.History(plan, entries), period, statuses.of(plan, last, ledger, as_closed), queries)


def plan_of(plan: Plan, ledger: Ledger, period: Period) -> Plan:
    """The plan that the bulletin of ``period`` is printed by: today's ``plan``, or that of the day its last month was closed."""
    data = ledger.plan_of(Period.ending(period.year, period.last_month, plan.settings.frequency))
    if data is None or hashlib.sha256(data).hexdigest().startswith(plan.fingerprint or "-"):
        return plan
    return read_plan_bytes(data, f"任务书（{period.label}封账时）")


def totals(plan: Plan, ledger: Ledger, period: Period) -> Totals:
    """What ``period`` adds up to as it counts now: by sums where they do, else item by item."""
    last = Period.ending(period.year, period.last_month, plan.settings.frequency)
    try:
        linear = Linear(plan, period)
        return linear.totals(ledger.sums_up_to(last, linear))
    except NotLinear:
        return Totals.of(figures.summarize(figures.History(plan, ledger.entries_up_to(last)), period, ()))


def exported_totals(plan: Plan, folder: Path, period: Period) -> Totals:
    """The same from what was exported to ``folder``; raises TongbaoError as ``export.entries_up_to`` does."""
    last = Period.ending(period.year, period.last_month, plan.settings.frequency)
    try:
        linear = Linear(plan, period)
        return linear.totals(export.sums_up_to(plan, folder, linear))
    except NotLinear:
        return Totals.of(figures.summarize(figures.History(plan, export.entries_up_to(plan, folder, last)), period, ()))


@dataclass(frozen=True)
class Part:
    """One reported value that a total adds up."""

    item: Item
    entry: Entry
    """Its ``value`` is a number."""


def parts(plan: Plan, ledger: Ledger, period: Period, table: Table, field: str) -> tuple[Part, ...]:
    """What the total of ``field`` over a table of projects adds up, by period and in the table's order.

    本年累计 that is computed adds up 本月完成 of every period of the year so far. What was not reported is no part.
    """
    last = Period.ending(period.year, period.last_month, plan.settings.frequency)
    found = table.field(field)
    first, wanted = last, field
    if found is not None and field == YEAR and found.category is Category.COMPUTED:
        first, wanted = Period(last.year, 1, last.frequency), MONTH
    order = {item.code: (place, item) for place, item in enumerate(table.items)}
    mine = [e for e in ledger.entries_up_to(last, since=first) if e.field == wanted and e.item in order and isinstance(e.value, Decimal)]
    mine.sort(key=lambda e: (e.period.last_month, order[e.item][0]))
    return tuple(Part(order[e.item][1], e) for e in mine)


def addable(table: Table) -> tuple[str, ...]:
    """Names of the fields whose total over ``table`` is a sum of reported values."""
    return tuple(f.name for f in table.fields if table.kind is Kind.PROJECT and f.rollup is RollUp.SUM
                 and (f.category is Category.FILLED or f.name == YEAR))


def revision(plan: Plan, ledger: Ledger, period: Period) -> Revision:
    """What came after ``period`` was closed and what it changed.

    Raises:
        UsageError: the period is open, or nothing came.
    """
    if not ledger.state(period).closed:
        raise UsageError(f"{period.label}没有封账，还没有更正", f"直接打印：tongbao bulletin {period}；定稿后封账：tongbao close {period}")
    sources = tuple(Source(r.number, r.receipt.unit, r.receipt.period, r.receipt.name, r.receipt.received, r.receipt.sha256)
                    for r in ledger.revisions(period) if r.receipt.period and r.receipt.received)
    if not sources:
        raise UsageError(f"{period.label}封账后没有收到更正", f"打印封账时的通报：tongbao bulletin {period}")
    number = max(s.number for s in sources)
    now = replace(summary(plan, ledger, period), revision=number)
    return Revision(number, summary(plan, ledger, period, as_closed=True), now,
                    tuple(_corrections(plan, ledger, period, sources)), tuple(_record(ledger.events(), period, sources)))


def revised(plan: Plan, ledger: Ledger, receipts: Iterable[Receipt]) -> tuple[PeriodState, ...]:
    """The closed periods that these files revised, with the number of the last revision of each."""
    merged = {r.sha256: r.period for r in receipts if r.outcome is Outcome.ACCEPTED and r.period}
    found = []
    period = min(merged.values(), default=None)
    while period and period <= plan.settings.end:
        if any(r.receipt.sha256 in merged for r in ledger.revisions(period)):
            found.append(ledger.state(period))
        period = period.next
    return tuple(found)


def _corrections(plan: Plan, ledger: Ledger, period: Period, sources: tuple[Source, ...]) -> Iterator[Correction]:
    printed = _by_key(ledger.entries_up_to(period, as_closed=True))
    counted = _by_key(ledger.entries_up_to(period))
    changed = [key for key in {**printed, **counted} if _value(printed, key) != _value(counted, key)]
    found = (_correction(plan, key, printed.get(key), counted.get(key), sources) for key in changed)
    order = {unit.name: place for place, unit in enumerate(plan.units)}
    yield from sorted(found, key=lambda c: (c.source.number, order.get(c.source.unit, len(order))))


def _by_key(entries: tuple[Entry, ...]) -> dict[_Key, Entry]:
    return {(e.period, e.unit, e.item, e.field): e for e in entries}


def _value(entries: dict[_Key, Entry], key: _Key) -> object:
    return entries[key].value if key in entries else None


def _correction(plan: Plan, key: _Key, before: Entry | None, after: Entry | None, sources: tuple[Source, ...]) -> Correction:
    period, unit, code, field = key
    of_unit = [s for s in sources if (s.unit, s.period) == (unit, period)] or list(sources)
    source = next((s for s in of_unit if after and s.sha256 == after.sha256), of_unit[-1])
    table, item = next(((t, i) for t in plan.tables if (i := t.item(code))), (None, None))
    return Correction(source, table.code if table else "", code, item.name if item else code, field, before, after)


def _record(events: tuple[Event, ...], period: Period, sources: tuple[Source, ...]) -> Iterator[Decision]:
    files = {s.sha256: f"{s.unit}{s.period.label}，{s.file}" for s in sources}
    for event in events:
        if event.subject == str(period) and event.kind in _WORDS:
            number, _, sha256 = event.detail.partition(" ")
            what = f"第{number}号：{files.get(sha256, '见溯源')}" if event.kind == "revised" else ""
            yield Decision(event.at, _WORDS[event.kind] + what)
