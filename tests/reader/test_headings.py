"""Headings and items are recognised by what they say, not by how they are typed."""

import pytest

from automation.reader.headings import Wanted, heading_key, match, nearest
from automation.reader.items import Label, match_items, name_key

MONTH = Wanted("本月完成投资", "6月完成", ("本月完成投资", "当月完成"))
YEAR = Wanted("本年累计完成投资", "1—6月累计", ("本年累计完成投资",))


@pytest.mark.parametrize("typed", [
    "6月完成", "６月完成", " 6月\n完成 ", "6月完成（万元）", "6月完成(万元)", "6 月 完 成", "6月完成【必填】",
    "6月完成：", "*6月完成",
])
def test_a_heading_is_the_same_however_it_is_set(typed: str) -> None:
    """Width, blanks, line breaks and hints in brackets make no other heading."""
    assert heading_key("6月完成") == heading_key(typed)


@pytest.mark.parametrize("typed", ["1-6月累计", "1－6月累计", "1～6月累计", "1至6月累计", "1–6月累计"])
def test_any_dash_joins_months(typed: str) -> None:
    """January to June is January to June with every dash on the keyboard."""
    assert heading_key("1—6月累计") == heading_key(typed)


@pytest.mark.parametrize("typed", ["5月完成", "16月完成", "6月完成率", "完成"])
def test_another_heading_is_another(typed: str) -> None:
    """Last month's column is never taken for this month's."""
    assert heading_key("6月完成") != heading_key(typed)


def test_a_heading_that_is_all_hint_is_kept() -> None:
    """Brackets around the whole heading are not a hint."""
    assert "(备注)" == heading_key("（备注）")


def test_the_printed_heading_goes_before_other_names() -> None:
    """Where both stand in the row, the printed heading is the column and the other name is left over."""
    head = match(7, ({3: "当月完成", 5: "6月完成"},), [MONTH, YEAR])
    assert ({"本月完成投资": 5}, {3: "当月完成"}) == (head.columns, head.spare)


def test_another_name_twice_is_not_chosen_from() -> None:
    """Two columns under names of one heading are told as repeated."""
    head = match(7, ({3: "当月完成", 5: "本月完成投资"},), [MONTH, YEAR])
    assert ({}, {"本月完成投资": (3, 5)}) == (head.columns, head.repeated)


def test_columns_that_read_alike_keep_their_order() -> None:
    """Two headings of one text take their places from left to right, as they were printed."""
    head = match(7, ({3: "完成率", 9: "完成率"},), [Wanted("上期", "完成率"), Wanted("本期", "完成率")])
    assert {"上期": 3, "本期": 9} == head.columns


def test_the_nearest_heading_is_proposed_only_if_it_is_near() -> None:
    """是不是…? names something alike or nothing."""
    assert ("6月份完成额", "") == (nearest("6月完成", ["备注", "6月份完成额"]), nearest("6月完成", ["备注", "联系人"]))


def test_names_are_compared_without_punctuation() -> None:
    """Brackets, quotes, blanks and width make no other item."""
    assert name_key("遂宁市养老康复（医养结合）设施") == name_key("遂宁市 养老康复(医养结合)“设施”")


def test_a_name_that_two_items_share_identifies_neither() -> None:
    """Without a code, an ambiguous name is an unknown row."""
    items = {"A": "社区中心", "B": "社区中心", "C": "老年大学"}
    found = match_items([Label(8, "", "社区中心"), Label(9, "", "老年大学")], items)
    assert {"C": (9,)} == found.rows
    assert [8] == [label.row for label in found.unknown]
