"""Text from strangers stays text: in no workbook, file, name or terminal that we write does any of it take effect.

The same texts go through a whole month: typed by clerks, in the names of their files, in the office's own plan.
"""

import contextlib
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from decimal import Decimal
from pathlib import PurePosixPath
from xml.etree import ElementTree

import openpyxl
import pytest

from automation import pipeline
from automation.engines import Inline
from automation.export import RISKY
from automation.forms import forms_for
from automation.model.plan import Category, DataType
from automation.model.submission import Outcome
from automation.period import Period
from automation.practice.clerks import signature
from automation.styles.text import full_width
from automation.template.write import write_template
from tests.sheets.books import parts_of, zipped

JUNE, JULY = Period.parse("2017-06"), Period.parse("2017-07")
MARK = "危险"
"""Stands in every text below, so that whatever became of one can be found."""
STARTS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "'=", "=cmd|' /C calc'!A0 ", '=HYPERLINK("http://x.invalid","',
          "=WEBSERVICE(\"http://x.invalid\")", "@SUM(1+1)*cmd|", "{=1+1}", "＝1+1", " =1+1")
LINKS = ("http://x.invalid/", "mailto:a@x.invalid", "file:///etc/passwd", "internal:填报表!A1", "external:c:\\x.xlsx", "\\\\x.invalid\\s\\")
MARKUP = ("]]>", "<script>alert(1)</script>", "&lt;&#0;&amp;", "</t></si>", "\"><x y='", "_x001B_", "[red]", "{item}", "%s%n")
HIDDEN = ("\u202e", "\u2066\u200f", "\ufeff", "\u2028", "\x7f", "\x85", "𠮷", "é")
TEXTS = tuple(f"{start}{MARK}工程主体施工至八层" for start in ("[/x]", *STARTS, *LINKS, *MARKUP, *HIDDEN))
CONTROLS = "".join(map(chr, (*range(1, 9), 11, 12, *range(14, 32))))
"""What XML forbids; a workbook holds it all the same, written as _x0001_."""
NAMES = ("={m}.xlsx", "-rf {m}.xlsx", "@{m}.xlsx", "+{m};rm -rf ~.xlsx", "{m}\u202exslx.xlsx", "a]]>{m}<b>&.xlsx", "{m}\x1b[2J\x07.xlsx",
         "\t{m}\r\n.xlsx", "x..\\..\\{m}.xlsx", "{m}`touch x`$(x).xlsx", "CON.{m}.xlsx", "C:{m}|.xlsx", "[red][link=file:a]{m}.xlsx", "{m}" + "长" * 70 + ".xlsx")
UNIT = "福慈科"
FORMULAS = ("f", "formula", "formula1", "formula2", "definedName")
LITERAL = re.compile('"(?:[^"]|"")*"')
"""A text inside a formula, quotation marks doubled: data, not part of what is calculated."""


def texts_of(plan, unit):
    """A clerk's workbook: every text cell holds another of the texts, every figure is right."""
    hostile = iter(TEXTS * 3)
    rows = {}
    for form in forms_for(plan, unit, JUNE):
        for row in form.rows:
            rows[row.item.code] = {f.name: _typed(f, hostile) for f in form.fields if f.category is Category.FILLED and f.name in row.fields}
    return rows


def _typed(field, hostile):
    if field.type is DataType.CHOICE:
        return "在建" if "在建" in field.options else field.options[0]
    if field.type.numeric:
        return Decimal(1)
    return next(hostile) if field.type is DataType.TEXT else None


def workbook(folder, office, unit=UNIT, wrong=()):
    """The unit's workbook with those texts; control characters stand where Excel would write them."""
    one = office.plan.unit(unit)
    target = folder / f"{len(list(folder.iterdir()))}.xlsx"
    rows = texts_of(office.plan, one)
    for item, values in dict(wrong).items():
        rows[item].update(values)
    people = {**signature(office.plan, one, JUNE.last_day.replace(day=19)), "填报人": f"=1+1{MARK}", "负责人": f"@{MARK}"}
    write_template(target, office.plan, one, JUNE, {}, rows, people)
    escaped = "".join(f"_x{ord(c):04X}_" for c in CONTROLS).encode()
    parts = parts_of(target.read_bytes())
    strings = "xl/sharedStrings.xml"
    parts[strings] = parts[strings].replace(f"{MARK}工程".encode(), f"{MARK}工程".encode() + escaped)
    return zipped(parts)


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    """An office in June: one workbook of such texts accepted, one sent back, under every name; everything is written."""
    folder = tmp_path_factory.mktemp("in")
    office = pipeline.create(tmp_path_factory.mktemp("office") / "通报", "suining-2017")
    good = workbook(folder, office)
    for number, name in enumerate(NAMES):
        (office.workspace.inbox / name.format(m=MARK)).write_bytes(zipped(parts_of(good) | {"docProps/n.txt": bytes([number])}))
    first = next(iter(texts_of(office.plan, office.plan.unit("救灾科"))))
    wrong = {first: {"本月完成投资": f'="&1+1&"约62{MARK}', "项目状态": f'="&1+1&"在建{MARK}'}}
    (office.workspace.inbox / f"={MARK}退.xlsx").write_bytes(workbook(folder, office, "救灾科", wrong))
    collected = pipeline.collect(office, engine=Inline(office.plan))
    pipeline.bulletin(office, JUNE)
    pipeline.issue(office, JULY)
    return office, collected


