"""What an issued workbook looks like to the clerk: where she may type, what stands there, what Excel tells her."""

import dataclasses
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from automation.errors import WriteError
from automation.forms import FIRST_ROW, HEADER_ROW, HELP_SHEET, META_SHEET, Form, Role, forms_for
from automation.model.plan import Category, DataType, Field, Unit
from automation.period import Period
from automation.template.write import template_name, write_template
from tests.template.plans import FILLED, JUNE, SETTINGS, UNIT, past, plan

PROJECTS, TASKS, INDICATORS = forms_for(plan(), UNIT, JUNE)


@pytest.fixture
def blank(tmp_path: Path) -> openpyxl.Workbook:
    """The unit's workbook for June, as issued."""
    write_template(tmp_path / "blank.xlsx", plan(), UNIT, JUNE, past())
    return openpyxl.load_workbook(tmp_path / "blank.xlsx")


def cell(form: Form, code: str, key: str) -> str:
    """Address of a column's cell in the row of an item."""
    row = next(n for n, r in enumerate(form.rows) if r.item.code == code)
    return f"{openpyxl.utils.get_column_letter(form.index(key) + 1)}{FIRST_ROW + row + 1}"


def rule(sheet: Worksheet, address: str) -> openpyxl.worksheet.datavalidation.DataValidation:
    """The data validation of a cell."""
    return next(v for v in sheet.data_validations.dataValidation if address in v.sqref)


def test_the_sheets_are_the_forms_then_help_then_a_very_hidden_stamp(blank: openpyxl.Workbook) -> None:
    """One sheet per form, 填报说明, and _meta that Excel's 取消隐藏 does not list."""
    assert blank.sheetnames == ["填报表", "任务", "指标", HELP_SHEET, META_SHEET]
    assert [sheet.sheet_state for sheet in blank] == ["visible"] * 4 + ["veryHidden"]


@pytest.mark.parametrize("form", [PROJECTS, TASKS, INDICATORS], ids=lambda form: form.sheet)
def test_only_cells_with_something_to_fill_in_are_open(blank: openpyxl.Workbook, form: Form) -> None:
    """A row's filled fields are unlocked; every other data cell, headings and totals too, is locked."""
    expected = {cell(form, row.item.code, name) for row in form.rows for name in row.fields}
    sheet = blank[form.sheet]
    area = sheet.iter_rows(max_row=form.total_row + 1, max_col=len(form.columns))
    assert expected == {c.coordinate for row in area for c in row if not c.protection.locked}
    assert sheet.protection.sheet
    assert sheet.protection.password is None


@pytest.mark.parametrize("form", [PROJECTS, TASKS, INDICATORS], ids=lambda form: form.sheet)
def test_every_open_cell_says_what_belongs_there(blank: openpyxl.Workbook, form: Form) -> None:
    """Each input has a validation of its own with a prompt."""
    prompts = [rule(blank[form.sheet], cell(form, row.item.code, name)).prompt for row in form.rows for name in row.fields]
    assert all(prompts)


def test_headings_stand_where_the_layout_says(blank: openpyxl.Workbook) -> None:
    """Apart from line breaks and hints in brackets a heading is the column's."""
    shown = [str(c.value).replace("\n", "").split("（")[0] for c in blank["填报表"][HEADER_ROW + 1][: len(PROJECTS.columns)]]
    assert [column.heading.split("(")[0] for column in PROJECTS.columns] == shown


def test_a_project_in_two_tables_is_one_row(blank: openpyxl.Workbook) -> None:
    """The shared project stands once, with both places it comes from."""
    codes = [blank["填报表"].cell(row, PROJECTS.index("编码") + 1).value for row in range(FIRST_ROW + 1, PROJECTS.total_row + 1)]
    assert codes.count("SN-07") == 1
    assert blank["填报表"][cell(PROJECTS, "SN-07", "对应附件")].value == "附件3-15\n附件2-5"


def test_only_the_state_and_last_periods_figures_are_prefilled(blank: openpyxl.Workbook) -> None:
    """项目状态 stands as it was; the month's figure is never prefilled, for a 0 must be typed."""
    sheet = blank["填报表"]
    shown = {key: sheet[cell(PROJECTS, "SN-01", key)].value for key in ("项目状态", "上期:本年累计完成投资", "本月完成投资", "形象进度")}
    assert shown == {"项目状态": "在建", "上期:本年累计完成投资": 2900, "本月完成投资": None, "形象进度": None}


def test_a_cell_that_asks_nothing_shows_a_dash(blank: openpyxl.Workbook) -> None:
    """A ratio is typed as two numbers, so its 本期值 is locked and shows —."""
    assert blank["指标"][cell(INDICATORS, "ZB-01", "本期值")].value == "—"


def test_a_months_investment_lies_between_its_limits(blank: openpyxl.Workbook) -> None:
    """At least what undoes the year so far, at most what the total investment leaves; the prompt names both."""
    limits = rule(blank["填报表"], cell(PROJECTS, "SN-01", "本月完成投资"))
    assert (float(limits.formula1), float(limits.formula2)) == (-2900, 15000 - 4000 - 2900)
    assert "2900" in limits.prompt and "8100" in limits.prompt
    assert "元" in limits.error


def test_the_prompt_quotes_last_periods_text(blank: openpyxl.Workbook) -> None:
    """The clerk sees what was reported a month ago while she types; too short a text is only warned of."""
    wording = rule(blank["填报表"], cell(PROJECTS, "SN-01", "形象进度"))
    assert "上期：前期工作：完成方案设计。" in wording.prompt
    assert (wording.errorStyle, wording.formula1, wording.formula2) == ("warning", "8", "200")


