"""Figures, shares and words as they are typed."""

import datetime
from collections.abc import Callable
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from automation.formula import Scalar
from tests.reader.battery.base import (
    NAMES,
    TYPED,
    Expected,
    Mangling,
    Place,
    asked,
    cell_of,
    head,
    line,
    noted,
    sheet_of,
)

DAY, MONTH = ("SN-01", "预计完工"), ("SN-01", "开工年月")
MONEY, SHARE, STATE = ("SN-01", "本月完成投资"), ("RW-1", "完成率"), ("SN-01", "项目状态")
STOCK, PART = ("ZB-2", "本期值"), ("ZB-1", "分子")


def typing(place: Place, value: object, number_format: str = "") -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        cell = cell_of(book, *place)
        cell.value = value  # type: ignore[assignment]
        if number_format or not isinstance(value, datetime.date):
            cell.number_format = number_format or "General"
    return edit


def typed(place: Place, value: object, expected: Expected, number_format: str = "") -> Mangling:
    return Mangling(f"{place[1]}填成{value!r}", typing(place, value, number_format), expected)


def read_as(place: Place, value: object, figure: str) -> Mangling:
    """She reads it, and says what she read."""
    return typed(place, value, noted("V303", values={place: Decimal(figure)}))


def not_read(place: Place, value: object, code: str) -> Mangling:
    return typed(place, value, asked(code, values={place: None}))


READ = tuple(read_as(MONEY, value, "121.5") for value in (
    "１２１.５", "121.5万元", "121.5 万元", "121.5万", "1215000元", "1,215,000元", "0.01215亿元", "0.01215亿", "１２１．５万元", "121.50",
    "'121.5".strip("'"), " 121.5 ", "\u200b121.5", "+121.5", "=100+21.5", "=121.5*1", "=ROUND(121.49,1)", "=SUM(100,21.5)", "=243/2", "=1215%*10",
    "1.215E+2",
))
ASKED = tuple(not_read(MONEY, value, "V302") for value in (
    "约121.5", "121.5左右", "121.5以上", "近121.5万元", "121.5-125", "-", "——", "/", "无", "同上期", "12l.5", "一百二十一点五", "（121.5）", "121，5", "121.5万美元",
    "121.5 85.2", "共121.5", True,
))
OTHERS = (
    not_read(MONEY, "#REF!", "V311"), not_read(MONEY, "#DIV/0!", "V311"), not_read(MONEY, "=VLOOKUP(B9,明细!A:B,2,0)", "V311"),
    not_read(MONEY, "=[1]Sheet1!$A$1", "V311"), not_read(MONEY, "=L99999/0", "V311"), not_read(MONEY, None, "V301"),
    typed(MONEY, 121.456, noted("V312", values={MONEY: Decimal("121.456")})),
    typed(MONEY, 1215000, asked("A401", values={MONEY: Decimal(1215000)})),
    typed(MONEY, 0.01215, asked("A409", "V304", values={MONEY: Decimal("0.01215")})),
    typed(MONEY, 0, asked("A409", values={MONEY: Decimal(0)})),
    typed(MONEY, 121.5, Expected(), number_format="0.00"),
    not_read(MONEY, datetime.date(2017, 6, 15), "V302"),
    read_as(SHARE, "47%", "0.47"), read_as(SHARE, "４７％", "0.47"), read_as(SHARE, "47 %", "0.47"), read_as(SHARE, "0.47", "0.47"),
    typed(SHARE, 47, asked("V305", values={SHARE: Decimal(47)})), not_read(SHARE, "近五成", "V302"), not_read(SHARE, "47个百分点", "V302"),
    read_as(SHARE, "=47/100", "0.47"),
    typed(("ZB-1", "本期值"), 80.25, noted("S212")), read_as(STOCK, "1,685", "1685"), read_as(STOCK, "1685张", "1685"), read_as(STOCK, "１６８５", "1685"), not_read(STOCK, "1685余张", "V302"),
    not_read(STOCK, "0.1685万张", "V302"), read_as(PART, "73", "73"), not_read(PART, "73/91", "V302"),
    typed(STATE, " 在建 ", Expected()), typed(STATE, "在 建", noted("V303")), typed(STATE, "在建中", asked("V307", values={STATE: None})),
    typed(STATE, "施工", asked("V307", values={STATE: None})), typed(STATE, "已開工", asked("V307", values={STATE: None})),
    typed(("RW-1", "状态"), "推進中", noted("V303")),
    typed(("SN-02", "形象进度"), "有序推进", asked("V309", values={("SN-02", "形象进度"): "有序推进"})),
)


