"""The charts of a written bulletin, as Excel will draw them."""

import re
import zipfile
from pathlib import Path

import pytest

from automation.bulletin.write import write_bulletin
from automation.styles.tokens import COLORS
from automation.summary import Summary
from tests.bulletin.sample import sample_summary
from tests.bulletin.small import Project, small_summary


def charts(summary: Summary, folder: Path) -> dict[str, str]:
    """The XML of each chart by its title."""
    path = folder / "通报.xlsx"
    write_bulletin(path, summary)
    with zipfile.ZipFile(path) as book:
        parts = [book.read(name).decode() for name in book.namelist() if re.match(r"xl/charts/chart\d+\.xml", name)]
    return {"".join(re.findall(r"<a:t>([^<]*)</a:t>", part.split("<c:plotArea>")[0])): part for part in parts}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The charts of the sample month."""
    return charts(sample_summary(), tmp_path_factory.mktemp("bulletin"))


def test_each_chart_says_in_its_title_what_it_shows(sample: dict[str, str]) -> None:
    """There is no legend to look things up in."""
    assert {"当月完成（柱）与累计占比（实线）", "牵头单位完成率与序时进度（虚线）", "图1　牵头单位完成率与序时进度（虚线）",
            "图2　责任（填报）单位完成率与序时进度（虚线）"} == set(sample)
    assert not any("<c:legend>" in part for part in sample.values())
    assert all("<c:manualLayout>" in part for part in sample.values())


def test_time_progress_is_a_dashed_line_everywhere(sample: dict[str, str]) -> None:
    """Red and dashed, so that it is told from the figures in print too."""
    assert [1, 1, 1, 1] == [part.count('<a:prstDash val="dash"/>') for part in sample.values()]


def test_the_line_of_months_is_labelled_at_its_end_only(sample: dict[str, str]) -> None:
    """Five of six labels are taken away."""
    assert 5 == sample["当月完成（柱）与累计占比（实线）"].count('<c:delete val="1"/></c:dLbl>')


def test_each_column_has_the_colour_of_its_light(sample: dict[str, str]) -> None:
    """Two units ahead, three behind, one far behind."""
    part = sample["牵头单位完成率与序时进度（虚线）"]
    colors = (COLORS.CHART_GREEN, COLORS.CHART_AMBER, COLORS.CHART_RED)
    assert (2, 3, 1) == tuple(part.count(f'<a:srgbClr val="{color[1:]}"/>') for color in colors)


def test_a_unit_beyond_the_axis_raises_it(tmp_path: Path) -> None:
    """240 % is drawn, not cut."""
    part = charts(small_summary([Project("A", "甲县", "100", ["40"] * 6)]), tmp_path)["牵头单位完成率与序时进度（虚线）"]
    assert '<c:max val="4.0"/>' in part


def test_without_an_annual_plan_only_the_months_are_drawn(tmp_path: Path) -> None:
    """No share of nothing, no ranking of nobody."""
    assert {"当月完成（柱）"} == set(charts(small_summary([Project("A", "甲县", "0", ["10", "20"])]), tmp_path))
