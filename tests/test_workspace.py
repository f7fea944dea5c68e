"""The folder that the office shares."""

from pathlib import Path

import pytest

from automation.errors import TongbaoError
from automation.period import Period
from automation.workspace import Workspace


def test_workspace_is_made_with_a_note(tmp_path: Path) -> None:
    """A new workspace has its folders and, in the inbox, a note that Notepad shows in Chinese."""
    space = Workspace(tmp_path / "新")
    space.ensure()

    assert ["archive", "inbox", "reports", "templates"] == sorted(p.name for p in space.root.iterdir())
    assert (space.inbox / "README.txt").read_bytes().startswith("\ufeff收件夹".encode())


def test_making_again_changes_nothing(tmp_path: Path) -> None:
    """What the office wrote into the note stays."""
    space = Workspace(tmp_path)
    space.ensure()
    (space.inbox / "README.txt").write_text("我们的说明", encoding="utf-8")
    space.ensure()

    assert "我们的说明" == (space.inbox / "README.txt").read_text(encoding="utf-8")


def test_paths_are_those_of_the_contract(tmp_path: Path) -> None:
    """Other people's scripts find things where the manual says."""
    space, june = Workspace(tmp_path), Period(2017, 6)
    found = [space.plan_path, space.templates(june), space.inbox, space.archive, space.reports(june), space.ledger]

    assert ["templates/任务书.xlsx", "templates/2017-06", "inbox", "archive", "reports/2017-06", "ledger.db"] == [
        p.relative_to(tmp_path).as_posix() for p in found]


def test_place_that_is_taken_is_reported(tmp_path: Path) -> None:
    """A workspace cannot be made where a file stands, and the message says so."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TongbaoError, match="建不起来"):
        Workspace(tmp_path / "file").ensure()
