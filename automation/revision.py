"""更正, the revision of a printed bulletin, as data: what was printed, what came after closing, and what it changed."""

import datetime
from dataclasses import dataclass

from automation.model.submission import Entry
from automation.period import Period
from automation.summary import Summary


@dataclass(frozen=True)
class Source:
    """One file that was merged after closing."""

    number: int
    """更正第 number 号."""
    unit: str
    period: Period
    """The period it reports, this one or one before it."""
    file: str
    """File name as received."""
    received: datetime.datetime
    sha256: str


@dataclass(frozen=True)
class Correction:
    """One value that a later file changed."""

    source: Source
    table: str
    """Code of the first table that the item stands in; empty where the plan no longer has it."""
    item: str
    name: str
    field: str
    before: Entry | None
    """As printed; None where nothing was reported."""
    after: Entry | None
    """As it counts now; None where the later file says nothing of it."""


@dataclass(frozen=True)
class Decision:
    """One line of what was done with the period: closed, reopened, revised."""

    at: datetime.datetime
    words: str


@dataclass(frozen=True)
class Revision:
    """What stands between the bulletin as printed and as it counts now."""

    number: int
    """Of the last correction."""
    printed: Summary
    now: Summary
    corrections: tuple[Correction, ...]
    record: tuple[Decision, ...]
