"""Merged values, totals and reporting as Excel tables: pulling again refreshes them and keeps columns added beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from automation import pipeline
from automation.console.layout import UNIT_HEADINGS
from automation.console.rows import unit_row
from automation.macros.control import Said
from automation.model.plan import RollUp
from automation.office import Office
from automation.period import Period
from automation.styles.text import plain
from automation.styles.tokens import TEXT

if TYPE_CHECKING:
    import xlwings as xw

Cell = str | Decimal | bool | None
_GENERAL = "General"
_HEAD_ROW = 3
"""From 1: the title stands above, with a blank line between."""


@dataclass(frozen=True)
class Pulled:
    """A table to be written."""

    name: str
    """Of the sheet and of the table on it."""
    title: str
    headings: tuple[str, ...]
    numbers: frozenset[str]
    """Headings of the columns that hold figures; everything else is text, whatever it looks like."""
    rows: tuple[tuple[Cell, ...], ...]


def ledger(office: Office, period: Period) -> Pulled:
    """Every merged value of ``period``, in the order of the export."""
    headings = ("报表", "项目编码", "项目名称", "单位", "字段", "数值", "文字", "计量单位", "来源表", "单元格", "文件指纹")
    rows = tuple((r["table"], r["item"], r["name"], r["unit"], r["field"], Decimal(r["number"]) if r["number"] else None,
                  "" if r["number"] else r["value"], r["measure"], r["sheet"], r["cell"], r["sha256"])
                 for r in pipeline.records(office, period))
    return Pulled("台账数据", f"{period.label}合并数据（{len(rows)} 个值）", headings, frozenset({"数值"}), rows)


def figures(office: Office, period: Period) -> Pulled:
    """The totals of each table and of all together, where a project in two tables counts once."""
    summary = pipeline.summary(office, period)
    rows: list[tuple[Cell, ...]] = [(t.table.code, f.name, t.totals.get(f.name), f.unit) for t in summary.tables for f in t.table.fields
                                    if f.rollup in (RollUp.SUM, RollUp.ROW) and f.name in t.totals]
    rows += [("合并", name, value, "") for name, value in summary.combined.totals.items()]
    title = f"{period.label}合计（金额单位：{office.plan.settings.money_unit}；比率为小数）"
    return Pulled("合计数据", title, ("报表", "合计项", "合计", "计量单位"), frozenset({"合计"}), tuple(rows))


def status(office: Office, period: Period) -> Pulled:
    """Where every unit stands."""
    rows = []
    for found in pipeline.status(office, period):
        name, state, received, _, _, year, file = unit_row(found)
        rows.append((name, state, received, Decimal(found.items), Decimal(found.returned_times), year, file))
    return Pulled("进度数据", f"{period.label}报送情况", UNIT_HEADINGS, frozenset({"项数", "退回次数"}), tuple(rows))


def pull(book: "xw.Book", pulled: Pulled) -> Said:
    """Write the table on its own sheet, or refresh the one that is there."""
    sheet = next((s for s in book.sheets if s.name == pulled.name), None)
    new = sheet is None
    if sheet is None:
        sheet = book.sheets.add(pulled.name, after=book.sheets[-1])
    table = next((t for t in sheet.tables if t.name == pulled.name), None)
    height, width = table.range.shape if table else (1, 0)
    count, columns = max(1, len(pulled.rows)), len(pulled.headings)
    if height > 1:
        sheet.range((_HEAD_ROW + 1, 1), (_HEAD_ROW + height - 1, columns)).clear_contents()
    if new:
        _dress(sheet, pulled)
    for col, heading in enumerate(pulled.headings, start=1):
        cells = sheet.range((_HEAD_ROW + 1, col), (_HEAD_ROW + count, col))
        cells.number_format = _GENERAL if heading in pulled.numbers else TEXT
    sheet.range((1, 1)).value = pulled.title
    body = [[_stored(cell) for cell in row] for row in pulled.rows or ((None,) * columns,)]
    sheet.range((_HEAD_ROW, 1)).options(ndim=2).value = [list(pulled.headings), *body]
    area = sheet.range((_HEAD_ROW, 1), (_HEAD_ROW + count, max(columns, width)))
    if table:
        table.resize(area)
    else:
        sheet.tables.add(source=area, name=pulled.name)
    return Said(f"{pulled.title}，在“{pulled.name}”表")


def _dress(sheet: "xw.Sheet", pulled: Pulled) -> None:
    sheet.range((1, 1)).font.bold = True
    for col, width in enumerate(_widths(pulled.headings, pulled.rows), start=1):
        sheet.range((1, col)).column_width = width


def _widths(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[float]:
    """Enough for most of what stands below, in characters; a Chinese one takes two."""
    columns = zip(headings, *rows[:200], strict=True)
    return [min(40.0, 3.0 + max(sum(1 + (letter > "\u2e80") for letter in str(cell or "")) for cell in column)) for column in columns]


def _stored(cell: Cell) -> str | float | None:
    # The one place where an exact figure becomes a binary one: a workbook holds nothing else.
    return float(cell) if isinstance(cell, Decimal) else plain(str(cell)) if cell else None
