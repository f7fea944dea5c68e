"""A verdict that a worker reached holds as long as nothing was recorded that it might have been another beside."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from automation.engines import Job, Result
from automation.intake import Verdict
from automation.judging import Beside, Judges
from automation.ledger import Ledger
from automation.model.plan import Plan
from automation.model.submission import Submission
from automation.period import Period
from automation.plan import shipped
from tests.ledger.files import moment, receipt, submission

MAY, JUNE = Period(2017, 5), Period(2017, 6)
FIELD = "本月完成投资"
LATER = moment(20)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped.load("suining-2017")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.db") as opened:
        yield opened


def said(plan: Plan, name: str, unit: str, period: Period, item: str = "") -> Submission:
    """What ``unit`` reports of an item, of its first one unless told."""
    own = item or next(i.code for t in plan.tables for i in t.items if i.units == (unit,))
    return submission(name, {FIELD: Decimal(70)}, unit=unit, period=period, item=own)


def units(plan: Plan) -> list[str]:
    """Units with items of their own."""
    return sorted({i.units[0] for i in plan.tables[0].items if len(i.units) == 1})


def record(judges: Judges, ledger: Ledger, found: Submission, day: int) -> None:
    ledger.record(receipt(found.name, moment(day), unit=found.unit, period=found.period), found)
    judges.recorded(found)


def holds(judges: Judges, found: Submission, verdict: Verdict) -> bool:
    """Whether it is taken as it is."""
    _, examined = judges.receipt(Result(found, verdict=verdict), Job(Path(found.name), found.name, found.sha256), LATER)
    return examined is verdict.examined


def test_a_verdict_falls_with_a_file_of_its_unit_alone(plan: Plan, ledger: Ledger) -> None:
    """What another unit reports of its own changes nothing; what the unit itself reported meanwhile does."""
    judges, (mine, other) = Judges(plan, ledger), units(plan)[:2]
    june = said(plan, "june", mine, JUNE)
    verdict = judges.verdict(june, LATER)

    record(judges, ledger, said(plan, "a", other, MAY), 1)
    assert holds(judges, june, verdict)

    record(judges, ledger, said(plan, "b", mine, MAY), 2)
    assert not holds(judges, june, verdict)
    assert holds(judges, june, judges.verdict(june, LATER))


def test_a_verdict_falls_with_what_others_report_of_its_items(plan: Plan, ledger: Ledger) -> None:
    """An item may have been another unit's: what that one reports of it counts, and so does that it takes it back."""
    judges, (mine, other) = Judges(plan, ledger), units(plan)[:2]
    june = said(plan, "june", mine, JUNE)
    before = judges.verdict(june, LATER)
    record(judges, ledger, said(plan, "a", other, MAY, june.rows[0].code), 1)
    after = judges.verdict(june, LATER)

    assert not holds(judges, june, before)
    assert {mine, other} == after.units
    assert holds(judges, june, after)

    record(judges, ledger, said(plan, "b", other, MAY), 2)
    assert not holds(judges, june, after)


def test_a_worker_that_cannot_look_into_the_ledger_leaves_it_to_others(plan: Plan, tmp_path: Path) -> None:
    """No ledger, a broken one, or a file whose order is not settled: no verdict, and no harm to the file."""
    june = said(plan, "june", units(plan)[0], JUNE)
    (tmp_path / "broken.db").write_bytes(b"not a ledger at all" * 100)
    job = Job(tmp_path / "june", "june", june.sha256, LATER)
    for path in (tmp_path / "nowhere" / "ledger.db", tmp_path / "broken.db"):
        with Beside(path)(plan) as judge:
            assert judge(june, job) is None

    Ledger.open(tmp_path / "ledger.db").shut()
    with Beside(tmp_path / "ledger.db")(plan) as judge:
        assert judge(june, job) is not None
        assert judge(june, Job(job.path, job.name, job.sha256)) is None


def test_a_worker_writes_nothing_to_the_ledger(tmp_path: Path) -> None:
    """It looks, and that is all that it can do."""
    Ledger.open(tmp_path / "ledger.db").shut()
    with Ledger.looked_into(tmp_path / "ledger.db") as ledger, pytest.raises(Exception, match="台账"):
        ledger.close(MAY)
