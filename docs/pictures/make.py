"""Draw the pictures of this folder again: ``python docs/pictures/make.py`` (needs soffice, pdftotext and pdftoppm).

Two practice bulletins, Suining's and Xincheng's: the first page of every sheet, and an issued workbook.
"""

import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import openpyxl

from automation import pipeline
from automation.macros import steps
from automation.macros.engine import open_book
from automation.practice.run import practise

HERE = Path(__file__).parent
DPI = "72"


def console(root: Path, period: str) -> Path:
    """The console of a practised workspace after 进度 was pressed."""
    office = pipeline.open_office(root)
    path = pipeline.console(office, pipeline.period_of(office, period))
    book = open_book(path)
    steps.status(book)
    book.save()
    return path


def draw(book: Path, stem: str, folder: Path, pages: int = 99) -> None:
    """One PNG for the first page of every visible sheet of ``book``, numbered in their order, at most ``pages``."""
    subprocess.run(["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
                    "--outdir", str(folder), str(book)], check=True, capture_output=True, timeout=300)
    pdf = folder / f"{book.stem}.pdf"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl cannot keep is not written back
        loaded = openpyxl.load_workbook(book)
    page = 1
    visible = [s for s in loaded if s.sheet_state == "visible"][:pages]
    for number, sheet in enumerate(visible, start=1):
        words = _first_words(sheet)
        while words not in _text(pdf, page):
            page += 1
        target = HERE / f"{stem}-{number}"
        subprocess.run(["pdftoppm", "-png", "-r", DPI, "-f", str(page), "-l", str(page), "-singlefile", str(pdf), str(target)], check=True)
        sys.stdout.write(f"{target.name}.png: {sheet.title}\n")
        page += 1


def _first_words(sheet: openpyxl.worksheet.worksheet.Worksheet) -> str:
    """The largest text of the sheet's first rows, which is its title."""
    cells = [c for row in sheet.iter_rows(max_row=5) for c in row if isinstance(c.value, str)]
    return _bare(max(cells, key=lambda c: c.font.size or 0).value)


def _text(pdf: Path, page: int) -> str:
    shown = subprocess.run(["pdftotext", "-f", str(page), "-l", str(page), str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    if not shown:
        raise SystemExit(f"{pdf.name} has no page {page}")
    return _bare(shown)


def _bare(text: str) -> str:
    return "".join(text.split())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        for plan in ("suining-2017", "xincheng-2023"):
            result = practise(Path(scratch, plan), plan)
            draw(result.bulletin, f"{plan}-bulletin", Path(scratch))
            issued = sorted((Path(scratch, plan) / "templates" / str(result.period)).glob("*.xlsx"))[0]
            draw(issued, f"{plan}-issued", Path(scratch))
            if plan == "suining-2017":
                draw(console(Path(scratch, plan), str(result.period)), "console", Path(scratch), pages=1)
