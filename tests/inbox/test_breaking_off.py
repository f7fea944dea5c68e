"""Nothing lost, nothing twice, nothing torn, wherever a run breaks off."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from automation.ledger import Ledger
from automation.model.submission import Outcome
from tests.inbox.breaking import DROPPED, JUNE, prepared, take_in


def contents(folder: Path) -> list[bytes]:
    """Contents of every whole file in ``folder``."""
    return sorted(p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.suffix == ".xlsx")


def state(root: Path) -> tuple[object, ...]:
    """All that a run should leave, whatever happened before it."""
    with Ledger.open(root / "ledger.db") as ledger:
        submissions = [(r.sha256, r.outcome is Outcome.RETURNED, r.archived) for r in ledger.submissions(JUNE)]
        recorded = sorted(e.subject for e in ledger.events() if e.kind in ("accepted", "superseded", "returned"))
        return (ledger.export_rows(JUNE), submissions, recorded, contents(root / "archive"), contents(root / "inbox"),
                sorted(p.name for p in root.rglob("*.part")))


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One workspace for each point at which a run can break off."""
    if not hasattr(os, "fork"):
        pytest.skip("Windows cannot fork")
    folder = tmp_path_factory.mktemp("broken")
    subprocess.run([sys.executable, "-m", "tests.inbox.breaking", str(folder)], check=True)
    return sorted(folder.iterdir(), key=lambda p: int(p.name))[:-1]


def test_no_byte_is_ever_in_neither_place(broken: list[Path]) -> None:
    """At every point each content stands whole in the inbox or in the archive."""
    faulty = [root.name for root in broken
              if not set(DROPPED.values()) <= {*contents(root / "inbox"), *contents(root / "archive")}]

    assert [] == faulty
    assert len(broken) > 40


def test_ledger_never_knows_what_the_archive_does_not_have(broken: list[Path], tmp_path: Path) -> None:
    """At every point a file that was recorded stands archived, and has all of its values or is not there."""
    faulty = []
    for root in broken:
        copy = Path(shutil.copytree(root, tmp_path / root.name))
        with Ledger.open(copy / "ledger.db") as ledger:
            missing = [path for path in ledger.archived() if not (copy / path).is_file()]
            torn = len(ledger.export_rows(JUNE)) != any(r.outcome.value == "accepted" for r in ledger.submissions(JUNE))
        if missing or torn:
            faulty.append((root.name, missing, torn))

    assert [] == faulty


def test_next_run_completes_every_one(broken: list[Path], tmp_path: Path) -> None:
    """After one more run every workspace is as if nothing had happened, and yet another run changes nothing."""
    undisturbed = prepared(tmp_path / "undisturbed")
    take_in(undisturbed)
    expected = state(undisturbed.root)
    faulty = []
    for root in broken:
        space = type(undisturbed)(root)
        take_in(space)
        once = state(root)
        take_in(space)
        if not expected == once == state(root):
            faulty.append(root.name)

    assert [] == faulty


def test_ledger_is_built_again_from_the_archive(tmp_path: Path) -> None:
    """Without its ledger a workspace has the same figures after the next run."""
    space = prepared(tmp_path)
    take_in(space)
    expected = state(tmp_path)
    for path in tmp_path.glob("ledger.db*"):
        path.unlink()
    take_in(space)

    assert expected == state(tmp_path)
