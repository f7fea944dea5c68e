"""Take an inbox in, and break off at every point where something on disk is about to change.

Run as ``python -m tests.inbox.breaking FOLDER``: makes the workspaces FOLDER/1, FOLDER/2 …, each as a run left it that
was ended at its first, second … such point, and last one that ran to its end.
"""

import datetime
import os
import sqlite3
import sys
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from automation.inbox import Archive, Archived, fingerprint, lock, release_all, scan
from automation.ledger import Ledger
from automation.model.submission import Outcome, Receipt, Row, Submission, Value
from automation.period import Period
from automation.workspace import Workspace

CHINA = datetime.timezone(datetime.timedelta(hours=8))
JUNE = Period(2017, 6)
DROPPED = {
    "船山区.xlsx": b"1", "again.xlsx": b"1", "folder/changed.xlsx": b"2", "sent back.xlsx": b"-3",
}
"""Files by name; a file says one number, and is sent back where that is below zero."""

CHANGING = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect")


def prepared(root: Path) -> Workspace:
    """A workspace with ``DROPPED`` in its inbox."""
    space = Workspace(root)
    space.ensure()
    for name, content in DROPPED.items():
        path = space.inbox / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return space


def take_in(space: Workspace) -> None:
    """One run: everything from the inbox, then what an earlier run archived and did not record."""
    # At one fixed time, so that the order of receipt is the same in every workspace.
    now = datetime.datetime(2017, 6, 18, 9, 0, tzinfo=CHINA)
    with lock(space), Ledger.open(space.ledger, "collect") as ledger:
        archive = Archive(space.archive, CHINA)
        archive.tidy()
        found = [(c, fingerprint(c.path)) for c in scan(space.inbox, 0, now).candidates]
        for batch in (found[:3], found[3:]):
            archived = archive.keep_all(batch)
            with ledger.together():
                for (candidate, sha256), kept in zip(batch, archived, strict=True):
                    assert isinstance(kept, Archived), "nobody changes these files"
                    if ledger.known(sha256):
                        ledger.duplicate(sha256, candidate.name)
                    else:
                        record(ledger, kept)
            release_all(batch)
        for kept in archive.orphans(ledger.archived()):
            record(ledger, kept)


def record(ledger: Ledger, kept: Archived) -> None:
    """Judge the archived copy and store it."""
    number = Decimal(kept.path.read_text())
    outcome = Outcome.RETURNED if number < 0 else Outcome.ACCEPTED
    row = Row("SN-08", "儿童福利院", ("附件2",), "附件2", 9, {"本月": Value("本月", str(number), number, "附件2", "K9")})
    ledger.record(
        Receipt(kept.name, kept.sha256, outcome, "船山区", JUNE, archived=kept.relative, received=kept.received),
        Submission("SN2017", "船山区", JUNE, kept.sha256, kept.name, (row,)))


def break_off_at(point: int) -> None:
    """End this process, without any cleaning up, when the ``point``-th change is about to happen."""
    left = point

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(9)

    def audited(event: str, arguments: tuple[object, ...]) -> None:
        writing = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if writing or event in CHANGING:
            count()

    def traced(path: Path, timeout: float, isolation_level: None) -> sqlite3.Connection:
        db = connect(path, timeout=timeout, isolation_level=isolation_level)
        db.set_trace_callback(lambda statement: count())
        return db

    connect = sqlite3.connect
    sqlite3.connect = traced  # type: ignore[assignment]
    sys.addaudithook(audited)


def _one_run(root: Path, point: int) -> NoReturn:
    space = prepared(root)
    break_off_at(point)
    take_in(space)
    os._exit(0)


def main(folder: Path) -> None:
    """Break off one run after another, until one ends before its point."""
    point, status = 0, 9
    while status:
        point += 1
        child = os.fork()
        if not child:
            _one_run(folder / str(point), point)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in (0, 9), f"run {point} failed"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
