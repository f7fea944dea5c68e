"""One writer in a workspace at a time."""

import contextlib
import datetime
import os
import socket
from collections.abc import Iterator

from filelock import FileLock, Timeout

from automation.errors import TongbaoError
from automation.workspace import Workspace


@contextlib.contextmanager
def lock(workspace: Workspace) -> Iterator[None]:
    """Hold the workspace; raises TongbaoError where another process holds it, and says which.

    The system gives the lock back when its holder ends, however that happens, so none is ever left behind.
    """
    if not workspace.root.is_dir():
        raise TongbaoError(f"没有“{workspace.root}”这个工作文件夹", "请用 -w 指明工作文件夹，或先运行 tongbao init 新建一个")
    path = workspace.lock_path
    # Beside the lock, because Windows lets nobody read a locked file.
    holder = path.with_name(path.name + ".holder")
    held = FileLock(path)
    try:
        held.acquire(timeout=0)
    except Timeout:
        raise TongbaoError(f"工作文件夹“{workspace.root}”正在使用{_who(holder.name, workspace)}",
                           "请等那一次运行结束，再运行一次") from None
    except OSError as error:
        raise TongbaoError(f"工作文件夹“{workspace.root}”锁不住：{error.strerror or error}",
                           "请检查是否有写入权限，再运行一次") from error
    try:
        with contextlib.suppress(OSError):
            holder.write_text(f"进程 {os.getpid()}，电脑 {socket.gethostname()}，"
                              f"自 {datetime.datetime.now():%Y-%m-%d %H:%M:%S} 起", encoding="utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink()
        held.release()


def _who(name: str, workspace: Workspace) -> str:
    try:
        return f"（{(workspace.root / name).read_text(encoding='utf-8')}）"
    except (OSError, UnicodeDecodeError):
        return ""
