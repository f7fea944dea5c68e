"""Compression of the streams of a VBA project (MS-OVBA 2.4.1): chunks of 4096 bytes, each by itself."""

import struct
from collections.abc import Iterator

_CHUNK = 4096
_SHORTEST = 3
_SIGNATURE, _IS_COMPRESSED = 0x3000, 0x8000
_TOKENS_IN_GROUP = 8
_MOST_TRIES = 64
"""How many earlier places are compared before the best of them is taken."""


def compress(data: bytes) -> bytes:
    """A compressed container that decompresses to ``data``."""
    return b"\x01" + b"".join(_chunk(data[at:at + _CHUNK]) for at in range(0, len(data), _CHUNK))


def _chunk(data: bytes) -> bytes:
    body = _grouped(_tokens(data))
    if len(body) <= _CHUNK:
        return struct.pack("<H", _IS_COMPRESSED | _SIGNATURE | len(body) - 1) + body
    if len(data) < _CHUNK:
        raise ValueError("a last chunk that does not compress cannot be stored")
    return struct.pack("<H", _SIGNATURE | _CHUNK - 1) + data


def _grouped(tokens: Iterator[tuple[bool, bytes]]) -> bytes:
    """Up to eight tokens behind one byte that says which of them are copies."""
    body, group = bytearray(), list[tuple[bool, bytes]]()

    def end_group() -> None:
        body.append(sum(is_copy << place for place, (is_copy, _) in enumerate(group)))
        body.extend(b"".join(token for _, token in group))
        group.clear()

    for token in tokens:
        group.append(token)
        if len(group) == _TOKENS_IN_GROUP:
            end_group()
    if group:
        end_group()
    return bytes(body)


def _tokens(data: bytes) -> Iterator[tuple[bool, bytes]]:
    """Bytes as they are, and copies of what came before."""
    seen: dict[bytes, list[int]] = {}
    at = 0
    while at < len(data):
        bits = max(4, (at - 1).bit_length())
        start, length = _longest(data, at, seen.get(data[at:at + _SHORTEST], []), (0xFFFF >> bits) + _SHORTEST)
        if length:
            yield True, struct.pack("<H", at - start - 1 << 16 - bits | length - _SHORTEST)
        else:
            yield False, data[at:at + 1]
        for place in range(at, at + max(length, 1)):
            seen.setdefault(data[place:place + _SHORTEST], []).append(place)
        at += max(length, 1)


def _longest(data: bytes, at: int, places: list[int], limit: int) -> tuple[int, int]:
    """Where the longest copy of what comes at ``at`` starts, and its length; 0 where none is worth it."""
    best = (0, 0)
    limit = min(limit, len(data) - at)
    for start in reversed(places[-_MOST_TRIES:]):
        length = 0
        while length < limit and data[start + length] == data[at + length]:
            length += 1
        if length > best[1]:
            best = (start, length)
    return best if best[1] >= _SHORTEST else (0, 0)
