"""One file's reading and checking, a pure function of its bytes and what is known: it may run in any process."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from automation.derive import State
from automation.forms import forms_for
from automation.model.plan import Plan, Severity
from automation.model.submission import Finding, Outcome, Submission
from automation.period import Period
from automation.reader.read import read_submission
from automation.rules.check import Context, check, refused
from automation.sheets.open import read_book
from automation.sheets.unreadable import Unreadable


@dataclass(frozen=True)
class Background:
    """What the ledger knows that a workbook of one period is checked against."""

    previous: Mapping[str, State]
    """Item code → values one period earlier."""
    earlier: Mapping[str, tuple[State, ...]]
    """Item code → states of the reported periods of the year before, latest last."""
    closed: bool = False


@dataclass(frozen=True)
class Examined:
    """What a file says and what is wrong with it."""

    outcome: Outcome
    """ACCEPTED, RETURNED or QUARANTINED; nothing is merged yet."""
    findings: tuple[Finding, ...]
    submission: Submission | None = None


def sha256_of(data: bytes) -> str:
    """The hash that a file is known by."""
    return hashlib.sha256(data).hexdigest()


def examine(data: bytes, name: str, plan: Plan, background_of: Callable[[Period], Background]) -> Examined:
    """Read and check one file. ``background_of`` is asked once, for the period that the file says it reports."""
    try:
        book = read_book(data)
    except Unreadable as error:
        return Examined(Outcome.QUARANTINED, (refused(error.code, error.message, error.fix),))
    submission = read_submission(book, name, sha256_of(data), plan)
    unit, period = plan.unit(submission.unit), submission.period
    background = background_of(period) if period else Background({}, {})
    forms = forms_for(plan, unit, period) if unit and period else ()
    findings = check(submission, Context(plan, unit, period, forms, background.previous, background.earlier, background.closed))
    wrong = any(f.severity is Severity.ERROR for f in findings)
    return Examined(Outcome.RETURNED if wrong else Outcome.ACCEPTED, findings, submission)
