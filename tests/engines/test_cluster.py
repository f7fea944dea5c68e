"""A cluster reads what one machine reads, whatever dies meanwhile: one scheduler and three workers, real processes."""

import contextlib
import datetime
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="Dask is not installed: pip install 'tongbao[cluster]'")

from automation import desk, pipeline
from automation.collecting import Progress, silent
from automation.engines import Allowance, Engine, Inline, Job
from automation.engines.cluster import Cluster
from automation.engines.work import read_job
from automation.errors import TongbaoError, UsageError
from automation.model.plan import Plan
from automation.model.submission import Submission
from automation.office import Office
from automation.plan import shipped
from automation.sheets.limits import MIB, Limits
from benchmarks.clusters import DaskProcesses, running
from benchmarks.reliability import bench, drop
from tests.engines.readers import obedient
from tests.engines.test_engines import jobs, reason, told

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills process groups")

FILES = 36
SMALL = Allowance(seconds=60, cpu_seconds=1, memory_bytes=512 * MIB, sheets=Limits(file_bytes=1000))


def unhurried(data: bytes, job: Job, plan: Plan, limits: Limits) -> Submission:
    """Read as usual, but slowly enough for somebody to die meanwhile."""
    time.sleep(0.05)
    return read_job(data, job, plan, limits)


def murderous(data: bytes, job: Job, plan: Plan, limits: Limits) -> Submission:
    """Whoever reads "murder" loses the worker that watches over it."""
    if data == b"murder":
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    return obedient(data, job, plan, limits)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped.load("suining-2017")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskProcesses]:
    with running(tmp_path_factory.mktemp("cluster")) as processes:
        yield processes


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drop.make(tmp_path_factory.mktemp("drop"), FILES)


def stand_still(patch: pytest.MonkeyPatch) -> None:
    """Let everything come in at the same moment, so that runs can be compared."""
    patch.setattr(Office, "now", lambda self: datetime.datetime(2017, 7, 3, 9, 0, tzinfo=self.zone))


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)


