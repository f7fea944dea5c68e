"""A quarter's or a year's bulletin over monthly reports: as of its last month, with its own investment."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from automation.bulletin.phrases import issue_number
from automation.bulletin.stated import stated
from automation.bulletin.totals import done, growth, totals_of
from automation.bulletin.wording import paragraphs
from automation.bulletin.write import bulletin_name, write_bulletin
from automation.period import Period
from automation.plan.shipped import load
from automation.summary import Summary
from tests import libreoffice
from tests.bulletin.reported import projects_only, reported_summary, with_annual_plans

PLAN = with_annual_plans(projects_only(load("suining-2017")))


def summary(period: str) -> Summary:
    return reported_summary(PLAN, Period.parse(period))


def by_hand(first: int, last: int) -> Decimal:
    """附件2's investment from month to month, added up from what each month's bulletin has."""
    return sum((summary(f"2017-{m:02}").tables[0].total("本月完成投资") for m in range(first, last + 1)), Decimal(0))


def test_a_quarter_is_its_three_months() -> None:
    """第2季度完成 is April, May and June; cumulative figures, rates and lights are June's."""
    june, quarter = summary("2017-06"), summary("2017-Q2")

    assert by_hand(4, 6) == totals_of(quarter.tables[0], quarter.period).month
    assert june.tables[0].total("本年累计完成投资") == quarter.tables[0].total("本年累计完成投资")
    assert [i.light for i in june.tables[0].items] == [i.light for i in quarter.tables[0].items]
    assert june.time_progress == quarter.time_progress == Decimal("0.5")


def test_a_quarter_is_compared_with_the_quarter_before() -> None:
    """环比 of a quarter is against January to March; a year's first quarter has nothing to compare with."""
    quarter = summary("2017-Q2")

    assert by_hand(4, 6) / by_hand(1, 3) - 1 == growth(quarter, quarter.tables[0])
    assert None is growth(summary("2017-Q1"), summary("2017-Q1").tables[0])


def test_half_a_year_and_a_year_are_all_their_months() -> None:
    """In a year's first half-year what was done in it is what was done so far."""
    half = summary("2017-H1")

    assert by_hand(1, 6) == done(half.tables[0], half.period) == half.tables[0].total("本年累计完成投资")
    assert "全年完成投资" in paragraphs(summary("2017"))[0].text


def test_the_text_says_which_quarter_and_asks_for_the_next_month() -> None:
    """第2季度完成, and the next report is July's."""
    texts = {p.lead[2:]: p.text for p in paragraphs(summary("2017-Q2"))}

    assert "；第2季度完成投资" in texts["总体情况。"] and "1—6月累计完成" in texts["总体情况。"]
    assert "前报送7月进度" in texts["下步要求。"]
    assert "2017年第2季度" == issue_number(PLAN.settings, Period.parse("2017-Q2"), 0)


def test_file_names() -> None:
    """通报_2017年第2季度.xlsx, 通报_2017年.xlsx."""
    assert ["通报_2017年第2季度.xlsx", "通报_2017年上半年.xlsx", "通报_2017年.xlsx"] == [bulletin_name(Period.parse(p)) for p in ("2017-Q2", "2017-H1", "2017")]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second quarter's bulletin as a file."""
    target = tmp_path_factory.mktemp("quarter") / "通报.xlsx"
    write_bulletin(target, summary("2017-Q2"))
    return target


def test_the_quarters_figure_is_live(path: Path) -> None:
    """数据校核 adds the quarter up from the months on 月度台账; the sheets speak of June, and none of them of 与上期对比."""
    formula = next(one.formula for one in stated(summary("2017-Q2")) if "第2季度完成投资" in one.label)
    book = openpyxl.load_workbook(path, data_only=True)
    heads = {cell.value for cell in book["附件2项目总表"][5]}

    assert formula.startswith("=SUM(月度台账!")
    assert "6月完成" in heads
    assert "与上期对比" not in book.sheetnames
    lines = {str(row[2]): row[5] for row in book["数据校核"].iter_rows(min_row=5, values_only=True)}
    assert {"√ 一致"} == {said for content, said in lines.items() if "正文" in content}


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
def test_stored_values_are_libreoffices(path: Path) -> None:
    """Every formula of the quarter's book gives what is stored."""
    assert [] == libreoffice.differences(path)
