"""催报, the step: asks the ledger who is still to report, writes the round, and sends it when asked."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from automation import statuses
from automation.ledger import Ledger, Standing
from automation.model.plan import Severity
from automation.model.submission import Outcome, UnitStatus
from automation.office import Office
from automation.period import Period
from automation.reminders.round import OPEN, Reminder, Round

if TYPE_CHECKING:
    from automation.reminders.mail import Server

FOLDER = "催报"


@dataclass(frozen=True)
class UnitFiles:
    """What was written for one unit."""

    reminder: Reminder
    text: Path
    mail: Path


@dataclass(frozen=True)
class Reminded:
    """What one run of ``remind`` did."""

    round: Round
    folder: Path
    files: tuple[UnitFiles, ...] = ()
    """Empty when nothing was written: not a day of reminding, or nobody to remind."""
    written: bool = False
    sent: tuple[str, ...] = ()
    """Recipients of the mails that the server took."""


def remind(office: Office, period: Period, day: datetime.date | None = None, due_only: bool = False,
           server: "Server | None" = None) -> Reminded:
    """Write the reminders of ``period`` into ``reports/PERIOD/催报/``.

    Args:
        day: the day to write for; today unless told.
        due_only: write only when the day is one of the plan's 催报日.
        server: where to hand the mails in; nothing is sent without.

    Raises:
        WriteError: a file of an earlier round is open.
        TongbaoError: the server did not take a mail; everything is written all the same.
    """
    # Imported here: other commands do not pay for mail and for writing workbooks.
    from automation.reminders.mail import send
    from automation.reminders.write import write_round

    one = _round(office, period, day)
    folder = office.workspace.reports(period) / FOLDER
    if due_only and one.step is None:
        return Reminded(one, folder)
    written = write_round(folder, one)
    sent = tuple(send([w.draft for w in written], server)) if server and written else ()
    return Reminded(one, folder, tuple(UnitFiles(w.reminder, w.text, w.mail) for w in written), True, sent)


def _round(office: Office, period: Period, day: datetime.date | None) -> Round:
    now = office.now().replace(tzinfo=None, microsecond=0)
    if day is not None:
        now = datetime.datetime.combine(day, now.time())
    with Ledger.open(office.workspace.ledger, "remind", office.now) as ledger:
        found = statuses.of(office.plan, period, ledger)
        standings = {s.unit: s for s in ledger.standings(period)}
    reminders = tuple(_reminder(office, period, status, standings.get(status.unit.name)) for status in found if status.state in OPEN)
    return Round(office.plan, period, now, found, reminders)


def _reminder(office: Office, period: Period, status: UnitStatus, standing: Standing | None) -> Reminder:
    from automation.template.write import template_name

    newest = standing.newest if standing else None
    returned = newest if newest and newest.outcome is Outcome.RETURNED else None
    findings = tuple(f for f in returned.findings if f.severity is Severity.ERROR) if returned else ()
    places = [office.workspace.templates(period) / template_name(status.unit, period)]
    if returned and returned.send_back:
        places.insert(0, office.workspace.root / returned.send_back)
    return Reminder(status, findings, next((p for p in places if p.is_file()), None))
