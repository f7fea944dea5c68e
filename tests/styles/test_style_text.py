import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.styles.text import (
    CUT_MARK,
    column_pixels,
    full_width,
    full_width_in_formula,
    plain,
    row_height,
    units,
    wrapped_lines,
)

FIVE_EM = 86
"""Pixels of a cell that holds five Chinese characters of 12 points: 5 x 16, and 6 kept free."""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("", 1, id="an empty cell is one line"),
        pytest.param("一二三四五", 1, id="five characters fill the line"),
        pytest.param("一二三四五六", 2, id="the sixth wraps"),
        pytest.param("一二三四五六七八九十一", 3, id="eleven characters are three lines"),
        pytest.param("甲\n\n乙", 3, id="an empty paragraph counts"),
        pytest.param("甲\r\n乙", 2, id="a Windows newline is one newline"),
        pytest.param("687220万元", 1, id="digits are half as wide"),
        pytest.param("一二三687220", 2, id="a number is not broken"),
        pytest.param("一二三四五，", 2, id="a comma takes its character along to the next line"),
        pytest.param("一二三四五,", 2, id="a half-width comma is measured as it will be written"),
        pytest.param("一二三四（五", 2, id="an opening bracket does not end a line"),
        pytest.param("0123456789012345678901234", 3, id="a run longer than the line is broken"),
        pytest.param("一二三四五 六", 2, id="a space does not start a line"),
    ],
)
def test_lines_counted_by_hand(text: str, lines: int) -> None:
    """The measured lines are those that a hand counts."""
    assert lines == wrapped_lines(text, FIVE_EM, 12)


@given(st.text("项目a1，,（ \n"), st.integers(30, 400))
def test_no_line_holds_more_than_its_width(text: str, width: int) -> None:
    """The lines are never too few for the characters, so no text is clipped."""
    em = sum(1.0 if ord(char) > 127 else 0.5 for char in full_width(text) if char not in " \n")

    assert wrapped_lines(text, width, 12) >= math.ceil(em / max(1.0, (width - 6) / 16) - 1e-6)


@given(st.text("项目a1，（", min_size=1), st.integers(30, 400))
def test_a_wider_cell_never_needs_more_lines(text: str, width: int) -> None:
    """Widening a column cannot make a row taller."""
    assert wrapped_lines(text, width + 40, 10) <= wrapped_lines(text, width, 10)


def test_column_width_in_pixels() -> None:
    """A column of 6.3 characters has 49 px, so that twelve of them make the 588 px of the page."""
    assert 588 == 12 * column_pixels(6.3)


def test_row_is_as_high_as_its_tallest_cell() -> None:
    """Two lines of 12 points with the usual leading, and the padding."""
    assert 37.7 == row_height([("一", FIVE_EM), ("一二三四五六", FIVE_EM)], 12)


def test_row_height_stays_within_its_bounds() -> None:
    """A row is never lower than the minimum nor higher than Excel allows."""
    assert 20 == row_height([], 10)
    assert 409 == row_height([("一" * 5000, FIVE_EM)], 12)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(
            "项目(一期),已开工;进展:好?好!", "项目（一期），已开工；进展：好？好！", id="marks in Chinese text"
        ),
        pytest.param("每月20日17:00前", "每月20日17:00前", id="a time keeps its colon"),
        pytest.param("总投资687,220万元", "总投资687,220万元", id="a thousands separator stays"),
        pytest.param("计划3,其中", "计划3，其中", id="a comma after a digit but before Chinese"),
        pytest.param("a,b(c)", "a,b(c)", id="text without Chinese is left alone"),
        pytest.param("见附件2!L14", "见附件2!L14", id="a cell reference stays a reference"),
        pytest.param("见https://例.cn/,谢谢", "见https://例.cn/，谢谢", id="an address keeps its colon"),
        pytest.param("! 未达100%", "! 未达100%", id="the mark of a check result stays"),
        pytest.param("已改为“—”…", "已改为“—”…", id="full-width marks are not touched"),
    ],
)
def test_punctuation_for_display(text: str, shown: str) -> None:
    """Half-width marks become full-width where Chinese is read, and only there."""
    assert shown == full_width(text)


@given(st.text("项a1,;:()?!/ "))
def test_display_form_is_final_and_of_equal_length(text: str) -> None:
    """Widening twice is widening once, and no character is added or lost."""
    assert full_width(text) == full_width(full_width(text))
    assert len(text) == len(full_width(text))


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        pytest.param('=IF(A1>0,"好,的",B1)', '=IF(A1>0,"好，的",B1)', id="a literal"),
        pytest.param("=SUM(附件2!A1:A9,B1)", "=SUM(附件2!A1:A9,B1)", id="the formula itself is left alone"),
        pytest.param('=TEXT(A1,"m月d日hh:mm")', '=TEXT(A1,"m月d日hh:mm")', id="a date format"),
        pytest.param('=TEXT(A1,"#,##0")&"万元,"', '=TEXT(A1,"#,##0")&"万元，"', id="a number format and a literal"),
        pytest.param('=INDIRECT("附件2!"&A1)', '=INDIRECT("附件2!"&A1)', id="a reference in a literal"),
        pytest.param('=A1&"("&B1&")"', '=A1&"（"&B1&"）"', id="a mark that joins two cells"),
        pytest.param('="共"&A1&",其中"', '="共"&A1&"，其中"', id="a mark at the start of a literal"),
        pytest.param('=A1&":00前报送"', '=A1&":00前报送"', id="a colon between a cell and digits"),
        pytest.param('=\'a(b),"c\'!A1&"甲,"', '=\'a(b),"c\'!A1&"甲，"', id="a quoted sheet name"),
        pytest.param('="他说""好,的"""', '="他说""好，的"""', id="doubled quotation marks"),
        pytest.param('=IF({1,2}=1,TEXT(A1,"0时:"),"甲:")', '=IF({1,2}=1,TEXT(A1,"0时:"),"甲：")', id="nested calls"),
    ],
)
def test_punctuation_inside_formulas(formula: str, shown: str) -> None:
    """Only the text literals of a formula change, and number formats and references do not."""
    assert shown == full_width_in_formula(formula)


def test_control_characters_disappear() -> None:
    """What XML cannot hold is dropped; tabs and newlines stay, every newline as one kind."""
    assert "甲乙\t丙\n丁\n戊\n己" == plain("甲\x00\x0b乙\t丙\r\n丁\r戊\u2028己\ud800\uffff")


def test_overlong_text_is_cut_visibly() -> None:
    """Text beyond what a cell holds ends in a mark that says so."""
    cut = plain("甲" * 40_000)

    assert 32_767 == units(cut)
    assert cut.endswith(CUT_MARK)


def test_cut_never_splits_a_rare_character() -> None:
    """A character of two UTF-16 units is kept whole or dropped whole."""
    for lead in ("", "甲"):
        cut = plain(lead + "𠮷" * 20_000)

        assert re.fullmatch("甲?𠮷+", cut.removesuffix(CUT_MARK))
        assert units(cut) in (32_766, 32_767)


def test_longest_text_is_kept_whole() -> None:
    """Exactly as much as a cell holds is not cut."""
    assert "甲" * 32_767 == plain("甲" * 32_767)
