"""Readers, one main process with group commits, and a network, event by event.

The main process does what ``automation.desk`` and the engines do: it archives a group, hands out batches so far ahead, takes
results in their order, and records each group. Whoever works shares the processors evenly.
"""

from collections import deque
from dataclasses import dataclass, field
from math import inf

from benchmarks.costs import Costs

_FULL = 0.93
"""Share of its time from which a part is what holds up the rest."""


@dataclass(frozen=True)
class Place:
    """What it runs on."""

    workers: int
    cores: float
    """Processors that main process and workers share; with machines of their own, enough for all."""
    bandwidth: float = inf
    """Bytes a second between the share, the workers and the main process."""
    batch: int = 0
    """Files in a batch; the pool's own number for 0."""


@dataclass(frozen=True)
class Outcome:
    """What a run would take."""

    files: int
    seconds: float
    main_busy: float
    """Share of the time for which the main process works."""
    disk: float
    """Share for which it waits for the disk."""
    workers_busy: float
    """Share for which a worker has something to read."""
    network: float
    processors: float
    """Share of all the processors that is used."""

    @property
    def each(self) -> float:
        """Milliseconds a file."""
        return self.seconds / self.files * 1000

    @property
    def limit(self) -> str:
        """What a faster run would need more of."""
        if self.processors > _FULL:
            return "processors"
        if self.main_busy + self.disk > _FULL:
            return "the main process" if self.main_busy >= self.disk else "the disk"
        return "the network" if self.network > _FULL else "readers"


@dataclass
class _Worker:
    left: float
    """Processor seconds to go."""
    busy: bool = True
    number: int = -1
    """The batch in hand; -1 while it starts."""


@dataclass
class _Run:
    """One simulated run; times are seconds."""

    costs: Costs
    place: Place
    files: int
    now: float = 0.0
    work: float = 0.0
    """Processor seconds that the main process has to go."""
    until: float = 0.0
    """Until when it waits for the disk."""
    drawn: int = 0
    settled: int = 0
    in_hand: int = 0
    landed: int = 0
    """Batches whose results were taken, which is in their order."""
    queue: deque[tuple[int, int, float]] = field(default_factory=deque)
    sizes: list[int] = field(default_factory=list)
    done: set[int] = field(default_factory=set)
    link: float = 0.0
    """When the network is free again."""
    used: dict[str, float] = field(default_factory=lambda: {"main": 0.0, "disk": 0.0, "workers": 0.0, "network": 0.0, "processors": 0.0})

    def run(self) -> Outcome:
        """To the end."""
        workers = [_Worker(self.costs.awake) for _ in range(self.place.workers)]
        self.work = self.costs.begin
        while self.settled < self.files or self.work > 0 or self.until > self.now:
            while self.work <= 0 and self.until <= self.now and self._next_step():
                pass
            for worker in workers:
                self._feed(worker)
            self._advance(workers)
        share = {name: used / self.now for name, used in self.used.items()}
        return Outcome(self.files, self.now, share["main"], share["disk"], share["workers"] / len(workers),
                       share["network"], share["processors"] / self.place.cores)

    def _next_step(self) -> bool:
        """What the main process turns to: hand out while there is room, else take the next result; False with neither."""
        if self.drawn < self.files and len(self.sizes) - self.landed <= 2 * self.place.workers:
            self._hand_out()
            return True
        if self.landed not in self.done:
            return False
        self.done.remove(self.landed)
        self.in_hand += self.sizes[self.landed]
        self.landed += 1
        self._record(self.landed == len(self.sizes) and self.drawn == self.files)
        return True

    def _record(self, last: bool) -> None:
        """Every whole group in hand, and the rest of the last one."""
        while self.in_hand >= self.costs.group or (last and self.in_hand):
            group = min(self.in_hand, self.costs.group)
            self.in_hand -= group
            self.settled += group
            self.work += group * self.costs.keep
            self._wait(self.costs.wait / 2)

    def _hand_out(self) -> None:
        size = min(self.place.batch or self.costs.batch, self.files - self.drawn)
        self.drawn += size
        # One group is archived together; its copies and its folder are half of what it waits for.
        self._wait(self.costs.wait / 2 * size / self.costs.group)
        if self.place.bandwidth < inf:
            taken = size * self.costs.wire / self.place.bandwidth
            self.link = max(self.link, self.now) + taken
            self.used["network"] += taken
        self.queue.append((len(self.sizes), size, self.link))
        self.sizes.append(size)

    def _wait(self, seconds: float) -> None:
        self.until = max(self.until, self.now) + seconds
        self.used["disk"] += seconds

    def _feed(self, worker: _Worker) -> None:
        if worker.busy or not self.queue or self.queue[0][2] > self.now:
            return
        worker.number, size, _ = self.queue.popleft()
        worker.left, worker.busy = size * self.costs.read, True

    def _advance(self, workers: list[_Worker]) -> None:
        """To the next event: somebody is done, the disk has answered, or a batch has arrived."""
        active = [w for w in workers if w.busy]
        working = self.work > 0 and self.until <= self.now
        pace = min(1.0, self.place.cores / (len(active) + working)) if active or working else 1.0
        coming = [w.left / pace for w in active] + ([self.work / pace] if working else [])
        if self.until > self.now:
            coming.append(self.until - self.now)
        if self.queue and self.queue[0][2] > self.now:
            coming.append(self.queue[0][2] - self.now)
        step = min(coming, default=0.0)
        self.now += step
        self.used["processors"] += step * pace * (len(active) + working)
        if working:
            self.used["main"] += step
            self.work -= step * pace
            self.work = self.work if self.work > 1e-12 else 0.0
        for worker in active:
            self.used["workers"] += step
            worker.left -= step * pace
            if worker.left <= 1e-12:
                worker.busy = False
                if worker.number >= 0:
                    self.done.add(worker.number)


def simulate(costs: Costs, place: Place, files: int) -> Outcome:
    """So many files there."""
    return _Run(costs, place, files).run()
