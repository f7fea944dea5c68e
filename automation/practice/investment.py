"""Invented investment: annual plans and earlier years from 总投资 and 建设年限, and how a year's money is spent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from automation.lights import start_month
from automation.model.plan import Item, Kind, Plan
from automation.practice.dice import Dice

SEASONS = ((7, 5, 9, 12, 13, 14, 11, 10, 11, 10, 9, 9), (11, 10, 10, 10, 9, 10, 10, 10, 10, 10, 10, 10))
"""How much of a year's work is done in each month: outdoors little around the Spring Festival, or steadily; half by June."""
_PREPARING = Decimal("0.015")
"""Share of the annual plan that goes into each month of preparation before the planned start."""
_LARGEST_LEADS = Decimal("0.15")
"""How much less than chance has it the largest projects fall behind: everybody watches them."""


@dataclass(frozen=True)
class Investment:
    """One project's money in one year, in the plan's unit."""

    code: str
    total: Decimal
    annual_plan: Decimal
    """0 where nothing is planned this year."""
    prior: Decimal
    """Spent up to the end of the year before."""
    start_month: int
    """Month of the year in which work is to start, see :func:`automation.lights.start_month`."""
    new: bool
    """Whether work starts this year."""
    fortune: Decimal
    """How the year goes, 1 as planned, less where it lags."""
    year: int
    step: Decimal
    """Figures are whole multiples of this."""
    weights: tuple[int, ...]
    """Work in each month of the year."""

    def share(self, month: int) -> Decimal:
        """Share of the annual plan that is spent at the end of ``month`` (0 for the year before)."""
        begun = max(self.start_month, 1)
        done, whole = sum(self.weights[begun - 1:month]), sum(self.weights[begun - 1:])
        if month < begun or not whole:
            return min(_PREPARING * max(month - begun + 3, 0), _PREPARING * 2)
        early = _PREPARING * 2 if begun > 1 else Decimal(0)
        return min(early + (1 - early) * self.fortune * done / whole, Decimal(1))

    def spent(self, month: int) -> Decimal:
        """Spent this year up to the end of ``month``."""
        return multiple(self.annual_plan * self.share(month), self.step)

    def progress(self, month: int) -> Decimal:
        """Share of the total investment that is spent at the end of ``month``."""
        return (self.prior + self.spent(month)) / self.total if self.total else self.share(month)


def investments(plan: Plan, year: int) -> Mapping[str, Investment]:
    """Every project of the plan by code; what the plan states already is kept."""
    found: dict[str, Investment] = {}
    projects = _distinct(plan)
    starts = {code: max(start_month(_start(item) or str(year), year) for item in items) for code, items in projects.items()}
    money = {code: _year(plan, items, year) for code, items in projects.items()}
    active = [code for code in projects if money[code][0] and starts[code] <= 12]
    fortunes = _fortunes(plan, {code: money[code][0] for code in active})
    for code, items in projects.items():
        total = _stated(items, "总投资") or Decimal(0)
        annual, prior = money[code]
        new = all(_start(item)[:4] in ("", str(year)) for item in items)
        found[code] = Investment(code, total, annual, prior, starts[code], new, fortunes.get(code, Decimal(1)), year,
                                 _step(plan, annual), _weather(plan, code))
    return found


def _weather(plan: Plan, code: str) -> tuple[int, ...]:
    dice = Dice(plan.settings.plan_code, code, "months")
    season = dice.one_of(SEASONS)
    return tuple(weight * dice.whole(88, 112) for weight in season)


def _distinct(plan: Plan) -> dict[str, tuple[Item, ...]]:
    items: dict[str, tuple[Item, ...]] = {}
    for table in plan.tables:
        for item in table.items if table.kind is Kind.PROJECT else ():
            items[item.code] = (*items.get(item.code, ()), item)
    return items


def _start(item: Item) -> str:
    return str(item.fixed.get("计划开工") or item.fixed.get("建设年限") or "")[:7]


def _stated(items: tuple[Item, ...], name: str) -> Decimal | None:
    return next((v for item in items if isinstance(v := item.fixed.get(name), Decimal)), None)


