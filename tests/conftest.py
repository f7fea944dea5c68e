"""What tests of several parts share: a practice workspace of each plan, played once for all."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from automation.cli.app import app
from automation.errors import ExitCode


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """``tongbao demo --plan``, for the plan of a name: its finished workspace; look, do not touch."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def play(plan: str) -> Path:
        root, finished = shared / "played" / plan, shared / f"{plan}.finished"
        with FileLock(shared / f"{plan}.lock"):
            if not finished.exists():
                ended = CliRunner().invoke(app, ["demo", str(root), "--plan", plan, "--quiet"])
                assert ended.exit_code == ExitCode.DONE, ended.output
                finished.touch()
        return root

    return play


@pytest.fixture(scope="session")
def practice(played: Callable[[str], Path]) -> Path:
    """A finished practice workspace on Suining's plan, January to June 2017; look, do not touch."""
    return played("suining-2017")


@pytest.fixture
def practice_copy(practice: Path, tmp_path: Path) -> Path:
    """A copy of the practice workspace that a test may change."""
    return Path(shutil.copytree(practice, tmp_path / "practice"))
