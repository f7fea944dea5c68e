"""Closing, revising and looking back over periods."""

from decimal import Decimal

import pytest

from automation.errors import TongbaoError
from automation.formula import Scalar
from automation.ledger import Ledger
from automation.model.plan import Severity
from automation.model.submission import Finding, Outcome
from automation.period import Frequency, Period
from tests.ledger.files import FIELD, JUNE, digest, moment, receipt, submission


def send(ledger: Ledger, content: str, day: int, value: Scalar, unit: str = "船山区", period: Period = JUNE) -> None:
    """Record an accepted file that says ``value``."""
    ledger.record(receipt(content, moment(day), unit=unit, period=period),
                  submission(content, {FIELD: value}, unit, period))


def test_period_is_open_until_it_is_closed(ledger: Ledger) -> None:
    """Closing is kept with its time, closing twice changes nothing, and reopening undoes it."""
    before = ledger.state(JUNE).closed
    closed = ledger.close(JUNE)

    assert (False, True, moment(30)) == (before, closed.closed, closed.closed_at)
    assert closed == ledger.close(JUNE)
    assert not ledger.reopen(JUNE).closed
    assert ["closed", "reopened"] == [e.kind for e in ledger.events()]


def test_open_period_cannot_be_reopened(ledger: Ledger) -> None:
    """Who reopens a period that is open is told so."""
    with pytest.raises(TongbaoError, match="2017年6月没有封账"):
        ledger.reopen(JUNE)


def test_late_correction_is_a_numbered_revision(ledger: Ledger) -> None:
    """What is merged after closing counts from then on, and the figures as printed can still be had."""
    send(ledger, "a", 18, Decimal(1))
    ledger.close(JUNE)
    send(ledger, "b", 25, Decimal(2))

    assert 1 == ledger.state(JUNE).revision
    assert [Decimal(1)] == [e.value for e in ledger.entries(JUNE, as_closed=True)]
    assert [Decimal(2)] == [e.value for e in ledger.entries(JUNE)]
    assert ("revised", "2017-06", f"1 {digest('b')}") == (
        ledger.events()[-1].kind, ledger.events()[-1].subject, ledger.events()[-1].detail)


def test_printed_figures_hold_earlier_months_too(ledger: Ledger) -> None:
    """Figures up to a closed period are those known at its closing, whichever month was corrected since."""
    may = JUNE.previous
    send(ledger, "a", 18, Decimal(1), period=may)
    send(ledger, "b", 18, Decimal(2))
    ledger.close(JUNE)
    send(ledger, "c", 25, Decimal(9), period=may)

    assert [Decimal(1), Decimal(2)] == [e.value for e in ledger.entries_up_to(JUNE, as_closed=True)]
    assert [Decimal(9), Decimal(2)] == [e.value for e in ledger.entries_up_to(JUNE)]


@pytest.mark.parametrize("outcome", [Outcome.RETURNED, Outcome.QUARANTINED])
def test_refused_file_is_no_revision(ledger: Ledger, outcome: Outcome) -> None:
    """A file of which nothing is merged leaves a closed period as it is."""
    ledger.close(JUNE)
    ledger.record(receipt("a", moment(25), outcome))

    assert 0 == ledger.state(JUNE).revision


def test_superseded_file_is_no_revision(ledger: Ledger) -> None:
    """A file older than the merged one changes no figure of a closed period."""
    send(ledger, "b", 19, Decimal(2))
    ledger.close(JUNE)
    send(ledger, "a", 18, Decimal(1))

    assert 0 == ledger.state(JUNE).revision


def test_revision_numbers_are_never_used_again(ledger: Ledger) -> None:
    """Reopening and closing takes the corrections in, and the next one has the next number."""
    ledger.close(JUNE)
    send(ledger, "a", 25, Decimal(1))
    ledger.reopen(JUNE)
    send(ledger, "b", 26, Decimal(2))
    ledger.close(JUNE)
    send(ledger, "c", 27, Decimal(3))

    assert 2 == ledger.state(JUNE).revision
    assert [Decimal(2)] == [e.value for e in ledger.entries(JUNE, as_closed=True)]


def test_entries_up_to_come_period_by_period(ledger: Ledger) -> None:
    """Cumulative figures get every period that has ended, quarters behind their last month, the future left out."""
    quarter, future = Period(2017, 2, Frequency.QUARTER), JUNE.next
    periods = (future, quarter, Period(2016, 12), JUNE, JUNE.previous)
    for number, period in enumerate(periods):
        send(ledger, str(number), 18, Decimal(number), period=period)

    assert [Period(2016, 12), JUNE.previous, JUNE, quarter] == [e.period for e in ledger.entries_up_to(quarter)]
    assert [JUNE.previous, JUNE] == [e.period for e in ledger.entries_up_to(JUNE, since=Period(2017, 1))]


def test_entries_of_one_unit(ledger: Ledger) -> None:
    """One unit's values can be had without the others'."""
    send(ledger, "a", 18, Decimal(1))
    send(ledger, "b", 18, Decimal(2), unit="蓬溪县")

    assert [Decimal(2)] == [e.value for e in ledger.entries(JUNE, unit="蓬溪县")]
    assert [Decimal(2)] == [e.value for e in ledger.entries_up_to(JUNE, unit="蓬溪县")]


