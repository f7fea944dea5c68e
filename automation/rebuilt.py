"""A workbook that cannot be marked, built anew as .xlsx from what was read of it."""

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from automation.derive import State
from automation.forms import forms_for
from automation.formula import Scalar
from automation.intake import read
from automation.model.plan import Plan
from automation.model.submission import Finding, Receipt, Submission
from automation.notices.notice import Notice
from automation.notices.sendback import send_back
from automation.sheets.grid import RawCell, RawSheet
from automation.sheets.open import read_book
from automation.styles.book import Book, Properties
from automation.styles.tokens import PROFILES
from automation.template.write import write_template

_CREATED = datetime.datetime(2000, 1, 1)


def rebuilt(data: bytes, findings: Sequence[Finding], notice: Notice, receipt: Receipt, plan: Plan,
            previous: Mapping[str, State]) -> bytes:
    """The send-back of a file that cannot be marked: an .xlsx in its place, marked.

    Where unit, period and rows are known it is the workbook as issued, with what was typed; else the same cells at the
    same addresses. Raises Unreadable or WriteError where neither can be made.

    Args:
        data: what came in.
        findings: with the addresses that they have there.
        previous: as for :func:`automation.template.write.write_template`.
    """
    return send_back(*_anew(data, findings, receipt, plan, previous), notice)


def _anew(data: bytes, findings: Sequence[Finding], receipt: Receipt, plan: Plan,
          previous: Mapping[str, State]) -> tuple[bytes, tuple[Finding, ...]]:
    found = read(data, receipt.name, receipt.sha256, plan)
    unit = plan.unit(found.unit)
    if unit is None or found.period is None or not found.rows or not forms_for(plan, unit, found.period):
        return _copied(data, plan), tuple(findings)
    out = io.BytesIO()
    write_template(out, plan, unit, found.period, previous, _typed(found), found.signature)
    issued = read(out.getvalue(), receipt.name, receipt.sha256, plan)
    places = {(row.code, name): (value.sheet, value.cell) for row in issued.rows for name, value in (*row.shown.items(), *row.values.items())}
    return out.getvalue(), tuple(_moved(finding, places) for finding in findings)


def _typed(found: Submission) -> dict[str, dict[str, Scalar]]:
    """A figure that was read, else the text as it stands."""
    return {row.code: {name: value.raw if value.parsed is None else value.parsed for name, value in row.values.items()
                       if value.raw or value.parsed is not None} for row in found.rows}


def _moved(finding: Finding, places: Mapping[tuple[str, str], tuple[str, str]]) -> Finding:
    sheet, cell = places.get((finding.item, finding.field), ("", ""))
    return replace(finding, sheet=sheet, cell=cell)


def _copied(data: bytes, plan: Plan) -> bytes:
    out = io.BytesIO()
    with Book(out, fonts=PROFILES[plan.settings.font_profile], properties=Properties("", created=_CREATED)) as book:
        for raw in read_book(data).sheets:
            _copy(book, raw)
    return out.getvalue()


def _copy(book: Book, raw: RawSheet) -> None:
    sheet, plain = book.sheet(raw.name, gridlines=True), book.format()
    for (row, column), cell in raw.cells.items():
        value = cell.value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            sheet.number(row, column, Decimal(repr(value)), plain)
        else:
            sheet.text(row, column, _said(cell), plain, verbatim=True)


def _said(cell: RawCell) -> str:
    return cell.error or ("" if cell.value is None else str(cell.value))
