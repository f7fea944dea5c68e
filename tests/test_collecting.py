"""Files are taken in whole and in order, whatever stands among them and wherever they are read."""

import datetime
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from automation import collecting
from automation.collecting import Collected, collect
from automation.engines import Engine, Inline, Job, Pool, Result
from automation.engines.work import Tag
from automation.errors import TongbaoError
from automation.inbox import lock, scan
from automation.judging import Judges
from automation.ledger import Ledger
from automation.model.plan import Plan
from automation.model.submission import Outcome, Submission
from automation.pipeline import Office, create, open_office
from automation.sheets.limits import Limits
from tests.engines.readers import obedient

LATER = datetime.datetime(2017, 6, 30, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return create(tmp_path / "工作", "suining-2017")


def drop(office: Office, *contents: bytes) -> None:
    office.workspace.ensure()
    for number, content in enumerate(contents):
        (office.workspace.inbox / f"{number:02}.xlsx").write_bytes(content)


def told(collected: Collected) -> list[tuple[str, str]]:
    return [(r.name, r.outcome.value) for r in collected.receipts]


def practised(practice: Path, root: Path) -> Office:
    """A new workspace with every file of a practice in its inbox, under its name in the archive."""
    (root / "templates").mkdir(parents=True)
    (root / "inbox").mkdir()
    shutil.copyfile(practice / "templates" / "任务书.xlsx", root / "templates" / "任务书.xlsx")
    for path in (practice / "archive").rglob("*"):
        if path.is_file():
            shutil.copyfile(path, root / "inbox" / path.name)
    return open_office(root)


def recorded(office: Office) -> object:
    with Ledger.open(office.workspace.ledger) as ledger:
        return [replace(e, received=LATER) for e in ledger.entries_up_to(office.plan.settings.end)]


def test_both_engines_give_equal_receipts(practice: Path, tmp_path: Path) -> None:
    """Half a year of practice, read in this process and in workers: the same receipts, the same values."""
    here, there = practised(practice, tmp_path / "here"), practised(practice, tmp_path / "there")
    inline = collect(here, LATER, engine=Inline(here.plan))
    pool = collect(there, LATER)

    assert len(inline.receipts) > 60
    assert {Outcome.ACCEPTED, Outcome.RETURNED, Outcome.QUARANTINED} <= {r.outcome for r in inline.receipts}
    assert [replace(r, seconds=0) for r in inline.receipts] == [replace(r, seconds=0) for r in pool.receipts]
    assert recorded(here) == recorded(there)


def test_a_month_is_judged_where_it_is_read(practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of files that do not bear on one another the collecting process judges none."""
    office = practised(practice, tmp_path / "here")
    for path in office.workspace.inbox.iterdir():
        if not path.name.endswith("_2017年01月.xlsx"):
            path.unlink()
    here: list[object] = []
    monkeypatch.setattr(Judges, "verdict", lambda _self, found, _received: here.append(found))
    receipts = collect(office, LATER).receipts

    assert len({r.unit for r in receipts}) == len(receipts) > 5
    assert [] == here


@pytest.fixture
def deadly(office: Office) -> Iterator[Engine]:
    """Workers that do what a file says."""
    engine = Pool(office.plan, 2, reader=obedient)
    yield engine
    engine.close()


def test_one_bad_file_never_stops_the_others(office: Office, deadly: Engine) -> None:
    """Files that kill their reader are quarantined each by itself; all others are taken in, in the order of receipt."""
    drop(office, *(b"end %d" % n if n in (2, 9, 10, 30) else b"raise" if n == 5 else b"file %d" % n for n in range(40)))
    first = collect(office, LATER, engine=deadly)

    assert [f"{n:02}.xlsx" for n in range(40)] == [r.name for r in first.receipts]
    assert [2, 5, 9, 10, 30] == [int(r.name[:2]) for r in first.receipts if r.outcome is Outcome.QUARANTINED]
    assert 35 == first.count(Outcome.RETURNED)
    assert ["README.txt"] == [p.name for p in office.workspace.inbox.iterdir()]


def test_a_quarantined_file_is_remembered_for_good(office: Office, deadly: Engine) -> None:
    """A file that killed its reader is never read again: the ledger knows its bytes."""
    drop(office, b"end now")
    assert [("00.xlsx", "quarantined")] == told(collect(office, LATER, engine=deadly))
    drop(office, b"end now")
    again = collect(office, LATER + datetime.timedelta(days=1), engine=Inline(office.plan, reader=unreachable))

    assert [("00.xlsx", "duplicate")] == told(again)
    assert "F003" == again.receipts[0].findings[0].code


def unreachable(data: bytes, job: Job, plan: Plan, limits: Limits) -> Submission:
    raise AssertionError("read again")


def test_the_same_bytes_count_once_within_one_run(office: Office) -> None:
    """Of equal files in one inbox the first is read, the others are duplicates of it."""
    drop(office, b"a", b"a", b"b", b"a")

    collected = collect(office, LATER, engine=Inline(office.plan, reader=obedient))
    assert [Outcome.RETURNED, Outcome.DUPLICATE, Outcome.RETURNED, Outcome.DUPLICATE] == [r.outcome for r in collected.receipts]


def test_what_a_broken_off_run_recorded_is_told_with_its_verdict(office: Office) -> None:
    """A file that was recorded but not yet removed when the run ended came in once: it is told by what it is."""
    engine = Inline(office.plan, reader=obedient)
    drop(office, b"a", b"a")
    first = collect(office, LATER, engine=engine)
    drop(office, b"a", b"a")
    again = collect(office, LATER, engine=engine)

    assert [("00.xlsx", "returned"), ("01.xlsx", "duplicate")] == told(first) == told(again)
    with Ledger.open(office.workspace.ledger) as ledger:
        assert [("returned", "00.xlsx"), ("duplicate", "01.xlsx")] == [(e.kind, e.detail) for e in ledger.events()]


def lone(data: bytes, job: Job, plan: Plan, limits: Limits) -> Submission:
    """A submission with half a character in it, as damaged old workbooks hold them."""
    signature = {"填报人": "\ud800"} if data == b"half" else {}
    return replace(obedient(data, job, plan, limits), signature=signature)


def test_what_the_ledger_cannot_take_costs_only_itself(office: Office) -> None:
    """A text that cannot be stored quarantines its file; the files recorded with it are recorded."""
    drop(office, b"a", b"half", b"b")
    collected = collect(office, LATER, engine=Inline(office.plan, reader=lone))

    assert [("00.xlsx", "returned"), ("01.xlsx", "quarantined"), ("02.xlsx", "returned")] == told(collected)
    assert "F003" == collected.receipts[1].findings[0].code


def test_it_ends_after_what_is_in_hand(office: Office) -> None:
    """Asked to stop, a run ends with every file either done or untouched, and the next one takes the rest."""
    drop(office, *(b"%d" % n for n in range(40)))
    asked = iter([False, False, True, True, True])
    engine = Inline(office.plan, reader=obedient)
    with lock(office.workspace):
        found = scan(office.workspace.inbox, 0, LATER)
        done = [one for one, _ in collecting.take(office, found, engine, lambda: next(asked, True))]
    left = {p.name for p in office.workspace.inbox.iterdir()} - {"README.txt"}

    assert 3 == len(done)
    assert left == {f"{n:02}.xlsx" for n in range(3, 40)}
    assert 37 == len(collect(office, LATER, engine=engine).receipts)
    with Ledger.open(office.workspace.ledger) as ledger:
        assert 40 == len(ledger.archived())


def test_an_archive_out_of_reach_stops_the_run_and_nothing_is_lost(office: Office) -> None:
    """Where the archived copy cannot be had, no file is judged and all stay in the inbox for the next run."""
    drop(office, b"a", b"b")
    engine = Inline(office.plan, reader=obedient)
    with pytest.raises(TongbaoError, match="打不开"):
        collect(office, LATER, engine=Away(engine))

    assert ["00.xlsx", "01.xlsx", "README.txt"] == sorted(p.name for p in office.workspace.inbox.iterdir())
    assert [("00.xlsx", "returned"), ("01.xlsx", "returned")] == told(collect(office, LATER, engine=engine))


class Away:
    """Reads from where nothing is, as if the share had gone between archiving and reading."""

    def __init__(self, engine: Inline) -> None:
        self._engine = engine

    def read(self, work: Iterable[tuple[Tag, Job | None]]) -> Iterator[tuple[Tag, Result | None]]:
        """Point every job elsewhere."""
        return self._engine.read((tag, replace(job, path=job.path / "gone") if job else None) for tag, job in work)

    def close(self) -> None:
        """Nothing to close."""


def test_receipts_tell_how_long_reading_took(office: Office) -> None:
    """Every receipt of a file that was read has its seconds."""
    drop(office, b"slow")
    (receipt,) = collect(office, LATER, engine=Inline(office.plan, reader=obedient)).receipts

    assert receipt.seconds >= 0.05


@pytest.mark.parametrize(("back", "expected"), [(datetime.timedelta(minutes=10), Outcome.ACCEPTED), (datetime.timedelta(days=2), Outcome.SUPERSEDED)])
def test_a_clock_that_is_put_right_hides_no_correction(practice: Path, tmp_path: Path, back: datetime.timedelta, expected: Outcome) -> None:
    """A file that came after the clock went back some minutes is the newer one; days are nobody's clock being put right."""
    office = practised(practice, tmp_path / "clock")
    before = office.now() + back
    for path in office.workspace.inbox.iterdir():
        os.utime(path, (before.timestamp(), before.timestamp()))
    collect(office, before, engine=Inline(office.plan))
    with Ledger.open(office.workspace.ledger) as ledger:
        current = next(s.current for s in ledger.standings(office.plan.settings.start) if s.current)
    content = (office.workspace.root / current.archived).read_bytes()
    (office.workspace.inbox / current.name).write_bytes(content[:-2] + b"\x01\x00 ")

    (receipt,) = collect(office, engine=Inline(office.plan)).receipts
    assert (receipt.unit, receipt.outcome) == (current.unit, expected)
