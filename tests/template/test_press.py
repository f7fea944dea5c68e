"""A workbook that is patched is the workbook that is drawn from nothing."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from automation.derive import State
from automation.errors import WriteError
from automation.formula import parse
from automation.model.plan import Category, DataType, Field, Plan, PlanCheck, Severity, Unit
from automation.period import Period
from automation.plan import shipped
from automation.plan.read import read_plan
from automation.template.press import Press
from automation.template.write import write_template
from tests import libreoffice
from tests.template.packages import said
from tests.template.pasts import invented
from tests.template.plans import JUNE, PROJECTS_3, UNIT, past, plan


def drawn(of: Plan, unit: Unit, period: Period, previous: Mapping[str, State]) -> bytes:
    """The workbook from nothing."""
    content = io.BytesIO()
    write_template(content, of, unit, period, previous)
    return content.getvalue()


def periods(of: Plan) -> Iterator[Period]:
    """A first period of a year, one in its middle, and the last."""
    settings = of.settings
    yield from dict.fromkeys((settings.start, Period.ending(settings.start.year, 6, settings.frequency), settings.end))


@pytest.mark.parametrize("name", shipped.names())
def test_every_units_workbook_is_the_one_drawn_from_nothing(tmp_path: Path, name: str) -> None:
    """Cells, formulas with stored values, looks, rules, conditions, paper, names, properties; laid out for other figures."""
    shipped.copy(name, tmp_path / "任务书.xlsx")
    shown = read_plan(tmp_path / "任务书.xlsx")
    for period in periods(shown):
        press = Press(shown, period)
        previous, others = (invented(shown, period, seed) for seed in (1, 2))
        for unit in shown.reporting_units(period):
            press.workbook(unit, others)
            assert said(drawn(shown, unit, period, previous)) == said(press.workbook(unit, previous)), (unit.name, str(period))


def test_the_first_issue_of_a_year_has_nothing_behind_it() -> None:
    """No unit has reported anything yet."""
    assert said(drawn(plan(), UNIT, JUNE, {})) == said(Press(plan(), JUNE).workbook(UNIT, {}))


def test_a_workbook_does_not_depend_on_whose_was_laid_out_first() -> None:
    """Equal bytes from a layout of its own and from one that another unit, with other figures, brought about."""
    other = Unit("U02", "人教科", ("人教",))
    items = tuple(replace(table, items=tuple(replace(i, units=(UNIT.name, other.name)) for i in table.items)) for table in plan().tables)
    both = replace(plan(), units=(UNIT, other), tables=items)
    shared = Press(both, JUNE)
    later = {code: {**state, "形象进度": "另一家的进展"} for code, state in past().items()}
    shared.workbook(other, later)
    assert Press(both, JUNE).workbook(UNIT, past()) == shared.workbook(UNIT, past())


def test_a_unit_may_be_called_what_something_else_is_called() -> None:
    """Its code is the template's version, its name a heading."""
    unit = Unit("1", "项目名称")
    tables = tuple(replace(table, items=tuple(replace(i, units=(unit.name,)) for i in table.items)) for table in plan().tables)
    odd = replace(plan(), units=(unit,), tables=tables)
    assert said(drawn(odd, unit, JUNE, past())) == said(Press(odd, JUNE).workbook(unit, past()))


@pytest.mark.parametrize("name", ["A&B科", "科室<一>", '"引号"科', "半角(括号)科", "长" * 61, "带 空格", "=1+1"])
def test_a_name_that_a_file_must_escape_is_drawn_from_nothing(name: str) -> None:
    """It stands in the sheet, the footer, the stamp and the properties as it does otherwise."""
    unit = Unit("U&1", name)
    items = tuple(replace(table, items=tuple(replace(i, units=(name,)) for i in table.items)) for table in plan().tables)
    odd = replace(plan(), units=(unit,), tables=items)
    assert said(drawn(odd, unit, JUNE, past())) == said(Press(odd, JUNE).workbook(unit, past()))


def test_a_figure_that_no_cell_holds_is_named_with_its_cell() -> None:
    """The ledger may keep what a stuck key typed."""
    endless = {**past(), "SN-01": {**past()["SN-01"], "本年累计完成投资": Decimal("1e400")}}
    press = Press(plan(), JUNE)
    press.workbook(UNIT, past())
    with pytest.raises(WriteError, match="《填报表》的"):
        press.workbook(UNIT, endless)


