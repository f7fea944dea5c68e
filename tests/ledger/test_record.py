"""What the ledger makes of files, one after another."""

import datetime
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from automation.formula import Scalar
from automation.ledger import Ledger
from automation.model.plan import Severity
from automation.model.submission import Finding, Outcome, Receipt
from automation.period import Period
from tests.ledger.files import FIELD, JUNE, digest, moment, receipt, submission

QUERY = Finding("V304", Severity.QUERY, "疑似单位错", "4000000 万元超过总投资", "请核对单位", "附件2", "K9", "附件2",
                "SN-08", FIELD, "4000000")


def send(ledger: Ledger, content: str, day: int, value: Scalar = Decimal(1), unit: str = "船山区",
         period: Period = JUNE) -> Receipt:
    """An accepted file that says ``value``."""
    return ledger.record(receipt(content, moment(day), unit=unit, period=period),
                         submission(content, {FIELD: value}, unit, period))


@pytest.mark.parametrize("value", [
    Decimal("0"), Decimal("0.00"), Decimal("-0"), Decimal("1E+3"), Decimal("62.50"), Decimal("0.1"),
    Decimal("123456789012345678901234567890.123456789"), Decimal("-3.7"), "", "0", "有序推进", "2017-06-30", None, True,
    False,
])
def test_value_comes_back_as_it_was(ledger: Ledger, value: Scalar) -> None:
    """A value leaves the ledger with the type and the digits that it came with."""
    send(ledger, "a", 18, value)

    (entry,) = ledger.entries(JUNE)

    assert repr(value) == repr(entry.value)


def test_zero_empty_and_missing_are_three_things(ledger: Ledger) -> None:
    """A typed zero and an empty cell have their entries; a cell that was not there has none."""
    ledger.record(receipt("a", moment(18)), submission("a", {"零": Decimal(0), "空": None}))

    assert {"零": Decimal(0), "空": None} == {e.field: e.value for e in ledger.entries(JUNE)}


def test_entry_names_its_source(ledger: Ledger) -> None:
    """A merged value says which cell of which file it is, who prepared it, and when it came in."""
    send(ledger, "a", 18, Decimal("62.5"))

    (entry,) = ledger.entries(JUNE)

    assert ("a.xlsx", digest("a"), "附件2", "K9", "62.5", "王芳", moment(18), "archive/2017-06/a.xlsx") == (
        entry.file, entry.sha256, entry.sheet, entry.cell, entry.raw, entry.prepared_by, entry.received, entry.archived)


def test_later_file_counts_and_is_numbered(ledger: Ledger) -> None:
    """A unit's second accepted file is revision 2, and only its values count."""
    first, second = send(ledger, "a", 18, Decimal(1)), send(ledger, "b", 19, Decimal(2))

    assert (1, 2) == (first.revision, second.revision)
    assert [Decimal(2)] == [e.value for e in ledger.entries(JUNE)]


def test_older_file_is_superseded(ledger: Ledger) -> None:
    """A file received before the one that was merged changes no figure, and is kept in the history."""
    send(ledger, "b", 19, Decimal(2))
    older = send(ledger, "a", 18, Decimal(1))

    assert (Outcome.SUPERSEDED, 0) == (older.outcome, older.revision)
    assert [Decimal(2)] == [e.value for e in ledger.entries(JUNE)]
    assert [(Decimal(1), False), (Decimal(2), True)] == [
        (v.entry.value, v.current) for v in ledger.history(JUNE, "SN-08", FIELD)]


def test_revisions_are_counted_by_unit_and_period(ledger: Ledger) -> None:
    """Another unit, or another period, begins with revision 1 again."""
    send(ledger, "a", 18)

    assert 1 == send(ledger, "b", 19, unit="蓬溪县").revision
    assert 1 == send(ledger, "c", 19, period=JUNE.previous).revision


def test_same_second_is_decided_by_hash(ledger: Ledger) -> None:
    """Of two files received at one moment the greater hash counts, whichever is stored first."""
    first, second = sorted(("a", "b"), key=digest)
    send(ledger, second, 18, second)
    outcome = send(ledger, first, 18, first).outcome

    assert Outcome.SUPERSEDED == outcome
    assert [second] == [e.value for e in ledger.entries(JUNE)]


def test_order_survives_a_change_of_zone(ledger: Ledger) -> None:
    """Files are ordered by the moment, not by how its offset is written."""
    late = moment(18, 9).astimezone(datetime.UTC)
    ledger.record(receipt("late", late), submission("late", {FIELD: "late"}))
    ledger.record(receipt("early", moment(18, 8)), submission("early", {FIELD: "early"}))

    assert ["late"] == [e.value for e in ledger.entries(JUNE)]


