"""The records that the parts of an .xlsb consist of, and the texts and numbers inside them."""

import struct
from collections.abc import Iterator

_MORE = 0x80


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and body of each record; raises ValueError where the part stops inside one."""
    at = 0
    while at < len(part):
        kind, at = _packed(part, at, 2)
        length, at = _packed(part, at, 4)
        body = part[at : at + length]
        if len(body) < length:
            raise ValueError("cut off")
        at += length
        yield kind, body


def _packed(part: bytes, at: int, most: int) -> tuple[int, int]:
    """Read a number of seven bits to a byte, and say where it ends."""
    number = 0
    for turn in range(most):
        if at >= len(part):
            raise ValueError("cut off")
        byte = part[at]
        at += 1
        number |= (byte & 0x7F) << (7 * turn)
        if not byte & _MORE:
            break
    return number, at


def text_at(body: bytes, at: int) -> tuple[str, int]:
    """Read a text with its length before it, and say where it ends; a null text is empty."""
    (count,) = struct.unpack_from("<I", body, at)
    if count == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * count
    if end > len(body):
        raise ValueError("text past the end")
    return body[at + 4 : end].decode("utf-16-le", "replace"), end
