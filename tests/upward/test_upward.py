"""What a county sends upward is what it closed, and the city takes it in like any other submission."""

import hashlib
import json
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from automation import pipeline
from automation.cli import reports
from automation.cli.app import app
from automation.engines import Inline
from automation.errors import ExitCode
from automation.ledger import Ledger
from automation.model.submission import Outcome
from automation.pipeline import Office
from automation.upward.sources import HEAD_ROW, SHEET
from tests.upward.offices import COUNTIES, JUNE, MEASURES, city, county, report, typed

AMOUNTS = {f"{county}{town}": Decimal(amount) for (county, town), amount in zip(
    ((c, t) for c in COUNTIES for t in ("甲镇", "乙镇")), ("100.1", "200.02", "0", "33.33", "1200", "45000"), strict=True)}
"""What each township types; the third county counts in 元."""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, list[Office]]:
    """A city that has collected what its three counties sent upward; the third counts in 元, the others in 万元."""
    root = tmp_path_factory.mktemp("chain")
    top = city(root / "市")
    pipeline.issue(top, JUNE)
    offices = [county(root / name, n, "元" if n == 2 else "万元") for n, name in enumerate(COUNTIES)]
    for number, (name, office) in enumerate(zip(COUNTIES, offices, strict=True)):
        report(office, amounts=AMOUNTS, first=2 * number + 1)
        pipeline.close(office, JUNE)
        path, _ = pipeline.upward(office, JUNE, issued(top, name))
        shutil.copy(path, top.workspace.inbox)
    collected = pipeline.collect(top, settle=0, engine=Inline(top.plan))
    assert [(Outcome.ACCEPTED, ())] * 3 == [(r.outcome, r.findings) for r in collected.receipts]
    return top, offices


def issued(top: Office, name: str) -> Path:
    return next(top.workspace.templates(JUNE).glob(f"{name}_*.xlsx"))


def test_the_citys_total_is_the_sum_of_all_townships(chain: tuple[Office, list[Office]]) -> None:
    """Three levels, two money units, not one digit lost."""
    top, _ = chain
    expected = sum((amount / (10000 if name.startswith(COUNTIES[2]) else 1) for name, amount in AMOUNTS.items()), Decimal(0))
    totals = reports.figures(pipeline.summary(top, JUNE))["tables"]["项目"]["totals"]  # type: ignore[index]

    assert expected == Decimal("338.07")
    assert (str(expected), "27000") == (totals["本月完成投资"], totals["总投资"])


def test_indicators_are_what_all_townships_come_to(chain: tuple[Office, list[Office]]) -> None:
    """Stocks and flows add up, a ratio is of the sums, where each counts the worst one does, a breach anywhere is one."""
    (found,) = pipeline.summary(chain[0], JUNE).indicators
    values = {word: one.value for (word, _, _), one in zip(MEASURES, found.items, strict=True)}

    assert (Decimal(21), Decimal(21), Decimal(1), Decimal(0), Decimal(1)) == tuple(
        values[word] for word in ("存量", "流量", "逐个达标", "零容忍", "里程碑"))
    assert (Decimal(21), Decimal(27)) == (found.items[2].part, found.items[2].whole)
    assert "南区甲镇：来源：第5号报表" in found.items[7].text


def test_a_task_is_as_far_as_the_slowest_township(chain: tuple[Office, list[Office]]) -> None:
    """Through both levels, with what every township wrote."""
    (table,) = pipeline.summary(chain[0], JUNE).tasks
    (task,) = table.items

    assert (Decimal("0.1"), "推进中", COUNTIES[0]) == (task.rate, task.state, task.slowest)
    assert "西县乙镇：已完成第4批共40户走访登记" in task.reports[1].text("进展情况")


def test_a_figure_leads_down_to_the_townships_file(chain: tuple[Office, list[Office]]) -> None:
    """Trace at the city names the county's file and cell; the file names the townships' files, which the county has."""
    top, offices = chain
    told = json.loads(run("trace", JUNE, "项目", "C1", "本月完成投资", "-w", top.workspace.root, "--json").output)[0]
    book = openpyxl.load_workbook(top.workspace.root / told["archived"])
    place = f"{told['sheet']}!{told['cell']}"
    rows = [row for row in book[SHEET].iter_rows(min_row=HEAD_ROW + 1, values_only=True) if row[3] == place]

    assert "300.12" == told["value"] == f"{book[told['sheet']][told['cell']].value}"
    assert [("C1", "本月完成投资", "300.12", "相加", "2/2")] * 2 == [(*row[:3], *row[4:6]) for row in rows]
    assert [("C1-1", "东县甲镇", "100.1"), ("C1-2", "东县乙镇", "200.02")] == [(row[6], row[8], row[10]) for row in rows]
    for row in rows:
        original = offices[0].workspace.root / str(row[17])
        assert hashlib.sha256(original.read_bytes()).hexdigest() == row[16]
        assert str(openpyxl.load_workbook(original)[str(row[13])][str(row[14])].value) == row[10]


