"""A compound file (MS-CFB, version 3) with streams at its root and in storages one level down."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

_SECTOR, _SMALL_SECTOR, _SMALL_STREAM, _ENTRY = 512, 64, 4096, 128
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NOBODY = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_TABLES_IN_HEAD = 109
_NUMBERS_IN_SECTOR = _SECTOR // 4

Tree = Mapping[str, "bytes | Mapping[str, bytes]"]
"""Streams, and storages of streams, by name."""


@dataclass
class _Entry:
    """One entry of the directory; brothers stand in a balanced tree."""

    name: str
    kind: int
    content: bytes = b""
    left: int = _NOBODY
    right: int = _NOBODY
    child: int = _NOBODY
    color: int = _BLACK
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = (self.name + "\0").encode("utf-16-le")
        numbers = (len(name), self.kind, self.color, self.left, self.right, self.child)
        return name.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", *numbers, self.start, self.size)


class _Sectors:
    """Sectors of one size, and the table that says which follows which."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.data = bytearray()
        self.table: list[int] = []

    def put(self, content: bytes) -> int:
        """Append ``content`` as a chain; gives its first sector."""
        if not content:
            return _END
        first, count = len(self.table), -(-len(content) // self.size)
        self.data += content.ljust(count * self.size, b"\0")
        self.table += [*range(first + 1, first + count), _END]
        return first


def compound_file(tree: Tree) -> bytes:
    """The bytes of a compound file: equal trees, equal bytes."""
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _brothers(entries, tree)
    sectors, small = _Sectors(_SECTOR), _Sectors(_SMALL_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM:
            entry.size = len(entry.content)
            entry.start = (small if entry.size < _SMALL_STREAM else sectors).put(entry.content)
    entries[0].start, entries[0].size = sectors.put(bytes(small.data)), len(small.data)
    small_table = sectors.put(_numbers(small.table))
    directory = b"".join(entry.packed() for entry in entries)
    unused = struct.pack("<68xIII48x", _NOBODY, _NOBODY, _NOBODY)
    directory_start = sectors.put(directory + unused * (-len(entries) % (_SECTOR // _ENTRY)))
    return _assembled(sectors, directory_start, small_table, -(-len(small.table) // _NUMBERS_IN_SECTOR))


def _brothers(entries: list[_Entry], tree: "Tree | Mapping[str, bytes]") -> int:
    """Add the children of one storage; gives the one on top of their tree."""
    numbers = []
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        content = tree[name]
        numbers.append(len(entries))
        entries.append(_Entry(name, _STREAM, content) if isinstance(content, bytes) else _Entry(name, _STORAGE))
    top = _balanced(entries, numbers, len(numbers).bit_length())
    if numbers:
        entries[top].color = _BLACK
    for number in numbers:
        content = tree[entries[number].name]
        if not isinstance(content, bytes):
            entries[number].child = _brothers(entries, content)
    return top


def _balanced(entries: list[_Entry], numbers: list[int], levels: int) -> int:
    """Link sorted brothers into a red-black tree: all black but the deepest, unfilled level."""
    if not numbers:
        return _NOBODY
    middle = len(numbers) // 2
    top = entries[numbers[middle]]
    top.left = _balanced(entries, numbers[:middle], levels - 1)
    top.right = _balanced(entries, numbers[middle + 1:], levels - 1)
    top.color = _RED if levels == 1 else _BLACK
    return numbers[middle]


def _assembled(sectors: _Sectors, directory: int, small_table: int, small_tables: int) -> bytes:
    tables = 1
    while tables * _NUMBERS_IN_SECTOR < len(sectors.table) + tables:
        tables += 1
    if tables > _TABLES_IN_HEAD:
        raise ValueError("more than a compound file holds without an extended table")
    first = len(sectors.table)
    places = [first + n for n in range(tables)] + [_FREE] * (_TABLES_IN_HEAD - tables)
    small_first = small_table if small_tables else _END
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", bytes.fromhex("D0CF11E0A1B11AE1"), 0x3E, 3, 0xFFFE, 9, 6, 0, tables, directory,
                       0, _SMALL_STREAM, small_first, small_tables, _END, 0)
    return head + struct.pack(f"<{_TABLES_IN_HEAD}I", *places) + bytes(sectors.data) + _numbers(sectors.table + [_TABLE] * tables)


def _numbers(table: list[int]) -> bytes:
    """A table in whole sectors."""
    return struct.pack(f"<{len(table)}I", *table).ljust(-(-len(table) // _NUMBERS_IN_SECTOR) * _SECTOR, b"\xff")
