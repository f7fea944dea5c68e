"""The files of a round."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from automation.model.submission import UnitState
from automation.reminders.write import write_round
from tests import libreoffice
from tests.reminders.rounds import reminder, unit_round

ODD = ("CON", "甲/乙:丙", "甲?乙:丙", "=1+1", "汇总", "History", "x" * 90, "X" * 90, " . ", "甲\r\nBcc: x@y.cn")


def mail_of(path: Path) -> EmailMessage:
    read = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


def test_every_unit_gets_a_page_a_text_and_a_draft(tmp_path: Path) -> None:
    """One workbook with a page for each unit behind the office's own, a text and a draft for each, one text for all."""
    write_round(tmp_path, unit_round(reminder("甲科"), reminder("乙科", UnitState.RETURNED), reminder("丙科", UnitState.EMPTY)))
    names = sorted(p.name for p in tmp_path.iterdir())
    book = openpyxl.load_workbook(tmp_path / "催报单_2017年6月.xlsx")

    assert sorted([f"催报_{u}.{kind}" for u in ("甲科", "乙科", "丙科") for kind in ("txt", "eml")] + ["催报_汇总.txt", "催报单_2017年6月.xlsx"]) == names
    assert ["汇总", "甲科", "乙科", "丙科"] == book.sheetnames
    assert [(9, "landscape"), (9, "portrait")] == [(book[n].page_setup.paperSize, book[n].page_setup.orientation) for n in ("汇总", "甲科")]


def test_texts_open_in_notepad(tmp_path: Path) -> None:
    """UTF-8 with a byte order mark."""
    write_round(tmp_path, unit_round(reminder("甲科")))
    assert all(p.read_bytes().startswith(b"\xef\xbb\xbf") for p in tmp_path.glob("*.txt"))


def test_odd_names_make_legal_files_and_pages(tmp_path: Path) -> None:
    """Names that Windows or Excel forbid, or that differ in case alone, each get files and a page of their own."""
    one = unit_round(*(reminder(name) for name in ODD))
    written = write_round(tmp_path, one)
    names = [w.text.name for w in written]
    book = openpyxl.load_workbook(tmp_path / "催报单_2017年6月.xlsx")

    assert len(ODD) == len({name.casefold() for name in names})
    assert not [name for name in names if set(name) & set('<>:"/\\|?*\r\n') or len(name) > 120]
    assert len(ODD) + 1 == len(book.sheetnames)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f" and sheet.title != "汇总"]


def test_an_earlier_round_is_taken_away(tmp_path: Path) -> None:
    """Who has reported since finds no reminder any more; a file of somebody else's stays."""
    (tmp_path / "电话记录.txt").write_text("x", encoding="utf-8")
    write_round(tmp_path, unit_round(reminder("甲科"), reminder("乙科")))
    write_round(tmp_path, unit_round(reminder("乙科")))
    assert ["催报_乙科.eml", "催报_乙科.txt", "催报_汇总.txt", "催报单_2017年6月.xlsx", "电话记录.txt"] == sorted(p.name for p in tmp_path.iterdir())


def test_a_draft_carries_the_workbook(tmp_path: Path) -> None:
    """Recipient, subject, text, and the unit's workbook byte for byte under its own name."""
    workbook = tmp_path / "甲科_2017年06月.xlsx"
    workbook.write_bytes(b"PK\x03\x04" + bytes(range(256)))
    (written,) = write_round(tmp_path / "催报", unit_round(reminder("甲科", attachment=workbook, email="a@b.cn;c@d.cn")))
    mail = mail_of(written.mail)
    (attached,) = mail.iter_attachments()

    assert ("a@b.cn, c@d.cn", "bgs@example.cn", "1") == (mail["To"], mail["From"], mail["X-Unsent"])
    assert "催报：2017年6月“七大提升行动”进展月报（甲科）" == mail["Subject"]
    assert written.text.read_text(encoding="utf-8-sig").split() == mail.get_body().get_content().split()  # type: ignore[union-attr]
    assert (workbook.name, workbook.read_bytes()) == (attached.get_filename(), attached.get_payload(decode=True))


@pytest.mark.parametrize("name", ODD)
def test_no_name_adds_a_header(tmp_path: Path, name: str) -> None:
    """A line break in a name stays within the subject; there is no second recipient."""
    (written,) = write_round(tmp_path, unit_round(reminder(name, email="a@b.cn")))
    mail = mail_of(written.mail)
    assert {"Subject", "From", "To", "Date", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"} == set(mail.keys())
    assert "a@b.cn" == mail["To"]


def test_the_same_round_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing in the files depends on when or where they were written."""
    workbook = tmp_path / "甲科.xlsx"
    workbook.write_bytes(b"x")
    folders = (tmp_path / "a", tmp_path / "b")
    for folder in folders:
        write_round(folder, unit_round(reminder("甲科", attachment=workbook)))
    first, second = ({p.name: p.read_bytes() for p in folder.iterdir()} for folder in folders)
    assert first == second


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
def test_libreoffice_agrees(tmp_path: Path) -> None:
    """The counts and days on the office's page are what their formulas give, also when everybody has reported."""
    write_round(tmp_path / "a", unit_round(reminder("甲科"), reminder("乙科", UnitState.RETURNED), day=17))
    write_round(tmp_path / "b", unit_round())
    assert [[], []] == [libreoffice.differences(tmp_path / folder / "催报单_2017年6月.xlsx") for folder in "ab"]
