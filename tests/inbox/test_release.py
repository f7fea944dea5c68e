"""A file leaves the inbox only as what was archived."""

import os
from pathlib import Path

import pytest

from automation.inbox import Release, release
from tests.inbox.folders import Office, digest


def test_archived_file_is_removed(office: Office) -> None:
    """A file that is still what was archived leaves the inbox, others stay."""
    path = office.drop("a.xlsx", b"bytes")
    candidate = office.only()
    office.drop("b.xlsx", b"other")

    assert Release.REMOVED == release(candidate, digest(b"bytes"))
    assert (False, True) == (path.exists(), (office.space.inbox / "b.xlsx").exists())


def test_replaced_file_stays(office: Office) -> None:
    """A clerk who saves again while her file is taken in loses nothing: the new file waits for the next run."""
    path = office.drop("a.xlsx", b"old")
    candidate = office.only()
    office.archive().keep(candidate, digest(b"old"))
    path.write_bytes(b"new")

    assert Release.CHANGED == release(candidate, digest(b"old"))
    assert b"new" == path.read_bytes()


def test_file_replaced_while_it_is_hashed_stays(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another file renamed over the name at the last moment is not removed in its place."""
    path = office.drop("a.xlsx", b"old")
    candidate = office.only()
    fresh = office.drop("fresh.tmp", b"new")
    fstat = os.fstat

    def replace_then_fstat(handle: int) -> os.stat_result:
        found = fstat(handle)
        if fresh.exists():
            fresh.replace(path)
        return found

    monkeypatch.setattr(os, "fstat", replace_then_fstat)

    assert Release.CHANGED == release(candidate, digest(b"old"))
    assert b"new" == path.read_bytes()


def test_vanished_file_is_fine(office: Office) -> None:
    """A file that somebody took away needs no removing."""
    path = office.drop("a.xlsx", b"bytes")
    candidate = office.only()
    path.unlink()

    assert Release.VANISHED == release(candidate, digest(b"bytes"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may remove everything")
def test_file_that_cannot_be_removed_stays(office: Office) -> None:
    """A file in a folder that we may not change stays for the next run, and nothing fails."""
    candidate_path = office.drop("a/a.xlsx", b"bytes")
    candidate = office.only()
    candidate_path.parent.chmod(0o500)
    outcome = release(candidate, digest(b"bytes"))
    candidate_path.parent.chmod(0o700)

    assert Release.IN_USE == outcome
    assert candidate_path.exists()


def test_emptied_folders_go_with_their_last_file(office: Office) -> None:
    """A folder that was dropped in disappears when all of it was taken, not before; the inbox itself stays."""
    office.drop("6月/科室/a.xlsx", b"a")
    office.drop("6月/b.xlsx", b"b")
    by_name = {c.name: c for c in office.scan().candidates}

    def folders() -> list[Path]:
        return [p.relative_to(office.space.inbox) for p in sorted(office.space.inbox.rglob("*")) if p.is_dir()]

    release(by_name["a.xlsx"], digest(b"a"))
    after_one = folders()
    release(by_name["b.xlsx"], digest(b"b"))

    assert [Path("6月")] == after_one
    assert [] == folders()
    assert office.space.inbox.is_dir()
