"""One round of reminders as data: which day it is beside the deadline, and whom to remind of what."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from automation.model.plan import Plan, Unit
from automation.model.submission import Finding, UnitState, UnitStatus
from automation.period import Period

OPEN = (UnitState.MISSING, UnitState.RETURNED, UnitState.EMPTY)
"""States in which a report is still to come."""


@dataclass(frozen=True)
class Step:
    """One of the days on which the office reminds."""

    days: int
    """After the deadline; before it when negative."""
    day: datetime.date

    @property
    def words(self) -> str:
        """截止前3天, 截止当天, 截止后1天."""
        return f"截止{'前' if self.days < 0 else '后'}{abs(self.days)}天" if self.days else "截止当天"


@dataclass(frozen=True)
class Reminder:
    """One unit that has yet to report."""

    status: UnitStatus
    findings: tuple[Finding, ...] = ()
    """For a unit that was sent back: what has to be corrected."""
    attachment: Path | None = None
    """Its workbook, or its own file with the marks; None where there is neither."""

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.status.unit


@dataclass(frozen=True)
class Round:
    """Everything that the reminders of one day say."""

    plan: Plan
    period: Period
    now: datetime.datetime
    """The office's clock, without a zone."""
    statuses: tuple[UnitStatus, ...]
    reminders: tuple[Reminder, ...]

    @property
    def deadline(self) -> datetime.datetime:
        """When reports are due, on the office's clock."""
        return self.plan.settings.deadline(self.period)

    @property
    def days(self) -> int:
        """Calendar days from the deadline to now; negative before it."""
        return (self.now.date() - self.deadline.date()).days

    @property
    def past(self) -> bool:
        """Whether the deadline is over."""
        return self.now > self.deadline

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every day of reminding, in order."""
        first = self.deadline.date()
        return tuple(Step(n, first + datetime.timedelta(days=n)) for n in sorted(self.plan.settings.remind_days))

    @property
    def step(self) -> Step | None:
        """The step that today is, or None."""
        return next((s for s in self.steps if s.day == self.now.date()), None)

    @property
    def following(self) -> Step | None:
        """The next step after today, or None."""
        return next((s for s in self.steps if s.day > self.now.date()), None)
