"""A bulletin becomes a PDF where a converter is installed, and says plainly where none is."""

from pathlib import Path

import pytest

from automation import printing
from automation.errors import TongbaoError
from tests import libreoffice


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
def test_the_bulletin_is_printed_beside_itself(practice_copy: Path) -> None:
    """The PDF lies beside the workbook, replaces an older one, and leaves nothing else behind."""
    book = next((practice_copy / "reports" / "2017-06").glob("通报*.xlsx"))
    book.with_suffix(".pdf").write_bytes(b"old")
    beside = {p.name for p in book.parent.iterdir()}

    printed = printing.as_pdf(book)

    assert b"%PDF" == printed.read_bytes()[:4]
    assert beside == {p.name for p in book.parent.iterdir()}


def test_without_a_converter_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where neither LibreOffice nor Excel is there, the words name both ways out and no file is made."""
    monkeypatch.setattr(printing, "_libreoffice", lambda: None)
    monkeypatch.setattr("sys.platform", "linux")

    with pytest.raises(TongbaoError, match="没有 LibreOffice") as raised:
        printing.as_pdf(tmp_path / "通报.xlsx")

    assert "另存为 PDF" in raised.value.fix
    assert [] == list(tmp_path.iterdir())


@pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)
def test_a_workbook_that_is_none_is_told(tmp_path: Path) -> None:
    """What LibreOffice cannot print is an error in words, and no PDF is left."""
    with pytest.raises(TongbaoError, match="转换失败"):
        printing.as_pdf(tmp_path / "没有.xlsx")
