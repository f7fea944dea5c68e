"""Sheet 单位排名 and the order behind it."""

from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from automation.bulletin.charts import axis_step
from automation.bulletin.standings import Ranking, rankings, short_name
from automation.bulletin.write import write_bulletin
from automation.lights import Light
from automation.model.plan import Unit
from tests.bulletin.sample import sample_plan, sample_summary
from tests.bulletin.small import Project, small_summary

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def ranked(*projects: Project) -> Ranking:
    """The ranking of one table with ``projects``."""
    return rankings(small_summary(projects))[0]


def project(lead: str, *months: str | None, annual: str = "100", unit: str = "福慈科") -> Project:
    """A project of ``lead``; its code is unlike any other."""
    return Project(f"{lead}{unit}{months}{annual}", lead, annual, months, unit=unit)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    """The sheet of the sample month, as values."""
    path = tmp_path_factory.mktemp("bulletin") / "通报.xlsx"
    write_bulletin(path, sample_summary())
    return openpyxl.load_workbook(path, data_only=True)["单位排名"]


def test_units_stand_by_completion_rate_and_those_without_a_plan_last(sheet: Worksheet) -> None:
    """Rates come from sums of the unit's projects, never from an average."""
    expected = ["遂宁市河东新区管委会", "射洪县委、县政府", "安居区委、区政府", "市民政局", "船山区委、区政府", "蓬溪县委、县政府", "遂宁开发区管委会"]
    assert expected == [sheet.cell(row, 2).value for row in range(5, 12)]
    assert [1, 2, 3, 4, 5, 6, "—"] == [sheet.cell(row, 1).value for row in range(5, 12)]
    assert (2, 350000, 62000, 5500, 32500) == tuple(sheet.cell(6, col).value for col in range(3, 8))


def test_the_rise_compares_with_the_month_before(sheet: Worksheet) -> None:
    """市民政局 was fifth in May and 船山区 fourth."""
    places = {sheet.cell(row, 2).value: (sheet.cell(row, 13).value, sheet.cell(row, 14).value) for row in range(5, 12)}
    assert ((5, 1), (4, -1), ("—", "—")) == (places["市民政局"], places["船山区委、区政府"], places["遂宁开发区管委会"])


def test_the_second_table_is_ranked_by_the_units_that_report(sheet: Worksheet) -> None:
    """附件3 has one responsible unit for nearly all its projects, which would rank nothing."""
    assert "一、按牵头单位（附件2共14个项目）" == sheet["A3"].value
    assert "二、按责任（填报）单位（附件3共15个项目）" == sheet["A14"].value


def test_every_ranking_has_its_chart_with_short_names(sheet: Worksheet) -> None:
    """Labels on an axis are short; the charts have no legend."""
    assert ["河东新区", "射洪县", "安居区"] == [sheet.cell(row, 17).value for row in (5, 6, 7)]
    assert 2 == len(sheet._charts)


def test_equal_rates_share_a_rank() -> None:
    """Two firsts, then a third."""
    found = ranked(project("甲县", "10"), project("乙县", "10"), project("丙县", "5"))
    assert [1, 1, 3] == [s.rank for s in found.standings]


def test_january_compares_with_no_month() -> None:
    """The ranking of last December is another year's."""
    assert [None, None, None] == [s.rank_before for s in ranked(project("甲县", "1"), project("乙县", "2"), project("丙县", "3")).standings]


def test_a_project_that_is_not_reported_keeps_its_unit_in_the_ranking() -> None:
    """What was done up to the month before still counts."""
    found = ranked(project("甲县", "10", None), project("乙县", "1", "1"), project("丙县", "1", "2"))
    assert ["甲县", "丙县", "乙县"] == [s.unit for s in found.standings]
    assert Decimal("0.1") == found.standings[0].rate


def test_lead_units_rank_only_where_every_project_has_one() -> None:
    """A blank lead would be a unit without a name."""
    leads = ranked(project("甲县", "1"), project("乙县", "1"), project("丙县", "1"))
    blank = ranked(project("甲县", "1"), project("乙县", "1"), project("丙县", "1"), project("", "1", unit="事务科"))
    assert (True, "牵头单位") == (leads.by_lead, leads.label)
    assert (False, {"福慈科", "事务科"}) == (blank.by_lead, {s.unit for s in blank.standings})


def test_of_few_lead_units_and_more_reporting_ones_the_latter_are_ranked() -> None:
    """A ranking of one says nothing."""
    found = ranked(project("市局", "1", unit="甲科"), project("市局", "2", unit="乙科"))
    assert not found.by_lead


@pytest.mark.parametrize(("rate", "light"), [("50", Light.GREEN), ("49", Light.YELLOW), ("40", Light.YELLOW), ("39", Light.RED)])
def test_a_unit_is_lit_like_a_project(rate: str, light: Light) -> None:
    """The thresholds are those of 亮灯: behind by up to ten points is yellow, exactly on time is green."""
    assert light is ranked(project("甲县", "0", "0", "0", "0", "0", rate)).standings[0].light


@pytest.mark.parametrize(("name", "expected"), [
    ("遂宁市河东新区管委会", "河东新区"), ("射洪县委、县政府", "射洪县"), ("遂宁开发区管委会", "开发区"), ("市民政局", "市民政局"),
    ("船山区民政局", "船山区"), ("遂宁市", "遂宁市"), ("福慈科", "福慈科"),
])
def test_names_lose_the_city_and_what_all_have(name: str, expected: str) -> None:
    """What is left still tells the unit from every other."""
    assert expected == short_name(sample_plan(), name)


def test_an_alias_that_is_longer_than_the_name_is_no_short_name() -> None:
    """A section's full name is an alias too."""
    plan = replace(sample_plan(), units=(Unit("D03", "福慈科", ("社会福利和慈善事业促进科",)),))
    assert "福慈科" == short_name(plan, "社会福利和慈善事业促进科")


def test_two_units_with_one_short_name_keep_their_whole_names() -> None:
    """An axis never shows two columns under one name."""
    summary = small_summary([project("遂宁市高新区管委会", "1"), project("高新区管委会", "2"), project("丙县", "3")])
    twins = replace(summary, plan=replace(summary.plan, units=(Unit("1", "丙县"),)))
    assert {"遂宁市高新区管委会", "高新区管委会", "丙县"} == {s.short for s in rankings(twins)[0].standings}


@pytest.mark.parametrize(("highest", "step"), [
    ("0", "1"), ("0.5", "0.2"), ("0.78", "0.2"), ("0.79", "0.25"), ("1.9", "0.5"), ("8819", "2500"), ("11800", "5000"), ("0.39", "0.1"),
])
def test_axes_have_four_round_steps(highest: str, step: str) -> None:
    """1, 2, 2.5 or 5 times a power of ten, with room above the highest value."""
    assert Decimal(step) == axis_step([Decimal(highest)])
