"""Texts of an .xlsx: runs joined, phonetic hints dropped, Excel's own escapes undone."""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from automation.sheets.markup import TRANSITIONAL, decoded, elements, main_tags, plain_text, root_of

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_TAGS = main_tags("t", "r")
_ITEMS = main_tags("si")
_COMMON_ITEM = re.compile(
    '<si>(?:<t(?: xml:space="preserve")?>([^<]*)</t>(?:<phoneticPr(?: (?:fontId|type|alignment)="[A-Za-z0-9]*")* ?/>)?|(<.*?))</si>|(.)',
    re.DOTALL)
_COMMON_TABLE = re.compile(
    rf'<sst xmlns="{re.escape(TRANSITIONAL)}"(?: (?:count|uniqueCount)="[0-9]+")*>(.*)</sst>\s*', re.DOTALL)


def unescape(text: str) -> str:
    """Undo ``_x000D_`` and its kind, by which Excel stores characters that XML forbids."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    # Halves of a surrogate pair may arrive one by one; a lone half could not be stored as UTF-8 later.
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def text_of(item: Element) -> str:
    """Join the text of a string item, plain or in runs; its phonetic hints are in other elements."""
    runs = []
    for child in item:
        tag = _TAGS.get(child.tag)
        if tag == "t":
            runs.append(child.text or "")
        elif tag == "r":
            runs.extend(piece.text or "" for piece in child if _TAGS.get(piece.tag) == "t")
    return unescape("".join(runs))


def read_shared(part: bytes) -> tuple[str, ...]:
    """Read the shared strings part, in its order.

    Raises Unreadable F003 when the part is not well-formed.
    """
    common = _read_common(part)
    if common is not None:
        return common
    strings = []
    for element in elements(part, "共享文本表", _ITEMS):
        strings.append(text_of(element))
        element.clear()
    return tuple(strings)


def _read_common(part: bytes) -> tuple[str, ...] | None:
    """The texts of a part as common programs lay it out: one pass of a pattern, and a parser for what has runs; else None."""
    start = root_of(part)
    try:
        table = _COMMON_TABLE.fullmatch(decoded(part[start:])) if start >= 0 else None
        items = _COMMON_ITEM.findall(table[1]) if table else [("", "", "?")]
        if any(strange for *_, strange in items):
            return None
        return tuple(_of_runs(runs) if runs else unescape(plain_text(text)) for text, runs, _ in items)
    except (ValueError, ElementTree.ParseError):
        return None


def _of_runs(runs: str) -> str:
    return text_of(ElementTree.fromstring(f'<si xmlns="{TRANSITIONAL}">{runs}</si>'))
