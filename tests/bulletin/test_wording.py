"""The words of the front page, written out by hand for each case that bends them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from automation.bulletin.phrases import against_time, digits, issue_number, issuer, listed, masthead, percent
from automation.bulletin.wording import overlap_note, paragraphs, stated, verdict
from automation.model.submission import UnitState, UnitStatus
from automation.period import Period
from automation.summary import Summary
from tests.bulletin.sample import sample_summary
from tests.bulletin.small import SETTINGS, Project, small_summary, status, with_settings

AHEAD = Project("A", "甲县", "100", ["10", "10", "10", "10", "10", "10"])
BEHIND = Project("B", "乙县", "100", ["5", "5", "5", "5", "5", "5"], problem="征地未完成")


def said(summary: Summary, heading: str) -> str:
    """The text of the paragraph under ``heading``."""
    return next(p.text for p in paragraphs(summary) if heading in p.lead)


def test_the_sample_month_reads_as_the_office_would_write_it() -> None:
    """Paragraph one states projects, plan, starts, month, growth, year and gap of the first table, then the second."""
    expected = (
        "截至6月20日，纳入“七大提升行动”项目总表（附件2）的14个项目总投资687220万元，2017年计划实施10个、计划投资113200万元，"
        "已开工9个，开工率90.0%；6月完成投资8819万元，环比下降23.7%（蓬溪县民政局未报送，数据不可比），1—6月累计完成54351万元，"
        "占年度计划的48.0%，慢于序时进度2.0个百分点。重大项目（附件3）的15个项目总投资112820万元，1—6月累计完成8578万元，"
        "占年度计划的38.7%，慢于序时进度11.3个百分点。")
    assert expected == said(sample_summary(), "总体情况")


def test_the_paragraphs_are_numbered_in_order() -> None:
    """Five paragraphs, and the table of red projects stands under the third."""
    found = paragraphs(sample_summary())
    assert ["一、总体情况。", "二、进度排名。", "三、红灯项目。", "四、报送情况。", "五、下步要求。"] == [p.lead for p in found]
    assert [False, False, True, False, False] == [p.red_projects for p in found]


def test_the_verdict_is_one_sentence() -> None:
    """Done, against time, red once for each project, missing."""
    assert "1—6月完成年度计划48.0%，慢于序时2.0个百分点；红灯5个、未报1家" == verdict(sample_summary())


def test_january_has_neither_a_range_nor_growth() -> None:
    """1月完成 is said once, and nothing is compared with December."""
    summary = small_summary([Project("A", "甲县", "1200", ["100"])])
    expected = ("截至1月20日，纳入“七大提升行动”项目总表（附件2）的1个项目总投资1000万元，2017年计划实施1个、计划投资1200万元，"
                "已开工1个，开工率100.0%；1月完成投资100万元，占年度计划的8.3%，与序时进度持平。")
    assert expected == said(summary, "总体情况")
    assert "1月完成年度计划8.3%，与序时持平；红灯0个、未报0家" == verdict(summary)


def test_growth_is_left_out_after_a_month_of_nothing() -> None:
    """Nothing can be divided by a month in which nothing was completed."""
    assert "环比" not in said(small_summary([Project("A", "甲县", "100", ["5", "0", "9"])]), "总体情况")


@pytest.mark.parametrize(("months", "expected"), [
    (["5", "10", "15"], "环比增长50.0%，"), (["5", "10", "5"], "环比下降50.0%，"), (["5", "10", "10"], "环比持平，"),
    (["5", "10000", "10004"], "环比持平，"), (["5", "10", None], "环比下降100.0%（福慈科未报送，数据不可比），"),
    ([None, "10", "20"], "环比增长100.0%，"),
])
def test_growth_is_worded_after_rounding(months: list[str | None], expected: str) -> None:
    """Up, down or level by one decimal; a unit that is missing now makes the figure no comparison."""
    assert expected in said(small_summary([Project("A", "甲县", "100", months)]), "总体情况")


def test_a_unit_missing_last_month_spoils_the_comparison_too() -> None:
    """The month before holds less than it should, and the text says whose share is missing."""
    summary = small_summary([replace(AHEAD, months=["5", "5", "5"]), Project("B", "乙县", "100", ["5", None, "5"], unit="事务科")])
    assert "环比增长100.0%（事务科上月未报送，数据不可比）" in said(summary, "总体情况")


def test_without_an_annual_plan_no_share_of_it_is_stated() -> None:
    """Neither the plan, nor a share, nor a gap, nor a ranking; the verdict tells the amount instead."""
    summary = small_summary([Project("A", "甲县", "0", ["10", "20.5"])])
    assert ("截至2月20日，纳入“七大提升行动”项目总表（附件2）的1个项目总投资1000万元；2月完成投资20.5万元，环比增长105.0%，"
            "1—2月累计完成30.5万元。") == said(summary, "总体情况")
    assert "2017年没有下达投资计划，不作排名。" == said(summary, "进度排名")
    assert "1—2月累计完成投资30.5万元；红灯0个、未报0家" == verdict(summary)


def test_a_second_table_without_a_plan_keeps_its_amounts() -> None:
    """Only the clause that would divide by nothing is dropped."""
    summary = small_summary([AHEAD], [Project("C", "丙县", "0", ["0", "0", "0", "0", "0", "7"])])
    assert said(summary, "总体情况").endswith("重大项目（附件3）的1个项目总投资1000万元，1—6月累计完成7万元。")


def test_a_project_counts_as_started_by_its_reported_state() -> None:
    """前期工作 with investment is not started, and 停工 was."""
    summary = small_summary([replace(AHEAD, state="前期工作"), replace(BEHIND, state="停工")])
    assert "计划实施2个、计划投资200万元，已开工1个，开工率50.0%" in said(summary, "总体情况")


def test_fewer_than_four_ranked_units_are_all_named() -> None:
    """With two or three units, best and worst would overlap."""
    summary = small_summary([AHEAD, BEHIND, Project("C", "丙县", "100", ["9", "9", "9", "9", "9", "9"]), Project("D", "丁县", "0", ["0"] * 6)])
    assert "按牵头单位，完成率依次为甲县（60.0%）、丙县（54.0%）、乙县（30.0%）。" == said(summary, "进度排名")


def test_four_units_give_two_best_and_two_worst() -> None:
    """The worst comes first of the worst."""
    rates = {"甲县": "10", "乙县": "9", "丙县": "4", "丁县": "3"}
    summary = small_summary([Project(lead, lead, "100", [amount] * 6) for lead, amount in rates.items()])
    assert "按牵头单位，完成率居前的是甲县（60.0%）、乙县（54.0%），居后的是丁县（18.0%）、丙县（24.0%）。" == said(summary, "进度排名")


def test_when_all_units_are_ahead_the_ranking_says_so() -> None:
    """No unit is blamed for being last among the punctual."""
    summary = small_summary([Project(lead, lead, "100", ["10"] * 6) for lead in ("甲县", "乙县", "丙县")])
    assert said(summary, "进度排名").endswith("，均达到序时进度。")


@pytest.mark.parametrize(("projects", "expected"), [
    ([AHEAD], "本月无红灯、黄灯项目。"),
    ([AHEAD, replace(BEHIND, months=["8"] * 6)], "本月无红灯项目，黄灯1个见《滞后项目》。"),
    ([AHEAD, BEHIND], "共1个："),
    ([AHEAD, BEHIND, Project("C", "丙县", "100", ["8"] * 6)], "共1个（黄灯1个见《滞后项目》）："),
    ([replace(BEHIND, code=str(n)) for n in range(5)], "共5个（列前4个）："),
])
def test_red_projects_are_counted_with_what_stands_elsewhere(projects: list[Project], expected: str) -> None:
    """No red, no yellow, more red than the page names: each has its own words."""
    assert expected == said(small_summary(projects), "红灯项目")


def test_a_project_in_two_tables_is_red_once() -> None:
    """The same code in two tables is one project, in the count and in the verdict."""
    summary = small_summary([BEHIND], [BEHIND])
    assert "共1个：" == said(summary, "红灯项目")
    assert "红灯1个" in verdict(summary)


@pytest.mark.parametrize(("statuses", "expected"), [
    ([status("甲"), status("乙")], "应报2家，全部按时报送。"),
    ([status("甲"), status("乙", 2)], "应报2家，按时报送1家；迟报1家：乙。"),
    ([status("甲"), status("乙", None)], "应报2家，按时报送1家；未报送1家：乙。"),
    ([status("甲"), status("乙", None, UnitState.RETURNED)], "应报2家，按时报送1家；未报送1家：乙（已退回待重报）。"),
    ([status(name, None) for name in "甲乙丙丁戊己"], "应报6家，按时报送0家；未报送6家：甲、乙、丙、丁、戊等6家。"),
    ([status(name, 1) for name in "甲乙丙丁戊"], "应报5家，按时报送0家；迟报5家：甲、乙、丙、丁、戊。"),
    ([], "本月没有应报单位。"),
])
def test_reporting_names_those_who_did_not(statuses: list[UnitStatus], expected: str) -> None:
    """Clauses without anybody are dropped; more than five names become five and a count."""
    summary = replace(small_summary([AHEAD]), statuses=tuple(statuses))
    assert expected == said(summary, "报送情况")


def test_next_steps_ask_only_what_is_owed() -> None:
    """Explanations of red projects, late reports and the next date, each only where it applies."""
    quiet = small_summary([AHEAD], statuses=[status("甲")])
    owing = small_summary([BEHIND], statuses=[status("甲", None)])
    assert "各单位7月20日17:00前报送7月进度。" == said(quiet, "下步要求")
    assert ("红灯项目牵头单位6月30日前向分管领导书面说明并提出追赶计划；未报送单位6月28日前补报；各单位7月20日17:00前报送7月进度。"
            == said(owing, "下步要求"))


def test_december_asks_for_january_with_its_year() -> None:
    """A date in another year says which."""
    assert said(small_summary([replace(AHEAD, months=["10"] * 12)]), "下步要求") == "各单位2018年1月20日17:00前报送1月进度。"


def test_after_the_last_period_nothing_is_asked_for() -> None:
    """A plan that has ended has no next report."""
    summary = with_settings(small_summary([AHEAD]), replace(SETTINGS, end=Period(2017, 6)))
    assert "本轮报送至2017年6月结束，请各单位做好资料归档。" == said(summary, "下步要求")


def test_totals_of_two_tables_are_never_left_to_be_added() -> None:
    """The note names what is in both and what remains; tables without overlap may be added, one table needs no note."""
    expected = "两表有6个项目重复，去重后共23个、744340万元，合计数不可直接相加"
    assert expected == overlap_note(sample_summary())
    assert "两表没有重复项目，共2个、2000万元" == overlap_note(small_summary([AHEAD], [BEHIND]))
    assert "3张表有1个项目重复，去重后共2个、2000万元，合计数不可直接相加" == overlap_note(small_summary([AHEAD], [AHEAD], [BEHIND]))
    assert "" == overlap_note(small_summary([AHEAD]))


def test_a_plan_without_projects_still_has_a_page() -> None:
    """Five words less: no ranking, no red projects, and nothing fails."""
    found = paragraphs(replace(sample_summary(), tables=()))
    assert ["一、总体情况。", "二、报送情况。", "三、下步要求。"] == [p.lead for p in found]


@pytest.mark.parametrize(("points", "expected"), [
    ("0.04", "与序时进度持平"), ("-0.04", "与序时进度持平"), ("0.05", "快于序时进度0.1个百分点"), ("-0.05", "慢于序时进度0.1个百分点"),
    ("12.000001", "快于序时进度12.0个百分点"),
])
def test_a_gap_is_rounded_before_its_word_is_chosen(points: str, expected: str) -> None:
    """Nothing is ever 慢于…0.0个百分点."""
    assert expected == against_time(Decimal(points))


def test_figures_in_a_sentence_have_no_thousands_separators() -> None:
    """Plain digits, no empty decimals, one decimal for a share."""
    assert ["687220", "12.5", "0", "1200"] == [digits(Decimal(text)) for text in ("687220.00", "12.50", "0.00", "1200")]
    assert "48.1%" == percent(Decimal("0.4805"))
    assert "甲、乙等3家" == listed(["甲", "乙", "丙"], 2)


def test_the_masthead_joins_office_and_campaign_once() -> None:
    """The city is not said twice, however the plan's name begins."""
    names = ("遂宁市“七大提升行动”", "遂宁市民政局“七大提升行动”", "“七大提升行动”")
    assert {"遂宁市民政局“七大提升行动”"} == {masthead(replace(SETTINGS, plan_name=name)) for name in names}


