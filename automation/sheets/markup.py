"""XML from strangers: events only, no document type, no entities, nothing fetched."""

from collections.abc import Callable
from xml.parsers import expat

from automation.sheets.unreadable import damaged

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], object]

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_LONGEST_CELL = (
    1 << 17
)  # bytes of text handed over in one piece; Excel's longest cell fits


class Forbidden(Exception):
    """A document type declaration: the only door for entities, and no spreadsheet program writes one."""


def _refuse(*_: object) -> None:
    raise Forbidden


def parse(part: bytes, where: str, start: Start, end: End, text: Text) -> None:
    """Send a part's elements and text to the three callables; names come as ``namespace local``.

    Raises Unreadable F003 when the part is not well-formed or declares a document type.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = _LONGEST_CELL
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)
    except Forbidden:
        raise damaged(
            f"{where} 含有文档类型声明（DOCTYPE），出于安全不予读取"
        ) from None
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged(f"{where} 的内容不完整（{error}）") from None


def local(name: str) -> str:
    """Strip the namespace."""
    return name.rpartition(" ")[2]


def true(value: str | None) -> bool:
    """Read an XML boolean attribute."""
    return value in ("1", "true", "on")


def main_tags(*tags: str) -> dict[str, str]:
    """Map the full names of spreadsheet elements to their short ones, in both editions of the standard.

    Extensions reuse short names in namespaces of their own; those are not found here, and so are passed over.
    """
    return {
        f"{namespace} {tag}": tag
        for namespace in (TRANSITIONAL, STRICT)
        for tag in tags
    }
