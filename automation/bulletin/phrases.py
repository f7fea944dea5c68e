"""Figures and names as a Chinese sentence has them: plain digits, one decimal for shares, no more than five names."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from automation.model.plan import Settings
from automation.period import Frequency, Period

_TENTH = Decimal("0.1")
_MOST_NAMES = 5


def digits(value: Decimal) -> str:
    """``687220``, ``12.5``: no thousands separators, no zeros behind the last decimal."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def tenths(value: Decimal) -> Decimal:
    """``value`` with the one decimal that a sentence gives it."""
    return value.quantize(_TENTH, ROUND_HALF_UP)


def percent(share: Decimal) -> str:
    """``48.0%`` for 0.48."""
    return f"{tenths(share * 100)}%"


def against_time(points: Decimal, noun: str = "序时进度") -> str:
    """``慢于序时进度2.0个百分点``; rounded before the word is chosen, so nothing is ever 慢于…0.0."""
    shown = tenths(points)
    if not shown:
        return f"与{noun}持平"
    return f"{'快于' if shown > 0 else '慢于'}{noun}{abs(shown)}个百分点"


def listed(names: Sequence[str], most: int = _MOST_NAMES, noun: str = "家") -> str:
    """``甲、乙``; past ``most`` names the first of them and 等N家, N being all."""
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等{len(names)}{noun}"


def this_period(period: Period) -> str:
    """``本月`` for a month, ``本期`` for anything longer."""
    return "本月" if period.frequency is Frequency.MONTH else "本期"


def city(settings: Settings) -> str:
    """Where the office is: ``遂宁市`` of 遂宁市民政局; empty when its name does not say."""
    match = re.match(r".+?[市县区州]", settings.host)
    return match[0] if match else ""


def without_city(settings: Settings, name: str) -> str:
    """``name`` without the city that it begins with, whole or short: 遂宁市河东新区 and 遂宁开发区 lose 遂宁."""
    whole = city(settings)
    for prefix in (whole, whole[:-1]):
        if len(prefix) > 1 and len(name) > len(prefix) + 1:
            name = name.removeprefix(prefix)
    return name


def campaign(settings: Settings) -> str:
    """The plan's name without the office and its city: “七大提升行动”."""
    name = settings.plan_name.removeprefix(settings.host)
    return without_city(settings, name) or settings.plan_name


def masthead(settings: Settings) -> str:
    """The line above the title: 遂宁市民政局“七大提升行动”."""
    return f"{settings.host}{campaign(settings)}"


def issuer(settings: Settings) -> str:
    """Who issues the bulletin: 局办公室 of 遂宁市民政局 is 遂宁市民政局办公室."""
    inside = settings.host.endswith("局") and settings.office.startswith("局")
    return settings.host + settings.office[1:] if inside else settings.office


def issue_number(settings: Settings, period: Period, revision: int) -> str:
    """期号: 2017年第6期, and which correction of it this is; a quarter or year over monthly reports is called by its name."""
    if period.frequency is not settings.frequency:
        return period.label
    number = settings.issue_number.replace("{年}", str(period.year)).replace("{月}", str(period.last_month))
    number = number.replace("{期}", str(period.ordinal))
    return f"{number}（更正第{revision}号）" if revision else number
