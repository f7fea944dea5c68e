"""What one unit's line says, in the workbook as written and after each step."""

from automation.labels import STATES
from automation.model.submission import UnitStatus

UnitRow = tuple[str, str, str, str, str, str, str]
"""By UNIT_HEADINGS."""


def unit_row(status: UnitStatus) -> UnitRow:
    """Where one unit stands."""
    received = status.received.strftime("%m-%d %H:%M") if status.received else ""
    return (status.unit.name, STATES[status.state.value], received, str(status.items), str(status.returned_times or ""),
            "".join(status.history), status.file)
