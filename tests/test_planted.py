"""A filled workbook with one planted mistake gets exactly the code of that mistake, through the real reader and rules."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from automation.cli.app import app

Edit = Callable[[Workbook], None]
CODE, NAME, TOTAL = "项目编码", "项目名称", "总投资"


def column(sheet: Worksheet, heading: str) -> int:
    """Column of the heading that begins so, 1-based."""
    return next(cell.column for cell in sheet[8] if str(cell.value).replace("\n", "").startswith(heading))


def put(heading: str, value: object, code: str = "SN-09") -> Edit:
    """Type ``value`` under ``heading`` in the row of ``code``."""
    def edit(book: Workbook) -> None:
        sheet = book["填报表"]
        row = next(r[1].row for r in sheet.iter_rows(min_row=9) if r[1].value == code)
        sheet.cell(row, column(sheet, heading)).value = value

    return edit


def both(*edits: Edit) -> Edit:
    def edit(book: Workbook) -> None:
        for one in edits:
            one(book)

    return edit


def rename_sheet(book: Workbook) -> None:
    book["填报表"].title = "表格"
    book["表格"]["A1"] = "材料"
    for row in range(7, 9):
        for cell in book["表格"][row]:
            if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                cell.value = None


def heading_twice(book: Workbook) -> None:
    sheet = book["填报表"]
    sheet.cell(8, 25).value = "6月完成"


def rename_heading(book: Workbook) -> None:
    sheet = book["填报表"]
    sheet.cell(8, column(sheet, "6月完成")).value = "本月完成投资额度"


def clear_row(book: Workbook) -> None:
    for cell in book["填报表"][10]:
        cell.value = None


def repeat_row(book: Workbook) -> None:
    sheet = book["填报表"]
    sheet.unmerge_cells("A12:D12") if "A12:D12" in [str(m) for m in sheet.merged_cells.ranges] else None
    values = [cell.value for cell in sheet[10]]
    sheet.insert_rows(11)
    for number, value in enumerate(values[:22], start=1):
        cell = sheet.cell(11, number)
        if not isinstance(cell, openpyxl.cell.cell.MergedCell):
            cell.value = value


def strange_row(book: Workbook) -> None:
    sheet = book["填报表"]
    sheet.cell(9, 2).value, sheet.cell(9, 4).value = "SN-99", "船山区新增养老驿站"


def hide_row(book: Workbook) -> None:
    book["填报表"].row_dimensions[10].hidden = True


def typed_total(book: Workbook) -> None:
    sheet = book["填报表"]
    sheet.cell(12, column(sheet, "6月完成")).value = 9999


def no_stamp(book: Workbook) -> None:
    del book["_meta"]
    for name in [n for n in book.defined_names if n.startswith("tongbao")]:
        del book.defined_names[name]
    for prop in list(book.custom_doc_props.names):
        del book.custom_doc_props[prop]
    sheet = book["填报表"]
    sheet["A1"], sheet["A2"] = "进展表", "单位：万元"


def stamp(name: str, value: str) -> Edit:
    def edit(book: Workbook) -> None:
        book.defined_names[name] = DefinedName(name, attr_text=f'"{value}"')

    return edit


def another_plan(book: Workbook) -> None:
    stamp("tongbao_plan", "XX2017")(book)
    book.custom_doc_props["tongbao"].value = book.custom_doc_props["tongbao"].value.replace("SN2017", "XX2017")
    for row in book["_meta"].iter_rows(max_row=30):
        for cell in row:
            if cell.value == "SN2017":
                cell.value = "XX2017"


PLANTED: list[tuple[str, str, Edit]] = [
    ("V301", "month left empty", put("6月完成", None)),
    ("V302", "about so much", put("6月完成", "约48")),
    ("V303", "full-width digits", put("6月完成", "１，３１０")),
    ("V305", "below the year's cumulative", both(put("6月完成", -5000), put("存在问题", "冲减以前月份多报的投资"), put("下步措施", "下月起逐笔核对，王娟负责"))),
    ("V307", "state that is no choice", put("项目状态", "在建设")),
    ("V309", "empty words", put("形象进度", "有序推进")),
    ("V311", "an error value", put("6月完成", "=1/0")),
    ("V312", "three decimals", put("6月完成", 1310.125)),
    ("A401", "more than the total", put("6月完成", 99999)),
    ("A404", "far above the annual plan", put("6月完成", 9000)),
    ("A405", "finished far too early", put("项目状态", "已完工")),
    ("A406", "not started but spending", put("项目状态", "未开工")),
    ("A407", "a total typed over", typed_total),
    ("A409", "a problem without words", put("问题类别", "资金")),
    ("H501", "a negative month without a reason", put("6月完成", -10)),
    ("I102", "two identities", stamp("tongbao_unit", "SH")),
    ("I103", "another plan", another_plan),
    ("S204", "a row gone", clear_row),
    ("S207", "a locked figure changed", put("总投资", 6000)),
    ("S208", "a formula typed over", put("1—6月累计", 1)),
    ("S209", "a hidden row", hide_row),
]


@pytest.fixture(scope="module")
def right(practice: Path) -> Path:
    """船山区民政局's right workbook of June, as the practice month archived it."""
    return next((practice / "archive" / "2017-06").glob("*船山区民政局*.xlsx"))


