"""Working days by the official calendar: public holidays, and the weekend days that are worked in exchange (调休).

The days come from the package chinesecalendar, which keeps each year's notice of the State Council, 2004 to 2026 so
far, and says so where a year is not announced yet. Of the other two kept libraries, workalendar holds 2018 to 2023
alone, and holidays, equal to it day by day for 2015 to 2026, gives computed days without 调休 for later years without
a word.
"""

import datetime


def announced(year: int) -> bool:
    """Whether the year's holidays are known; where not, only weekends count as days off."""
    return _worked(datetime.date(year, 1, 1)) is not None


def is_workday(day: datetime.date) -> bool:
    """Whether people are at work on ``day``; in a year that is not announced, from Monday to Friday."""
    worked = _worked(day)
    return day.weekday() < 5 if worked is None else worked


def next_workday(day: datetime.date) -> datetime.date:
    """``day`` itself when it is worked, else the first working day after it."""
    while not is_workday(day):
        day += datetime.timedelta(days=1)
    return day


def words_of_shift(regular: datetime.date) -> str:
    """What moved the deadline from its ``regular`` day and where to, and whether only weekends were known; or nothing."""
    due = next_workday(regular)
    moved = f"{regular.month}月{regular.day}日逢节假日，顺延至{due.month}月{due.day}日" if due != regular else ""
    unknown = "" if announced(regular.year) else f"{regular.year}年放假安排尚未收录，只按周末顺延"
    return "；".join(part for part in (moved, unknown) if part)


def _worked(day: datetime.date) -> bool | None:
    # Imported here: only plans that move their deadline need the calendar.
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
