"""The codes that need a past, another plan or other packaging, each planted alone in a real workbook."""

import datetime
import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.workbook import Workbook

from automation import pipeline
from automation.cli.app import app
from automation.formula import Scalar
from automation.period import Period
from automation.template.write import write_template

JUNE = Period.parse("2017-06")
MONTHS = [Period.parse(f"2017-0{m}") for m in (3, 4, 5)]
Typed = dict[str, dict[str, Scalar]]
Change = Callable[[Typed], None]


def amend(book: Workbook) -> None:
    """Annual plans, and columns that Suining's plan has no use for: a date, a share without a limit, a typed cumulative."""
    for row in book["附件3"].iter_rows(min_row=2):
        row[9].value, row[10].value = {"SN-18": (100, 0), "SN-19": (550, 600)}.get(row[1].value, (None, None))
    for table in ("附件2", "附件3"):
        book["字段"].append([table, "计划竣工日期", "", "填报", "日期"])
        book["字段"].append([table, "征收比例", "", "填报", "百分比"])
    book["校验"].append(["P901", "附件3", "OR([本月完成投资]<>77,[项目状态]=\"停工\")", "强制", "不应恰为77", "请核对"])


def right(month: int) -> Typed:
    """What 民管科 rightly types in a month."""
    return {
        "SN-18": {"本月完成投资": Decimal(20 + month), "项目状态": "在建", "形象进度": f"完成法人信息采集{month * 40}家", "问题类别": "无",
                  "征收比例": Decimal("0.5"), "计划竣工日期": "2018-06-30"},
        "SN-19": {"本月完成投资": Decimal(90 + month), "项目状态": "在建", "形象进度": f"孵化基地{month}层砌体完成", "问题类别": "无"},
    }


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Office:
    """民管科's right workbooks of March to May, merged."""
    root = tmp_path_factory.mktemp("planted") / "局办公室"
    made = pipeline.create(root, "suining-2017")
    book = openpyxl.load_workbook(made.workspace.plan_path)
    amend(book)
    book.save(made.workspace.plan_path)
    found = pipeline.open_office(root)
    for period in MONTHS:
        fill(found, period, right(period.last_month), root / "inbox" / f"{period}.xlsx")
        now = datetime.datetime(2017, period.last_month, 18, tzinfo=found.zone)
        assert ["accepted"] == [r.outcome.value for r in pipeline.collect(found, now).receipts]
    return found


def fill(office: pipeline.Office, period: Period, typed: Mapping[str, Mapping[str, Scalar]], path: Path, unit: str = "民管科") -> Path:
    found = office.plan.unit(unit)
    assert found is not None
    write_template(path, office.plan, found, period, pipeline.previous(office, period), typed)
    return path


def codes(root: Path, file: Path) -> list[str]:
    ended = CliRunner().invoke(app, ["check", "-w", str(root), "--json", str(file)])
    return sorted({f["code"] for f in json.loads(ended.output)["files"][0]["findings"]})


def same_as_may(typed: Typed) -> None:
    typed.update(right(5))


def put(field: str, value: Scalar, code: str = "SN-19") -> Change:
    def change(typed: Typed) -> None:
        typed[code][field] = value

    return change


TYPED: list[tuple[str, Change]] = [
    ("V304", put("本月完成投资", Decimal("0.03"))),
    ("V306", put("征收比例", Decimal(45), "SN-18")),
    ("V308", put("计划竣工日期", "2018.6.31", "SN-18")),
    ("H502", same_as_may),
    ("H503", put("本月完成投资", Decimal(350))),
    ("P901", put("本月完成投资", Decimal(77))),
]


def test_the_right_workbook_has_no_finding(office: pipeline.Office, tmp_path: Path) -> None:
    """June filled in rightly, after three months, has nothing to find."""
    assert [] == codes(office.workspace.root, fill(office, JUNE, right(6), tmp_path / "x.xlsx"))


@pytest.mark.parametrize(("code", "change"), TYPED, ids=[code for code, _ in TYPED])
def test_a_typed_mistake_has_one_code(office: pipeline.Office, tmp_path: Path, code: str, change: Change) -> None:
    """One wrong entry, judged against three months before it, is found by its own code only."""
    typed = right(6)
    change(typed)

    assert [code] == codes(office.workspace.root, fill(office, JUNE, typed, tmp_path / "x.xlsx"))


