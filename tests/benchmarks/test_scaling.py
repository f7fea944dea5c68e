"""The model of docs/scaling.md: what it must tell where the answer can be worked out by hand."""

import pytest

from automation.desk import GROUP
from benchmarks.costs import Costs, Run, fitted
from benchmarks.simulation import Place, simulate

FREE = Costs(read=0, keep=0, wait=0, begin=0, awake=0, ledger=0, archive=30_000, sent=0, answered=0)


def costs(**given: float) -> Costs:
    return Costs(**{**FREE.__dict__, **given})


def test_readers_alone_divide_the_work():
    """Four readers on four cores take a quarter of the time, but for the last batch."""
    told = simulate(costs(read=0.01), Place(workers=4, cores=4), 8000)
    assert told.seconds == pytest.approx(20, rel=0.01)
    assert told.limit == "processors"


def test_one_ledger_has_a_ceiling_that_no_reader_lifts():
    """Recording and the disk take turns; sixty-four readers wait for them."""
    told = simulate(costs(read=0.01, keep=0.002, wait=0.001 * GROUP), Place(workers=64, cores=65), 16_000)
    assert told.seconds == pytest.approx(16_000 * (0.002 + 0.001), rel=0.01)
    assert told.limit == "the main process"


def test_whoever_works_shares_the_processors():
    """Two cores have so many seconds to give, however many want them; that groups wait for each other costs a third at most."""
    told = simulate(costs(read=0.003, keep=0.003), Place(workers=2, cores=2), 8000)
    least = 8000 * 0.006 / 2
    assert least <= told.seconds <= least * 4 / 3


def test_a_narrow_network_holds_up_the_readers():
    """Thirty thousand bytes a file over three million a second are a hundred files a second."""
    told = simulate(costs(read=0.001), Place(workers=8, cores=9, bandwidth=3e6, batch=100), 10_000)
    assert told.seconds == pytest.approx(100, rel=0.02)
    assert told.limit == "the network"


def test_starting_is_felt_by_a_small_inbox_only():
    """One second of starting is nearly all of a hundred files and next to nothing of a hundred thousand."""
    start = costs(read=0.001, begin=1.0)
    assert simulate(start, Place(2, 2), 100).each > 10
    assert simulate(start, Place(2, 2), 100_000).each == pytest.approx(0.5, rel=0.05)


def test_costs_are_found_again_in_runs_that_were_made_of_them():
    """Slope and start, of the main process and of the workers."""
    made = [Run(n, 0, 0.5 + 0.004 * n, 1.2 + 0.006 * n, 17_000 * n, 33_000 * n) for n in (100, 1000, 10_000)]
    found = fitted(made, workers=2, wait=0.01, wire=(300, 50_000), judge=0.002)
    assert (found.keep, found.begin, found.read, found.awake) == pytest.approx((0.004, 0.5, 0.006, 0.6))
    assert found.wire == 33_000 + 50_300
    assert (found.elsewhere.read, found.elsewhere.keep) == pytest.approx((0.004, 0.006))
