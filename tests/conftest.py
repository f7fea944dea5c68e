"""What tests of several parts share: one practice workspace, played once for all."""

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from automation.practice.run import practise


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished practice workspace on Suining's plan, January to June 2017; look, do not touch."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    root = shared / "practice"
    finished = shared / "practice.finished"
    with FileLock(shared / "practice.lock"):
        if not finished.exists():
            practise(root, "suining-2017")
            finished.touch()
    return root


@pytest.fixture
def practice_copy(practice: Path, tmp_path: Path) -> Path:
    """A copy of the practice workspace that a test may change."""
    return Path(shutil.copytree(practice, tmp_path / "practice"))
