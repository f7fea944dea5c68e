"""Runs that are killed, wherever it hurts, and what the next run makes of it.

    python -m benchmarks.reliability.kill --kills 2000

Each trial drops 50 files into a workspace, starts ``collect`` and ends it by SIGKILL one to eight times: after a random
time (with its workers, or leaving them behind), or on entering one of its file-changing system calls, each of them in its
turn (SQLite's own too). After every kill each file must be whole in inbox or archive and the ledger sound; after one more
run everything must be as if nothing had happened: archive, verdicts, events, export, the bytes of the bulletins.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.reliability import bench, calls, drop

REPORTS = 10
"""Every so many trials the bulletins are written and compared too."""
START = 0.3
"""Seconds before which no run has touched anything."""


@dataclass
class Tally:
    """What was done and seen."""

    kills: int = 0
    trials: int = 0
    too_late: int = 0
    """Runs that had ended when they were to be killed."""
    reports: int = 0
    faults: list[str] = field(default_factory=list)

    def line(self, mode: str) -> str:
        """One line for the record."""
        return (f"{mode}: {self.kills} runs killed in {self.trials} trials ({self.too_late} came too late), "
                f"{self.reports} sets of bulletins compared, {len(self.faults)} faults")


class Trials:
    """Trials on one drop."""

    def __init__(self, work: Path, dice: random.Random, files: int = drop.FILES) -> None:
        self.dice = dice
        self.seed = drop.make(work, files)
        self.before = drop.dropped(self.seed)
        self.root = work / f"run{os.getpid()}"
        self.log = work / f"strace{os.getpid()}.log"
        self.tally = Tally()
        self._undisturbed()

    def _undisturbed(self) -> None:
        bench.fresh(self.seed, self.root)
        ran = bench.run(bench.arguments(self.root))
        self.seconds = ran.seconds
        self.expected = bench.outcome(self.root, reports=True)
        faults = ran.faults() + bench.lost(self.root, self.before) + bench.office_at_rest(self.root)
        if faults or self.expected.waiting:
            raise SystemExit(f"the undisturbed run fails: {faults} {self.expected.waiting}")

    def trial(self, kills: Sequence["float | calls.Point"]) -> None:
        """Kill so often, then let it finish, and look."""
        bench.fresh(self.seed, self.root)
        faults = []
        for kill in kills:
            faults += self._killed(kill) + bench.lost(self.root, self.before) + bench.torn(self.root)
        faults += bench.run(bench.arguments(self.root, "--jobs", "0")).faults()
        reports = not self.tally.trials % REPORTS
        actual = bench.outcome(self.root, reports)
        faults += [f for f in bench.compared(self.expected, actual) if reports or not f.startswith("reports")]
        faults += bench.office_at_rest(self.root)
        self.tally.trials += 1
        self.tally.reports += reports
        if not self.tally.trials % 20:
            print("  so far:", self.tally.line("all"), flush=True)
        if faults:
            self.tally.faults.append(f"{kills}: {faults}")
            print("FAULT", self.tally.faults[-1], flush=True)
            self.root.rename(self.root.with_name(f"{self.root.name}-fault{len(self.tally.faults)}"))

    def _killed(self, kill: "float | calls.Point") -> list[str]:
        if isinstance(kill, calls.Point):
            words = calls.traced(bench.arguments(self.root, "--jobs", "0"), self.log, *kill.words())
            ran = bench.run(words)
            left: list[str] = []
        else:
            ran, left = self._killed_after(kill)
        done = ran.code >= 0
        self.tally.kills += not done
        self.tally.too_late += done
        return left + ran.faults(-9, 0, 1)

    def _killed_after(self, seconds: float) -> tuple[bench.Ran, list[str]]:
        if self.dice.random() < 0.6:
            return bench.run(bench.arguments(self.root, "--jobs", "0"), kill_after=seconds), []
        return bench.run(bench.arguments(self.root), kill_after=seconds), []

    def by_time(self, kills: int) -> Tally:
        """Kill after random times."""
        while self.tally.kills < kills:
            times = self.dice.choice((1, 2, 3, 5, 8))
            # Many kills in a row come early, so that each finds something left to do.
            share = (self.seconds - START) * min(1, 2 / times)
            self.trial([START + self.dice.uniform(0, share) for _ in range(times)])
        return self.tally

    def by_call(self, kills: int) -> Tally:
        """Kill at every system call once, or at a sample of them; in most trials then once or twice more."""
        bench.fresh(self.seed, self.root)
        seen = calls.watched(bench.arguments(self.root, "--jobs", "0"), self.log)
        points = list(calls.points(seen, self.root))
        print(f"{len(points)} file-changing system calls in one run", flush=True)
        every = kills >= len(points)
        for number, point in enumerate(points if every else self.dice.sample(points, len(points))):
            if not every and self.tally.kills >= kills:
                break
            # The next run has less to do: what is killed again shall not come after its end.
            times = number % 3
            rest = points[: max((len(points) - points.index(point)) // max(times, 1), len(points) // 10)]
            self.trial([point, *self.dice.choices(rest, k=times)])
        return self.tally


def main(words: Sequence[str] | None = None) -> int:
    """Run; gives 1 where something was lost, doubled or torn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="how many, half by time and half by system call")
    parser.add_argument("--mode", choices=("both", "time", "call"), default="both")
    parser.add_argument("--files", type=int, default=drop.FILES, help="in the inbox")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, help="folder to work in; kept where something was wrong")
    given = parser.parse_args(words)
    work = given.work or Path(tempfile.mkdtemp(prefix="kill"))
    work.mkdir(parents=True, exist_ok=True)
    begun = time.perf_counter()
    why_not = calls.missing()
    if why_not and given.mode != "time":
        print(f"no kills by system call: {why_not}")
    modes = [m for m in ("time", "call") if given.mode in (m, "both") and not (m == "call" and why_not)]
    faults = 0
    for mode in modes:
        trials = Trials(work, random.Random(given.seed), given.files)
        kills = given.kills // len(modes)
        tally = trials.by_time(kills) if mode == "time" else trials.by_call(kills)
        print(tally.line(mode), f"in {time.perf_counter() - begun:.0f} s", flush=True)
        faults += len(tally.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
