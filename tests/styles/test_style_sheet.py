import datetime
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import lxml.etree
import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from automation.errors import WriteError
from automation.styles.book import Book, Properties
from automation.styles.sheet import Sheet, Value
from automation.styles.tokens import DATE, PROFILES

Steps = Callable[[Book, Sheet], None]


@pytest.mark.parametrize(
    "text", ["=1+1", "+8613900000000", "-", "@SUM(A1)", "2018", "http://a.cn", "{=A1}", "=cmd|'/C'!A1"]
)
def test_text_stays_text(cell: Callable[[Steps], Cell], text: str) -> None:
    """Whatever text starts with, it is a plain string cell: never a formula, number or link."""
    read = cell(lambda book, sheet: sheet.text(0, 0, text, book.format()))

    assert (text, "s", None) == (read.value, read.data_type, read.hyperlink)


def test_text_that_looks_like_markup_stays_text(cell: Callable[[Steps], Cell]) -> None:
    """Typed XML is shown as typed and changes nothing in the file."""
    read = cell(lambda book, sheet: sheet.text(0, 0, "<r><t>甲</t></r>", book.format()))

    assert "<r><t>甲</t></r>" == read.value.strip()


def test_control_characters_do_not_spoil_the_file(cell: Callable[[Steps], Cell]) -> None:
    """Characters that XML forbids vanish wherever text goes, and the file can be opened."""

    def steps(book: Book, sheet: Sheet) -> None:
        sheet.text(0, 0, "甲\x00\x1f\ud800乙", book.format())
        sheet.rich(1, 0, [(book.format(), "甲\x01"), (book.format(font_size=9), "\x02乙")], book.format())
        sheet.formula(2, 0, '="甲"', book.format(), "甲\x03")
        sheet.comment(3, 0, "甲\x04", {"author": "局办公室"})
        sheet.link(4, 0, "通报", "A1", book.format(), "甲\x05", "乙\x06")
        sheet.validation(5, 0, 5, 0, {"validate": "any", "input_title": "甲\x07", "input_message": "乙\x08"})

    assert "甲乙" == cell(steps).value


def test_punctuation_is_widened_unless_verbatim(written: Callable[[Steps], Worksheet]) -> None:
    """Text is shown with full-width marks; verbatim text is shown as typed."""

    def steps(book: Book, sheet: Sheet) -> None:
        sheet.text(0, 0, "项目(一期)", book.format())
        sheet.text(1, 0, "项目(一期).xlsx", book.format(), verbatim=True)

    sheet = written(steps)

    assert ["项目（一期）", "项目(一期).xlsx"] == [sheet["A1"].value, sheet["A2"].value]


@pytest.mark.parametrize(
    "value", [Decimal("0.1"), Decimal(687220), Decimal("-12.35"), 0, None, Decimal("123456789.12")]
)
def test_number_is_stored_as_given(cell: Callable[[Steps], Cell], value: Decimal | int | None) -> None:
    """The stored number has the digits given; nothing is blank, which is not 0."""
    read = cell(lambda book, sheet: sheet.number(0, 0, value, book.format()))

    assert (None if value is None else Decimal(value)) == (None if read.value is None else Decimal(str(read.value)))


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_number_that_is_none_is_refused(cell: Callable[[Steps], Cell], value: Decimal) -> None:
    """A figure that is not a number cannot reach a workbook; the error names the cell."""
    with pytest.raises(WriteError, match="《通报》的A1"):
        cell(lambda book, sheet: sheet.number(0, 0, value, book.format()))


@pytest.mark.parametrize("value", [Decimal("0.25"), 14, "共14项（已开工）", True, None])
def test_stored_value_of_a_formula(tmp_path: Path, value: Value) -> None:
    """Viewers that do not calculate see the value given, beside the live formula."""
    path = tmp_path / "公式.xlsx"
    with Book(path, fonts=PROFILES["A"], properties=Properties("公式")) as book:
        book.sheet("通报").formula(0, 0, "=A2", book.format(), value)
    read = [openpyxl.load_workbook(path, data_only=only)["通报"]["A1"].value for only in (False, True)]

    assert ["=A2", value if value is None or isinstance(value, str) else float(value)] == read


