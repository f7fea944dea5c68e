"""Whose workbook it is: every source is heard, none is believed against another, nothing is guessed."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import Workbook

from automation.model.submission import Submission
from automation.period import Frequency, Period
from automation.reader.names import unit_in, unit_named
from automation.reader.when import period_code, periods_in
from tests.reader.books import edited, issued, plan, read, row, seen, typing

Edit = Callable[[Workbook], object]


def no_meta(book: Workbook) -> None:
    del book["_meta"]


def no_names(book: Workbook) -> None:
    for name in ("plan", "unit", "period", "version"):
        del book.defined_names[f"tongbao_{name}"]


def no_property(book: Workbook) -> None:
    del book.custom_doc_props["tongbao"]


def no_heading_line(book: Workbook) -> None:
    for sheet in ("填报表", "任务", "指标"):
        book[sheet]["A1"] = book[sheet]["A2"] = None


def stamped(key: str, value: str) -> Edit:
    """The edit that changes one line of ``_meta``."""
    def edit(book: Workbook) -> None:
        for cell in book["_meta"]["A"]:
            if cell.value == key:
                cell.offset(column=1).value = value
    return edit


ALL = (no_meta, no_names, no_property, no_heading_line)
JUNE = Period.parse("2017-06")


def figure(submission: Submission) -> Decimal:
    found = row(submission).values["本月完成投资"].parsed
    assert isinstance(found, Decimal)
    return found


@pytest.mark.parametrize("left", ALL)
def test_any_one_source_is_enough(left: Edit) -> None:
    """Whatever a program or a clerk dropped, what is left still says whose and when."""
    submission = read(edited(*(drop for drop in ALL if drop is not left)))
    assert ("福慈科", Period.parse("2017-06"), []) == (submission.unit, submission.period, seen(submission, "I101"))
    assert "L9" == row(submission).values["本月完成投资"].cell


def test_what_people_call_it_is_evidence_too() -> None:
    """With stamp and lines gone, title and file name say what the lines would have said."""
    submission = read(edited(*ALL, typing("A1", "2017年6月项目进展月报表")), name="福慈科 报送.xlsx")
    assert ("福慈科", JUNE, [120.5]) == (submission.unit, submission.period, [float(figure(submission))])


def test_the_items_say_whose_they_are() -> None:
    """A workbook whose items all belong to one unit is that unit's."""
    submission = read(edited(*ALL, typing("A1", "2017年6月项目进展月报表")))
    assert ("福慈科", JUNE, ()) == (submission.unit, submission.period, submission.observations)


def test_a_workbook_that_says_nothing_is_not_read() -> None:
    """Neither unit nor period from anywhere: it is sent back."""
    def no_items(book: Workbook) -> None:
        for sheet in ("填报表", "任务", "指标"):
            book[sheet].delete_rows(9, 9)
    submission = read(edited(*ALL, no_items))
    assert [("I101", "单位、报告期")] == [(o.code, o.facts["missing"]) for o in submission.observations]
    assert ("", None, ()) == (submission.unit, submission.period, submission.rows)


def test_a_missing_half_of_the_identity_is_named() -> None:
    """With the unit known and the period not, only the period is asked for."""
    submission = read(edited(*ALL, typing("A2", "填报单位：福慈科")))
    assert ["报告期"] == [o.facts["missing"] for o in seen(submission, "I101")]
    assert "福慈科" == submission.unit


def test_the_unit_may_stand_beside_its_label() -> None:
    """填报单位 in one cell and the name in the next say the same."""
    submission = read(edited(*ALL, typing("A2", "填报单位："), typing("D2", "福慈科"), typing("A3", "报告期"),
                             typing("A1", "填报期：2017年6月")))
    assert ("福慈科", "2017-06") == (submission.unit, str(submission.period))


