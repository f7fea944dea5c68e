"""A workspace on disk for each test."""

from pathlib import Path

import pytest

from automation.workspace import Workspace
from tests.inbox.folders import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An empty workspace."""
    space = Workspace(tmp_path / "工作")
    space.ensure()
    return Office(space)
