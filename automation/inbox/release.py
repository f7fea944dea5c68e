"""Taking a file out of the inbox, once the archive and the ledger have it."""

import contextlib
import hashlib
import os
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
    """Remove the file if it still is what was archived, and the folders within the inbox that this leaves empty."""
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
    sync_folder(candidate.path.parent)
    _remove_empty_folders(candidate)
    return Release.REMOVED


def _remove_empty_folders(candidate: Candidate) -> None:
    folder = candidate.path.parent
    with contextlib.suppress(OSError):
        while folder != candidate.inbox:
            folder.rmdir()
            folder = folder.parent
