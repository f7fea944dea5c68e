"""The words in which kinds of bad files are described: a change of one good workbook each."""

import random
from collections.abc import Callable

from benchmarks.reliability.surgery import BOOK, SHEET, bent, rows, typed

Make = Callable[[bytes], bytes]
"""Makes a good workbook bad."""
Kinds = tuple[tuple[str, Make], ...]
MIB = 1 << 20


def noise(size: int) -> bytes:
    """Bytes that mean nothing, the same each time."""
    return random.Random(7).randbytes(size)


def plain(content: bytes) -> Make:
    """This content, whatever the good workbook was."""
    return lambda _: content


def part(name: str, old: bytes, new: bytes) -> Make:
    """One part with words replaced."""
    return lambda d: bent(d, name, lambda s: s.replace(old, new))


def sheet(old: bytes, new: bytes) -> Make:
    """The form's sheet with words replaced."""
    return part(SHEET, old, new)


def book(old: bytes, new: bytes) -> Make:
    """The list of sheets and names with words replaced."""
    return part(BOOK, old, new)


def added(name: str, content: bytes) -> Make:
    """One part of this content."""
    return lambda d: bent(d, name, lambda _: content)


def more_rows(xml: str) -> Make:
    """More rows below the form."""
    return lambda d: rows(d, xml)


def after(xml: str) -> Make:
    """More XML behind the rows."""
    return sheet(b"</sheetData>", b"</sheetData>" + xml.encode())


def cell(xml: str) -> Make:
    """Another last figure."""
    return lambda d: typed(d, xml)
