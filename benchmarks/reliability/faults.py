"""Everything around a run goes wrong once: disk, rights, share, neighbours, clock. Then it is mended, and the next run looks.

    python -m benchmarks.reliability.faults [--only disk_full,two_runs] [--times 8]

A disturbed run may end with 0, 1 or 3 and words; never with a traceback. Nothing may be lost, and once the cause is gone one
more run must leave everything as an undisturbed one does.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.reliability import drop
from benchmarks.reliability.faults_of_disks import DISKS
from benchmarks.reliability.faults_of_others import OTHERS
from benchmarks.reliability.stage import Stage

FAULTS = (*DISKS, *OTHERS)


def main(words: Sequence[str] | None = None) -> int:
    """Run; gives 1 where something was lost or not completed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help=", ".join(f.__name__ for f in FAULTS))
    parser.add_argument("--times", type=int, default=8, help="how often what depends on the moment is tried")
    parser.add_argument("--files", type=int, default=drop.FILES, help="in the inbox")
    parser.add_argument("--work", type=Path)
    given = parser.parse_args(words)
    work = given.work or Path(tempfile.mkdtemp(prefix="faults"))
    work.mkdir(parents=True, exist_ok=True)
    stage = Stage(work, given.times, given.files)
    tried = wrong = 0
    for fault in FAULTS:
        if given.only and fault.__name__ not in given.only.split(","):
            continue
        for what, faults in fault(stage):
            tried += 1
            wrong += bool(faults)
            print(f"{'FAULT' if faults else 'ok':6}{fault.__name__:20} {what} {faults or ''}", flush=True)
    print(f"{tried} disturbed runs, {wrong} with faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
