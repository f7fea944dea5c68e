"""Workbooks with random damage, through ``collect`` in isolated workers.

    python -m benchmarks.reliability.fuzz --files 10000

Good workbooks (.xlsx, .xls, .ods, .csv) are damaged at random, the same for the same seed: bytes turned, cut out, doubled;
parts of the zip swapped, dropped, cut, renamed; marks in the XML changed so that the zip stays whole. This process is the one
that collects; it must outlive every file, keep its memory, and give every file its outcome within the limit.
"""

import argparse
import io
import os
import random
import re
import shutil
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from automation import pipeline
from automation.engines import Pool
from automation.model.submission import Receipt
from benchmarks.reliability import drop, surgery

BATCH = 500
"""Files in one inbox."""
_FIXTURES = Path(__file__).parents[2] / "tests" / "sheets" / "files"
_MARK = re.compile(rb'"[^"<>]{0,40}"|>[^<>]{1,40}<|<[^<>]{1,60}>')
_STRANGE = (b"", b"0", b"-1", b"99999999999", b"1e309", b"NaN", b"A1:XFD1048576", b"&#0;", b"&x;", b"\0", b"\xff", b"<", b'"', b"]]>", b"true",
            "长".encode() * 40_000, b"9" * 5000, b"rId1", b"../../x", b"#REF!", b"=1+1")


