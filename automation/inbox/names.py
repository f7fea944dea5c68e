"""File names: made printable, made legal everywhere, put in the order people expect."""

import os
import re
import unicodedata

_MOST_BYTES = 235
"""Linux takes 255 bytes; the temporary name is longer by a few."""
_MOST_CHARACTERS = 190

_FORBIDDEN = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
"""What NTFS forbids, as the full-width characters that look the same."""

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What turns the direction of writing, so that a name reads as if it ended otherwise."""

_DIGITS = re.compile(r"([0-9]+)")


def printable(name: str) -> str:
    """``name`` as text that can be stored and shown: names of old archives decoded, control and turning characters marked."""
    try:
        name.encode()
    except UnicodeEncodeError:
        octets = os.fsencode(name)
        try:
            # Unpacking a zip made on a Chinese Windows leaves names in GBK.
            name = octets.decode("gb18030")
        except UnicodeDecodeError:
            name = octets.decode(errors="replace")
    return "".join("\ufffd" if c in _TURNING or unicodedata.category(c) == "Cc" else c for c in name)


def legal(prefix: str, name: str) -> str:
    """``prefix`` and ``name`` as one name that Windows and Linux take; cut before the suffix where it is too long."""
    name = printable(name).translate(_FORBIDDEN).rstrip(". ")
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix.encode()) > 12:
        stem, dot, suffix = name, "", ""
    tail = dot + suffix
    room = _MOST_BYTES - len((prefix + tail).encode())
    stem = stem.encode()[:room].decode(errors="ignore")[:_MOST_CHARACTERS - len(prefix + tail)]
    return prefix + stem + tail


def natural(name: str) -> tuple[str | int, ...]:
    """A sort key under which 2 comes before 10; texts and numbers take turns in it, so any two compare."""
    return tuple(int(part) if i % 2 else part for i, part in enumerate(_DIGITS.split(name)))
