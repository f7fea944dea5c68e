"""What people read a workbook's origin from: the lines above its tables, titles, the names of sheets and file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import PurePath

from automation.cells.sense import folded
from automation.cells.variants import simplified
from automation.forms import FIRST_ROW, HELP_SHEET, META_SHEET, SHEETS
from automation.model.plan import Plan
from automation.reader.grid import by_row, text_of
from automation.reader.names import unit_in
from automation.reader.stamp import Claim, Place
from automation.reader.when import NO_YEAR, period_code, periods_in, year_in
from automation.sheets.grid import RawBook, RawCell, RawSheet

_DEEPEST_LINE = FIRST_ROW + 4
"""Lines that name unit or period stand in so many rows from the top: somebody may have put rows above."""
_TITLE_ROWS = 2
"""Rows with any content that may hold a title."""
_FEW = 3
"""Texts that a title's row holds at most."""
_LONGEST = 80
_UNIT = re.compile(r"(?:填报|报送|上报|填表|报表|编报)单位(?:\(.*?\))?\s*(?::\s*(.*)|$)")
_PERIOD = re.compile(r"(?:填报期|报告期|报告时间|填报月份|报告月份|填报时期|所属期|报表所属期|统计期)[^:]{0,4}\s*(?::\s*(.*)|$)")
_HINT = re.compile("[单單期份]")
"""In every label; most cells have none of these and cost no more."""
_NEXT_LABEL = re.compile(r"\s{2,}|\s+(?=\S{2,10}(?:\(.*?\))?\s*:)")


def read_evidence(book: RawBook, name: str, plan: Plan) -> tuple[Claim, ...]:
    """Every line, title, sheet name and the file name that says whose workbook this is, or of when."""
    sheets = [s for s in book.sheets if s.visible and s.name not in (META_SHEET, HELP_SHEET)]
    own = [s.name for s in sheets if s.name not in SHEETS.values()]
    return (*(claim for sheet in sheets for claim in _of_sheet(sheet, plan)),
            *_of_names(own, plan), *_mention("文件名", PurePath(name).stem, plan))


def year_of(book: RawBook, name: str) -> str:
    """The one year that titles, sheet names and the file name speak of, for periods that are written without it."""
    titles = (text_of(cell) for s in book.sheets if s.visible for cell in _titles(by_row(s, end=_DEEPEST_LINE)))
    texts = (*titles, *(s.name for s in book.sheets), PurePath(name).stem)
    years = {year for text in texts if (year := year_in(text))}
    return years.pop() if len(years) == 1 else ""


def _titles(rows: Mapping[int, Sequence[RawCell]]) -> tuple[RawCell, ...]:
    """The first text of each upper row that has few: a row of headings or of an item is no title."""
    upper = ([c for c in cells if isinstance(c.value, str)] for cells in list(rows.values())[:_TITLE_ROWS])
    return tuple(texts[0] for texts in upper if texts and len(texts) <= _FEW and len(text_of(texts[0])) <= _LONGEST)


def _of_sheet(sheet: RawSheet, plan: Plan) -> Iterator[Claim]:
    rows = by_row(sheet, end=_DEEPEST_LINE)
    titles = _titles(rows)
    for cells in rows.values():
        for cell, right in zip_longest(cells, cells[1:]):
            if not isinstance(cell.value, str) or len(cell.value) > 3 * _LONGEST:
                continue
            if claim := _line(sheet, cell, right):
                yield claim
            elif cell in titles:
                yield from _mention(f"{sheet.name}!{cell.address}", cell.value, plan)


def _line(sheet: RawSheet, cell: RawCell, right: RawCell | None) -> Claim | None:
    """A cell that names the unit or the period, with the value behind the colon or in the next cell."""
    if not _HINT.search(str(cell.value)):
        return None
    content = simplified(folded(str(cell.value)))
    unit, period = _UNIT.search(content), _PERIOD.search(content)
    if not unit and not period:
        return None
    after = folded(text_of(right))
    said = period_code(_value(period[1]) or after) if period else ""
    return Claim(f"{sheet.name}!{cell.address}", unit=_value(unit[1]) or after if unit else "", period=said, place=Place.LINE)


def _value(behind: str | None) -> str:
    """What stands behind a label's colon, up to the next label."""
    return _NEXT_LABEL.split(behind or "", maxsplit=1)[0].strip()


def _mention(source: str, text: str, plan: Plan) -> Iterator[Claim]:
    unit, periods = unit_in(text, plan), periods_in(text, plan.settings.frequency)
    period = next(iter(periods)) if len(periods) == 1 else ""
    if unit or period:
        yield Claim(source, unit=unit.name if unit else "", period=period, place=Place.MENTION)


def _of_names(names: list[str], plan: Plan) -> Iterator[Claim]:
    """What the sheets' names agree on: twelve sheets for twelve months say nothing of this one."""
    said = [(claim, name) for name in names for claim in _mention(f"工作表名“{name}”", name, plan)]
    units, periods = {c.unit for c, _ in said if c.unit}, {c.period for c, _ in said if c.period}
    for claim, _ in said:
        unit, period = claim.unit if len(units) == 1 else "", claim.period if len(periods) == 1 else ""
        if unit or period:
            yield Claim(claim.source, unit=unit, period=period, place=Place.MENTION)


def with_year(period: str, year: str) -> str:
    """``period`` with ``year`` where it is written without one and the year is known."""
    return period.replace(NO_YEAR, year, 1) if year else period
