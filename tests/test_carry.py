"""Values typed into an old or mangled workbook are carried into a fresh one, and what is not carried is listed."""

import json
from decimal import Decimal

import pytest
from click.testing import CliRunner

from automation import pipeline
from automation.cli.app import app
from automation.errors import TongbaoError, UsageError
from automation.model.submission import Outcome
from automation.period import Period
from automation.sheets.open import read_book
from tests.reader.books import CODE, JUNE, TYPED, UNIT, edited, issued, plan, read, row, typing

MAY = Period.parse("2017-05")
JULY = Period.parse("2017-07")


@pytest.fixture
def office(tmp_path):
    return pipeline.create(tmp_path / "通报", "suining-2017")


@pytest.fixture
def carried(office, tmp_path):
    """Carries a workbook's bytes and gives what was done."""
    def carry(data, period=JUNE, name="旧表.xlsx", **more):
        (tmp_path / name).write_bytes(data)
        return pipeline.carry(office, tmp_path / name, more.pop("target", None), period, **more)
    return carry


def values(found):
    """What the new workbook says of the first project, read as any workbook is."""
    return {name: value.parsed for name, value in row(read(found.target.read_bytes())).values.items()}


def test_same_period_moves_everything(carried):
    """Every cell that was typed stands in the new workbook, with its old and its new place."""
    found = carried(issued())
    assert {**TYPED, "问题描述": None, "下步计划": None}.items() >= {k: v for k, v in values(found).items() if k in TYPED}.items()
    assert TYPED == {m.field: m.value for m in found.moved if m.item == CODE}
    assert ("填报表", "L9", "填报表", "L9") == next((m.sheet, m.cell, m.to_sheet, m.to_cell) for m in found.moved if m.field == "本月完成投资")
    assert (UNIT, JUNE, JUNE, ()) == (found.unit.name, found.source, found.period, found.left)


def test_the_signature_is_carried_and_the_day_only_within_its_period(carried):
    """Who signs stays; the day of another month does not."""
    assert "2017-06-19" == read(carried(issued()).target.read_bytes()).signature["填报日期"]
    later = read(carried(issued(), JULY).target.read_bytes()).signature
    assert ("张三", None) == (later["填报人"], later.get("填报日期"))


def test_amounts_of_another_period_are_listed_and_not_moved(carried):
    """Last month's investment never becomes this month's in silence; words and states go along."""
    found = carried(issued(), JULY)
    assert [("本月完成投资", "120.5", "L9", "是2017年6月的数，不移入2017年7月")] == [(x.field, x.value, x.cell, x.reason) for x in found.left]
    assert (None, "在建", TYPED["形象进度"]) == tuple(values(found)[name] for name in ("本月完成投资", "项目状态", "形象进度"))


def test_amounts_of_another_period_are_moved_on_demand(carried):
    """Who asks for them gets them."""
    found = carried(issued(), JULY, amounts=True)
    assert ((), Decimal("120.5")) == (found.left, values(found)["本月完成投资"])


def test_mangled_workbooks_give_up_what_they_hold(carried):
    """Shifted rows, an odd file name, a missing stamp: the values are found and moved all the same."""
    def harm(book):
        del book["_meta"]
        for name in list(book.defined_names):
            del book.defined_names[name]
        book.custom_doc_props.props.clear()
        book["填报表"].insert_rows(7, 2)
        book["填报表"].title = "Sheet1"

    found = carried(edited(harm), name="复件 (2) 新建.xlsx")
    assert TYPED == {m.field: m.value for m in found.moved if m.item == CODE}
    assert "L11" == next(m.cell for m in found.moved if m.field == "本月完成投资")


def test_what_cannot_be_moved_is_listed_with_its_cell(carried):
    """Errors, formulas without result and figures beside the table are named, never lost without a word."""
    found = carried(edited(typing("L9", "=1/0*缺"), typing("S9", "#REF!"), typing("AB9", 77.5), typing("L10", "约62万")))
    said = {(x.cell, x.field): x.reason for x in found.left}
    assert ("公式未计算，没有结果", "单元格是错误值") == (said["L9", "本月完成投资"], said["S9", "形象进度"])
    assert any("77.5" in reason for reason in said.values())
    assert "约62万" == next(m.value for m in found.moved if m.field == "本月完成投资")


