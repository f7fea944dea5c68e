"""Names of files and sheets that every system takes."""

import re
from collections.abc import Iterable

from automation.model.plan import Unit
from automation.period import Period
from automation.reminders.wording import one_line

_NOT_IN_FILES = re.compile(r'[<>:"/\\|?*]')
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\']")
_LONGEST_FILE, _LONGEST_SHEET = 60, 31
SUMMARY = "汇总"
PATTERNS = ("催报_*.txt", "催报_*.eml", "催报单_*.xlsx")
"""What an earlier round left in the folder."""


def workbook_name(period: Period) -> str:
    """催报单_2017年6月.xlsx."""
    return f"催报单_{period.label}.xlsx"


def file_stems(units: Iterable[Unit]) -> dict[str, str]:
    """By unit name 催报_船山区民政局: legal on NTFS, each unlike the others whatever the case."""
    return {name: f"催报_{stem}" for name, stem in _unlike(units, _NOT_IN_FILES, _LONGEST_FILE).items()}


def sheet_names(units: Iterable[Unit]) -> dict[str, str]:
    """By unit name the name of its page."""
    return _unlike(units, _NOT_IN_SHEETS, _LONGEST_SHEET)


def _unlike(units: Iterable[Unit], forbidden: re.Pattern[str], longest: int) -> dict[str, str]:
    taken = {SUMMARY.casefold(), "history"}
    found: dict[str, str] = {}
    for unit in units:
        name = forbidden.sub("_", one_line(unit.name)).strip(" .")[:longest].strip(" .") or "单位"
        candidate, count = name, 1
        while candidate.casefold() in taken:
            count += 1
            candidate = f"{name[: longest - len(str(count))]}{count}"
        taken.add(candidate.casefold())
        found[unit.name] = candidate
    return found