def _year(plan: Plan, items: tuple[Item, ...], year: int) -> tuple[Decimal, Decimal]:
    """Annual plan and what was spent before, never more together than the total."""
    total = _stated(items, "总投资")
    annual, prior = _stated(items, "年度计划投资"), _stated(items, "截至上年底累计完成")
    if total is None:
        return annual or Decimal(0), prior or Decimal(0)
    before, now, after = _weights(items, year)
    dice = Dice(plan.settings.plan_code, items[0].code, "years")
    if prior is None:
        share = dice.between("0.9", "1") * before / (before + now + after)
        prior = min(_round(total * share, total, plan), total - (annual or 0))
    if annual is None:
        rest = total - prior
        annual = rest if now and not after else min(_round(rest * now / max(now + after, 1), total, plan), rest)
    return annual, prior


def _weights(items: tuple[Item, ...], year: int) -> tuple[int, int, int]:
    """Work before, in and after ``year``, by month of construction: slow first and last, fast in between."""
    first, last = _span(items, year)
    months = range(first, last + 1)
    weights = [len(months) + 6 * min(m - first, last - m) for m in months]
    start, end = year * 12, year * 12 + 11
    return (sum(w for m, w in zip(months, weights, strict=True) if m < start),
            sum(w for m, w in zip(months, weights, strict=True) if start <= m <= end),
            sum(w for m, w in zip(months, weights, strict=True) if m > end))


def _span(items: tuple[Item, ...], year: int) -> tuple[int, int]:
    """First and last month of construction, counted from the year 0; the whole of ``year`` where nothing is said."""
    spans = []
    for item in items:
        stated = re.findall(r"(\d{4})(?:[.年/](\d{1,2})(?!\d))?", str(item.fixed.get("建设年限") or ""))
        begun = re.fullmatch(r"(\d{4})(?:-(\d\d))?", _start(item))
        dates = ([begun.groups()] if begun else []) + stated
        if dates:
            spans.append((int(dates[0][0]) * 12 + int(dates[0][1] or 1) - 1,
                          int(dates[-1][0]) * 12 + int(dates[-1][1] or 12) - 1))
    first = max((s[0] for s in spans), default=year * 12)
    return first, max([s[1] for s in spans] + [first if spans else year * 12 + 11])


def _fortunes(plan: Plan, sizes: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Of any plan's projects about a fifth lag far behind, a sixth lag a little, the others keep up or are ahead."""
    by_size = sorted(sizes, key=lambda code: (sizes[code], code))

    def place(code: str) -> Decimal:
        nudge = _LARGEST_LEADS * by_size.index(code) / len(by_size)
        return Dice(plan.settings.plan_code, code, "fortune").between("0", "1") + nudge

    fortunes = {}
    for number, code in enumerate(sorted(sizes, key=place)):
        rank = (Decimal(number) + Decimal("0.5")) / len(sizes)
        low, high = next(bounds for limit, bounds in _QUANTILES if rank <= Decimal(limit))
        fortunes[code] = Dice(plan.settings.plan_code, code, "luck").between(low, high)
    return fortunes


_QUANTILES = (("0.21", ("0.42", "0.74")), ("0.40", ("0.84", "0.97")), ("0.80", ("1.02", "1.12")), ("1", ("1.12", "1.24")))


def _round(amount: Decimal, total: Decimal, plan: Plan) -> Decimal:
    """Two leading digits at most: annual plans are round."""
    digit = max(amount.adjusted() - 1, total.adjusted() - 2, -plan.settings.money_decimals)
    return multiple(amount, Decimal(1).scaleb(digit))


def _step(plan: Plan, annual: Decimal) -> Decimal:
    """Monthly figures have three digits of the annual plan's size: 10 of 35000, 0.1 of 420."""
    return max(Decimal(1).scaleb(annual.adjusted() - 3), Decimal(1).scaleb(-plan.settings.money_decimals)) if annual else Decimal(1)


def multiple(amount: Decimal, step: Decimal) -> Decimal:
    """``amount`` to the nearest multiple of ``step``, in plain notation."""
    found = (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found
