"""任务矩阵: which unit is how far with which task, where several units share tasks."""

from xlsxwriter.utility import xl_col_to_name

from automation.bulletin import frame
from automation.bulletin.duty_places import HEAD_ROW, MATRIX, U_STATE, DutyPlaces, shared
from automation.bulletin.duty_words import short
from automation.bulletin.layout import Layout
from automation.bulletin.unit_ledger import section_heading
from automation.rollup.tasks import BLOCKED, DONE, MOVING, NOT_STARTED, STATE
from automation.styles.book import Book, Sheet
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS
from automation.summary import Summary, TaskFigures

_MARKS = ((DONE, "√"), (MOVING, "●"), (NOT_STARTED, "○"), (BLOCKED, "■"))
_SILENT = "×"
_COLOURS = {"√": (COLORS.GREEN, COLORS.GREEN_FILL), "■": (COLORS.RED, COLORS.RED_FILL), "×": (COLORS.RED, COLORS.WHITE),
            "●": (COLORS.BLUE, COLORS.WHITE), "○": (COLORS.GREY, COLORS.WHITE)}
_NAME_WIDTH, _FIRST = 40, 2
_MOST_UPRIGHT = 18
"""Units whose columns stay legible on an upright page."""


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """The sheet; nothing where every task has one unit."""
    if not shared(summary):
        return
    places, units = layout.duties, _units(summary)
    sheet, last = book.sheet(MATRIX, COLORS.BLUE), _FIRST + len(units)
    sheet.columns([8, _NAME_WIDTH, *[5.2] * len(units), 8])
    frame.title(book, sheet, 0, last, "单位任务矩阵", 20)
    frame.subtitle(book, sheet, 1, last, "√已完成  ●推进中  ○未启动  ■受阻  ×从未报送;空白为不承担")
    sheet.height(2, 6)
    heads = ["序号", "事项", *(short(summary.plan, u) for u in units), "未完成\n单位数"]
    sheet.height(HEAD_ROW, row_height([(h, column_pixels(5.2)) for h in heads[2:-1]], 9, 40, 1.3, 6))
    for col, head in enumerate(heads):
        sheet.text(HEAD_ROW, col, head, frame.header(book, font_size=9 if col >= _FIRST else 10.5))
    row = _rows(book, sheet, summary, places, units)
    _foot(book, sheet, summary, units, row)
    for mark, (color, fill) in _COLOURS.items():
        look = book.workbook.add_format({"font_color": color, "bg_color": fill})
        sheet.condition(HEAD_ROW + 1, _FIRST, row - 1, last - 1, {"type": "cell", "criteria": "==", "value": f'"{mark}"', "format": look})
    sheet.freeze(HEAD_ROW + 1, _FIRST)
    sheet.paper("A4", len(units) > _MOST_UPRIGHT, (12.7, 12.7, 15.2, 15.2), (1, 0), HEAD_ROW, (0, 0, row, last))
    frame.way_home(book, sheet, summary, last + 1)
    frame.foot(sheet, summary)


def _units(summary: Summary) -> tuple[str, ...]:
    """Units with tasks, in the plan's order."""
    named = {r.unit for t in summary.tasks for i in t.items for r in i.reports}
    return tuple(u.name for u in summary.plan.units if u.name in named)


def _rows(book: Book, sheet: Sheet, summary: Summary, places: DutyPlaces, units: tuple[str, ...]) -> int:
    row, last = HEAD_ROW + 1, _FIRST + len(units)
    for section in places.task_sections:
        table = section.table.table
        section_heading(book, sheet, row, last, f"{table.code}  {section.heading or table.title}")
        for task in section.items:
            row += 1
            if isinstance(task, TaskFigures):
                _task(book, sheet, places, table.code, task, units, row)
        row += 1
    return row


def _task(book: Book, sheet: Sheet, places: DutyPlaces, table: str, task: TaskFigures, units: tuple[str, ...], row: int) -> None:
    sheet.text(row, 0, task.item.ordinal, frame.body(book, align="center"))
    sheet.text(row, 1, task.item.name, frame.body(book))
    sheet.height(row, row_height([(task.item.name, column_pixels(_NAME_WIDTH))], 10, 20, 1.3, 6))
    reports, marks = {r.unit: r for r in task.reports}, dict(_MARKS)
    look = frame.body(book, align="center", font_name=book.fonts.hei)
    for col, unit in enumerate(units, _FIRST):
        report = reports.get(unit)
        if report is None:
            sheet.blank(row, col, look)
            continue
        cell = places.unit_cell(table, task, report, U_STATE)
        nested = "".join(f'IF({cell}="{state}","{mark}",' for state, mark in _MARKS)
        sheet.formula(row, col, f'={nested}"{_SILENT}"' + ")" * len(_MARKS), look, marks.get(report.text(STATE), _SILENT))
    first, end = xl_col_to_name(_FIRST), xl_col_to_name(_FIRST + len(units) - 1)
    cells = f"{first}{row + 1}:{end}{row + 1}"
    left = sum(r.text(STATE) != DONE for r in task.reports)
    sheet.formula(row, _FIRST + len(units), _open(cells), frame.figure(book, align="center"), left)


def _open(cells: str) -> str:
    return "=" + "+".join(f'COUNTIF({cells},"{mark}")' for mark in "●○■×")


def _foot(book: Book, sheet: Sheet, summary: Summary, units: tuple[str, ...], row: int) -> None:
    sheet.height(row, 24)
    look, digits = frame.total(book, align="center"), frame.total_figure(book, align="center")
    sheet.merge(row, 0, row, 1, look)
    sheet.text(row, 0, "承担任务中未完成的项数", look)
    total = 0
    for col, unit in enumerate(units, _FIRST):
        own = [r for t in summary.tasks for i in t.items for r in i.reports if r.unit == unit]
        left = sum(r.text(STATE) != DONE for r in own)
        total += left
        name = xl_col_to_name(col)
        cells = f"{name}{HEAD_ROW + 2}:{name}{row}"
        sheet.formula(row, col, _open(cells), digits, left)
    first, end = xl_col_to_name(_FIRST), xl_col_to_name(_FIRST + len(units) - 1)
    sheet.formula(row, _FIRST + len(units), f"=SUM({first}{row + 1}:{end}{row + 1})", digits, total)
