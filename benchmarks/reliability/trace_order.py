"""The order in which one run makes things last, from a record of its system calls.

    python -m benchmarks.reliability.trace_order

SIGKILL does not show what a power cut does: what was written but not yet on the disk survives the one and not the other. So
for every file of the inbox this must hold, each step ended before the next begins: its copy is forced to the disk (fsync), the
copy gets its name (rename), the folder is forced to the disk, the ledger's transaction is, and then the original goes (unlink).
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.reliability import bench, calls, drop

SYNC = ("fsync", "fdatasync")


def order(seen: Sequence[calls.Call], root: Path, name: str, sha256: str) -> list[tuple[str, calls.Call]]:
    """The five steps of one file, each the first that ended before the next began; raises ValueError where one is missing."""
    removal = _last((c for c in seen if c.name.startswith("unlink") and c.path == str(root / "inbox" / name)), f"{name} is not removed")
    renamed = _last((c for c in seen if c.name.startswith("rename") and f"_{sha256[:12]}_" in c.path and c.path.endswith(".part")),
                    f"{name} is not archived")
    synced = _last((c for c in seen if c.name in SYNC and c.path == renamed.path and c.ended < renamed.begun),
                   f"{name}: the copy gets its name before it is on the disk")
    folder = _first((c for c in seen if c.name in SYNC and c.path == str(Path(renamed.path).parent) and c.begun > renamed.ended),
                    f"{name}: the archive's folder is not forced to the disk")
    commit = _last((c for c in seen if c.name in SYNC and Path(c.path).name.startswith("ledger.db")
                    and c.begun > folder.ended and c.ended < removal.begun), f"{name}: removed before the ledger is on the disk")
    return [("copy on the disk", synced), ("copy named", renamed), ("folder on the disk", folder), ("ledger on the disk", commit),
            ("original removed", removal)]


def _first(found: Iterable[calls.Call], otherwise: str) -> calls.Call:
    for call in found:
        return call
    raise ValueError(otherwise)


def _last(found: Iterable[calls.Call], otherwise: str) -> calls.Call:
    return _first(reversed(list(found)), otherwise)


def tried(work: Path, files: int) -> tuple[int, list[str], list[tuple[str, calls.Call]]]:
    """Watch one run; gives the number of files, what is wrong, and the steps of the first file."""
    seed = drop.make(work, files)
    root = bench.fresh(seed, work / "order")
    before = drop.dropped(root)
    seen = calls.watched(bench.arguments(root, "--jobs", "0"), work / "order.log")
    faults: list[str] = []
    example: list[tuple[str, calls.Call]] = []
    for name, sha256 in before.items():
        try:
            example = example or order(seen, root, name, sha256)
            order(seen, root, name, sha256)
        except ValueError as error:
            faults.append(str(error))
    return len(before), faults, example


def main(words: Sequence[str] | None = None) -> int:
    """Run; gives 1 where a step is missing or out of its turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=drop.FILES, help="in the inbox")
    parser.add_argument("--work", type=Path)
    given = parser.parse_args(words)
    if why_not := calls.missing():
        print(f"cannot be shown here: {why_not}")
        return 0
    count, faults, example = tried(given.work or Path(tempfile.mkdtemp(prefix="order")), given.files)
    for what, call in example:
        print(f"{call.begun:6}  {what:20} {call.name}  {Path(call.path).name}")
    print(f"{count} files: {count - len(faults)} in the right order")
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
