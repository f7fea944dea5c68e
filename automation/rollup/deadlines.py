"""完成时限 as a day: what plans write (2020年12月, 6月底前, 上半年, 年内), and what comes round every period."""

import calendar
import datetime
import re

from automation.model.plan import Item, Settings

_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_TENS = {"上旬": 10, "中旬": 20}
_RECURRING = re.compile(r"每(?:年|半年|季度?|月|周|日|天)|按[月季]|monthly|quarterly")
_YEAR_END = re.compile(r"年内|年底|年末|全年|年终|当年")


def deadline(text: str, settings: Settings) -> datetime.date | None:
    """The last day on which a task with this 完成时限 is in time; None where the text names none.

    A month without a day is over on its last day; without a year the plan's last year is meant.
    """
    said = text.strip()
    if _RECURRING.search(said):
        return None
    match = re.search(r"(20\d\d)", said)
    year = int(match[1]) if match else settings.end.year
    rest = said[match.end():].lstrip("年-./ ") if match else said
    month, day = _month_and_day(rest)
    if month:
        return _day(year, month, day)
    if match or _YEAR_END.search(said):
        return datetime.date(year, 12, 31)
    return None


def recurring(item: Item) -> bool:
    """Whether a task comes round every period: 频次 or 完成时限 says 每月…, 每季…, or its 口径 is 按期."""
    said = (str(item.fixed.get(name) or "") for name in ("频次", "完成时限"))
    return item.fixed.get("口径") == "按期" or any(_RECURRING.search(text) for text in said)


def _month_and_day(text: str) -> tuple[int, int]:
    """Month and day, 0 for what is not said."""
    if match := re.match(r"(\d{1,2})[月\-./](\d{1,2})日?", text):
        return int(match[1]), int(match[2])
    if match := re.match(r"(\d{1,2})(?:月|$)", text):
        return int(match[1]), next((day for word, day in _TENS.items() if word in text), 0)
    if match := re.search(r"第?([一二三四1-4])季度", text):
        return 3 * int(_QUARTERS.get(match[1], match[1])), 0
    if "上半年" in text:
        return 6, 0
    return (12, 0) if "下半年" in text else (0, 0)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, min(day or last, last))
