"""A workspace, files dropped into it, and the steps that take them in."""

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from automation.inbox import Archive, Candidate, Scan, scan
from automation.workspace import Workspace

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime.datetime:
    """The time in the office."""
    return datetime.datetime.now(CHINA)


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Office:
    """A workspace with its archive."""

    space: Workspace

    def drop(self, name: str, content: bytes = b"content") -> Path:
        """Put a file into the inbox."""
        path = self.space.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def scan(self, settle: float = 0) -> Scan:
        """One look at the inbox."""
        return scan(self.space.inbox, settle, now())

    def only(self) -> Candidate:
        """The one file that can be taken."""
        (candidate,) = self.scan().candidates
        return candidate

    def archive(self) -> Archive:
        """The archive, as a new run sees it."""
        return Archive(self.space.archive, CHINA)

    def kept(self) -> dict[str, bytes]:
        """Everything in the archive by path within the workspace."""
        return {p.relative_to(self.space.root).as_posix(): p.read_bytes()
                for p in self.space.archive.rglob("*") if p.is_file()}
