"""What the ledger answers with, beyond the vocabulary in ``automation.model.submission``."""

import datetime
from dataclasses import dataclass

from automation.formula import Scalar
from automation.model.submission import Entry, Finding, Outcome, Receipt
from automation.period import Period


@dataclass(frozen=True)
class PeriodState:
    """Whether a period is closed, and how many accepted files came after it was."""

    period: Period
    closed_at: datetime.datetime | None = None
    revision: int = 0
    """Files merged while the period was closed, its own or of a period before it; the number of the last revision."""

    @property
    def closed(self) -> bool:
        """Whether what comes now is a revision of a printed bulletin."""
        return self.closed_at is not None


@dataclass(frozen=True)
class Revision:
    """One file that was merged after a period was closed."""

    number: int
    """Of the period's revisions, from 1, never used twice."""
    at: datetime.datetime
    """When it was merged; when it came in says the receipt."""
    receipt: Receipt


@dataclass(frozen=True)
class Standing:
    """What one unit has sent for one period."""

    unit: str
    current: Receipt | None
    """The submission that counts; None where nothing was merged."""
    first_received: datetime.datetime | None
    """When the first file came in that was not sent back."""
    newest: Receipt
    """The file received last, whatever became of it."""
    returned: int
    """Files sent back."""


@dataclass(frozen=True)
class SendBack:
    """A workbook that its unit is to get back and that is not written yet."""

    receipt: Receipt
    times: int
    """The nth that the unit gets for the period; queries of merged files are counted for themselves."""


@dataclass(frozen=True)
class UnitFinding:
    """A finding in the submission of a unit that counts."""

    unit: str
    file: str
    """File name as received."""
    archived: str
    finding: Finding


@dataclass(frozen=True)
class Version:
    """One value as one submission gave it."""

    entry: Entry
    outcome: Outcome
    """What was said of the file when it came in: accepted or superseded."""
    revision: int
    current: bool
    """Whether this is the value that counts."""


@dataclass(frozen=True)
class Counted:
    """The submission of a unit that counts in a period, with nothing in it that depends on when it was taken in."""

    period: Period
    unit: str
    sha256: str
    revision: int


@dataclass(frozen=True)
class Event:
    """One thing that was done to the ledger."""

    at: datetime.datetime
    command: str
    kind: str
    """An outcome, or closed, reopened, revised."""
    subject: str
    """SHA-256 of a file, or a period."""
    detail: str


@dataclass(frozen=True)
class ExportRow:
    """One merged value, with nothing in it that depends on when or in which order files were taken in."""

    period: Period
    unit: str
    item: str
    field: str
    value: Scalar
    raw: str
    sheet: str
    cell: str
    sha256: str
