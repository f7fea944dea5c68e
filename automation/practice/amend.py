"""Turn a copied 任务书.xlsx into a practice one: 演练 is 是, and projects have annual plans and earlier years."""

import io
import re
import zipfile
from collections.abc import Mapping
from copy import copy
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from automation.errors import TongbaoError
from automation.model.plan import Kind, Plan
from automation.plan.table_view import HEADINGS_WITHIN, tidy
from automation.practice.investment import Investment, investments

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_MOMENT = (2017, 1, 1, 0, 0, 0)
"""Time of every entry of the written file, so that the same plan gives the same bytes."""

_MONEY = ("年度计划投资", "截至上年底累计完成")


def amend(path: Path, plan: Plan) -> None:
    """Rewrite the plan workbook at ``path``, read before as ``plan``; what it states already is left as it is.

    Raises:
        TongbaoError: The workbook is of an older kind that cannot be rewritten.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(path)
    except zipfile.BadZipFile as error:
        raise TongbaoError(f"任务书 {path} 不是 .xlsx 格式，不能改成演练用的任务书", "请在 Excel 中另存为 .xlsx 后再演练") from error
    sheets = {tidy(sheet.title): sheet for sheet in book.worksheets}
    _set_practice(sheets["参数"])
    invented = investments(plan, plan.settings.start.year)
    for table in plan.tables:
        if table.kind is Kind.PROJECT:
            _fill(sheets[tidy(table.code)], invented)
    written = io.BytesIO()
    book.save(written)
    path.write_bytes(_timeless(written.getvalue()))


def _set_practice(sheet: "Worksheet") -> None:
    columns = _headings(sheet)
    names = (str(sheet.cell(row, columns["名称"]).value or "") for row in range(1, sheet.max_row + 1))
    row = next((number for number, name in enumerate(names, start=1) if name.strip() == "演练"), sheet.max_row + 1)
    sheet.cell(row, columns["名称"]).value = "演练"
    sheet.cell(row, columns["值"]).value = "是"


def _fill(sheet: "Worksheet", invented: Mapping[str, Investment]) -> None:
    columns = _headings(sheet)
    for row in range(1, sheet.max_row + 1):
        money = invented.get(str(sheet.cell(row, columns["项目编码"]).value or "").strip())
        if money is None:
            continue
        like = sheet.cell(row, columns.get("总投资", columns["项目编码"]))
        for name, amount in zip(_MONEY, (money.annual_plan, money.prior), strict=True):
            _put(sheet.cell(row, columns[name]), amount, like)


def _put(cell: "Cell", amount: Decimal, like: "Cell") -> None:
    if cell.value not in (None, ""):
        return
    cell.value = int(amount) if amount == amount.to_integral_value() else float(amount)
    cell._style = copy(like._style)


def _headings(sheet: "Worksheet") -> dict[str, int]:
    """Column number by heading, from the fullest of the first rows; the money columns are added where they are missing."""
    number = max(range(1, HEADINGS_WITHIN + 1), key=lambda row: sum(bool(cell.value) for cell in sheet[row]))
    found = {tidy(str(cell.value)): cell.column for cell in sheet[number] if cell.value}
    for name in _MONEY if "项目编码" in found else ():
        if name not in found:
            found[name] = len(sheet[number]) + 1
            sheet.cell(number, found[name]).value = name
    return found


def _timeless(data: bytes) -> bytes:
    """The workbook without the time at which it was written."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2017-01-01T00:00:00Z", content)
            target.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return result.getvalue()
