"""Separated text, as Excel and WPS export a sheet."""

import pytest

from automation.sheets.open import read_book


def cells(text, encoding="utf-8"):
    return {c.address: c.error or c.value for c in read_book(text.encode(encoding)).sheets[0].cells.values()}


def test_error_values_are_not_words():
    """A text file keeps only what a cell showed; an error value is still one."""
    sheet = read_book("项目,#REF!,#N/A,约62万,Err:502\n".encode()).sheets[0]
    assert [(None, "#REF!"), (None, "#N/A"), ("约62万", None), (None, "Err:502")] == [
        (sheet.at(0, c).value, sheet.at(0, c).error) for c in (1, 2, 3, 4)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_offices_are_told_apart(encoding):
    """The same text in each of them is the same cells."""
    assert {"A1": "镕喆", "B1": "1,200.5", "A2": "第一行\n第二行"} == cells('镕喆,"1,200.5"\r\n"第一行\n第二行",\r\n', encoding)


def test_the_separator_is_told_by_the_first_lines_together():
    """A title without separators, or with other ones, does not decide; Excel's hint is no content."""
    assert {"A1": "标题，一，二", "A2": "a", "B2": "b,c"} == cells("标题，一，二\na\tb,c\n\t\t\n")
    assert {"A1": "a", "B1": "b"} == cells("sep=;\na;b\n")