def test_formula_and_stored_value_agree_on_punctuation(tmp_path: Path) -> None:
    """The result of a formula and its stored value are widened alike."""
    path = tmp_path / "公式.xlsx"
    with Book(path, fonts=PROFILES["A"], properties=Properties("公式")) as book:
        book.sheet("通报").formula(0, 0, '="共"&A2&"项,已开工(含续建)"', book.format(), "共3项,已开工(含续建)")
    formula, value = (openpyxl.load_workbook(path, data_only=only)["通报"]["A1"].value for only in (False, True))

    assert '="共"&A2&"项，已开工（含续建）"' == formula
    assert "共3项，已开工（含续建）" == value


@pytest.mark.parametrize(
    "formula",
    [
        pytest.param("SUM(A1:A2)", id="without the equals sign"),
        pytest.param("", id="empty"),
        pytest.param('="' + "甲" * 256 + '"', id="a literal of 256 characters"),
        pytest.param("=" + "+".join(["A1"] * 3000), id="longer than 8192 characters"),
    ],
)
def test_formula_beyond_the_limits_is_refused(cell: Callable[[Steps], Cell], formula: str) -> None:
    """A formula with which the file would not open is an error at once."""
    with pytest.raises(WriteError):
        cell(lambda book, sheet: sheet.formula(0, 0, formula, book.format(), None))


