"""退回说明: the sheet in front, with a line for each mistake that turns green as the clerk mends it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from automation.model.plan import Severity
from automation.notices import explanations as hidden
from automation.notices.cellxml import formula_cell, number_cell, row_of, text_cell, wide_row
from automation.notices.faces import Faces
from automation.notices.notice import DECISIONS, Answer, Line, Notice
from automation.notices.recheck import Content, recheck
from automation.notices.wording import (
    banner,
    fields_of,
    footer,
    how,
    items_of,
    message_of,
    note,
    title,
    under_title,
    value_of,
)
from automation.styles.sheet import quoted
from automation.styles.text import column_pixels, row_height

COLUMNS = (
    ("序号", 5.0), ("级别", 8.0), ("位置\n（点击）", 10.0), ("项目", 22.0), ("填报项", 13.0), ("填报值", 16.0), ("问题", 34.0),
    ("修改建议", 34.0), ("处理结果\n（选择）", 15.0), ("核实说明\n（填写）", 24.0), ("复核\n（自动）", 12.0),
    *((name, 9.0) for name in (hidden.CODE, hidden.ITEM, hidden.FIELD, hidden.SHEET, hidden.CELL, hidden.VALUE, hidden.FILL,
                              hidden.COUNT)),
)
SHOWN = 11
"""Columns that a clerk sees; the others carry what the answers belong to."""
_INPUTS = (8, 9)
HEAD_ROW = 6
_LONGEST_CARRIED = 200


@dataclass(frozen=True)
class Entry:
    """A line with what was found out about its cells."""

    line: Line
    position: str
    """Where the line is, as shown."""
    link: tuple[str, str] | None
    """Sheet and cell that the position leads to."""
    contents: tuple[Content, ...]
    fills: tuple[str, ...]
    """What the cells were filled with before, one for each finding."""
    answer: Answer


def front_sheet(entries: Sequence[Entry], notice: Notice, faces: Faces, main: str) -> bytes:
    """The worksheet part; ``main`` is the namespace of the workbook."""
    first, last = HEAD_ROW + 1, HEAD_ROW + max(1, len(entries))
    drawn = [_drawn(number, entry, notice, faces) for number, entry in enumerate(entries, 1)]
    rows = [*_top(entries, notice, faces, last), *drawn, wide_row(last + 1, note(notice), faces["note"], 20, SHOWN)]
    spans = "".join(f'<col min="{i}" max="{i}" width="{width + 0.71:g}" customWidth="1"{_hidden(i)}/>'
                    for i, (_, width) in enumerate(COLUMNS, 1))
    links = "".join(_hyperlink(number, entry) for number, entry in enumerate(entries, first))
    merges = "".join(f'<mergeCell ref="A{row}:K{row}"/>' for row in (1, 2, 3, 4, last + 1))
    options = escape('"' + ",".join(DECISIONS) + '"')
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{main}">'
        '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:S{last + 1}"/>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{HEAD_ROW}" topLeftCell="A{first}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="I{first}" sqref="I{first}"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{spans}</cols><sheetData>{"".join(rows)}</sheetData>'
        '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0"/>'
        f'<mergeCells count="5">{merges}</mergeCells>{_conditions(first, last, faces)}'
        f'<dataValidations count="1"><dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="处理结果" '
        f'error="请从列表中选择。" sqref="I{first}:I{last}"><formula1>{options}</formula1></dataValidation></dataValidations>'
        f'{f"<hyperlinks>{links}</hyperlinks>" if links else ""}'
        '<printOptions horizontalCentered="1"/><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.55" header="0.3" '
        'footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f'<headerFooter><oddFooter>{escape(footer(notice))}</oddFooter></headerFooter></worksheet>'
    ).encode()


def print_names(name: str, lines: int) -> tuple[tuple[str, str], ...]:
    """The names that say what of the sheet is printed, and which row is repeated on every page."""
    sheet = quoted(name)
    area = f"{sheet}!$A$1:$K${HEAD_ROW + max(1, lines) + 1}"
    return ("_xlnm.Print_Area", area), ("_xlnm.Print_Titles", f"{sheet}!${HEAD_ROW}:${HEAD_ROW}")


def _top(entries: Sequence[Entry], notice: Notice, faces: Faces, last: int) -> list[str]:
    lines = [(entry.line, not _recheck(entry, notice, 0)[1].startswith("√")) for entry in entries]
    formula, shown = banner(lines, HEAD_ROW + 1, last)
    heads = (text_cell(HEAD_ROW, column, text, faces["input head" if column in _INPUTS else "head"])
             for column, (text, _) in enumerate(COLUMNS))
    blanks = (text_cell(3, column, "", faces["banner"]) for column in range(1, SHOWN))
    return [
        wide_row(1, title(notice), faces["title"], 34, SHOWN),
        wide_row(2, under_title(notice), faces["note"], 18, SHOWN),
        row_of(3, 26, [formula_cell(3, 0, formula, shown, faces["banner"]), *blanks]),
        wide_row(4, how(notice), faces["how"], 30, SHOWN),
        row_of(5, 5, ()),
        row_of(HEAD_ROW, 30, heads),
    ]


def _drawn(number: int, entry: Entry, notice: Notice, faces: Faces) -> str:
    row, line, first, answer = HEAD_ROW + number, entry.line, entry.line.first, entry.answer
    formula, shown = _recheck(entry, notice, row)
    said = (
        (first.severity.value, first.severity.value),
        (entry.position, "link" if entry.link else "centre"),
        (items_of(line, notice), "text"),
        (fields_of(line), "centre"),
        (value_of(line), "value"),
        (message_of(line), "text"),
        (first.fix, "text"),
        (answer.decision, "input"),
        (answer.text, "input"),
    )
    cells = [number_cell(row, 0, number, faces["centre"])]
    cells += [text_cell(row, column, text, faces[face]) for column, (text, face) in enumerate(said, 1)]
    cells.append(formula_cell(row, SHOWN - 1, formula, shown, faces["recheck"]))
    cells += [text_cell(row, column, text, faces["hidden"]) for column, text in enumerate(_carried(entry), SHOWN)]
    cells.append(number_cell(row, len(COLUMNS) - 1, len(line.findings), faces["hidden"]))
    return row_of(row, row_height(_long([text for text, _ in said]), 10, minimum=26, leading=1.4), cells)


def _long(texts: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The texts from the second column on that need more than a line, with the width that they have in pixels."""
    for text, (_, width) in zip(texts, COLUMNS[1:], strict=False):
        if "\n" in text or 14 * len(text) > 7 * width:
            yield text, column_pixels(width)