def test_a_text_that_never_changes_is_asked_about(office: pipeline.Office, tmp_path: Path) -> None:
    """The same words four months running are a query."""
    root = tmp_path / "局办公室"
    shutil.copytree(office.workspace.root, root)
    copy = pipeline.open_office(root)
    for number, period in enumerate(MONTHS):
        typed = right(period.last_month)
        typed["SN-19"]["形象进度"] = "孵化基地装修招标文件编制"
        typed["SN-19"]["本月完成投资"] = Decimal(60 + number)
        fill(copy, period, typed, root / "inbox" / f"{period}_改.xlsx")
        pipeline.collect(copy, datetime.datetime(2017, period.last_month, 19, tzinfo=copy.zone))
    typed = right(6)
    typed["SN-19"]["形象进度"] = "孵化基地装修招标文件编制"

    assert ["V310"] == codes(root, fill(copy, JUNE, typed, tmp_path / "x.xlsx"))


def test_a_finished_project_does_not_go_back(office: pipeline.Office, tmp_path: Path) -> None:
    """A project reported finished last month and under way this month is a query."""
    root = tmp_path / "局办公室"
    shutil.copytree(office.workspace.root, root)
    copy = pipeline.open_office(root)
    typed = right(5)
    typed["SN-19"]["项目状态"] = "已完工"
    fill(copy, MONTHS[-1], typed, root / "inbox" / "5月_改.xlsx")
    pipeline.collect(copy, datetime.datetime(2017, 5, 19, tzinfo=copy.zone))

    assert ["H504"] == codes(root, fill(copy, JUNE, right(6), tmp_path / "x.xlsx"))


@pytest.mark.parametrize(("code", "cumulative"), [("A402", 10), ("A403", 400)])
def test_a_typed_cumulative_must_add_up(office: pipeline.Office, tmp_path: Path, code: str, cumulative: int) -> None:
    """Where an office has cumulative figures typed, they hold the month and follow from the period before."""
    root = tmp_path / "局办公室"
    book = openpyxl.load_workbook(pipeline.create(root, str(office.workspace.plan_path)).workspace.plan_path)
    for table in ("附件2", "附件3"):
        book["字段"].append([table, "本年累计完成投资", "", "填报", "金额"])
    book.save(root / "templates" / "任务书.xlsx")
    copy, january = pipeline.open_office(root), Period.parse("2017-01")
    typed = right(1)
    for row in typed.values():
        row["本年累计完成投资"] = row["本月完成投资"]
    assert [] == codes(root, fill(copy, january, typed, tmp_path / "right.xlsx"))
    typed["SN-19"]["本年累计完成投资"] = Decimal(cumulative)

    assert [code] == codes(root, fill(copy, january, typed, tmp_path / "x.xlsx"))


@pytest.mark.parametrize(("numerator", "denominator"), [(70, 50), (10, 0)])
def test_a_ratio_needs_a_whole_that_holds_its_part(office: pipeline.Office, tmp_path: Path, numerator: int, denominator: int) -> None:
    """A part above its whole, and a whole of zero, are A408."""
    typed: Typed = {
        "SN-02": {"本月完成投资": Decimal(10), "项目状态": "在建", "形象进度": "终端安装到位120台", "问题类别": "无"},
        "SN-T7": {"进展情况": "信息平台已接入86个街道和乡镇", "完成率": Decimal("0.4"), "状态": "推进中"},
        "SN-Z03": {"分子": Decimal(numerator), "分母": Decimal(denominator)}, "SN-Z04": {"分子": Decimal(20), "分母": Decimal(90)},
    }

    assert ["A408"] == codes(office.workspace.root, fill(office, JUNE, typed, tmp_path / "x.xlsx", "政权科"))


