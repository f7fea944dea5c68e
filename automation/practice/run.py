"""The practice month itself: a workspace made anew, and every step of the office in the order of its simulated time."""

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from automation import pipeline
from automation.derive import State
from automation.engines import Inline
from automation.errors import TongbaoError
from automation.model.submission import Outcome, Receipt
from automation.period import Frequency, Period
from automation.pipeline import Office
from automation.plan.read import read_plan
from automation.practice.amend import amend
from automation.practice.answers import answer
from automation.practice.clerks import fill
from automation.practice.script import NOT_A_WORKBOOK, Drop, cast, drops
from automation.sendbacks import UNKNOWN
from automation.workspace import Workspace

Report = Callable[[str], None]
"""Told one line for each step."""
_LENGTHS = {Frequency.MONTH: 6, Frequency.QUARTER: 4, Frequency.HALF: 3, Frequency.YEAR: 3}
"""Periods of a practice, by the plan's frequency."""
_PERIOD = re.compile(rf"\d{{4}}(-(\d\d|Q[1-4]|H[12]))?|{UNKNOWN}")
_OUTCOMES = {Outcome.ACCEPTED: "已收", Outcome.RETURNED: "退回", Outcome.DUPLICATE: "重复", Outcome.SUPERSEDED: "旧版",
             Outcome.QUARANTINED: "隔离"}


def _silent(_line: str) -> None:
    return None


@dataclass(frozen=True)
class PracticeResult:
    """What a practice leaves behind."""

    office: Office
    period: Period
    """The last period, with every mistake in it."""
    bulletin: Path
    receipts: Mapping[Period, tuple[Receipt, ...]] = field(default_factory=dict)
    """What became of every file, in the order in which they came."""


def practise(root: Path, plan: str, periods: Sequence[Period] = (), report: Report = _silent) -> PracticeResult:
    """Play a practice month in ``root``, made anew: every period up to it is issued, collected and written up.

    Args:
        root: folder of the workspace; one that is there is replaced only where its plan says 演练.
        plan: name of a shipped plan, or path of a plan workbook.
        periods: what to play, in order from the plan's first one; empty takes the first six months, four quarters, ….
        report: told a line at each step.

    Raises:
        TongbaoError: ``root`` holds real work.
    """
    clear(root)
    office = pipeline.create(root, plan)
    amend(office.workspace.plan_path, office.plan)
    office = pipeline.open_office(root)
    settings = office.plan.settings
    periods = tuple(periods) or _first(settings.start, settings.end)
    report(f"工作区 {root}：{settings.host}{settings.plan_name}，{periods[0].label}至{periods[-1].label}（演练数据）")
    since: dict[str, Period] = {}
    receipts: dict[Period, tuple[Receipt, ...]] = {}
    for number, period in enumerate(periods):
        receipts[period] = _play(office, period, len(periods) - 1 - number, since, report)
        bulletin = pipeline.bulletin(office, period)
        report(f"{period.label}：通报 {bulletin.relative_to(root).as_posix()}")
    return PracticeResult(office, periods[-1], bulletin, receipts)


def _first(start: Period, end: Period) -> tuple[Period, ...]:
    periods = (start.shifted(n) for n in range(_LENGTHS[start.frequency]))
    return tuple(p for p in periods if p <= end)


def _play(office: Office, period: Period, to_go: int, since: dict[str, Period], report: Report) -> tuple[Receipt, ...]:
    """One period: issue, then every drop in its turn, each collected as it comes."""
    issued = pipeline.issue(office, period)
    report(f"{period.label}：下发 {len(issued)} 份")
    past = pipeline.past(office, period)
    roles = cast(office.plan, period, to_go)
    receipts: list[Receipt] = []
    for drop in drops(office.plan, period, roles, since):
        _land(office, drop, period, past.previous(period, drop.unit.name), receipts)
        # These files were written a moment ago: they can be read here.
        collected = pipeline.collect(office, drop.moment.replace(tzinfo=office.zone), settle=0, engine=Inline(office.plan))
        receipts += collected.receipts
        if drop.note:
            said = "、".join(_OUTCOMES[r.outcome] for r in collected.receipts)
            report(f"{period.label}：{drop.moment.month}月{drop.moment.day}日 {drop.name}（{drop.note}）→ {said}")
    since.clear()
    if roles.missing:
        since[roles.missing.code] = period.previous
        report(f"{period.label}：{roles.missing.name} 未报")
    accepted = sum(r.outcome is Outcome.ACCEPTED for r in receipts)
    report(f"{period.label}：收到 {len(receipts)} 份，并入台账 {accepted} 份")
    return tuple(receipts)


def _land(office: Office, drop: Drop, period: Period, previous: Mapping[str, State], before: Sequence[Receipt]) -> None:
    target = office.workspace.inbox / drop.name
    if drop.rows is None:
        target.write_bytes(NOT_A_WORKBOOK)
        return
    fill(target, office.plan, drop.unit, period, previous, drop.rows, drop.signed)
    sent = next((r.send_back for r in reversed(before) if r.unit == drop.unit.name and r.send_back), "")
    if drop.answers and sent:
        target.write_bytes(answer((office.workspace.root / sent).read_bytes(), target.read_bytes(), drop.explanation))


# Making room


def clear(root: Path) -> None:
    """Remove from ``root`` what an earlier practice made, and nothing else; raises TongbaoError before real work is touched."""
    workspace = Workspace(root)
    refusal = TongbaoError(f"{root} 是正式工作区，不能演练", "请换一个空文件夹：tongbao demo 文件夹")
    if not workspace.plan_path.exists():
        if workspace.ledger.exists():
            raise refusal
        return
    if not read_plan(workspace.plan_path).settings.practice:
        raise refusal
    try:
        _remove(workspace)
    except OSError as error:
        raise TongbaoError(f"上次演练的文件 {error.filename} 删不掉：{error.strerror}", "请关闭打开的工作簿后再运行") from error


def _remove(workspace: Workspace) -> None:
    for parent in (workspace.plan_path.parent, workspace.root / "reports", workspace.archive):
        for folder in sorted(parent.iterdir()) if parent.is_dir() else ():
            if folder.is_dir() and _PERIOD.fullmatch(folder.name):
                shutil.rmtree(folder)
    for path in sorted(workspace.inbox.rglob("*"), reverse=True) if workspace.inbox.is_dir() else ():
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and not path.name.startswith(("README", ".")):
            path.unlink()
    for path in sorted(workspace.root.glob("ledger.db*")):
        path.unlink()
    workspace.plan_path.unlink()
