"""workbook.xml: which sheets there are, and what counts them by their place."""

from collections.abc import Iterator
from dataclasses import dataclass

from automation.notices.links import STRICT, TRANSITIONAL, Link, add_link, declare, drop_part, linked, links
from automation.notices.parts import Element, Parts, child, children, namespace, needed, placed

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BEFORE_NAMES = frozenset(("sheets", "functionGroups", "externalReferences"))


@dataclass(frozen=True)
class SheetPart:
    """A sheet of the workbook, in its place."""

    name: str
    visible: bool
    link: Link


class Workbook:
    """The workbook part of a package and its sheets."""

    def __init__(self, parts: Parts) -> None:
        """Find the workbook; raises NotPatchable when it lists no sheets."""
        self.parts = parts
        self.part = linked(parts, "", "officeDocument") or "xl/workbook.xml"
        self._root = parts.edit(self.part)
        self._sheets = needed(self._root, "sheets")
        self.main = namespace(self._root).strip("{}")
        self.family = STRICT if "purl.oclc.org" in self.main else TRANSITIONAL
        self.id = f"{{{self.family}}}id"

    @property
    def sheets(self) -> tuple[SheetPart, ...]:
        """Every sheet that has a part, in the order of the tabs."""
        known = {link.id: link for link in links(self.parts, self.part)}
        return tuple(
            SheetPart(element.get("name", ""), element.get("state", "visible") == "visible", known[element.get(self.id)])
            for element in children(self._sheets, "sheet")
            if element.get(self.id) in known and known[element.get(self.id)].target in self.parts
        )

    def sheet(self, name: str) -> SheetPart | None:
        """The worksheet of that name, or None."""
        return next((s for s in self.sheets if s.name == name and s.link.kind == "worksheet"), None)

    def insert_first(self, name: str) -> str:
        """Add a sheet in front of all others and make it the active one; returns the name of its part to be written."""
        part = self._added(name, 0)
        self._shift_names(-1, 1)
        self._activate_first(part)
        return part

    def append(self, name: str) -> str:
        """Add a sheet behind all others; returns the name of its part to be written."""
        return self._added(name, len(self._sheets))

    def _added(self, name: str, place: int) -> str:
        part = self.parts.free_name("xl/worksheets/sheet{}.xml")
        identity = add_link(self.parts, self.part, "worksheet", part, self.family)
        declare(self.parts, part, SHEET_TYPE)
        numbers = [int(s.get("sheetId", "0")) for s in children(self._sheets, "sheet") if s.get("sheetId", "").isdecimal()]
        new = self._sheets.makeelement(namespace(self._sheets) + "sheet")
        new.set("name", name)
        new.set("sheetId", str(max(numbers, default=0) + 1))
        new.set(self.id, identity)
        self._sheets.insert(place, new)
        return part

    def remove(self, sheet: SheetPart) -> None:
        """Leave out a sheet with the names that belong to it."""
        place = next(i for i, s in enumerate(children(self._sheets, "sheet")) if s.get(self.id) == sheet.link.id)
        self._sheets.remove(list(children(self._sheets, "sheet"))[place])
        for name in [n for n in self._names() if n.get("localSheetId") == str(place)]:
            name.getparent().remove(name)
        self._shift_names(place, -1)
        drop_part(self.parts, self.part, sheet.link)
        # The chain may name formulas of the sheet, which would be damage; programs build it anew where it is missing.
        for link in links(self.parts, self.part):
            if link.kind == "calcChain":
                drop_part(self.parts, self.part, link)

    def name_on_first(self, name: str, refers_to: str) -> None:
        """Add a name that belongs to the first sheet."""
        names = child(self._root, "definedNames")
        if names is None:
            names = placed(self._root, "definedNames", _BEFORE_NAMES)
        new = names.makeelement(namespace(names) + "definedName", {"name": name, "localSheetId": "0"})
        new.text = refers_to
        names.append(new)

    def _names(self) -> Iterator[Element]:
        names = child(self._root, "definedNames")
        return children(names, "definedName") if names is not None else iter(())

    def _shift_names(self, behind: int, by: int) -> None:
        for name in self._names():
            owner = name.get("localSheetId", "")
            if owner.isdecimal() and int(owner) > behind:
                name.set("localSheetId", str(int(owner) + by))

    def _activate_first(self, part: str) -> None:
        views = child(self._root, "bookViews")
        for view in views if views is not None else ():
            for attribute in ("activeTab", "firstSheet"):
                view.attrib.pop(attribute, None)
        for target in (sheet.link.target for sheet in self.sheets):
            if target != part and b"tabSelected" in self.parts.read(target):
                _deselect(self.parts.edit(target))


def _deselect(root: Element) -> None:
    """Two selected sheets are a group, where typing into one types into both."""
    views = child(root, "sheetViews")
    for view in views if views is not None else ():
        view.attrib.pop("tabSelected", None)