def test_cells_that_ask_for_the_same_share_one_rule(blank: openpyxl.Workbook) -> None:
    """One rule for a column of drop-down lists, however many rows it has; Excel reads it as one thing too."""
    rules = [v for v in blank["填报表"].data_validations.dataValidation if cell(PROJECTS, "SN-01", "项目状态") in v.sqref]
    column = cell(PROJECTS, "SN-01", "项目状态").rstrip("0123456789")
    assert [f"{column}{FIRST_ROW + 1}:{column}{PROJECTS.total_row}"] == [str(v.sqref) for v in rules]


def test_a_list_too_long_for_a_cell_is_offered_from_the_stamp(tmp_path: Path) -> None:
    """More than 255 characters of options, or a comma in one, go to a named range."""
    options = tuple(f"第{n}类情形,附说明" for n in range(40))
    field = Field("情形", Category.FILLED, DataType.CHOICE, options=options)
    write_template(tmp_path / "long.xlsx", plan(extra=(field,)), UNIT, JUNE, past())
    book = openpyxl.load_workbook(tmp_path / "long.xlsx")
    form = forms_for(plan(extra=(field,)), UNIT, JUNE)[0]
    source = rule(book["填报表"], cell(form, "SN-01", "情形")).formula1
    (sheet, area), = book.defined_names[source].destinations
    assert [option.replace(",", "，") for option in options] == [c.value for c in book[sheet][area.replace("$", "")][0]]


def test_a_practice_workbook_says_so_on_its_face(tmp_path: Path) -> None:
    """Invented figures are never mistaken for real ones."""
    write_template(tmp_path / "practice.xlsx", plan(dataclasses.replace(SETTINGS, practice=True)), UNIT, JUNE, past())
    book = openpyxl.load_workbook(tmp_path / "practice.xlsx")
    assert all("演练数据" in str(book[form.sheet]["A1"].value) for form in (PROJECTS, TASKS, INDICATORS))


def test_what_was_typed_and_signed_stands_in_a_filled_workbook(tmp_path: Path) -> None:
    """Numbers as numbers, a text in a number's place as that text, the date as a date."""
    signature = {"填报人": "刘明", "联系电话": "0825-2221234", "填报日期": "2017-06-19"}
    write_template(tmp_path / "filled.xlsx", plan(), UNIT, JUNE, past(), FILLED, signature)
    sheet = openpyxl.load_workbook(tmp_path / "filled.xlsx")["填报表"]
    typed = [sheet[cell(PROJECTS, code, "本月完成投资")].value for code in ("SN-04", "SN-06", "SN-07")]
    signed = [str(c.value) for c in sheet[PROJECTS.total_row + 3] if c.value is not None]
    assert typed == [60.25, "约62万", None]
    assert signed == ["填报人：", "刘明", "联系电话：", "0825-2221234", "负责人（签字）：", "填报日期：", "2017-06-19 00:00:00"]


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    """No clock and no chance in the file."""
    for name in ("one.xlsx", "two.xlsx"):
        write_template(tmp_path / name, plan(), UNIT, JUNE, past(), FILLED)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_round_trip_through_openpyxl_keeps_what_guards_the_form(tmp_path: Path, blank: openpyxl.Workbook) -> None:
    """Validations, conditions, protection, names and the hidden stamp survive programs that rewrite the file."""
    blank.save(tmp_path / "again.xlsx")
    again = openpyxl.load_workbook(tmp_path / "again.xlsx")

    def kept(book: openpyxl.Workbook) -> list[object]:
        sheet = book["填报表"]
        return [len(sheet.data_validations.dataValidation), len(sheet.conditional_formatting), sheet.protection.sheet,
                sorted(book.defined_names), book[META_SHEET].sheet_state, [p.value for p in book.custom_doc_props.props]]

    assert kept(blank) == kept(again)


def test_help_explains_every_column_that_is_filled_in(blank: openpyxl.Workbook) -> None:
    """Each filled column of each form, its options too, and when the workbook is due."""
    texts = "\n".join(str(c.value) for row in blank[HELP_SHEET] for c in row if c.value is not None)
    headings = [c.heading for form in (PROJECTS, TASKS, INDICATORS) for c in form.columns if c.role is Role.FILLED]
    assert all(heading in texts for heading in headings)
    assert "前期工作、未开工、在建、停工、已完工、已投用" in texts
    assert "2017年6月20日17:00" in texts and "0825-2222222" in texts


def test_a_sheet_prints_one_page_wide_on_landscape_a4(blank: openpyxl.Workbook) -> None:
    """With the headings on every page."""
    page = blank["填报表"]
    assert (page.page_setup.orientation, int(page.page_setup.paperSize),
                                      page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert page.print_title_rows == "$7:$8"


@pytest.mark.parametrize(("name", "period", "expected"), [
    ("船山区民政局", "2017-06", "船山区民政局_2017年06月.xlsx"),
    ("福慈科/老龄办", "2017-Q2", "福慈科_老龄办_2017年第2季度.xlsx"),
])
def test_file_names_are_legal_everywhere(name: str, period: str, expected: str) -> None:
    """What Windows forbids in a file name becomes an underscore."""
    assert expected == template_name(Unit("X", name), Period.parse(period))


def test_a_unit_with_nothing_to_report_gets_no_workbook(tmp_path: Path) -> None:
    """It is told which unit and which period."""
    with pytest.raises(WriteError, match=r"人教科在2017年6月没有要填报的内容"):
        write_template(tmp_path / "none.xlsx", plan(), Unit("U99", "人教科"), JUNE, {})
