"""The records that an .xls stream consists of, and the texts and numbers inside them."""

import struct
from collections.abc import Iterator

from automation.sheets.grid import RawValue

BEGIN, END, CONTINUE = 0x809, 0x0A, 0x3C
BIFF8 = 0x600
_EXACT = 10**15
_WIDE, _EXTENDED, _RICH = 1, 4, 8


def records(stream: bytes, at: int) -> Iterator[tuple[int, list[bytes]]]:
    """Yield kind and body (in pieces, where it was continued) of the records from one begin to its end.

    Charts inside a sheet are passed over. Raises ValueError when the stream stops before the end.
    """
    kind, pieces, depth = 0, [b""], 0
    while at + 4 <= len(stream):
        following, length = struct.unpack_from("<HH", stream, at)
        piece = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if following == CONTINUE:
            pieces.append(piece)
            continue
        if depth == 1:
            yield kind, pieces
        depth += (following == BEGIN) - (following == END)
        if depth <= 0:
            return
        kind, pieces = following, [piece]
    raise ValueError("no end")


class Texts:
    """Reads texts one after another from the pieces of a record; each new piece may change the width of characters."""

    def __init__(self, pieces: list[bytes], start: int = 0) -> None:
        self._pieces = pieces
        self._piece = 0
        self._at = start

    def skip(self, count: int) -> None:
        """Pass over bytes; raises ValueError past the end."""
        self.take(count)

    def take(self, count: int) -> bytes:
        """Return bytes, from the next piece too; raises ValueError past the end."""
        taken = b""
        while True:
            part = self._pieces[self._piece][self._at : self._at + count - len(taken)]
            self._at += len(part)
            taken += part
            if len(taken) == count:
                return taken
            self._turn()

    def number(self, form: str) -> int:
        """Return one number in the notation of ``struct``."""
        (number,) = struct.unpack(form, self.take(struct.calcsize(form)))
        return int(number)

    def text(self, length_form: str = "<H") -> str:
        """Return one text with its length before it; formatting runs are passed over."""
        count = self.number(length_form)
        flags = self.number("<B")
        runs = self.number("<H") if flags & _RICH else 0
        extension = self.number("<I") if flags & _EXTENDED else 0
        text = self._characters(count, flags & _WIDE)
        self.skip(4 * runs + extension)
        return text

    def _characters(self, count: int, wide: int) -> str:
        utf16: list[bytes] = []
        while count:
            left = self._pieces[self._piece][self._at :]
            here = min(count, len(left) // 2 if wide else len(left))
            if here:
                part = left[: here * 2 if wide else here]
                self._at += len(part)
                utf16.append(part if wide else part.decode("latin-1").encode("utf-16-le"))
                count -= here
            else:
                self._turn()
                wide = self.number("<B") & _WIDE
        return b"".join(utf16).decode("utf-16-le", "replace")

    def _turn(self) -> None:
        self._piece += 1
        self._at = 0
        if self._piece >= len(self._pieces):
            raise ValueError("text past the end")


def packed_number(packed: int) -> float:
    """Unpack Excel's 30-bit numbers: whole or the upper half of a binary one, perhaps in hundredths."""
    if packed & 2:
        number = float((packed - (1 << 32) if packed & 0x80000000 else packed) >> 2)
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))
    return number / 100 if packed & 1 else number


def whole(value: float) -> RawValue:
    """Return whole numbers as such; this format stores most of them as binary ones."""
    return int(value) if value.is_integer() and abs(value) < _EXACT else value
