"""Reporting periods as people write them: 2017年6月, 2017.6, 6月份, 二季度, 上半年, 1—6月."""

import re
from collections.abc import Iterator

from automation.cells.numerals import arabic_date
from automation.cells.sense import folded
from automation.errors import UsageError
from automation.period import Frequency, Period

NO_YEAR = "?"
"""Stands for the year of a period that is written without one: ?-06, ?-Q2."""
_DASH = r"月?(?:[-‐‑–—―−~～]+|至|到)"
_YEAR = r"(?P<year>20[0-9]{2})"
_MONTH_FORMS = (
    rf"(?<![0-9])(?:{_YEAR}年度?)?(?:(?<![0-9])[0-9]{{1,2}}{_DASH})?(?<![0-9])(?P<month>1[0-2]|0?[1-9])月(?!份?[0-9]+[日号]|内|[0-9])",
    rf"(?<![0-9./-]){_YEAR}[./-](?P<month>1[0-2]|0?[1-9])(?![0-9]|[./-][0-9])",
    rf"(?<![0-9]){_YEAR}(?P<month>1[0-2]|0[1-9])(?![0-9])",
)
_FORMS = {
    Frequency.MONTH: tuple(map(re.compile, _MONTH_FORMS)),
    Frequency.QUARTER: (
        re.compile(rf"(?<![0-9])(?:{_YEAR}年?度?)?第?(?P<quarter>[1-4一二三四])季(?:度|报)?"),
        re.compile(rf"(?<![0-9]){_YEAR}-?Q(?P<quarter>[1-4])(?![0-9])", re.IGNORECASE),
    ),
    Frequency.HALF: (
        re.compile(rf"(?<![0-9])(?:{_YEAR}年?度?)?(?P<half>[上下])半年"),
        re.compile(rf"(?<![0-9]){_YEAR}-?H(?P<half>[12])(?![0-9])", re.IGNORECASE),
    ),
    Frequency.YEAR: (re.compile(rf"(?<![0-9]){_YEAR}年?(?:全年|度)?(?![0-9./-])"),),
}
_DAY = re.compile(r"(?<=月)[0-9]{1,2}[日号].*")
_ORDER = (Frequency.MONTH, Frequency.QUARTER, Frequency.HALF, Frequency.YEAR)


def period_code(text: str) -> str:
    """The first period that ``text`` names, as 2017-06, 2017-Q2, 2017-H1 or 2017, ? for a year that is not said.

    Anything else as it stands.
    """
    try:
        return str(Period.parse(text))
    except UsageError:
        content = _DAY.sub("", _plain(text))
        return next((code for frequency in _ORDER for code in _found(content, frequency)), text)


def periods_in(text: str, frequency: Frequency) -> frozenset[str]:
    """Every period of ``frequency`` that ``text`` names; one without a year is passed over beside the same with one."""
    found = set(_found(_plain(text), frequency))
    whole = {f"{NO_YEAR}{code[4:]}" for code in found if not code.startswith(NO_YEAR)}
    return frozenset(found - whole)


def year_in(text: str) -> str:
    """The one year that ``text`` names (2017年), or nothing."""
    years = set(re.findall(r"(?<![0-9])(20[0-9]{2})年", _plain(text)))
    return years.pop() if len(years) == 1 else ""


def _plain(text: str) -> str:
    """In half-width, without blanks, Chinese years and months in digits."""
    return arabic_date("".join(folded(text).split()))


def _found(content: str, frequency: Frequency) -> Iterator[str]:
    for form in _FORMS[frequency]:
        for match in form.finditer(content):
            parts = match.groupdict()
            year = parts["year"] or NO_YEAR
            if month := parts.get("month"):
                yield f"{year}-{int(month):02}"
            elif quarter := parts.get("quarter"):
                yield f"{year}-Q{'一二三四'.find(quarter) + 1 or quarter}"
            elif half := parts.get("half"):
                yield f"{year}-H{'上下'.find(half) + 1 or half}"
            else:
                yield year
