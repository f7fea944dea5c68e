"""An inbox can be trusted: the measurements of ``docs/reliability.md``, each in a small size."""

import os
import sys
from pathlib import Path

import pytest

from benchmarks.reliability import calls, corpus, faults, fuzz, kill, load, trace_order

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills, limits and mounts are made as Linux makes them")
LONG = "TONGBAO_RELIABILITY" in os.environ
straced = pytest.mark.skipif(bool(calls.missing()), reason=calls.missing() or "-")
SMALL = ("--files", "12")
KILLS, DAMAGED = ("50", "2000") if LONG else ("12", "300")


@pytest.mark.parametrize("mode", ["time", pytest.param("call", marks=straced)])
def test_a_killed_run_is_finished_by_the_next(tmp_path: Path, capsys: pytest.CaptureFixture[str], mode: str) -> None:
    """Runs killed at random, and at their system calls: nothing lost, nothing twice, the same ledger and bulletins."""
    wrong = kill.main(["--kills", KILLS, "--mode", mode, *SMALL, "--work", str(tmp_path)])

    assert 0 == wrong, capsys.readouterr().out


@straced
def test_every_original_goes_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Copy, name, folder and ledger are on the disk, in this order, before a file leaves the inbox."""
    assert 0 == trace_order.main(["--files", "12", "--work", str(tmp_path)]), capsys.readouterr().out
    assert "12 files: 12 in the right order" in capsys.readouterr().out


@pytest.mark.parametrize("group", [
    "disk_full,file_limit,few_handles,no_temporary_folder", "permission_denied,read_only_share,share_gone",
    "two_runs,ledger_damaged,changing,killed_workers,asked_to_end,clock",
])
def test_what_goes_wrong_around_a_run_is_mended_by_the_next(tmp_path: Path, capsys: pytest.CaptureFixture[str], group: str) -> None:
    """Full disks, missing rights, lost shares, second runs, changing files, killed workers, wrong clocks: words, and no loss."""
    wrong = faults.main(["--only", group, "--times", "1", *SMALL, "--work", str(tmp_path)])

    assert 0 == wrong, capsys.readouterr().out


def test_every_kind_of_bad_file_has_its_outcome(tmp_path: Path) -> None:
    """One of each kind that can be named: none stops another, none is merged with a spoilt figure, none is without words."""
    said = corpus.tried(tmp_path)

    assert () == said.faults
    assert len(said.outcomes) > 150


def test_damage_at_random_never_stops_the_office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Damaged workbooks by the hundred: each has its outcome in time, and the process that collects does not grow."""
    assert 0 == fuzz.main(["--files", DAMAGED, "--work", str(tmp_path)]), capsys.readouterr().out


@pytest.mark.skipif(not LONG, reason="a measurement of time: make reliability")
def test_a_full_inbox_costs_no_more_for_each_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Six hundred workbooks at once: under 300 MiB, and a file costs what it costs among a hundred."""
    assert 0 == load.main(["--files", "100,600", "--work", str(tmp_path)]), capsys.readouterr().out