@dataclass
class Tally:
    """What was seen."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    faults: list[str] = field(default_factory=list)

    def add(self, receipt: Receipt) -> None:
        """Count one file."""
        self.outcomes[receipt.outcome.value] += 1
        self.slowest = max(self.slowest, receipt.seconds)
        if receipt.outcome.value == "quarantined":
            self.reasons[re.sub(r"\d[\d.]*|“.*?”", "…", receipt.findings[0].message)] += 1


# Damage


def bytes_turned(data: bytes, dice: random.Random) -> bytes:
    """A few bytes are others."""
    found = bytearray(data)
    for _ in range(dice.choice((1, 2, 8, 60))):
        found[dice.randrange(len(found))] = dice.randrange(256)
    return bytes(found)


def piece_moved(data: bytes, dice: random.Random) -> bytes:
    """A piece is gone, doubled, zeroed, or the file ends early."""
    start = dice.randrange(len(data))
    piece = data[start: start + dice.choice((1, 4, 100, 5000))]
    new = dice.choice((b"", piece * 2, bytes(len(piece)), dice.randbytes(len(piece))))
    return dice.choice((data[:start] + new + data[start + len(piece):], data[:start]))


def parts_mixed(data: bytes, dice: random.Random) -> bytes:
    """Parts of the zip are dropped, swapped, cut, renamed or repacked."""
    found = surgery.parts(data)
    one, other = dice.sample(sorted(found), 2)
    deed = dice.randrange(5)
    if deed == 0:
        del found[one]
    elif deed == 1:
        found[one], found[other] = found[other], found[one]
    elif deed == 2:
        found[one] = found[one][: dice.randrange(len(found[one]) + 1)]
    elif deed == 3:
        found[dice.choice((one.upper(), f"/{one}", one.replace("/", "\\"), f"../{one}"))] = found.pop(one)
    else:
        found[one] = bytes_turned(found[one], dice) if found[one] else b"x"
    return surgery.packed(found, dice.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_LZMA)))


def marks_changed(data: bytes, dice: random.Random) -> bytes:
    """Attributes, texts and tags of XML parts are others, and the zip is whole."""
    found = surgery.parts(data)
    for _ in range(dice.choice((1, 1, 2, 5))):
        name = dice.choice([n for n in found if n.endswith((".xml", ".rels"))])
        marks = list(_MARK.finditer(found[name]))
        if marks:
            mark = dice.choice(marks)
            whole = mark[0]
            new = dice.choice((b"", whole * 2, dice.choice(marks)[0], whole[:1] + dice.choice(_STRANGE) + whole[-1:]))
            found[name] = found[name][: mark.start()] + new + found[name][mark.end():]
    return surgery.packed(found)


def damaged(data: bytes, dice: random.Random) -> bytes:
    """One mutant."""
    deeds: list[Callable[[bytes, random.Random], bytes]] = [bytes_turned, piece_moved]
    if zipfile.is_zipfile(io.BytesIO(data)):
        deeds += [parts_mixed, parts_mixed, marks_changed, marks_changed, marks_changed]
    return dice.choice(deeds)(data, dice)


# Trials


def sources(seed: Path) -> tuple[tuple[str, bytes], ...]:
    """Good files with their suffixes."""
    forms = [(".xlsx", p.read_bytes()) for p in sorted((seed / "inbox").glob("*_2017年0[12]月.xlsx"))]
    others = [(p.suffix, p.read_bytes()) for p in sorted(_FIXTURES.glob("*.*")) if p.suffix in (".xls", ".ods")]
    table = "单位,项目编码,本月完成投资\n" + "".join(f"船山区民政局,SN-{n:02},{n}.5\n" for n in range(40))
    texts = [(".csv", table.encode(code)) for code in ("utf-8-sig", "gb18030", "utf-16")]
    return (*forms, *others * 5, *texts)


def memory() -> int:
    """Resident memory of this process in bytes; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def tried(work: Path, files: int, seed: int) -> tuple[Tally, list[int]]:
    """Collect so many mutants; gives what was seen, and this process's memory after each inbox."""
    start, dice, tally, sizes = drop.make(work), random.Random(seed), Tally(), []
    good = sources(start)
    office = pipeline.open_office(start)
    engine = Pool(office.plan)
    try:
        for first in range(0, files, BATCH):
            count = min(BATCH, files - first)
            root = work / "fuzz"
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(start, root, ignore=lambda folder, names: names if folder.endswith("inbox") else [])
            office = pipeline.open_office(root)
            hashes = set()
            for number in range(count):
                suffix, data = dice.choice(good)
                path = office.workspace.inbox / f"{first + number:06}{suffix}"
                path.write_bytes(damaged(data, dice))
                hashes.add(drop.sha256(path))
            collected = pipeline.collect(office, engine=engine)
            for receipt in collected.receipts:
                tally.add(receipt)
            kept = {drop.sha256(p) for p in office.workspace.archive.rglob("*") if p.is_file()}
            tally.faults += [f"{hashes - kept} lost"] if hashes - kept else []
            tally.faults += [f"{count - len(collected.receipts)} files without outcome"] if len(collected.receipts) != count else []
            sizes.append(memory())
            print(f"  {first + count} files, {sizes[-1] >> 20} MiB, {dict(tally.outcomes)}", flush=True)
    finally:
        engine.close()
    return tally, sizes


def main(words: Sequence[str] | None = None) -> int:
    """Run; gives 1 where a file was not dealt with or memory grew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=30, help="seconds for one file")
    parser.add_argument("--work", type=Path)
    given = parser.parse_args(words)
    begun = time.perf_counter()
    tally, sizes = tried(given.work or Path(tempfile.mkdtemp(prefix="fuzz")), given.files, given.seed)
    tally.faults += [f"a file took {tally.slowest} s"] if tally.slowest > given.limit else []
    # What the first inbox loads stays; what comes later must not pile up.
    growth = sizes[-1] - sizes[0]
    tally.faults += [f"memory grew by {growth >> 20} MiB"] if growth > 32 << 20 else []
    print(f"{sum(tally.outcomes.values())} mutants in {time.perf_counter() - begun:.0f} s: {dict(tally.outcomes)}; slowest {tally.slowest} s; "
          f"memory {sizes[0] >> 20} → {sizes[-1] >> 20} MiB; {len(tally.faults)} faults")
    for reason, count in tally.reasons.most_common():
        print(f"{count:7} {reason}")
    for fault in tally.faults:
        print("FAULT", fault)
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