def test_the_office_of_a_bureau_is_named_in_full() -> None:
    """局办公室 is what colleagues say; a page that goes to others says whose."""
    offices = {"局办公室": "遂宁市民政局办公室", "遂宁市民政局办公室": "遂宁市民政局办公室", "项目办": "项目办"}
    assert list(offices.values()) == [issuer(replace(SETTINGS, office=office)) for office in offices]


def test_a_correction_says_that_it_is_one() -> None:
    """The issue number follows the plan's pattern, and a revision is marked."""
    assert "2017年第6期" == issue_number(SETTINGS, Period(2017, 6), 0)
    assert "2017年第6期（更正第2号）" == issue_number(SETTINGS, Period(2017, 6), 2)


def test_every_figure_of_the_text_is_stated_for_the_check() -> None:
    """Each number in the ranking, the lights and the reporting appears among what 数据校核 compares."""
    found = {s.label: (s.value, s.decimals) for s in stated(sample_summary())}
    assert (Decimal(687220), 0) == found["附件2总投资"]
    assert (Decimal("23.7"), 1) == found["附件2环比（%）"]
    assert (Decimal("-2.0"), 1) == found["附件2与序时比（百分点）"]
    assert (Decimal(744340), 0) == found["去重后总投资"]
    assert (Decimal("27.2"), 1) == found["蓬溪县完成率（%）"]
    assert (Decimal(5), 0) == found["红灯项目（个）"]
    assert (Decimal(1), 0) == found["未报送（家）"]
    assert len(found) == len(stated(sample_summary()))
