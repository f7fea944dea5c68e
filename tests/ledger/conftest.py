"""A ledger on disk for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from automation.ledger import Ledger
from tests.ledger.files import moment


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A new ledger whose events all happen at one time."""
    with Ledger.open(tmp_path / "ledger.db", "collect", lambda: moment(30)) as opened:
        yield opened
