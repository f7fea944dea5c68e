"""The workbook that one unit gets for one period: blank, or filled in as a clerk would have."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from automation.derive import State
from automation.errors import WriteError
from automation.forms import Form, forms_for
from automation.formula import Scalar
from automation.model.plan import Plan, Unit
from automation.period import Frequency, Period
from automation.styles.book import Book, Properties
from automation.styles.tokens import PROFILES
from automation.template.form import draw_form
from automation.template.help import draw_help
from automation.template.job import Issue, Job
from automation.template.judged import Judge, Judged
from automation.template.meta import PROPERTY, StampedRow, list_names, property_text, write_meta
from automation.template.rules import Held, Rules

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def template_name(unit: Unit, period: Period) -> str:
    """File name of a unit's workbook, legal on every file system: 船山区民政局_2017年06月.xlsx."""
    said = f"{period.year}年{period.ordinal:02}月" if period.frequency is Frequency.MONTH else period.label
    return f"{_FORBIDDEN.sub('_', unit.name).strip(' .')}_{said}.xlsx"


def write_template(target: Path | BinaryIO, plan: Plan, unit: Unit, period: Period, previous: Mapping[str, State],
                   typed: Mapping[str, Mapping[str, Scalar]] | None = None,
                   signature: Mapping[str, str] | None = None) -> None:
    """Write the workbook of ``unit`` for ``period`` to ``target``.

    Args:
        previous: item code → its values one period earlier, through :func:`automation.derive.opening`.
        typed: item code → filled field → what a clerk typed (a number, or a text even where a number belongs); None
            leaves the workbook blank but for the state that the item had before.
        signature: 填报人, 联系电话, 负责人, 填报日期 (as 2017-06-19).

    Raises:
        WriteError: The unit has nothing to report, or the file cannot be written.
    """
    forms = forms_for(plan, unit, period)
    if not forms:
        raise nothing_to_report(unit, period)
    issue = Issue(plan, period, list_names(forms))
    judge, rules = Judge(issue), Rules(issue)
    rows = [judge.rows(form, previous, typed or {}) for form in forms]
    held = [rules.of(form, judged) for form, judged in zip(forms, rows, strict=True)]
    write_drawn(target, issue, unit, Drawn(forms, rows, held), signature or {})


@dataclass(frozen=True)
class Drawn:
    """What a workbook is drawn from: for each form its rows, and its rules for typing."""

    forms: tuple[Form, ...]
    rows: Sequence[tuple[Judged, ...]]
    rules: Sequence[Sequence[Held]]


def write_drawn(target: Path | BinaryIO, issue: Issue, unit: Unit, drawn: Drawn, signature: Mapping[str, str]) -> None:
    """Draw the workbook of ``unit``; raises WriteError when the file cannot be written."""
    plan, period = issue.plan, issue.period
    with Book(target, fonts=PROFILES[plan.settings.font_profile], properties=_properties(plan, unit, period)) as book:
        job = Job(plan, period, issue.lists, book, unit, signature)
        sheets = [draw_form(job, form, rows, rules) for form, rows, rules in zip(drawn.forms, drawn.rows, drawn.rules, strict=True)]
        sheets[0].raw.activate()
        draw_help(job, drawn.forms)
        stamped = [stamped_row(row) for rows in drawn.rows for row in rows]
        write_meta(book, plan, unit, period, stamped, job.lists)


def nothing_to_report(unit: Unit, period: Period) -> WriteError:
    """What a unit without a form is told."""
    return WriteError(f"{unit.name}在{period.label}没有要填报的内容。", "请核对任务书中的责任单位和报送频率。")


def _properties(plan: Plan, unit: Unit, period: Period) -> Properties:
    practice = "演练数据" if plan.settings.practice else ""
    return Properties(title=f"{unit.name}{period.label}填报表", subject=plan.settings.plan_name, author=plan.settings.office,
                      company=plan.settings.host, category="进展月报", comments=practice,
                      created=datetime.datetime(period.year, period.first_month, 1),
                      custom={PROPERTY: property_text(plan, unit, period)})


def stamped_row(row: Judged) -> StampedRow:
    """What the stamp keeps of ``row``."""
    line = row.line
    return StampedRow(line.form.sheet, line.number + 1, line.row.item.code, {key: line.held.get(key) for key in row.mould.priors})
