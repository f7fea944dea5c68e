"""The settings of a plan as data: the sheet 参数, and what follows from it: deadlines and time progress."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from automation.period import Frequency, Period
from automation.workdays import next_workday, words_of_shift

_WORKING_DAYS = 2
"""That a unit has to mend a file which is sent back after the deadline."""


@dataclass(frozen=True)
class Settings:
    """The plan's sheet 参数, typed; the Chinese names and defaults stand in ``automation.plan.settings``."""

    plan_code: str
    plan_name: str
    host: str
    """主办单位, 遂宁市民政局."""
    start: Period
    end: Period
    office: str = "局办公室"
    frequency: Frequency = Frequency.MONTH
    deadline_day: int = 20
    deadline_time: datetime.time = datetime.time(17, 0)
    deadline_inclusive: bool = True
    holiday_shift: bool = False
    remind_days: tuple[int, ...] = (-3, 0, 1, 3)
    """Days after the deadline (before, when negative) on which units are reminded."""
    sender: str = ""
    """E-mail address that reminders are sent from."""
    money_unit: str = "万元"
    money_decimals: int = 2
    yellow_points: Decimal = Decimal(0)
    """Behind time progress by more than this many points is yellow; see ``relative_lights``."""
    red_points: Decimal = Decimal(10)
    """Behind time progress by more than this many points is red."""
    relative_lights: bool = False
    """亮灯口径: both count percent of the time progress itself; 10 allows 5 points when half of the time is gone."""
    progress_by_day: bool = False
    """序时进度 by days up to the deadline instead of by months."""
    title: str = "工作推进情况通报"
    issue_number: str = "{年}年第{月}期"
    signed_by: str = ""
    report_to: str = ""
    copy_to: str = ""
    contact: str = ""
    font_profile: str = "A"
    timezone: str = "Asia/Shanghai"
    practice: bool = False
    """演练: figures are invented and every workbook says so on its face."""
    over_plan_share: Decimal = Decimal("0.2")
    jump_multiple: Decimal = Decimal(3)
    stock_change_share: Decimal = Decimal("0.3")
    """A stock (存量) that differs from the period before by more than this share is queried."""
    finished_share: Decimal = Decimal("0.95")
    reason_length: int = 6
    unchanged_months: int = 3
    read_seconds: int = 30
    """Reading one file may take so long by the clock; this and the four below refuse a file (F004)."""
    read_cpu_seconds: int = 20
    read_memory_mb: int = 1024
    file_mb: int = 50
    inflated_mb: int = 300

    def deadline(self, period: Period) -> datetime.datetime:
        """When reports of ``period`` are due, in the office's zone, without tzinfo."""
        day = self.regular_day(period)
        return datetime.datetime.combine(next_workday(day) if self.holiday_shift else day, self.deadline_time)

    def resubmission(self, period: Period | None, received: datetime.datetime) -> datetime.datetime:
        """When a file that is sent back has to be there again, in the zone of ``received``.

        Until the deadline of its period; once that has passed, or where nobody can tell the period, until the hour of the
        deadline on the second working day after it came in.
        """
        due = self.deadline(period).replace(tzinfo=received.tzinfo) if period else received
        if received < due:
            return due
        day = received.date()
        for _ in range(_WORKING_DAYS):
            day = next_workday(day + datetime.timedelta(days=1))
        return datetime.datetime.combine(day, self.deadline_time, received.tzinfo)

    def regular_day(self, period: Period) -> datetime.date:
        """The day of the deadline before a holiday moves it."""
        last = period.last_day
        day = last.replace(day=min(self.deadline_day, last.day))
        return day if self.deadline_inclusive else day - datetime.timedelta(days=1)

    def shift_note(self, period: Period) -> str:
        """What a reader must know of a deadline that holidays move; empty where they do not."""
        return words_of_shift(self.regular_day(period)) if self.holiday_shift else ""

    def time_progress(self, period: Period) -> Decimal:
        """序时进度: the share of the year elapsed, by months or by days as set."""
        return period.days_elapsed(self.deadline(period).date()) if self.progress_by_day else period.months_elapsed
