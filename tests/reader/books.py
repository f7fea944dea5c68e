"""Workbooks as units send them: Suining's own templates, filled in, then harmed as clerks do."""

import hashlib
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook, load_workbook

from automation.formula import Scalar
from automation.model.plan import Plan
from automation.model.submission import Observation, Row, Submission
from automation.period import Period
from automation.plan.shipped import load
from automation.reader.read import read_submission
from automation.sheets.open import read_book
from automation.template.write import write_template

JUNE = Period.parse("2017-06")
UNIT = "福慈科"
TYPED: dict[str, Scalar] = {"本月完成投资": Decimal("120.5"), "项目状态": "在建", "形象进度": "主体施工至8层，完成三成",
                            "问题类别": "无"}
SIGNATURE = {"填报人": "张三", "联系电话": "0825-2222222", "负责人": "李四", "填报日期": "2017-06-19"}
CODE = "SN-05"
"""First project of the unit's form: row 9, this month's investment in L9."""


@cache
def plan() -> Plan:
    return load("suining-2017")


@cache
def issued(unit: str = UNIT, period: str = "2017-06") -> bytes:
    """The unit's workbook as the template writer makes it, its first project filled in."""
    one = plan().unit(unit)
    assert one is not None
    before: dict[str, dict[str, Scalar]] = {CODE: {"本年累计完成投资": Decimal("80.25"), "项目状态": "在建"}}
    with TemporaryDirectory() as folder:
        target = Path(folder) / "issued.xlsx"
        write_template(target, plan(), one, Period.parse(period), before, {CODE: TYPED}, SIGNATURE)
        return target.read_bytes()


def edited(*edits: Callable[[Workbook], object], data: bytes = b"") -> bytes:
    """The issued workbook after a clerk's edits, saved by a program that stores no formula results."""
    book = load_workbook(BytesIO(data or issued()))
    for edit in edits:
        edit(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def typing(cell: str, value: object, sheet: str = "填报表") -> Callable[[Workbook], None]:
    """The edit that types ``value`` into ``cell``."""
    def edit(book: Workbook) -> None:
        book[sheet][cell] = value
    return edit


def read(data: bytes, of: Plan | None = None, name: str = "报表.xlsx") -> Submission:
    return read_submission(read_book(data), name, hashlib.sha256(data).hexdigest(), of or plan())


def row(submission: Submission, code: str = CODE) -> Row:
    return next(r for r in submission.rows if r.code == code)


def seen(submission: Submission, code: str) -> list[Observation]:
    return [o for o in submission.observations if o.code == code]
