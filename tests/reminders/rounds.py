"""A round of reminders made by hand: units with every sort of name, in every state."""

import datetime
from dataclasses import replace
from pathlib import Path

from automation.model.plan import Severity, Unit
from automation.model.submission import Finding, UnitState, UnitStatus
from automation.period import Period
from automation.plan.shipped import load
from automation.reminders.round import Reminder, Round

JUNE = Period(2017, 6)
WRONG = tuple(Finding("V301", Severity.ERROR, "缺数", f"第{n}处没有填", "请补上", "填报表", f"L{n}") for n in range(9, 14))


def unit_round(*reminders: Reminder, day: int = 21, hour: int = 9, **changes: object) -> Round:
    """A round of June 2017, due on the 20th at 17:00, on that day of June."""
    plan = load("suining-2017")
    plan = replace(plan, settings=replace(plan.settings, **{"sender": "bgs@example.cn", "contact": "局办公室 0825-2222222", **changes}))
    return Round(plan, JUNE, datetime.datetime(2017, 6, day, hour), tuple(r.status for r in reminders), reminders)


def reminder(name: str, state: UnitState = UnitState.MISSING, attachment: Path | None = None, email: str = "") -> Reminder:
    """A unit called ``name`` that has yet to report."""
    unit = Unit(f"U-{name}"[:40], name, email=email)
    status = UnitStatus(unit, state, datetime.datetime(2017, 6, 20, 17), 3, file="来件.xlsx", history=tuple("√√√√√×"))
    return Reminder(status, WRONG if state is UnitState.RETURNED else (), attachment)
