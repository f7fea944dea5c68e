"""A reporting period: 2017-06 (month), 2017-Q2 (quarter), 2017-H1 (half-year) or 2017 (year)."""

import calendar
import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import total_ordering

from automation.errors import UsageError


class Frequency(Enum):
    """How often a table is reported; the value is the word used in the plan."""

    MONTH = "月"
    QUARTER = "季"
    HALF = "半年"
    YEAR = "年"

    months: int
    """Months in one period of this frequency."""

    def __init__(self, word: str) -> None:
        self.months = {"月": 1, "季": 3, "半年": 6, "年": 12}[word]


_FORMS = {
    Frequency.MONTH: re.compile(r"(\d{4})-(0[1-9]|1[0-2])"),
    Frequency.QUARTER: re.compile(r"(\d{4})-Q([1-4])"),
    Frequency.HALF: re.compile(r"(\d{4})-H([12])"),
    Frequency.YEAR: re.compile(r"(\d{4})()"),
}


@total_ordering
@dataclass(frozen=True)
class Period:
    """One period; periods sort by the month they end in."""

    year: int
    ordinal: int = 1
    """Which month, quarter or half of the year, from 1."""
    frequency: Frequency = Frequency.MONTH

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read ``2017-06``, ``2017-Q2``, ``2017-H1`` or ``2017``; raises UsageError for anything else."""
        for frequency, form in _FORMS.items():
            if match := form.fullmatch(text.strip().upper()):
                return cls(int(match[1]), int(match[2] or 1), frequency)
        raise UsageError(f"看不懂报告期“{text}”", "请写成 2017-06（月）、2017-Q2（季）或 2017（年）")

    @classmethod
    def ending(cls, year: int, month: int, frequency: Frequency) -> "Period":
        """The period of ``frequency`` that holds ``month`` of ``year``."""
        return cls(year, (month - 1) // frequency.months + 1, frequency)

    def __str__(self) -> str:
        mark = {Frequency.MONTH: f"-{self.ordinal:02}", Frequency.QUARTER: f"-Q{self.ordinal}",
                Frequency.HALF: f"-H{self.ordinal}", Frequency.YEAR: ""}[self.frequency]
        return f"{self.year}{mark}"

    def __hash__(self) -> int:
        # Periods are looked up more than anything else, and an enum's own hash is slow.
        return hash((self.year, self.ordinal, self.frequency.months))

    def __lt__(self, other: "Period") -> bool:
        return (self.year, self.last_month, self.frequency.months) < (
            other.year, other.last_month, other.frequency.months)

    @property
    def last_month(self) -> int:
        """The month of the year that the period ends in, 1 to 12."""
        return self.ordinal * self.frequency.months

    @property
    def first_month(self) -> int:
        """The month of the year that the period begins in, 1 to 12."""
        return self.last_month - self.frequency.months + 1

    @property
    def last_day(self) -> datetime.date:
        """The last calendar day of the period."""
        return datetime.date(self.year, self.last_month, calendar.monthrange(self.year, self.last_month)[1])

    @property
    def label(self) -> str:
        """The period as a person says it: 2017年6月, 2017年第2季度, 2017年上半年, 2017年."""
        return f"{self.year}年{self.short_label if self.frequency is not Frequency.YEAR else ''}"

    @property
    def short_label(self) -> str:
        """The period within its year: 6月, 第2季度, 上半年, 全年."""
        return {Frequency.MONTH: f"{self.ordinal}月", Frequency.QUARTER: f"第{self.ordinal}季度",
                Frequency.HALF: "上下"[self.ordinal > 1] + "半年", Frequency.YEAR: "全年"}[self.frequency]

    @property
    def range_label(self) -> str:
        """From January to the period's end: 1月, 1—6月."""
        return "1月" if self.last_month == 1 else f"1—{self.last_month}月"

    @property
    def first_of_year(self) -> bool:
        """Whether no period of the same frequency comes before it in its year."""
        return self.ordinal == 1

    def shifted(self, steps: int) -> "Period":
        """The period ``steps`` later (or earlier, when negative) of the same frequency."""
        per_year = 12 // self.frequency.months
        count = self.year * per_year + self.ordinal - 1 + steps
        return Period(count // per_year, count % per_year + 1, self.frequency)

    @property
    def previous(self) -> "Period":
        """The period before, of the same frequency."""
        return self.shifted(-1)

    @property
    def next(self) -> "Period":
        """The period after, of the same frequency."""
        return self.shifted(1)

    @property
    def months_elapsed(self) -> Decimal:
        """Share of the year elapsed at the period's end, counted in months: 6/12."""
        return Decimal(self.last_month) / 12

    def days_elapsed(self, cut_off: datetime.date) -> Decimal:
        """Share of the period's year elapsed on ``cut_off`` (inclusive), counted in days, held within 0 and 1."""
        first = datetime.date(self.year, 1, 1)
        days = 366 if calendar.isleap(self.year) else 365
        return min(max(Decimal((cut_off - first).days + 1) / days, Decimal(0)), Decimal(1))

    def holds(self, frequency: Frequency) -> bool:
        """Whether a table of ``frequency`` falls due in this period (a quarter's table in the quarter's last month)."""
        return self.last_month % frequency.months == 0