def written(office):
    """Every workbook that the office has written, plan and archive left out."""
    root = office.workspace.root
    return sorted(p for folder in ("reports", "templates/2017-07") for p in (root / folder).rglob("*.xlsx"))


def test_the_texts_get_through(month):
    """Nothing crashes on them: they are accepted, sent back, and stand in the bulletin as they were typed."""
    office, collected = month
    outcomes = [r.outcome for r in collected.receipts]
    assert (len(NAMES), 1) == (outcomes.count(Outcome.ACCEPTED) + outcomes.count(Outcome.SUPERSEDED), outcomes.count(Outcome.RETURNED)), [
        (r.name, r.outcome, [f.message for f in r.findings if f.severity.name == "ERROR"]) for r in collected.receipts]
    assert len(written(office)) > 2
    assert any(MARK in text for path in written(office) for text in strings(path))


def strings(path):
    book = openpyxl.load_workbook(path)
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and cell.data_type != "f"]


def test_no_text_becomes_a_formula(month):
    """In no cell, name, list or conditional format of any workbook does a stranger's text calculate."""
    office, _ = month
    for path in written(office):
        for part, content in parts_of(path.read_bytes()).items():
            if part.endswith(".xml"):
                found = [e.text for e in ElementTree.fromstring(content).iter()
                         if e.tag.rpartition("}")[2] in FORMULAS and MARK in LITERAL.sub("", e.text or "")]
                assert [] == found, (path.name, part)


def test_no_text_becomes_a_link(month):
    """Links lead inside their own workbook and nowhere else; nothing refers to anything outside."""
    office, _ = month
    for path in written(office):
        for part, content in parts_of(path.read_bytes()).items():
            assert b"externalLink" not in content, (path.name, part)
            if part.endswith(".rels"):
                assert [] == [e.attrib for e in ElementTree.fromstring(content) if e.get("TargetMode") == "External"], (path.name, part)
            elif part.endswith(".xml"):
                links = [e.attrib for e in ElementTree.fromstring(content).iter() if e.tag.endswith("}hyperlink")]
                assert [] == [one for one in links if MARK in str(one.get("location"))], (path.name, part)


def test_every_part_is_well_formed_and_free_of_control_characters(month):
    """A forbidden character would make Excel repair the file; one that is escaped is no character."""
    office, _ = month
    for path in written(office):
        for part, content in parts_of(path.read_bytes()).items():
            if part.endswith((".xml", ".rels", ".vml")):
                ElementTree.fromstring(content)
                assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(x0*[0-8bceBCE]|x0*1[0-9a-fA-F]|[0-8]|1[124-9]|2[0-9]|3[01]);", content), (path.name, part)


