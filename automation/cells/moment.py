"""Dates and months as clerks write them, to ISO text: 2017-06-15 and 2017-06."""

import calendar
import re
from datetime import date, datetime, timedelta

from automation.cells.numerals import arabic_date
from automation.cells.sense import EMPTY, Sense, displayed, folded, literal, plain, understood, unreadable

_YEAR, _MONTH, _DAY = r"(?P<year>[0-9]{4}|[0-9]{2})", r"(?P<month>[0-9]{1,2})", r"(?P<day>[0-9]{1,2})"
_FORMS = tuple(re.compile(form) for form in (
    rf"(?:{_YEAR}\s*年\s*)?{_MONTH}\s*月\s*(?:份|(?P<end>底|末)|{_DAY}\s*[日号]?)?",
    rf"{_YEAR}\s*([./-])\s*{_MONTH}(?:\s*\2\s*{_DAY})?",
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})?",
    rf"{_YEAR}\s*年\s*(?P<end>底|末)",
))
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050
"""2000-01-01 and 2099-12-31: a bare number outside was not meant as a date."""
_EPOCH = date(1899, 12, 30)
_LONGEST = 30


def date_sense(raw: date, by_month: bool) -> Sense:
    """A date cell; where a month is asked for, the first of a month is how Excel keeps what was typed as a month."""
    day = raw.date() if isinstance(raw, datetime) else raw
    if not by_month:
        return literal(day.isoformat())
    month = f"{day:%Y-%m}"
    return literal(month) if day.day == 1 else understood(month, month)


def serial_sense(raw: float, by_month: bool) -> Sense:
    """A bare number: 42901 is a date without its format, 201706 and 2017.6 are typed ones."""
    figure = displayed(raw)
    if _FIRST_SERIAL <= figure <= _LAST_SERIAL:
        day = _EPOCH + timedelta(days=int(figure))
        written = _iso(day.year, day.month, day.day, by_month)
        return understood(written, written)
    text = plain(figure) if figure.is_finite() else ""
    if re.fullmatch(r"[0-9]{4}\.1", text):
        # 2017.10 typed as a number is kept as 2017.1.
        return unreadable(f"{text[:4]}-01", f"{text[:4]}-10")
    return moment_sense(text, by_month) if text else unreadable()


def moment_sense(text: str, by_month: bool, year: int | None = None) -> Sense:
    """Text in a date's cell; ``year`` is what 6月底 is taken to belong to, unreadable without it."""
    content = arabic_date(folded(text))
    if not content:
        return EMPTY
    match = next(filter(None, (form.fullmatch(content) for form in _FORMS)), None) if len(content) <= _LONGEST else None
    if match is None:
        return unreadable()
    parts = {"year": None, "month": "12", "day": None, "end": None, **match.groupdict()}
    typed, month = parts["year"], int(parts["month"] or 12)
    full_year = int(typed) if typed and len(typed) == 4 else 2000 + int(typed) if typed else year
    if full_year is None or not 1 <= month <= 12 or full_year < 1900:
        return unreadable()
    last = calendar.monthrange(full_year, month)[1]
    day = int(parts["day"]) if parts["day"] else last if parts["end"] else 0
    if day > last or (day == 0 and (parts["day"] or not by_month)):
        return unreadable(*_near(full_year, month, last, by_month, bool(parts["day"])))
    written = _iso(full_year, month, day or 1, by_month)
    if typed and len(typed) == 2:
        return unreadable(written)
    return literal(written) if folded(text) == written else understood(written, written)


def _near(year: int, month: int, last: int, by_month: bool, day_typed: bool) -> tuple[str, ...]:
    """The last day for a day that the month does not have; nothing where no day was given."""
    return (_iso(year, month, last, by_month),) if day_typed else ()


def _iso(year: int, month: int, day: int, by_month: bool) -> str:
    written = date(year, month, day).isoformat()
    return written[:7] if by_month else written
