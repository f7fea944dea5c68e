"""The cell styles of a workbook: new ones are appended, so that every cell nobody marks keeps its own."""

import copy
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from automation.notices.links import add_link, declare, linked
from automation.notices.parts import Element, child, local, namespace, parse, placed
from automation.notices.workbook import Workbook
from automation.sheets.patchable import NotPatchable

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
_FIRST = {
    "fonts": '<font><sz val="11"/><name val="宋体"/></font>',
    "fills": '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    "dxfs": "",
}
"""What a section must begin with, where a program wrote none."""
_NORMAL = ('<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
           '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>')
_MOST_STYLES = 64_000
_APPLIED = ("NumberFormat", "Font", "Fill", "Border", "Alignment", "Protection")


@dataclass(frozen=True)
class Look:
    """One style of a sheet that is written from nothing; colours are RRGGBB, empty for none."""

    font: str
    size: float
    color: str = "262626"
    bold: bool = False
    family: int = 1
    charset: int = 134
    fill: str = ""
    border: str = ""
    horizontal: str = "center"
    underline: bool = False
    locked: bool = True
    text: bool = False


class Stylesheet:
    """The styles part of a workbook; indexes are those that cells carry."""

    def __init__(self, book: Workbook) -> None:
        """Open the part, or begin one where there is none."""
        name = linked(book.parts, book.part, "styles")
        if name is None:
            name = "xl/styles.xml"  # some readers look nowhere else
            book.parts.write(name, f'<styleSheet xmlns="{book.main}">{_NORMAL}</styleSheet>'.encode())
            add_link(book.parts, book.part, "styles", name, book.family)
            declare(book.parts, name, _TYPE)
        self._root = book.parts.edit(name)
        self._main = namespace(self._root).strip("{}")
        self._sections = {section: self._section(section) for section in _FIRST}
        self._known: dict[tuple[str, str], int] = {}

    def filled(self, style: int, color: str) -> int:
        """The style like ``style`` with a plain fill of RRGGBB."""
        return self.with_fill(style, _plain_fill(color))

    def with_fill(self, style: int, fill: str) -> int:
        """The style like ``style`` with a fill as :meth:`fill_of` gave it; ``style`` itself when that cannot be read."""
        key = ("cellXfs", f"{style} {fill}")
        if key not in self._known:
            try:
                number = self._added("fills", "fill", fill)
            except NotPatchable:
                return style
            new = copy.deepcopy(self._style(style))
            new.set("fillId", str(number))
            new.set("applyFill", "1")
            self._known[key] = self._append("cellXfs", new)
        return self._known[key]

    def fill_of(self, style: int) -> str:
        """The fill of a style as text without namespaces, to be kept and given back to :meth:`with_fill`."""
        fills = self._sections["fills"]
        number = self._style(style).get("fillId", "0")
        fill = fills[int(number)] if number.isdecimal() and int(number) < len(fills) else None
        return "".join(map(_bare, fill)) if fill is not None else ""

    def is_filled(self, style: int, color: str) -> bool:
        """Whether a style has the plain fill that :meth:`filled` gives."""
        fill = self.fill_of(style)
        return 'patternType="solid"' in fill and f'<fgColor rgb="FF{color}"' in fill

    def add(self, look: Look) -> int:
        """A style of a sheet that is written from nothing."""
        font = (f'{"<b/>" if look.bold else ""}{"<u/>" if look.underline else ""}<sz val="{look.size:g}"/>'
                f'<color rgb="FF{look.color}"/><name val="{look.font}"/><family val="{look.family}"/>'
                f'<charset val="{look.charset}"/>')
        sides = "".join(f'<{side} style="thin"><color rgb="FF{look.border}"/></{side}>' if look.border else f"<{side}/>"
                        for side in ("left", "right", "top", "bottom"))
        xf_id = ' xfId="0"' if child(self._root, "cellStyleXfs") is not None else ""
        applied = "".join(f' apply{what}="1"' for what in _APPLIED)
        fill = self._added("fills", "fill", _plain_fill(look.fill)) if look.fill else 0
        return self._added("cellXfs", "xf", (
            f'<alignment horizontal="{look.horizontal}" vertical="center" wrapText="1"/><protection locked="{int(look.locked)}"/>'
        ), f'numFmtId="{49 if look.text else 0}" fontId="{self._added("fonts", "font", font)}" fillId="{fill}" '
           f'borderId="{self._added("borders", "border", sides + "<diagonal/>")}"{xf_id}{applied}')

    def add_tint(self, ink: str, fill: str) -> int:
        """What a condition changes: font colour and fill."""
        return self._added("dxfs", "dxf", (
            f'<font><color rgb="FF{ink}"/></font><fill><patternFill patternType="solid"><fgColor rgb="FF{fill}"/>'
            f'<bgColor rgb="FF{fill}"/></patternFill></fill>'))

    def _style(self, style: int) -> Element:
        styles = self._sections["cellXfs"]
        return styles[style if 0 <= style < len(styles) else 0]

    def _section(self, name: str) -> Element:
        section = child(self._root, name)
        if section is None:
            section = placed(self._root, name, frozenset(_ORDER[: _ORDER.index(name)]))
        if not len(section):
            section.extend(parse(f'<s xmlns="{self._main}">{_FIRST[name]}</s>'.encode()))
            self._count(section)
        return section

    def _added(self, section: str, tag: str, content: str, attributes: str = "") -> int:
        """The index of a new element, which is appended the first time that it is asked for."""
        key = (section, attributes + content)
        if key not in self._known:
            element = parse(f'<{tag} xmlns="{self._main}" {attributes}>{content}</{tag}>'.encode())
            if section == "fills" and [local(one) for one in element] not in (["patternFill"], ["gradientFill"]):
                raise NotPatchable("a cell is filled with something unknown")
            self._known[key] = self._append(section, element)
        return self._known[key]

    def _append(self, section: str, element: Element) -> int:
        elements = self._sections[section]
        elements.append(element)
        self._count(elements)
        if len(elements) > _MOST_STYLES:
            raise NotPatchable("the workbook has no room for more styles")
        return len(elements) - 1

    def _count(self, section: Element) -> None:
        section.set("count", str(len(section)))


def _plain_fill(color: str) -> str:
    return f'<patternFill patternType="solid"><fgColor rgb="FF{color}"/><bgColor indexed="64"/></patternFill>'


def _bare(element: Element) -> str:
    if not local(element):
        return ""
    inside = "".join(map(_bare, element))
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in sorted(element.attrib.items()) if "}" not in name)
    return f"<{local(element)}{attributes}>{inside}</{local(element)}>"
