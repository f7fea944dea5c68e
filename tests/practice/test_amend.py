from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from automation.errors import TongbaoError
from automation.model.plan import Item, Plan
from automation.plan import shipped
from automation.plan.read import read_plan
from automation.practice.amend import amend


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    path = tmp_path / "任务书.xlsx"
    shipped.copy("suining-2017", path)
    return path


def amended(path: Path) -> Plan:
    amend(path, read_plan(path))
    return read_plan(path)


def items(plan: Plan, code: str) -> list[Item]:
    return [item for table in plan.tables if (item := table.item(code))]


def test_an_amended_plan_is_for_practice(copied: Path) -> None:
    """It says 演练, and every project has an annual plan and what was spent before."""
    assert not read_plan(copied).settings.practice

    plan = amended(copied)

    assert plan.settings.practice
    assert all(isinstance(i.fixed[name], Decimal) for code in ("附件2", "附件3") if (t := plan.table(code)) for i in t.items
               for name in ("年度计划投资", "截至上年底累计完成"))


def test_a_project_in_two_tables_has_one_plan(copied: Path) -> None:
    """The six shared projects have the same amounts in both annexes."""
    plan = amended(copied)
    first, second = plan.tables[:2]
    shared = [i.code for i in first.items if second.item(i.code)]

    assert len(shared) == 6
    for code in shared:
        here, there = items(plan, code)
        assert [here.fixed[n] for n in ("年度计划投资", "截至上年底累计完成")] == [there.fixed[n] for n in ("年度计划投资", "截至上年底累计完成")]


def test_the_same_plan_gives_the_same_bytes(copied: Path, tmp_path: Path) -> None:
    """No time of writing stands in the file."""
    again = tmp_path / "again.xlsx"
    shipped.copy("suining-2017", again)

    amend(copied, read_plan(copied))
    amend(again, read_plan(again))

    assert copied.read_bytes() == again.read_bytes()


def test_what_the_plan_states_stays(copied: Path) -> None:
    """An annual plan that the office has typed is not overwritten."""
    book = openpyxl.load_workbook(copied)
    sheet = book["附件2"]
    column = next(c.column for c in sheet[1] if c.value == "年度计划投资")
    sheet.cell(2, column).value = 777
    book.save(copied)

    assert items(amended(copied), "SN-01")[0].fixed["年度计划投资"] == 777


def test_everything_else_stays(copied: Path) -> None:
    """Names, units and totals are those of the shipped plan."""
    before, after = read_plan(copied), amended(copied)

    assert after.units == before.units
    assert [(i.code, i.name, i.units, i.fixed["总投资"]) for t in after.tables[:2] for i in t.items] == [
        (i.code, i.name, i.units, i.fixed["总投资"]) for t in before.tables[:2] for i in t.items]


def test_missing_columns_are_added(copied: Path) -> None:
    """A plan without the money columns gets them."""
    book = openpyxl.load_workbook(copied)
    sheet = book["附件2"]
    sheet.delete_cols(next(c.column for c in sheet[1] if c.value == "年度计划投资"))
    book.save(copied)

    assert items(amended(copied), "SN-11")[0].fixed["年度计划投资"] > 0  # type: ignore[operator]


def test_an_older_kind_of_workbook_is_refused_in_words(copied: Path) -> None:
    """What openpyxl cannot open says what to do."""
    plan = read_plan(copied)
    copied.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

    with pytest.raises(TongbaoError, match=r"不是 \.xlsx 格式") as caught:
        amend(copied, plan)

    assert "另存为" in caught.value.fix