def test_an_older_template_is_read_and_told(office: pipeline.Office, tmp_path: Path) -> None:
    """A workbook of an older layout is read all the same, with a note."""
    path = fill(office, JUNE, right(6), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(path)
    for row in book["_meta"].iter_rows(max_row=20):
        if row[0].value == "模板版本":
            row[1].value = "0"
    book.defined_names["tongbao_version"].attr_text = '"0"'
    prop = book.custom_doc_props["tongbao"]
    prop.value = "|".join([*prop.value.split("|")[:3], "0"])
    book.save(path)

    assert ["I104"] == codes(office.workspace.root, path)


def test_a_unit_without_a_duty_is_told_so(office: pipeline.Office, tmp_path: Path) -> None:
    """A workbook of a unit that reports nothing in this plan is I105."""
    path = fill(office, JUNE, right(6), tmp_path / "x.xlsx")
    root = tmp_path / "局办公室"
    made = pipeline.create(root, str(office.workspace.plan_path))
    book = openpyxl.load_workbook(made.workspace.plan_path)
    for row in book["单位"].iter_rows(min_row=2):
        if row[1].value == "民管科":
            row[6].value = "否"
    for row in book["附件3"].iter_rows(min_row=2):
        if row[14].value == "民管科":
            row[14].value = "福慈科"
    book.save(made.workspace.plan_path)

    assert ["I105"] == codes(root, path)


def test_a_late_file_for_a_closed_period_is_told(office: pipeline.Office, tmp_path: Path) -> None:
    """After closing, a file is still checked, with the note that it will be a revision."""
    root = tmp_path / "局办公室"
    shutil.copytree(office.workspace.root, root)
    copy = pipeline.open_office(root)
    pipeline.close(copy, JUNE)

    assert ["I107"] == codes(root, fill(copy, JUNE, right(6), tmp_path / "x.xlsx"))


def test_a_heading_said_otherwise_is_read_with_a_note(office: pipeline.Office, tmp_path: Path) -> None:
    """A heading that was retyped by an alias is read, with S202."""
    path = fill(office, JUNE, right(6), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["填报表"]
    next(c for c in sheet[8] if str(c.value).startswith("6月完成")).value = "当月完成投资"
    book.save(path)

    assert ["S202"] == codes(office.workspace.root, path)


def test_a_sheet_torn_out_is_missed(office: pipeline.Office, tmp_path: Path) -> None:
    """A workbook whose form was deleted is S201."""
    path = fill(office, JUNE, right(6), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(path)
    del book["填报表"]
    book.save(path)

    assert ["S201"] == codes(office.workspace.root, path)


@pytest.mark.parametrize("code", ["S205", "S206"])
def test_a_row_too_many_is_told(office: pipeline.Office, tmp_path: Path, code: str) -> None:
    """A row that stands twice is S205, one that the plan does not know is S206."""
    path = fill(office, JUNE, right(6), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["填报表"]
    for merged in [m for m in sheet.merged_cells.ranges if m.min_row >= 11]:
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(11)
    for number in range(1, 24):
        value = sheet.cell(9, number).value
        sheet.cell(11, number).value = None if str(value).startswith("=") else value
    if code == "S206":
        sheet.cell(11, 2).value, sheet.cell(11, 4).value = "SN-99", "新增社区养老驿站"
    book.save(path)

    assert code in codes(office.workspace.root, path)
    assert set(codes(office.workspace.root, path)) <= {code, "S202", "S208"}


def test_what_cannot_be_opened_says_why(office: pipeline.Office, tmp_path: Path) -> None:
    """A PDF is F001, a password is F002, half a file is F003, a bomb is F004."""
    files = {"F001": b"%PDF-1.7 planted", "F003": fill(office, JUNE, right(6), tmp_path / "x.xlsx").read_bytes()[:7000]}
    for code, data in files.items():
        (tmp_path / f"{code}.xlsx").write_bytes(data)
    with zipfile.ZipFile(tmp_path / "x.xlsx") as old, zipfile.ZipFile(tmp_path / "F004.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in old.namelist():
            bomb.writestr(name, old.read(name) + (b" " * 400_000_000 if name.endswith("sheet1.xml") else b""))

    assert {code: [code] for code in (*files, "F004")} == {code: codes(office.workspace.root, tmp_path / f"{code}.xlsx") for code in (*files, "F004")}
