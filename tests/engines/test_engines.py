"""A file can do what it likes to its reader: it costs itself, and nobody else notices."""

import contextlib
import dataclasses
import faulthandler
import multiprocessing
import os
import sys
import types
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from automation.engines import Allowance, Engine, Inline, Job, Pool
from automation.errors import TongbaoError
from automation.model.plan import Plan
from automation.model.submission import Submission
from automation.plan import shipped
from automation.sheets.limits import MIB, Limits
from automation.sheets.unreadable import Unreadable
from tests.engines.readers import divided, half, obedient

SMALL = Allowance(seconds=60, cpu_seconds=1, memory_bytes=512 * MIB, sheets=Limits(file_bytes=1000))
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals and no such limits")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped.load("suining-2017")


@pytest.fixture(scope="module")
def pool(plan: Plan) -> Iterator[Pool]:
    engine = Pool(plan, 2, SMALL, obedient)
    yield engine
    engine.close()


def jobs(folder: Path, contents: Sequence[bytes]) -> list[Job]:
    made = []
    for number, content in enumerate(contents):
        path = folder / f"{number:03}.xlsx"
        path.write_bytes(content)
        made.append(Job(path, path.name, f"{number:064}"))
    return made


def told(engine: Engine, work: Sequence[Job]) -> list[str]:
    """For each file in the order given back: its name where it was read, else the code."""
    said = []
    for job, result in engine.read((job, job) for job in work):
        assert result is not None
        said.append(result.found.code if isinstance(result.found, Unreadable) else result.found.name)
        assert job.name == said[-1] or isinstance(result.found, Unreadable)
    return said


def reason(engine: Engine, work: Sequence[Job]) -> str:
    (result,) = [r for _, r in engine.read((job, job) for job in work) if r and isinstance(r.found, Unreadable)]
    assert isinstance(result.found, Unreadable)
    return result.found.message


@pytest.mark.parametrize(("deed", "code", "word"), [
    pytest.param(b"abort", "F003", "SIGABRT", marks=posix), pytest.param(b"segfault", "F003", "SIGSEGV", marks=posix),
    pytest.param(b"loop", "F004", "处理器超过 1 秒", marks=posix), pytest.param(b"hog", "F004", "内存超过 512 MB", marks=posix),
    (b"end", "F003", "退出码 7"), (b"exit", "F003", "SystemExit"), (b"panic", "F003", "Panic"),
    (b"raise", "F003", "ZeroDivisionError"), (b"elsewhere", "F003", "OSError"), (b"locked", "F002", "密码"),
    (b"x" * 1001, "F004", "文件有"),
])
def test_a_deadly_file_costs_only_itself(pool: Pool, tmp_path: Path, deed: bytes, code: str, word: str) -> None:
    """Whatever one file does, it alone is refused, with the reason; the files around it are read."""
    work = jobs(tmp_path, [b"one", deed, b"two", b"three"])

    assert ["000.xlsx", code, "002.xlsx", "003.xlsx"] == told(pool, work)
    assert word in reason(pool, work[1:2])


@pytest.mark.parametrize("seconds", [0.05, 0.1, 0.15, 0.2, 0.3])
def test_a_worker_that_ends_while_it_answers_holds_nobody_up(plan: Plan, tmp_path: Path, seconds: float) -> None:
    """Half an answer on the way, or a lock still held: the others are answered, and within seconds."""
    work = jobs(tmp_path, [b"one"] * 9 + [b"late %.2f" % seconds] + [b"one"] * 14)
    engine = Pool(plan, 2, dataclasses.replace(SMALL, memory_bytes=2048 * MIB, cpu_seconds=60), obedient)
    faulthandler.dump_traceback_later(100, exit=True)
    try:
        said = told(engine, work)
    finally:
        engine.close()
        faulthandler.cancel_dump_traceback_later()
    assert [job.name for n, job in enumerate(work) if n != 9] == said[:9] + said[10:]


@posix
@pytest.mark.parametrize("all_of_them", [False, True])
def test_workers_killed_from_outside_cost_no_file(plan: Plan, tmp_path: Path, all_of_them: bool) -> None:
    """Something kills one worker, or all, time and again: every file is read in the end."""
    engine = Pool(plan, 2, SMALL, obedient)
    work = jobs(tmp_path, [b"slow"] * 120)
    said: list[str] = []
    try:
        for number, (_, result) in enumerate(engine.read((job, job) for job in work)):
            said.append(result.found.name if result and isinstance(result.found, Submission) else "")
            if number in (20, 50, 90):
                living = multiprocessing.active_children()
                for worker in living if all_of_them else living[:1]:
                    worker.kill()
    finally:
        engine.close()
    assert [job.name for job in work] == said


def test_a_file_that_hangs_costs_only_itself(plan: Plan, tmp_path: Path) -> None:
    """A reader that waits for ever is ended by the clock, also where nothing limits its processor time."""
    engine = Pool(plan, 2, Allowance(seconds=2), obedient)
    work = jobs(tmp_path, [b"one", b"sleep", b"two"])

    assert ["000.xlsx", "F004", "002.xlsx"] == told(engine, work)
    assert "2 秒没有读完" in reason(engine, work[1:2])
    engine.close()


