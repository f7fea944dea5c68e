"""Archive, ledger and inbox checked against each other, and what a crash left behind finished.

Nothing is ever deleted here that does not stand elsewhere, byte for byte; what only a person can mend is told.
"""

import contextlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from automation.desk import Desk
from automation.engines import Engine, Pool
from automation.errors import TongbaoError
from automation.inbox import Archive, Archived, Candidate, Release, UnsettledError, fingerprint, lock, release, scan
from automation.inbox.files import CHUNK
from automation.ledger import Ledger
from automation.ledger.inspect import Inspection, inspect
from automation.model.submission import Receipt
from automation.office import Office

_DIGITS = re.compile(r"\d{8}T\d{6}\.\d{3}_([0-9a-f]{12})_")
_NOBODY_MISSES = ("thumbs.db", "desktop.ini")
_FINISH = "运行 tongbao collect，或 tongbao doctor --repair"
_BACKUP = "请从备份中找回原件，放回这个位置"


@dataclass(frozen=True)
class Trouble:
    """One thing that is not as it should be."""

    kind: str
    """ledger, missing, moved, changed, unrecorded, copy, stranger, unfinished, lost_half, merged, broken_off."""
    path: str
    """Within the workspace, with forward slashes."""
    message: str
    fix: str
    source: str = ""
    """Where the right bytes stand, within the workspace, for what can be put back."""
    mended: bool = False


