"""One workspace, one process, and what must hold of the two."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from automation import export, pipeline
from automation.ledger import Ledger
from automation.model.submission import Outcome
from benchmarks.reliability import command, drop

VERDICTS = tuple(o.value for o in Outcome if o is not Outcome.DUPLICATE)
LIMIT = 300.0
"""Seconds after which a run is taken to hang."""


@dataclass(frozen=True)
class Ran:
    """How a process ended."""

    code: int
    out: str
    err: str
    seconds: float

    def faults(self, *allowed: int) -> list[str]:
        """What is wrong with how it ended; exit code 0 and 1 are fine unless told."""
        found = [] if self.code in (allowed or (0, 1)) else [f"exit {self.code}: {self.err[-300:]!r}"]
        return found + [f"{word}: {self.err[-1500:]}" for word in ("Traceback", "panicked at") if word in self.err]


def arguments(root: Path, *options: str, module: str = "benchmarks.reliability.command") -> list[str]:
    """The command line that takes in the inbox of the workspace at ``root`` as it stands."""
    return [sys.executable, "-m", module, "collect", "-w", str(root), "--settle", "0", "--quiet", *options]


def start(words: Sequence[str], folder: Path, before: Callable[[], None] | None = None,
          more: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
    """A process of its own group; what it says goes to files in ``folder``, which no worker of its can hold up."""
    with (folder / "out").open("w") as out, (folder / "err").open("w") as err:
        return subprocess.Popen(words, stdout=out, stderr=err, text=True, start_new_session=True, preexec_fn=before,
                                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(more or {})})


def run(words: Sequence[str], before: Callable[[], None] | None = None, more: Mapping[str, str] | None = None,
        kill_after: float | None = None, group: bool = True) -> Ran:
    """Run to its end, or kill it after some seconds: with its workers, or alone."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        process = start(words, folder, before, more)
        try:
            process.wait(LIMIT if kill_after is None else kill_after)
        except subprocess.TimeoutExpired:
            end(process, group)
            if kill_after is None:
                return Ran(-1, "", f"no end after {LIMIT} s", time.perf_counter() - begun)
        return Ran(process.returncode, (folder / "out").read_text(), (folder / "err").read_text(errors="replace"),
                   time.perf_counter() - begun)


def end(process: "subprocess.Popen[str]", group: bool = True) -> None:
    """SIGKILL, and wait until it is gone."""
    if group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def alive(group: int) -> bool:
    """Whether a process of that group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def fresh(seed: Path, root: Path) -> Path:
    """The workspace ``seed`` copied to ``root``, its files dropped in the order of their names."""
    if root.exists():
        shutil.rmtree(root)
    shutil.copytree(seed, root)
    # A copy comes in the folder's own order; the time of the last change of a file's state is when it was received.
    for path in sorted((root / "inbox").rglob("*.*"), key=lambda p: p.name):
        path.chmod(0o644)
        time.sleep(0.001)
    return root


# What must hold


def lost(root: Path, before: Mapping[str, str]) -> list[str]:
    """Files whose bytes stand neither in the inbox nor in the archive."""
    have = {drop.sha256(p) for folder in ("inbox", "archive") for p in (root / folder).rglob("*") if p.is_file()}
    return [f"LOST {name}" for name, sha256 in before.items() if sha256 not in have]


def torn(root: Path) -> list[str]:
    """What is wrong with the ledger's file as a crash left it; looked at in a copy, so that nothing is mended by that."""
    path = root / "ledger.db"
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("", "-wal"):
            if (found := path.with_name(path.name + ending)).exists():
                shutil.copyfile(found, Path(folder) / found.name)
        if not (Path(folder) / path.name).exists():
            return []
        db = sqlite3.connect(Path(folder) / path.name)
        try:
            (said,) = db.execute("PRAGMA integrity_check").fetchone()
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_schema")}
            known = list(db.execute("SELECT archived FROM submission")) if "submission" in tables else []
        except sqlite3.Error as error:
            return [f"ledger: {error}"]
        finally:
            db.close()
    gone = [f"ledger knows {archived}, archive does not" for (archived,) in known if not (root / archived).is_file()]
    return gone + ([] if said == "ok" else [f"ledger: {said}"])


@dataclass(frozen=True)
class Finished:
    """All that a finished workspace says."""

    exports: tuple[str, ...]
    verdicts: tuple[tuple[str, str, str], ...]
    """SHA-256, outcome and codes of the findings of every file."""
    archive: tuple[str, ...]
    """Hashes of what the archive holds, twice where it is there twice."""
    waiting: tuple[str, ...]
    """What is left in the inbox."""
    events: tuple[tuple[str, str, int], ...]
    letters: tuple[tuple[str, str], ...]
    """What collecting wrote for the clerks: path and SHA-256 of everything in reports but the bulletins."""
    reports: tuple[bytes, ...] = ()


def outcome(root: Path, reports: bool = False) -> Finished:
    """Ask the finished workspace at ``root``; ``reports`` writes the bulletin of each period too."""
    office = pipeline.open_office(root)
    with Ledger.open(office.workspace.ledger) as ledger:
        exports = tuple(export.as_csv(export.records(office.plan, ledger.export_rows(p))) for p in drop.PERIODS)
        receipts = [ledger.known(e.subject) for e in ledger.events() if e.kind in VERDICTS]
        events = Counter((e.kind, e.subject if e.kind != "duplicate" else e.detail) for e in ledger.events())
    verdicts = sorted((r.sha256, r.outcome.value, " ".join(f.code for f in r.findings)) for r in receipts if r)
    archive = sorted(drop.sha256(p) for p in office.workspace.archive.rglob("*") if p.is_file())
    letters = tuple((p.relative_to(root).as_posix(), drop.sha256(p)) for p in sorted((root / "reports").rglob("*"))
                    if p.is_file() and not p.name.startswith("通报"))
    pages = tuple(pipeline.bulletin(office, p).read_bytes() for p in drop.PERIODS) if reports else ()
    return Finished(exports, tuple(verdicts), tuple(archive), tuple(drop.dropped(root)),
                    tuple(sorted((kind, subject, n) for (kind, subject), n in events.items())), letters, pages)


def compared(expected: Finished, actual: Finished) -> list[str]:
    """In which respects two finished workspaces differ."""
    return [f"{name} differ from the undisturbed run"
            for name in ("exports", "verdicts", "archive", "waiting", "events", "letters", "reports")
            if getattr(expected, name) != getattr(actual, name)]


def office_at_rest(root: Path) -> list[str]:
    """Run once more, in this process, on the same still day: there must be nothing left to do."""
    with command.standing_still():
        office = pipeline.open_office(root)
        done = pipeline.collect(office, engine=pipeline.engine(office, 0))
    return [f"one more run did {len(done.receipts)} files"] if done.receipts or done.waiting else []
