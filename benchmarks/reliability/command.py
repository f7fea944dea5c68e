"""``python -m benchmarks.reliability.command …``: the command line on one fixed day.

Files are ordered by when they came, which no copy can keep. On a day that stands still a disturbed run and an undisturbed
one receive every file at the same moment, so that what they print can be compared byte by byte.
"""

import contextlib
import datetime
from collections.abc import Iterator

from automation.cli import main
from automation.office import Office


@contextlib.contextmanager
def standing_still() -> Iterator[None]:
    """Let it be the same moment in this process for a while."""
    moving = Office.now
    Office.now = lambda self: datetime.datetime(2017, 7, 3, 9, 0, tzinfo=self.zone)  # type: ignore[method-assign]
    try:
        yield
    finally:
        Office.now = moving  # type: ignore[method-assign]


if __name__ == "__main__":
    with standing_still():
        main()
