"""What happened to a form's sheet, headings and rows, as observations."""

from collections.abc import Iterable, Iterator

from automation.forms import HEADER_ROW, Column, Form, Role, item_name_field
from automation.model.submission import Observation
from automation.reader.grid import text_at
from automation.reader.headings import heading_key, nearest
from automation.reader.items import Label
from automation.reader.leftovers import figures_of
from automation.reader.table import Found, typed_cells
from automation.sheets.grid import RawBook, address_of, column_letters

_MOST = 20
"""Cells that an observation names at most."""
_MOST_ROWS = 100
"""Unknown rows that are told one by one: a whole other table may stand below."""


def missing_sheet(book: RawBook, form: Form) -> Observation:
    """S201 for a form that has no sheet."""
    likely = nearest(form.sheet, (s.name for s in book.sheets if s.visible))
    return Observation("S201", {"what": "工作表", "missing": form.sheet, "likely": likely, "likely_cell": ""})


def missing_head(form: Form, sheet: str) -> Observation:
    """S201 for a sheet where no row has the headings."""
    headings = "、".join(c.heading for c in form.columns if c.role is Role.FILLED)
    return Observation("S201", {"what": "表头", "missing": headings, "likely": "", "likely_cell": ""}, sheet)


def structure(found: Found, rivals: tuple[str, ...] = ()) -> tuple[Observation, ...]:
    """Everything about the sheet, the headings and the rows of one form; ``rivals`` are cells in which copies differ."""
    return (*_sheet(found), *_copies(found, rivals), *_headings(found), *_moved(found), *_rows(found))


def _sheet(found: Found) -> Iterator[Observation]:
    name, expected = found.sheet.name, found.form.sheet
    if name != expected:
        yield Observation("S202", {"what": "工作表", "expected": expected, "found": name, "count": "1"}, name)


def _copies(found: Found, rivals: tuple[str, ...]) -> Iterator[Observation]:
    """S210 where another sheet holds the same form with something else in it."""
    if rivals:
        facts = {"name": found.form.sheet, "cells": "、".join(rivals[:_MOST]), "count": str(len(rivals))}
        yield Observation("S210", facts, found.sheet.name)


def _headings(found: Found) -> Iterator[Observation]:
    head, sheet = found.head, found.sheet.name
    for column in found.form.columns:
        if places := head.repeated.get(column.key):
            cells = "、".join(address_of(head.row, place) for place in places)
            yield Observation("S203", {"heading": column.heading, "cells": cells}, sheet,
                              address_of(head.row, places[0]), field=column.key)
        elif (place := head.columns.get(column.key)) is not None:
            text = head.texts[place]
            if heading_key(text) != heading_key(column.heading):
                facts = {"what": "表头", "expected": column.heading, "found": text, "count": "1"}
                yield Observation("S202", facts, sheet, address_of(head.row, place), field=column.key)
        elif column.role is Role.FILLED:
            yield _missing_heading(found, column)
    yield from _missing_locked(found)


def _missing_heading(found: Found, column: Column) -> Observation:
    likely = nearest(column.heading, found.head.spare.values())
    place = next((place for place, text in found.head.spare.items() if text == likely), None) if likely else None
    cell = "" if place is None else address_of(found.head.row, place)
    facts = {"what": "表头", "missing": column.heading, "likely": likely, "likely_cell": cell}
    return Observation("S201", facts, found.sheet.name, field=column.key)


def _missing_locked(found: Found) -> Iterator[Observation]:
    """Locked columns that are gone: read all the same, unless nothing is left to tell the items apart."""
    present = found.head.columns.keys() | found.head.repeated.keys()
    gone = [c for c in found.form.columns if c.role is not Role.FILLED and c.key not in present]
    keys = {c.key for c in gone}
    if {Role.CODE.value, item_name_field(found.form.kind)} <= keys:
        facts = {"what": "表头", "missing": "项目编码", "likely": "", "likely_cell": ""}
        yield Observation("S201", facts, found.sheet.name, field=Role.CODE.value)
    elif gone:
        headings = "、".join(c.heading for c in gone)
        facts = {"what": "锁定列", "expected": headings, "found": "没有", "count": str(len(gone))}
        yield Observation("S202", facts, found.sheet.name)


