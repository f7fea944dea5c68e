"""Compound files (.xls and its relatives): which streams are inside, and the bytes of one."""

import struct
from dataclasses import dataclass

from automation.sheets.unreadable import damaged

_END = 0xFFFFFFFA
_ENTRY = 128
_STORED = (1, 2, 5)
_ROOT = "root entry"
_SMALL_STREAM = 4096
_SMALL_SECTOR = 64


@dataclass(frozen=True)
class _Stream:
    start: int
    size: int


class CompoundFile:
    """Streams of a compound file by lower-case name; every chain of sectors is checked for loops and ends."""

    def __init__(self, data: bytes) -> None:
        """Read the directory; raises Unreadable F003 when it is broken."""
        self._data = data
        try:
            self._size = 1 << struct.unpack_from("<H", data, 30)[0]
            if self._size not in (512, 4096):
                raise ValueError("sector size")
            self._table = self._read_table()
            self._streams = self._read_directory()
            if _ROOT not in self._streams:
                raise ValueError("no root")
        except (struct.error, ValueError, UnicodeDecodeError):
            raise damaged("复合文档的目录不完整") from None

    @property
    def names(self) -> frozenset[str]:
        """Names of all storages and streams in lower case."""
        return frozenset(self._streams)

    def read(self, name: str) -> bytes:
        """Return the bytes of a stream; raises Unreadable F003 when its sectors are not all there."""
        try:
            stream = self._streams[name]
            if stream.size >= _SMALL_STREAM:
                return self._join(stream.start)[: stream.size]
            small = self._join(self._streams[_ROOT].start)
            (first,) = struct.unpack_from("<I", self._data, 60)
            table = _numbers(self._join(first))
            places = _chain(table, stream.start)
            return b"".join(small[at * _SMALL_SECTOR : (at + 1) * _SMALL_SECTOR] for at in places)[: stream.size]
        except (struct.error, ValueError, KeyError):
            raise damaged("复合文档的内容不完整") from None

    def _sector(self, sector: int) -> bytes:
        if (sector + 1) * self._size >= len(self._data):
            raise ValueError("sector past the end")
        return self._data[(sector + 1) * self._size : (sector + 2) * self._size]

    def _join(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(self._table, start)))

    def _read_table(self) -> list[int]:
        """Read the sector table from the sectors that the header names, and beyond 109 from the chain it starts."""
        places = list(struct.unpack_from("<109I", self._data, 76))
        (more,) = struct.unpack_from("<I", self._data, 68)
        seen = set()
        while more < _END:
            if more in seen:
                raise ValueError("table loops")
            seen.add(more)
            *listed, more = _numbers(self._sector(more).ljust(self._size, b"\xff"))
            places.extend(listed)
        table: list[int] = []
        for sector in places:
            if sector < _END and (sector + 1) * self._size < len(self._data):
                table.extend(_numbers(self._sector(sector).ljust(self._size, b"\xff")))
        return table

    def _read_directory(self) -> dict[str, _Stream]:
        streams: dict[str, _Stream] = {}
        block = self._join(struct.unpack_from("<I", self._data, 48)[0])
        for at in range(0, len(block) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", block, at + 64)
            if 2 <= length <= 64 and block[at + 66] in _STORED:
                name = block[at : at + length - 2].decode("utf-16-le").lower()
                streams.setdefault(name, _Stream(*struct.unpack_from("<II", block, at + 116)))
        return streams


def _numbers(block: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))


def _chain(table: list[int], sector: int) -> list[int]:
    """Follow a chain of sectors; a loop or a step outside the table raises ValueError."""
    chain: list[int] = []
    seen: set[int] = set()
    while sector < _END:
        if sector in seen or sector >= len(table):
            raise ValueError("sector chain")
        seen.add(sector)
        chain.append(sector)
        sector = table[sector]
    return chain
