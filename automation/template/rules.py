"""The rules for typing of a form: cells that ask for the same share one rule, however many rows there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from automation.forms import Form, Role
from automation.model.plan import Field
from automation.styles.book import Sheet
from automation.styles.worksheet import column_name
from automation.template.elements import rule_element
from automation.template.entry import depends_on, rule
from automation.template.job import Issue
from automation.template.judged import Judged

_ANYTHING = {"validate": "any"}
"""A rule that neither bounds nor says anything, which Excel does not know."""
_MOST = 5_000
"""Rules that are kept: those that quote one unit's texts serve no other."""


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule for typing, options as :meth:`automation.styles.book.Sheet.validation` has them."""

    options: Mapping[str, object]

    @cached_property
    def element(self) -> tuple[str, str]:
        """See :func:`automation.template.elements.rule_element`."""
        return rule_element(self.options)


@dataclass(frozen=True)
class Held:
    """One rule, and the rows of a column that it holds for."""

    rule: Rule
    column: int
    rows: Sequence[int]

    @property
    def runs(self) -> list[tuple[int, int]]:
        """First and last row of each run of neighbouring rows."""
        runs = [list(run) for _, run in groupby(enumerate(self.rows), key=lambda pair: pair[1] - pair[0])]
        return [(run[0][1], run[-1][1]) for run in runs]

    @property
    def cells(self) -> str:
        """As a workbook writes it: J9:J12 J14."""
        name = column_name(self.column)
        if len(self.rows) == 1:
            return f"{name}{self.rows[0] + 1}"
        return " ".join(f"{name}{first + 1}" if first == last else f"{name}{first + 1}:{name}{last + 1}" for first, last in self.runs)


class Rules:
    """The rules for typing of one workbook after another."""

    def __init__(self, issue: Issue) -> None:
        self._issue = issue
        self._known: dict[tuple[object, ...], Rule] = {}
        self._same: dict[str, Rule] = {}

    def of(self, form: Form, rows: Sequence[Judged]) -> list[Held]:
        """Every rule of ``form``, column by column."""
        held = []
        for number, column in enumerate(form.columns):
            if column.role is Role.FILLED:
                found: dict[Rule, list[int]] = {}
                for row in rows:
                    if field := row.mould.filled.get(column.key):
                        found.setdefault(self._rule(row, field), []).append(row.line.number)
                held += [Held(asked, number, lines) for asked, lines in found.items() if asked.options != _ANYTHING]
        return held

    def _rule(self, row: Judged, field: Field) -> Rule:
        depends = depends_on(row.line, field)
        key = row.mould.number, field.name, *depends
        known = self._known.get(key)
        if known is None:
            known = Rule(rule(self._issue, row.line, field))
            if not depends:
                # Fields of one name in two tables may well ask for the same.
                known = self._same.setdefault(repr(known.options), known)
            self._known[key] = known
        return known

    def forget(self) -> None:
        """Let go of the rules of the units before, once they are many."""
        if len(self._known) > _MOST:
            self._known.clear()
            self._same.clear()


def draw_rules(sheet: Sheet, rules: Sequence[Held]) -> None:
    """Set every rule."""
    for held in rules:
        (first, last), *others = held.runs
        cells = {"other_cells": [[start, held.column, end, held.column] for start, end in others]} if others else {}
        sheet.validation(first, held.column, last, held.column, {**held.rule.options, **cells})
