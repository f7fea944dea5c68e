"""What clerks really send: every mangled workbook is read as a careful colleague would, and no figure is lost in silence."""

import sys
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from automation.cells import as_text
from automation.forms import forms_for
from automation.model.plan import Severity
from automation.model.submission import Finding, Reading, Submission
from automation.reader.read import read_submission
from automation.rules.check import Context, check
from automation.sheets.grid import RawBook
from automation.sheets.open import read_book
from tests.reader.battery.base import JUNE, NAME, TRUTH, UNIT, Mangling, Place, issued, plan
from tests.reader.battery.identity import IDENTITY
from tests.reader.battery.layout import applicable
from tests.reader.battery.tables import TABLES
from tests.reader.battery.values import VALUES

ALL = (*VALUES, *TABLES, *IDENTITY)
TOGETHER = tuple(m for m in ALL if not m.alone)
WHOLE_FILE = {"I101", "I102", "I103", "I105", "I106"}


def mangled(*manglings: Mangling) -> RawBook | None:
    """The workbook with all of them, one after the other; None where one takes away what another needs."""
    book = load_workbook(BytesIO(issued()))
    if not all(applicable(book, one.edit) for one in manglings):
        return None
    saved = BytesIO()
    book.save(saved)
    return read_book(saved.getvalue())


def judged(book: RawBook, name: str = NAME) -> tuple[Submission, tuple[Finding, ...]]:
    submission = read_submission(book, name, "0" * 64, plan())
    unit, period = plan().unit(submission.unit), submission.period
    forms = forms_for(plan(), unit, period) if unit and period else ()
    return submission, check(submission, Context(plan(), unit, period, forms, {}))


def values(submission: Submission) -> dict[Place, object]:
    return {(row.code, name): value.parsed for row in submission.rows for name, value in row.values.items()}


def lost(book: RawBook, submission: Submission, findings: tuple[Finding, ...]) -> list[str]:
    """Typed figures that were neither read nor named: the promise is that there are none."""
    if WHOLE_FILE & {f.code for f in findings} and not submission.rows:
        return []
    read = {(v.sheet, v.cell) for row in submission.rows for v in row.values.values() if v.reading in (Reading.LITERAL, Reading.UNDERSTOOD)}
    named = {(f.sheet, f.cell) for f in findings}
    told = [f"{seen.sheet}!{text}" for seen in submission.observations for text in seen.facts.values()]
    told += [text for seen in submission.observations if seen.code == "S210" for text in seen.facts.values()]
    figures = {as_text(float(v)) for v in TRUTH.values() if isinstance(v, Decimal)}
    missing = []
    for sheet in book.sheets:
        whole = any(f.code in ("S201", "S210") and f.sheet == sheet.name and not f.field for f in findings)
        for cell in sheet.cells.values():
            place = (sheet.name, cell.address)
            if sheet.name.startswith("_") or cell.formula is not None or as_text(cell.value) not in figures or whole:
                continue
            if place not in read and place not in named and not any(f"{cell.address}=" in text for text in told):
                missing.append(f"{sheet.name}!{cell.address}={as_text(cell.value)}")
    copies = {text.partition("=")[2] for text in missing} & {as_text(float(v)) for v in values(submission).values() if isinstance(v, Decimal)}
    return [text for text in missing if text.partition("=")[2] not in copies]


def misses(one: Mangling) -> list[str]:
    """Everything in which the result is not what the colleague would have made of it."""
    book = mangled(one)
    assert book is not None, one.name
    submission, findings = judged(book, one.file)
    expected = one.expected
    found = []
    identity = (submission.unit, submission.period) if submission.rows else None
    if (identity == (UNIT.name, JUNE)) is not expected.identified:
        found.append(f"identity {submission.unit} {submission.period}")
    asks = frozenset(f.code for f in findings if f.severity is not Severity.NOTE)
    if asks != expected.asks:
        found.append(f"asks {sorted(asks)} instead of {sorted(expected.asks)}")
    notes = {f.code for f in findings if f.severity is Severity.NOTE}
    if not expected.notes <= notes:
        found.append(f"notes {sorted(notes)} without {sorted(expected.notes - notes)}")
    if expected.identified:
        right = {**TRUTH, **expected.values}
        read = values(submission)
        found += [f"{place} read as {read.get(place)} instead of {value}" for place, value in right.items() if read.get(place) != value]
    return [*found, *(f"lost {text}" for text in lost(book, submission, findings))]


def test_the_battery_is_large() -> None:
    """At least 120 manglings, each with a name of its own."""
    assert len(ALL) == len({one.name for one in ALL})
    assert len(ALL) >= 120


def test_the_unharmed_workbook_is_read_without_a_word() -> None:
    """Nothing to ask, nothing to note: so whatever a mangling brings is the mangling's."""
    submission, findings = judged(read_book(issued()))
    assert ((), TRUTH) == (findings, {place: v for place, v in values(submission).items() if v is not None})


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_each_is_read_as_a_careful_colleague_would(one: Mangling) -> None:
    """Right unit, period and figures where she gets them, her question where she would ask, and nothing lost."""
    assert [] == misses(one)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.lists(st.sampled_from(TOGETHER), min_size=2, max_size=3, unique_by=lambda one: one.name))
def test_together_they_lose_and_invent_nothing(some: list[Mangling]) -> None:
    """Two or three at once: the unit is right or asked about, a value is right or not read, and no figure is lost."""
    book = mangled(*some)
    assume(book is not None)
    assert book is not None
    submission, findings = judged(book)
    assert submission.unit in ("", UNIT.name)
    allowed = {place: {value, None, *(one.expected.values[place] for one in some if place in one.expected.values)}
               for place, value in TRUTH.items()}
    # Where copies of a form differ she is asked which one counts, so a figure of either is not invented.
    copies = ({as_text(cell.value) for sheet in book.sheets for cell in sheet.cells.values()}
              if any(f.code == "S210" for f in findings) else frozenset[str]())
    wrong = {place: value for place, value in values(submission).items() if value not in allowed.get(place, {None})
             and not (isinstance(value, Decimal) and as_text(float(value)) in copies)}
    assert ({}, []) == (wrong, lost(book, submission, findings))


if __name__ == "__main__":  # the score, for people
    told = {one.name: found for one in ALL if (found := misses(one))}
    lines = ["\n    ".join((name, *found)) for name, found in told.items()]
    sys.stdout.write("\n".join([*lines, f"{len(ALL) - len(told)} of {len(ALL)}", ""]))