@pytest.mark.parametrize("outcome", [Outcome.RETURNED, Outcome.QUARANTINED])
def test_nothing_of_a_refused_file_is_merged(ledger: Ledger, tmp_path: Path, outcome: Outcome) -> None:
    """A file that was sent back or locked away has findings in the ledger and no values."""
    stored = ledger.record(receipt("a", moment(18), outcome, findings=(QUERY,)), submission("a", {FIELD: Decimal(1)}))

    assert (outcome, 0, (QUERY,)) == (stored.outcome, stored.revision, stored.findings)
    assert () == ledger.entries(JUNE)
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db:
        assert [] == db.execute("SELECT * FROM value").fetchall()


def test_refused_file_leaves_the_merged_one_standing(ledger: Ledger) -> None:
    """A later file that is sent back does not take the earlier figures away."""
    send(ledger, "a", 18, Decimal(1))
    ledger.record(receipt("b", moment(19), Outcome.RETURNED))

    assert [Decimal(1)] == [e.value for e in ledger.entries(JUNE)]


def test_file_of_nobody_is_kept(ledger: Ledger) -> None:
    """A file that nobody can tell the unit or the period of is known by its hash."""
    stored = ledger.record(receipt("a", moment(18), Outcome.QUARANTINED, unit="", period=None))

    assert stored == ledger.known(digest("a"))


def test_recording_again_changes_nothing(ledger: Ledger) -> None:
    """The same bytes count once: their first receipt comes back, and no event is added."""
    first = send(ledger, "a", 18, Decimal(1))
    events = ledger.events()
    second = send(ledger, "a", 20, Decimal(9))

    assert first == second
    assert events == ledger.events()
    assert [Decimal(1)] == [e.value for e in ledger.entries(JUNE)]


def test_known_tells_the_whole_receipt(ledger: Ledger) -> None:
    """What was said of a file can be said again, findings in their order included."""
    another = Finding("V302", Severity.NOTE, "看懂了", "12% 读作 0.12", "不用改")
    stored = ledger.record(receipt("a", moment(18), findings=(QUERY, another)), submission("a", {FIELD: Decimal(1)}))

    assert stored == ledger.known(digest("a"))
    assert (QUERY, another) == stored.findings
    assert ledger.known(digest("b")) is None


def test_duplicate_is_noted_once_for_each_name(ledger: Ledger) -> None:
    """Bytes that come in again are noted once under each name, so a run repeated leaves an equal ledger."""
    send(ledger, "a", 18)
    receipts = [ledger.duplicate(digest("a"), name) for name in ("b.xlsx", "b.xlsx", "c.xlsx")]

    assert [(Outcome.DUPLICATE, "b.xlsx", "船山区")] * 2 == [(r.outcome, r.name, r.unit) for r in receipts[:2]]
    assert ["b.xlsx", "c.xlsx"] == [e.detail for e in ledger.events() if e.kind == "duplicate"]


def test_duplicate_of_an_unknown_file_is_an_error(ledger: Ledger) -> None:
    """Nothing can be a duplicate of what the ledger never saw."""
    with pytest.raises(KeyError):
        ledger.duplicate(digest("a"), "a.xlsx")


@pytest.mark.parametrize("faulty", [
    receipt("a", moment(18), Outcome.DUPLICATE), receipt("a", moment(18), Outcome.SUPERSEDED),
    receipt("a", moment(18), unit=""), receipt("a", moment(18), period=None),
    receipt("a", moment(18).replace(tzinfo=None)),
], ids=["duplicate", "superseded", "no unit", "no period", "no zone"])
def test_receipt_that_says_too_little_is_not_stored(ledger: Ledger, faulty: Receipt) -> None:
    """A verdict without unit, period or zone is a mistake of ours and leaves no trace."""
    with pytest.raises(ValueError):
        ledger.record(faulty, submission("a", {FIELD: Decimal(1)}))

    assert ledger.known(digest("a")) is None
    assert () == ledger.events()


def test_fault_half_way_leaves_nothing(ledger: Ledger) -> None:
    """A file is in the ledger with all of its values, or not at all."""
    unstorable = submission("a", {FIELD: Decimal(1), "备注": "\ud800"})
    with pytest.raises(UnicodeEncodeError):
        ledger.record(receipt("a", moment(18)), unstorable)

    assert ledger.known(digest("a")) is None
    assert ((), ()) == (ledger.events(), ledger.export_rows(JUNE))


def test_files_together_are_all_stored_or_none(ledger: Ledger) -> None:
    """Where several files share a transaction and one fails, the next run finds none of them."""
    with pytest.raises(ZeroDivisionError), ledger.together():
        send(ledger, "a", 18)
        raise ZeroDivisionError

    assert ledger.known(digest("a")) is None


def test_ledger_opened_again_says_the_same(tmp_path: Path) -> None:
    """What was recorded is there after the file was closed and opened."""
    with Ledger.open(tmp_path / "ledger.db") as before:
        send(before, "a", 18)
        expected = before.export_rows(JUNE), before.events()
    with Ledger.open(tmp_path / "ledger.db") as after:
        actual = after.export_rows(JUNE), after.events()

    assert expected == actual
