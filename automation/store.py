"""A folder at an address that fsspec knows: a bucket of an S3-style store, a share, a folder.

Names within are relative, with forward slashes. Every store has errors of its own; here they become TongbaoError, except
for FileNotFoundError.
"""

import contextlib
import datetime
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from automation.errors import TongbaoError, UsageError

Made = TypeVar("Made")


@dataclass(frozen=True)
class Stored:
    """One object as a listing shows it."""

    name: str
    size: int
    changed: datetime.datetime | None
    """With its zone; None where the store does not tell."""
    mark: str
    """What else changes with the bytes: the store's own tag, where it has one."""


class Store:
    """The folder at ``address``, e.g. ``s3://bucket/inbox``; nothing is touched before the first call."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise TongbaoError(f"没有安装 fsspec，用不了地址 {address}", "请运行 pip install 'tongbao[cluster]'") from error
        try:
            # Others write there too: what was listed before says nothing of now.
            self._files, base = url_to_fs(self.address, use_listings_cache=False)
        except ImportError as error:
            raise TongbaoError(f"用不了地址 {address}：{error}", "S3 一类的存储请运行 pip install s3fs，其他存储装各自的 fsspec 组件") from error
        except ValueError as error:
            raise UsageError(f"“{address}”不是 fsspec 认得的地址：{error}", "请写成 s3://桶/文件夹 或 file:///共享/文件夹") from error
        self._base = base.rstrip("/")

    def list(self) -> dict[str, Stored]:
        """Every object, also in folders within, by its name; nothing where there is no such folder."""
        found: Mapping[str, Mapping[str, object]] = self._asked(lambda: self._files.find(self._base, detail=True))
        listed = [self._stored(path, about) for path, about in found.items()]
        return {one.name: one for one in listed if one.name}

    def get(self, name: str, target: Path) -> None:
        """Copy one object to a path of this machine; raises FileNotFoundError where it is gone."""
        self._asked(lambda: self._files.get_file(self._path(name), str(target)))

    def put(self, source: Path, name: str, sha256: str) -> None:
        """Copy a file in, unless these bytes already stand there; on return they were read back and are whole."""
        if self.sha256(name) == sha256:
            return
        path = self._path(name)
        self._asked(lambda: self._files.makedirs(path.rpartition("/")[0], exist_ok=True))
        self._asked(lambda: self._files.put_file(str(source), path))
        if self.sha256(name) != sha256:
            raise TongbaoError(f"{self.address}/{name} 写进去的和读出来的不一样", "请检查存储服务，再运行一次；收到的文件一个不少")

    def remove(self, name: str) -> None:
        """Remove one object; raises FileNotFoundError where it is gone."""
        self._asked(lambda: self._files.rm_file(self._path(name)))

    def sha256(self, name: str) -> str:
        """SHA-256 of one object in hex, read from the store now; empty where there is none."""
        digest = hashlib.sha256()
        try:
            self._asked(lambda: digest.update(self._files.cat_file(self._path(name))))
        except FileNotFoundError:
            return ""
        return digest.hexdigest()

    def _stored(self, path: str, about: Mapping[str, object]) -> Stored:
        size, tag = about.get("size"), about.get("ETag") or about.get("etag") or ""
        return Stored(path.removeprefix(self._base).lstrip("/"), size if isinstance(size, int) else 0, _changed(about), str(tag))

    def _path(self, name: str) -> str:
        return f"{self._base}/{name}"

    def _asked(self, ask: Callable[[], Made]) -> Made:
        try:
            return ask()
        except FileNotFoundError:
            raise
        except Exception as error:
            raise TongbaoError(f"地址 {self.address} 用不了：{error or type(error).__name__}",
                               "请检查地址、网络和访问密钥，再运行一次；收到的文件一个不少") from error


def _changed(about: Mapping[str, object]) -> datetime.datetime | None:
    """When an object last changed, under whichever name its store tells it."""
    told = [_moment(about.get(name)) for name in ("LastModified", "last_modified", "updated", "mtime", "created")]
    return max((moment for moment in told if moment), default=None)


def _moment(value: object) -> datetime.datetime | None:
    with contextlib.suppress(ValueError, OverflowError, OSError):
        match value:
            case datetime.datetime() as moment:
                return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
            case float() | int() as seconds:
                return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
            case str() as text:
                return _moment(datetime.datetime.fromisoformat(text))
    return None


def within(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every regular file of a folder of this machine, by the name it has in a store."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(folder).as_posix(), path