DATES = (
    *(typed(DAY, value, noted("V303")) for value in (
        "2017.9.30", "2017/9/30", "2017年9月30日", "２０１７年９月３０日", "2017年9月底", "2017年9月末", "20170930", 20170930, 43008, "9月30日", "9月底",
        "二〇一七年九月三十日", "2017年9月30号", "2017 年 9 月 30 日")),
    typed(DAY, datetime.date(2017, 9, 30), Expected()), typed(DAY, datetime.datetime(2017, 9, 30, 12), Expected()),
    *(not_read(DAY, value, "V308") for value in ("2017.9.31", "2017年9月", "17.9.30", "9月中下旬", "年底前", "2017-13-01", 93, "尽快", True)),
    *(typed(MONTH, value, noted("V303")) for value in ("2016.3", "2016年3月", "2016/03", "201603", 201603, "2016年3月份", "二〇一六年三月", 2016.3)),
    typed(MONTH, datetime.date(2016, 3, 1), Expected()), not_read(MONTH, "2016年", "V308"), not_read(MONTH, "2016年春", "V308"), not_read(MONTH, 2016.1, "V308"),
)


def sum_of_cells(book: Workbook) -> None:
    """A formula over two cells of her own, right of the table, that nobody calculated."""
    cell = cell_of(book, *MONEY)
    sheet = cell.parent
    sheet.cell(cell.row, 40).value, sheet.cell(cell.row, 41).value = 100, 21.5
    cell.value = f"=AN{cell.row}+AO{cell.row}"


def total_of_cells(book: Workbook) -> None:
    cell = cell_of(book, *MONEY)
    sheet = cell.parent
    for number, amount in enumerate((60, 40, 21.5)):
        sheet.cell(cell.row + number, 42).value = amount
    cell.value = f"=SUM($AP${cell.row}:$AP${cell.row + 2})"


def retyped(*headings: str) -> Callable[[Workbook], None]:
    """A workbook of the clerk's own: one sheet, her own headings, the items by name."""
    def edit(book: Workbook) -> None:
        said = [[cell_of(book, code, name).value for name in ("本月完成投资", "项目状态", "形象进度", "问题类别")] for code in PROJECT_CODES]
        for sheet in book.worksheets:
            book.remove(sheet)
        for name in list(book.defined_names):
            del book.defined_names[name]
        book.custom_doc_props = CustomPropertyList()
        sheet = book.create_sheet("Sheet1")
        sheet.append(["2017年6月民政项目进展情况"])
        sheet.append(["填报单位：船山区", None, None, None, None, "单位：万元"])
        sheet.append(list(headings))
        for number, (code, values) in enumerate(zip(PROJECT_CODES, said, strict=True), 1):
            sheet.append([number, NAMES[code], *values])  # type: ignore[list-item]
        sheet.append(["合计", None, 719.55])
    return edit


def of_1904(book: Workbook) -> None:
    """The other date system, with a date in it."""
    book.epoch = CALENDAR_MAC_1904
    cell_of(book, *DAY).value = datetime.date(2017, 9, 30)


def circle(book: Workbook) -> None:
    cell = cell_of(book, *MONEY)
    cell.value = f"={cell.coordinate}+1"


