"""The measurement of issuing measures what it says."""

import io
import random

import openpyxl

from automation.template.write import write_template
from benchmarks.issue import JUNE, ROWS, large_plan, last_month, measure


def test_every_unit_of_either_plan_has_thirty_projects() -> None:
    """The same for all, or its own."""
    for own in (False, True):
        plan = large_plan(3, own)
        listed = [[item.code for item in plan.tables[0].items if unit.name in item.units] for unit in plan.units]
        assert [ROWS] * 3 == [len(codes) for codes in listed]
        assert (3 * ROWS if own else ROWS) == len({code for codes in listed for code in codes})


def test_the_measured_workbook_is_wide_and_has_a_month_behind_it() -> None:
    """At least 18 columns that are seen, and last month's figure on every row."""
    plan, content = large_plan(1, True), io.BytesIO()
    write_template(content, plan, plan.units[0], JUNE, last_month(plan, plan.units[0], random.Random(1)))
    sheet = openpyxl.load_workbook(content)["填报表"]
    prior = [c.column for c in sheet[8] if c.value and "1—5月" in str(c.value)]
    assert sum(d.max - d.min + 1 for d in sheet.column_dimensions.values() if not d.hidden) >= 18
    assert all(sheet.cell(row, prior[0]).value for row in range(9, 9 + ROWS))


def test_all_ways_are_measured() -> None:
    """Each of them really ran."""
    cost = measure(6, own=True, compared=3)
    assert min(cost.first, cost.patched, cost.everything, cost.xlsxwriter, cost.openpyxl) > 0
