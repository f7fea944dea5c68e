"""A worksheet part as Excel, WPS, LibreOffice, openpyxl and XlsxWriter lay it out, read in one pass of a pattern.

Such a part costs a fifth of what its elements cost one by one. The pattern knows every character between ``<sheetData>``
and ``</sheetData>``, and the rest must be well-formed. Whatever is written in another way (comments, prefixes, texts in the
cell itself, namespaces within) or is wrong is left to ``worksheet``, which reads all of XML; both read the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite
from xml.parsers import expat

from automation.sheets.dates import Shown, from_serial
from automation.sheets.grid import Range, RawCell, RawValue
from automation.sheets.limits import Limits
from automation.sheets.markup import STRICT, TRANSITIONAL, decoded, plain_text, root_of, true
from automation.sheets.references import LAST_COLUMN, LAST_ROW, NEAR_COLUMNS, range_of
from automation.sheets.strings import unescape

_LARGEST, _LONGEST_ROW = 32 << 20, 4 << 20
"""Bytes of a part, and characters of a row: larger ones would take too much memory at once."""
_NAME = "[A-Za-z][A-Za-z0-9]*(?::[A-Za-z][A-Za-z0-9]*)?"
_QUOTED = r'"[^<&"\x00-\x1f\ufffe\uffff]*"'
_ATTRIBUTE = re.compile(f" ({_NAME})=({_QUOTED})")
_ATTRIBUTES = f"(?: {_NAME}={_QUOTED})*"
_ROW = re.compile(rf'<row r="([0-9]{{1,7}})"({_ATTRIBUTES})(/?)>')
_CELL = re.compile(
    r'<c r="([A-Z]{1,2})([0-9]{1,7})"(?: s="([0-9]+)")?(?: t="(n|s|str|b|e)")?'
    r'(?:/>(?:<c r="[A-Z]{1,2}\2"(?: s="[0-9]+")?/>)*'  # cells that have a look only are many, and one match takes a run of them
    rf"|>(?:<(f{_ATTRIBUTES})(?:/>|>([^<]*)</f>))?(?:<(v)(?: ?/>|>([^<]*)</v>))?</c>)|(.)", re.DOTALL)
_REST = re.compile(rf"<(col|mergeCell|row|sheetData)(?=[\s/>])(?:({_ATTRIBUTES}) ?/?>)?")
_NAMESPACE = re.compile(rb'(:[A-Za-z0-9]+)?="([^"<&]*)"')
_SPREADSHEET = (TRANSITIONAL.encode(), STRICT.encode())
_MAIN = b'="%s"' % TRANSITIONAL.encode()
_NUMERALS = "0123456789.eE+-"  # float() would also take nan, inf, 1_0 and full-width digits
_EXACT_DIGITS = 18
_NEW = tuple.__new__
_REMEMBERED = 200
"""Characters of the longest attributes that are remembered: those of columns are alike in many workbooks."""


@dataclass(frozen=True)
class Look:
    """What a cell needs from its workbook: shared strings, the styles (by index) that show dates, the date system."""

    strings: tuple[str, ...]
    dates: Mapping[str, Shown]
    date1904: bool
    figures: dict[tuple[str, str], RawValue] = field(default_factory=dict)
    """What numbers in a style were read as: the same ones stand in many cells."""


@dataclass(frozen=True)
class Content:
    """What a worksheet part holds."""

    cells: dict[tuple[int, int], RawCell]
    merged: list[Range]
    hidden_rows: set[int]
    hidden_columns: set[int]


class _OtherwiseError(Exception):
    """Written in another way, or wrong."""


def read_canonical(part: bytes, look: Look, limits: Limits) -> Content | None:
    """What ``part`` holds; None where it is not laid out in the common way, is wrong, or goes over a limit."""
    try:
        return _read(part, look, limits)
    except (_OtherwiseError, ValueError, LookupError, expat.ExpatError):
        return None


def number_of(text: str) -> float | int:
    """A number as a part writes it: whole ones of up to 18 digits exactly, NaN for what is none."""
    if text.strip(_NUMERALS):
        return float("nan")
    return int(text) if len(text) <= _EXACT_DIGITS and text.removeprefix("-").isdigit() else float(text)


def _read(part: bytes, look: Look, limits: Limits) -> Content:
    first, last = part.find(b"<sheetData>"), part.find(b"</sheetData>")
    if len(part) > _LARGEST or not 0 < first < last:
        raise _OtherwiseError
    rest = part[:first] + part[last + len("</sheetData>"):]
    prefixes = _checked(rest, root_of(rest))
    found = Content({}, [], set(), set())
    _take_rows(found, decoded(part[first + len("<sheetData>"):last]), look, prefixes)
    _take_rest(found, rest.decode())
    if len(found.cells) > limits.cells or len(found.merged) > limits.merges:
        raise _OtherwiseError
    return found


def _checked(rest: bytes, root: int) -> frozenset[str]:
    """The prefixes of the root, once ``rest`` is well-formed and only names without a prefix are the spreadsheet's."""
    expat.ParserCreate(None, "}").Parse(rest, True)
    declared = [_NAMESPACE.match(piece) for piece in rest.split(b"xmlns")[1:]]
    ours = [found for found in declared if found is None or found[2] in _SPREADSHEET or not found[1]]
    start = rest[root:rest.find(b">", root)]
    if root < 0 or len(ours) != 1 or ours[0] is None or ours[0][0] != _MAIN or b" xmlns" + _MAIN not in start:
        raise _OtherwiseError
    return frozenset(("xml", *re.findall(r' xmlns:([A-Za-z0-9]+)="', start.decode())))


