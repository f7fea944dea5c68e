"""The inbox that everything is tried on: what the clerks of a practice sent, dropped at once."""

import hashlib
import shutil
from pathlib import Path

from automation import pipeline
from automation.inbox import Archive
from automation.period import Period
from automation.practice.run import practise
from automation.workspace import Workspace

PERIODS = (Period(2017, 1), Period(2017, 2), Period(2017, 3), Period(2017, 4))
FILES = 50
A_MONTH = 12
"""Files up to which one month will do."""
AGAIN = 3
"""Files that lie in the inbox a second time under another name."""


def sha256(path: Path) -> str:
    """SHA-256 of a file in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def make(folder: Path, files: int = FILES) -> Path:
    """A workspace in ``folder`` with ``files`` files in its inbox and nothing taken in; made once, then found again.

    Four months of Suining's twelve units, among them a workbook that is sent back and its correction, a letter called
    .xlsx, files of equal name in folders of their own, and the same bytes under two names.
    """
    seed = folder / "seed"
    if seed.is_dir():
        return seed
    played = practise(folder / "played", "suining-2017", PERIODS if files > A_MONTH else PERIODS[:1]).office.workspace
    made = folder / "making"
    shutil.rmtree(made, ignore_errors=True)
    space = Workspace(made)
    space.ensure()
    shutil.copyfile(played.plan_path, space.plan_path)
    zone = pipeline.open_office(made).zone
    sent = sorted(Archive(played.archive, zone).orphans(()), key=lambda a: (a.received, a.sha256))
    for number, kept in enumerate([*sent[: files - AGAIN], *sent[:AGAIN]]):
        target = space.inbox / (kept.name if number < files - AGAIN else f"再报_{kept.name}")
        if target.exists():
            target = space.inbox / f"{number:02}" / kept.name
            target.parent.mkdir()
        shutil.copyfile(kept.path, target)
    made.rename(seed)
    return seed


def last(root: Path) -> list[Path]:
    """Workbooks of the last month: nothing is checked against them, so they may come a day later and everything ends the same."""
    months = [(p.stem[-8:], p) for p in (root / "inbox").glob("*_2017年0?月.xlsx")]
    return sorted(path for month, path in months if month == max(months)[0])


def dropped(root: Path) -> dict[str, str]:
    """Path → SHA-256 of what lies in the inbox of the workspace at ``root``, but for its note."""
    inbox = Workspace(root).inbox
    return {p.relative_to(inbox).as_posix(): sha256(p) for p in sorted(inbox.rglob("*"))
            if p.is_file() and not p.name.startswith(("README", "."))}
