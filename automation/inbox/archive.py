"""Every byte ever received, under its original name, never overwritten."""

import datetime
import errno
import hashlib
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from automation.errors import TongbaoError
from automation.inbox.files import UnsettledError, chunks, fingerprint, opened, sync_folder
from automation.inbox.names import legal
from automation.inbox.scan import Candidate

_KEPT = re.compile(r"(\d{8}T\d{6}\.\d{3})_([0-9a-f]{12})_(.*)", re.DOTALL)
_STAMP = "%Y%m%dT%H%M%S.%f"
_PART = ".part"


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
        self._index: dict[str, list[Path]] | None = None

    def keep(self, candidate: Candidate, sha256: str) -> Archived:
        """Copy the file in for good; where these bytes already stand here, give what stands.

        On return the copy outlasts a power cut. Raises UnsettledError where the file is no longer what ``sha256`` says, and
        TongbaoError where the archive cannot be written (then nothing of it is left).
        """
        if standing := self._standing(sha256):
            return standing
        moment = candidate.received.astimezone(self.zone)
        stamp = moment.strftime("%Y%m%dT%H%M%S.") + f"{moment.microsecond // 1000:03}"
        target = self._free(self.root / f"{moment:%Y-%m}", f"{stamp}_{sha256[:12]}_", candidate.name)
        part = target.with_name(target.name + _PART)
        try:
            self._folder(target.parent)
            _copy(candidate, part, sha256)
            part.rename(target)
            sync_folder(target.parent)
        except UnsettledError:
            part.unlink(missing_ok=True)
            raise
        except OSError as error:
            part.unlink(missing_ok=True)
            raise _full_or_closed(self.root, error) from error
        self._paths.setdefault(sha256[:12], []).append(target)
        return self._archived(target, sha256)

    def orphans(self, known: Collection[str]) -> tuple[Archived, ...]:
        """Archived files whose relative path is not in ``known``, by time of receipt and hash.

        Take up the inbox first: a run that broke off between archive and ledger left the file in both places.
        """
        strange = [path for paths in self._paths.values() for path in paths if self._relative(path) not in known]
        return tuple(sorted((self._archived(path, fingerprint(path)) for path in strange),
                            key=lambda a: (a.received, a.sha256)))

    def tidy(self) -> None:
        """Remove the unfinished copies that a run left when it broke off; their originals still stand in the inbox."""
        for part in self.root.glob(f"*/*{_PART}"):
            part.unlink(missing_ok=True)

    @property
    def _paths(self) -> dict[str, list[Path]]:
        """Archived files by the first 12 digits of their hash, from one look at the folders."""
        if self._index is None:
            self._index = {}
            for path in _files(self.root):
                if match := _KEPT.fullmatch(path.name):
                    self._index.setdefault(match[2], []).append(path)
        return self._index

    def _standing(self, sha256: str) -> Archived | None:
        # Twelve digits are a signpost, not a proof: two different files can be made to share them.
        for path in self._paths.get(sha256[:12], ()):
            try:
                if fingerprint(path) == sha256:
                    return self._archived(path, sha256)
            except UnsettledError:
                continue
        return None

    def _free(self, folder: Path, prefix: str, name: str) -> Path:
        target = folder / legal(prefix, name)
        count = 1
        while os.path.lexists(target):
            count += 1
            target = folder / legal(f"{prefix}{count}_", name)
        return target

    def _folder(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            sync_folder(self.root.parent)
            sync_folder(self.root)

    def _archived(self, path: Path, sha256: str) -> Archived:
        match = _KEPT.fullmatch(path.name)
        assert match is not None, "only names of this form are indexed"
        received = datetime.datetime.strptime(match[1], _STAMP).replace(tzinfo=self.zone)
        return Archived(path, self._relative(path), match[3], sha256, received)

    def _relative(self, path: Path) -> str:
        return f"{self.root.name}/{path.parent.name}/{path.name}"


def _copy(candidate: Candidate, part: Path, sha256: str) -> None:
    digest = hashlib.sha256()
    with opened(candidate.path) as source, part.open("wb") as copy:
        for chunk in chunks(candidate.path, source):
            digest.update(chunk)
            copy.write(chunk)
        if digest.hexdigest() != sha256:
            raise UnsettledError(f"“{candidate.name}”在收取时又改动了", "不用处理，下次收表时再收")
        copy.flush()
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
