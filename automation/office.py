"""An opened workspace: where it is and its plan."""

import datetime
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from automation.errors import TongbaoError
from automation.model.plan import Plan
from automation.plan.read import read_plan
from automation.store import Store
from automation.workspace import Workspace


@dataclass(frozen=True)
class Places:
    """Addresses, as fsspec knows them, for what else stands in the workspace; an empty one is the folder there."""

    inbox: str = ""
    archive: str = ""
    """Where a second copy of the archive is kept, for readers on other machines."""
    reports: str = ""
    """Where copies of the reports go."""

    def check(self) -> None:
        """Raise UsageError for an address that is none, and TongbaoError where what it needs is not installed."""
        for address in filter(None, (self.inbox, self.archive, self.reports)):
            Store(address)


HERE = Places()
"""Everything stands in the workspace."""


@dataclass(frozen=True)
class Office:
    """A workspace with its plan read."""

    workspace: Workspace
    plan: Plan
    places: Places = HERE

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The office's zone."""
        return zoneinfo.ZoneInfo(self.plan.settings.timezone)

    def now(self) -> datetime.datetime:
        """The time in the office's zone."""
        return datetime.datetime.now(self.zone)


def nearest(places: Iterable[Path]) -> Office:
    """The first workspace among ``places``; else the first folder with a 任务书.xlsx of its own, which is no workspace.

    A clerk has no workspace, but may have been sent the plan. Raises TongbaoError where there is neither.
    """
    folders = tuple(dict.fromkeys(place.resolve() for place in places))
    for folder in folders:
        if Workspace(folder).plan_path.is_file():
            return Office(Workspace(folder), read_plan(Workspace(folder).plan_path))
    for folder in folders:
        if (plan := folder / Workspace(folder).plan_path.name).is_file():
            return Office(Workspace(folder), read_plan(plan))
    raise TongbaoError("找不到任务书，没有它就不知道该填什么",
                       "请把办公室发的 任务书.xlsx 和填报表放在同一个文件夹里再自查，或用 -w 指明办公室的工作区")
