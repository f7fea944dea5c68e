"""自查 in the workbook itself: doubted cells coloured where they stand, and a list on a sheet of its own."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from automation import pipeline
from automation.errors import TongbaoError
from automation.forms import META_SHEET
from automation.macros.control import Said
from automation.model.plan import Severity
from automation.model.submission import Finding, Outcome, Receipt
from automation.office import Office
from automation.styles.text import plain
from automation.styles.tokens import COLORS, TEXT

if TYPE_CHECKING:
    import xlwings as xw

SHEET = "自查结果"
HEADINGS = ("级别", "工作表", "单元格", "问题", "改法", "编码", "原底色")
_FILLS = {Severity.ERROR: COLORS.ERROR_FILL, Severity.QUERY: COLORS.QUERY_FILL, Severity.NOTE: COLORS.COMMENT}
_WIDTHS = (8, 18, 10, 60, 50, 8, 10)
_HEAD_ROW = 3


def mark_all(console: "xw.Book", office: Office) -> Said:
    """Check every issued workbook that is open beside the control workbook; others are left alone.

    Raises:
        TongbaoError: there is none.
    """
    books = [b for b in console.app.books if Path(b.fullname).is_file() and META_SHEET in [s.name for s in b.sheets]]
    if not books:
        raise TongbaoError("没有打开的填报表", "请在同一个 Excel 里打开下发的填报表，填好保存后再按“自查本工作簿”；"
                                        "不是下发的那份，请用 tongbao check 自查")
    said = [mark(book, office) for book in books]
    return Said("\n".join(one.text for one in said), any(one.needs_a_person for one in said))


def mark(book: "xw.Book", office: Office) -> Said:
    """Check the workbook as it was last saved, mark what is wrong in it, and list it on the sheet 自查结果."""
    receipt = pipeline.check(office, [Path(book.fullname)])[0]
    before = _list(book)
    _unmark(book, before)
    marked = [(finding, _color(book, finding)) for finding in receipt.findings]
    done = sum([_paint(book, finding.sheet, finding.cell, _FILLS[finding.severity]) for finding in receipt.findings])
    words = _words(receipt, done)
    _write(book, words, marked, len(before))
    return Said(words, receipt.outcome is not Outcome.ACCEPTED)


def _words(receipt: Receipt, done: int) -> str:
    counts = {severity: sum(f.severity is severity for f in receipt.findings) for severity in Severity}
    said = "，".join(f"{severity.value} {n} 处" for severity, n in counts.items() if n) or "没有问题"
    verdict = "合格" if receipt.outcome is Outcome.ACCEPTED else "不合格"
    where = f"；标出 {done} 格，清单在“{SHEET}”表" if receipt.findings else ""
    return f"{receipt.name} {verdict}，{said}{where}（按上次保存的内容）"


def _list(book: "xw.Book") -> list[list[str]]:
    """The list that an earlier check left: by HEADINGS."""
    sheet = next((s for s in book.sheets if s.name == SHEET), None)
    if sheet is None:
        return []
    last = sheet.used_range.last_cell.row
    if last <= _HEAD_ROW:
        return []
    area = sheet.range((_HEAD_ROW + 1, 1), (last, len(HEADINGS)))
    return [["" if cell is None else str(cell) for cell in row] for row in area.options(ndim=2).value]


def _unmark(book: "xw.Book", lines: list[list[str]]) -> None:
    for _, sheet, cell, _, _, _, color in lines:
        if color:
            _paint(book, sheet, cell, None if color == "-" else color)


def _color(book: "xw.Book", finding: Finding) -> str:
    """The colour that a cell had before it is marked, ``-`` for none, empty where nobody can tell."""
    with _refusals():
        color = book.sheets[finding.sheet].range(finding.cell).color if finding.cell else None
        return ("#{:02X}{:02X}{:02X}".format(*color) if color else "-") if finding.cell else ""
    return ""


def _paint(book: "xw.Book", sheet: str, cell: str, color: str | None) -> bool:
    """Whether it could be done: a protected sheet may refuse, and the list says the same."""
    with _refusals():
        if cell:
            book.sheets[sheet].range(cell).color = color
            return True
    return False


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    # Each engine has exceptions of its own for a cell that it does not know or may not change.
    with contextlib.suppress(Exception):
        yield


def _write(book: "xw.Book", words: str, marked: list[tuple[Finding, str]], before: int) -> None:
    sheet = next((s for s in book.sheets if s.name == SHEET), None)
    if sheet is None:
        sheet = book.sheets.add(SHEET, after=book.sheets[-1])
        for col, width in enumerate(_WIDTHS, start=1):
            sheet.range((1, col)).column_width = width
    if before:
        sheet.range((_HEAD_ROW + 1, 1), (_HEAD_ROW + before, len(HEADINGS))).clear_contents()
    rows = [(f.severity.value, f.sheet, f.cell, f.message, f.fix, f.code, color) for f, color in marked]
    sheet.range((_HEAD_ROW + 1, 1), (_HEAD_ROW + max(1, len(rows)), len(HEADINGS))).number_format = TEXT
    sheet.range((1, 1)).value = words
    sheet.range((_HEAD_ROW, 1)).options(ndim=2).value = [list(HEADINGS), *([plain(cell) for cell in row] for row in rows)]
    sheet.range((_HEAD_ROW, 1), (_HEAD_ROW, len(HEADINGS))).font.bold = True
    sheet.range((_HEAD_ROW + 1, 1), (_HEAD_ROW + max(1, len(rows)), len(HEADINGS))).wrap_text = True
