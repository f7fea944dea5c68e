"""What other people, programs and the clock do during a run."""

import os
import signal
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reliability import bench, drop
from benchmarks.reliability.stage import Fault, Stage, meanwhile, workers


def two_runs(stage: Stage) -> Iterator[tuple[str, list[str]]]:
    """Two people collect at once."""
    for _ in range(stage.times):
        stage.fresh()
        rans: list[bench.Ran] = []
        pair = [threading.Thread(target=lambda: rans.append(stage.collect())) for _ in range(2)]  # noqa: B023
        for one in pair:
            one.start()
        for one in pair:
            one.join()
        yield f"exit {sorted(r.code for r in rans)}", rans[1].faults(0, 1, 3) + stage.completed(rans[0])


def ledger_in_use(stage: Stage) -> Iterator[tuple[str, list[str]]]:
    """Another program holds the ledger."""
    root = stage.fresh()
    db = sqlite3.connect(root / "ledger.db", isolation_level=None)
    db.execute("BEGIN EXCLUSIVE")
    ran = stage.collect()
    db.close()
    yield f"exit {ran.code}", stage.completed(ran, 3)


def ledger_damaged(stage: Stage) -> Iterator[tuple[str, list[str]]]:
    """The ledger is overwritten with noise, put aside as the message says, and built again from the archive."""
    root = stage.fresh()
    stage.collect()
    for path in root.glob("ledger.db*"):
        path.write_bytes(stage.dice.randbytes(50_000))
    ran = stage.collect()
    for path in list(root.glob("ledger.db*")):
        path.rename(stage.work / path.name)
    yield f"exit {ran.code}", stage.completed(ran, 3, events=False)


def changing(stage: Stage) -> Iterator[tuple[str, list[str]]]:
    """During the run files grow, vanish, or others take their names."""
    for number in range(stage.times * 3):
        root = stage.fresh()
        path = stage.dice.choice(drop.last(root))
        whole = path.read_bytes()
        deed = ("grows", "vanishes", "is replaced")[number % 3]
        ran = meanwhile(stage, lambda: _spoil(path, deed))  # noqa: B023
        faults = ran.faults() + bench.torn(root)
        # What was there before is put there again: either it had been taken in, or it is now.
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(whole)
        faults += stage.collect().faults()
        extra = [] if deed == "is replaced" else bench.lost(root, stage.before)
        exports = bench.outcome(root).exports
        yield f"a file {deed}, exit {ran.code}", faults + extra + ([] if exports == stage.expected.exports else ["exports differ"])


def _spoil(path: Path, deed: str) -> None:
    try:
        if deed == "vanishes":
            path.unlink()
        elif deed == "grows":
            with path.open("r+b") as stream:
                stream.seek(0, 2)
                for _ in range(20):
                    stream.write(b"more")
                    stream.flush()
                    time.sleep(0.02)
        else:
            other = path.with_name(".other")
            other.write_bytes(b"replaced")
            other.replace(path)
    except FileNotFoundError:
        pass


def killed_workers(stage: Stage) -> Iterator[tuple[str, list[str]]]:
    """Something kills the processes that read; and the one that collects, whose workers must not stay behind."""
    for number in range(stage.times * 2):
        root = stage.fresh()
        with tempfile.TemporaryDirectory() as folder:
            process = bench.start(bench.arguments(root), Path(folder))
            while not workers(process.pid) and process.poll() is None:
                time.sleep(0.01)
            time.sleep(stage.dice.uniform(0, stage.seconds / 2))
            if alone := number % 2:
                process.kill()
            else:
                for child in workers(process.pid):
                    os.kill(child, signal.SIGKILL)
            code = process.wait(bench.LIMIT)
            ran = bench.Ran(3 if alone else code, "", "错误：改法：" if alone else (Path(folder) / "err").read_text(), 0)
            deadline = time.monotonic() + 20
            while bench.alive(process.pid) and time.monotonic() < deadline:
                time.sleep(0.1)
            left = ["workers stayed behind"] if bench.alive(process.pid) else []
        yield ("the collector" if alone else "the workers") + f", exit {code}", left + stage.completed(ran)


def asked_to_end(stage: Stage) -> Iterator[tuple[str, list[str]]]:
    """SIGTERM and SIGINT, at any moment."""
    for number in range(stage.times):
        root = stage.fresh()
        with tempfile.TemporaryDirectory() as folder:
            process = bench.start(bench.arguments(root), Path(folder))
            time.sleep(stage.dice.uniform(0.5, stage.seconds))
            process.send_signal(signal.SIGTERM if number % 2 else signal.SIGINT)
            code = process.wait(bench.LIMIT)
            ran = bench.Ran(0, "", (Path(folder) / "err").read_text(), 0)
        yield f"{'SIGTERM' if number % 2 else 'SIGINT'}, exit {code}", stage.completed(ran)


def clock(stage: Stage) -> Iterator[tuple[str, list[str]]]:
    """Files from 1970 and 2100, and a clock that is set back between two runs."""
    for name, times in (("1970", (0.0, 0.0)), ("2100", (4.1e9, 4.1e9)), ("before 1970", (-9e8, -9e8))):
        root = stage.fresh()
        for path in (root / "inbox").glob("*.xlsx"):
            os.utime(path, times)
        ran = stage.collect()
        yield f"files of {name}, exit {ran.code}", stage.completed(ran, 1)
    root = stage.fresh()
    later = drop.last(root)[::2]
    (root / "later").mkdir()
    for path in later:
        path.rename(root / "later" / path.name)
    # First by the real clock, then on the still day, which is years earlier.
    ran = bench.run(bench.arguments(root, module="automation"))
    for path in (root / "later").iterdir():
        path.rename(root / "inbox" / path.name)
    faults = ran.faults() + bench.run(bench.arguments(root)).faults() + bench.lost(root, stage.before)
    yield f"set back, exit {ran.code}", faults + ([] if bench.outcome(root).exports == stage.expected.exports else ["exports differ"])


OTHERS: tuple[Fault, ...] = (two_runs, ledger_in_use, ledger_damaged, changing, killed_workers, asked_to_end, clock)
