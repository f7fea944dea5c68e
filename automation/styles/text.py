"""Text on its way into a cell: what may be written, how its punctuation looks, how many lines it takes."""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

LONGEST_TEXT = 32_767
"""UTF-16 units that a cell can hold."""
TALLEST_ROW = 409.0
CUT_MARK = "……〔过长，以下从略〕"

_CJK = re.compile("[\u3400-\u9fff]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_NEWLINES = re.compile("\r\n|[\r\x85\u2028\u2029]")
_WIDE = {mark: chr(ord(mark) + 0xFEE0) for mark in ",;:()?!"}
# A colon before a slash belongs to an address or a path; "!" is kept before a cell reference (附件2!L14) and as the
# leading mark of a check result, where it stands beside √ and ×.
_NARROW_MARK = re.compile(r"[;()?]|,|:(?![/\\])|(?<!^)!(?!\$?[A-Z]{1,3}\$?\d)")


def units(text: str) -> int:
    """Length as Excel counts it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text) + len(_ASTRAL.findall(text))


def plain(text: str) -> str:
    """Text typed by others, fit for a cell: no characters illegal in XML, one kind of line break, cut visibly."""
    # What is printable throughout has neither line breaks nor what XML forbids; looking for them takes longer.
    clean = text if text.isprintable() else _ILLEGAL.sub("", _NEWLINES.sub("\n", text))
    if len(clean) <= LONGEST_TEXT // 2 or units(clean) <= LONGEST_TEXT:
        return clean
    room = LONGEST_TEXT - units(CUT_MARK)
    kept = clean.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return kept + CUT_MARK


@lru_cache(8192)
def full_width(text: str) -> str:
    """Half-width ``, ; : ( ) ? !`` made full-width in text that holds Chinese; never between digits (17:00, 687,220).

    The length stays the same. For writing only: data keep what was typed.
    """
    return _widen(text) if _CJK.search(text) else text


def _widen(text: str, digit_outside: bool = False) -> str:
    """``digit_outside``: beyond either end a digit may follow, as for a literal inside a formula."""

    def replaced(match: re.Match[str]) -> str:
        mark = match[0]
        before = text[match.start() - 1 : match.start()] if match.start() else ""
        after = text[match.end() : match.end() + 1]
        if mark in ",:" and _joins(before, digit_outside) and _joins(after, digit_outside):
            return mark
        return _WIDE[mark]

    return _NARROW_MARK.sub(replaced, text)


def _joins(neighbour: str, digit_outside: bool) -> bool:
    return neighbour.isascii() and neighbour.isdigit() if neighbour else digit_outside


def full_width_in_formula(formula: str) -> str:
    """:func:`full_width` inside the string literals of a formula, so that its result reads like written text.

    Left alone: number formats (second argument of TEXT) and references (INDIRECT, HYPERLINK). A literal that is one
    mark alone (``A1&"("&B1``) is widened too, as it joins Chinese text.
    """
    # Most formulas hold no literal that could be widened, and taking them apart is slow.
    narrow = not _WIDE.keys().isdisjoint("".join(_QUOTED.findall(formula)))
    return "".join(_literals_widened(formula)) if narrow else formula


_TOKEN = re.compile(
    r"""(?P<literal>"(?:[^"]|"")*")|(?P<sheet>'(?:[^']|'')*')|(?P<open>[A-Za-z_.0-9]*\(|\{)|.""", re.DOTALL
)


_QUOTED = re.compile(r""""((?:[^"]|"")*)"|'(?:[^']|'')*'""", re.DOTALL)
_KEPT = (("TEXT", 1), ("INDIRECT", 0), ("HYPERLINK", 0))
"""Arguments that are formats or addresses, not words: function and 0-based place."""


def _literals_widened(formula: str) -> Iterator[str]:
    calls: list[tuple[str, int]] = [("", 0)]
    for match in _TOKEN.finditer(formula):
        piece = match[0]
        if match["literal"]:
            name, argument = calls[-1]
            keep = (name, argument) in _KEPT
            yield piece if keep else f'"{_literal(piece[1:-1])}"'
            continue
        if match["open"]:
            calls.append((piece[:-1].upper(), 0))
        elif piece in ")}" and len(calls) > 1:
            calls.pop()
        elif piece == ",":
            calls[-1] = (calls[-1][0], calls[-1][1] + 1)
        yield piece


def _literal(content: str) -> str:
    if content in _WIDE and content != "!":
        return _WIDE[content]
    return _widen(content, digit_outside=True) if _CJK.search(content) else content


def column_pixels(width: float) -> int:
    """Pixels of a column whose width is given in characters of the standard font."""
    return int(7 * width + 5)


_RUN = re.compile(r"[0-9A-Za-z.,%/+\-]+|.", re.DOTALL)
_NEVER_FIRST = frozenset("，。；：、）！？”’》】〕…—%·,;:)!?")
_NEVER_LAST = frozenset("（“‘《【〔(")


@lru_cache(8192)
def wrapped_lines(text: str, width_px: int, points: float, padding: int = 6) -> int:
    """Lines that ``text`` takes in a cell ``width_px`` wide at ``points``, at least 1.

    Chinese characters count 1 em, others half an em; numbers and Latin words are not broken; no line starts with a
    closing mark or ends with an opening one. ``padding`` is what the cell keeps free, left and right together, in px.
    """
    capacity = max(1.0, (width_px - padding) / (points * 96 / 72))
    return sum(_lines(paragraph, capacity) for paragraph in full_width(plain(text)).split("\n"))


def _lines(paragraph: str, capacity: float) -> int:
    lines, used = 1, 0.0
    for group, width in _unbreakable(paragraph):
        if used + width <= capacity + 1e-6 or (group == " " and used):
            used += width
            continue
        lines += used > 0
        over = max(0, math.ceil(width / capacity - 1e-6) - 1)
        lines += over
        used = width - over * capacity
    return lines


def _unbreakable(paragraph: str) -> Iterator[tuple[str, float]]:
    """What stays together on a line, and its width in em."""
    group, width = "", 0.0
    for piece in _RUN.findall(paragraph):
        if group and piece not in _NEVER_FIRST and group[-1] not in _NEVER_LAST:
            yield group, width
            group, width = "", 0.0
        group += piece
        width += _em(piece) if len(piece) == 1 else len(piece) / 2  # only Latin runs are longer
    if group:
        yield group, width


@lru_cache(8192)
def _em(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def row_height(
    cells: Iterable[tuple[str, int]], points: float, minimum: float = 20, leading: float = 1.32, padding: float = 6
) -> float:
    """Height in points of a row whose wrapping ``cells`` are (text, width in px); between ``minimum`` and Excel's 409."""
    lines = max((wrapped_lines(text, width, points) for text, width in cells), default=1)
    return min(TALLEST_ROW, max(minimum, round(lines * points * leading + padding, 1)))