def test_standing_tells_what_a_unit_sent(ledger: Ledger) -> None:
    """A unit's first good file, the one that counts, the newest and the number sent back."""
    ledger.record(receipt("a", moment(10), Outcome.RETURNED))
    send(ledger, "c", 19, Decimal(2))
    send(ledger, "b", 18, Decimal(1))
    ledger.record(receipt("d", moment(20), Outcome.RETURNED))
    ledger.record(receipt("e", moment(20), Outcome.RETURNED, unit="蓬溪县"))
    ledger.record(receipt("f", moment(20), Outcome.QUARANTINED, unit=""))

    chuanshan, pengxi = ledger.standings(JUNE)

    assert chuanshan.current is not None
    assert ("船山区", "c.xlsx", moment(18), "d.xlsx", 2) == (
        chuanshan.unit, chuanshan.current.name, chuanshan.first_received, chuanshan.newest.name, chuanshan.returned)
    assert ("蓬溪县", None, None, 1) == (pengxi.unit, pengxi.current, pengxi.first_received, pengxi.returned)


def test_arrivals_are_the_first_good_files(ledger: Ledger) -> None:
    """A unit was on time when its first good file was, even where that file was taken in later."""
    ledger.record(receipt("a", moment(10), Outcome.RETURNED))
    send(ledger, "c", 19, Decimal(2))
    send(ledger, "b", 18, Decimal(1))
    send(ledger, "d", 20, Decimal(1), period=JUNE.previous)

    assert {("船山区", JUNE): moment(18), ("船山区", JUNE.previous): moment(20)} == ledger.arrivals(Period(2017, 1), JUNE)
    assert {("船山区", JUNE): moment(18)} == ledger.arrivals(JUNE, JUNE)


def test_findings_are_those_of_the_files_that_count(ledger: Ledger) -> None:
    """A query about a file that was replaced is no longer asked."""
    def asked(code: str) -> tuple[Finding, ...]:
        return (Finding(code, Severity.QUERY, "核对", "请核对", "写明原因"),)

    for content, day, code in (("a", 18, "V304"), ("b", 19, "H503")):
        ledger.record(receipt(content, moment(day), findings=asked(code)), submission(content, {FIELD: Decimal(1)}))

    assert [("船山区", "b.xlsx", asked("H503")[0])] == [(f.unit, f.file, f.finding) for f in ledger.findings(JUNE)]


def test_submissions_come_in_the_order_of_receipt(ledger: Ledger) -> None:
    """Every file of a period is listed, whatever became of it."""
    send(ledger, "b", 19, Decimal(2))
    send(ledger, "a", 18, Decimal(1))
    ledger.record(receipt("c", moment(20), Outcome.RETURNED))

    assert [("a.xlsx", Outcome.SUPERSEDED), ("b.xlsx", Outcome.ACCEPTED), ("c.xlsx", Outcome.RETURNED)] == [
        (r.name, r.outcome) for r in ledger.submissions(JUNE)]


def test_revision_of_an_earlier_month_revises_the_closed_months_after_it(ledger: Ledger) -> None:
    """May's correction changes what June has accumulated: both bulletins get a number, July's open one none."""
    may, july = JUNE.previous, JUNE.next
    send(ledger, "a", 18, Decimal(1), period=may)
    send(ledger, "j", 18, Decimal(1), period=july)
    ledger.close(may)
    ledger.close(JUNE)
    send(ledger, "b", 25, Decimal(2), period=may)

    assert [1, 1, 0] == [ledger.state(p).revision for p in (may, JUNE, july)]
    assert [(1, "b.xlsx", may)] == [(r.number, r.receipt.name, r.receipt.period) for r in ledger.revisions(JUNE)]


def test_revisions_are_those_since_the_last_closing(ledger: Ledger) -> None:
    """Reopened and closed again, a period has no revision to print, and the next one gets the next number."""
    send(ledger, "a", 18, Decimal(1))
    ledger.close(JUNE)
    send(ledger, "b", 25, Decimal(2))
    ledger.reopen(JUNE)
    open_again = ledger.revisions(JUNE)
    ledger.close(JUNE)
    closed_again = ledger.revisions(JUNE)
    send(ledger, "c", 26, Decimal(3))

    assert ((), ()) == (open_again, closed_again)
    assert [2] == [r.number for r in ledger.revisions(JUNE)]


def test_who_reported_is_kept_as_printed(ledger: Ledger) -> None:
    """A unit whose file came after closing was missing when the bulletin was printed, and stays so in it."""
    send(ledger, "a", 18, Decimal(1))
    ledger.close(JUNE)
    send(ledger, "b", 25, Decimal(2), unit="安居区")

    assert ["安居区", "船山区"] == sorted(s.unit for s in ledger.standings(JUNE))
    assert ["船山区"] == [s.unit for s in ledger.standings(JUNE, as_closed=True)]
    assert ["a.xlsx"] == [r.name for r in ledger.submissions(JUNE, as_closed=True)]
    assert [("船山区", JUNE)] == list(ledger.arrivals(JUNE, JUNE, as_closed=True))
