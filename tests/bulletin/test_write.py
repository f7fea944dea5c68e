"""The whole bulletin: what Excel will show before it recalculates, and what LibreOffice says after it did."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from automation.bulletin.layout import FIRST_ROW, Layout
from automation.bulletin.write import bulletin_name, write_bulletin
from automation.model.plan import Kind, Plan
from automation.period import Frequency, Period
from automation.plan.shipped import load
from automation.summary import Summary
from tests import libreoffice
from tests.bulletin.reported import (
    projects_only,
    quarterly,
    reported_summary,
    with_annual_plans,
    with_own_fields,
    with_typed_cumulative,
)
from tests.bulletin.sample import MISSING, sample_summary

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

JUNE = Period(2017, 6)
PRINTED = {
    "附件2项目总表": ("8", "$A$1:$T$21", "$4:$5"), "附件3重大项目": ("8", "$A$1:$U$22", "$4:$5"), "月度台账": ("8", "$A$1:$Y$37", None),
    "数据校核": ("9", None, "$4:$4"), "溯源": ("9", "$A$1:$M$32", "$3:$3"), "口径说明": ("9", None, None),
}
"""Sheet -> paper (8 is A3, 9 A4), print area, rows repeated on each page."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's bulletin."""
    path = tmp_path_factory.mktemp("bulletin") / bulletin_name(JUNE)
    write_bulletin(path, sample_summary())
    return path


@pytest.fixture(scope="module")
def values(sample: Path) -> Workbook:
    """The sample's bulletin as a viewer shows it, stored values instead of formulas."""
    return openpyxl.load_workbook(sample, data_only=True)


@pytest.fixture(scope="module")
def suining() -> Plan:
    """The plan that ships for Suining, with annual plans so that lights come on."""
    return with_annual_plans(load("suining-2017"))


def test_control_totals_are_stored(values: Workbook) -> None:
    """A viewer that cannot calculate shows the totals that the notice prints: 687220 and 112820."""
    layout = Layout.of(sample_summary())
    found = [values[t.sheet].cell(t.totals_row + 1, t.column("总投资") + 1).value for t in layout.tables]
    assert found == [687220, 112820]


def test_combined_total_counts_once(sample: Path, values: Workbook) -> None:
    """数据校核 holds the combined total of 744340, computed live with the six shared projects counted once."""
    row = next(r for r in values["数据校核"].iter_rows(min_row=5) if "去重后总投资" in str(r[2].value))
    formula = openpyxl.load_workbook(sample)["数据校核"].cell(row[0].row, 5).value
    assert (row[3].value, row[4].value, row[5].value, "SUMPRODUCT" in formula) == (744340, 744340, "√ 一致", True)


def test_everything_agrees(values: Workbook) -> None:
    """Fresh from the ledger, every comparison holds and the banner says so."""
    assert re.fullmatch(r"共校核(\d+)项，一致\1项，不一致0项，可以印发", values["数据校核"]["A2"].value)


def test_lights_and_gaps_are_those_of_the_summary(values: Workbook) -> None:
    """Lights stand as the summary has them; gaps too, but where nothing is expected yet, which shows a dash."""
    summary = sample_summary()
    for table in Layout.of(summary).tables:
        sheet = values[table.sheet]
        for figures in table.figures.items:
            row = table.rows[figures.item.code] + 1
            assert sheet.cell(row, table.column("亮灯") + 1).value == figures.light.value
            shown = sheet.cell(row, table.column("与序时比") + 1).value
            expected = "—" if figures.light.glyph == "○" else float(figures.number("与序时比") or 0)
            assert shown == expected


