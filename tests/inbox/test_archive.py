"""What the archive keeps, under which names, and how it finds it again."""

import datetime
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.errors import TongbaoError
from automation.inbox import Archived, UnsettledError, fingerprint, release
from automation.inbox.names import legal, natural, printable
from tests.inbox.folders import CHINA, Office, digest

RECEIVED = datetime.datetime(2017, 6, 18, 9, 12, 0, 345_000, tzinfo=CHINA)
NAMES = [
    "船山区_2017年06月.xlsx", "a.xlsx", "no suffix", "many.dots.in.name.xlsx", "  spaces  .xlsx", "trailing dot.", "CON",
    "NUL.xlsx", "😀👩‍👧‍👦表.xlsx", "全角（１２）：报表.xlsx", "-rf.xlsx", "=cmd.xlsx", "a" * 250 + ".xlsx",
    "a" * 245 + ".xlsx", "表" * 80 + ".xlsx", "😀" * 60 + ".xlsx", "x." + "y" * 200,
]


@pytest.mark.parametrize("name", [n for n in NAMES if len(n.encode()) <= 255])
def test_file_is_kept_under_its_name(office: Office, name: str) -> None:
    """A copy with the same bytes stands in the month of receipt, whatever the file is called, and is found again."""
    office.drop(name, b"bytes")
    candidate = replace(office.only(), received=RECEIVED)
    kept = office.archive().keep(candidate, digest(b"bytes"))
    (found,) = office.archive().orphans(())

    assert {kept.relative: b"bytes"} == office.kept()
    assert kept.relative.startswith(f"archive/2017-06/20170618T091200.345_{digest(b'bytes')[:12]}_")
    assert (kept, RECEIVED) == (found, found.received)
    assert candidate.path.read_bytes() == b"bytes"


@pytest.mark.parametrize("name", [*NAMES, 'a<b>c:d"e/f\\g|h?i*j.xlsx', "tab\tline\nbell\a.xlsx", "..", "../../x.xlsx", ""])
def test_name_is_legal_everywhere(name: str) -> None:
    """Archived names have no character that Windows forbids, are short enough, and keep their suffix."""
    prefix = "20170618T091200.345_0123456789ab_"
    made = legal(prefix, name)

    assert made.startswith(prefix)
    assert not set(made) & set('<>:"/\\|?*') and min(made) >= " " and made[-1] not in ". "
    assert len(made) < 200 and len((made + ".part").encode()) <= 255
    assert made.endswith(".xlsx") == name.endswith(".xlsx")


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_name_is_legal_and_sorts(one: str, other: str) -> None:
    """Any text at all becomes a name, and any two names have an order."""
    made = legal("2_", one)

    assert not set(made) & set('<>:"/\\|?*\x00') and len((made + ".part").encode()) <= 255
    assert isinstance(natural(one) < natural(other), bool)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no names of bytes")
def test_name_in_gbk_is_read(office: Office) -> None:
    """A name that an archive from a Chinese Windows left in GBK is shown as it was meant."""
    try:
        office.drop(os.fsdecode("船山区.xlsx".encode("gbk")), b"bytes")
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    candidate = office.only()
    kept = office.archive().keep(candidate, digest(b"bytes"))

    assert ("船山区.xlsx", "船山区.xlsx") == (candidate.name, kept.name)


def test_control_characters_are_marked() -> None:
    """A name cannot steer the terminal that prints it."""
    assert "a\ufffd[2Jb" == printable("a\x1b[2Jb")


def test_same_bytes_are_kept_once(office: Office) -> None:
    """Bytes that stand in the archive are not copied again, and the time that counts is the first."""
    office.drop("a.xlsx", b"bytes")
    candidate = replace(office.only(), received=RECEIVED)
    first = office.archive().keep(candidate, digest(b"bytes"))
    later = replace(candidate, name="b.xlsx", received=RECEIVED + datetime.timedelta(days=40))
    archive = office.archive()

    assert [first, first] == [archive.keep(later, digest(b"bytes")) for _ in range(2)]
    assert {first.relative: b"bytes"} == office.kept()


def test_same_moment_and_name_are_both_kept(office: Office) -> None:
    """A file that would get the name of another never takes its place."""
    office.drop("a.xlsx", b"one")
    candidate = replace(office.only(), received=RECEIVED)
    archive = office.archive()
    one = archive.keep(candidate, digest(b"one"))
    one.path.write_bytes(b"rotten")
    again = archive.keep(candidate, digest(b"one"))

    assert one.relative != again.relative
    assert {one.relative: b"rotten", again.relative: b"one"} == office.kept()


def test_many_files_are_kept_as_each_alone(office: Office) -> None:
    """Together as alone: the same bytes once, and a file that changed left out without harm to the others."""
    for name, content in (("a.xlsx", b"one"), ("b.xlsx", b"one"), ("c.xlsx", b"two"), ("d.xlsx", b"three")):
        office.drop(name, content)
    found = [replace(c, received=RECEIVED) for c in office.scan().candidates]
    office.drop("c.xlsx", b"changed")
    twin = replace(found[0], path=found[3].path)
    archive = office.archive()
    hashes = [digest(b"one"), digest(b"one"), digest(b"two"), digest(b"three")]
    first, again, changed, third = archive.keep_all(list(zip([*found[:3], twin], hashes, strict=True)))

    assert isinstance(changed, UnsettledError)
    assert first == again
    assert isinstance(first, Archived) and isinstance(third, Archived)
    assert {first.relative: b"one", third.relative: b"three"} == office.kept()
    assert {first, third} == set(archive.orphans(())) == set(office.archive().orphans(()))


