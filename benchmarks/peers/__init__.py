"""What a competent user would script instead: read every workbook of a folder, put the rows together, add one column up.

Each is a program of its own, ``python -m benchmarks.peers.calamine FOLDER``, and prints one sum. None of them looks
whose workbook it is, checks a figure, keeps a copy or remembers anything.
"""

SHEET = "填报表"
HEAD = 8
"""Rows above the first project."""
CODE, AMOUNT = 1, 11
"""Columns, from 0, of the project's code and of what was spent in the month; the totals row has no code."""