def test_a_unit_with_nothing_to_report_gets_no_workbook() -> None:
    """It is told which unit and which period."""
    with pytest.raises(WriteError, match=r"人教科在2017年6月没有要填报的内容"):
        Press(plan(), JUNE).workbook(Unit("U99", "人教科"), {})


def test_a_text_without_bounds_and_note_is_simply_free() -> None:
    """Nothing is said beside the cell where there is nothing to say."""
    free = plan(extra=(Field("备忘", Category.FILLED, DataType.TEXT),))
    assert said(drawn(free, UNIT, JUNE, {})) == said(Press(free, JUNE).workbook(UNIT, {}))


def test_long_lists_and_own_bounds_are_patched_too() -> None:
    """Dates, months, lists from the stamp, bounded figures and texts of one table beside those of another."""
    fields = (Field("农民工数", Category.FILLED, DataType.QUANTITY, minimum=Decimal(0)), Field("开标日期", Category.FILLED, DataType.DATE),
              Field("投用年月", Category.FILLED, DataType.MONTH), Field("占比", Category.FILLED, DataType.SHARE, maximum=Decimal(1)),
              Field("部门", Category.FILLED, DataType.CHOICE, options=tuple(f"第{n}号部门,市级" for n in range(30))),
              Field("级别", Category.FILLED, DataType.CHOICE, options=("甲<乙", "丙&丁")))
    wide = plan(extra=fields)
    assert said(drawn(wide, UNIT, JUNE, past())) == said(Press(wide, JUNE).workbook(UNIT, past()))


def test_a_patched_workbook_is_a_sound_zip_without_a_clock() -> None:
    """Every reader opens it, and equal content gives equal bytes."""
    content = Press(plan(), JUNE).workbook(UNIT, past())
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in opened.infolist()}
    assert content == Press(plan(), JUNE).workbook(UNIT, past())


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
def test_a_spreadsheet_program_finds_the_stored_values(tmp_path: Path) -> None:
    """Banner, totals, computed cells and 自检 of a patched workbook, recalculated."""
    press = Press(plan(), JUNE)
    press.workbook(UNIT, {})
    (tmp_path / "patched.xlsx").write_bytes(press.workbook(UNIT, past()))
    assert [] == libreoffice.differences(tmp_path / "patched.xlsx")


def test_what_only_formulas_know_of_an_item_is_its_own() -> None:
    """A check that names a fixed field without a column spells its value out in each row's 自检."""
    checks = (PlanCheck("Z001", "", parse('NOT(AND([建设地址]="河东新区",[本月完成投资]>5))'), Severity.NOTE, "河东新区不应过5", "请核对"),)
    tables = tuple(replace(table, items=tuple(replace(i, fixed={**i.fixed, "建设地址": f"第{n % 3}街道"}) for n, i in enumerate(table.items)))
                   for table in plan().tables)
    spelt = replace(plan(checks=checks), tables=tables)
    assert said(drawn(spelt, UNIT, JUNE, past())) == said(Press(spelt, JUNE).workbook(UNIT, past()))
    assert "第1街道" in said(drawn(spelt, UNIT, JUNE, past()))["xl/worksheets/sheet1.xml"]


def test_more_shapes_than_are_kept_are_all_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """A press forgets layouts, moulds and rules, never mixing them up: units by turns, each with other rows."""
    for kept in ("press", "mould", "rules"):
        monkeypatch.setattr(f"automation.template.{kept}._MOST", 4)
    names = tuple(f"第{n}科" for n in range(12))
    items = PROJECTS_3[:6]
    listed = tuple(replace(item, code=f"{unit}-{n}", units=(unit,), fixed={**item.fixed, "建设地址": f"{unit}{n}号"})
                   for u, unit in enumerate(names) for n, item in enumerate(items[: 1 + u % 6]))
    checks = (PlanCheck("Z001", "", parse('[建设地址]<>"河东新区"'), Severity.NOTE, "河东新区", "请核对"),)
    many = replace(plan(checks=checks), units=tuple(Unit(f"U{n}", name) for n, name in enumerate(names)),
                   tables=(replace(plan().tables[0], items=listed),))
    press = Press(many, JUNE)
    for unit in (*many.units, *many.units[:3]):
        assert said(drawn(many, unit, JUNE, {})) == said(press.workbook(unit, {})), unit.name
