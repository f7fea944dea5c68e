"""The figures follow from the files, not from the order in which they were taken in."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from automation.ledger import ExportRow, Ledger
from automation.model.submission import Outcome
from automation.period import Period
from tests.ledger.files import FIELD, JUNE, digest, moment, receipt, submission

PERIODS = (JUNE.previous, JUNE)


@dataclass(frozen=True)
class File:
    """One file as somebody sent it, once or more often."""

    content: str
    unit: str
    period: Period
    minute: int
    outcome: Outcome
    value: Decimal | None


FILES = st.lists(st.builds(
    File, st.text("abcdefgh", min_size=1, max_size=3), st.sampled_from(("船山区", "蓬溪县")), st.sampled_from(PERIODS),
    st.integers(0, 3), st.sampled_from((Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.RETURNED, Outcome.QUARANTINED)),
    st.none() | st.decimals(-10**6, 10**6, places=2)), max_size=8, unique_by=lambda f: f.content)


def take_in(folder: Path, files: Sequence[File]) -> tuple[ExportRow, ...]:
    """Record ``files`` in their order, known ones as duplicates, and export both periods."""
    with Ledger.open(folder / "ledger.db") as ledger:
        for number, file in enumerate(files):
            if ledger.known(digest(file.content)):
                ledger.duplicate(digest(file.content), f"{number % 3}.xlsx")
            else:
                ledger.record(
                    receipt(file.content, moment(18, 9, file.minute), file.outcome, file.unit, file.period),
                    submission(file.content, {FIELD: file.value}, file.unit, file.period))
        return tuple(row for period in PERIODS for row in ledger.export_rows(period))


def counting(files: Sequence[File]) -> list[tuple[Period, str, Decimal | None]]:
    """What should count: of each unit and period the accepted file received last."""
    accepted = sorted((f for f in files if f.outcome is Outcome.ACCEPTED),
                      key=lambda f: (f.minute, digest(f.content)))
    last = {(f.period, f.unit): f.value for f in accepted}
    return [(*key, last[key]) for key in sorted(last)]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_order_gives_the_same_figures(data: st.DataObject) -> None:
    """Files taken in in any order, some of them again and again, export the same rows: those received last."""
    files = data.draw(FILES)
    again = data.draw(st.lists(st.sampled_from(files), max_size=4)) if files else []
    shuffled = data.draw(st.permutations(files + again))
    in_order = sorted(files, key=lambda f: (f.minute, digest(f.content)))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        expected, actual = take_in(Path(one), in_order), take_in(Path(other), shuffled)

    assert expected == actual
    assert counting(files) == [(r.period, r.unit, r.value) for r in actual]
