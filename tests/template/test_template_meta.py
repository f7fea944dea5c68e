"""The stamp: what a workbook says of itself, in three places, so that renaming it loses nothing."""

from pathlib import Path

import openpyxl
import pytest

from automation.forms import FIRST_ROW, META_SHEET, TEMPLATE_VERSION, forms_for
from automation.template.meta import BLANK, KEYS, OPTIONS, PROPERTY, TABLE_HEAD
from automation.template.write import write_template
from tests.template.plans import JUNE, UNIT, past, plan

Rows = list[tuple[object, ...]]


@pytest.fixture
def issued(tmp_path: Path) -> openpyxl.Workbook:
    """The unit's workbook for June."""
    write_template(tmp_path / "blank.xlsx", plan(), UNIT, JUNE, past())
    return openpyxl.load_workbook(tmp_path / "blank.xlsx", data_only=True)


def parts(book: openpyxl.Workbook) -> tuple[dict[object, object], Rows]:
    """The key/value rows of _meta, and its table with the heading, read as the format is described."""
    rows = [tuple(row) for row in book[META_SHEET].iter_rows(values_only=True)]
    table = next(n for n, row in enumerate(rows) if row[0] == TABLE_HEAD[0])
    return {row[0]: row[1] for row in rows[:table] if row[0] not in (BLANK, OPTIONS)}, rows[table:]


def test_the_stamp_names_plan_unit_period_and_constants(issued: openpyxl.Workbook) -> None:
    """Keys in the order promised to readers, then what the formulas read."""
    said, _ = parts(issued)
    assert said == {
        **dict(zip(KEYS, ("tongbao", TEMPLATE_VERSION, "SN-2017", "0123456789ab", "U01", "福慈科", "2017-06", "否"), strict=True)),
        "序时进度": 0.5, "月份": 6, "年度": 2017, "滞后黄线": 0, "滞后红线": 10,
    }


def test_the_table_lists_every_row_with_what_was_prefilled(issued: openpyxl.Workbook) -> None:
    """Sheet, row and code of each item, and exactly what the locked prior cells hold."""
    _, (head, *rows) = parts(issued)
    expected = []
    for form in forms_for(plan(), UNIT, JUNE):
        for number, row in enumerate(form.rows, FIRST_ROW + 1):
            keys = {column.key: col for col, column in enumerate(form.columns, 1)}
            prior = [issued[form.sheet].cell(number, keys[str(key)]).value if key in keys else None for key in head[3:]]
            expected.append((form.sheet, number, row.item.code, *prior))
    assert rows == expected
    assert "上期:本年累计完成投资" in head


def test_names_and_a_property_repeat_the_stamp(issued: openpyxl.Workbook) -> None:
    """They survive where a hidden sheet is thrown away."""
    named = {name: issued.defined_names[f"tongbao_{name}"].value for name in ("plan", "unit", "period", "version")}
    assert named == {"plan": '"SN-2017"', "unit": '"U01"', "period": '"2017-06"', "version": f'"{TEMPLATE_VERSION}"'}
    assert issued.custom_doc_props[PROPERTY].value == f"SN-2017|U01|2017-06|{TEMPLATE_VERSION}"
