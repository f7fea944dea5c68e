"""Inbox and archive in a store that many machines reach, with the same order that loses nothing.

What lies in the inbox there is copied to this machine and goes the usual way: into the workspace's archive, from there into
the archive in the store, where every copy is read back; only then it is read and recorded; only then it is removed from the
inbox there. The workspace keeps its own archive, so everything that looks into it works as ever, and a run that broke off
anywhere is finished by the next.
"""

import datetime
import itertools
import shutil
import tempfile
import time
import weakref
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from automation.errors import TongbaoError
from automation.inbox.archive import Archive, Archived
from automation.inbox.files import UnsettledError
from automation.inbox.names import natural, printable
from automation.inbox.release import Release
from automation.inbox.scan import LARGEST, Candidate, PassedOver, Scan, why_ignored
from automation.store import Store, Stored

PORTION = 2000
"""Objects that are copied to this machine at a look; the next look takes more."""
_AT_A_TIME = 16
"""Objects that are waited for at a time."""


class RemoteWatch:
    """Looks at the inbox at an address again and again; the counterpart of ``Watch``.

    An object of a store is whole as soon as it is seen; what lies on a share may still be growing. So everything has to
    stand unchanged for ``settle`` seconds by our own clock.
    """

    def __init__(self, address: str, settle: float) -> None:
        self._store = Store(address)
        self._settle = settle
        self._seen: dict[str, tuple[Stored, float]] = {}
        self._tried: set[Stored] = set()
        self._staging = Path(tempfile.mkdtemp(prefix="tongbao-inbox-"))
        weakref.finalize(self, shutil.rmtree, self._staging, ignore_errors=True)
        self._staged: dict[Path, str] = {}
        """What each copy on this machine is called there."""
        self._numbers = itertools.count()

    def look(self, now: datetime.datetime) -> Scan:
        """What is there now, copied to this machine; raises TongbaoError where the store cannot be reached."""
        self._tidy()
        found = self._store.list()
        passed_over = {name: reason for name, one in found.items() if (reason := _why_ignored(name) or _why_refused(one))}
        whole, growing = self._settled([one for name, one in found.items() if name not in passed_over])
        whole.sort(key=lambda one: (_received(one, now), natural(PurePosixPath(one.name).name), one.name))
        untried = [one for one in whole if one not in self._tried]
        # What could not be removed is tried again, but does not stand in the way of the rest.
        due = (untried or whole)[:PORTION]
        self._tried.update(due)
        with ThreadPoolExecutor(_AT_A_TIME) as fetching:
            copies = list(fetching.map(self._copied, due, self._numbers, itertools.repeat(now)))
        return Scan(tuple(c for c in copies if c), tuple(_passed_over(one.name, "还没有传完，或刚刚放入") for one in growing),
                    tuple(_passed_over(n, reason) for n, reason in passed_over.items() if not _why_refused(found[n])),
                    tuple(_passed_over(n, reason) for n, reason in passed_over.items() if _why_refused(found[n])), len(untried) > PORTION)

    def release(self, files: Sequence[tuple[Candidate, str]]) -> tuple[Release, ...]:
        """Remove each object that still is what was archived; the counterpart of ``release_all``."""
        with ThreadPoolExecutor(_AT_A_TIME) as removing:
            return tuple(removing.map(self._removed, files))

    def _tidy(self) -> None:
        """Remove the copies that a run left here when it broke off; their originals still stand there."""
        for path in self._staged:
            path.unlink(missing_ok=True)
        self._staged.clear()

    def _settled(self, found: Iterable[Stored]) -> tuple[list[Stored], list[Stored]]:
        """What stood unchanged for long enough, and what did not yet."""
        tick = time.monotonic()
        before = self._seen
        self._seen = {one.name: (one, before[one.name][1] if one.name in before and before[one.name][0] == one else tick) for one in found}
        whole = [one for one, since in self._seen.values() if tick - since >= self._settle]
        return whole, [one for one, since in self._seen.values() if tick - since < self._settle]

    def _copied(self, one: Stored, number: int, now: datetime.datetime) -> Candidate | None:
        path = self._staging / str(number)
        try:
            self._store.get(one.name, path)
        except FileNotFoundError:
            return None
        self._staged[path] = one.name
        name = printable(PurePosixPath(one.name).name)
        return Candidate(path, path.parent, name, path.stat().st_size, _received(one, now))

    def _removed(self, file: tuple[Candidate, str]) -> Release:
        candidate, sha256 = file
        candidate.path.unlink(missing_ok=True)
        name = self._staged.pop(candidate.path)
        try:
            if (standing := self._store.sha256(name)) != sha256:
                return Release.CHANGED if standing else Release.VANISHED
            self._store.remove(name)
        except FileNotFoundError:
            return Release.VANISHED
        except TongbaoError:
            # It is recorded; the next look finds it again and removes it.
            return Release.IN_USE
        return Release.REMOVED


class DoubledArchive(Archive):
    """The workspace's archive with a second copy of every file at an address, where workers of other machines read it."""

    def __init__(self, root: Path, zone: datetime.tzinfo, address: str) -> None:
        super().__init__(root, zone)
        self._store = Store(address)

    def keep_all(self, files: Sequence[tuple[Candidate, str]]) -> tuple[Archived | UnsettledError, ...]:
        """See ``Archive.keep_all``; on return the second copies have been read back."""
        kept = super().keep_all(files)
        self._double(one for one in kept if isinstance(one, Archived))
        return kept

    def orphans(self, known: Collection[str]) -> tuple[Archived, ...]:
        """See ``Archive.orphans``; a run that broke off may have left them without their second copies."""
        found = super().orphans(known)
        self._double(found)
        return found

    def _double(self, kept: Iterable[Archived]) -> None:
        with ThreadPoolExecutor(_AT_A_TIME) as putting:
            list(putting.map(lambda one: self._store.put(one.path, stored_name(one.path), one.sha256), kept))


def stored_name(path: Path) -> str:
    """The name within the store of what stands under ``path`` in the archive of a workspace."""
    return f"{path.parent.name}/{path.name}"


def _received(one: Stored, now: datetime.datetime) -> datetime.datetime:
    arrived = min(one.changed.astimezone(now.tzinfo), now) if one.changed else now
    return arrived.replace(microsecond=arrived.microsecond // 1000 * 1000)


def _why_ignored(name: str) -> str:
    inbox = Path("inbox")
    parts = PurePosixPath(name).parts
    return next((reason for depth in range(len(parts)) if (reason := why_ignored(inbox.joinpath(*parts[:depth + 1]), inbox))), "")


def _why_refused(one: Stored) -> str:
    return f"文件太大（超过 {LARGEST // 1024 ** 2} MB），不会是报表" if one.size > LARGEST else ""


def _passed_over(name: str, reason: str) -> PassedOver:
    return PassedOver(Path(name), printable(name), reason)
