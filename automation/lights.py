"""亮灯: how far a project is ahead of or behind time progress, as a glyph, a word and a colour's name."""

from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum

from automation.formula import Scalar
from automation.model.plan import Settings
from automation.period import Period

_PLACES = 6
"""Decimals of a percentage point that count."""
_ROOM = Context(prec=400)
"""Digits for whatever a gap may be: a figure typed with a stuck key must not stop the run."""


class Light(Enum):
    """A light; the value is what a cell shows. The glyphs stand in GB2312, so every Chinese font has them."""

    GREEN = "● 绿灯"
    YELLOW = "▲ 黄灯"
    RED = "■ 红灯"
    NOT_PLANNED = "○ 未实施"
    """No investment is planned this year."""
    NOT_STARTED = "○ 待开工"
    """The planned month of starting has not come."""
    NOT_DUE = "○ 未到期"
    """A milestone whose date is still far."""
    UNREPORTED = "○ 未报"
    """No unit has ever said a word about it."""
    UNSCORED = "○ 不评"
    """There is nothing to measure it by."""

    glyph: str
    """The first character, enough where room is short."""
    behind: bool
    """Whether the light is yellow or red."""

    def __init__(self, words: str) -> None:
        self.glyph = words[0]
        self.behind = words[0] in "▲■"


class Verdict(Enum):
    """How an indicator stands against its target; the value is what a cell shows."""

    AHEAD = "√ 提前达标"
    MET = "√ 按期达标"
    MET_LATE = "√ 逾期达标"
    KEPT = "√ 至今达标"
    """What must hold all the time has held so far: zero breaches, a ceiling, a duty of every month."""
    NOT_DUE = "○ 未到期"
    DUE = "× 到期未达标"
    """Due at the end of this very period."""
    OVERDUE = "× 逾期未达标"
    BROKEN = "× 未达标"
    """What must hold all the time has not."""
    UNREPORTED = "○ 未报"
    UNSCORED = "○ 不评"

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.value[0] == "√"

    @property
    def missed(self) -> bool:
        """Whether it is not, although it should be by now."""
        return self.value[0] == "×"


def threshold(line: Decimal, elapsed: Decimal, settings: Settings) -> Decimal:
    """How many percentage points behind 滞后黄线 or 滞后红线 allows once the share ``elapsed`` of the time is gone."""
    return _rounded(line * elapsed) if settings.relative_lights else line


def threshold_formula(line: str, elapsed: str, settings: Settings) -> str:
    """The same as an expression over the names or cells of both."""
    return f"ROUND({line}*{elapsed},{_PLACES})" if settings.relative_lights else line


def graded(gap_points: Decimal, elapsed: Decimal, settings: Settings) -> Light:
    """The light of something that is ``gap_points`` percentage points ahead of time (or behind, when negative).

    ``elapsed`` is the share that it is measured against: the time progress.
    """
    gap = _rounded(gap_points)
    if gap >= -threshold(settings.yellow_points, elapsed, settings):
        return Light.GREEN
    return Light.YELLOW if gap >= -threshold(settings.red_points, elapsed, settings) else Light.RED


def _rounded(points: Decimal) -> Decimal:
    # A share such as 5/12 has no end: what lies exactly on a line must not fall off it in the last digit.
    return points.quantize(Decimal(1).scaleb(-_PLACES), ROUND_HALF_UP, _ROOM)


def light(plan: Decimal | None, start_month: int, period: Period, gap_points: Scalar, settings: Settings) -> Light:
    """The light of a project in ``period``.

    Args:
        plan: annual planned investment; None or 0 means nothing is planned.
        start_month: month of the year that work is planned to start in, see :func:`start_month`.
        gap_points: completion rate minus time progress, in percentage points.
    """
    if not plan:
        return Light.NOT_PLANNED
    if start_month > period.last_month or not isinstance(gap_points, Decimal):
        return Light.NOT_STARTED
    return graded(gap_points, settings.time_progress(period), settings)


def start_month(start: str, year: int) -> int:
    """Month of ``year`` in which a project with 计划开工 ``start`` (2017, 2017-09) is to start.

    1 when it started in an earlier year or only the year is known, 13 when it starts in a later year or is unknown.
    """
    started, _, month = start.partition("-")
    if not started.isdecimal() or int(started) > year:
        return 13
    return int(month or 1) if int(started) == year else 1


def supervision(now: Light, before: Light | None) -> str:
    """督办建议: what the office proposes for a project with light ``now`` that had ``before`` a period ago."""
    if now is Light.RED:
        return "建议分管领导约谈" if before is Light.RED else "下发督办函"
    if now is Light.YELLOW:
        return "重点提示" if before is not None and before.behind else "提示关注"
    return "已转绿，予以销号" if now is Light.GREEN and before is not None and before.behind else ""
