"""The inbox watched: whatever is dropped is taken in as soon as it is whole.

The folder is looked at again and again. Notices of changes do not come from network shares, and say nothing of whether a
copy is finished; a look costs little and finds again what was away.
"""

import threading
from collections.abc import Callable, Iterable

from automation.collecting import pool, release_of, take, watch_of
from automation.engines import Engine
from automation.inbox import Looks, PassedOver, lock
from automation.model.submission import Receipt
from automation.office import Office
from automation.publishing import publish


def watch(office: Office, stop: threading.Event, interval: float = 5, settle: float = 2,
          tell: Callable[[Receipt | PassedOver], None] = lambda _: None,
          complain: Callable[[Exception], None] = lambda _: None, engine: Engine | None = None) -> None:
    """Take in what is dropped until ``stop`` is set, then end after the file in hand.

    The workspace is locked only while files are taken in. An inbox or a share that goes away is waited for.

    Args:
        interval: seconds between two looks.
        settle: seconds for which a file must have stood unchanged.
        tell: told of each file, and once of what stands in the inbox and cannot be taken.
        complain: told what went wrong, once for as long as it stays the same; the watch goes on.
        engine: where files are read; worker processes, started with the first file, unless told.
    """
    office.workspace.ensure()
    used = engine or pool(office)
    try:
        _Round(office, watch_of(office, settle), used, stop, tell).go_on(interval, complain)
    finally:
        if engine is None:
            used.close()


class _Round:
    """One look after the other."""

    def __init__(self, office: Office, eye: Looks, engine: Engine, stop: threading.Event,
                 tell: Callable[[Receipt | PassedOver], None]) -> None:
        self._office = office
        self._eye = eye
        self._engine = engine
        self._stop = stop
        self._tell = tell
        self._left: set[PassedOver] = set()
        """What stayed in the inbox last time."""
        self._unfinished = True
        """Whether a run may have left something in the archive that is not recorded."""

    def go_on(self, interval: float, complain: Callable[[Exception], None]) -> None:
        said = ""
        while not self._stop.is_set():
            try:
                self._look()
                said = ""
            except Exception as error:
                # Nothing may end the watch: what a person must mend stays in the folder until it is mended.
                self._unfinished = True
                if str(error) != said:
                    complain(error)
                said = str(error)
            self._stop.wait(interval)

    def _look(self) -> None:
        found = self._eye.look(self._office.now())
        left = set(found.refused)
        self._tell_new(found.refused)
        if found.candidates or self._unfinished:
            with lock(self._office.workspace):
                for one, _ in take(self._office, found, self._engine, self._stop.is_set, release_of(self._eye)):
                    if isinstance(one, PassedOver):
                        left.add(one)
                        self._tell_new([one])
                    else:
                        self._tell(one)
                publish(self._office)
            self._unfinished = False
        self._left = left

    def _tell_new(self, left: Iterable[PassedOver]) -> None:
        for one in left:
            if one not in self._left:
                self._tell(one)
