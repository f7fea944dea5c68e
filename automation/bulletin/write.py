"""The bulletin of a period as one workbook: its sheets in the order in which they are printed."""

import datetime
from dataclasses import replace
from pathlib import Path

from automation.bulletin import (
    attachments,
    changes,
    consistency,
    corrections,
    cover,
    definitions,
    indicator_sheet,
    lagging,
    months,
    parts,
    ranking,
    submissions,
    task_matrix,
    task_sheet,
    trace,
    unit_ledger,
)
from automation.bulletin.layout import Layout
from automation.period import Period
from automation.revision import Revision
from automation.styles.book import Book, Properties
from automation.styles.tokens import PROFILES
from automation.summary import Summary

RULES_VERSION = "1.0"
"""Changes when a figure of the bulletin comes to be computed otherwise."""

_SHEETS = (
    attachments.write,
    task_sheet.write,
    task_matrix.write,
    indicator_sheet.write,
    ranking.write,
    lagging.write,
    changes.write,
    submissions.write,
    months.write,
    unit_ledger.write,
    consistency.write,
    trace.write,
    parts.write,
    definitions.write,
)


def bulletin_name(period: Period, revision: int = 0) -> str:
    """File name of a period's bulletin: ``通报_2017年6月.xlsx``, revised ``通报_2017年6月_更正1.xlsx``."""
    return f"通报_{period.label}{f'_更正{revision}' if revision else ''}.xlsx"


def write_bulletin(target: Path, summary: Summary, revision: Revision | None = None) -> None:
    """Write the workbook; equal summaries give equal bytes, and the old file stays until the new one is whole.

    A ``revision`` adds a page behind the front page; ``summary`` is then what counts now.

    Raises:
        WriteError: the file is open elsewhere, the folder is missing, or Excel cannot hold what the plan says.
    """
    layout = Layout.of(summary)
    with Book(target, fonts=PROFILES[summary.plan.settings.font_profile], properties=_properties(summary)) as book:
        cover.write(book, summary, layout, revised=revision is not None)
        if revision:
            corrections.write(book, layout, revision)
        inside = _by_report(summary)
        for write in _SHEETS:
            # What changed since the last report is no matter of a whole quarter or year.
            if inside is summary or write is not changes.write:
                write(book, inside, layout)


def _by_report(summary: Summary) -> Summary:
    """What the sheets behind the front page speak of: the last period that was reported in a longer one."""
    period, frequency = summary.period, summary.plan.settings.frequency
    if period.frequency is frequency:
        return summary
    return replace(summary, period=Period.ending(period.year, period.last_month, frequency))


def _properties(summary: Summary) -> Properties:
    settings, period, day = summary.plan.settings, summary.period, summary.cut_off
    return Properties(
        title=f"{settings.plan_name}{settings.title}({period.label})", subject=period.label, author=settings.office,
        company=settings.host, category="工作通报", keywords=f"{settings.plan_name};通报;{period}",
        comments="演练数据,不得引用" if settings.practice else "",
        created=datetime.datetime(day.year, day.month, day.day),
        custom={"期号": str(period), "数据截止": day.isoformat(), "规则版本": RULES_VERSION},
    )
