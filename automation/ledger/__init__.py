"""The ledger: every submission, value, finding and decision in one SQLite file; totals are never stored.

Rows are only ever added. Which submission counts follows from the order of receipt, never from the order in which
files were taken in, so a ledger that is built again from the archive gives the same figures.
"""

from automation.ledger.book import Ledger
from automation.ledger.records import (
    Counted,
    Event,
    ExportRow,
    PeriodState,
    Revision,
    SendBack,
    Standing,
    UnitFinding,
    Version,
)

__all__ = ["Counted", "Event", "ExportRow", "Ledger", "PeriodState", "Revision", "SendBack", "Standing", "UnitFinding", "Version"]
