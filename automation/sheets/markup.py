"""XML from strangers: elements only, no document type, hence no entities, nothing fetched."""

import re
from collections.abc import Container, Iterator
from typing import cast
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from automation.sheets.unreadable import damaged

Events = Iterator[tuple[str, Element]]

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"

_OTHER_MARKUP = re.compile(rb"<[!?]")
_UNFIT = bytes((*range(9), *range(11, 32)))
"""Bytes that XML forbids, and the one that it reads as another."""
_ENTITIES = (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&apos;", "'"))

# Pieces small enough that a part of any size needs only the memory of what its reader keeps.
_PIECE = 1 << 20
_PROLOG = 1 << 12
_COMMON_START = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?(?: standalone="(?:yes|no)")?\s*\?>)?\s*(?=<[A-Za-z])')


def main_tags(*tags: str) -> dict[str, str]:
    """Map the full names of spreadsheet elements to their short ones, in both editions of the standard.

    Extensions reuse short names in namespaces of their own; those are not found here, and so are passed over.
    """
    return {f"{{{namespace}}}{tag}": tag for namespace in (TRANSITIONAL, STRICT) for tag in tags}


def root_of(part: bytes) -> int:
    """Where the root element starts, in a part in UTF-8 that holds elements and text only; -1 for any other.

    Such a part has no comment, no CDATA and no document type, and looking for that costs next to nothing.
    """
    start = _COMMON_START.match(part)
    return -1 if start is None or _OTHER_MARKUP.search(part, start.end()) else start.end()


def elements(part: bytes, where: str, wanted: Container[str]) -> Iterator[Element]:
    """Yield the elements of a part whose full names are wanted, as they end; clear the large ones after use.

    Raises Unreadable F003 when the part is not well-formed or declares a document type; *where* names the part.
    """
    if root_of(part) < 0:
        _refuse_document_type(part, where)
    parser: ElementTree.XMLPullParser[Element] = ElementTree.XMLPullParser(("end",))
    try:
        for start in range(0, len(part) + _PIECE, _PIECE):
            if start < len(part):
                parser.feed(part[start : start + _PIECE])
            else:
                parser.close()
            for _, element in cast(Events, parser.read_events()):
                if element.tag in wanted:
                    yield element
    except ElementTree.ParseError as error:
        raise damaged(f"{where}的内容不完整（{error}）") from None


def _refuse_document_type(part: bytes, where: str) -> None:
    """Look at what stands before the root element, the only place for a document type, in whatever encoding.

    A document type is the only door for entities, and no spreadsheet program writes one.
    """
    seen: list[bool] = []
    for prolog in (part[:_PROLOG], part):
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = lambda *_: seen.append(True)
        parser.StartElementHandler = lambda *_: seen.append(False)
        try:
            parser.Parse(prolog, False)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise damaged(f"{where}的内容不完整（{error}）") from None
        if seen:
            break
    if seen and seen[0]:
        raise damaged(f"{where}含有文档类型声明（DOCTYPE），出于安全不予读取")


def true(value: str | None) -> bool:
    """Read an XML boolean."""
    return value in ("1", "true", "on")


def decoded(part: bytes) -> str:
    """What stands between two tags of a part that ``root_of`` knows; raises ValueError for characters that XML has not."""
    text = part.decode()
    if len(part.translate(None, _UNFIT)) < len(part) or "\ufffe" in text or "\uffff" in text or ("]" in text and "]]>" in text):
        raise ValueError("characters")
    return text


def plain_text(text: str) -> str:
    """A text between two tags with its entities as what they stand for; raises ValueError for those that stand for nothing."""
    plain = text
    for entity, sign in _ENTITIES:
        if "&" not in plain:
            return plain
        plain = plain.replace(entity, sign)
    if plain.count("&") == plain.count("&amp;"):
        return plain.replace("&amp;", "&")
    try:
        return ElementTree.fromstring(f"<t>{text}</t>").text or ""
    except ElementTree.ParseError as error:
        raise ValueError(text) from error
