"""Who reported when, counted: what the submission sheet, the cover and the text share."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from automation.model.submission import UnitState, UnitStatus

ON_TIME, LATE, MISSING = "按时", "迟报", "未报送"


@dataclass(frozen=True)
class Reporting:
    """The units of a period by how they reported, each group in the plan's order."""

    due: tuple[UnitStatus, ...]
    on_time: tuple[UnitStatus, ...]
    late: tuple[UnitStatus, ...]
    missing: tuple[UnitStatus, ...]
    """Nothing of theirs was accepted; some may have been sent back."""

    @classmethod
    def of(cls, statuses: Iterable[UnitStatus]) -> "Reporting":
        """Sort ``statuses`` by what the sheet says of each."""
        due = tuple(statuses)
        said = [(status, word(status)) for status in due]
        return cls(due, tuple(s for s, w in said if w == ON_TIME), tuple(s for s, w in said if w.startswith(LATE)),
                   tuple(s for s, w in said if w == MISSING))


def received(status: UnitStatus) -> datetime.datetime | None:
    """When the first accepted file came in, on the office's clock, at the next whole second.

    A moment after the deadline must not round to the deadline itself.
    """
    if status.received is None:
        return None
    moment = status.received.replace(tzinfo=None)
    return moment.replace(microsecond=0) + datetime.timedelta(seconds=1) if moment.microsecond else moment


def word(status: UnitStatus) -> str:
    """按时, 迟报N天 or 未报送: calendar days, at least one."""
    moment = received(status)
    if moment is None:
        return MISSING
    if moment <= status.deadline:
        return ON_TIME
    return f"{LATE}{max(1, (moment.date() - status.deadline.date()).days)}天"


def remark(status: UnitStatus) -> str:
    """The unit's name in a list of those that did not report: one that was sent back did try."""
    return f"{status.unit.name}（已退回待重报）" if status.state is UnitState.RETURNED else status.unit.name