def _recheck(entry: Entry, notice: Notice, row: int) -> tuple[str, str]:
    first = entry.line.first
    number = first.code == "V302" or (first.severity is Severity.ERROR and first.field in notice.numeric)
    return recheck(first.severity, entry.contents, number, row, entry.answer, notice.reason_length)


def _carried(entry: Entry) -> tuple[str, ...]:
    """One line of text for each finding."""
    found = entry.line.findings
    columns = zip(*((f.item, f.field, f.sheet, f.cell, f.value) for f in found), strict=True)
    lists = ("\n".join(" ".join(text.split())[:_LONGEST_CARRIED] for text in column) for column in columns)
    return (entry.line.first.code, *lists, "\n".join(entry.fills))


def _hyperlink(row: int, entry: Entry) -> str:
    if entry.link is None:
        return ""
    sheet, cell = entry.link
    target = quoteattr(f"{quoted(sheet)}!{cell}")
    return f'<hyperlink ref="C{row}" location={target} display={quoteattr(entry.position)}/>'


def _conditions(first: int, last: int, faces: Faces) -> str:
    def rule(place: str, priority: int, tint: int, formula: str) -> str:
        return (f'<conditionalFormatting sqref="{place}"><cfRule type="expression" dxfId="{tint}" priority="{priority}">'
                f"<formula>{escape(formula)}</formula></cfRule></conditionalFormatting>")

    return (rule("A3:K3", 1, faces.green, 'ISNUMBER(FIND("已全部",$A$3))')
            + rule(f"K{first}:K{last}", 2, faces.green, f'LEFT($K{first},1)="√"'))


def _hidden(number: int) -> str:
    return ' hidden="1"' if number > SHOWN else ""
