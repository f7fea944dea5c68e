"""An inbox in a store loses nothing: copied, archived twice, read back, recorded, and only then removed there."""

import datetime
import hashlib
import time
import zoneinfo
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'tongbao[cluster]'")

import fsspec

from automation import pipeline
from automation.engines import Inline
from automation.inbox import Archived, DoubledArchive, Release, RemoteWatch, stored_name
from automation.inbox import remote as module
from automation.office import Office, Places
from benchmarks.reliability import bench, drop

ZONE = zoneinfo.ZoneInfo("Asia/Shanghai")


def now() -> datetime.datetime:
    return datetime.datetime.now(ZONE)


@pytest.fixture
def bucket() -> Iterator[str]:
    """An empty store in memory."""
    files = fsspec.filesystem("memory")
    files.store.clear()
    files.pseudo_dirs[:] = [""]
    yield "memory://bucket"
    files.store.clear()


def drop_in(address: str, **contents: bytes) -> None:
    files, base = fsspec.core.url_to_fs(address)
    for name, content in contents.items():
        files.pipe_file(f"{base}/{name}", content)


def names(address: str) -> list[str]:
    files, base = fsspec.core.url_to_fs(address)
    return sorted(path.removeprefix(base).lstrip("/") for path in files.find(base))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_what_is_whole_is_copied_here(bucket: str) -> None:
    """Objects come as candidates under their own names, by time of receipt; what nobody misses stays."""
    drop_in(bucket, **{"救助科.xlsx": b"1", "船山区/救助科.xlsx": b"2", "~$救助科.xlsx": b"3", "船山区/.hidden": b"4", "a.xlsx.part": b"5"})
    watch = RemoteWatch(bucket, 0)
    found = watch.look(now())

    assert [("救助科.xlsx", b"1"), ("救助科.xlsx", b"2")] == sorted((c.name, c.path.read_bytes()) for c in found.candidates)
    assert {"~$救助科.xlsx", "船山区/.hidden", "a.xlsx.part"} == {one.name for one in found.ignored}
    assert all(c.received <= now() for c in found.candidates)


def test_what_still_changes_waits(bucket: str) -> None:
    """An object is taken once two looks, far enough apart, have seen it the same."""
    watch = RemoteWatch(bucket, 0.05)
    drop_in(bucket, **{"a.xlsx": b"1"})
    assert ["a.xlsx"] == [one.name for one in watch.look(now()).waiting]
    drop_in(bucket, **{"a.xlsx": b"12"})
    time.sleep(0.06)
    assert ["a.xlsx"] == [one.name for one in watch.look(now()).waiting]
    time.sleep(0.06)
    assert ["a.xlsx"] == [one.name for one in watch.look(now()).candidates]


def test_many_come_in_portions(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many are copied here at a look, each once, and the last look says that there are no more."""
    monkeypatch.setattr(module, "PORTION", 2)
    drop_in(bucket, **{f"{n}.xlsx": b"%d" % n for n in range(5)})
    watch = RemoteWatch(bucket, 0)
    looks = [watch.look(now()) for _ in range(3)]

    assert [True, True, False] == [found.more for found in looks]
    assert [f"{n}.xlsx" for n in range(5)] == sorted(c.name for found in looks for c in found.candidates)


@pytest.mark.parametrize(("meanwhile", "outcome", "left"), [
    (None, Release.REMOVED, []), (b"other", Release.CHANGED, ["a.xlsx"]), (b"", Release.VANISHED, []),
])
def test_only_what_was_archived_is_removed(bucket: str, meanwhile: bytes | None, outcome: Release, left: Sequence[str]) -> None:
    """Other bytes under the same name are a new file for the next run."""
    drop_in(bucket, **{"a.xlsx": b"1"})
    watch = RemoteWatch(bucket, 0)
    (candidate,) = watch.look(now()).candidates
    if meanwhile:
        drop_in(bucket, **{"a.xlsx": meanwhile})
    elif meanwhile is not None:
        fsspec.filesystem("memory").rm_file("/bucket/a.xlsx")

    assert (outcome,) == watch.release([(candidate, sha256(b"1"))])
    assert list(left) == names(bucket)


def test_the_second_archive_is_whole(bucket: str, tmp_path: Path) -> None:
    """What is archived stands at the address under the same month and name; a half-written copy is written again."""
    drop_in(f"{bucket}/inbox", **{"a.xlsx": b"1"})
    watch = RemoteWatch(f"{bucket}/inbox", 0)
    (candidate,) = watch.look(now()).candidates
    archive = DoubledArchive(tmp_path / "archive", ZONE, f"{bucket}/archive")
    (kept,) = archive.keep_all([(candidate, sha256(b"1"))])
    assert isinstance(kept, Archived)
    assert [stored_name(kept.path)] == names(f"{bucket}/archive")
    drop_in(f"{bucket}/archive", **{stored_name(kept.path): b""})

    assert (kept,) == DoubledArchive(tmp_path / "archive", ZONE, f"{bucket}/archive").orphans(())
    assert b"1" == fsspec.filesystem("memory").cat_file(f"/bucket/archive/{stored_name(kept.path)}")


def test_a_month_in_a_store_ends_as_a_month_in_a_folder(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inbox, archive and reports at addresses: the same verdicts, exports and send-backs, in both archives; nothing is left."""
    monkeypatch.setattr(Office, "now", lambda self: datetime.datetime(2017, 7, 3, 9, 0, tzinfo=self.zone))
    monkeypatch.setattr(module, "PORTION", 5)
    seed = drop.make(tmp_path, drop.A_MONTH)
    local = pipeline.open_office(bench.fresh(seed, tmp_path / "local"))
    pipeline.collect(local, engine=Inline(local.plan))
    root = bench.fresh(seed, tmp_path / "away")
    for path in sorted(p for p in (root / "inbox").rglob("*.xlsx")):
        drop_in(f"{bucket}/inbox", **{path.relative_to(root / "inbox").as_posix(): path.read_bytes()})
        path.unlink()
    office = pipeline.open_office(root, Places(f"{bucket}/inbox", f"{bucket}/archive", f"{bucket}/reports"))
    done = pipeline.collect(office, engine=Inline(office.plan))

    assert [] == bench.compared(bench.outcome(tmp_path / "local"), bench.outcome(root))
    assert [] == names(f"{bucket}/inbox") == list(done.waiting)
    assert names(f"{bucket}/archive") == sorted(stored_name(p) for p in (root / "archive").rglob("*") if p.is_file())
    assert names(f"{bucket}/reports") == sorted(p.relative_to(root / "reports").as_posix() for p in (root / "reports").rglob("*") if p.is_file())
    assert () == pipeline.collect(office, engine=Inline(office.plan)).receipts
