"""One workbook to one submission: what it says, cell by cell, and what was seen on the way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from automation.forms import Form, forms_for
from automation.model.plan import Plan, Unit
from automation.model.submission import Observation, Row, Submission, Understood, Value
from automation.period import Period
from automation.reader.cellwise import Cells, read_rows, read_totals
from automation.reader.evidence import read_evidence, year_of
from automation.reader.explain import understood
from automation.reader.hidden import hidden_figures
from automation.reader.identify import copied, identify
from automation.reader.leftovers import unread_columns, unread_sheets
from automation.reader.locate import Spot, locate
from automation.reader.measure import measure
from automation.reader.merged import merged_cells
from automation.reader.names import unit_asked_for, unit_in, unit_of_items
from automation.reader.signature import read_signature
from automation.reader.stamp import read_stamp
from automation.reader.structure import missing_head, missing_sheet, structure
from automation.reader.table import Found, find_table
from automation.sheets.grid import RawBook


@dataclass(frozen=True)
class _Read:
    """What one form gave."""

    form: Form
    rows: tuple[Row, ...] = ()
    totals: Mapping[str, Value] | None = None
    signature: Mapping[str, str] | None = None
    observations: tuple[Observation, ...] = ()
    found: Found | None = None
    understood: Understood | None = None
    sheets: tuple[str, ...] = ()
    """Sheets that it was looked for on: nothing there is passed over in silence."""


def read_submission(book: RawBook, name: str, sha256: str, plan: Plan) -> Submission:
    """Read ``book`` as a unit's report under ``plan``; whatever is wrong with it becomes an observation.

    Without an agreed unit and period nothing is read but the stamp.

    Args:
        name: file name as received.
        sha256: of the file's bytes, in hex.
    """
    stamp = read_stamp(book)
    identity = identify((*stamp.claims, *read_evidence(book, name, plan)), plan,
                        lambda: year_of(book, name), lambda: unit_of_items(book, plan))
    period, unit = identity.period, identity.unit
    read = _read_forms(book, forms_for(plan, unit, period), period) if unit and period else ()
    signature: dict[str, str] = {}
    for one in read:
        signature = {**(one.signature or {}), **signature}
    seen = (*_notices(book), *identity.observations, *(seen for one in read for seen in one.observations),
            *(_elsewhere(book, read, plan, unit, signature) if unit else ()))
    return Submission(
        plan_code=identity.plan_code, unit=identity.unit_name, period=period, sha256=sha256, name=name,
        rows=tuple(row for one in read for row in one.rows),
        totals={one.form.sheet: one.totals for one in read if one.totals}, signature=signature,
        template=f"{identity.version}-{stamp.fingerprint}" if identity.version else "", issued=stamp.issued, observations=seen,
        understood=tuple(one.understood for one in read if one.understood), sources=identity.sources)


def _notices(book: RawBook) -> Iterator[Observation]:
    for notice in book.notices:
        yield Observation("F006", {"kind": notice.kind, "what": notice.what})


def _elsewhere(book: RawBook, read: tuple[_Read, ...], plan: Plan, unit: Unit, signature: Mapping[str, str]) -> Iterator[Observation]:
    """What concerns no form: sheets with figures that nobody asked for, and another unit that signed or whose items these are."""
    if read:
        yield from unread_sheets(book, {sheet for one in read for sheet in one.sheets})
    for label, text in signature.items():
        other = unit_in(text, plan)
        if other and other.name != unit.name:
            yield copied(unit, other, label)
    if read and not any(one.rows for one in read):
        labels = ((label.code, label.name) for one in read if one.found for label in one.found.rows.unknown)
        other = unit_asked_for(labels, plan)
        if other and other.name != unit.name:
            yield copied(unit, other, "表内的项目")


def _read_forms(book: RawBook, forms: tuple[Form, ...], period: Period) -> tuple[_Read, ...]:
    """Every form where it stands; one that shares a sheet with another ends where the next one begins."""
    names = {form.sheet for form in forms}
    spots = [(form, locate(book, form, period, names - {form.sheet})) for form in forms]
    heads = [(spot.sheet.name, spot.head.row - spot.head.rows + 1) for _, spot in spots if isinstance(spot, Spot)]
    return tuple(_read_form(book, form, spot, period, heads) if isinstance(spot, Spot) else
                 _Read(form, observations=(missing_head(form, spot.name),), sheets=(spot.name,)) if spot else
                 _Read(form, observations=(missing_sheet(book, form),)) for form, spot in spots)


def _read_form(book: RawBook, form: Form, spot: Spot, period: Period, heads: list[tuple[str, int]]) -> _Read:
    below = [row for sheet, row in heads if sheet == spot.sheet.name and row > spot.head.row]
    found = find_table(spot.sheet, form, spot.head, min(below, default=None))
    units, merged = measure(found), merged_cells(found)
    cells = Cells(found.sheet, book.date1904, period.year, units.units)
    seen = (*structure(found, spot.rivals), *merged.observations, *units.observations, *unread_columns(found),
            *hidden_figures(found))
    return _Read(form, read_rows(cells, found, merged.covered), read_totals(cells, found),
                 read_signature(found.sheet, found.end, min(below, default=None)), seen, found, understood(found, units.line),
                 (spot.sheet.name, *spot.copies))
