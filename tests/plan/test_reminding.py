"""What a plan says about reminders: on which days, from whom and to whom."""

from pathlib import Path

import openpyxl
import pytest

from automation.model.plan import Plan
from automation.plan.faults import PlanError
from automation.plan.read import read_plan
from plans.build import build


def plan_with(folder: Path, **cells: str) -> Plan:
    """The shipped plan with one setting or the first unit's address changed."""
    path = build("suining-2017", folder)
    book = openpyxl.load_workbook(path)
    for name, text in cells.items():
        if name == "邮箱":
            book["单位"]["J2"] = text
        else:
            row = next(row for row in book["参数"].iter_rows() if row[0].value == name)
            row[1].value = text
            row[1].data_type = "s"
    book.save(path)
    return read_plan(path)


@pytest.mark.parametrize(("text", "expected"), [
    ("前3;0;1;3", (-3, 0, 1, 3)), ("-3；0；1", (-3, 0, 1)), ("前5天、当天、后2天", (-5, 0, 2)), ("1;1;1", (1,)),
])
def test_days_are_read_as_offices_write_them(tmp_path: Path, text: str, expected: tuple[int, ...]) -> None:
    """前3, -3 and 前3天 are three days before; a day named twice is one."""
    assert expected == plan_with(tmp_path, 催报日=text).settings.remind_days


@pytest.mark.parametrize(("name", "text"), [("催报日", "每周一"), ("发件邮箱", "a@b.cn\nBcc: c@d.cn"), ("邮箱", "张三"), ("邮箱", "a@b.cn, c@d.cn")])
def test_what_cannot_be_sent_to_is_a_fault(tmp_path: Path, name: str, text: str) -> None:
    """A day or an address that nobody can use is told with its cell, before anything is sent."""
    with pytest.raises(PlanError, match="1 处错误"):
        plan_with(tmp_path, **{name: text})


def test_several_addresses_are_kept(tmp_path: Path) -> None:
    """A unit may have more than one."""
    assert "a@b.cn;c@d.gov.cn" == plan_with(tmp_path, 邮箱="a@b.cn；c@d.gov.cn").units[0].email