def codes(root: Path, file: Path) -> list[str]:
    ended = CliRunner().invoke(app, ["check", "-w", str(root), "--json", str(file)])
    found = json.loads(ended.output)["files"][0]
    return sorted({f["code"] for f in found["findings"]})


def test_the_right_workbook_has_no_finding(practice: Path, right: Path, tmp_path: Path) -> None:
    """Saved again by another program, the right workbook is still right."""
    path = tmp_path / "船山区民政局_2017年06月.xlsx"
    openpyxl.load_workbook(right).save(path)

    assert [] == codes(practice, path)


@pytest.mark.parametrize(("code", "plant"), [(c, e) for c, _, e in PLANTED], ids=[f"{c} {name}" for c, name, _ in PLANTED])
def test_one_mistake_one_code(practice: Path, right: Path, tmp_path: Path, code: str, plant: Edit) -> None:
    """Whatever is planted is found, by its own code and by no other."""
    path = tmp_path / "船山区民政局_2017年06月.xlsx"
    book = openpyxl.load_workbook(right)
    plant(book)
    book.save(path)

    assert [code] == codes(practice, path)


def test_no_sign_of_month_or_unit_is_asked_about(practice: Path, right: Path, tmp_path: Path) -> None:
    """Without stamp, title and telling name nobody knows which month it is, and nobody guesses."""
    path = tmp_path / "表格.xlsx"
    book = openpyxl.load_workbook(right)
    no_stamp(book)
    book.save(path)

    assert ["I101"] == codes(practice, path)


def test_a_heading_twice_names_the_figures_that_wait(practice: Path, right: Path, tmp_path: Path) -> None:
    """Of two columns with one heading neither is read, and the figures that were not read are named."""
    path = tmp_path / "船山区民政局_2017年06月.xlsx"
    book = openpyxl.load_workbook(right)
    heading_twice(book)
    book.save(path)

    assert ["S203", "S212"] == codes(practice, path)


def test_macros_are_told_and_never_run(practice: Path, right: Path, tmp_path: Path) -> None:
    """A workbook that holds macros is read, and the clerk is told that they were not run."""
    path = tmp_path / "船山区民政局_2017年06月.xlsm"
    shutil.copy(right, path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 planted")

    assert ["F006"] == codes(practice, path)


def test_a_cut_off_workbook_is_quarantined(practice: Path, right: Path, tmp_path: Path) -> None:
    """A workbook that was cut off in copying is F003 and not read at all."""
    path = tmp_path / "船山区民政局_2017年06月.xlsx"
    path.write_bytes(right.read_bytes()[:9000])

    assert ["F003"] == codes(practice, path)
