"""Drill-down: a figure leads, when it is clicked, to where it came from, and stays the figure that it is."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from automation.bulletin.columns import GAP, MONTH, RATE, YEAR
from automation.bulletin.duty_places import I_GAP, I_RATE, I_VALUE, INDICATORS, T_GAP, T_RATE, TASKS, U_NOW, UNITS
from automation.bulletin.layout import CHANGES, LAGGING, LEDGER, PARTS, RANKING, TRACE, Layout
from automation.bulletin.leads import Leads
from automation.bulletin.rank_places import MONTH_COL, YEAR_COL
from automation.bulletin.write import write_bulletin
from automation.period import Period
from automation.plan.shipped import load
from automation.styles.text import full_width
from automation.summary import Summary
from tests.bulletin.reported import reported_summary, with_annual_plans
from tests.bulletin.sample import sample_summary

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The sample's bulletin, as its formulas."""
    return _written(tmp_path_factory, sample_summary())


@pytest.fixture(scope="module")
def duties(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """A bulletin with tasks and indicators."""
    return _written(tmp_path_factory, _duties())


def test_a_reported_figure_leads_to_its_line(book: Workbook) -> None:
    """Every 本月完成 of every project table leads to the line of 溯源 that leads back to the very same cell."""
    layout = Layout.of(sample_summary())
    there = {(t.sheet, t.cell(code, MONTH)) for t in layout.tables for code in t.rows}
    assert there == {_back(book, sheet, cell) for sheet, cell in there}


def test_a_link_takes_nothing_from_the_figure(book: Workbook) -> None:
    """A number that leads somewhere is still that number, in its own colour and without an underline."""
    table = Layout.of(sample_summary()).tables[0]
    reported = next(f for f in table.figures.items if f.reported)
    cell = book[table.sheet][table.cell(reported.item.code, MONTH)]
    assert (cell.value, cell.data_type, cell.font.underline) == (int(reported.number(MONTH) or 0), "n", None)
    assert cell.hyperlink.location.startswith(f"'{TRACE}'!A")


def test_a_total_leads_to_the_list_of_its_parts(book: Workbook) -> None:
    """合计 of each table leads under a list that names every item and the cell that shows its figure."""
    layout = Layout.of(sample_summary())
    for table in layout.tables:
        for key in (MONTH, YEAR):
            total = book[table.sheet].cell(table.totals_row + 1, table.column(key) + 1)
            end = _target(total)
            assert end.column_letter == {MONTH: "E", YEAR: "F"}[key]
            rows = range(end.row - len(table.rows), end.row)
            assert [full_width(f.item.name) for f in table.figures.items] == [book[PARTS].cell(r, 3).value for r in rows]
            assert [table.cell(code, key) for code in table.rows] == [
                book[PARTS].cell(r, end.column).value.partition("!")[2].replace("$", "") for r in rows]


def test_stored_parts_add_up_to_the_total(tmp_path: Path) -> None:
    """Each list's total is that of its table, the combined one counts a shared project once, and each says so."""
    path = tmp_path / "b.xlsx"
    summary = sample_summary()
    write_bulletin(path, summary)
    sheet, leads = openpyxl.load_workbook(path, data_only=True)[PARTS], Leads(Layout.of(summary))
    rows = [*(leads.total_row(t) for t in leads.layout.tables), leads.last_row]
    totals = [*(t.totals for t in summary.tables if leads.layout.tables), summary.combined.totals]
    assert [[float(t[MONTH]), float(t[YEAR]), "√"] for t in totals] == [  # type: ignore[arg-type]
        [sheet.cell(row + 1, col).value for col in (5, 6, 7)] for row in rows]


def test_every_sheet_that_repeats_a_figure_leads_on(book: Workbook) -> None:
    """月度台账, 单位排名, 滞后项目 and the front page's numbers each lead to 溯源, 合计构成 or the cell that they show."""
    layout = Layout.of(sample_summary())
    ledger, table = layout.ledger, layout.tables[0]
    code = next(iter(table.rows))
    cells = [book[LEDGER].cell(ledger.rows[table.code, code] + 1, ledger.column(table.code, 6) + 1),
             book[LEDGER].cell(ledger.totals_row(table.code) + 1, ledger.year + 1),
             *(_total_of_ranking(book[RANKING], col) for col in (MONTH_COL, YEAR_COL)), book[LAGGING]["G4"]]
    assert {TRACE, PARTS} == {c.hyperlink.location.partition("!")[0].strip("'") for c in cells}
    numbers = [c for row in book["通报"].iter_rows() for c in row if c.hyperlink and str(c.value).startswith("=") and c.font.size == 22]
    assert len(numbers) == 4


def test_a_month_before_leads_to_its_file(tmp_path: Path) -> None:
    """Every earlier month of 月度台账, and last month on 与上期对比, leads to a line of 溯源 below those that are printed."""
    summary = reported_summary(with_annual_plans(load("suining-2017")), Period(2017, 6))
    path, ledger = tmp_path / "b.xlsx", Layout.of(summary).ledger
    write_bulletin(path, summary)
    book = openpyxl.load_workbook(path)
    trace, printed = book[TRACE], range_boundaries(book[TRACE].print_area.partition("!")[2])[3]
    reported = [(t.code, f, n) for t in ledger.tables for f in t.figures.items for n, entry in enumerate(f.earlier, 1) if entry]
    lines = [_target(book[LEDGER].cell(ledger.rows[code, f.item.code] + 1, ledger.column(code, n) + 1)).row for code, f, n in reported]
    found = [(trace.cell(line, 4).value, trace.cell(line, 5).value, trace.cell(line, 8).value) for line in lines]
    last = [_target(c).row for c in book[CHANGES]["F"] if c.hyperlink]

    assert reported
    assert [(f"{n}月完成投资", float(f.months[n - 1]), f.earlier[n - 1].archived or f.earlier[n - 1].file) for _, f, n in reported] == found
    assert min(lines) > printed
    assert set(last) <= set(lines)


def test_what_units_report_leads_to_its_lines(duties: Workbook) -> None:
    """A unit's figure leads to its line; a task's or indicator's figure to the lines of all its units."""
    summary = _duties()
    places = Layout.of(summary).duties
    table, figures = next((s.table.table.code, i) for s in places.unit_sections for i in s.items if len(i.reports) > 1)
    row = {**places.task_rows, **places.indicator_rows}[table, figures.item.code]
    sheet, col = (TASKS, T_RATE) if (table, figures.item.code) in places.task_rows else (INDICATORS, I_VALUE)
    _, first, _, last = range_boundaries(duties[sheet].cell(row + 1, col + 1).hyperlink.location.partition("!")[2])
    shown = [duties[TRACE].cell(n, 3).value for n in range(first, last + 1)]
    assert {full_width(f"{figures.item.name}({r.unit})") for r in figures.reports} == set(shown)
    unit = places.unit_rows[table, figures.item.code, figures.reports[0].unit]
    assert first == _target(duties[UNITS].cell(unit + 1, U_NOW + 1)).row


def test_what_is_computed_leads_to_what_it_is_computed_from(book: Workbook, duties: Workbook) -> None:
    """A rate and a gap lead where the figure beside them leads."""
    sample, places = Layout.of(sample_summary()), Layout.of(_duties()).duties
    pairs = [(book[t.sheet].cell(row + 1, t.column(YEAR) + 1), book[t.sheet].cell(row + 1, t.column(key) + 1))
             for t in sample.tables for row in t.rows.values() for key in (RATE, GAP)]
    pairs += [(duties[TASKS].cell(row + 1, T_RATE + 1), duties[TASKS].cell(row + 1, T_GAP + 1)) for row in places.task_rows.values()]
    pairs += [(duties[INDICATORS].cell(row + 1, I_VALUE + 1), duties[INDICATORS].cell(row + 1, col + 1))
              for row in places.indicator_rows.values() for col in (I_RATE, I_GAP)]
    leading = [(one.hyperlink.location, other.hyperlink.location) for one, other in pairs if one.hyperlink and other.hyperlink]

    assert [(one, one) for one, _ in leading] == leading
    assert len(leading) == sum(one.hyperlink is not None for one, _ in pairs)


def test_every_lead_ends_inside_the_book(book: Workbook, duties: Workbook) -> None:
    """No cell leads to a sheet that is not there or to an empty corner."""
    for one in (book, duties):
        for sheet in one:
            for link in sheet._hyperlinks:
                target, _, cells = (link.location or "").partition("!")
                _, _, _, last = range_boundaries(cells)
                assert last <= one[target.strip("'")].max_row


def _duties() -> Summary:
    return reported_summary(load("jingmen-2016"), Period(2016, 6))


def _written(folders: pytest.TempPathFactory, summary: Summary) -> Workbook:
    path = folders.mktemp("leads") / "b.xlsx"
    write_bulletin(path, summary)
    return openpyxl.load_workbook(path)


def _target(cell: openpyxl.cell.Cell) -> openpyxl.cell.Cell:
    sheet, _, there = cell.hyperlink.location.partition("!")
    return cell.parent.parent[sheet.strip("'")][there]


def _back(book: Workbook, sheet: str, cell: str) -> tuple[str, str]:
    line = _target(book[sheet][cell]).row
    target = _target(book[TRACE].cell(line, 2))
    return target.parent.title, target.coordinate


def _total_of_ranking(sheet: Worksheet, col: int) -> openpyxl.cell.Cell:
    row = next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value == "合  计")
    return sheet.cell(row, col + 1)
