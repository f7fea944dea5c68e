"""Sums by group, month and field, added up by SQLite in whole numbers, so that they are exact."""

import sqlite3
from decimal import Decimal

from automation.ledger import rows
from automation.period import Period
from automation.totals import Linear, Month, NotLinear

_EXACT = 15
"""Digits that a binary float holds for certain."""
_COUNTING = """
    INSERT INTO temp.counting SELECT id, period, unit FROM (
        SELECT s.id, s.period, s.unit,
            row_number() OVER (PARTITION BY s.period, s.unit ORDER BY s.instant DESC, s.sha256 DESC) AS place
        FROM period p CROSS JOIN submission s ON s.period = p.period
        WHERE s.outcome IN ('accepted', 'superseded') AND p.sort <= ?
    ) WHERE place = 1
"""
_CHECKS = """
    coalesce(sum(g.unit <> c.unit), 0) + count(v.text) + count(v.truth),
    max(v.number GLOB '*E*' OR v.number GLOB :longer), max(length(v.number))
"""
_FROM = """
    FROM temp.counting c CROSS JOIN value v ON v.submission = c.id CROSS JOIN temp.projects g ON g.item = v.item
    WHERE v.field IN ({fields}) GROUP BY c.id
"""
"""Grouped as it is stored, by submission: nothing has to be sorted. Items that are no projects of the plan are passed over."""


def sums_up_to(db: sqlite3.Connection, period: Period, linear: Linear) -> dict[tuple[int, Month, str], Decimal]:
    """Exact sums of the values that count in every period up to one; raises NotLinear for what cannot simply be added up."""
    if not linear.needed:
        return {}
    _prepare(db, period, linear)
    asked = [(number, name) for number in range(len(linear.groups)) for name in sorted(linear.needed) if linear.home(number, name)]
    found: dict[tuple[int, Month, str], int] = {}
    months: dict[Month, str] = {}
    for text, strange, odd, longest, *amounts in _added(db, asked, linear):
        if strange or odd or (longest or 0) + linear.decimals > _EXACT:
            raise NotLinear(f"values in {text}")
        at = rows.parse_period(text)
        month = at.year, at.last_month
        if months.setdefault(month, text) != text:
            raise NotLinear("two kinds of period end in one month")
        for (group, name), amount in zip(asked, amounts, strict=True):
            if amount is not None:
                found[group, month, name] = found.get((group, month, name), 0) + amount
    return {key: Decimal(amount).scaleb(-linear.decimals) for key, amount in found.items()}


def _added(db: sqlite3.Connection, asked: list[tuple[int, str]], linear: Linear) -> sqlite3.Cursor:
    """Period, checks and one sum for each group and field that is asked for, of every submission."""
    whole = f"CAST(round(CAST(v.number AS REAL) * {10**linear.decimals}) AS INTEGER)"
    sums = [f"sum({whole})"] if len(asked) == 1 else [
        f"sum(CASE WHEN g.number = {group} AND v.field = :f{n} THEN {whole} END)" for n, (group, _) in enumerate(asked)]
    names = {f"f{n}": name for n, (_, name) in enumerate(asked)}
    query = f"SELECT c.period, {_CHECKS}, {', '.join(sums)} {_FROM.format(fields=', '.join(f':{key}' for key in names))}"
    return db.execute(query, {**names, "longer": "*." + "?" * (linear.decimals + 1) + "*"})


def _prepare(db: sqlite3.Connection, period: Period, linear: Linear) -> None:
    """What counts and what is asked for, as tables of this connection alone."""
    db.executescript("""
        DROP TABLE IF EXISTS temp.counting; DROP TABLE IF EXISTS temp.projects;
        CREATE TABLE temp.counting (id INTEGER PRIMARY KEY, period TEXT, unit TEXT);
        CREATE TABLE temp.projects (item TEXT PRIMARY KEY, unit TEXT, number INTEGER) WITHOUT ROWID;
    """)
    db.execute("BEGIN")
    try:
        db.execute(_COUNTING, (rows.sort_key(period),))
        db.executemany("INSERT INTO temp.projects VALUES (?, ?, ?)", ((item, *known) for item, known in linear.unit_of.items()))
    finally:
        db.execute("COMMIT")