def _moved(found: Found) -> Iterator[Observation]:
    """Headings in another row, columns in another place, items in another order: one observation for each."""
    sheet, row = found.sheet.name, found.head.row
    if row != HEADER_ROW:
        facts = {"what": "表头位置", "expected": f"第{HEADER_ROW + 1}行", "found": f"第{row + 1}行", "count": "1"}
        yield Observation("S202", facts, sheet)
    moved = [(c, place) for c, place in found.located if place != found.form.index(c.key)]
    if moved:
        column, place = moved[0]
        was = column_letters(found.form.index(column.key))
        facts = {"what": "列位置", "expected": f"{column.heading}在{was}列", "found": f"{column_letters(place)}列",
                 "count": str(len(moved))}
        yield Observation("S202", facts, sheet, address_of(row, place), field=column.key)
    order = sorted(found.rows.rows, key=lambda code: found.rows.rows[code][0])
    printed = [r.item.code for r in found.form.rows if r.item.code in found.rows.rows]
    if out := [code for code, other in zip(order, printed, strict=True) if code != other]:
        facts = {"what": "行次序", "expected": printed[order.index(out[0])], "found": out[0], "count": str(len(out))}
        yield Observation("S202", facts, sheet, _label_cell(found, found.rows.rows[out[0]][0]), item=out[0])


def _rows(found: Found) -> Iterator[Observation]:
    explained: set[int] = set()
    sheet = found.sheet.name
    for row in found.form.rows:
        here = found.rows.rows.get(row.item.code, ())
        if not here:
            label = _resembling(row.item.name, found.rows.unknown[:_MOST_ROWS], explained)
            explained |= {label.row} if label else set()
            yield Observation("S204", {"name": row.item.name, "annex": row.annex.replace("\n", "、"),
                                       "likely": label.name if label else "",
                                       "likely_cell": _label_cell(found, label.row) if label else "",
                                       "figures": _figures(found, (label.row,)) if label else ""},
                              sheet, item=row.item.code)
        elif len(here) > 1:
            cells = "、".join(_label_cell(found, number) for number in here[:_MOST])
            facts = {"name": row.item.name, "cells": cells, "figures": _figures(found, here)}
            yield Observation("S205", facts, sheet, _label_cell(found, here[1]),
                              item=row.item.code)
        elif here[0] in found.rows.by_name and Role.CODE.value in found.head.columns:
            code = text_at(found.sheet, here[0], found.head.columns[Role.CODE.value])
            facts = {"what": "项目编码", "expected": row.item.code, "found": code or "空", "count": "1"}
            yield Observation("S202", facts, sheet, _label_cell(found, here[0]), item=row.item.code)
    strangers = [label for label in found.rows.unknown if label.row not in explained]
    for label in strangers[:_MOST_ROWS]:
        yield _unknown(found, label, len(strangers) - _MOST_ROWS)


def _resembling(name: str, unknown: Iterable[Label], explained: set[int]) -> Label | None:
    """The unknown row that is probably a missing item under another name: then it is one mistake, not two."""
    free = {label.name: label for label in unknown if label.row not in explained and label.name}
    return free.get(nearest(name, free))


def _unknown(found: Found, label: Label, more: int) -> Observation:
    cells = typed_cells(found, label.row)
    text = "；".join(text_at(found.sheet, label.row, cell.column) for cell in cells)
    facts = {"code": label.code, "name": label.name, "text": text, "more": str(max(more, 0))}
    return Observation("S206", facts, found.sheet.name,
                       cells[0].address if cells else _label_cell(found, label.row), value=text)


def _figures(found: Found, rows: Iterable[int]) -> str:
    """What was typed in ``rows``, which are not read."""
    return figures_of(found.sheet, rows, (place for column, place in found.located if column.role is Role.FILLED))


def _label_cell(found: Found, row: int) -> str:
    """The cell that says what ``row`` is about: its code, else its name."""
    columns = found.head.columns
    place = columns.get(Role.CODE.value, columns.get(item_name_field(found.form.kind), 0))
    return address_of(row, place)
