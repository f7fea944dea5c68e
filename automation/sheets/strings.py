"""Texts of an .xlsx: runs joined, phonetic hints dropped, Excel's own escapes undone."""

import re

from automation.sheets.markup import local, parse

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """Undo ``_x000D_`` and its kind, by which Excel stores characters that XML forbids."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    # Halves of a surrogate pair may arrive one by one; a lone half could not be stored as UTF-8 later.
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read_shared(part: bytes) -> tuple[str, ...]:
    """Read the shared strings part, in its order.

    Raises Unreadable F003 when the part is not well-formed.
    """
    strings: list[str] = []
    runs: list[str] = []
    text: list[str] = []
    phonetic = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal phonetic
        text.clear()
        tag = local(name)
        if tag == "si":
            runs.clear()
        elif tag == "rPh":
            phonetic = True

    def end(name: str) -> None:
        nonlocal phonetic
        tag = local(name)
        if tag == "t" and not phonetic:
            runs.extend(text)
        elif tag == "si":
            strings.append(unescape("".join(runs)))
        elif tag == "rPh":
            phonetic = False

    parse(part, "共享文本表", start, end, text.append)
    return tuple(strings)
