import datetime
import gc
import io
from pathlib import Path

import openpyxl
import pytest

from automation.errors import ExitCode, WriteError
from automation.styles.book import Book, Properties
from automation.styles.tokens import COLORS, PROFILES

PROPERTIES = Properties(
    "项目推进情况通报", author="局办公室", created=datetime.datetime(2017, 6, 20, 17, 0), custom={"期号": "2017年第6期"}
)


def build(target: Path | io.BytesIO, text: str = "通报") -> None:
    with Book(target, fonts=PROFILES["A"], properties=PROPERTIES) as book:
        sheet = book.sheet("通报", COLORS.RED)
        sheet.text(0, 0, text, book.format(font_name="黑体"))
        sheet.comment(0, 0, "附注", {"author": "局办公室"})
        chart = book.new_chart("column")
        chart.add_series({"values": "='通报'!$A$1:$A$2"})
        sheet.chart(2, 0, chart)


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    """Two builds of the same content are the same file, byte for byte, in a file or in memory."""
    memory = io.BytesIO()
    build(tmp_path / "一.xlsx")
    build(tmp_path / "二.xlsx")
    build(memory)

    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes() == memory.getvalue()


def test_exception_leaves_the_old_file(tmp_path: Path) -> None:
    """A build that fails half-way leaves the old workbook as it was, and nothing beside it."""
    path = tmp_path / "通报.xlsx"
    build(path, "旧")
    old = path.read_bytes()
    with pytest.raises(KeyError), Book(path, fonts=PROFILES["A"], properties=PROPERTIES) as book:
        book.sheet("通报")
        raise KeyError

    assert old == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


def test_clean_close_replaces_the_old_file(tmp_path: Path) -> None:
    """The new workbook takes the old one's place, and no temporary file stays."""
    path = tmp_path / "通报.xlsx"
    build(path, "旧")
    build(path, "新")

    assert "新" == openpyxl.load_workbook(path)["通报"]["A1"].value
    assert [path] == list(tmp_path.iterdir())


def test_unwritable_target_is_told_in_words(tmp_path: Path) -> None:
    """A folder that does not exist is an error that names the file and says what to do, not a traceback."""
    with pytest.raises(WriteError, match=r"通报\.xlsx") as caught:
        build(tmp_path / "没有" / "通报.xlsx")

    assert ExitCode.FAILED == caught.value.exit_code
    assert caught.value.fix


def test_folder_in_place_of_the_target(tmp_path: Path) -> None:
    """When the target cannot be replaced, nothing temporary is left behind."""
    (tmp_path / "通报.xlsx").mkdir()
    with pytest.raises(WriteError):
        build(tmp_path / "通报.xlsx")

    assert [tmp_path / "通报.xlsx"] == list(tmp_path.iterdir())


def test_properties_are_stored(tmp_path: Path) -> None:
    """Title, author, time of creation and own properties are in the file; no clock is read."""
    build(tmp_path / "通报.xlsx")
    book = openpyxl.load_workbook(tmp_path / "通报.xlsx")

    assert ("项目推进情况通报", "局办公室") == (book.properties.title, book.properties.creator)
    assert datetime.datetime(2017, 6, 20, 17, 0) == book.properties.created == book.properties.modified
    assert "2017年第6期" == book.custom_doc_props["期号"].value


def test_one_format_per_set_of_properties() -> None:
    """Formats are shared, in whatever order their properties are named."""
    book = Book(io.BytesIO(), fonts=PROFILES["A"], properties=PROPERTIES)

    assert book.format(bold=True, border=1) is book.format(border=1, bold=True)
    assert book.format(bold=True) is not book.format(bold=False)


@pytest.mark.parametrize("profile", PROFILES)
def test_heavy_faces_are_never_bold(profile: str) -> None:
    """黑体 and 小标宋 have no bold cut, in no profile."""
    fonts = PROFILES[profile]
    book = Book(io.BytesIO(), fonts=fonts, properties=PROPERTIES)
    for face in (fonts.hei, fonts.title):
        with pytest.raises(ValueError, match=face):
            book.format(font_name=face, bold=True)


def test_chinese_faces_carry_their_character_set(tmp_path: Path) -> None:
    """A machine without the face can pick another Chinese one; Western faces carry no such mark."""
    path = tmp_path / "字体.xlsx"
    with Book(path, fonts=PROFILES["A"], properties=PROPERTIES) as book:
        sheet = book.sheet("字体")
        for row, face in enumerate(("宋体", "仿宋", "Times New Roman")):
            sheet.text(row, 0, "甲", book.format(font_name=face))
    fonts = [row[0].font for row in openpyxl.load_workbook(path)["字体"].iter_rows()]

    assert [(134, 1), (134, 3), (None, 2)] == [(font.charset, font.family) for font in fonts]


@pytest.mark.parametrize(
    "name", ["", "甲" * 32, "附件[2]", "进度:6月", "'引号", "History", "空格 ", "a/b", "换\n行", "通报"]
)
def test_illegal_sheet_name_is_refused(name: str) -> None:
    """A sheet name that Excel would refuse, or that is taken, is an error at once."""
    book = Book(io.BytesIO(), fonts=PROFILES["A"], properties=PROPERTIES)
    book.sheet("通报")
    with pytest.raises(WriteError):
        book.sheet(name)

    assert ["通报"] == book.sheet_order


def test_name_is_defined_once(tmp_path: Path) -> None:
    """A defined name is stored; using it twice, or one that looks like a cell, is an error."""
    path = tmp_path / "名称.xlsx"
    with Book(path, fonts=PROFILES["A"], properties=PROPERTIES) as book:
        book.sheet("通报")
        book.name("年度", "='通报'!$A$1")
        for wrong in ("年度", "A1", "有 空格"):
            with pytest.raises(WriteError, match=wrong):
                book.name(wrong, "='通报'!$A$1")

    assert "'通报'!$A$1" == openpyxl.load_workbook(path).defined_names["年度"].attr_text


def test_memory_is_cleared_again_after_a_book(tmp_path: Path) -> None:
    """Python looks for garbage again as before, whether the book was written or could not be."""
    with Book(tmp_path / "一.xlsx", fonts=PROFILES["A"], properties=PROPERTIES) as book:
        book.sheet("通报")
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(WriteError), Book(tmp_path / "无" / "二.xlsx", fonts=PROFILES["A"], properties=PROPERTIES) as book:
        book.sheet("通报")
    assert gc.isenabled()


def test_link_to_a_missing_sheet_is_refused(tmp_path: Path) -> None:
    """A link may point to a sheet that comes later, but not to one that never comes."""
    with pytest.raises(WriteError, match="没有此表"):  # noqa: SIM117
        with Book(tmp_path / "链接.xlsx", fonts=PROFILES["A"], properties=PROPERTIES) as book:
            book.sheet("通报").link(0, 0, "没有此表", "A1", book.format(), "见表")

    assert [] == list(tmp_path.iterdir())