@pytest.fixture(autouse=True)
def small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever dies once the first files are through shall leave many that are not."""
    monkeypatch.setattr(desk, "GROUP", 8)


def collected(seed: Path, root: Path, engine: Engine, progress: Progress = silent) -> bench.Finished:
    """Take the drop in, and say all that the workspace says then."""
    pipeline.collect(pipeline.open_office(bench.fresh(seed, root)), progress=progress, engine=engine)
    return bench.outcome(root)


@pytest.fixture(scope="module")
def expected(seed: Path, plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> bench.Finished:
    """What one process makes of the drop."""
    with pytest.MonkeyPatch.context() as patch:
        stand_still(patch)
        return collected(seed, tmp_path_factory.mktemp("local") / "root", Inline(plan))


def after(files: int, deed: Callable[[], None]) -> Progress:
    """Do it once, when so many files are through."""
    left = [deed]

    def told(_: str, done: int, _all: int) -> None:
        if done >= files and left:
            left.pop()()
    return told


def test_a_cluster_writes_the_same_ledger(cluster: DaskProcesses, plan: Plan, seed: Path, expected: bench.Finished, tmp_path: Path) -> None:
    """Three workers give what one process gives: verdicts, events, archive, exports, send-backs."""
    with contextlib.closing(Cluster(plan, cluster.address)) as engine:
        actual = collected(seed, tmp_path / "root", engine)

    assert [] == bench.compared(expected, actual)
    assert FILES == len(expected.verdicts) + drop.AGAIN


def test_a_killed_worker_costs_nothing(seed: Path, plan: Plan, expected: bench.Finished, tmp_path: Path) -> None:
    """What a worker was reading when it was killed is read by the others, and nothing is recorded twice."""
    with running(tmp_path) as cluster, contextlib.closing(Cluster(plan, cluster.address, reader=unhurried)) as engine:
        actual = collected(seed, tmp_path / "root", engine, after(10, cluster.kill_worker))
        assert 2 == len(cluster.workers)

    assert [] == bench.compared(expected, actual)


def test_a_restarted_scheduler_costs_nothing(seed: Path, plan: Plan, expected: bench.Finished, tmp_path: Path) -> None:
    """A scheduler that was killed and started again is given anew what the old one had, and nothing is recorded twice."""
    with running(tmp_path) as cluster, contextlib.closing(Cluster(plan, cluster.address, reader=unhurried)) as engine:
        before = cluster.scheduler
        actual = collected(seed, tmp_path / "root", engine, after(10, cluster.restart_scheduler))
        assert before is not cluster.scheduler

    assert [] == bench.compared(expected, actual)


def test_a_scheduler_that_stays_away_loses_nothing(seed: Path, plan: Plan, expected: bench.Finished, tmp_path: Path) -> None:
    """Where no scheduler comes back in time the run ends with words, and the next run finishes it to the same ledger."""
    with running(tmp_path, 1) as cluster, contextlib.closing(Cluster(plan, cluster.address, reader=unhurried, patience=5)) as engine:
        with pytest.raises(TongbaoError, match="连不上") as caught:
            collected(seed, tmp_path / "root", engine, after(10, cluster.stop))
        assert "再运行一次" in caught.value.fix
    office = pipeline.open_office(tmp_path / "root")
    pipeline.collect(office, engine=Inline(office.plan))

    assert [] == bench.compared(expected, bench.outcome(tmp_path / "root"))


@pytest.mark.parametrize(("deed", "code", "word"), [
    (b"abort", "F003", "SIGABRT"), (b"hog", "F004", "内存超过 512 MB"), (b"locked", "F002", "密码"),
])
def test_a_deadly_file_costs_only_itself(cluster: DaskProcesses, plan: Plan, tmp_path: Path, deed: bytes, code: str, word: str) -> None:
    """Workers on other machines allow a file what is allowed here, refuse it with the same words, and live on."""
    work = jobs(tmp_path, [b"one", deed, b"two"])
    with contextlib.closing(Cluster(plan, cluster.address, SMALL, obedient)) as engine:
        assert ["000.xlsx", code, "002.xlsx"] == told(engine, work)
        assert word in reason(engine, work[1:2])
    assert all(process.poll() is None for process in cluster.workers)


def test_a_file_that_kills_every_worker_costs_only_itself(plan: Plan, tmp_path: Path) -> None:
    """Whoever reads it dies, worker after worker: it alone is refused, and the files beside it are read."""
    work = jobs(tmp_path, [b"one", b"murder", b"two"])
    # As often as Dask is told to try again, a worker dies of it; once will do.
    with running(tmp_path, 0, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as cluster:
        cluster.workers.append(cluster.worker("--nanny"))
        with contextlib.closing(Cluster(plan, cluster.address, SMALL, murderous)) as engine:
            assert ["000.xlsx", "F003", "002.xlsx"] == told(engine, work)


def test_little_is_drawn_ahead(cluster: DaskProcesses, plan: Plan, tmp_path: Path) -> None:
    """However many files there are, only as many are drawn as keep the workers busy, and all come in their order."""
    drawn: list[str] = []
    work = jobs(tmp_path, [b"fine"] * 300)
    with contextlib.closing(Cluster(plan, cluster.address, SMALL, obedient)) as engine:
        results = engine.read((drawn.append(job.name), job) for job in work)
        _, first = next(results)
        ahead = len(drawn)
        said = [first.found.name, *(r.found.name for _, r in results if r)]

    assert ahead <= 150
    assert [job.name for job in work] == said


def test_what_has_no_file_keeps_its_place(cluster: DaskProcesses, plan: Plan, tmp_path: Path) -> None:
    """What has nothing to read passes through in its turn."""
    (one,) = jobs(tmp_path, [b"a"])
    with contextlib.closing(Cluster(plan, cluster.address, SMALL, obedient)) as engine:
        said = [(tag, result is not None) for tag, result in engine.read([("first", None), ("second", one), ("last", None)])]

    assert [("first", False), ("second", True), ("last", False)] == said


def test_a_file_out_of_reach_is_not_judged(cluster: DaskProcesses, plan: Plan, tmp_path: Path) -> None:
    """Where a worker does not see the archive, reading stops and says which machine and what to do."""
    engine = Cluster(plan, cluster.address, SMALL, obedient, reach=lambda path: f"/nowhere/{path.name}")
    with contextlib.closing(engine), pytest.raises(TongbaoError, match=r"工作机 .* 打不开 /nowhere/000\.xlsx") as caught:
        told(engine, jobs(tmp_path, [b"fine"]))
    assert "--archive" in caught.value.fix


def test_other_code_on_a_worker_is_found(cluster: DaskProcesses, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that runs another version is named, with both versions, before it has read anything."""
    monkeypatch.setattr("automation.engines.scheduler.build", lambda: "0.0.1")
    engine = Cluster(plan, cluster.address, SMALL, obedient)
    with contextlib.closing(engine), pytest.raises(TongbaoError, match=r"这台电脑上是 0\.0\.1，版本不一致"):
        told(engine, jobs(tmp_path, [b"fine"]))


def test_a_cluster_without_workers_is_found(plan: Plan, tmp_path: Path) -> None:
    """Where a scheduler has nobody to read, the run ends with words instead of waiting for ever."""
    with running(tmp_path, 0) as cluster, contextlib.closing(Cluster(plan, cluster.address, SMALL, obedient, patience=4)) as engine, \
            pytest.raises(TongbaoError, match="没有工作进程"):
        told(engine, jobs(tmp_path, [b"fine"]))


@pytest.mark.parametrize(("address", "error", "word"), [
    ("tcp://127.0.0.1:9", TongbaoError, "连不上"), ("ftp://127.0.0.1:9", UsageError, "不是调度器的地址"),
])
def test_a_wrong_address_is_told(plan: Plan, tmp_path: Path, address: str, error: type[TongbaoError], word: str) -> None:
    """An address where no scheduler answers, or that is none, ends with words."""
    with contextlib.closing(Cluster(plan, address, SMALL, obedient, patience=1)) as engine, pytest.raises(error, match=word):
        told(engine, jobs(tmp_path, [b"fine"]))