def test_light_trail_is_that_of_the_summary(values: Workbook) -> None:
    """月度台账 shows every month's light and how long a project has been behind."""
    summary = sample_summary()
    layout, sheet = Layout.of(summary), values["月度台账"]
    for table in layout.tables:
        for figures in table.figures.items:
            row, first = layout.ledger.rows[table.code, figures.item.code] + 1, layout.ledger.first_light + 1
            assert "".join(sheet.cell(row, first + n).value for n in range(6)) == "".join(i.glyph for i in figures.lights)
            assert sheet.cell(row, layout.ledger.behind + 1).value == figures.months_behind


def test_missing_report_is_neither_zero_nor_blank(values: Workbook) -> None:
    """A unit that has not reported shows 未报 in its table, in the ledger and in 溯源; its cumulative figure stands."""
    summary = sample_summary()
    layout = Layout.of(summary)
    table = layout.tables[0]
    code = next(f.item.code for f in table.figures.items if f.unit == MISSING)
    sheet, row = values[table.sheet], table.rows[code] + 1
    ledger = values["月度台账"].cell(layout.ledger.rows["附件2", code] + 1, layout.ledger.FIRST_MONTH + 6).value
    traced = next(r for r in values["溯源"].iter_rows(min_row=4, values_only=True) if r[4] == "未报")
    assert [sheet.cell(row, table.column(key) + 1).value for key in ("本月完成投资", "本年累计完成投资")] == ["未报", 2450]
    assert (ledger, traced[5], traced[6], traced[7]) == ("未报", "未报", "√", "—（未收到）")


def test_every_reported_figure_is_traced(values: Workbook) -> None:
    """溯源 names file, sheet, cell and hash for each of the 28 figures that were reported."""
    rows = [r for r in values["溯源"].iter_rows(min_row=4, max_col=13, values_only=True) if isinstance(r[0], int)]
    reported = [r for r in rows if r[4] != "未报"]
    assert (len(rows), len(reported)) == (29, 28)
    assert all(re.fullmatch(r"archive/2017-06/.+\.xlsx 填报表 [I-N]\d+ [0-9a-f]{12}", f"{r[7]} {r[8]} {r[9]} {r[12]}") for r in reported)


def test_queries_and_explanations_are_shown(values: Workbook) -> None:
    """What was merged in spite of a query stands under the comparisons, beside what the unit says of it."""
    row = [r for r in values["数据校核"].iter_rows(values_only=True) if r[1] == "船山区民政局"]
    assert [tuple(v for v in r[2:] if v) for r in row] == [
        ("船山圣平岛移民避险解困项目：本月完成380万元，为前3个月平均数的0.6倍", "本月完成投资\n380", "二标段停工，本月仅一标段有投资")]


def test_practice_is_said_on_every_sheet(sample: Path) -> None:
    """With invented figures no page can be printed that does not say so; with real ones none says it."""
    book = openpyxl.load_workbook(sample)
    assert all("演练" in _head_of(sheet) for sheet in book.worksheets)


def test_real_months_do_not_say_practice(tmp_path: Path) -> None:
    """A bulletin of real figures nowhere speaks of practice."""
    path = tmp_path / "real.xlsx"
    write_bulletin(path, sample_summary(practice=False))
    assert [name for name in _parts(path) if "演练".encode() in _parts(path)[name]] == []


def _head_of(sheet: object) -> str:
    header = sheet.oddHeader  # type: ignore[attr-defined]
    cells = " ".join(str(v) for row in sheet.iter_rows(max_row=4, values_only=True) for v in row if v)  # type: ignore[attr-defined]
    return f"{header.left.text}{header.center.text}{header.right.text}{cells}"


@pytest.mark.parametrize("name", PRINTED)
def test_sheets_are_set_up_for_printing(sample: Path, name: str) -> None:
    """Each sheet prints on its paper, one page wide, with its heading repeated and helpers left out."""
    sheet = openpyxl.load_workbook(sample)[name]
    paper, area, repeated = PRINTED[name]
    assert (str(sheet.page_setup.paperSize), sheet.page_setup.fitToWidth or 1, sheet.sheet_properties.pageSetUpPr.fitToPage) == (paper, 1, True)
    assert sheet.print_title_rows == repeated
    assert area is None or sheet.print_area.split("!")[-1] == area