def test_the_sheet_says_what_was_closed(chain: tuple[Office, list[Office]]) -> None:
    """When the county closed, and the hash of what its export prints."""
    top, offices = chain
    path, made = pipeline.upward(offices[1], JUNE, issued(top, COUNTIES[1]))
    printed = run("export", JUNE, "--to", "-", "-w", offices[1].workspace.root).output
    said = {row[0]: row[1] for row in openpyxl.load_workbook(path)[SHEET].iter_rows(min_row=2, max_row=HEAD_ROW - 1, values_only=True)}

    assert said["本级台账导出SHA-256"] == hashlib.sha256(printed.encode()).hexdigest() == made.facts.sha256
    closed = pipeline.state(offices[1], JUNE).closed_at
    assert closed and said["封账时间"] == closed.isoformat(timespec="seconds")
    assert (COUNTIES[1], "2023-06", "0") == (said["上报单位"], said["报告期"], said["更正号"])


def test_nothing_else_of_the_citys_workbook_changes(chain: tuple[Office, list[Office]], tmp_path: Path) -> None:
    """Parts that hold no figure keep their bytes, the city's file is untouched, and twice gives the same bytes."""
    top, offices = chain
    given = issued(top, COUNTIES[0])
    before = given.read_bytes()
    first, _ = pipeline.upward(offices[0], JUNE, given, target=tmp_path / "甲")
    second, _ = pipeline.upward(offices[0], JUNE, given, target=tmp_path / "乙.xlsx")
    with zipfile.ZipFile(given) as old, zipfile.ZipFile(first) as new:
        kept = {n for n in old.namelist() if n in new.namelist() and old.read(n) == new.read(n)}
        changed = set(old.namelist()) - kept

    assert before == given.read_bytes()
    assert first.read_bytes() == second.read_bytes()
    assert changed <= {"[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels",
                       *(f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3))}
    assert first.name == given.name


def test_what_nobody_reported_stays_empty(chain: tuple[Office, list[Office]], tmp_path: Path) -> None:
    """A township that is missing is no zero: the sum is of those that reported, and the sheet says one of two."""
    top, _ = chain
    office = county(tmp_path / "南区", 2)
    report(office, amounts={"南区甲镇": Decimal(0), "南区乙镇": Decimal(7)})
    with Ledger.open(office.workspace.ledger) as ledger:
        counted = {one.unit: ledger.known(one.sha256) for one in ledger.counting(JUNE)}
    alone = pipeline.create(tmp_path / "只有甲镇", str(office.workspace.plan_path))
    receipt = counted["南区甲镇"]
    assert receipt
    shutil.copy(office.workspace.root / receipt.archived, alone.workspace.inbox / receipt.name)
    pipeline.collect(alone, settle=0, engine=Inline(alone.plan))
    empty = pipeline.create(tmp_path / "一家未报", str(office.workspace.plan_path))
    ended = []
    for one in (alone, empty):
        pipeline.close(one, JUNE)
        ended.append(run("upward", JUNE, "--into", issued(top, COUNTIES[2]), "-w", one.workspace.root, "--json"))
    first, second = (json.loads(e.output) for e in ended)
    amount = next(f for f in first["figures"] if f["field"] == "本月完成投资")

    assert ("0", "1/2") == (amount["value"], f"{amount['parts']}/{amount['due']}")
    assert (ExitCode.DONE, ExitCode.NEEDS_A_PERSON) == (ended[0].exit_code, ended[1].exit_code)
    assert [] == second["figures"]
    assert {"本级没有报来的数"} == {one["reason"] for one in second["left"]}
    assert "L9" in {one["cell"] for one in second["left"]}


def test_one_plan_on_both_levels(tmp_path: Path) -> None:
    """Without --into the workbook is made from the own plan, and a level above with that plan takes it in."""
    office = county(tmp_path / "东县", 0)
    report(office, amounts=AMOUNTS)
    pipeline.close(office, JUNE)
    above = pipeline.create(tmp_path / "市", str(_assigned_to(office, COUNTIES[0], tmp_path)))
    ended = run("upward", JUNE, "-w", office.workspace.root, "-o", above.workspace.inbox)
    collected = pipeline.collect(above, settle=0, engine=Inline(above.plan))

    assert ended.exit_code == ExitCode.DONE, ended.output
    assert [(Outcome.ACCEPTED, COUNTIES[0], ())] == [(r.outcome, r.unit, r.findings) for r in collected.receipts]
    assert reports.figures(pipeline.summary(office, JUNE)) == reports.figures(pipeline.summary(above, JUNE))


