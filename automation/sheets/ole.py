"""Compound files (.xls and its relatives): which streams are inside."""

import struct

_END = 0xFFFFFFFA
_ENTRY = 128
_STORED = (1, 2, 5)


def stream_names(data: bytes) -> frozenset[str]:
    """List the names of a compound file's storages and streams in lower case; none when its directory is broken."""
    try:
        return frozenset(_names(data))
    except (struct.error, ValueError, UnicodeDecodeError):
        return frozenset()


def _names(data: bytes) -> list[str]:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("sector size")
    table = _table(data, size)
    names = []
    for sector in _chain(table, struct.unpack_from("<I", data, 48)[0]):
        block = data[(sector + 1) * size : (sector + 2) * size]
        for at in range(0, len(block) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", block, at + 64)
            if 2 <= length <= 64 and block[at + 66] in _STORED:
                names.append(block[at : at + length - 2].decode("utf-16-le").lower())
    return names


def _table(data: bytes, size: int) -> list[int]:
    """Read the sector table from the places that the header names, 109 at most: enough for any directory."""
    table: list[int] = []
    for sector in struct.unpack_from("<109I", data, 76):
        if sector < _END and (sector + 2) * size <= len(data) + size:
            table.extend(
                struct.unpack(
                    f"<{size // 4}I",
                    data[(sector + 1) * size : (sector + 2) * size].ljust(size, b"\xff"),
                )
            )
    return table


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
