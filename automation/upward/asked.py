"""What a workbook of the level above asks for: whose it is, of when, and every open cell of its forms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from automation.cells.figure import MONEY_POWERS
from automation.cells.sense import folded
from automation.errors import TongbaoError
from automation.forms import META_SHEET, SHEETS, Form, Role
from automation.model.plan import Field, Kind
from automation.notices.links import linked
from automation.notices.marks import Cells, Place
from automation.notices.parts import Parts, child, children
from automation.notices.workbook import Workbook
from automation.period import Period
from automation.reader.grid import by_row, text_at, text_of
from automation.reader.headings import heading_key
from automation.reader.stamp import read_stamp
from automation.reader.table import wanted_headings
from automation.sheets.grid import RawBook, RawSheet, address_of

_CODE = "项目编码"
_DEEPEST = 30
"""Headings stand in this many rows from the top."""
_UNIT = re.compile(r"单位[:为](" + "|".join(sorted(MONEY_POWERS, key=len, reverse=True)) + r")$")


@dataclass(frozen=True)
class Identity:
    """What the workbook is stamped with."""

    plan: str
    unit: str
    """Name of the unit that it was issued to: this office, as the level above calls it."""
    period: str


@dataclass(frozen=True)
class Asked:
    """One open cell."""

    kind: Kind
    code: str
    sheet: str
    place: Place
    """Row and column from 0."""
    heading: str
    """As printed."""
    field: Field | None
    """This office's field that goes by the heading, or None."""
    money_unit: str
    """What the sheet's amounts are in; empty where it does not say so."""

    @property
    def cell(self) -> str:
        """The cell as people call it: K9."""
        return address_of(*self.place)


def identity_of(book: RawBook) -> Identity:
    """Whose workbook it is; raises TongbaoError for one that no level above has issued."""
    claims = read_stamp(book).claims
    said = {name: next((text for c in claims if (text := getattr(c, name))), "") for name in ("plan", "unit", "unit_name", "period")}
    if book.sheet(META_SHEET) is None or not (said["plan"] and said["period"]):
        raise TongbaoError("这个工作簿不是上级下发的填报表：没有计划和报告期的印记", "请用 --into 指明上级用 tongbao 下发、还没有改过的填报工作簿")
    return Identity(said["plan"], said["unit_name"] or said["unit"], said["period"])


def asked(raw: RawBook, parts: Parts, book: Workbook, forms: tuple[Form, ...], period: Period) -> Iterator[Asked]:
    """Every open cell in a row of an item, by sheet, row and column; ``forms`` are this office's own, with its fields."""
    issued, open_styles = read_stamp(raw).issued, _open_styles(parts, book)
    for kind, name in SHEETS.items():
        sheet, part = raw.sheet(name), book.sheet(name)
        if sheet is None or part is None:
            continue
        head = _head(sheet)
        if head is None:
            raise TongbaoError(f"“{name}”表没有“{_CODE}”栏，不能对应项目", "请用上级下发、还没有改过的填报工作簿")
        named = _named(forms, kind, period)
        cells, unit = Cells(parts.tree(part.link.target)), _money_unit(sheet, head[0])
        for row in by_row(sheet, head[0] + 1):
            if (code := text_at(sheet, row, head[1])) not in issued:
                continue
            for column, heading in _headings(sheet, head[0]).items():
                if cells.get((row, column)) is not None and cells.style((row, column)) in open_styles:
                    yield Asked(kind, code, name, (row, column), heading, named.get(heading_key(heading)), unit)


def _head(sheet: RawSheet) -> Place | None:
    """Where the codes' heading stands."""
    wanted = heading_key(_CODE)
    return next((place for place, cell in sorted(sheet.cells.items())
                 if place[0] < _DEEPEST and heading_key(text_of(cell)) == wanted), None)


def _headings(sheet: RawSheet, row: int) -> dict[int, str]:
    return {cell.column: " ".join(text_of(cell).split()) for cell in by_row(sheet, row, row + 1).get(row, ()) if text_of(cell)}


def _named(forms: tuple[Form, ...], kind: Kind, period: Period) -> Mapping[str, Field]:
    """The fields that are filled in, by everything that their headings may say; printed headings first."""
    found: dict[str, Field] = {}
    for form in forms:
        if form.kind is kind:
            filled = {c.key: c.field for c in form.columns if c.role is Role.FILLED and c.field}
            wanted = [w for w in wanted_headings(form, period) if w.key in filled]
            for names in ([(w.key, (w.heading,)) for w in wanted], [(w.key, w.others) for w in wanted]):
                for key, texts in names:
                    for text in texts:
                        found.setdefault(heading_key(text), filled[key])
    return found


def _money_unit(sheet: RawSheet, head: int) -> str:
    texts = (folded(text_of(cell)) for cells in by_row(sheet, 0, head).values() for cell in cells)
    return next((match[1] for text in texts if (match := _UNIT.search(text.replace(" ", "")))), "")


def _open_styles(parts: Parts, book: Workbook) -> frozenset[int]:
    """Styles of cells that stay open when the sheet is protected."""
    found = linked(parts, book.part, "styles")
    formats = child(parts.tree(found), "cellXfs") if found else None
    styles = children(formats, "xf") if formats is not None else iter(())
    protections = ((n, child(xf, "protection")) for n, xf in enumerate(styles))
    return frozenset(n for n, one in protections if one is not None and one.get("locked") in ("0", "false"))