def test_rows_that_the_plan_does_not_know_are_listed(carried):
    """A project that the clerk added is for the office to decide on, not to be dropped."""
    def add(book):
        sheet = book["填报表"]
        sheet.insert_rows(10)
        sheet["B10"], sheet["D10"], sheet["L10"] = "SN-99", "新增项目一期", 33

    assert any("新增项目一期" in x.reason for x in carried(edited(add)).left)


def test_a_number_in_another_notation_is_moved_as_a_number(carried):
    """1,200 元 typed as text is 0.12 万元 in the new workbook; the check has nothing left to understand."""
    found = carried(edited(typing("L9", "１，２００.５")))
    assert Decimal("1200.5") == values(found)["本月完成投资"]


def test_a_workbook_that_says_no_unit_needs_to_be_told(carried):
    """Nothing is guessed; who knows says so."""
    def anonymous(book):
        del book["_meta"]
        for name in list(book.defined_names):
            del book.defined_names[name]
        book.custom_doc_props.props.clear()
        for sheet in ("任务", "指标", "填报说明"):
            del book[sheet]
        sheet = book["填报表"]
        sheet["A1"], sheet["A2"] = "月报表", "填报期：2017年6月"
        # An item of another unit: the items do not say whose workbook this is either.
        sheet["A40"] = next(i.code for t in plan().tables for i in t.items if UNIT not in i.units)

    with pytest.raises(TongbaoError, match="单位") as refused:
        carried(edited(anonymous), name="a.xlsx")
    assert "--unit" in refused.value.fix
    found = carried(edited(anonymous), name="a.xlsx", unit=UNIT)
    assert Decimal("120.5") == values(found)["本月完成投资"]
    with pytest.raises(UsageError):
        carried(issued(), unit="没有这个单位")


def test_nothing_is_overwritten(carried, tmp_path):
    """Neither the old workbook nor one that is there already; both stay byte for byte."""
    first = carried(issued())
    before = first.target.read_bytes()
    with pytest.raises(TongbaoError, match="已存在"):
        carried(issued())
    with pytest.raises(TongbaoError, match="已存在"):
        carried(issued(), target=tmp_path / "旧表.xlsx")
    assert (before, issued()) == (first.target.read_bytes(), (tmp_path / "旧表.xlsx").read_bytes())


def test_files_that_are_no_workbooks_are_refused_with_words(carried, tmp_path):
    """The message is the one that the inbox gives, and nothing is written."""
    with pytest.raises(TongbaoError, match="PDF"):
        carried(b"%PDF-1.4", name="扫描.xlsx")
    assert not list(tmp_path.glob("*移填*"))


def test_carried_workbooks_of_other_formats_are_accepted(carried, office):
    """An old .xls-era file, saved as XML, becomes an issued workbook that the office takes in."""
    from tests.sheets.office_xml_books import as_office_xml

    found = carried(as_office_xml(read_book(issued())), name="旧表.xls")
    (receipt,) = pipeline.check(office, [found.target])
    assert Outcome.RETURNED is receipt.outcome
    assert {"V301"} == {f.code for f in receipt.findings if f.severity.name == "ERROR"}
    assert CODE not in {f.item for f in receipt.findings}


def test_the_command_says_what_it_did(office, tmp_path):
    """As text with the cells, as JSON with everything; an exit code of 1 asks for a person."""
    file = tmp_path / "五月.xlsx"
    file.write_bytes(issued(period="2017-05"))
    root = str(office.workspace.root)
    said = CliRunner().invoke(app, ["carry", str(file), "-w", root, "--period", "2017-06", "-o", str(tmp_path / "新.xlsx")])
    assert (1, True, True) == (said.exit_code, "没有移入的 1 处" in said.output, "填报表!L9  SN-05 本月完成投资 120.5" in said.output)
    told = CliRunner().invoke(app, ["移填", str(file), "-w", root, "--period", "2017-05", "--json"])
    shown = json.loads(told.output)
    assert (0, [], "2017-05", "120.5") == (told.exit_code, shown["left"], shown["source_period"],
                                           next(m["value"] for m in shown["moved"] if m["field"] == "本月完成投资"))
