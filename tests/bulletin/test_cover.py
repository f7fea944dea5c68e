"""The front page of a written bulletin, read back."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from automation.bulletin.cover import PRACTICE_MARK
from automation.bulletin.wording import overlap_note, paragraphs, verdict
from automation.bulletin.write import write_bulletin
from automation.model.plan import Kind
from automation.summary import Summary
from tests.bulletin.sample import sample_summary
from tests.bulletin.small import SETTINGS, Project, small_summary, status, with_settings
from tests.libreoffice import SKIP_REASON, available, differences, recalculated

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

LONG = "某某街道办事处社区综合服务中心暨老年人日间照料中心改扩建及配套附属设施项目（含室外管网和绿化亮化工程）"
LAGGARDS = [Project(f"R{n}", f"第{n}县委、县政府", "100.5", ["1.25"] * 5 + [None if n == 3 else "0.75"], unit=f"单位{n}",
                    name=f"{LONG}{n}", problem="征地拆迁未完成，" * 20) for n in range(10)]
PUNCTUAL = [Project(f"G{n}", f"绿{n}县", "100", ["10"] * 6) for n in range(3)]


def page(summary: Summary, folder: Path, live: bool = False) -> Worksheet:
    """The front page of ``summary``, as values or with its formulas."""
    path = folder / "通报.xlsx"
    write_bulletin(path, summary)
    return openpyxl.load_workbook(path, data_only=not live)["通报"]


def texts(sheet: Worksheet) -> list[str]:
    """Every text on the page, from top to bottom."""
    return [cell.value for row in sheet.iter_rows(max_col=12) for cell in row if isinstance(cell.value, str)]


def tasks_only() -> Summary:
    """A plan that has no project table but one of tasks."""
    table = small_summary(PUNCTUAL).tables[0]
    items = tuple(replace(i, values={"状态": "推进中"}) for i in table.items)
    tasks = replace(table, table=replace(table.table, kind=Kind.TASK, title="重点任务", code="任务"), items=items)
    return replace(small_summary(statuses=[status("福慈科")]), tables=(tasks,))


EVERY_SIZE = {
    "two tables": sample_summary(),
    "one table": sample_summary(codes=("附件3",)),
    "three tables, ten red, long names": with_settings(
        small_summary(LAGGARDS, PUNCTUAL, LAGGARDS[:2], statuses=[status(f"某某县民政和社会保障事务局{n}", None) for n in range(20)]),
        replace(SETTINGS, plan_name=LONG, title=f"{LONG}通报", office=f"{LONG}办公室", report_to=LONG, copy_to=LONG)),
    "no red": small_summary(PUNCTUAL, statuses=[status("福慈科")]),
    "no annual plan": small_summary([Project("A", "甲县", "0", ["10", "20.5"])]),
    "January": sample_summary(month=1),
    "tasks only": tasks_only(),
    "nothing at all": small_summary(),
}


@pytest.mark.parametrize("name", EVERY_SIZE)
def test_the_page_is_one_sheet_of_a4(name: str, tmp_path: Path) -> None:
    """Whatever the plan: A4 portrait, fitted to one page, all twelve columns in the print area, no row of no height."""
    sheet = page(EVERY_SIZE[name], tmp_path)
    setup = sheet.page_setup
    assert ("9", "portrait", 1, 1) == (str(setup.paperSize), setup.orientation, setup.fitToWidth or 1, setup.fitToHeight or 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert f"'通报'!$A$1:$L${sheet.max_row}" == sheet.print_area
    assert all(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1))


@pytest.mark.parametrize("name", EVERY_SIZE)
def test_the_page_says_what_the_wording_says(name: str, tmp_path: Path) -> None:
    """The verdict and every paragraph stand there word for word."""
    summary = EVERY_SIZE[name]
    found = texts(page(summary, tmp_path))
    assert verdict(summary) in found
    for paragraph in paragraphs(summary):
        assert f"　　{paragraph.lead}{paragraph.text}" in found


def test_the_verdict_is_live_and_the_paragraphs_are_not(tmp_path: Path) -> None:
    """The office may polish the words; the headline follows the tables."""
    found = texts(page(sample_summary(), tmp_path, live=True))
    assert any(text.startswith('="1—6月完成年度计划"&TEXT(完成率_附件2') for text in found)
    assert any(text.startswith("　　一、总体情况。截至6月20日") for text in found)


def test_practice_figures_say_so_on_their_face_and_foot(tmp_path: Path) -> None:
    """A practice month can never be taken for a real one, and a real one carries no such mark."""
    practice = page(sample_summary(practice=True), tmp_path)
    assert PRACTICE_MARK in texts(practice)
    assert "演练数据" in practice.oddFooter.left.text
    real = page(sample_summary(practice=False), tmp_path)
    assert "演练" not in "".join(texts(real)) + real.oddFooter.left.text


def test_the_masthead_tells_office_campaign_issue_and_cut_off(tmp_path: Path) -> None:
    """Who issues what, which number, as of when; the basis of time progress stands at the foot."""
    sheet = page(sample_summary(practice=False), tmp_path)
    assert ["遂宁市民政局“七大提升行动”", "项目推进情况通报", "遂宁市民政局办公室", "2017年第6期", "截至2017年6月20日"] == texts(sheet)[:5]
    assert "序时进度50.0%（按月计）" in sheet.oddFooter.right.text


def test_the_four_cards_show_and_link_to_the_totals(tmp_path: Path) -> None:
    """Labels lead to the cell that the number comes from."""
    sheet = page(sample_summary(practice=False), tmp_path)
    row = next(cell.row for cell in sheet["A"] if cell.value == "总投资（万元）")
    assert [687220, 113200, 54351, 0.4801325088] == [sheet.cell(row + 1, col).value for col in (1, 4, 7, 10)]
    assert "'附件2项目总表'!G20" == sheet.cell(row, 1).hyperlink.location
    assert ["附件2共14个项目", "6月完成：8,819", "距序时进度差：2,249", "慢于序时2.0个百分点"] == [
        sheet.cell(row + 2, col).value for col in (1, 4, 7, 10)]
    assert "附件3：38.7% 慢11.3" == sheet.cell(row + 3, 10).value


def test_the_foot_leads_to_every_other_sheet(tmp_path: Path) -> None:
    """Twelve sheets at most, in their order; and beside each paragraph stands where its figures are."""
    path = tmp_path / "通报.xlsx"
    summary = sample_summary()
    write_bulletin(path, summary)
    book = openpyxl.load_workbook(path)
    links = [(str(c.value), c.hyperlink.location.partition("!")[0].strip("'")) for row in book["通报"].iter_rows() for c in row if c.hyperlink]
    beside = [target for text, target in links if text == f"来源：{target}"]

    assert [name for name in book.sheetnames if name != "通报"] == [text for text, target in links if text == target]
    assert ["合计构成", "单位排名", "报送情况", "报送情况"] == beside


def test_no_paragraph_ends_in_a_line_of_its_full_stop(tmp_path: Path) -> None:
    """A paragraph one character longer than its lines is set a little smaller; one that fills them is not."""
    sizes = set()
    for length in range(4, 28, 2):
        sheet = page(small_summary(PUNCTUAL, statuses=[status("乙" * length, None)]), tmp_path)
        row = next(c.row for r in sheet.iter_rows(max_col=1) for c in r if "报送情况" in str(c.value))
        sizes.add(sheet.cell(row, 1).font.size)

    assert 12 in sizes
    assert {11, 11.5} & sizes
    assert sizes <= {11, 11.5, 12}


def test_a_card_has_the_decimals_of_its_figure(tmp_path: Path) -> None:
    """One amount with a tenth does not put two decimals behind every other."""
    sheet = page(small_summary([Project("A", "甲县", "100", ["10.5"])]), tmp_path)
    row = next(cell.row for cell in sheet["A"] if cell.value == "总投资（万元）")
    assert ["#,##0", "#,##0", "#,##0.0"] == [sheet.cell(row + 1, col).number_format for col in (1, 4, 7)]
    assert ["1月完成：10.5", "距序时进度差：0"] == [sheet.cell(row + 2, col).value for col in (4, 7)]


def test_the_strip_counts_lights_by_table_and_the_note_warns_of_adding(tmp_path: Path) -> None:
    """附件2 before the stroke, 附件3 behind it; 744340 is named where the eye falls."""
    found = texts(page(sample_summary(), tmp_path))
    assert {"● 绿灯 5/5", "▲ 黄灯 1/3", "■ 红灯 4/1", "○ 待实施 4/6", "报送 11家：按时8 迟报2 未报1"} <= set(found)
    assert f"注：灯数“/”前为附件2、后为附件3；{overlap_note(sample_summary())}。" in found


def test_at_most_four_red_projects_stand_on_the_page(tmp_path: Path) -> None:
    """The furthest behind first, with unit, share, gap and cause; the rest is a click away."""
    sheet = page(sample_summary(), tmp_path)
    row = next(cell.row for cell in sheet["A"] if cell.value == "项目")
    expected = ["遂宁市殡仪馆改扩建", "船山圣平岛移民避险解困项目", "遂宁市八角亭公墓异地迁建项目", "蓬溪县福康乐养老中心"]
    assert expected == [sheet.cell(row + n, 1).value for n in range(1, 5)]
    assert [-22.777778, "本月未报送；征地拆迁余12户未签约"] == [sheet.cell(row + 4, 8).value, sheet.cell(row + 4, 9).value]
    assert sheet.cell(row + 5, 1).value is None
    assert "'滞后项目'!A1" == sheet.cell(row - 1, 11).hyperlink.location


def test_without_red_projects_there_is_no_table_of_them(tmp_path: Path) -> None:
    """No heading over nothing."""
    assert "主要原因及需协调事项" not in texts(page(EVERY_SIZE["no red"], tmp_path))


def test_a_long_cause_is_cut_on_the_page_only(tmp_path: Path) -> None:
    """The front page stays readable; 滞后项目 has the whole text."""
    summary = EVERY_SIZE["three tables, ten red, long names"]
    cut = [text for text in texts(page(summary, tmp_path)) if text.endswith("……")]
    whole = openpyxl.load_workbook(tmp_path / "通报.xlsx", data_only=True)["滞后项目"]["L5"].value
    assert 4 == len(cut)
    assert "征地拆迁未完成，" * 20 == whole


@pytest.mark.parametrize("name", ["two tables", "tasks only"])
def test_equal_summaries_give_equal_bytes(name: str, tmp_path: Path) -> None:
    """Nothing on the page depends on the clock or on chance."""
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_bulletin(first, EVERY_SIZE[name])
    write_bulletin(second, EVERY_SIZE[name])
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.skipif(not available(), reason=SKIP_REASON)
@pytest.mark.parametrize("name", ["three tables, ten red, long names", "no annual plan"])
def test_every_stored_value_is_what_a_recalculation_gives(name: str, tmp_path: Path) -> None:
    """A previewer that does not calculate shows the same as Excel, for plans of every size."""
    path = tmp_path / "通报.xlsx"
    write_bulletin(path, EVERY_SIZE[name])
    assert [] == differences(path)


@pytest.mark.skipif(not available(), reason=SKIP_REASON)
def test_an_edit_in_a_table_changes_the_headline(tmp_path: Path) -> None:
    """One figure corrected on the last morning turns the light, the verdict and the red count at once."""
    path = tmp_path / "通报.xlsx"
    write_bulletin(path, sample_summary(practice=False))
    book = openpyxl.load_workbook(path)
    table = book["附件2项目总表"]
    month = next(cell.column for cell in table[5] if cell.value == "6月完成")
    row = next(cell.row for cell in table["B"] if cell.value == "船山圣平岛移民避险解困项目")
    table.cell(row, month).value = 9000
    book.save(path)
    again = openpyxl.load_workbook(recalculated(path, tmp_path), data_only=True)
    assert any(text.startswith("1—6月完成年度计划55.6%，快于序时5.6个百分点；红灯4个") for text in texts(again["通报"]))
    assert "已转绿，予以销号" == supervision_of(again["滞后项目"], "船山圣平岛移民避险解困项目")


def supervision_of(sheet: Worksheet, project: str) -> object:
    """督办建议 of ``project``."""
    rows: Sequence[Sequence[object]] = list(sheet.values)
    return next(row[13] for row in rows if row[2] == project)
