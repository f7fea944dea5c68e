"""数据校核: text against tables, table against table, month against month, before anything is printed."""

from automation.bulletin import frame
from automation.bulletin.agreement import Check, checks
from automation.bulletin.layout import CONSISTENCY, Layout
from automation.bulletin.written import put
from automation.model.submission import Finding
from automation.styles.book import Book, Sheet
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, PLAIN_MONEY, money_format
from automation.summary import Explanation, Summary

_HEADS = ("序号", "类别", "校核内容", "基准值", "现值(公式)", "结果", "说明")
_WIDTHS = (5, 11, 62, 13, 13, 10, 28)
_LAST = len(_WIDTHS) - 1
_SAID = 4
"""Column in which a unit's explanation begins."""
_LONGEST_FIGURE = 40
_FIRST_ROW = 4
_SAME, _DIFFERENT = "√ 一致", "× 不一致"
_ISSUE, _HOLD = "可以印发", "请核实后再印发"


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """The sheet."""
    found = checks(summary, layout)
    sheet = book.sheet(CONSISTENCY, COLORS.GREY)
    sheet.columns(_WIDTHS)
    frame.title(book, sheet, 0, _LAST, "数据校核(文表一致 · 表间一致 · 前后衔接)", 20)
    _banner(book, sheet, found)
    sheet.height(2, 12)
    sheet.height(_FIRST_ROW - 1, 22)
    for col, head in enumerate(_HEADS):
        sheet.text(_FIRST_ROW - 1, col, head, frame.header(book))
    for number, check in enumerate(found):
        _line(book, sheet, _FIRST_ROW + number, number + 1, check)
    last = _FIRST_ROW + len(found) - 1
    for word, color in ((_SAME, COLORS.GREEN), (_DIFFERENT, COLORS.RED)):
        look = book.workbook.add_format({"font_color": color})
        sheet.condition(_FIRST_ROW, 5, last, 5, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look})
    last = _explanations(book, sheet, summary, last)
    sheet.freeze(_FIRST_ROW, 0)
    sheet.paper("A4", False, (12.7, 12.7, 15.2, 15.2), (1, 0), _FIRST_ROW - 1, (0, 0, last, _LAST))
    frame.way_home(book, sheet, summary, _LAST + 1)
    frame.foot(sheet, summary)


def _banner(book: Book, sheet: Sheet, found: tuple[Check, ...]) -> None:
    results = f"F{_FIRST_ROW + 1}:F{_FIRST_ROW + len(found)}"
    wrong = sum(not check.agrees for check in found)
    formula = (f'="共校核"&COUNTA({results})&"项,一致"&COUNTIF({results},"√*")&"项,不一致"&COUNTIF({results},"×*")&"项,"'
               f'&IF(COUNTIF({results},"×*")=0,"{_ISSUE}","{_HOLD}")')
    value = f"共校核{len(found)}项,一致{len(found) - wrong}项,不一致{wrong}项,{_HOLD if wrong else _ISSUE}"
    look = book.format(font_name=book.fonts.hei, font_size=13, align="center", font_color=COLORS.NAVY, border=1,
                       border_color=COLORS.HAIR, bg_color=COLORS.GREEN_FILL)
    sheet.height(1, 30)
    sheet.merge(1, 0, 1, _LAST, look)
    sheet.formula(1, 0, formula, look, value)
    red = book.workbook.add_format({"font_color": COLORS.RED, "bg_color": COLORS.RED_FILL})
    sheet.condition(1, 0, 1, _LAST, {"type": "formula", "criteria": f'=ISNUMBER(FIND("{_HOLD}",$A$2))', "format": red})


def _line(book: Book, sheet: Sheet, row: int, number: int, check: Check) -> None:
    text = frame.body(book, font_size=10.5)
    digits = frame.figure(book, num_format=_format(check))
    sheet.number(row, 0, number, frame.figure(book, font_size=10.5, align="center"))
    sheet.text(row, 1, check.kind, frame.body(book, font_size=10.5, align="center"))
    sheet.text(row, 2, check.content, text)
    put(sheet, row, 3, check.basis, digits)
    put(sheet, row, 4, check.live, digits)
    result = f'=IF(ROUND(D{row + 1}-E{row + 1},6)=0,"{_SAME}","{_DIFFERENT}")'
    hei = frame.body(book, font_name=book.fonts.hei, align="center")
    sheet.formula(row, 5, result, hei, _SAME if check.agrees else _DIFFERENT)
    sheet.text(row, 6, check.remark, frame.body(book, font_color=COLORS.MUTED))
    cells = [(check.content, column_pixels(_WIDTHS[2])), (check.remark, column_pixels(_WIDTHS[6]))]
    sheet.height(row, row_height(cells, 10.5, 18, 1.3, 4))


def _explanations(book: Book, sheet: Sheet, summary: Summary, last: int) -> int:
    """Under the comparisons: what was merged though it raised a query, and what the unit says of it; gives the last row."""
    if not summary.explanations:
        return last
    sheet.height(last + 1, 12)
    row = last + 2
    sheet.height(row, 22)
    for col, head in enumerate(("序号", "单位", "核实事项(已采用)", "填报值")):
        sheet.text(row, col, head, frame.header(book))
    sheet.merge(row, _SAID, row, _LAST, frame.header(book))
    sheet.text(row, _SAID, "单位说明", frame.header(book))
    names = {i.code: i.name for table in summary.plan.tables for i in table.items}
    for number, one in enumerate(summary.explanations, 1):
        row += 1
        found = f"{names.get(one.finding.item, '')}:{one.finding.message}".removeprefix(":")
        _explanation(book, sheet, row, number, one, found)
    return row


def _explanation(book: Book, sheet: Sheet, row: int, number: int, one: Explanation, found: str) -> None:
    figure, said = _figure(one.finding), one.text or "(未说明)"
    text = frame.body(book, font_size=10.5)
    sheet.number(row, 0, number, frame.figure(book, font_size=10.5, align="center"))
    sheet.text(row, 1, one.unit, frame.body(book, align="center"))
    sheet.text(row, 2, found, text)
    sheet.text(row, _SAID - 1, figure, text, verbatim=True)
    sheet.merge(row, _SAID, row, _LAST, text)
    sheet.text(row, _SAID, said, text if one.text else frame.body(book, font_size=10.5, font_color=COLORS.RED))
    pixels = [column_pixels(width) for width in _WIDTHS]
    cells = [(one.unit, pixels[1]), (found, pixels[2]), (figure, pixels[_SAID - 1]), (said, sum(pixels[_SAID:]))]
    sheet.height(row, row_height(cells, 10.5, 20, 1.3, 6))


def _figure(finding: Finding) -> str:
    """What stands in the doubted cell, under the name of its field."""
    value = finding.value if len(finding.value) <= _LONGEST_FIGURE else f"{finding.value[:_LONGEST_FIGURE]}……"
    return "\n".join(part for part in (finding.field, value) if part)


def _format(check: Check) -> str:
    if check.decimals:
        return f"#,##0.{'0' * check.decimals}_ "
    if check.decimals == 0:
        return PLAIN_MONEY
    values = [v for v in (check.basis.value, check.live.value) if not isinstance(v, str)]
    return money_format(values)
