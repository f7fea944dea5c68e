"""A file put in its place at one stroke; apart from the writer, for it is needed where nothing is drawn."""

import os
from pathlib import Path

from automation.errors import WriteError


def put_in_place(target: Path, content: bytes, durable: bool = True) -> None:
    """Put ``content`` in place of ``target`` at one stroke, so that no reader ever sees half a file.

    A ``durable`` file outlasts a power cut; one that is quickly written again need not.

    Raises:
        WriteError: the file is open elsewhere, the folder is missing, or the disk is full.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        try:
            with temporary.open("wb") as file:
                file.write(content)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except PermissionError as error:
        raise WriteError(
            f"不能写入{target}：文件正被打开，或没有写入权限。", "请在Excel或WPS中关闭该文件后重试。"
        ) from error
    except OSError as error:
        raise WriteError(
            f"不能写入{target}：{error.strerror or error}。", "请检查文件夹是否存在、磁盘是否已满，然后重试。"
        ) from error
