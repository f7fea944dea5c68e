"""The stamp of an issued workbook: which plan, unit and period it belongs to, and what was prefilled where.

It is written three times, because people save, copy and convert workbooks.

1. The sheet ``_meta`` (very hidden), which a reader goes through from the top, cell by cell:

   - Key/value rows: column A is a key of :data:`KEYS`, column B its value as text. ``产品`` is always ``tongbao``;
     ``填报期`` is written as ``str(Period)`` (2017-06); ``演练`` is 是 or 否.
   - Rows whose column A is a constant of ``automation.derive.CONSTANT_NAMES``: column B is a number (序时进度 is a
     share 0..1, the thresholds are points). The form's formulas read them through defined names of the same words.
   - ``空格``: column B stays blank for ever. ``选项`` (none or several): columns B, C, … are the options of a drop-down
     list that is too long to stand in the list itself. A reader passes over both.
   - The row whose column A is ``工作表`` heads the table that goes on to the end of the sheet: ``工作表``, ``行``, ``编码``,
     then one column for each prior column key (``上期:本年累计完成投资`` …) of any form. Below it, one row for each item:
     sheet name, row number from 1, item code, and what the form's locked prior cells hold: a number, a text, ``—``
     for a computed value that could not be computed, or nothing at all where there is no value.

2. Defined names of the workbook, each a text constant: ``tongbao_plan`` (计划编号), ``tongbao_unit`` (单位编码),
   ``tongbao_period`` and ``tongbao_version``, as in ``="2017-06"``.

3. The custom document property ``tongbao``: ``计划编号|单位编码|填报期|模板版本``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name

from automation.derive import constants
from automation.forms import META_SHEET, TEMPLATE_VERSION, Form
from automation.formula import Scalar
from automation.model.plan import DataType, Plan, Unit
from automation.period import Period
from automation.styles.book import Book, Sheet, quoted
from automation.styles.text import full_width, units

PRODUCT = "tongbao"
KEYS = ("产品", "模板版本", "计划编号", "计划指纹", "单位编码", "单位", "填报期", "演练")
"""Keys of the stamp in column A, in this order."""
BLANK = "空格"
"""Key, and defined name, of a cell that stays blank: what a formula reads where a row has no such cell."""
OPTIONS = "选项"
"""Key of the rows with long drop-down lists."""
TABLE_HEAD = ("工作表", "行", "编码")
"""First cells of the row that heads the table of items."""
PROPERTY = "tongbao"
"""Name of the custom document property."""

_LONGEST_LIST = 255


@dataclass(frozen=True)
class StampedRow:
    """One item's row of a form, with what its locked prior cells hold by column key."""

    sheet: str
    number: int
    """From 1."""
    code: str
    prior: Mapping[str, Scalar]


def stamp(plan: Plan, unit: Unit, period: Period) -> dict[str, str]:
    """What the workbook says of itself, by :data:`KEYS`."""
    said = (PRODUCT, TEMPLATE_VERSION, plan.settings.plan_code, plan.fingerprint, unit.code, unit.name, str(period),
            "是" if plan.settings.practice else "否")
    return dict(zip(KEYS, said, strict=True))


def property_text(plan: Plan, unit: Unit, period: Period) -> str:
    """Text of the custom document property."""
    return "|".join((plan.settings.plan_code, unit.code, str(period), TEMPLATE_VERSION))


def list_names(forms: Iterable[Form]) -> dict[tuple[str, ...], str]:
    """A defined name for each drop-down list that cannot stand in its validation: too long, or a comma in an option."""
    lists = (f.options for form in forms for f in form.fields if f.type is DataType.CHOICE and f.options)
    long = [options for options in dict.fromkeys(lists) if units(",".join(options)) > _LONGEST_LIST or "," in "".join(options)]
    return {options: f"{OPTIONS}_{number}" for number, options in enumerate(long, 1)}


def write_meta(book: Book, plan: Plan, unit: Unit, period: Period, rows: Sequence[StampedRow],
               lists: Mapping[tuple[str, ...], str]) -> None:
    """Write the very hidden sheet and the defined names; the property is given when the book is opened."""
    sheet = book.sheet(META_SHEET)
    sheet.raw.very_hidden()
    said = stamp(plan, unit, period)
    line = 0
    for key, text in said.items():
        sheet.text(line, 0, key, None, verbatim=True)
        sheet.text(line, 1, text, None, verbatim=True)
        line += 1
    for key, value in {**constants(plan.settings, period), BLANK: None}.items():
        sheet.text(line, 0, key, None, verbatim=True)
        put(sheet, line, 1, value)
        book.name(key, f"={quoted(META_SHEET)}!$B${line + 1}")
        line += 1
    for options, name in lists.items():
        sheet.text(line, 0, OPTIONS, None, verbatim=True)
        for col, option in enumerate(options, 1):
            sheet.text(line, col, full_width(option), None, verbatim=True)
        book.name(name, f"={quoted(META_SHEET)}!$B${line + 1}:{xl_col_to_name(len(options), True)}${line + 1}")
        line += 1
    _write_table(sheet, line, rows)
    for name, key in (("plan", "计划编号"), ("unit", "单位编码"), ("period", "填报期"), ("version", "模板版本")):
        escaped = said[key].replace('"', '""')
        book.name(f"{PRODUCT}_{name}", f'="{escaped}"')


def _write_table(sheet: Sheet, top: int, rows: Sequence[StampedRow]) -> None:
    for col, key in enumerate((*TABLE_HEAD, *_prior_keys(rows))):
        sheet.text(top, col, key, None, verbatim=True)
    for line, values in enumerate(table_lines(rows), top + 1):
        for col, value in enumerate(values):
            put(sheet, line, col, value)


def table_lines(rows: Sequence[StampedRow]) -> list[list[Scalar]]:
    """The table of items below its head; None where there is no value."""
    keys = _prior_keys(rows)
    return [[row.sheet, Decimal(row.number), row.code, *map(row.prior.get, keys)] for row in rows]


def _prior_keys(rows: Sequence[StampedRow]) -> list[str]:
    return list(dict.fromkeys(key for row in rows for key in row.prior))


def put(sheet: Sheet, row: int, col: int, value: Scalar) -> None:
    """Write ``value`` without looks, as what it is."""
    if isinstance(value, Decimal):
        sheet.number(row, col, value, None)
    elif value is not None:
        sheet.text(row, col, str(value), None, verbatim=True)
