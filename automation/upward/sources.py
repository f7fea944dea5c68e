"""上报来源: the sheet that leads from every figure of a submission to the files of the office that sends it.

Everything on it is text: figures with all of their digits, and nothing that could be taken for reported data.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from automation.export import text_of
from automation.notices.cellxml import row_of, text_cell, wide_row
from automation.notices.stylesheet import Look, Stylesheet
from automation.notices.workbook import Workbook
from automation.period import Period
from automation.sheets.grid import column_letters
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, Fonts
from automation.upward.asked import Asked
from automation.upward.rolled import Part, Rolled

SHEET = "上报来源"
COLUMNS = (("项目编码", 22), ("栏目", 18), ("上报值", 16), ("位置", 12), ("算法", 12), ("构成", 8), ("本级编码", 14), ("本级名称", 26), ("本级单位", 16),
           ("报告期", 10), ("本级值", 16), ("填写", 16), ("文件", 30), ("工作表", 10), ("单元格", 8), ("收到", 20), ("SHA-256", 24), ("归档", 34))
"""Headings with widths in characters: seven of the figure that is sent, then one report that it is made of."""
HEAD_ROW = 9
"""1-based row of the headings."""
_ROOM = 5
"""Columns over which what is said of the whole submission reaches."""


@dataclass(frozen=True)
class Facts:
    """What the sheet says of the whole submission."""

    unit: str
    """As the level above calls it."""
    office: str
    """主办单位 of the plan that the figures come from."""
    plan: str
    period: Period
    closed_at: str
    revision: int
    """0 for the figures as they were closed."""
    sha256: str
    """Of the period's merged values as ``export --to -`` prints them."""

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Key and value, in the order of the sheet."""
        return (("上报单位", self.unit), ("汇总单位", self.office), ("本级计划", self.plan), ("报告期", str(self.period)), ("封账时间", self.closed_at),
                ("更正号", str(self.revision)), ("本级台账导出SHA-256", self.sha256))


@dataclass(frozen=True)
class Filled:
    """One cell with what was put into it."""

    asked: Asked
    rolled: Rolled
    """With the value in the unit of the level above."""


def add_sources(book: Workbook, facts: Facts, filled: Sequence[Filled], fonts: Fonts) -> None:
    """Put the sheet behind all others, in place of one that is there."""
    if old := book.sheet(SHEET):
        book.remove(old)
    styles = Stylesheet(book)
    title, key, head, cell = (styles.add(look) for look in _looks(fonts))
    rows = [wide_row(1, f"{facts.unit}{facts.period.label}{SHEET}", title, 30, len(COLUMNS))]
    for number, (name, said) in enumerate(facts.lines, 2):
        blanks = (text_cell(number, column, "", key) for column in range(2, _ROOM))
        rows.append(row_of(number, 18, [text_cell(number, 0, name, key), text_cell(number, 1, said, key), *blanks]))
    rows.append(row_of(HEAD_ROW, 24, [text_cell(HEAD_ROW, n, name, head) for n, (name, _) in enumerate(COLUMNS)]))
    number = HEAD_ROW
    for one in filled:
        for part in one.rolled.parts:
            number += 1
            rows.append(_row(number, _said(one, part), cell))
    book.parts.write(book.append(SHEET), _worksheet(rows, number, book.main))


def _row(number: int, texts: Sequence[str], style: int) -> str:
    room = [(text, column_pixels(width)) for text, (_, width) in zip(texts, COLUMNS, strict=True)]
    return row_of(number, row_height(room, 10, minimum=18), [text_cell(number, n, text, style) for n, text in enumerate(texts)])


def _said(one: Filled, part: Part) -> tuple[str, ...]:
    entry = part.entry
    field = one.asked.field.name if one.asked.field else one.asked.heading
    return (one.asked.code, field, text_of(one.rolled.value), f"{one.asked.sheet}!{one.asked.cell}", one.rolled.how,
            f"{len(one.rolled.parts)}/{one.rolled.due}", part.item.code, part.item.name, entry.unit, str(entry.period), text_of(entry.value),
            entry.raw, entry.file, entry.sheet, entry.cell, entry.received.isoformat(timespec="seconds"), entry.sha256, entry.archived)


def _looks(fonts: Fonts) -> tuple[Look, ...]:
    text, line = COLORS.TEXT[1:], COLORS.LINE[1:]
    return (Look(fonts.title, 16, text, horizontal="left"), Look(fonts.kai, 11, text, horizontal="left", text=True),
            Look(fonts.hei, 10.5, COLORS.NAVY[1:], fill=COLORS.HEAD[1:], border=line, text=True),
            Look(fonts.song, 10, text, border=COLORS.HAIR[1:], horizontal="left", text=True))


def _worksheet(rows: Sequence[str], last: int, main: str) -> bytes:
    whole = f"A1:{column_letters(len(COLUMNS) - 1)}{last}"
    merged = [f"A1:{column_letters(len(COLUMNS) - 1)}1", *(f"B{row}:{column_letters(_ROOM - 1)}{row}" for row in range(2, HEAD_ROW))]
    merges = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    spans = "".join(f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, (_, width) in enumerate(COLUMNS, 1))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{main}">'
        f'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="{whole}"/>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="{HEAD_ROW}" topLeftCell="A{HEAD_ROW + 1}" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{spans}</cols><sheetData>{"".join(rows)}</sheetData>'
        '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" autoFilter="0"/>'
        f'<mergeCells count="{len(merged)}">{merges}</mergeCells>'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.55" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f'<ignoredErrors><ignoredError sqref="{whole}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
    ).encode()
