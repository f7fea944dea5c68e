"""How the parts of a workbook's package hang together, whatever the sheets inside are written in."""

from dataclasses import dataclass
from functools import lru_cache
from posixpath import dirname, join, normpath

from automation.sheets.grid import Notice
from automation.sheets.markup import elements
from automation.sheets.package import Package

_LINKS = ("{http://schemas.openxmlformats.org/package/2006/relationships}Relationship",)
_REMEMBERED = 1 << 13
"""Bytes of the largest part of relationships that is kept in memory."""
_PROPERTIES = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property",
    "{http://purl.oclc.org/ooxml/officeDocument/customProperties}property",
)
_SUSPECTS = (
    ("xl/vbaproject.bin", "macro", "宏（不运行）"),
    ("xl/macrosheets/", "macro", "宏表（不运行）"),
    ("xl/externallinks/", "external_link", "引用其他工作簿的链接（不更新）"),
    ("xl/connections.xml", "connection", "外部数据连接（不访问）"),
    ("xl/embeddings/", "embedded", "嵌入的文件（不打开）"),
    ("xl/activex/", "embedded", "ActiveX 控件（不加载）"),
)


@dataclass(frozen=True)
class Link:
    """One relationship of a part: the last word of its type, and the part it leads to."""

    kind: str
    target: str


def notices_of(names: frozenset[str]) -> tuple[Notice, ...]:
    """List what the package carries that is never run and never followed."""
    return tuple(Notice(kind, what) for part, kind, what in _SUSPECTS if any(n.startswith(part) for n in names))


def links_of(package: Package, part: str) -> dict[str, Link]:
    """Read the relationships of a part (of the package itself for an empty name), by their id."""
    folder = dirname(part)
    path = join(folder, "_rels", f"{part[len(folder) :].lstrip('/')}.rels")
    if path not in package:
        return {}
    content = package.read(path)
    return _links(content, path, folder) if len(content) <= _REMEMBERED else _links.__wrapped__(content, path, folder)


@lru_cache(maxsize=64)
def _links(content: bytes, path: str, folder: str) -> dict[str, Link]:
    """Files that were issued together and saved by one program hang together in the same way."""
    links = {}
    for element in elements(content, path, _LINKS):
        if element.get("TargetMode") != "External":
            target = element.get("Target", "")
            links[element.get("Id", "")] = Link(
                element.get("Type", "").rpartition("/")[2],
                normpath(target.lstrip("/") if target.startswith("/") else join(folder, target)),
            )
    return links


def target_of(links: dict[str, Link], kind: str) -> str | None:
    """Return the part that is of a kind, the last word of the relationship's type; None where there is none."""
    return next((link.target for link in links.values() if link.kind == kind), None)


def properties_of(package: Package, roots: dict[str, Link]) -> dict[str, str]:
    """Read the custom document properties as text; ``roots`` are the relationships of the package itself."""
    part = target_of(roots, "custom-properties") or target_of(roots, "customProperties")
    if not part:
        return {}
    found = elements(package.read(part), "自定义属性", _PROPERTIES)
    return {element.get("name", ""): "".join(element.itertext()) for element in found}
