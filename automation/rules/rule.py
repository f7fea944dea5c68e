"""A rule: a code that never changes meaning, the words that go with it, and a function that finds where it is broken.

The function yields hits (which cell, which facts); the words are put together here and nowhere else. A message states
the fact with its figures and units, a fix says what to type, and neither blames anybody.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from automation.forms import Form
from automation.model.plan import Severity
from automation.model.submission import Finding, Observation
from automation.rules.case import Case, Hit

_SILENT = {"found": "空", "sources": "文件中没有写明"}
"""What a message says where the reader found nothing."""

Find: TypeAlias = Callable[[Case], Iterable[Hit]]


def _elsewhere(_: Case) -> Iterable[Hit]:
    return ()


@dataclass(frozen=True)
class Rule:
    """One rule; several may share a code where one mistake has several wordings."""

    code: str
    severity: Severity
    title: str
    """At most eight characters."""
    message: str
    """With {facts} in it; a fact that a hit lacks is a KeyError."""
    fix: str
    why: str = ""
    """What goes wrong in the bulletin without the rule, one sentence for the office."""
    find: Find = field(default=_elsewhere, compare=False, repr=False)

    def findings(self, case: Case) -> Iterator[Finding]:
        """Everything that breaks the rule in ``case``, worded."""
        return (self.worded(hit) for hit in self.find(case))

    def worded(self, hit: Hit) -> Finding:
        """The finding of one hit."""
        return Finding(self.code, self.severity, self.title, self.message.format_map(hit.facts),
                       self.fix.format_map(hit.facts), hit.sheet, hit.cell, hit.table, hit.item, hit.field, hit.value)


def rule(code: str, severity: Severity, *, title: str, message: str, fix: str, why: str = "") -> Callable[[Find], Rule]:
    """Make a :class:`Rule` of the function that finds its hits. It registers nothing: a module lists its RULES."""
    return lambda find: Rule(code, severity, title, message, fix, why, find)


def observed(code: str, severity: Severity, *, title: str, message: str, fix: str, why: str = "") -> Rule:
    """A rule on what the reader saw: its observations of this code, with 是不是 (a guess, or nothing) as one more fact."""

    def find(case: Case) -> Iterable[Hit]:
        return (_hit(seen, case.context.forms) for seen in case.observed(code))

    return Rule(code, severity, title, message, fix, why, find)


def _hit(seen: Observation, forms: Iterable[Form]) -> Hit:
    tables = {r.item.code: r.tables[0] for form in forms for r in form.rows}
    likely = seen.facts.get("likely", "")
    silent = {name: said for name, said in _SILENT.items() if not seen.facts.get(name)}
    facts = {**seen.facts, **silent, "是不是": f"（是不是“{likely}”？）" if likely else ""}
    return Hit(facts, seen.sheet, seen.cell, tables.get(seen.item, ""), seen.item, seen.field, seen.value)
