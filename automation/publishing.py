"""The reports put where others fetch them: a copy of ``reports/`` at an address."""

import time
from pathlib import Path

from automation.inbox import fingerprint
from automation.office import Office
from automation.store import Store, Stored, within

_RECENTLY = 3600.0
"""Seconds for which a report is compared by its bytes, because two clocks may differ by as much."""


def publish(office: Office) -> tuple[str, ...]:
    """Copy every report that is new or was written again to the office's address for reports; gives their names.

    Nothing is removed there. Does nothing where there is no such address; raises TongbaoError where it cannot be written.
    """
    if not office.places.reports:
        return ()
    store = Store(office.places.reports)
    there = store.list()
    due = [(name, path) for name, path in within(office.workspace.root / "reports") if _is_due(path, there.get(name))]
    for name, path in due:
        store.put(path, name, fingerprint(path))
    return tuple(name for name, _ in due)


def _is_due(path: Path, there: Stored | None) -> bool:
    about = path.stat()
    if there is None or there.size != about.st_size or there.changed is None:
        return True
    return there.changed.timestamp() < about.st_mtime or time.time() < about.st_mtime + _RECENTLY
