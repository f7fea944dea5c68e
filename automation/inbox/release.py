"""Taking a file out of the inbox, once the archive and the ledger have it."""

import contextlib
import hashlib
import os
from collections.abc import Sequence
from enum import Enum

from automation.inbox.files import UnsettledError, chunks, opened, sync_folder
from automation.inbox.scan import Candidate


class Release(Enum):
    """What became of the file in the inbox."""

    REMOVED = "removed"
    VANISHED = "vanished"
    """Somebody else took it away; the archive has it."""
    CHANGED = "changed"
    """Other bytes stand under its name: a new file for the next run."""
    IN_USE = "in use"
    """A program holds it open; the next run removes it."""


def release(candidate: Candidate, sha256: str) -> Release:
    """Remove one file; see ``release_all``."""
    return release_all([(candidate, sha256)])[0]


def release_all(files: Sequence[tuple[Candidate, str]]) -> tuple[Release, ...]:
    """Remove each file that still is what was archived, and the folders within the inbox that this leaves empty."""
    outcomes = tuple(_remove(candidate, sha256) for candidate, sha256 in files)
    removed = [candidate for (candidate, _), outcome in zip(files, outcomes, strict=True)
               if outcome is Release.REMOVED]
    for folder in sorted({candidate.path.parent for candidate in removed}):
        sync_folder(folder)
    for candidate in removed:
        _remove_empty_folders(candidate)
    return outcomes


def _remove(candidate: Candidate, sha256: str) -> Release:
    try:
        with opened(candidate.path) as stream:
            digest = hashlib.sha256()
            for chunk in chunks(candidate.path, stream):
                digest.update(chunk)
            hashed = os.fstat(stream.fileno())
    except UnsettledError:
        return Release.IN_USE if os.path.lexists(candidate.path) else Release.VANISHED
    if digest.hexdigest() != sha256:
        return Release.CHANGED
    try:
        found = candidate.path.lstat()
        # While it was hashed, another file may have been renamed over it, or a program may have written on.
        if (found.st_ino, found.st_size, found.st_mtime_ns) != (hashed.st_ino, hashed.st_size, hashed.st_mtime_ns):
            return Release.CHANGED
        candidate.path.unlink()
    except FileNotFoundError:
        return Release.VANISHED
    except OSError:
        return Release.IN_USE
    return Release.REMOVED


def _remove_empty_folders(candidate: Candidate) -> None:
    folder = candidate.path.parent
    with contextlib.suppress(OSError):
        while folder != candidate.inbox:
            folder.rmdir()
            folder = folder.parent
