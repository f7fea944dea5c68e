"""Reading files that others may change at any moment, and making writes last."""

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from automation.errors import TongbaoError

CHUNK = 1 << 20
"""Bytes read at a time."""


class UnsettledError(TongbaoError):
    """A file changed, vanished or was in use while it was looked at: leave it for the next run."""


@contextlib.contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The regular file at ``path`` for reading; raises UnsettledError where it is gone, in use or something else by now."""
    # Between the look at the folder and now the name may have become a link or a pipe.
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC", "O_NOINHERIT"):
        flags |= getattr(os, name, 0)
    try:
        handle = os.open(path, flags)
    except OSError as error:
        raise _unreadable(path, error) from error
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise UnsettledError(f"“{path.name}”不再是普通文件", "请把文件重新放进收件夹")
        yield stream


def chunks(path: Path, stream: BinaryIO) -> Iterator[bytes]:
    """The rest of ``stream``, which is ``path``, piece by piece; raises UnsettledError where reading fails."""
    while True:
        try:
            chunk = stream.read(CHUNK)
        except OSError as error:
            raise _unreadable(path, error) from error
        if not chunk:
            return
        yield chunk


def _unreadable(path: Path, error: OSError) -> UnsettledError:
    return UnsettledError(f"“{path.name}”现在读不了：{error.strerror or error}", "请关掉打开它的程序，下次收表时再收")


def fingerprint(path: Path) -> str:
    """SHA-256 of the regular file at ``path`` in hex; raises UnsettledError where it cannot be read now."""
    digest = hashlib.sha256()
    with opened(path) as stream:
        for chunk in chunks(path, stream):
            digest.update(chunk)
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make names that were added to or removed from ``folder`` outlast a power cut, where the system can."""
    # Windows cannot open a folder, and journals names itself; some network shares refuse.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