def test_results_come_in_the_order_of_the_files(pool: Pool, tmp_path: Path) -> None:
    """Over many batches, with deadly files among them, results come in the order of the jobs."""
    contents = [b"abort" if n in (3, 17, 18, 41) else b"fine" for n in range(60)]

    assert ["F003" if c == b"abort" else f"{n:03}.xlsx" for n, c in enumerate(contents)] == told(pool, jobs(tmp_path, contents))


def test_a_worker_killed_from_outside_costs_no_file(pool: Pool, tmp_path: Path) -> None:
    """A file whose worker dies once is read again, and is not to blame."""
    work = jobs(tmp_path, [b"once " + os.fsencode(tmp_path / "note")])

    assert ["000.xlsx"] == told(pool, work)
    assert (tmp_path / "note").exists()


def test_little_is_drawn_ahead(pool: Pool, tmp_path: Path) -> None:
    """However many files there are, only a few batches are drawn before the first result is given back."""
    drawn = []
    work = jobs(tmp_path, [b"fine"] * 200)
    results = pool.read((drawn.append(job.name), job) for job in work)
    next(results)

    assert len(drawn) <= 48
    assert 199 == len(list(results))


def test_tags_without_a_file_keep_their_place(pool: Pool, plan: Plan, tmp_path: Path) -> None:
    """What has nothing to read passes through in its turn, in both engines."""
    one, two = jobs(tmp_path, [b"a", b"b"])
    work = [("first", None), ("second", one), ("third", None), ("fourth", two), ("last", None)]
    expected = [("first", False), ("second", True), ("third", False), ("fourth", True), ("last", False)]

    for engine in (pool, Inline(plan, SMALL, obedient)):
        assert expected == [(tag, result is not None) for tag, result in engine.read(work)]


def test_other_work_on_files_is_done_as_safely(pool: Pool, plan: Plan) -> None:
    """Any function can run beside the readers: in order, and what kills its worker gives nothing and harms nobody."""
    assert [0, None, 1, 2, None, 3] == list(pool.each(half, [(n,) for n in (0, 1, 2, 4, 5, 6)]))
    for engine in (pool, Inline(plan)):
        assert [2.0, None, 3.0] == list(engine.each(divided, [(4, 2), (1, 0), (9, 3)]))


def test_a_file_out_of_reach_is_not_judged(pool: Pool, plan: Plan, tmp_path: Path) -> None:
    """Where the bytes cannot be had, reading stops with words for a person, in both engines."""
    gone = Job(tmp_path / "gone.xlsx", "gone.xlsx", "0")

    for engine in (pool, Inline(plan, SMALL, obedient)):
        with pytest.raises(TongbaoError, match="打不开") as caught:
            list(engine.read([("tag", gone)]))
        assert "再运行一次" in caught.value.fix


def test_a_pool_begins_anew_after_close(plan: Plan, tmp_path: Path) -> None:
    """A closed pool starts workers again for the next file, and closing twice is harmless."""
    engine = Pool(plan, 1, SMALL, obedient)
    work = jobs(tmp_path, [b"fine"])
    first = told(engine, work)
    engine.close()
    engine.close()

    assert ["000.xlsx"] == first == told(engine, work)
    engine.close()


def test_workers_that_cannot_start_are_no_files_fault(plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no worker comes up, reading stops with words for a person and no file is judged."""
    nowhere = types.ModuleType("nowhere")
    exec("def reader(*_): pass", nowhere.__dict__)
    monkeypatch.setitem(sys.modules, "nowhere", nowhere)
    engine = Pool(plan, 1, SMALL, nowhere.reader)
    with pytest.raises(TongbaoError, match="启动不了"):
        told(engine, jobs(tmp_path, [b"fine"]))
    engine.close()


def test_too_few_open_files_stop_the_reading_with_words(plan: Plan, tmp_path: Path) -> None:
    """Where the system gives no more handles no worker starts: no file is judged, and later the same pool reads."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    engine = Pool(plan, 2, SMALL, obedient)
    work = jobs(tmp_path, [b"fine"])
    taken = []
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        with contextlib.suppress(OSError):
            while True:
                taken.append(os.dup(0))
        os.close(taken.pop())
        with pytest.raises(TongbaoError, match="启动不了"):
            told(engine, work)
    finally:
        for handle in taken:
            os.close(handle)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert ["000.xlsx"] == told(engine, work)
    engine.close()


def test_this_process_keeps_its_own_limits(pool: Pool, tmp_path: Path) -> None:
    """The limits are the workers' alone."""
    resource = pytest.importorskip("resource")
    kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE)
    before = [resource.getrlimit(kind) for kind in kinds]
    told(pool, jobs(tmp_path, [b"fine", b"hog"]))

    assert before == [resource.getrlimit(kind) for kind in kinds]


def test_limits_are_the_plans(plan: Plan) -> None:
    """The plan's settings decide what reading a file may cost."""
    assert Allowance() == Allowance.of(plan.settings)
