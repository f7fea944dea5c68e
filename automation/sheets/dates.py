"""Serial numbers that a number format shows as dates."""

import re
from datetime import date, datetime, time, timedelta
from enum import Enum

_EPOCH_1900 = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_LAST_SERIAL = 2958466  # 9999-12-31 and a day
_MS_PER_DAY = 86_400_000
# Excel invented 1900-02-29 as serial 60; serials before it are one day off.
_FALSE_LEAP_DAY = 60

_LITERALS = re.compile(r'"[^"]*"?|\\.|[_*].')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[ymdhs]|aaa", re.IGNORECASE)
_GENERAL = re.compile(r"general|g/通用格式", re.IGNORECASE)


class Shown(Enum):
    """How a number format shows a number."""

    NUMBER = 0
    DATE = 1
    ELAPSED = 2


# 27-36 and 50-58 are dates and times in the East Asian editions of Excel.
_BUILT_IN = {
    **dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), Shown.DATE),
    46: Shown.ELAPSED,
}


def shown_by_id(format_id: int) -> Shown:
    """Tell how a built-in number format shows a number."""
    return _BUILT_IN.get(format_id, Shown.NUMBER)


def shown_by_code(code: str) -> Shown:
    """Tell how a format code such as ``yyyy"年"m"月"`` shows a number."""
    bare = _LITERALS.sub("", code).split(";")[0]
    if _ELAPSED.search(bare):
        return Shown.ELAPSED
    bare = _GENERAL.sub("", _BRACKETS.sub("", bare))
    return Shown.DATE if _DATE_LETTERS.search(bare) else Shown.NUMBER


def from_serial(serial: float, shown: Shown, date1904: bool) -> float | datetime | date | time | timedelta:
    """Turn a serial number into what its format shows, to the millisecond.

    Whole days give a date, parts of the first day a time, others a datetime. Serials that Excel shows as ##### (negative,
    past 9999) and the day that never was, 1900-02-29, stay numbers.
    """
    if shown is Shown.ELAPSED:
        return timedelta(milliseconds=round(serial * _MS_PER_DAY)) if abs(serial) < _LAST_SERIAL else serial
    if not 0 <= serial < _LAST_SERIAL:
        return serial
    days, ms = divmod(round(serial * _MS_PER_DAY), _MS_PER_DAY)
    if days == 0 and (ms or not date1904):
        return (_EPOCH_1900 + timedelta(milliseconds=ms)).time()
    if date1904:
        days += _EPOCH_1904.toordinal() - _EPOCH_1900.toordinal()
    elif days == _FALSE_LEAP_DAY:
        return serial
    elif days < _FALSE_LEAP_DAY:
        days += 1
    try:
        moment = _EPOCH_1900 + timedelta(days=days, milliseconds=ms)
    except OverflowError:
        return serial
    return moment if ms else moment.date()


def from_iso(text: str) -> datetime | date | time | str:
    """Read an ISO 8601 cell (``t="d"``); text that is none stays text."""
    for kind in (date, datetime, time):
        try:
            return kind.fromisoformat(text.removesuffix("Z"))
        except ValueError:
            continue
    return text
