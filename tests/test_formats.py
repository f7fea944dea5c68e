"""One filled workbook in every format that offices send gives the same figures."""

import json
import shutil
import subprocess
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from automation import pipeline
from automation.cli import reports
from automation.engines import Inline
from automation.model.submission import Outcome
from automation.period import Period
from automation.practice.clerks import signature
from automation.sheets.open import read_book
from automation.template.write import write_template
from tests import libreoffice
from tests.reader.books import CODE, issued
from tests.sheets.books import parts_of, zipped
from tests.sheets.office_xml_books import as_office_xml
from tests.sheets.xlsb_books import same_as

JUNE = Period.parse("2017-06")
UNIT = "船山区民政局"
"""A unit with projects alone, so that one sheet says everything."""
CSV = "csv:Text - txt - csv (StarCalc):44,34,{charset},1,,0,false,true,false,false,false,1"
"""The first sheet as shown, comma-separated, in a character set by LibreOffice's number."""
HTML = "html:HTML (StarCalc)"
needs_libreoffice = pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)


def typed():
    """What the unit's clerk typed: amounts with decimals, states, words."""
    office_plan = plan()
    rows = [row for form in pipeline_forms(office_plan) for row in form.rows]
    return {row.item.code: {"本月完成投资": Decimal("10.25") + number, "项目状态": "在建", "问题类别": "无",
                            "形象进度": f"主体施工至{number + 3}层，砌体完成三成"}
            for number, row in enumerate(rows)}


@cache
def plan():
    from automation.plan.shipped import load

    return load("suining-2017")


def pipeline_forms(of):
    from automation.forms import forms_for

    return forms_for(of, of.unit(UNIT), JUNE)


@cache
def filled():
    """Folder with the filled workbook as .xlsx, made once."""
    folder = Path(mkdtemp(prefix="tongbao-formats-"))
    unit = plan().unit(UNIT)
    people = signature(plan(), unit, JUNE.last_day.replace(day=19))
    write_template(folder / "报表.xlsx", plan(), unit, JUNE, {}, typed(), people)
    return folder


@cache
def converted(how):
    """The same workbook as LibreOffice saves it in another format."""
    folder = filled() / "".join(c for c in how if c.isalnum())
    profile = (filled() / "profile").resolve().as_uri()
    subprocess.run([shutil.which("soffice"), f"-env:UserInstallation={profile}", "--headless", "--convert-to", how,
                    "--outdir", str(folder), str(filled() / "报表.xlsx")], check=True, capture_output=True, timeout=libreoffice.SECONDS)
    (file,) = folder.iterdir()
    return file.read_bytes()


@cache
def collected(name, data):
    """Outcome, findings' codes and ``figures --json`` of a fresh workspace that takes in this one file."""
    root = Path(mkdtemp(prefix="tongbao-formats-"))
    office = pipeline.create(root, "suining-2017")
    (office.workspace.inbox / name).write_bytes(data)
    (receipt,) = pipeline.collect(office, engine=Inline(office.plan)).receipts
    figures = json.dumps(reports.figures(pipeline.summary(office, JUNE)), ensure_ascii=False)
    shutil.rmtree(root)
    return receipt.outcome, sorted({f.code for f in receipt.findings if f.severity.name == "ERROR"}), figures


def xlsx():
    return (filled() / "报表.xlsx").read_bytes()


def expected():
    """What the .xlsx gives; the unit's month is in it."""
    outcome, errors, figures = collected("报表.xlsx", xlsx())
    assert (Outcome.ACCEPTED, []) == (outcome, errors)
    assert "33.75" in figures
    return figures


@pytest.mark.parametrize(("name", "make"), [
    ("报表.xlsm", lambda: zipped(parts_of(xlsx()) | {"xl/vbaProject.bin": b"never run"})),
    ("报表.xlsb", lambda: same_as(read_book(xlsx()))),
    ("报表.xml", lambda: as_office_xml(read_book(xlsx()))),
    ("报表.xls", lambda: as_office_xml(read_book(xlsx()))),
], ids=["xlsm", "xlsb", "xml", "xml-as-xls"])
def test_formats_that_are_made_here_give_the_same_figures(name, make):
    """Macros, binary parts and XML of 2003 change nothing about the figures."""
    assert (Outcome.ACCEPTED, [], expected()) == collected(name, make())


@needs_libreoffice
@pytest.mark.parametrize(("name", "how"), [
    ("报表.xls", "xls:MS Excel 97"), ("报表.et", "xls:MS Excel 97"), ("报表.ods", "ods"),
    ("报表.csv", CSV.format(charset=76)), ("报表.html", HTML), ("报表.xls", HTML),
], ids=["xls", "et", "ods", "csv", "html", "html-as-xls"])
def test_formats_that_libreoffice_writes_give_the_same_figures(name, how):
    """An old Excel's, WPS's and LibreOffice's own format, text and web pages change nothing about the figures."""
    assert (Outcome.ACCEPTED, [], expected()) == collected(name, converted(how))


@needs_libreoffice
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_every_encoding_that_excel_and_wps_write(encoding):
    """With a mark, in GBK and as UTF-16, the same text gives the same figures."""
    text = converted(CSV.format(charset=76)).decode()
    assert (Outcome.ACCEPTED, [], expected()) == collected("报表.csv", text.encode(encoding))


@needs_libreoffice
def test_tab_separated_utf16_of_excel_is_read():
    """Excel's “Unicode 文本” is UTF-16 with tabs between the cells."""
    how = CSV.format(charset=76).replace(":44,", ":9,")
    assert (Outcome.ACCEPTED, [], expected()) == collected("报表.txt", converted(how).decode().encode("utf-16"))


@needs_libreoffice
def test_a_csv_of_a_workbook_with_more_sheets_says_what_is_missing(tmp_path):
    """One sheet is read for what it is; the others are asked for by name, and nothing is taken for empty."""
    whole = tmp_path / "报表.xlsx"
    whole.write_bytes(issued())
    subprocess.run([shutil.which("soffice"), f"-env:UserInstallation={(filled() / 'profile').resolve().as_uri()}", "--headless",
                    "--convert-to", CSV.format(charset=76), "--outdir", str(tmp_path), str(whole)], check=True, capture_output=True,
                   timeout=libreoffice.SECONDS)
    (sheet,) = tmp_path.glob("*.csv")
    office = pipeline.create(tmp_path / "通报", "suining-2017")
    (receipt,) = pipeline.check(office, [sheet])
    missing = [f.message for f in receipt.findings if f.code == "S201"]
    assert (2, True, True) == (len(missing), any("任务" in m for m in missing), any("指标" in m for m in missing))
    assert CODE not in {f.item for f in receipt.findings if f.code == "V301"}