def test_moment_is_stored_as_its_own_clock_shows_it(cell: Callable[[Steps], Cell]) -> None:
    """A moment with a time zone keeps the hour of that zone; a date has no hour."""
    moment = datetime.datetime(2017, 6, 20, 17, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    read = cell(lambda book, sheet: sheet.date(0, 0, moment, book.format(num_format=DATE)))

    assert datetime.datetime(2017, 6, 20, 17, 0) == read.value


def test_rich_text_keeps_its_fonts(tmp_path: Path) -> None:
    """Each part keeps its own font, and marks are widened as in the whole text, even in a part without Chinese."""
    path = tmp_path / "文字.xlsx"
    with Book(path, fonts=PROFILES["A"], properties=Properties("文字")) as book:
        sheet = book.sheet("通报")
        lead, body = book.format(font_name="黑体"), book.format(font_name="仿宋")
        sheet.rich(0, 0, [(lead, "一、总体情况"), (body, ":"), (body, ""), (body, "共14项")], body)
        sheet.rich(1, 0, [(lead, "仅一段")], body)
        sheet.rich(2, 0, [], body)
    cells = [row[0].value for row in openpyxl.load_workbook(path, rich_text=True)["通报"].iter_rows()]

    assert ["一、总体情况：共14项", "仅一段", "None"] == [str(value) for value in cells]
    assert ["黑体", "仿宋", "仿宋"] == [part.font.rFont for part in cells[0]]
    assert {"黑体"} == {part.font.rFont for part in cells[1]}


def test_merged_area_and_single_cell(written: Callable[[Steps], Worksheet]) -> None:
    """An area is merged with its text in the first cell; one cell alone is not merged."""

    def steps(book: Book, sheet: Sheet) -> None:
        for row, last in ((0, 3), (1, 0)):
            sheet.merge(row, 0, row, last, book.format())
            sheet.text(row, 0, "甲", book.format())

    sheet = written(steps)

    assert ["A1:D1"] == [str(area) for area in sheet.merged_cells.ranges]
    assert ["甲", "甲"] == [sheet["A1"].value, sheet["A2"].value]


def test_overlapping_merge_is_refused(cell: Callable[[Steps], Cell]) -> None:
    """Two merged areas that overlap would break the file."""

    def steps(book: Book, sheet: Sheet) -> None:
        sheet.merge(0, 0, 1, 1, book.format())
        sheet.merge(1, 1, 2, 2, book.format())

    with pytest.raises(WriteError, match="B2"):
        cell(steps)


@pytest.mark.parametrize(("row", "col"), [(-1, 0), (0, -1), (1_048_576, 0), (0, 16_384)])
def test_cell_outside_the_sheet_is_refused(cell: Callable[[Steps], Cell], row: int, col: int) -> None:
    """Nothing is left out in silence: a cell that does not exist is an error for every kind of write."""
    writes: list[Steps] = [
        lambda book, sheet: sheet.text(row, col, "甲", book.format()),
        lambda book, sheet: sheet.number(row, col, 1, book.format()),
        lambda book, sheet: sheet.formula(row, col, "=A1", book.format(), 1),
        lambda book, sheet: sheet.blank(row, col, book.format()),
        lambda book, sheet: sheet.link(row, col, "通报", "A1", book.format(), "甲"),
        lambda book, sheet: sheet.comment(row, col, "甲"),
        lambda book, sheet: sheet.sparkline(row, col, {"range": "通报!A1:C1"}),
    ]
    for write in writes:
        with pytest.raises(WriteError, match="《通报》"):
            cell(write)


def test_internal_link(cell: Callable[[Steps], Cell]) -> None:
    """A link leads to a cell of the same book and shows its own words."""
    read = cell(lambda book, sheet: sheet.link(0, 0, "通报", "B2", book.format(), "返回首页", "回到通报"))

    assert ("返回首页", "'通报'!B2", "回到通报") == (read.value, read.hyperlink.location, read.hyperlink.tooltip)


def test_no_link_is_left_out(tmp_path: Path) -> None:
    """One link more than Excel keeps on a sheet, or an address that is too long, is an error that names the cell."""
    with Book(tmp_path / "链接.xlsx", fonts=PROFILES["A"], properties=Properties("链接")) as book:
        sheet = book.sheet("通报")
        for row in range(65_530):
            sheet.lead(row, 0, "通报", "A1")
        with pytest.raises(WriteError, match=r"《通报》的B1.*65530"):
            sheet.lead(0, 1, "通报", "A1")
        with pytest.raises(WriteError, match="《溯源》的A1"):
            book.sheet("溯源").link(0, 0, "通报", "A" * 300, None, "甲")


def test_a_number_and_a_formula_may_lead_somewhere(cell: Callable[[Steps], Cell]) -> None:
    """What leads to another cell keeps its content: the number stays a number, the formula a formula."""

    def number(_: Book, sheet: Sheet) -> None:
        sheet.number(0, 0, Decimal("12.5"), None)
        sheet.lead(0, 0, "通报", "B2:C3")

    def formula(_: Book, sheet: Sheet) -> None:
        sheet.lead(0, 0, "通报", "B2")
        sheet.formula(0, 0, "=1+1", None, 2)

    found = [cell(steps) for steps in (number, formula)]
    assert [(c.value, c.hyperlink.location, c.font.underline) for c in found] == [
        (12.5, "'通报'!B2:C3", None), ("=1+1", "'通报'!B2", None)]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        pytest.param({"validate": "any", "input_title": "题" * 33}, "33", id="title of 33"),
        pytest.param({"validate": "any", "input_title": "题", "input_message": "示" * 256}, "256", id="prompt of 256"),
        pytest.param({"validate": "list", "source": ["无"], "error_title": "题" * 33}, "33", id="error title of 33"),
        pytest.param(
            {"validate": "list", "source": ["无"], "error_message": "错" * 225}, "225", id="error text of 225"
        ),
        pytest.param({"validate": "list", "source": ["项" * 99] * 3}, "299", id="list of 299"),
        pytest.param({"validate": "list", "source": ["甲,乙"]}, "甲,乙", id="comma inside a list item"),
        pytest.param({"validate": "custom", "value": "=" + "A1+" * 90 + "1"}, "272", id="formula of 272"),
        pytest.param({"validate": "no such kind"}, "no such kind", id="unknown kind"),
    ],
)
def test_rule_for_typing_beyond_the_limits_is_refused(
    cell: Callable[[Steps], Cell], options: dict[str, object], named: str
) -> None:
    """A prompt, error text or list that Excel would refuse is an error that names the cell and the length."""
    with pytest.raises(WriteError, match=f"《通报》的C5.*{named}"):
        cell(lambda book, sheet: sheet.validation(4, 2, 9, 2, options))


