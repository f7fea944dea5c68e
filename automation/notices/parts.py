"""The parts of a workbook package: read on demand, changed as trees, and everything else left byte for byte."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

from automation.sheets.limits import Limits
from automation.sheets.package import Package
from automation.sheets.patchable import NotPatchable
from automation.sheets.sniff import Kind, kind_of_parts
from automation.sheets.zipped import joined, members, packed

Element: TypeAlias = Any
"""An lxml element; lxml has no types of its own."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False)
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Parts:
    """Parts by name (forward slashes, no leading one, any case), each still packed until somebody asks for it."""

    def __init__(self, data: bytes, limits: Limits | None = None) -> None:
        """Open a package; raises NotPatchable for any other kind of file, Unreadable for a broken one."""
        if not data.startswith(b"PK"):
            raise NotPatchable("not a zip")
        self._package = Package(data, limits or Limits())
        kind = kind_of_parts(self._package.names, self._package.read("mimetype") if "mimetype" in self._package else b"")
        if kind not in (Kind.XLSX, Kind.XLSM):
            raise NotPatchable(f"a package of kind {kind}")
        self._members = members(data)
        self._trees: dict[str, Element] = {}
        self._changed: set[str] = set()
        self._written: dict[str, tuple[str, bytes]] = {}
        self._dropped: set[str] = set()

    def __contains__(self, name: str) -> bool:
        key = name.lower()
        return key in self._written or (key in self._package and key not in self._dropped)

    def read(self, name: str) -> bytes:
        """The bytes of a part as they came or were written; raises Unreadable when it is missing or too large."""
        written = self._written.get(name.lower())
        return written[1] if written else self._package.read(name)

    def tree(self, name: str) -> Element:
        """The root of a part, to look at; raises NotPatchable when it is no plain XML."""
        key = name.lower()
        if key not in self._trees:
            self._trees[key] = parse(self.read(name))
        return self._trees[key]

    def edit(self, name: str) -> Element:
        """The root of a part, to change: the part is written anew from it."""
        self._changed.add(name.lower())
        return self.tree(name)

    def write(self, name: str, content: bytes) -> None:
        """Add a part, or replace one."""
        key = name.lower()
        self._trees.pop(key, None)
        self._changed.discard(key)
        self._written[key] = (name, content)

    def drop(self, name: str) -> None:
        """Leave a part out."""
        key = name.lower()
        self._written.pop(key, None)
        self._changed.discard(key)
        self._dropped.add(key)

    def free_name(self, pattern: str) -> str:
        """The first name of a pattern such as ``xl/comments{}.xml`` that is not taken."""
        number = 1
        while (name := pattern.format(number)) in self:
            number += 1
        return name

    def packed(self) -> bytes:
        """The package with every change."""
        contents = {key: content for key, (_, content) in self._written.items()}
        contents |= {key: serialised(self._trees[key]) for key in sorted(self._changed)}
        return joined(self._entries(contents))

    def _entries(self, contents: dict[str, bytes]) -> Iterator[Any]:
        left = dict(self._written)
        for member in self._members:
            key = member.name.replace("\\", "/").lstrip("/").lower()
            left.pop(key, None)
            if key in contents:
                yield packed(member.name, contents[key])
            elif key not in self._dropped:
                yield member
        for key, (name, _) in left.items():
            yield packed(name, contents[key])


def parse(part: bytes) -> Element:
    """Parse XML from strangers: nothing is fetched, no entity is resolved, no document type is accepted."""
    try:
        root = etree.fromstring(part, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotPatchable(f"a part is not well-formed: {error}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotPatchable("a part declares a document type")
    return root


def serialised(root: Element) -> bytes:
    """A part as spreadsheet programs write it."""
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True))


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: Element) -> str:
    """The namespace of an element, in the braces that lxml writes it in."""
    return str(element.tag[: element.tag.rfind("}") + 1])


def children(parent: Element, name: str) -> Iterator[Element]:
    """The children of that name in the namespace of their parent."""
    return iter(parent.iterchildren(namespace(parent) + name))


def child(parent: Element, name: str) -> Element | None:
    """The first child of that name in the namespace of its parent, or None."""
    return parent.find(namespace(parent) + name)


def needed(parent: Element, name: str) -> Element:
    """The first child of that name; raises NotPatchable when there is none."""
    found = child(parent, name)
    if found is None:
        raise NotPatchable(f"a {local(parent)} has no {name}")
    return found


def placed(parent: Element, name: str, before: frozenset[str]) -> Element:
    """A new child behind the last one whose name is in ``before``: the standard fixes the order of children."""
    at = 0
    for index, one in enumerate(parent, 1):
        if local(one) in before and namespace(one) == namespace(parent):
            at = index
    new = parent.makeelement(namespace(parent) + name)
    parent.insert(at, new)
    return new
