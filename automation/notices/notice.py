"""What a send-back says besides its findings, and the lines that these make on its front sheet."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from automation.model.plan import Severity
from automation.model.submission import CONFIRMED, Finding
from automation.styles.tokens import PROFILES, Fonts

FRONT = "退回说明"
"""Name of the front sheet."""
DECISIONS = ("已修改", CONFIRMED, "待补充")
"""What a clerk may choose as 处理结果."""
_ORDER = (Severity.ERROR, Severity.QUERY, Severity.NOTE)
_MOST_PLACES = 100
"""Findings on one line: its re-check names every cell, and a formula has 8192 characters."""


@dataclass(frozen=True)
class Notice:
    """Who sends back, to whom, and until when; moments are in the office's zone."""

    unit: str
    period: str
    """As printed: 2017年6月."""
    plan: str
    office: str
    returned_at: datetime.datetime
    resubmit_by: datetime.datetime
    times: int = 1
    """第n次退回."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Item code → name."""
    numeric: frozenset[str] = frozenset()
    """Names of the fields that must hold a number."""
    fonts: Fonts = PROFILES["A"]
    accepted: bool = False
    """Whether the file was merged all the same and only asks for 核实说明."""

    reason_length: int = 1
    """Characters that a 核实说明 must have."""

    @property
    def nth(self) -> str:
        """第n次退回, or 第n次核实."""
        return f"第{self.times}次{'核实' if self.accepted else '退回'}"


@dataclass(frozen=True)
class Answer:
    """What a clerk put beside a line."""

    decision: str = ""
    """处理结果."""
    text: str = ""
    """核实说明."""


@dataclass(frozen=True)
class Line:
    """One line of the front sheet: findings of one code and message on one sheet."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that the others repeat."""
        return self.findings[0]


def lines_of(findings: Sequence[Finding]) -> tuple[Line, ...]:
    """Equal mistakes on one line, errors first; otherwise the order of the findings is kept."""
    groups: dict[tuple[str, str, str, str, int], list[Finding]] = {}
    seen: dict[tuple[str, str, str, str], int] = {}
    for finding in sorted(findings, key=lambda f: _ORDER.index(f.severity)):
        key = (finding.code, finding.message, finding.fix, finding.sheet)
        seen[key] = seen.get(key, -1) + 1
        groups.setdefault((*key, seen[key] // _MOST_PLACES), []).append(finding)
    return tuple(Line(tuple(group)) for group in groups.values())
