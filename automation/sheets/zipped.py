"""A zip taken apart and put together again; what nobody changed keeps its packed bytes."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from automation.sheets.patchable import NotPatchable

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LEVEL = 6
_UTF8 = 0x800
_DESCRIPTOR = 0x8
_FIRST_DAY = 0x21
"""1980-01-01: what is written carries no clock, so that equal files are equal bytes."""


@dataclass(frozen=True)
class Member:
    """One entry of a zip, still packed."""

    name: str
    """As it stands in the file, with forward or backward slashes."""
    flags: int
    method: int
    time: int
    date: int
    crc: int
    size: int
    packed: bytes
    made_by: int = 20
    attributes: int = 0

    @property
    def raw_name(self) -> bytes:
        """The name in the encoding that its flags declare."""
        return self.name.encode("utf-8" if self.flags & _UTF8 else "cp437")


def members(data: bytes) -> tuple[Member, ...]:
    """Take a zip apart; raises NotPatchable when its entries overlap or are encrypted."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        entries = opened.infolist()
    if sum(entry.compress_size for entry in entries) > len(data):
        raise NotPatchable("entries of the zip overlap")
    return tuple(_member(data, entry) for entry in entries)


def _member(data: bytes, entry: zipfile.ZipInfo) -> Member:
    if entry.flag_bits & 1:
        raise NotPatchable("the zip is encrypted")
    head = data[entry.header_offset : entry.header_offset + _LOCAL.size]
    if len(head) < _LOCAL.size or not head.startswith(b"PK\3\4"):
        raise NotPatchable("an entry of the zip has no header")
    time, date = _LOCAL.unpack(head)[4:6]
    name_length, extra_length = _LOCAL.unpack(head)[-2:]
    start = entry.header_offset + _LOCAL.size + name_length + extra_length
    packed = data[start : start + entry.compress_size]
    # Sizes stand in front of the bytes from now on, so the descriptor behind them goes, and its flag.
    return Member(entry.orig_filename, entry.flag_bits & ~_DESCRIPTOR, entry.compress_type, time, date, entry.CRC,
                  entry.file_size, packed, entry.create_system << 8 | entry.create_version, entry.external_attr)


def packed(name: str, content: bytes, level: int = _LEVEL) -> Member:
    """A new entry, packed at one of zlib's levels."""
    engine = zlib.compressobj(level, zlib.DEFLATED, -15)
    flags = 0 if name.isascii() else _UTF8
    return Member(name, flags, zipfile.ZIP_DEFLATED, 0, _FIRST_DAY, zlib.crc32(content), len(content),
                  engine.compress(content) + engine.flush())


def joined(entries: Iterable[Member]) -> bytes:
    """Write entries as a zip, in their order."""
    out, directory, count = io.BytesIO(), [], 0
    for entry in entries:
        name, offset, needed = entry.raw_name, out.tell(), 20
        common = (needed, entry.flags, entry.method, entry.time, entry.date, entry.crc, len(entry.packed), entry.size)
        out.write(_LOCAL.pack(b"PK\3\4", *common, len(name), 0) + name + entry.packed)
        directory.append(_CENTRAL.pack(b"PK\1\2", entry.made_by, *common, len(name), 0, 0, 0, 0, entry.attributes, offset))
        directory.append(name)
        count += 1
    central, start = b"".join(directory), out.tell()
    out.write(central + _END.pack(b"PK\5\6", 0, 0, count, count, len(central), start, 0))
    return out.getvalue()
