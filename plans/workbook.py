"""Lay a plan out as 任务书.xlsx, the way an office will edit it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from automation.plan.items import MEASURES, RELATIONS, WEIGHTS
from automation.plan.read import HEADINGS
from automation.plan.settings import SETTINGS
from automation.plan.units import CATEGORIES
from automation.styles.book import Book, Format, Properties, Sheet
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, PROFILES

Cell = str | Decimal | None
WIDTHS = {
    "参数": (16, 44, 56), "单位": (8, 24, 26, 10, 18, 30, 7, 12, 16, 26), "报表": (10, 16, 8, 8, 16, 12, 56),
    "字段": (9, 20, 22, 8, 8, 8, 6, 6, 9, 44, 26, 30, 7, 7, 8, 18, 7, 48), "校验": (8, 10, 54, 8, 36, 36),
}
LISTS: dict[str, tuple[str, ...]] = {
    "类型": ("文本", "金额", "数量", "百分比", "日期", "年月", "选项"), "汇总": ("求和", "最新", "不汇总", "按行"), "下发": ("显示", "隐藏", "不列"),
    "必填": ("是", "否"), "填报": ("是", "否"), "种类": ("项目", "任务", "指标"), "频次": ("月", "季", "半年", "年"),
    "级别": ("强制", "核实", "提示"),
}
CATEGORY_LISTS = {"单位": CATEGORIES, "字段": ("固定", "填报", "计算")}
"""类别 means one thing of a unit and another of a field."""
ITEM_LISTS = {"口径": MEASURES, "关系": RELATIONS, "性质": WEIGHTS}
"""Dropdowns of the tables' own sheets."""
ROOM = 60
"""Rows below the last one that keep their dropdowns, for what an office adds."""


@dataclass(frozen=True)
class ItemSheet:
    """The sheet of one table."""

    code: str
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class PlanSource:
    """A whole plan, sheet by sheet; settings that are left out keep their default and are still shown."""

    settings: dict[str, str]
    units: tuple[tuple[Cell, ...], ...]
    tables: tuple[tuple[Cell, ...], ...]
    fields: tuple[tuple[Cell, ...], ...]
    checks: tuple[tuple[Cell, ...], ...]
    items: tuple[ItemSheet, ...]


def write(target: Path, source: PlanSource) -> None:
    """Write the plan workbook; the same source gives the same bytes."""
    name = f"{source.settings['主办单位']}{source.settings['计划名称']}任务书"
    properties = Properties(title=name, author=source.settings["主办单位"], created=datetime.datetime(2017, 1, 1))
    with Book(target, fonts=PROFILES["A"], properties=properties) as book:
        settings = tuple((s.name, source.settings.get(s.name, ""), s.meaning) for s in SETTINGS)
        _sheet(book, "参数", HEADINGS["参数"], WIDTHS["参数"], settings, COLORS.RED)
        for sheet, rows in (("单位", source.units), ("报表", source.tables), ("字段", source.fields), ("校验", source.checks)):
            whole = tuple((*row, *("",) * (len(HEADINGS[sheet]) - len(row))) for row in rows)
            _sheet(book, sheet, HEADINGS[sheet], WIDTHS[sheet], whole, COLORS.NAVY)
        for item in source.items:
            _sheet(book, item.code, item.headings, item.widths, item.rows, COLORS.BLUE)


def _sheet(book: Book, name: str, headings: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[Cell]],
           tab: str) -> None:
    sheet = book.sheet(name, tab, gridlines=True)
    head = book.format(font_name=book.fonts.hei, font_size=11, align="center", text_wrap=True, border=1,
                       border_color=COLORS.LINE, bg_color=COLORS.HEAD, font_color=COLORS.NAVY)
    text = book.format(font_size=10.5, text_wrap=True, border=1, border_color=COLORS.HAIR)
    number = book.format(font_name=book.fonts.digits, font_size=11, border=1, border_color=COLORS.HAIR, num_format="#,##0.######")
    sheet.columns(widths)
    sheet.height(0, 24)
    for column, heading in enumerate(headings):
        sheet.text(0, column, heading, head, verbatim=True)
    for index, row in enumerate(rows, start=1):
        _row(sheet, index, row, text, number, widths)
    for column, heading in enumerate(headings):
        if words := _choices(name, heading):
            sheet.validation(1, column, len(rows) + ROOM, column, {"validate": "list", "source": list(words)})
    sheet.freeze(1, 2)
    sheet.paper("A4" if len(headings) <= 10 else "A3", landscape=True, margins_mm=(12, 12, 12, 14), fit=(1, 0), repeat=0,
                area=(0, 0, max(len(rows), 1), len(headings) - 1))
    sheet.footer(name)


def _choices(sheet: str, heading: str) -> tuple[str, ...]:
    if sheet not in HEADINGS:
        return ITEM_LISTS.get(heading, ())
    return CATEGORY_LISTS.get(sheet, ()) if heading == "类别" else LISTS.get(heading, ())


def _row(sheet: Sheet, index: int, row: Sequence[Cell], text: Format, number: Format, widths: Sequence[float]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, Decimal):
            sheet.number(index, column, value, number)
        else:
            sheet.text(index, column, value or "", text, verbatim=True)
    wrapped = [(str(v), column_pixels(w)) for v, w in zip(row, widths, strict=False) if v]
    sheet.height(index, row_height(wrapped, 10.5, minimum=18))
