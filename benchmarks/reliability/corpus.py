"""One bad file of every kind that can be named, all in one inbox, and what ``collect`` makes of each.

    python -m benchmarks.reliability.corpus [--list]

Every file must get an outcome or stay in the inbox with a reason, none may stop the others, take longer than the limit or
bring a traceback, and the ones that are no readable form must not be merged. Good workbooks under bad names lie among them.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reliability import bench, drop, surgery
from benchmarks.reliability.kinds import Kinds
from benchmarks.reliability.kinds_of_others import OTHERS
from benchmarks.reliability.kinds_of_packages import BOOKS, ZIP
from benchmarks.reliability.kinds_of_sheets import XML

CONTENTS: Kinds = (*ZIP, *XML, *BOOKS, *OTHERS)
NAMES = ("x" * 230 + ".xlsx", "表" * 80 + ".xlsx", "没有扩展名", "大写.XLSX", "😀.xlsx", "\u202exslx.表.xlsx", "空格 .xlsx ", "点..xlsx.",
         "=1+1.xlsx", "-rf.xlsx", "$(id).xlsx", "a'b\"c.xlsx", "%s%n.xlsx", "CON.xlsx", "a\nb.xlsx", "a\tb.xlsx", "..xlsx", "＃＆？.xlsx",
         "a<b>|c.xlsx", "\ufeff.xlsx", os.fsdecode("报表".encode("gbk") + b".xlsx"))
"""Names of good workbooks."""
GOOD = "船山区民政局_2017年01月.xlsx"
"""What every kind is made from."""
NEVER = frozenset(("error cell", "formula without a result", "NaN", "infinity", "1E400", "exponent of 9 digits", "400 digits",
                   "5,000,000 digits", "a number in words", "shared string 99,999,999", "shared string -1", "shared string 1.5",
                   "a date in letters", "formula injection", "markup in a text", "two parts of one name", "two sheets of one name"))
"""Kinds that spoil a figure: merged, they would be a wrong figure or a silent gap."""
LIMIT = 60.0
"""Seconds for one file, the wait for its neighbours in the machine included."""


@dataclass(frozen=True)
class Said:
    """What became of the corpus."""

    outcomes: dict[str, str]
    """Kind → outcome and codes."""
    faults: tuple[str, ...]


def lay(root: Path) -> dict[str, str]:
    """Put the corpus into the inbox of the workspace at ``root``; gives kind by file name."""
    good = (root / "inbox" / GOOD).read_bytes()
    shutil.rmtree(root / "inbox")
    (root / "inbox").mkdir()
    kinds = {}
    for number, (kind, make) in enumerate(CONTENTS):
        name = f"{number:03}.xlsx"
        # The number keeps kinds apart that a change did not touch.
        (root / "inbox" / name).write_bytes(make(good))
        kinds[name] = kind
    for number, name in enumerate(NAMES):
        (root / "inbox" / name).write_bytes(surgery.packed(surgery.parts(good), comment=b"%d" % number))
    (root / "inbox" / "link.xlsx").symlink_to("/etc/passwd")
    (root / "inbox" / "folder.xlsx").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(root / "inbox" / "pipe.xlsx")
    return kinds


def tried(work: Path) -> Said:
    """Take the corpus in by a process of its own."""
    root = bench.fresh(drop.make(work), work / "corpus")
    kinds = lay(root)
    before = drop.dropped(root)
    before = {name: sha for name, sha in before.items() if not (root / "inbox" / name).is_symlink()}
    ran = bench.run([*(w for w in bench.arguments(root) if w != "--quiet"), "--json"])
    faults = ran.faults(1) + bench.lost(root, before) + bench.torn(root)
    files = json.loads(ran.out)["files"] if ran.code == 1 else []
    outcomes = {kinds[f["file"]]: " ".join([f["outcome"], *dict.fromkeys(g["code"] for g in f["findings"])]) for f in files if f["file"] in kinds}
    faults += [f"{kind}: no outcome" for kind in kinds.values() if kind not in outcomes]
    faults += [f"{kind}: merged" for kind in NEVER if outcomes.get(kind, "merged").startswith(("accepted", "superseded", "merged"))]
    faults += [f"{f['file']}: {f['seconds']} s" for f in files if f["seconds"] > LIMIT]
    faults += [f"{f['file']}: no words" for f in files if f["outcome"] in ("returned", "quarantined") and not f["findings"]]
    faults += [f"{f['file']!r} under a bad name: {f['outcome']}" for f in files if f["file"] not in kinds and f["outcome"] not in ("accepted", "superseded")]
    left = sorted(set(drop.dropped(root)) - {"link.xlsx"})
    faults += [f"left in the inbox: {left}"] if left else []
    return Said(outcomes, tuple(faults))


def main(words: Sequence[str] | None = None) -> int:
    """Run; gives 1 where a file was not dealt with."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="print the outcome of each kind")
    parser.add_argument("--work", type=Path)
    given = parser.parse_args(words)
    said = tried(given.work or Path(tempfile.mkdtemp(prefix="corpus")))
    if given.list:
        for kind, outcome in said.outcomes.items():
            print(f"{outcome:<24}  {kind}")
    counts = Counter(o.split()[0] for o in said.outcomes.values())
    print(f"{len(CONTENTS)} kinds of content, {len(NAMES)} of names, 3 of other things: {dict(counts)}, {len(said.faults)} faults")
    for fault in said.faults:
        print("FAULT", fault)
    return 1 if said.faults else 0


if __name__ == "__main__":
    sys.exit(main())