@dataclass(frozen=True)
class Checkup:
    """What was looked at and what was found."""

    archived: int
    """Files in the archive."""
    recorded: int
    """Files that the ledger knows."""
    waiting: int
    """Files in the inbox that are still to be taken in."""
    troubles: tuple[Trouble, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is left to mend."""
        return all(trouble.mended for trouble in self.troubles)


@dataclass(frozen=True)
class _Seen:
    """Everything that stands in the workspace, by its path there, and what the ledger knows of it."""

    archive: Mapping[str, Archived]
    holds: Mapping[str, str]
    """Archived path by SHA-256."""
    known: Mapping[str, str]
    """SHA-256 by archived path."""
    inbox: Mapping[str, tuple[Candidate, str]]
    dropped: Mapping[str, str]
    """Path in the inbox by SHA-256."""
    strangers: tuple[str, ...]
    parts: tuple[str, ...]


def examine(office: Office, repair: bool = False, engine: Engine | None = None) -> Checkup:
    """Look at everything, and with ``repair`` finish what can be finished; takes as long as reading every file once.

    Raises TongbaoError where somebody else works in the workspace, or where archive or ledger cannot be looked at.
    """
    holder = office.workspace.lock_path.with_name(office.workspace.lock_path.name + ".holder")
    words = holder.read_text(encoding="utf-8", errors="replace") if holder.is_file() else ""
    with lock(office.workspace):
        inspected = inspect(office.workspace.ledger) if office.workspace.ledger.is_file() else Inspection((), ())
        seen = _see(office, dict(inspected.files))
        troubles = [Trouble("ledger", office.workspace.ledger.name, f"台账{what}", fix) for what, fix in inspected.faults]
        troubles += _leftovers(office.workspace.root, seen)
        if not inspected.faults:
            troubles += [*_against_ledger(seen), *_against_archive(seen), *_in_inbox(seen)]
        if words:
            troubles.append(Trouble("broken_off", holder.name, f"有一次运行没有正常结束（{words}）", _FINISH))
        if repair:
            troubles = _mended(office, seen, troubles, engine)
    if words and not repair:
        # The lock has cleared it away, and whoever looks next shall find the same.
        holder.write_text(words, encoding="utf-8")
    known = set(seen.known.values())
    waiting = sum(sha256 not in known for _, sha256 in seen.inbox.values())
    return Checkup(len(seen.archive), len(seen.known), waiting, tuple(troubles))


def _see(office: Office, known: Mapping[str, str]) -> _Seen:
    space = office.workspace
    kept = {a.relative: a for a in Archive(space.archive, office.zone).orphans(frozenset())}
    inbox: dict[str, tuple[Candidate, str]] = {}
    for candidate in scan(space.inbox, 0, office.now()).candidates if space.inbox.is_dir() else ():
        with contextlib.suppress(UnsettledError):
            inbox[_within(office, candidate.path)] = candidate, fingerprint(candidate.path)
    others = [_within(office, Path(folder) / name) for folder, _, names in os.walk(space.archive) for name in names
              if not name.startswith(".") and name.lower() not in _NOBODY_MISSES]
    others = sorted(path for path in others if path not in kept)
    parts = tuple(path for path in others if path.endswith(".part"))
    return _Seen(kept, {a.sha256: path for path, a in kept.items()}, known, inbox, {sha256: path for path, (_, sha256) in inbox.items()}, tuple(path for path in others if path not in parts), parts)


def _within(office: Office, path: Path) -> str:
    return path.relative_to(office.workspace.root).as_posix()


def _against_ledger(seen: _Seen) -> Iterator[Trouble]:
    """What the ledger says is archived, and is not."""
    for path, sha256 in sorted(seen.known.items()):
        kept = seen.archive.get(path)
        if kept is not None and kept.sha256 == sha256:
            continue
        source = seen.holds.get(sha256) or seen.dropped.get(sha256, "")
        if kept is not None:
            better = f"完好的一份在 {source}，请把它放到这个位置" if source else _BACKUP
            yield Trouble("changed", path, "内容与台账记录的不同，被改动过", f"{better}；现有的文件请先另存备查", source)
        elif path in seen.strangers:
            yield Trouble("missing", path, "读不了", "请检查权限和磁盘")
        elif source:
            yield Trouble("moved", path, f"不在原处，内容相同的在 {source}", "运行 tongbao doctor --repair 放回原处", source)
        else:
            yield Trouble("missing", path, "台账里有，文件不见了", _BACKUP)


def _against_archive(seen: _Seen) -> Iterator[Trouble]:
    """What stands in the archive, and the ledger does not know it."""
    recorded = {sha256: path for path, sha256 in seen.known.items()}
    for path, kept in sorted(seen.archive.items()):
        if path in seen.known:
            continue
        first = recorded.get(kept.sha256, "")
        if kept.path.name.split("_")[1] != kept.sha256[:12]:
            yield Trouble("changed", path, "内容与文件名中的校验码不同，被改动过", f"{_BACKUP}；现有的文件请先另存备查")
        elif not first and kept.sha256 not in seen.dropped:
            # What still stands in the inbox too is on its way: the next run takes it from there.
            yield Trouble("unrecorded", path, "台账里没有，上次收表没有做完", _FINISH)
        elif first in seen.archive and seen.archive[first].sha256 == kept.sha256:
            yield Trouble("copy", path, f"与 {first} 内容相同，是多出来的副本", "可以移走", first)
    for path in seen.strangers:
        if path not in seen.known:
            yield Trouble("stranger", path, "不是收表存入的文件，或读不了", "是报表的，请放进收件夹；不是的，请移到别处")


def _leftovers(root: Path, seen: _Seen) -> Iterator[Trouble]:
    """Copies that were not finished; each bears the first digits of the hash that it was to have."""
    by_digits = {sha256[:12]: path for sha256, path in {**seen.dropped, **seen.holds}.items()}
    for path in seen.parts:
        digits = _DIGITS.match(path.rpartition("/")[2])
        source = by_digits.get(digits[1], "") if digits else ""
        if source and _begins(root / source, root / path):
            yield Trouble("unfinished", path, f"没有存完的副本，原件在 {source}", _FINISH, source)
        else:
            yield Trouble("lost_half", path, "没有存完的副本，原件已不在收件夹", "请向报送单位再要一份；下次收表会清除它，需要的请先另存")


def _begins(whole: Path, part: Path) -> bool:
    """Whether everything in ``part`` stands at the beginning of ``whole``."""
    try:
        with whole.open("rb") as one, part.open("rb") as other:
            while chunk := other.read(CHUNK):
                if one.read(len(chunk)) != chunk:
                    return False
    except OSError:
        return False
    return True


def _in_inbox(seen: _Seen) -> Iterator[Trouble]:
    known = set(seen.known.values())
    for path, (_, sha256) in sorted(seen.inbox.items()):
        if sha256 in known and (kept := seen.holds.get(sha256)):
            yield Trouble("merged", path, f"已收过，没有移走（存在 {kept}）", _FINISH, kept)


# Mending


def _mended(office: Office, seen: _Seen, troubles: Sequence[Trouble], engine: Engine | None) -> list[Trouble]:
    """The same troubles, each with whether it is mended now."""
    mended = [replace(trouble, mended=_mend(office.workspace.root, seen, trouble)) for trouble in troubles]
    left = {t.path for t in troubles if t.kind == "unrecorded"}
    recorded = _take_up(office, left, engine) if left else set()
    return [replace(t, mended=t.mended or t.path in recorded) for t in mended]


def _mend(root: Path, seen: _Seen, trouble: Trouble) -> bool:
    path, source = root / trouble.path, root / trouble.source
    try:
        match trouble.kind:
            case "broken_off":
                return True
            case "unfinished":
                path.unlink(missing_ok=True)
                return True
            case "moved" if trouble.source in seen.archive:
                path.parent.mkdir(parents=True, exist_ok=True)
                source.rename(path)
                return True
            case "moved":
                _copy_back(path, source)
                return _released(*seen.inbox[trouble.source])
            case "merged":
                return _released(*seen.inbox[trouble.path])
            case _:
                return False
    except OSError as error:
        raise TongbaoError(f"{trouble.path} 修复不了：{error.strerror or error}", "请检查磁盘和权限，再运行一次；没有删除任何东西") from error


def _released(candidate: Candidate, sha256: str) -> bool:
    return release(candidate, sha256) in (Release.REMOVED, Release.VANISHED)


def _copy_back(path: Path, source: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    shutil.copyfile(source, part)
    with part.open("r+b") as copy:
        os.fsync(copy.fileno())
    part.rename(path)


def _take_up(office: Office, paths: set[str], engine: Engine | None) -> set[str]:
    """Record what the archive alone has; gives the paths that the ledger knows now."""
    used = engine or Pool(office.plan, 1)
    try:
        with Ledger.open(office.workspace.ledger, "doctor", office.now) as ledger:
            archive = Archive(office.workspace.archive, office.zone)
            left = [a for a in archive.orphans(ledger.archived()) if a.relative in paths]
            return {one.archived for one in Desk(office.plan, ledger, archive, used).take(left, [])
                    if isinstance(one, Receipt)}
    finally:
        if engine is None:
            used.close()
