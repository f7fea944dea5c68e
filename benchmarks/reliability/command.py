"""``python -m benchmarks.reliability.command …``: the command line on one fixed day.

Files are ordered by when they came, which no copy can keep. On a day that stands still a disturbed run and an undisturbed
one receive every file at the same moment, so that what they print can be compared byte by byte.
"""

import datetime

from automation.cli import main
from automation.office import Office


def stand_still() -> None:
    """Let it be the same moment in this process from now on."""
    Office.now = lambda self: datetime.datetime(2017, 7, 3, 9, 0, tzinfo=self.zone)  # type: ignore[method-assign]


if __name__ == "__main__":
    stand_still()
    main()
