"""Columns of sheet 与上期对比 and how its differences are shown; columns count from 0."""

WIDTHS = (4.5, 38, 8.5, 10.5, 10.5, 9.5, 9.5, 10.5, 7, 9, 9.5, 14, 36)
(ORDINAL, NAME, SOURCE, YEAR_BEFORE, YEAR, MONTH_BEFORE, MONTH, GROWTH, LIGHT_BEFORE, LIGHT, LIGHT_CHANGE, STATE, PROBLEM) = range(13)
LAST = len(WIDTHS) - 1

RISE_WHOLE = '"↑"#,##0_ ;"↓"#,##0_ ;"—"_ '
RISE_CENTS = '"↑"#,##0.00_ ;"↓"#,##0.00_ ;"—"_ '
POINTS = '"↑"0.0"百分点";"↓"0.0"百分点";"—"'
