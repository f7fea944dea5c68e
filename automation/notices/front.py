"""退回说明: the sheet in front, with a line for each mistake that turns green as the clerk mends it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from automation.model.plan import Severity
from automation.notices import explanations as hidden
from automation.notices.faces import Faces
from automation.notices.notice import DECISIONS, Answer, Line, Notice
from automation.notices.recheck import Content, recheck
from automation.notices.wording import (
    banner,
    fields_of,
    footer,
    how,
    items_of,
    note,
    places_of,
    title,
    under_title,
    value_of,
)
from automation.styles.sheet import quoted
from automation.styles.text import column_pixels, plain, row_height

COLUMNS = (
    ("序号", 5.0), ("级别", 8.0), ("位置\n（点击）", 10.0), ("项目", 22.0), ("填报项", 13.0), ("填报值", 16.0), ("问题", 34.0),
    ("修改建议", 34.0), ("处理结果\n（选择）", 15.0), ("核实说明\n（填写）", 24.0), ("复核\n（自动）", 12.0),
    *((name, 9.0) for name in (hidden.CODE, hidden.ITEM, hidden.FIELD, hidden.SHEET, hidden.CELL, hidden.VALUE, hidden.FILL,
                              hidden.COUNT)),
)
SHOWN = 11
"""Columns that a clerk sees; the others carry what the answers belong to."""
HEAD_ROW = 6
_LONGEST_CARRIED = 200
_ESCAPE_ALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Entry:
    """A line with what was found out about its cells."""

    line: Line
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
    rows = [*_top(entries, notice, faces, last), *drawn, _wide(last + 1, note(), faces["note"], 20)]
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
    open_now = [e for e in entries if not _recheck(e, notice, 0)[1].startswith("√")]
    formula, shown = banner([(e.line, e in open_now) for e in entries], HEAD_ROW + 1, last)
    heads = [_text(f"{_letters(i)}{HEAD_ROW}", text, faces["input head" if i in (8, 9) else "head"])
             for i, (text, _) in enumerate(COLUMNS)]
    return [
        _wide(1, title(notice), faces["title"], 34), _wide(2, under_title(notice), faces["note"], 18),
        _row(3, 26, [_formula("A3", formula, shown, faces["banner"]), *_blanks(3, faces["banner"])]),
        _wide(4, how(), faces["how"], 30), _row(5, 5, []), _row(HEAD_ROW, 30, heads),
    ]


def _drawn(number: int, entry: Entry, notice: Notice, faces: Faces) -> str:
    row, line, first = HEAD_ROW + number, entry.line, entry.line.first
    level = faces[first.severity.value]
    formula, shown = _recheck(entry, notice, row)
    message = first.message + (f"\n位置：{places_of(line)}" if len(line.findings) > 1 and first.cell else "")
    texts = (first.severity.value, _position(entry), items_of(line, notice), fields_of(line),
             value_of(line), message, first.fix)
    styles = (level, faces["link" if entry.link else "centre"], faces["text"], faces["centre"], faces["value"], faces["text"],
              faces["text"])
    cells = [f'<c r="A{row}" s="{faces["centre"]}"><v>{number}</v></c>']
    cells += [_text(f"{_letters(i)}{row}", text, style) for i, (text, style) in enumerate(zip(texts, styles, strict=True), 1)]
    cells += [_text(f"I{row}", entry.answer.decision, faces["input"]), _text(f"J{row}", entry.answer.text, faces["input"]),
              _formula(f"K{row}", formula, shown, faces["recheck"])]
    cells += [_text(f"{_letters(i)}{row}", text, faces["hidden"]) for i, text in enumerate(_carried(entry), SHOWN)]
    cells.append(f'<c r="S{row}" s="{faces["hidden"]}"><v>{len(line.findings)}</v></c>')
    tall = row_height(_long((*texts, "", entry.answer.text)), 10, minimum=26, leading=1.4)
    return _row(row, tall, cells)


def _long(texts: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The texts from the second column on that need more than a line, with the width that they have in pixels."""
    for text, (_, width) in zip(texts, COLUMNS[1:], strict=False):
        if "\n" in text or 14 * len(text) > 7 * width:
            yield text, column_pixels(width)


def _recheck(entry: Entry, notice: Notice, row: int) -> tuple[str, str]:
    first = entry.line.first
    number = first.code == "V302" or (first.severity is Severity.ERROR and first.field in notice.numeric)
    return recheck(first.severity, entry.contents, number, row, entry.answer)


def _carried(entry: Entry) -> tuple[str, ...]:
    """One line of text for each finding."""
    found = entry.line.findings
    columns = zip(*((f.item, f.field, f.sheet, f.cell, f.value) for f in found), strict=True)
    lists = ("\n".join(" ".join(text.split())[:_LONGEST_CARRIED] for text in column) for column in columns)
    return (entry.line.first.code, *lists, "\n".join(entry.fills))


def _position(entry: Entry) -> str:
    first, count = entry.line.first, len(entry.line.findings)
    place = first.cell or first.sheet or "全表"
    return f"{place}等{count}处" if count > 1 else place


def _hyperlink(row: int, entry: Entry) -> str:
    if entry.link is None:
        return ""
    sheet, cell = entry.link
    target = quoteattr(f"{quoted(sheet)}!{cell}")
    return f'<hyperlink ref="C{row}" location={target} display={quoteattr(_position(entry))}/>'


def _conditions(first: int, last: int, faces: Faces) -> str:
    def rule(place: str, priority: int, tint: int, formula: str) -> str:
        return (f'<conditionalFormatting sqref="{place}"><cfRule type="expression" dxfId="{tint}" priority="{priority}">'
                f"<formula>{escape(formula)}</formula></cfRule></conditionalFormatting>")

    return (rule("A3:K3", 1, faces.green, 'ISNUMBER(FIND("已全部",$A$3))')
            + rule(f"K{first}:K{last}", 2, faces.green, f'LEFT($K{first},1)="√"'))


def _wide(row: int, text: str, style: int, height: float) -> str:
    return _row(row, height, [_text(f"A{row}", text, style), *_blanks(row, style)])


def _blanks(row: int, style: int) -> list[str]:
    return [f'<c r="{_letters(i)}{row}" s="{style}"/>' for i in range(1, SHOWN)]


def _row(number: int, height: float, cells: Sequence[str]) -> str:
    return f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'


def _text(place: str, text: str, style: int) -> str:
    if not text:
        return f'<c r="{place}" s="{style}"/>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_safe(text)}</t></is></c>'


def _formula(place: str, formula: str, shown: str, style: int) -> str:
    return f'<c r="{place}" s="{style}" t="str"><f>{escape(formula)}</f><v>{_safe(shown)}</v></c>'


def _safe(text: str) -> str:
    return escape(_ESCAPE_ALIKE.sub("_x005F_", plain(text)))


def _letters(index: int) -> str:
    return "ABCDEFGHIJKLMNOPQRS"[index]


def _hidden(number: int) -> str:
    return ' hidden="1"' if number > SHOWN else ""

