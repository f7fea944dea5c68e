"""What is taken from the inbox, what waits, what is passed over."""

import datetime
import os
import threading
from pathlib import Path

import pytest

from automation.errors import ExitCode, TongbaoError
from automation.inbox import Watch, fingerprint, scan
from automation.inbox.scan import LARGEST
from tests.inbox.folders import CHINA, Office, digest, now


def test_file_is_taken_with_its_name_and_time(office: Office) -> None:
    """A file comes with its own name and the time at which it came in, in the office's zone."""
    before = now()
    office.drop("船山区.xlsx", b"12345")
    candidate = office.only()

    assert ("船山区.xlsx", 5, CHINA) == (candidate.name, candidate.size, candidate.received.tzinfo)
    assert abs(candidate.received - before) < datetime.timedelta(seconds=2)
    assert 0 == candidate.received.microsecond % 1000


@pytest.mark.parametrize("name", [
    "~$船山区.xlsx", ".~船山区.xlsx", ".DS_Store", "Thumbs.db", "thumbs.DB", "desktop.ini", "a.tmp", "a.xlsx.part",
    "a.XLSX.CRDOWNLOAD", "~WRL0001.tmp", ".hidden/a.xlsx", "@eaDir/a.xlsx", "a.xlsx.lnk",
])
def test_bookkeeping_is_ignored_with_a_reason(office: Office, name: str) -> None:
    """Lock files, half-copied files and the system's own are left where they are."""
    office.drop(name)
    found = office.scan()
    note, ignored = sorted(found.ignored, key=lambda p: p.name != "README.txt")

    assert ((), (), ()) == (found.candidates, found.waiting, found.refused)
    assert ("README.txt", name.split("/")[0]) == (note.name, ignored.name)
    assert ignored.reason


def test_folder_dropped_in_is_walked(office: Office) -> None:
    """A folder moved into the inbox is seen with all that is in it, a note of somebody else's too."""
    office.drop("6月/科室/救助科.xlsx")
    office.drop("6月/README.txt")

    assert ["README.txt", "救助科.xlsx"] == sorted(c.name for c in office.scan().candidates)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
@pytest.mark.parametrize("target", ["secret.xlsx", "folder", "nowhere"])
def test_link_is_refused(office: Office, tmp_path: Path, target: str) -> None:
    """A link in the inbox is never followed, whatever it points at."""
    (tmp_path / "secret.xlsx").write_bytes(b"secret")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.xlsx").write_bytes(b"secret")
    (office.space.inbox / "a.xlsx").symlink_to(tmp_path / target)
    found = office.scan()

    assert ((), ["a.xlsx"]) == (found.candidates, [p.name for p in found.refused])
    assert "链接" in found.refused[0].reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_pipe_is_refused(office: Office) -> None:
    """A pipe does not hold up the run, nor does a file that became one since the look."""
    path = office.drop("b.xlsx")
    candidate = office.only()
    path.unlink()
    os.mkfifo(path)

    assert ["不是普通文件（管道或设备）"] == [p.reason for p in office.scan().refused]
    with pytest.raises(TongbaoError, match="不再是普通文件"):
        fingerprint(candidate.path)


def test_giant_is_refused(office: Office) -> None:
    """A file larger than any workbook is not even read."""
    with office.drop("a.xlsx").open("r+b") as stream:
        stream.truncate(LARGEST + 1)

    assert ["文件太大（超过 512 MB），不会是报表"] == [p.reason for p in office.scan().refused]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may read everything")
def test_closed_folder_is_refused(office: Office) -> None:
    """A folder that cannot be opened is reported, and the others are taken."""
    closed = office.drop("a/a.xlsx").parent
    office.drop("b/b.xlsx")
    closed.chmod(0)
    found = office.scan()
    closed.chmod(0o700)

    assert (["b.xlsx"], ["a"]) == ([c.name for c in found.candidates], [p.name for p in found.refused])


def test_missing_inbox_is_reported(tmp_path: Path) -> None:
    """A share that is not connected gives words and exit code 3."""
    with pytest.raises(TongbaoError, match="收件夹") as caught:
        scan(tmp_path / "inbox", 0, now())

    assert ExitCode.FAILED == caught.value.exit_code


def test_files_come_in_the_order_people_expect(office: Office) -> None:
    """Files received at one moment are in natural order: 2 before 10."""
    for name in ("10号.xlsx", "2号.xlsx", "1号.xlsx"):
        office.drop(name)
    long_ago = datetime.datetime(2017, 6, 18, tzinfo=CHINA)
    found = scan(office.space.inbox, 0, long_ago)

    assert ["1号.xlsx", "2号.xlsx", "10号.xlsx"] == [c.name for c in found.candidates]
    assert {long_ago} == {c.received for c in found.candidates}


def test_old_copy_counts_from_its_arrival(office: Office) -> None:
    """A file that was saved last year was received today; one dated in the future was received now."""
    for name, year in (("old.xlsx", 2001), ("new.xlsx", 2099)):
        stamp = datetime.datetime(year, 1, 1, tzinfo=CHINA).timestamp()
        os.utime(office.drop(name), (stamp, stamp))

    assert [now().date()] * 2 == [c.received.date() for c in office.scan().candidates]


def test_new_file_waits_until_it_has_settled(office: Office) -> None:
    """A file is first seen, and taken once it stood unchanged for the time that was set."""
    path = office.drop("a.xlsx")
    watch = Watch(office.space.inbox, 0.05)
    first = watch.look(now())
    path.write_bytes(b"longer content")
    threading.Event().wait(0.06)
    changed = watch.look(now())
    threading.Event().wait(0.06)
    settled = watch.look(now())

    assert [0, 0, 1] == [len(s.candidates) for s in (first, changed, settled)]
    assert [1, 1, 0] == [len(s.waiting) for s in (first, changed, settled)]


def test_growing_file_is_not_taken(office: Office) -> None:
    """A file that is still being copied waits; one beside it that is whole is taken in the same run."""
    office.drop("whole.xlsx")
    growing = office.drop("growing.xlsx")
    done = threading.Event()

    def grow() -> None:
        with growing.open("ab") as stream:
            while not done.wait(0.01):
                stream.write(b"more")
                stream.flush()

    copier = threading.Thread(target=grow)
    copier.start()
    found = office.scan(settle=0.2)
    done.set()
    copier.join()

    assert ["whole.xlsx"] == [c.name for c in found.candidates]
    assert ["growing.xlsx"] == [p.name for p in found.waiting]


def test_same_size_written_again_waits(office: Office) -> None:
    """A file whose content changed without its size waits too."""
    path = office.drop("a.xlsx", b"aaaa")
    watch = Watch(office.space.inbox, 0.05)
    watch.look(now())
    threading.Event().wait(0.06)
    path.write_bytes(b"bbbb")

    assert 0 == len(watch.look(now()).candidates)


def test_fingerprint_is_the_sha256_of_the_bytes(office: Office) -> None:
    """A file larger than one piece has the hash of all of it."""
    content = b"0123456789" * 300_000

    assert digest(content) == fingerprint(office.drop("a.xlsx", content))