def test_rule_for_typing_at_the_limits_is_kept(written: Callable[[Steps], Worksheet]) -> None:
    """The longest texts that Excel takes go into the file whole, and exact limits stay exact."""

    def steps(book: Book, sheet: Sheet) -> None:
        options = {
            "input_title": "题" * 32,
            "input_message": "示" * 255,
            "error_title": "误" * 32,
            "error_message": "错" * 224,
        }
        sheet.validation(0, 0, 0, 0, {"validate": "decimal", "criteria": ">=", "value": Decimal("-0.35"), **options})

    (rule,) = written(steps).data_validations.dataValidation

    assert [32, 255, 32, 224] == [len(text) for text in (rule.promptTitle, rule.prompt, rule.errorTitle, rule.error)]
    assert "-0.35" == rule.formula1


def test_wrong_condition_is_refused(cell: Callable[[Steps], Cell]) -> None:
    """A conditional format that xlsxwriter would leave out is an error."""
    with pytest.raises(WriteError, match="A1"):
        cell(lambda book, sheet: sheet.condition(0, 0, 0, 0, {"type": "no such type"}))


def test_chart_is_placed_once(cell: Callable[[Steps], Cell]) -> None:
    """The same chart cannot stand in two places."""

    def steps(book: Book, sheet: Sheet) -> None:
        chart = book.new_chart("column")
        chart.add_series({"values": "='通报'!$A$1:$A$2"})
        sheet.chart(0, 0, chart)
        sheet.chart(9, 0, chart)

    with pytest.raises(WriteError, match="A10"):
        cell(steps)


def test_columns_rows_and_print_set_up(written: Callable[[Steps], Worksheet]) -> None:
    """Widths, folded columns, heights, paper and margins are in the file as given."""

    def steps(book: Book, sheet: Sheet) -> None:
        sheet.columns([4.5, 21, 5, 9], hidden={2}, level1={2})
        sheet.height(0, 30)
        sheet.freeze(5, 2)
        sheet.paper("A3", True, (11.4, 11.4, 12.7, 14), repeat=(3, 4), area=(0, 0, 20, 3))

    sheet = written(steps)

    assert (True, 1) == (sheet.column_dimensions["C"].hidden, sheet.column_dimensions["C"].outlineLevel)
    assert sheet.column_dimensions["D"].collapsed
    assert (30, "C6") == (sheet.row_dimensions[1].height, sheet.freeze_panes)
    assert (8, "landscape", None, 0) == (
        sheet.page_setup.paperSize,
        sheet.page_setup.orientation,
        sheet.page_setup.fitToWidth,
        sheet.page_setup.fitToHeight,
    )
    assert (11.4, 14) == (round(sheet.page_margins.left * 25.4, 1), round(sheet.page_margins.bottom * 25.4, 1))
    assert ("$4:$5", "'通报'!$A$1:$D$21") == (sheet.print_title_rows, sheet.print_area)


def test_footer_size_and_digits_are_apart(tmp_path: Path) -> None:
    """A space stands between the font size and the text, so that 2017 is not read as a size; an ampersand is shown."""
    path = tmp_path / "页脚.xlsx"
    with Book(path, fonts=PROFILES["A"], properties=Properties("页脚")) as book:
        book.sheet("通报").footer("局办公室", "2017年6月A&B")
    sheet = lxml.etree.fromstring(zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml"))

    assert [
        '&L&"宋体,Regular"&9 局办公室&C&"宋体,Regular"&9 第 &P 页  共 &N 页&R&"宋体,Regular"&9 2017年6月A&&B'
    ] == sheet.xpath("//*[local-name()='oddFooter']/text()")


def test_row_too_high_and_footer_too_long_are_refused(cell: Callable[[Steps], Cell]) -> None:
    """Excel's limits for rows and footers are errors as well."""
    with pytest.raises(WriteError, match="409"):
        cell(lambda book, sheet: sheet.height(0, 410))
    with pytest.raises(WriteError, match="255"):
        cell(lambda book, sheet: sheet.footer("局" * 200))


def test_protected_sheet_lets_only_what_is_allowed(written: Callable[[Steps], Worksheet]) -> None:
    """Protection is on without a password, and rows may be resized."""
    protection = written(lambda book, sheet: sheet.protect(format_rows=True)).protection

    assert (True, None, False, True) == (
        protection.sheet,
        protection.password,
        protection.formatRows,
        protection.formatColumns,
    )
