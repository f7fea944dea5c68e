"""A VBA project (MS-OVBA) from source text alone: whoever opens it compiles it, so nothing compiled is stored."""

import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from automation.console.compound import compound_file
from automation.console.compression import compress

_CODE_PAGE = 1252
_ENCODING = "cp1252"
_PROJECT = "VBAProject"
_ONLY_SOURCE = bytes.fromhex("CC61FFFF000100")
"""The stream _VBA_PROJECT with a version that no program has: none trusts compiled code that came with it."""
_AUTOMATION = r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"
_HOST = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"


class Kind(Enum):
    """What a module is; the value is its keyword in the PROJECT stream."""

    STANDARD = "Module"
    CLASS = "Class"
    DOCUMENT = "Document"


@dataclass(frozen=True)
class Module:
    """One module: its source begins with the ``Attribute VB_...`` lines and is ASCII."""

    name: str
    kind: Kind
    source: str

    @property
    def stored(self) -> bytes:
        """The source as the project holds it."""
        return "".join(line + "\r\n" for line in self.source.splitlines()).encode(_ENCODING)


def vba_project(modules: Sequence[Module]) -> bytes:
    """The bytes of ``vbaProject.bin``: equal modules, equal bytes."""
    names = "|".join(module.name for module in modules)
    identity = f"{{{uuid.uuid5(uuid.NAMESPACE_OID, names)}}}".upper()
    inside = {module.name: compress(module.stored) for module in modules}
    return compound_file({
        "PROJECT": _project(modules, identity),
        "PROJECTwm": b"".join(_ansi(m.name) + b"\0" + _wide(m.name) + b"\0\0" for m in modules) + b"\0\0",
        "VBA": {**inside, "_VBA_PROJECT": _ONLY_SOURCE, "dir": compress(_directory(modules))},
    })


def _project(modules: Sequence[Module], identity: str) -> bytes:
    """The PROJECT stream: not protected, no password, shown."""
    lines = [f'ID="{identity}"']
    lines += [f"{m.kind.value}={m.name}" + ("/&H00000000" if m.kind is Kind.DOCUMENT else "") for m in modules]
    lines += [f'Name="{_PROJECT}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"',
              f'CMG="{_veiled(bytes(4), identity)}"', f'DPB="{_veiled(bytes(1), identity)}"', f'GC="{_veiled(bytes([255]), identity)}"',
              "", "[Host Extender Info]", _HOST, "", "[Workspace]", *(f"{m.name}=0, 0, 0, 0, C" for m in modules)]
    return _ansi("".join(line + "\r\n" for line in lines))


def _veiled(data: bytes, identity: str) -> str:
    """Data encryption of MS-OVBA 2.4.3, which anybody can undo; its seed may be any byte and is fixed here."""
    seed, version = 0x8D, 2
    key = sum(identity.encode("ascii")) & 0xFF
    plain, last, before = key, seed ^ key, seed ^ version
    veiled = [seed, before, last]
    for byte in bytes([7] * ((seed & 6) // 2)) + struct.pack("<I", len(data)) + data:
        hidden = byte ^ (before + plain & 0xFF)
        veiled.append(hidden)
        before, last, plain = last, hidden, byte
    return bytes(veiled).hex().upper()


def _directory(modules: Sequence[Module]) -> bytes:
    """The dir stream before compression."""
    english, none = struct.pack("<I", 0x409), bytes(4)
    about = [_record(0x01, struct.pack("<I", 3)), _record(0x02, english), _record(0x14, english),
             _record(0x03, struct.pack("<H", _CODE_PAGE)), _record(0x04, _ansi(_PROJECT)), _record(0x05), _record(0x40),
             _record(0x06), _record(0x3D), _record(0x07, none), _record(0x08, none),
             struct.pack("<HIIH", 0x09, 4, 1, 1), _record(0x0C), _record(0x3C)]
    library = struct.pack("<I", len(_AUTOMATION)) + _ansi(_AUTOMATION) + bytes(6)
    reference = [_record(0x16, b"stdole"), _record(0x3E, _wide("stdole")), _record(0x0D, library)]
    heading = [_record(0x0F, struct.pack("<H", len(modules))), _record(0x13, b"\xff\xff")]
    return b"".join([*about, *reference, *heading, *(_module(m) for m in modules), _record(0x10)])


def _module(module: Module) -> bytes:
    ansi, wide = _ansi(module.name), _wide(module.name)
    return b"".join((
        _record(0x19, ansi), _record(0x47, wide), _record(0x1A, ansi), _record(0x32, wide), _record(0x1C), _record(0x48),
        _record(0x31, bytes(4)), _record(0x1E, bytes(4)), _record(0x2C, b"\xff\xff"),
        _record(0x21 if module.kind is Kind.STANDARD else 0x22), _record(0x2B)))


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _ansi(text: str) -> bytes:
    return text.encode(_ENCODING)


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")
