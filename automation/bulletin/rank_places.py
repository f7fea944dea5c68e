"""Where each unit stands on sheet 单位排名; rows and columns count from 0."""

from collections.abc import Sequence

from automation.bulletin.standings import Ranking

FIRST_SECTION = 2
"""Row of the first ranking's title; its headings and its units follow."""
(RANK_COL, UNIT_COL, ITEMS_COL, TOTAL_COL, ANNUAL_COL, MONTH_COL, YEAR_COL, RATE_COL, GAP_COL, GREEN_COL, YELLOW_COL,
 RED_COL, BEFORE_COL, RISE_COL) = range(14)
SHORT_COL, TIME_COL = 16, 17
"""Outside the print area: what the charts take for labels and for the dashed line."""


def rank_row(rankings: Sequence[Ranking], number: int) -> int:
    """Row of the best unit of ranking ``number`` (from 0)."""
    row = FIRST_SECTION + 2
    for ranking in rankings[:number]:
        # Totals row, a free row, the next title and its headings.
        row += len(ranking.standings) + 4
    return row
