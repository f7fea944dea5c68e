"""An opened workspace: where it is and its plan."""

import datetime
import zoneinfo
from dataclasses import dataclass

from automation.model.plan import Plan
from automation.workspace import Workspace


@dataclass(frozen=True)
class Office:
    """A workspace with its plan read."""

    workspace: Workspace
    plan: Plan

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The office's zone."""
        return zoneinfo.ZoneInfo(self.plan.settings.timezone)

    def now(self) -> datetime.datetime:
        """The time in the office's zone."""
        return datetime.datetime.now(self.zone)