def test_same_summary_same_bytes(sample: Path, tmp_path: Path) -> None:
    """Written again, the file is the same to the byte."""
    again = tmp_path / "again.xlsx"
    write_bulletin(again, sample_summary())
    assert again.read_bytes() == sample.read_bytes()


def test_file_says_what_it_is(sample: Path) -> None:
    """The file's properties name the issue, the cut-off and the version of the rules; its date is the deadline's day."""
    book = openpyxl.load_workbook(sample)
    custom = {p.name: p.value for p in book.custom_doc_props.props}
    assert (custom, str(book.properties.created)) == (
        {"期号": "2017-06", "数据截止": "2017-06-20", "规则版本": "1.0"}, "2017-06-20 00:00:00")


def test_names_lead_to_their_cells(sample: Path) -> None:
    """Every defined name of the layout is in the file and leads where the layout says."""
    book = openpyxl.load_workbook(sample)
    expected = Layout.of(sample_summary()).names
    assert {name: book.defined_names[name].attr_text for name in expected} == dict(expected)


def _cases(plan: Plan) -> Iterator[tuple[str, Summary]]:
    unit = plan.reporting_units(JUNE)[0].name
    projects = projects_only(plan)
    by_day = replace(projects.settings, yellow_points=Decimal(5), red_points=Decimal("20.5"), progress_by_day=True)
    yield "sample", sample_summary()
    yield "all tables of the plan, one unit missing", reported_summary(plan, JUNE, missing=unit)
    yield "January", reported_summary(plan, Period(2017, 1))
    yield "December", reported_summary(plan, Period(2017, 12))
    yield "one table", reported_summary(projects_only(plan, "附件3"), JUNE, missing=unit)
    yield "fields of the office's own", reported_summary(with_own_fields(projects), JUNE, missing=unit)
    yield "typed cumulative figures", reported_summary(with_typed_cumulative(projects), JUNE, typed=True)
    yield "a quarterly table beside a monthly one", reported_summary(quarterly(projects, "附件3"), JUNE)
    yield "quarters", reported_summary(quarterly(quarterly(projects, "附件2"), "附件3"), Period(2017, 2, Frequency.QUARTER))
    yield "thresholds, progress by day", reported_summary(replace(projects, settings=by_day), JUNE)
    relative = replace(projects.settings, relative_lights=True, yellow_points=Decimal(5), red_points=Decimal(40))
    yield "relative thresholds", reported_summary(replace(projects, settings=relative), JUNE)
    yield "no projects", reported_summary(replace(plan, tables=tuple(t for t in plan.tables if t.kind is not Kind.PROJECT)), JUNE)


CASES = ("sample", "all tables of the plan, one unit missing", "January", "December", "one table", "fields of the office's own",
         "typed cumulative figures", "a quarterly table beside a monthly one", "quarters", "thresholds, progress by day",
         "relative thresholds", "no projects")


