"""What every part of one issued workbook needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass

from automation.model.plan import Kind, Plan, Unit
from automation.period import Frequency, Period
from automation.styles.book import Book

WORDS = {Kind.PROJECT: ("项目", "个", "项目进展"), Kind.TASK: ("任务", "项", "工作任务进展"), Kind.INDICATOR: ("指标", "项", "指标完成情况")}
"""What a row is called, its measure word, and what the form reports."""
_REPORTS = {Frequency.MONTH: "月报表", Frequency.QUARTER: "季报表", Frequency.HALF: "半年报表", Frequency.YEAR: "年报表"}


@dataclass(frozen=True)
class Issue:
    """What all workbooks of one period have in common."""

    plan: Plan
    period: Period
    lists: Mapping[tuple[str, ...], str]
    """Defined names of the drop-down lists that are too long to stand in a cell's validation."""

    def title(self, kind: Kind) -> str:
        """Title of the form of ``kind``."""
        return f"{self.period.label}{self.plan.settings.plan_name}{WORDS[kind][2]}{_REPORTS[self.period.frequency]}"

    @property
    def report(self) -> str:
        """What the workbook is, in the footer: 2017年6月月报."""
        return f"{self.period.label}{_REPORTS[self.period.frequency].removesuffix('表')}"

    @property
    def deadline(self) -> str:
        """When the workbook is due: 6月20日17:00."""
        due = self.plan.settings.deadline(self.period)
        return f"{due.month}月{due.day}日{due:%H:%M}"

    @property
    def day(self) -> str:
        """A day as a clerk is to write it."""
        return f"{self.month}-{self.plan.settings.regular_day(self.period).day:02}"

    @property
    def month(self) -> str:
        """A month as a clerk is to write it."""
        return example_month(self.period)


@dataclass(frozen=True)
class Job(Issue):
    """One workbook: of one unit, for one period."""

    book: Book
    unit: Unit
    signature: Mapping[str, str]


def example_month(period: Period) -> str:
    """A month as a clerk is to write it: 2017-06."""
    return f"{period.year}-{period.last_month:02}"
