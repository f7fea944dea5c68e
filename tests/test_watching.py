"""The watch takes in what is dropped, and nothing but being told ends it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from automation.ledger import Ledger
from automation.period import Period
from automation.pipeline import create, issue

JUNE = Period(2017, 6)
PATIENCE = 60
"""Seconds until a test gives a slow machine up."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    office = create(tmp_path / "工作", "suining-2017")
    issue(office, JUNE)
    return office.workspace.root


class Running:
    """``collect --watch`` in a process of its own."""

    def __init__(self, root: Path) -> None:
        self.log = root.parent / "log.txt"
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "automation", "collect", "--watch", "--interval", "0.1", "--settle", "0.2", "-w", str(root)],
                stdout=log, stderr=subprocess.STDOUT, env=environment)

    def said(self) -> str:
        """Everything printed so far."""
        return self.log.read_text(encoding="utf-8")

    def until(self, true: Callable[[], bool]) -> None:
        """Wait, and fail with the log where it never comes true."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)


@pytest.fixture
def running(root: Path) -> Iterator[Running]:
    watch = Running(root)
    yield watch
    watch.process.kill()
    watch.process.wait()


def known(root: Path) -> int:
    with Ledger.open(root / "ledger.db") as ledger:
        return len(ledger.archived())


def workbooks(root: Path) -> list[Path]:
    return sorted((root / "templates" / str(JUNE)).glob("*.xlsx"))


def test_what_is_dropped_is_taken_in(root: Path, running: Running) -> None:
    """Each file dropped while the watch runs is taken in, with one line for it, and leaves the inbox."""
    dropped = workbooks(root)[:3]
    for path in dropped:
        (root / "inbox" / path.name).write_bytes(path.read_bytes())
        running.until(lambda name=path.name: f"退回  {name}  " in running.said())

    assert [1, 1, 1] == [running.said().count(f"退回  {path.name}  ") for path in dropped]
    running.until(lambda: not (root / "inbox" / dropped[-1].name).exists())
    assert ["README.txt"] == [p.name for p in (root / "inbox").iterdir()]
    assert 3 == known(root)


def test_an_inbox_that_goes_away_is_waited_for(root: Path, running: Running) -> None:
    """A renamed inbox is complained of once; when it is back, what lies in it is taken in."""
    running.until(lambda: "看着" in running.said())
    (root / "inbox").rename(root / "elsewhere")
    running.until(lambda: "读不了" in running.said())
    time.sleep(0.5)
    assert 1 == running.said().count("读不了")
    assert not (root / "inbox").exists()

    path = workbooks(root)[0]
    (root / "elsewhere" / path.name).write_bytes(path.read_bytes())
    (root / "elsewhere").rename(root / "inbox")
    running.until(lambda: path.name in running.said())
    running.until(lambda: not (root / "inbox" / path.name).exists())


def test_a_workspace_that_goes_away_is_waited_for(root: Path, running: Running) -> None:
    """The whole folder may go, as a share does, and come back."""
    running.until(lambda: "看着" in running.said())
    path = workbooks(root)[0]
    content = path.read_bytes()
    root.rename(root.parent / "offline")
    running.until(lambda: "读不了" in running.said())
    (root.parent / "offline" / "inbox" / path.name).write_bytes(content)
    (root.parent / "offline").rename(root)
    running.until(lambda: path.name in running.said())

    assert running.process.poll() is None


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot send a process its own signals")
@pytest.mark.parametrize("asked", ["SIGTERM", "SIGINT"])
def test_being_told_ends_it_in_peace(root: Path, running: Running, asked: str) -> None:
    """SIGTERM and Ctrl-C end the watch with 0, nothing half done, and no process left behind."""
    path = workbooks(root)[0]
    (root / "inbox" / path.name).write_bytes(path.read_bytes())
    running.until(lambda: path.name in running.said())
    running.process.send_signal(getattr(signal, asked))

    assert 0 == running.process.wait(PATIENCE), running.said()
    assert "Traceback" not in running.said()
    assert 1 == known(root)
    assert not list((root / "archive").rglob("*.part"))
    assert not (root / ".tongbao.lock.holder").exists()


def test_the_workspace_is_free_while_nothing_comes(root: Path, running: Running) -> None:
    """Others may work in the workspace while the watch looks on."""
    running.until(lambda: "看着" in running.said())
    closed = subprocess.run([sys.executable, "-m", "automation", "close", "2017-06", "-w", str(root)], check=False,
                            capture_output=True, text=True, encoding="utf-8")

    assert 0 == closed.returncode, closed.stderr
