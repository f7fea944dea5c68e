"""Faults of a plan workbook: each with its cell and the way to mend it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from automation.errors import TongbaoError


@dataclass(frozen=True)
class PlanFault:
    """One fault of the plan workbook."""

    sheet: str
    cell: str
    """Address of the cell, empty when a whole sheet is meant."""
    message: str
    fix: str

    def __str__(self) -> str:
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return f"{place}：{self.message}。{self.fix}"


class PlanError(TongbaoError):
    """The plan workbook has faults, all of them listed, or cannot be opened (then ``faults`` is empty)."""

    def __init__(self, message: str, fix: str = "", faults: tuple[PlanFault, ...] = ()) -> None:
        super().__init__(message, fix)
        self.faults = faults


class Faults:
    """Collects faults while the whole workbook is read, so that all are reported at once."""

    def __init__(self) -> None:
        self._found: list[PlanFault] = []

    def add(self, sheet: str, cell: str, message: str, fix: str) -> None:
        """Note one fault."""
        self._found.append(PlanFault(sheet, cell, message, fix))

    def any_on(self, sheet: str) -> bool:
        """Whether ``sheet`` has a fault: what follows from it alone is not worth telling."""
        return any(fault.sheet == sheet for fault in self._found)

    def found(self) -> tuple[PlanFault, ...]:
        """All faults so far, each once, in the order they were noted."""
        return tuple(dict.fromkeys(self._found))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """«是不是“…”？» with the nearest of ``known``, or an empty string when none is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"是不是“{near[0]}”？" if near else ""
