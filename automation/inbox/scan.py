"""From the folder to files that are whole and safe to take."""

import datetime
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from automation.errors import TongbaoError
from automation.inbox.names import natural, printable
from automation.workspace import INBOX_README

LARGEST = 512 * 1024 * 1024
"""Bytes above which a file is not touched: no workbook comes near."""

_BOOKKEEPING = ("thumbs.db", "desktop.ini", "ehthumbs.db", "system volume information", "$recycle.bin", "@eadir")
_UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".download", ".xltd", ".td", ".!ut",
               ".aria2", ".swp", ".lnk")
_JUNCTION = 0xA0000003
"""Reparse tag of a Windows junction, which ``S_ISLNK`` does not see."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A regular file that stood unchanged long enough."""

    path: Path
    inbox: Path
    """The folder that was scanned; ``path`` may stand in a folder within."""
    name: str
    """File name as text that can be stored and shown."""
    size: int
    received: datetime.datetime
    """When it came in, to the millisecond, in the office's zone."""


@dataclass(frozen=True)
class PassedOver:
    """Something in the inbox that is not taken, and why."""

    path: Path
    name: str
    """Path within the inbox, with forward slashes."""
    reason: str


@dataclass(frozen=True)
class Scan:
    """What one look at the inbox found."""

    candidates: tuple[Candidate, ...]
    """By time of receipt, then by name."""
    waiting: tuple[PassedOver, ...]
    """Still growing, or not watched for long enough."""
    ignored: tuple[PassedOver, ...]
    """Lock files, half-copied files, bookkeeping of the system; nobody misses them."""
    refused: tuple[PassedOver, ...]
    """Links, devices, folders that cannot be opened, giants: they stay, and a person should look."""
    more: bool = False
    """Whether another look finds candidates that this one left for later."""


@dataclass
class Watch:
    """Looks at one inbox again and again, and remembers how its files stood.

    A file is taken once its size and time of change have been the same for ``settle`` seconds by our own clock: the
    clock of a network share may be wrong, and a copy may carry the time of its original.
    """

    inbox: Path
    settle: float
    _seen: dict[Path, tuple[tuple[int, int], float]] = field(default_factory=dict)

    def look(self, now: datetime.datetime) -> Scan:
        """What is there now. ``now`` has the office's zone; raises TongbaoError where the folder cannot be read."""
        ignored: list[PassedOver] = []
        refused: list[PassedOver] = []
        waiting: list[PassedOver] = []
        candidates: list[Candidate] = []
        seen: dict[Path, tuple[tuple[int, int], float]] = {}
        tick = time.monotonic()
        for path, found in _walk(self.inbox, ignored, refused):
            state = (found.st_size, found.st_mtime_ns)
            before, since = self._seen.get(path, (None, tick))
            seen[path] = (state, since if before == state else tick)
            if tick - seen[path][1] >= self.settle:
                candidates.append(Candidate(path, self.inbox, printable(path.name), found.st_size,
                                            _received(found, now)))
            else:
                waiting.append(_passed_over(path, self.inbox, "还没有复制完，或刚刚放入"))
        self._seen = seen
        candidates.sort(key=lambda c: (c.received, natural(c.name), str(c.path)))
        return Scan(tuple(candidates), _by_name(waiting), _by_name(ignored), _by_name(refused))


class Looks(Protocol):
    """Something that looks at an inbox again and again."""

    def look(self, now: datetime.datetime) -> Scan:
        """What is there now. ``now`` has the office's zone; raises TongbaoError where the inbox cannot be read."""
        ...


def scan(inbox: Path, settle: float, now: datetime.datetime) -> Scan:
    """One look at the inbox; where something is there, a second one ``settle`` seconds later (0 takes files as is)."""
    return settled(Watch(inbox, settle), settle, now)


def settled(watch: Looks, settle: float, now: datetime.datetime) -> Scan:
    """As ``scan`` looks, but with what looks already."""
    first = watch.look(now)
    if not first.waiting:
        return first
    time.sleep(settle)
    return watch.look(now)


def _walk(inbox: Path, ignored: list[PassedOver], refused: list[PassedOver]) -> Iterator[tuple[Path, os.stat_result]]:
    """Regular files in the folder and the folders within; what else stands there goes to the lists."""
    folders = [inbox]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                names = sorted(entry.name for entry in listing)
        except OSError as error:
            if folder == inbox:
                raise TongbaoError(f"收件夹“{inbox}”读不了：{error.strerror or error}",
                                   "请检查文件夹是否存在、网络盘是否连上，再运行一次") from error
            refused.append(_passed_over(folder, inbox, f"文件夹打不开：{error.strerror or error}"))
            continue
        for path in (folder / name for name in names):
            try:
                found = path.lstat()
            except FileNotFoundError:
                continue
            except OSError as error:
                refused.append(_passed_over(path, inbox, f"读不了：{error.strerror or error}"))
                continue
            if reason := why_ignored(path, inbox):
                ignored.append(_passed_over(path, inbox, reason))
            elif reason := _why_refused(found):
                refused.append(_passed_over(path, inbox, reason))
            elif stat.S_ISDIR(found.st_mode):
                folders.append(path)
            else:
                yield path, found


def why_ignored(path: Path, inbox: Path) -> str:
    """Why nobody misses a file or folder of that name; empty where somebody would."""
    name = path.name.lower()
    if name.startswith("~$"):
        return "Excel 或 WPS 打开文件时的锁文件"
    if name.startswith("."):
        return "隐藏文件"
    if name in _BOOKKEEPING:
        return "系统文件"
    if name.endswith(_UNFINISHED):
        return "临时文件、没有下载完的文件或快捷方式"
    return "收件夹说明" if path.parent == inbox and path.name == INBOX_README else ""


def _why_refused(found: os.stat_result) -> str:
    if stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _JUNCTION:
        return "是链接，不是文件本身；请放入文件"
    if stat.S_ISDIR(found.st_mode):
        return ""
    if not stat.S_ISREG(found.st_mode):
        return "不是普通文件（管道或设备）"
    return f"文件太大（超过 {LARGEST // 1024 ** 2} MB），不会是报表" if found.st_size > LARGEST else ""


def _received(found: os.stat_result, now: datetime.datetime) -> datetime.datetime:
    # A copy keeps the time of its last change; the time of arrival is the other one. Neither may lie in the future.
    nanoseconds = max(found.st_mtime_ns, found.st_ctime_ns)
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    try:
        arrived = (epoch + datetime.timedelta(milliseconds=nanoseconds // 1_000_000)).astimezone(now.tzinfo)
    except OverflowError:
        arrived = now
    earliest = min(arrived, now)
    return earliest.replace(microsecond=earliest.microsecond // 1000 * 1000)


def _passed_over(path: Path, inbox: Path, reason: str) -> PassedOver:
    return PassedOver(path, printable(path.relative_to(inbox).as_posix()), reason)


def _by_name(found: list[PassedOver]) -> tuple[PassedOver, ...]:
    return tuple(sorted(found, key=lambda p: natural(p.name)))
