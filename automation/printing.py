"""A workbook as PDF: through LibreOffice where it is installed, else through Excel by xlwings on Windows and macOS."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from automation.errors import TongbaoError

SECONDS = 300
"""After this long a converter that says nothing is taken for stuck."""
_PLACES = ("C:/Program Files/LibreOffice/program/soffice.exe", "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
           "/Applications/LibreOffice.app/Contents/MacOS/soffice")
"""Where installers put LibreOffice without telling PATH."""


def as_pdf(book: Path) -> Path:
    """Write the pages of ``book`` beside it as PDF, replacing an older one; gives the path.

    Raises TongbaoError where neither LibreOffice nor Excel is there, or the one that is there fails.
    """
    target = book.with_suffix(".pdf")
    program = _libreoffice()
    if program:
        _through_libreoffice(program, book, target)
    elif sys.platform in ("win32", "darwin"):
        _through_excel(book, target)
    else:
        raise TongbaoError("没有写出 PDF：这台电脑上没有 LibreOffice", "请安装 LibreOffice 后再运行，或在 Excel、WPS 中打开通报另存为 PDF")
    return target


def _libreoffice() -> str | None:
    return shutil.which("soffice") or next((place for place in _PLACES if Path(place).is_file()), None)


def _through_libreoffice(program: str, book: Path, target: Path) -> None:
    # A profile of its own: a LibreOffice that somebody has open would refuse to do a second job.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        command = [program, f"-env:UserInstallation={Path(scratch, 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
                   "--outdir", scratch, str(book)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise TongbaoError(f"没有写出 PDF：LibreOffice 没有完成（{type(error).__name__}）", "请再运行一次，或在 Excel、WPS 中另存为 PDF") from error
        made = Path(scratch, f"{book.stem}.pdf")
        if not made.is_file():
            raise TongbaoError(f"没有写出 PDF：LibreOffice 转换失败。{done.stderr.strip()[:200]}", "请在 Excel、WPS 中打开通报另存为 PDF")
        _replace(made, target)


def _through_excel(book: Path, target: Path) -> None:
    try:
        import xlwings

        with xlwings.App(visible=False) as excel:
            excel.books.open(str(book)).to_pdf(str(target))
    except Exception as error:  # whatever Excel, COM or AppleScript raise, the workbook is written
        raise TongbaoError(f"没有写出 PDF：没有 LibreOffice，Excel 也没有完成（{error}）", "请安装 LibreOffice，或在 Excel 中打开通报另存为 PDF") from error


def _replace(made: Path, target: Path) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        shutil.copyfile(made, part)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise TongbaoError(f"写不了 {target}：{error.strerror or error}", "PDF 若正打开着，请先关闭，再运行一次") from error