def percent_heading(number: float) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        heading = head(sheet_of(book, "任务"), "完成率")
        heading.value = "完成率（%）"
        heading.parent.cell(line(heading.parent, "RW-1"), heading.column).value = number
        heading.parent.cell(line(heading.parent, "RW-2"), heading.column).value = number + 11 if number > 1 else number + 0.11
    return edit


def unit_heading(heading_text: str, factor: float) -> Callable[[Workbook], None]:
    """The heading's unit changed, and every figure with it."""
    def edit(book: Workbook) -> None:
        heading = head(sheet_of(book, "填报表"), "6月完成")
        heading.value = heading_text
        for code in ("SN-01", "SN-02", "SN-03", "SN-04", "SN-05"):
            cell = cell_of(book, code, "本月完成投资")
            if not isinstance(cell.value, int | float):
                continue
            cell.value = float(Decimal(str(cell.value)) * Decimal(str(factor)))
    return edit


def merged(first: str, second: str, field: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        upper, lower = cell_of(book, first, field), cell_of(book, second, field)
        if lower.row != upper.row + 1:
            return
        upper.parent.merge_cells(start_row=upper.row, end_row=lower.row, start_column=upper.column, end_column=upper.column)
    return edit


def merged_across(book: Workbook) -> None:
    cell = cell_of(book, "SN-03", "项目状态")
    cell.parent.merge_cells(start_row=cell.row, end_row=cell.row, start_column=cell.column, end_column=cell.column + 1)


PROJECT_CODES = ("SN-01", "SN-02", "SN-03", "SN-04", "SN-05")
_OWN: dict[Place, Scalar] = {(code, name): None for code, fields in TYPED.items() for name in fields if code not in PROJECT_CODES}
_OWN |= {DAY: None, MONTH: None}
_SHARES: dict[Place, Scalar] = {SHARE: None, ("RW-2", "完成率"): None}
CELLS = (
    Mangling("另两格相加", sum_of_cells, noted("V303", "S212")), Mangling("一列相加", total_of_cells, noted("V303", "S212")),
    Mangling("自己重打的一张表", retyped("序号", "项目名称", "6月完成", "项目状态", "形象进度", "问题类别"),
             asked("S201", notes=frozenset({"S202"}), values=_OWN), alone=True),
    Mangling("自己重打，换了栏目名", retyped("序号", "项目名称", "本月完成投资（万元）", "项目状态", "形象进度", "问题类别"),
             asked("S201", notes=frozenset({"S202"}), values=_OWN), alone=True),
    Mangling("1904日期系统", of_1904, Expected(), alone=True),
    Mangling("循环引用", circle, asked("V311", values={MONEY: None})),
    Mangling("栏目名带%填47", percent_heading(47), noted("V303")),
    Mangling("栏目名带%填0.47", percent_heading(0.47), asked("V302", values=_SHARES)),
    Mangling("栏目名写元", unit_heading("6月完成（元）", 10000), noted("V303"), alone=True),
    Mangling("栏目名写单位元", unit_heading("6月完成\n（单位：元）", 10000), noted("V303"), alone=True),
    Mangling("栏目名写亿元", unit_heading("6月完成(亿元)", 0.0001), noted("V303"), alone=True),
    Mangling("栏目名写万元", unit_heading("6月完成（万元）", 1), Expected()),
    Mangling("两行合并", merged("SN-01", "SN-02", "本月完成投资"), asked("S211", values={("SN-02", "本月完成投资"): None})),
    Mangling("文字合并", merged("SN-03", "SN-04", "形象进度"), asked("S211", values={("SN-04", "形象进度"): None})),
    Mangling("两栏合并", merged_across, asked("S211", values={("SN-03", "形象进度"): None})),
)
VALUES = (*READ, *ASKED, *OTHERS, *DATES, *CELLS)
