"""Where the front page leads: from each paragraph to the sheet behind it, and at its foot to every sheet."""

from automation.bulletin import changed
from automation.bulletin.columns import YEAR
from automation.bulletin.cover_page import COLUMNS, Page
from automation.bulletin.duty_places import INDICATORS, MATRIX, TASKS, UNITS, shared
from automation.bulletin.layout import (
    CHANGES,
    CONSISTENCY,
    CORRECTIONS,
    DEFINITIONS,
    LAGGING,
    LEDGER,
    PARTS,
    RANKING,
    SUBMISSIONS,
    TRACE,
    Layout,
)
from automation.bulletin.leads import Leads
from automation.bulletin.sources import sources
from automation.styles.tokens import COLORS
from automation.summary import Summary

_MOST_IN_ROW = 6
_BEHIND = (("进度排名", RANKING), ("红灯项目", LAGGING), ("任务进展", TASKS), ("指标完成", INDICATORS), ("报送情况", SUBMISSIONS), ("下步要求", SUBMISSIONS))
"""Word in a paragraph's lead -> sheet that its figures stand on."""


def behind(summary: Summary, layout: Layout, lead: str = "") -> tuple[str, str]:
    """Sheet and cell of what a paragraph states; without ``lead`` of the whole: the first total's parts, or the duties."""
    named = next((sheet for word, sheet in _BEHIND if word in lead), "")
    if named:
        return named, "A1"
    if layout.tables:
        return Leads(layout).total_cell(layout.tables[0], YEAR)
    return (TASKS if summary.tasks else INDICATORS if summary.indicators else SUBMISSIONS), "A1"


def write_behind(page: Page, row: int, sheet: str, cell: str) -> None:
    """A link beside a paragraph, right of what is printed: LibreOffice does not wrap a text that is one itself."""
    page.sheet.raw.set_column(COLUMNS, COLUMNS, 14)
    page.sheet.link(row, COLUMNS, sheet, cell, page.book.format(font_size=9, font_color=COLORS.LINK, underline=1), f"来源：{sheet}")


def write_links(page: Page, summary: Summary, layout: Layout, revised: bool) -> None:
    """Two rows that lead to the other sheets, in their order."""
    look = page.book.format(font_size=9.5, font_color=COLORS.LINK, underline=1, align="center", bg_color=COLORS.HEAD2, shrink=True)
    found = targets(summary, layout, revised)
    for shown in (found[:_MOST_IN_ROW], found[_MOST_IN_ROW:]):
        row, width = page.row(16) if shown else 0, COLUMNS // _MOST_IN_ROW
        for place in range(_MOST_IN_ROW if shown else 0):
            first, last = place * width, (place + 1) * width - 1
            if place < len(shown):
                page.link(row, first, last, (shown[place], "A1"), shown[place], look)
            else:
                page.text(row, first, last, "", look)


def targets(summary: Summary, layout: Layout, revised: bool) -> list[str]:
    """Every sheet behind this one; of more than two rows hold, those are left out that others lead to."""
    projects, compared = bool(layout.tables), changed.known(summary) and summary.period.frequency is summary.plan.settings.frequency
    shown = ((CORRECTIONS, revised), *((table.sheet, True) for table in layout.tables), (TASKS, bool(summary.tasks)),
             (MATRIX, shared(summary)), (INDICATORS, bool(summary.indicators)), (RANKING, projects), (LAGGING, projects),
             (CHANGES, compared), (SUBMISSIONS, True), (LEDGER, projects), (UNITS, bool(layout.duties.unit_sections)),
             (CONSISTENCY, True), (TRACE, any(sources(layout))), (PARTS, projects), (DEFINITIONS, True))
    found = [sheet for sheet, there in shown if there]
    spare = [sheet for sheet in (PARTS, UNITS, MATRIX, LEDGER) if sheet in found][: max(0, len(found) - 2 * _MOST_IN_ROW)]
    return [sheet for sheet in found if sheet not in spare]