@pytest.mark.parametrize(("edit", "about", "first", "second"), [
    (typing("A2", "填报单位：政权科   填报期：2017年6月"), "单位", "福慈科", "政权科"),
    (stamped("单位编码", "ZQ"), "单位", "福慈科", "政权科"),
    (stamped("填报期", "2017-05"), "报告期", "2017-06", "2017-05"),
    (typing("A2", "填报单位：福慈科   填报期：2017年5月"), "报告期", "2017-06", "2017-05"),
    (stamped("计划编号", "OTHER"), "任务书", plan().settings.plan_code, "OTHER"),
])
def test_two_identities_are_an_error_and_never_a_guess(edit: Edit, about: str, first: str, second: str) -> None:
    """Where two sources differ both are named, and nothing is read."""
    submission = read(edited(edit))
    clash = seen(submission, "I102")
    assert [(about, first, second)] == [(o.facts["about"], o.facts["first"], o.facts["second"]) for o in clash]
    assert ((), 1) == (submission.rows, len(submission.observations))
    assert all(source in clash[0].facts["sources"] for source in ("自定义属性", "定义名称", "_meta", "填报表!A2"))


def test_a_contradiction_on_a_sheet_is_pointed_at() -> None:
    """The clerk is shown the cell that says another unit."""
    clash = seen(read(edited(typing("A2", "填报单位：政权科", "任务"))), "I102")[0]
    assert ("任务", "A2") == (clash.sheet, clash.cell)


def test_a_heading_line_that_names_no_unit_is_no_contradiction() -> None:
    """A clerk may write more than a name there; only a unit of the plan counts."""
    submission = read(edited(typing("A2", "填报单位：福利慈善事业促进科（盖章）")))
    assert ("福慈科", ()) == (submission.unit, submission.observations)


def test_another_offices_plan_is_refused() -> None:
    """A workbook of another plan is not read with this one's codes."""
    other = replace(plan(), settings=replace(plan().settings, plan_code="PZH-13"))
    submission = read(issued(), other)
    wrong = seen(submission, "I103")
    facts = [(o.facts["about"], o.facts["found"], o.facts["expected"]) for o in wrong]
    assert [("任务书", "SN2017", "PZH-13")] == facts
    assert ("SN2017", "", ()) == (submission.plan_code, submission.unit, submission.rows)


@pytest.mark.parametrize(("period", "reason"), [
    ("2016-12", "不在任务书起止期内"), ("2021-01", "不在任务书起止期内"), ("2017-Q2", "频次不同"), ("上个月", "看不懂"),
])
def test_a_period_that_the_plan_does_not_know_is_refused(period: str, reason: str) -> None:
    """Before the plan began, after it ended, of another frequency, or no period at all."""
    submission = read(edited(no_names, no_property, no_heading_line, stamped("填报期", period)))
    assert [("报告期", reason)] == [(o.facts["about"], o.facts["reason"]) for o in seen(submission, "I103")]
    assert (None, "福慈科") == (submission.period, submission.unit)


def test_last_months_workbook_says_so() -> None:
    """A workbook of another month of the plan is read as that month's; the office decides what to do with it."""
    assert Period.parse("2017-05") == read(issued(period="2017-05")).period


@pytest.mark.parametrize(("change", "reason"), [
    ({"reports": False}, "不填报"), ({"members": ("政权科",)}, "是单位组"),
    ({"name": "福利科", "aliases": ()}, "本期没有填报任务"),
])
def test_a_unit_that_does_not_report_is_told(change: dict[str, object], reason: str) -> None:
    """A unit that the plan does not ask is named with the reason, and nothing is read."""
    units = tuple(replace(u, **change) if u.code == "FC" else u for u in plan().units)  # type: ignore[arg-type]
    submission = read(edited(no_heading_line), replace(plan(), units=units))
    assert [reason] == [o.facts["reason"] for o in seen(submission, "I105")]
    assert ((), 1) == (submission.rows, len(submission.observations))


def test_an_unknown_unit_gets_the_nearest_name() -> None:
    """A unit that the plan has under a similar name is asked about."""
    units = tuple(replace(u, code="XX", name="福利慈善科", aliases=()) if u.code == "FC" else u for u in plan().units)
    unknown = seen(read(edited(no_heading_line), replace(plan(), units=units)), "I105")[0]
    facts = (unknown.facts["unit"], unknown.facts["reason"], unknown.facts["likely"])
    assert ("福慈科", "不在任务书的单位中", "福利慈善科") == facts


def test_an_older_template_is_noted() -> None:
    """A workbook of another layout is read, and the office is told."""
    older = read(edited(stamped("模板版本", "0")))
    assert [("0", "1")] == [(o.facts["found"], o.facts["expected"]) for o in seen(older, "I104")]
    assert "福慈科" == older.unit