def test_file_changed_since_it_was_hashed_is_left_alone(office: Office) -> None:
    """A file replaced between hash and copy is not archived under the wrong hash; the next run takes it."""
    office.drop("a.xlsx", b"old")
    candidate = office.only()
    office.drop("a.xlsx", b"new")
    with pytest.raises(UnsettledError, match="又改动了"):
        office.archive().keep(candidate, digest(b"old"))

    assert {} == office.kept()


def test_file_gone_since_it_was_hashed_is_no_failure(office: Office) -> None:
    """A file taken away before it was copied costs nothing but itself."""
    candidate_path = office.drop("a.xlsx", b"old")
    candidate = office.only()
    candidate_path.unlink()
    with pytest.raises(UnsettledError):
        office.archive().keep(candidate, digest(b"old"))

    assert {} == office.kept()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may write everywhere")
def test_archive_that_cannot_be_written_stops_the_run(office: Office) -> None:
    """Without an archive nothing is taken, and the message says what to do."""
    office.drop("a.xlsx", b"bytes")
    office.space.archive.chmod(0o500)
    try:
        with pytest.raises(TongbaoError, match="归档文件夹") as caught:
            office.archive().keep(office.only(), digest(b"bytes"))
    finally:
        office.space.archive.chmod(0o700)

    assert not isinstance(caught.value, UnsettledError)
    assert "原样未动" in caught.value.fix


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_full_disk_stops_the_run(office: Office) -> None:
    """A disk that fills up while a file is copied is reported as such, and nothing half-written counts as kept."""
    office.drop("a.xlsx", b"bytes")
    candidate = replace(office.only(), received=RECEIVED)
    month = office.space.archive / "2017-06"
    month.mkdir()
    sha256 = digest(b"bytes")
    (month / f"20170618T091200.345_{sha256[:12]}_a.xlsx.part").symlink_to("/dev/full")
    with pytest.raises(TongbaoError, match="磁盘满了"):
        office.archive().keep(candidate, sha256)

    assert () == office.archive().orphans(())
    assert b"bytes" == candidate.path.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot sync a folder")
def test_copy_outlasts_a_power_cut(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy is synced before it gets its name and its folder after, and the inbox once the file is removed."""
    office.drop("a.xlsx", b"bytes")
    candidate = replace(office.only(), received=RECEIVED)
    month, inbox = office.space.archive / "2017-06", office.space.inbox
    synced: list[tuple[int, list[str]]] = []
    fsync = os.fsync

    def noted(handle: int) -> None:
        synced.append((os.fstat(handle).st_ino, [p.suffix for folder in (month, inbox) for p in folder.glob("*a.xlsx*")]))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    kept = office.archive().keep(candidate, digest(b"bytes"))
    release(candidate, digest(b"bytes"))

    assert [(kept.path.stat().st_ino, [".part", ".xlsx"]), (month.stat().st_ino, [".xlsx", ".xlsx"]),
            (inbox.stat().st_ino, [".xlsx"])] == synced[-3:]
    assert office.space.archive.stat().st_ino in [number for number, _ in synced[:-3]]


def test_orphans_are_what_the_ledger_does_not_know(office: Office) -> None:
    """Files that a run archived and did not record are found with hash and time, oldest first; foreign files are not."""
    archive = office.archive()
    kept = []
    for minute, content in ((30, b"late"), (10, b"early"), (20, b"known")):
        office.drop("a.xlsx", content)
        moment = RECEIVED.replace(minute=minute)
        kept.append(archive.keep(replace(office.only(), received=moment), digest(content)))
    for name in ("note.txt", f"20171399T250000.000_{'0' * 12}_a.xlsx"):
        (office.space.archive / "2017-06" / name).write_bytes(b"not ours")

    found = office.archive().orphans({kept[2].relative})

    assert [kept[1], kept[0]] == list(found)
    assert [fingerprint(a.path) for a in found] == [a.sha256 for a in found]


def test_files_of_one_moment_are_taken_up_by_name(office: Office) -> None:
    """A folder dropped at once is taken up from the archive in the order in which the inbox would have given it."""
    archive = office.archive()
    for name in ("2017年10月.xlsx", "2017年02月.xlsx", "2017年9月.xlsx"):
        office.drop(name, name.encode())
        archive.keep(replace(office.only(), received=RECEIVED), digest(name.encode()))
        (office.space.inbox / name).unlink()

    assert ["2017年02月.xlsx", "2017年9月.xlsx", "2017年10月.xlsx"] == [a.name for a in office.archive().orphans(())]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a folder that may not be read")
def test_archive_that_cannot_be_read_stops_the_run(office: Office) -> None:
    """Without a look into the archive nothing is taken in, and the words say so."""
    office.space.archive.chmod(0)
    try:
        with pytest.raises(TongbaoError, match="读不了") as caught:
            office.archive().orphans(())
    finally:
        office.space.archive.chmod(0o700)

    assert "原样未动" in caught.value.fix


def test_half_written_copies_are_removed(office: Office) -> None:
    """What a run left half written is no file of the archive, and the next run clears it away."""
    month = office.space.archive / "2017-06"
    month.mkdir()
    (month / f"20170618T091200.345_{'0' * 12}_a.xlsx.part").write_bytes(b"half")
    archive = office.archive()
    found = archive.orphans(())
    archive.tidy()

    assert ((), {}) == (found, office.kept())