def test_sheet_names_and_paths_are_ours(month):
    """Whatever a file was called, everything lies where it belongs, under a name that every system takes."""
    office, collected = month
    root = office.workspace.root
    for receipt in collected.receipts:
        path = PurePosixPath(receipt.archived)
        assert ("archive", True, 3) == (path.parts[0], (root / path).is_file(), len(path.parts)), receipt.archived
    for path in (p for folder in ("archive", "reports", "templates") for p in (root / folder).rglob("*")):
        assert path.resolve().is_relative_to(root.resolve())
        assert not re.search(r'[<>:"\\|?*\x00-\x1f]', path.name), path.name
        assert path.name == path.name.strip(" .") and len(path.name.encode()) <= 255
        assert not any(unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI") for c in path.name), path.name


def test_csv_holds_no_formula(month, tmp_path):
    """A spreadsheet that opens the export has nothing to run; JSON and Parquet hold the text itself."""
    import pandas

    from automation import export

    office, _ = month
    paths = export.write(tmp_path, "x", pipeline.records(office, JUNE))
    pipeline.export_parquet(office, JUNE, tmp_path)
    cells = [cell for line in csv.reader(io.StringIO(paths[0].read_bytes().decode("utf-8-sig"), newline="")) for cell in line]
    assert any(MARK in cell for cell in cells)
    assert [] == [cell for cell in cells if cell.startswith(RISKY) and not re.fullmatch(r"-?\d+(\.\d+)?", cell)]
    plain = [r["value"] for r in json.loads(paths[1].read_text(encoding="utf-8"))]
    held = pandas.read_parquet(tmp_path / "parquet", filters=[("category", "=", "填报")])["value"].dropna()
    assert {value for value in plain if value.startswith(RISKY)} <= set(held)
    assert any(value.startswith("=cmd|") for value in plain)


def tongbao(office, *arguments):
    return subprocess.run([sys.executable, "-m", "automation", *map(str, arguments)], cwd=office.workspace.root, capture_output=True, check=False)


def test_the_terminal_gets_no_control_characters(month, tmp_path):
    """No name and no text moves the cursor, clears the screen or turns the writing round."""
    office, collected = month
    hostile = tmp_path / NAMES[6].format(m=MARK)
    returned = next(r for r in collected.receipts if r.outcome is Outcome.RETURNED)
    shutil.copyfile(office.workspace.root / returned.archived, hostile)
    (tmp_path / NAMES[4].format(m=MARK)).write_bytes(b"%PDF")
    for arguments in (("check", hostile, tmp_path / NAMES[4].format(m=MARK)), ("status", "2017-06"), ("check", hostile, "--json"),
                      ("trace", "2017-06", "附件2", "SN-05", "形象进度"), ("carry", hostile, "-o", tmp_path / "o.xlsx", "--period", "2017-06"),
                      ("check", tmp_path / "没有\x1b[2J\u202e.xlsx")):
        ended = tongbao(office, *arguments)
        said = (ended.stdout + ended.stderr).decode()
        assert said and "Traceback" not in said and ended.returncode in (0, 1, 3), said
        bad = [c for c in said if c not in "\n\t\r" and (unicodedata.category(c) == "Cc" or c in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068")]
        assert [] == bad, (arguments[0], bad, said)


@pytest.mark.skipif(os.name == "nt", reason="there is no pseudo-terminal")
@pytest.mark.parametrize("arguments", [("status", "2017-06"), ("collect", "--settle", "0"), ("trace", "2017-06", "附件2", "SN-05", "形象进度")],
                         ids=["status", "collect", "trace"])
def test_a_drawn_table_shows_brackets_as_they_are(month, arguments, tmp_path):
    """On a terminal, tables and progress bars take no text for a colour, a link or a mistake in markup."""
    import pty

    office, _ = month
    (office.workspace.inbox / "[red][link=file:a]再交.xlsx").write_bytes(b"%PDF " + tmp_path.name.encode())
    parent, child = pty.openpty()
    with subprocess.Popen([sys.executable, "-m", "automation", *arguments], cwd=office.workspace.root, stdout=child, stderr=child) as running:
        os.close(child)
        said = b""
        with contextlib.suppress(OSError):
            while piece := os.read(parent, 65536):
                said += piece
    os.close(parent)
    assert (True, True, False) == (running.returncode in (0, 1), b"[" in said, b"]8;" in said), said.decode()


def test_reminders_and_drafts_stay_what_they_are(month):
    """Names from the plan and texts from clerks open no header, link or script in what is sent out."""
    office, _ = month
    pipeline.remind(office, JUNE, office.now().replace(year=2017, month=6, day=25))
    for path in (p for p in office.workspace.reports(JUNE).rglob("*") if p.suffix in (".eml", ".txt", ".html")):
        text = path.read_bytes().decode("utf-8-sig")
        assert "<script" not in text and "x.invalid" not in text, path.name
    test_no_text_becomes_a_formula(month)


@pytest.fixture(scope="module")
def hostile_plan(tmp_path_factory):
    """An office whose own plan has such names: a unit's, a project's."""
    root = tmp_path_factory.mktemp("plan")
    plain = pipeline.create(root / "甲", "suining-2017")
    book = openpyxl.load_workbook(plain.workspace.plan_path)
    names = {UNIT: f"={MARK}/..\\{UNIT}", next(i.name for t in plain.plan.tables for i in t.items if i.code == "SN-05"): f'=HYPERLINK("http://x.invalid","{MARK}")'}
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                for old, new in names.items():
                    if isinstance(cell.value, str) and cell.data_type != "f" and old in cell.value:
                        cell.value = cell.value.replace(old, new)
                        cell.data_type = "s"
    book.save(root / "任务书.xlsx")
    return pipeline.create(root / "乙", str(root / "任务书.xlsx"))


def test_names_in_the_plan_are_names(hostile_plan):
    """A unit or project that is called like a formula or a path is written, listed and summed up as any other."""
    office = hostile_plan
    issued = pipeline.issue(office, JUNE)
    pipeline.bulletin(office, JUNE)
    assert all(path.parent == office.workspace.templates(JUNE) for path in issued)
    books = [p for p in office.workspace.root.rglob("*.xlsx") if p != office.workspace.plan_path]
    assert any(full_width(f'=HYPERLINK("http://x.invalid","{MARK}")') in strings(path) for path in books)
    for path in books:
        with zipfile.ZipFile(path) as package:
            for part in package.namelist():
                assert b'TargetMode="External"' not in package.read(part), (path.name, part)
        book = openpyxl.load_workbook(path)
        formulas = [c.value for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
        assert [] == [f for f in formulas if str(getattr(f, "text", f)).lstrip("=").upper().startswith("HYPERLINK(\"HTTP")]
