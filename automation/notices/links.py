"""Relationships between parts, and the content types that a package declares for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath, relpath

from automation.notices.parts import Element, Parts, children, local, namespace

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


@dataclass(frozen=True)
class Link:
    """One relationship inside the package; ``kind`` is the last word of its type."""

    id: str
    kind: str
    target: str


def links(parts: Parts, part: str) -> tuple[Link, ...]:
    """Where a part leads to (the package itself for an empty name); what lies outside is not followed."""
    name = _rels(part)
    return tuple(_inside(parts.tree(name), dirname(part))) if name in parts else ()


def _inside(root: Element, folder: str) -> Iterator[Link]:
    for element in children(root, "Relationship"):
        target = element.get("Target", "")
        if element.get("TargetMode") != "External" and target:
            path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            yield Link(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], path)


def linked(parts: Parts, part: str, kind: str) -> str | None:
    """The part that a part's first relationship of a kind leads to, if it is there."""
    return next((link.target for link in links(parts, part) if link.kind == kind and link.target in parts), None)


def add_link(parts: Parts, part: str, kind: str, target: str, family: str) -> str:
    """Relate ``part`` to ``target`` and return the id; ``family`` is TRANSITIONAL or STRICT."""
    name = _rels(part)
    if name not in parts:
        parts.write(name, f'<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode())
    root = parts.edit(name)
    taken = {element.get("Id") for element in root}
    number = len(root) + 1
    while f"rId{number}" in taken:
        number += 1
    new = root.makeelement(namespace(root) + "Relationship")
    new.set("Id", f"rId{number}")
    new.set("Type", f"{family}/{kind}")
    new.set("Target", relpath(target, dirname(part)))
    root.append(new)
    return f"rId{number}"


def drop_part(parts: Parts, owner: str, link: Link) -> None:
    """Leave out a part with its relationships, the one that leads to it, and its content type."""
    root = parts.edit(_rels(owner))
    for element in [one for one in root if one.get("Id") == link.id]:
        root.remove(element)
    for name in (link.target, _rels(link.target)):
        if name in parts:
            parts.drop(name)
    types = parts.edit(_TYPES)
    for element in [one for one in types if one.get("PartName", "").lower() == f"/{link.target}".lower()]:
        types.remove(element)


def declare(parts: Parts, name: str, content_type: str) -> None:
    """Declare the content type of one new part."""
    _add_type(parts.edit(_TYPES), "Override", PartName=f"/{name}", ContentType=content_type)


def declare_extension(parts: Parts, name: str, content_type: str) -> None:
    """Declare the content type of a new part by its extension, unless that stands for something else already."""
    extension = name.rpartition(".")[2]
    for element in parts.tree(_TYPES):
        if local(element) == "Default" and element.get("Extension", "").lower() == extension:
            if element.get("ContentType") != content_type:
                declare(parts, name, content_type)
            return
    _add_type(parts.edit(_TYPES), "Default", Extension=extension, ContentType=content_type)


def _add_type(root: Element, kind: str, **attributes: str) -> None:
    new = root.makeelement(namespace(root) + kind, attributes)
    if kind == "Default":
        root.insert(0, new)
    else:
        root.append(new)


def _rels(part: str) -> str:
    folder = dirname(part)
    return join(folder, "_rels", part[len(folder) :].lstrip("/") + ".rels")