@pytest.mark.parametrize(("text", "expected"), [
    ("2017年6月", "2017-06"), ("２０１７年 12 月", "2017-12"), ("2017年第2季度", "2017-Q2"),
    ("2017年第二季度", "2017-Q2"),
    ("2017年下半年", "2017-H2"), ("2017年", "2017"), ("2017-06", "2017-06"), ("上月", "上月"),
    ("2017.6", "2017-06"), ("2017/6", "2017-06"), ("201706", "2017-06"), ("二〇一七年六月", "2017-06"),
    ("2017年1—6月", "2017-06"), ("2017年6月20日", "2017-06"), ("2017.6.20", "2017.6.20"),
    ("6月份", "?-06"), ("二季度", "?-Q2"), ("上半年", "?-H1"), ("十二月", "?-12"), ("1-6月", "?-06"),
])
def test_a_period_in_words_is_understood(text: str, expected: str) -> None:
    """The heading line's words are compared with the stamp's code."""
    assert expected == period_code(text)


@pytest.mark.parametrize(("text", "expected"), [
    ("船山区民政局_2017年06月(1)", {"2017-06"}), ("2017年6月上报6月数", {"2017-06"}), ("2017年6月20日前报送", set()),
    ("20170620", set()), ("2017.6.20", set()), ("1月至6月", {"?-06"}), ("6月", {"?-06"}),
])
def test_a_day_is_no_reporting_period(text: str, expected: set[str]) -> None:
    """The day on which a file was sent says nothing of the month that it reports."""
    assert expected == periods_in(text, Frequency.MONTH)


@pytest.mark.parametrize(("text", "expected"), [
    ("船山区", "船山区民政局"), ("遂宁市船山区民政局", "船山区民政局"), ("船山區民政局（蓋章）", "船山区民政局"),
    ("社會福利和慈善事業促進科", "福慈科"), ("福慈科 张三", "福慈科"), ("FC", "福慈科"), ("河东新区", "河东新区民政事务局"),
    ("救助科转福慈科", None), ("民政局", None), ("财务科", None), ("", None),
])
def test_a_unit_is_known_by_what_people_call_it(text: str, expected: str | None) -> None:
    """Alias, traditional characters, the city before it, the seal behind it; two names at once are none."""
    found = unit_named(text, plan()) or unit_in(text, plan())
    assert expected == (found.name if found else None)


@pytest.mark.parametrize(("line", "title", "name", "expected"), [
    ("填报单位：福慈科  填报期：6月份", "2017年项目进展月报表", "x.xlsx", "2017-06"),
    ("填报单位：福慈科  填报期：六月", "项目进展月报表", "2017年报表.xlsx", "2017-06"),
    ("填报單位：福慈科  填报期：2017.6", "项目进展月报表", "x.xlsx", "2017-06"),
    ("填报单位：福慈科", "项目进展月报表", "福慈科2017年6月.xlsx", "2017-06"),
])
def test_a_period_takes_its_year_from_what_stands_around(line: str, title: str, name: str, expected: str) -> None:
    """6月份 is June of the year that the title or the file name gives."""
    submission = read(edited(*ALL, typing("A1", title), typing("A2", line)), name=name)
    assert ("福慈科", expected) == (submission.unit, str(submission.period))


def test_a_month_without_any_year_is_asked_about() -> None:
    """In a plan of several years 6月份 alone may be any June."""
    def no_help(book: Workbook) -> None:
        del book["填报说明"]
    submission = read(edited(*ALL, no_help, typing("A2", "填报单位：福慈科  填报期：6月份")))
    assert ["报告期"] == [o.facts["missing"] for o in seen(submission, "I101")]


@pytest.mark.parametrize(("name", "code"), [("福慈科5月.xlsx", "I102"), ("2017年5月.xlsx", "I102"), ("政权科2017年6月.xlsx", "I106")])
def test_a_file_called_otherwise_is_asked_about(name: str, code: str) -> None:
    """Last month's name, or another unit's, on this workbook: somebody mixed something up, and nobody guesses what."""
    submission = read(issued(), name=name)
    assert ([code], ()) == ([o.code for o in submission.observations], submission.rows)
