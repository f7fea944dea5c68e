"""The zip around a workbook, opened on the assumption that it was made to harm."""

import io
import struct
import zipfile
import zlib

from automation.sheets.limits import MIB, Limits
from automation.sheets.unreadable import damaged, locked, too_large

# What zipfile raises on broken input.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
)
_CHUNK = MIB


class Package:
    """Parts of a zip by lower-case name; sizes are counted while inflating, never taken from the headers."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open the zip's directory.

        Raises Unreadable F002 (encrypted entries), F003 (no zip, cut off, two entries of one name), F004 (entries).
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN:
            raise damaged("压缩包不完整，可能传输中断") from None
        self._limits = limits
        self._inflated = 0
        entries = self._zip.infolist()
        if len(entries) > limits.entries:
            raise too_large(f"压缩包内有 {len(entries)} 个文件，上限 {limits.entries} 个")
        self._entries = {_normal(entry.filename): entry for entry in entries}
        if len(self._entries) != len(entries):
            raise damaged("压缩包内有重名文件")

    @property
    def names(self) -> frozenset[str]:
        """Names of all parts, lower case, with forward slashes and no leading one."""
        return frozenset(self._entries)

    def __contains__(self, name: str) -> bool:
        return _normal(name) in self._entries

    def read(self, name: str) -> bytes:
        """Inflate one part.

        Raises Unreadable F002 (encrypted), F003 (missing or broken), F004 (too large, or inflates suspiciously).
        """
        entry = self._entries.get(_normal(name))
        if entry is None:
            raise damaged(f"缺少 {name}")
        if entry.flag_bits & 1:
            raise locked()
        try:
            return self._inflate(entry)
        except BROKEN:
            raise damaged(f"{name} 无法解压") from None

    def _inflate(self, entry: zipfile.ZipInfo) -> bytes:
        pieces = []
        size = 0
        with self._zip.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                pieces.append(piece)
                size += len(piece)
                self._inflated += len(piece)
                self._check(entry, size)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _check(self, entry: zipfile.ZipInfo, size: int) -> None:
        if self._inflated > self._limits.inflated_bytes:
            raise too_large(f"解压后超过 {self._limits.inflated_bytes // MIB} MB")
        if size > self._limits.ratio_from_bytes and size > self._limits.ratio * entry.compress_size:
            raise too_large(f"{entry.filename} 解压后膨胀 {self._limits.ratio} 倍以上")


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
