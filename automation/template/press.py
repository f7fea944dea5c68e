"""Workbooks for one unit after another: what is laid out once serves every unit whose forms are alike."""

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from automation.derive import State, constants
from automation.forms import Form, forms_for
from automation.model.plan import Kind, Plan, Unit
from automation.period import Period
from automation.styles.place import put_in_place
from automation.template.form import banner
from automation.template.job import Issue
from automation.template.judged import Judge, Judged, shapes_of
from automation.template.layout import Filling, Layout
from automation.template.meta import list_names
from automation.template.pattern import CODE_MARK, NAME_MARK
from automation.template.rules import Held, Rules
from automation.template.totals import total_values
from automation.template.write import Drawn, nothing_to_report, stamped_row, write_drawn

_ORDINARY = re.compile(r"[\w（）、·—]{1,60}")
"""Names that a file writes as they are, wherever it writes them."""
_MOST = 64
"""Layouts that are kept."""


class Press:
    """Issues the workbooks of one plan and period, none of them filled in yet."""

    def __init__(self, plan: Plan, period: Period) -> None:
        self._plan, self._period = plan, period
        self._constants = constants(plan.settings, period)
        self._desks: dict[tuple[str, ...], tuple[Judge, Rules, Issue]] = {}
        self._layouts: dict[tuple[object, ...], Layout] = {}

    def workbook(self, unit: Unit, previous: Mapping[str, State]) -> bytes:
        """The workbook of ``unit``, with the same content as :func:`automation.template.write.write_template` writes.

        Raises:
            WriteError: The unit has nothing to report, or a value does not fit into a cell.
        """
        forms = forms_for(self._plan, unit, self._period)
        if not forms:
            raise nothing_to_report(unit, self._period)
        judge, rules, issue = self._desk(forms)
        rows = [judge.rows(form, previous, {}) for form in forms]
        drawn = Drawn(forms, rows, [rules.of(form, judged) for form, judged in zip(forms, rows, strict=True)])
        if not (_ORDINARY.fullmatch(unit.name) and _ORDINARY.fullmatch(unit.code)):
            return self._from_nothing(unit, issue, drawn)
        layout = self._layout(issue, drawn)
        rules.forget()
        try:
            return layout.filled(unit, [self._filling(*form) for form in zip(drawn.forms, drawn.rows, drawn.rules, strict=True)],
                                 [stamped_row(row) for judged in rows for row in judged])
        except ValueError:
            return self._from_nothing(unit, issue, drawn)  # it says which cell

    def issue(self, target: Path, unit: Unit, previous: Mapping[str, State]) -> None:
        """Write :meth:`workbook` to ``target`` at one stroke; raises WriteError when the file cannot be written."""
        put_in_place(target, self.workbook(unit, previous), durable=False)

    def _desk(self, forms: Sequence[Form]) -> tuple[Judge, Rules, Issue]:
        sheets = tuple([form.sheet for form in forms])
        if sheets not in self._desks:
            issue = Issue(self._plan, self._period, list_names(forms))
            self._desks[sheets] = Judge(issue), Rules(issue), issue
        return self._desks[sheets]

    def _layout(self, issue: Issue, drawn: Drawn) -> Layout:
        key = tuple([(form.sheet, tuple([(row.mould.number, row.relation) for row in rows]), shapes_of(form, rows))
                     for form, rows in zip(drawn.forms, drawn.rows, strict=True)])
        if key not in self._layouts:
            if len(self._layouts) == _MOST:
                self._layouts.pop(next(iter(self._layouts)))
            content = self._from_nothing(Unit(CODE_MARK, NAME_MARK), issue, drawn)
            self._layouts[key] = Layout(content, drawn.forms, [len(held) for held in drawn.rules])
        return self._layouts[key]

    def _from_nothing(self, unit: Unit, issue: Issue, drawn: Drawn) -> bytes:
        content = io.BytesIO()
        write_drawn(content, issue, unit, drawn, {})
        return content.getvalue()

    def _filling(self, form: Form, rows: Sequence[Judged], rules: Sequence[Held]) -> Filling:
        totals = total_values(form, [row.line for row in rows], self._constants) if form.kind is Kind.PROJECT else ()
        return Filling(banner(form, [row.verdict for row in rows]), [row.height for row in rows], [row.contents for row in rows],
                       totals, rules)