def _take_rows(found: Content, rows: str, look: Look, prefixes: frozenset[str]) -> None:
    checked: dict[str, bool] = {}
    begin = 0
    while (end := rows.find("</row>", begin)) >= 0:
        number, at = _open_row(found, rows, begin, end, checked, prefixes)
        if not number or end - begin > _LONGEST_ROW:
            raise _OtherwiseError
        _take_cells(found.cells, number, _CELL.findall(rows, at, end), look, prefixes)
        begin = end + len("</row>")
    if _open_row(found, rows, begin, len(rows), checked, prefixes) != ("", len(rows)):
        raise _OtherwiseError


def _open_row(found: Content, text: str, at: int, end: int, checked: dict[str, bool], prefixes: frozenset[str]) -> tuple[str, int]:
    """The number of the row that opens at ``at``, past rows without cells, and where its cells begin; what is read ends at ``end``."""
    while head := _ROW.match(text, at, end):
        number, attributes, closed = head.groups()
        if not 0 < int(number) <= LAST_ROW:
            raise _OtherwiseError
        if attributes not in checked:
            checked[attributes] = _is_hidden(attributes, prefixes)
        if checked[attributes]:
            found.hidden_rows.add(int(number) - 1)
        at = head.end()
        if not closed:
            return number, at
    return "", at


def _take_cells(cells: dict[tuple[int, int], RawCell], number: str, tokens: list[tuple[str, ...]], look: Look,
                prefixes: frozenset[str]) -> None:
    row, strings, figures, columns = int(number) - 1, look.strings, look.figures, NEAR_COLUMNS
    for letters, digits, style, kind, f, formula, v, text, _ in tokens:
        if digits != number:
            raise _OtherwiseError
        if not f and not v:
            continue
        value: RawValue = None
        error, waiting = None, False
        if kind == "s" and text.isdecimal():
            value = strings[int(text)]
        elif text and (not kind or kind == "n"):
            value = figures.get((style, text))
            if value is None:
                value = figures[style, text] = _figure(text, look.dates.get(style or "0"), look.date1904)
        elif text or (v and kind == "str"):
            value, error = _other(kind, text)
        else:
            waiting = True
        place = row, columns[letters]
        if f:
            if len(f) > 1:
                _is_hidden(f[1:], prefixes)
            if place in cells:
                raise _OtherwiseError
            cells[place] = _NEW(RawCell, (value, row, place[1], plain_text(formula), error, waiting))
        elif not waiting and value != "":
            if place in cells:
                raise _OtherwiseError
            cells[place] = _NEW(RawCell, (value, row, place[1], None, error, False))


def _figure(text: str, shown: Shown | None, date1904: bool) -> RawValue:
    number = int(text) if len(text) <= _EXACT_DIGITS and text.isascii() and text.isdigit() else number_of(text)
    if not isfinite(number):
        raise _OtherwiseError
    return number if shown is None else from_serial(float(number), shown, date1904)


def _other(kind: str, text: str) -> tuple[RawValue, str | None]:
    """A formula's text, a boolean, or None and an error."""
    if kind == "str":
        return unescape(plain_text(text)), None
    if kind == "b":
        return true(plain_text(text)), None
    if kind == "e":
        return None, plain_text(text)
    raise _OtherwiseError


def _is_hidden(attributes: str, prefixes: frozenset[str]) -> bool:
    """Whether a row with these attributes is hidden; checks that they may stand there."""
    found = _pairs(attributes)
    if "r" in found or not prefixes.issuperset(name.partition(":")[0] for name in found if ":" in name):
        raise _OtherwiseError
    return true(found.get("hidden")) or found.get("ht") == "0"


def _pairs(attributes: str) -> Mapping[str, str]:
    return _known_pairs(attributes) if len(attributes) <= _REMEMBERED else _known_pairs.__wrapped__(attributes)


@lru_cache(maxsize=2048)
def _known_pairs(attributes: str) -> Mapping[str, str]:
    pairs = _ATTRIBUTE.findall(attributes)
    found = {name: quoted[1:-1] for name, quoted in pairs}
    if len(found) < len(pairs) or "xmlns" in found:
        raise _OtherwiseError
    return found


def _take_rest(found: Content, rest: str) -> None:
    seen = 0
    for match in _REST.finditer(rest):
        tag, attributes = match[1], match[2]
        if attributes is None or tag in ("row", "sheetData"):
            raise _OtherwiseError
        if tag == "mergeCell":
            found.merged.append(range_of(_pairs(attributes).get("ref", "")))
        else:
            hidden, seen = hidden_span(_pairs(attributes), seen)
            found.hidden_columns.update(hidden)


def hidden_span(span: Mapping[str, str], seen: int) -> tuple[range, int]:
    """The columns from 0 that a ``col`` hides, and how many of the sheet's are dealt with; ``seen`` are so before it.

    Spans come in order; a part that repeats them must not cost more than one sheet's width.
    """
    last = min(int(span.get("max", "0")), LAST_COLUMN)
    first = max(int(span.get("min", "0")), seen + 1)
    hides = true(span.get("hidden")) or span.get("width") == "0"
    return range(first - 1, last) if hides else range(0), max(seen, last)