def test_relative_thresholds_are_said_and_kept_to(suining: Plan, tmp_path: Path) -> None:
    """Under 相对 the head line, 口径说明 and every light speak of percent of the time progress, and the sums still agree."""
    path, summary = tmp_path / "bulletin.xlsx", dict(_cases(suining))["relative thresholds"]
    write_bulletin(path, summary)
    book, table = openpyxl.load_workbook(path, data_only=True), Layout.of(summary).tables[0]
    shown = {code: book[table.sheet].cell(row + 1, table.column("亮灯") + 1).value for code, row in table.rows.items()}
    behind = {f.item.code: f.number("与序时比") for f in table.figures.items if f.light.glyph in "●▲■"}
    expected = {c: "● 绿灯" if gap >= Decimal("-2.5") else "▲ 黄灯" if gap >= -20 else "■ 红灯" for c, gap in behind.items() if gap is not None}
    assert expected == {code: shown[code] for code in expected}
    assert len(set(expected.values())) > 1
    assert "慢于序时进度的40%以内 ▲ 黄" in book[table.sheet]["A3"].value
    assert any("序时进度的该百分比" in str(c.value) for c in book["口径说明"]["D"])


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
@pytest.mark.parametrize("case", CASES)
def test_stored_values_are_what_a_recalculation_gives(suining: Plan, tmp_path: Path, case: str) -> None:
    """Every formula's stored value is what LibreOffice calculates, and none is an error."""
    path = tmp_path / "bulletin.xlsx"
    write_bulletin(path, dict(_cases(suining))[case])
    assert libreoffice.differences(path) == []


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
def test_a_figure_changed_by_hand_is_found(sample: Path, tmp_path: Path) -> None:
    """Whoever types over a reported figure turns its trace to × 已改 and the banner to 请核实后再印发."""
    table = Layout.of(sample_summary()).tables[0]
    book = openpyxl.load_workbook(sample)
    book[table.sheet][table.cell("SN-09", "本月完成投资")] = 4000
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    seen = openpyxl.load_workbook(libreoffice.recalculated(changed, tmp_path), data_only=True)
    row = FIRST_ROW + 8 + 1
    assert seen[table.sheet].cell(row, table.column("亮灯") + 1).value == "● 绿灯"
    assert seen["溯源"].cell(3 + 9, 7).value == "× 已改"
    assert seen["数据校核"]["A2"].value.endswith("请核实后再印发")


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
def test_a_threshold_changed_on_the_sheet_recolours_the_book(sample: Path, tmp_path: Path) -> None:
    """With the red line at 30 points instead of 10 the project 29.3 points behind is yellow, here and in the ledger."""
    layout = Layout.of(sample_summary())
    book = openpyxl.load_workbook(sample)
    book["口径说明"]["C8"] = 30
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    seen = openpyxl.load_workbook(libreoffice.recalculated(changed, tmp_path), data_only=True)
    table, ledger = layout.tables[0], layout.ledger
    assert seen[table.sheet].cell(table.rows["SN-09"] + 1, table.column("亮灯") + 1).value == "▲ 黄灯"
    assert seen["月度台账"].cell(ledger.rows["附件2", "SN-09"] + 1, ledger.behind).value == "▲"


def test_money_with_a_fraction_changes_its_whole_column(suining: Plan, tmp_path: Path) -> None:
    """A column with one figure that is not whole shows two decimals throughout; a column of whole figures shows none."""
    path = tmp_path / "bulletin.xlsx"
    summary = reported_summary(suining, JUNE)
    write_bulletin(path, summary)
    table = Layout.of(summary).tables[0]
    sheet = openpyxl.load_workbook(path)[table.sheet]
    rows = range(FIRST_ROW + 1, table.totals_row + 2)
    formats = {key: {sheet.cell(row, table.column(key) + 1).number_format.split("_")[0] for row in rows} for key in ("总投资", "本年累计完成投资")}
    assert formats == {"总投资": {"#,##0"}, "本年累计完成投资": {"#,##0.00"}}


def test_own_fields_get_columns_and_totals(suining: Plan, tmp_path: Path) -> None:
    """A field that an office adds to its plan stands in the table, is totalled, and is traced."""
    path = tmp_path / "bulletin.xlsx"
    summary = reported_summary(with_own_fields(projects_only(suining)), JUNE)
    write_bulletin(path, summary)
    book = openpyxl.load_workbook(path, data_only=True)
    for table in Layout.of(summary).tables:
        total = book[table.sheet].cell(table.totals_row + 1, table.column("监理次数") + 1).value
        assert total == int(table.figures.total("监理次数")) > 0
    assert "监理次数" in [r[3] for r in book["溯源"].iter_rows(min_row=4, values_only=True)]


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