def _assigned_to(office: Office, unit: str, folder: Path) -> Path:
    """The plan of ``office`` as a level above has it: every item is one unit's."""
    book = openpyxl.load_workbook(office.workspace.plan_path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in ("东县甲镇", "东县甲镇;东县乙镇") or (cell.value == "东县乙镇" and sheet.title != "单位"):
                    cell.value = unit
    path = folder / "上级任务书.xlsx"
    book.save(path)
    return path


def test_what_was_closed_is_sent_and_corrections_on_demand(chain: tuple[Office, list[Office]], tmp_path: Path) -> None:
    """A file that came after closing changes nothing until --revision asks for it."""
    top, _ = chain
    office = county(tmp_path / "东县", 0)
    report(office, amounts=AMOUNTS)
    pipeline.close(office, JUNE)
    early = run("upward", JUNE, "--into", issued(top, COUNTIES[0]), "--revision", "-w", office.workspace.root)
    before = json.loads(run("upward", JUNE, "--into", issued(top, COUNTIES[0]), "-w", office.workspace.root, "--json").output)
    report(office, amounts={**AMOUNTS, "东县甲镇": Decimal(500)})
    closed, revised = (json.loads(run("upward", JUNE, "--into", issued(top, COUNTIES[0]), "-w", office.workspace.root, "--json", *more).output)
                       for more in ((), ("--revision",)))

    assert (ExitCode.USAGE, True) == (early.exit_code, "没有收到更正" in early.stderr)
    assert before == closed
    assert ["300.12", "700.02"] == [next(f["value"] for f in one["figures"] if f["field"] == "本月完成投资") for one in (closed, revised)]
    assert (0, 1) == (closed["revision"], revised["revision"])


def test_an_open_period_is_refused(chain: tuple[Office, list[Office]], tmp_path: Path) -> None:
    """Figures that may still change are not sent; the words name the command."""
    office = county(tmp_path / "东县", 0)
    ended = run("upward", JUNE, "--into", issued(chain[0], COUNTIES[0]), "-w", office.workspace.root)

    assert (ExitCode.FAILED, True, True) == (ended.exit_code, "没有封账" in ended.stderr, "tongbao close 2023-06" in ended.stderr)


def test_a_workbook_of_another_period_is_refused(chain: tuple[Office, list[Office]]) -> None:
    """July's figures do not go into June's workbook."""
    top, offices = chain
    july = JUNE.next
    pipeline.issue(top, july)
    ended = run("upward", JUNE, "--into", next(top.workspace.templates(july).glob(f"{COUNTIES[0]}_*")), "-w", offices[0].workspace.root)

    assert (ExitCode.FAILED, True) == (ended.exit_code, "2023-07 期的，要上报的是 2023-06" in ended.stderr)


def test_items_that_are_not_ours_are_listed(chain: tuple[Office, list[Office]]) -> None:
    """The workbook of another county: its project is named, and how codes are to be written."""
    top, offices = chain
    ended = run("upward", JUNE, "--into", issued(top, COUNTIES[1]), "-w", offices[0].workspace.root)

    assert (ExitCode.FAILED, True, True) == (ended.exit_code, "没有对应的：C2（填报表）" in ended.stderr, "上级编码加“-”和序号" in ended.stderr)


@pytest.mark.parametrize(("content", "words"), [(b"no workbook", "不是 .xlsx"), (None, "不是上级下发的填报表")])
def test_other_files_are_refused(chain: tuple[Office, list[Office]], tmp_path: Path, content: bytes | None, words: str) -> None:
    """A file that is no workbook, a workbook that nobody issued."""
    path = tmp_path / "x.xlsx"
    if content is None:
        openpyxl.Workbook().save(path)
    else:
        path.write_bytes(content)
    ended = run("upward", JUNE, "--into", path, "-w", chain[1][0].workspace.root)

    assert (ExitCode.FAILED, True) == (ended.exit_code, words in ended.stderr)


def test_the_original_is_never_written_to(chain: tuple[Office, list[Office]]) -> None:
    """-o may not name the file that the level above issued."""
    given = issued(chain[0], COUNTIES[0])
    ended = run("upward", JUNE, "--into", given, "-o", given, "-w", chain[1][0].workspace.root)

    assert (ExitCode.USAGE, True) == (ended.exit_code, "不能写回上级的原文件" in ended.stderr)


def test_a_target_that_cannot_be_written_is_said(chain: tuple[Office, list[Office]], tmp_path: Path) -> None:
    """A folder stands where the file is to be."""
    target = tmp_path / "占用.xlsx"
    (target / "x").mkdir(parents=True)
    ended = run("upward", JUNE, "--into", issued(chain[0], COUNTIES[0]), "-o", target, "-w", chain[1][0].workspace.root)

    assert (ExitCode.FAILED, True) == (ended.exit_code, "写不了" in ended.stderr)


def test_every_unit_types_something_else() -> None:
    """The fixtures differ from unit to unit, so that a figure of the wrong unit shows."""
    assert typed("县0", 1, Decimal(1)) != typed("县0", 2, Decimal(1))
