"""A file judged beside the ledger: here, or in the worker that has just read it.

A worker looks into the ledger as it stands at that moment, and files before it in the order of receipt may still be on their
way. So a verdict says whose files it was reached beside and how many the ledger had, and holds only where none of those
units' files was recorded since. Where it does not hold, the file is judged anew before it is recorded: what is said of a
file never depends on who was faster.
"""

import contextlib
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from automation.backgrounds import background
from automation.engines import Job, Result
from automation.intake import Background, Examined, Verdict, judge
from automation.ledger import Ledger
from automation.model.plan import Plan, Severity
from automation.model.submission import Finding, Receipt, Submission
from automation.period import Period
from automation.rules.answers import with_answers
from automation.sheets.unreadable import Unreadable

Found: TypeAlias = Submission | Unreadable


class Judges:
    """Checks what was read beside the ledger as it stands."""

    def __init__(self, plan: Plan, ledger: Ledger) -> None:
        self._plan = plan
        self._ledger = ledger
        self._recorded: dict[str, int] = {}
        """By unit, how many files the ledger had when one was recorded last that the unit's own may be judged beside."""

    def receipt(self, result: Result, job: Job, received: datetime.datetime, archived: str = "") -> tuple[Receipt, Examined]:
        """What is to be said of one file; nothing is stored."""
        verdict = result.verdict
        examined = verdict.examined if verdict and self._holds(verdict) else self.verdict(result.found, received).examined
        said = examined.submission
        return Receipt(job.name, job.sha256, examined.outcome, said.unit if said else "", said.period if said else None,
                       archived=archived, received=received, seconds=result.seconds, findings=examined.findings), examined

    def verdict(self, found: Found, received: datetime.datetime) -> Verdict:
        """What is to be said of what was found in a file that came in then."""
        extent = self._ledger.extent()
        beside: set[str] = set()

        def known(period: Period, unit: str) -> Background:
            told = background(self._plan, self._ledger, period, unit)
            beside.update(told.units)
            return told

        examined = judge(found, self._plan, known)
        if examined.submission:
            beside.add(examined.submission.unit)
            examined = replace(examined, findings=self._answered(examined, examined.submission, received))
        return Verdict(examined, frozenset(beside), extent)

    def recorded(self, submission: Submission) -> None:
        """A file was recorded: no verdict that might have been another beside it holds any more."""
        extent = self._ledger.extent()
        # The unit itself, and whoever is asked for one of the items: they go on from what was reported of it.
        for unit in {submission.unit, *self._asked(submission)}:
            self._recorded[unit] = extent

    def _asked(self, submission: Submission) -> Iterator[str]:
        for row in submission.rows:
            for table in self._plan.tables:
                item = table.item(row.code)
                yield from item.units if item else ()

    def _holds(self, verdict: Verdict) -> bool:
        return all(self._recorded.get(unit, 0) <= verdict.extent for unit in verdict.units)

    def _answered(self, examined: Examined, said: Submission, received: datetime.datetime) -> tuple[Finding, ...]:
        if said.period is None or not any(f.severity is Severity.QUERY for f in examined.findings):
            return examined.findings
        before = self._ledger.explained(said.period, said.unit, received)
        return with_answers(examined.findings, said.explanations, before, self._plan.settings.reason_length)


@dataclass(frozen=True)
class Beside:
    """Lets a worker judge what it has read beside the ledger of this machine; see ``automation.engines.work.Judging``."""

    ledger: Path

    @contextlib.contextmanager
    def __call__(self, plan: Plan) -> Iterator[Callable[[Found, Job], Verdict | None]]:
        """The ledger is open only as long as a batch takes, so that nobody is kept from it between two months."""
        with contextlib.ExitStack() as stack:
            judges: Judges | None = None
            with contextlib.suppress(Exception):
                judges = Judges(plan, stack.enter_context(Ledger.looked_into(self.ledger)))

            def verdict(found: Found, job: Job) -> Verdict | None:
                # Whatever goes wrong here is not the file's doing: it is judged where it is recorded.
                with contextlib.suppress(Exception):
                    return judges.verdict(found, job.received) if judges and job.received else None
                return None

            yield verdict
