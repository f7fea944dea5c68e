import datetime
from pathlib import Path

import openpyxl
import pytest

from automation import pipeline
from automation.errors import TongbaoError
from automation.ledger import Ledger
from automation.model.submission import Outcome, UnitState
from automation.period import Period
from automation.practice.run import practise
from tests.practice.any_plan import write_plan

JANUARY, JUNE = Period(2017, 1), Period(2017, 6)


def products(root: Path) -> dict[str, bytes]:
    """Everything in a workspace but the ledger, which knows the time of each run."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*")
            if p.is_file() and not p.name.startswith(("ledger.db", ".tongbao"))}


def test_june_has_one_of_each(practice: Path) -> None:
    """One unit is missing and one late; one was sent back and mended it; one file came twice, one is no workbook."""
    office = pipeline.open_office(practice)
    statuses = pipeline.status(office, JUNE)
    with Ledger.open(office.workspace.ledger) as ledger:
        done = [e.kind for e in ledger.events()]

    assert [s.state for s in statuses].count(UnitState.MISSING) == 1
    assert [s.days_late for s in statuses if s.state is UnitState.LATE] == [2]
    assert [s.state for s in statuses if s.returned_times] == [UnitState.ACCEPTED]
    assert (done.count(Outcome.DUPLICATE.value), done.count(Outcome.QUARANTINED.value)) == (1, 1)


def test_one_query_is_explained_in_june(practice: Path) -> None:
    """A project called finished at two thirds is merged, asked about, and explained by the unit in what it was sent."""
    office = pipeline.open_office(practice)
    with Ledger.open(office.workspace.ledger) as ledger:
        found = [(f.finding.code, f.finding.explanation) for f in ledger.findings(JUNE)]

    assert found == [("A405", "主体工程已竣工验收并交付使用，余款待审计决算后支付。")]


def test_the_unit_answers_by_what_it_was_sent_back(practice: Path) -> None:
    """The workbook that comes in mended is the one that went out: it still has its front sheet, every line closed."""
    (sent,) = (practice / "reports" / "2017-06" / "退回").glob("退回_*.xlsx")
    office = pipeline.open_office(practice)
    with Ledger.open(office.workspace.ledger) as ledger:
        first, second = (r for r in ledger.submissions(JUNE) if r.unit == sent.name.split("_")[1])
    front = openpyxl.load_workbook(practice / second.archived, data_only=True)["退回说明"]

    assert (first.outcome, second.outcome) == (Outcome.RETURNED, Outcome.ACCEPTED)
    assert first.send_back == sent.relative_to(practice).as_posix()
    assert {row[8].value for row in front.iter_rows(min_row=7, max_row=9)} == {"已修改"}
    assert {str(row[10].value)[0] for row in front.iter_rows(min_row=7, max_row=9)} == {"√"}


def test_in_other_months_only_what_was_meant_to_be_wrong_is_sent_back(practice: Path) -> None:
    """The clerks who mean well pass every check of every month."""
    office = pipeline.open_office(practice)
    with Ledger.open(office.workspace.ledger) as ledger:
        returned = {period: sum(r.outcome is Outcome.RETURNED for r in ledger.submissions(period))
                    for period in (Period(2017, month) for month in range(1, 7))}

    assert returned == {Period(2017, m): int(m in (4, 6)) for m in range(1, 7)}


def test_files_are_received_when_they_were_sent(practice: Path) -> None:
    """Times are the story's, not the clock's."""
    received = [s.received for s in pipeline.status(pipeline.open_office(practice), JUNE) if s.received]

    assert {(r.year, r.month) for r in received} == {(2017, 6)}
    assert all(r.utcoffset() == datetime.timedelta(hours=8) for r in received)


def test_the_story_is_told_in_files(practice: Path) -> None:
    """Each month has its workbooks and its bulletin, and the inbox is empty but for its note."""
    for month in range(1, 7):
        assert len(list((practice / "templates" / f"2017-{month:02}").glob("*.xlsx"))) == 12
        assert list((practice / "reports" / f"2017-{month:02}").glob("通报*.xlsx"))
    assert [p.name for p in (practice / "inbox").iterdir()] == ["README.txt"]


def test_the_combined_total_counts_once(practice: Path) -> None:
    """23 projects of 744340, at somewhat less than half of the year's plan."""
    combined = pipeline.summary(pipeline.open_office(practice), JUNE).combined

    assert (combined.items, combined.totals["总投资"]) == (23, 744340)
    assert 0.44 <= combined.totals["完成率"] <= 0.49  # type: ignore[operator]


def test_a_practice_played_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """Over itself or elsewhere; and what the office put beside it stays."""
    root = tmp_path / "演练"
    practise(root, "suining-2017", periods=[JANUARY])
    first = products(root)
    (root / "README.md").write_text("我们的说明", encoding="utf-8")
    (root / "reports" / "领导批示.txt").write_text("阅", encoding="utf-8")
    (root / "inbox" / "上次剩下.xlsx").write_bytes(b"x")

    lines: list[str] = []
    practise(root, "suining-2017", periods=[JANUARY], report=lines.append)
    second = products(root)

    assert (second.pop("README.md"), second.pop("reports/领导批示.txt")) == ("我们的说明".encode(), "阅".encode())
    assert second == first
    assert any("未报" in line for line in lines)


def test_real_work_is_never_replaced(tmp_path: Path) -> None:
    """A workspace whose plan does not say 演练 is refused, and not a byte of it changes."""
    root = tmp_path / "工作区"
    pipeline.create(root, "suining-2017")
    before = products(root)

    with pytest.raises(TongbaoError, match="是正式工作区") as caught:
        practise(root, "suining-2017")

    assert caught.value.exit_code == 3
    assert products(root) == before


def test_a_ledger_without_a_plan_is_real_work_too(tmp_path: Path) -> None:
    """Somebody may have moved the plan away for a moment."""
    (tmp_path / "ledger.db").write_bytes(b"")

    with pytest.raises(TongbaoError, match="是正式工作区"):
        practise(tmp_path, "suining-2017")


@pytest.mark.parametrize(("frequency", "start", "end"), [("季", "2023-Q1", "2023-Q2"), ("年", "2023", "2024")])
def test_any_plan_can_be_played(tmp_path: Path, frequency: str, start: str, end: str) -> None:
    """By quarter or by year, with every 口径: the only file sent back is the one that was meant to be."""
    path = tmp_path / "任务书.xlsx"
    write_plan(path, frequency, start, end)

    result = practise(tmp_path / "演练", str(path))

    assert [str(p) for p in result.receipts] == [start, end]
    outcomes = [r.outcome for receipts in result.receipts.values() for r in receipts]
    assert (outcomes.count(Outcome.RETURNED), outcomes.count(Outcome.QUARANTINED)) == (1, 1)
    assert result.bulletin.is_file()
