"""Every byte ever received, under its original name, never overwritten."""

import contextlib
import datetime
import errno
import hashlib
import os
import re
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from automation.errors import TongbaoError
from automation.inbox.files import UnsettledError, chunks, fingerprint, opened, sync_folder
from automation.inbox.names import legal, natural
from automation.inbox.scan import Candidate

_KEPT = re.compile(r"(\d{8}T\d{6}\.\d{3})_([0-9a-f]{12})_(.*)", re.DOTALL)
_PART = ".part"
_SYNCS = 8
"""Copies that are waiting for the disk at a time."""


@dataclass(frozen=True)
class Archived:
    """A file in the archive."""

    path: Path
    relative: str
    """Path within the workspace, with forward slashes."""
    name: str
    """File name as received, as far as file systems take it."""
    sha256: str
    received: datetime.datetime
    """When these bytes first came in, to the millisecond."""


class Archive:
    """The folder ``archive/``: one folder for each month of receipt. Times in names are in the office's ``zone``."""

    def __init__(self, root: Path, zone: datetime.tzinfo) -> None:
        self.root = root
        self.zone = zone
        self._index: dict[str, tuple[str, ...]] | None = None

    def keep(self, candidate: Candidate, sha256: str) -> Archived:
        """Copy one file in for good; see ``keep_all``. Raises UnsettledError where it is no longer what was hashed."""
        (kept,) = self.keep_all([(candidate, sha256)])
        if isinstance(kept, UnsettledError):
            raise kept
        return kept

    def keep_all(self, files: Sequence[tuple[Candidate, str]]) -> tuple[Archived | UnsettledError, ...]:
        """Copy files in for good; where the bytes already stand here, give what stands.

        On return the copies outlast a power cut; many files together wait for the disk less often than one by one. In
        place of a file that is no longer what its hash says stands the error. Raises TongbaoError where the archive
        cannot be written: then some of the files may be kept, all are still in the inbox, and doing it again is safe.
        """
        fresh: set[Path] = set()
        kept: dict[str, Archived] = {}
        unsettled: dict[int, UnsettledError] = {}
        try:
            for number, (candidate, sha256) in enumerate(files):
                try:
                    if sha256 not in kept:
                        kept[sha256] = self._standing(sha256) or self._copied(candidate, sha256, fresh)
                except UnsettledError as error:
                    unsettled[number] = error
            _make_last(fresh)
        except OSError as error:
            raise _full_or_closed(self.root, error) from error
        finally:
            for target in fresh:
                _part(target).unlink(missing_ok=True)
        for target in fresh:
            self._index_one(target)
        return tuple(unsettled.get(number) or kept[sha256] for number, (_, sha256) in enumerate(files))

    def orphans(self, known: Collection[str]) -> tuple[Archived, ...]:
        """Archived files whose relative path is not in ``known``, by time of receipt and name, as ``scan`` gives them.

        Take up the inbox first: a run that broke off between archive and ledger left the file in both places.
        """
        strange = [place for places in self._places.values() for place in places if f"{self.root.name}/{place}" not in known]
        found = []
        for path in (self.root / place for place in strange):
            # What cannot be read today does not hold up the rest; it stays an orphan.
            with contextlib.suppress(UnsettledError):
                found.append(self._archived(path, fingerprint(path)))
        return tuple(sorted(found, key=lambda a: (a.received, natural(a.name), a.sha256)))

    def tidy(self) -> None:
        """Remove the unfinished copies that a run left when it broke off; their originals still stand in the inbox."""
        for part in self.root.glob(f"*/*{_PART}"):
            part.unlink(missing_ok=True)

    @property
    def _places(self) -> dict[str, tuple[str, ...]]:
        """Archived files, as folder and name, by the first 12 digits of their hash, from one look at the folders."""
        if self._index is None:
            try:
                paths = list(_files(self.root))
            except OSError as error:
                raise TongbaoError(f"归档文件夹“{self.root}”读不了：{error.strerror or error}",
                                   "请检查读取权限和网络盘，再运行一次；收件夹里的文件原样未动") from error
            self._index = {}
            for path in paths:
                self._index_one(path)
        return self._index

    def _index_one(self, path: Path) -> None:
        match = _KEPT.fullmatch(path.name)
        with contextlib.suppress(ValueError):
            if match and datetime.datetime.fromisoformat(match[1]):
                place = f"{path.parent.name}/{path.name}"
                self._places[match[2]] = (*self._places.get(match[2], ()), place)

    def _standing(self, sha256: str) -> Archived | None:
        # Twelve digits are a signpost, not a proof: two different files can be made to share them.
        for path in (self.root / place for place in self._places.get(sha256[:12], ())):
            try:
                if fingerprint(path) == sha256:
                    return self._archived(path, sha256)
            except UnsettledError:
                continue
        return None

    def _copied(self, candidate: Candidate, sha256: str, fresh: set[Path]) -> Archived:
        moment = candidate.received.astimezone(self.zone)
        prefix = moment.strftime("%Y%m%dT%H%M%S.") + f"{moment.microsecond // 1000:03}_{sha256[:12]}_"
        folder = self.root / f"{moment:%Y-%m}"
        self._folder(folder)
        target = folder / legal(prefix, candidate.name)
        count = 1
        while target in fresh or os.path.lexists(target):
            count += 1
            target = folder / legal(f"{prefix}{count}_", candidate.name)
        try:
            _copy(candidate, _part(target), sha256)
        except BaseException:
            _part(target).unlink(missing_ok=True)
            raise
        fresh.add(target)
        return self._archived(target, sha256)

    def _folder(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            sync_folder(self.root.parent)
            sync_folder(self.root)

    def _archived(self, path: Path, sha256: str) -> Archived:
        match = _KEPT.fullmatch(path.name)
        assert match is not None, "only names of this form are indexed"
        received = datetime.datetime.fromisoformat(match[1]).replace(tzinfo=self.zone)
        return Archived(path, self._relative(path), match[3], sha256, received)

    def _relative(self, path: Path) -> str:
        return f"{self.root.name}/{path.parent.name}/{path.name}"


def _part(target: Path) -> Path:
    return target.with_name(target.name + _PART)


def _copy(candidate: Candidate, part: Path, sha256: str) -> None:
    digest = hashlib.sha256()
    with opened(candidate.path) as source, part.open("wb") as copy:
        for chunk in chunks(candidate.path, source):
            digest.update(chunk)
            copy.write(chunk)
    if digest.hexdigest() != sha256:
        raise UnsettledError(f"“{candidate.name}”在收取时又改动了", "不用处理，下次收表时再收")


def _make_last(targets: Collection[Path]) -> None:
    """Give finished copies their names; a name is only ever given to bytes that are on the disk."""
    # A journal commits what several threads ask for at once: together they wait once, in turn each for itself.
    with ThreadPoolExecutor(_SYNCS) as pool:
        list(pool.map(_sync, map(_part, targets)))
    for target in targets:
        _part(target).rename(target)
    for folder in sorted({target.parent for target in targets}):
        sync_folder(folder)


def _sync(part: Path) -> None:
    with part.open("r+b") as copy:
        os.fsync(copy.fileno())


def _files(root: Path) -> Iterator[Path]:
    if root.is_dir():
        for month in sorted(root.iterdir()):
            if month.is_dir():
                with os.scandir(month) as listing:
                    yield from (month / e.name for e in listing if e.is_file(follow_symlinks=False)
                                and not e.name.endswith(_PART))


def _full_or_closed(root: Path, error: OSError) -> TongbaoError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return TongbaoError(f"归档文件夹“{root}”写不进去：磁盘满了", "请腾出空间，再运行一次；收件夹里的文件原样未动")
    return TongbaoError(f"归档文件夹“{root}”写不进去：{error.strerror or error}",
                        "请检查写入权限，再运行一次；收件夹里的文件原样未动")
