"""Tables of the ledger, as the migrations that make them; a migration that was released is never edited."""

APPLICATION_ID = 0x746F6E67
"""Marks an SQLite file as a ledger of ours: "tong"."""

_FIRST = (
    """
    CREATE TABLE period (
        period TEXT PRIMARY KEY,
        sort INTEGER NOT NULL,
        closed_at TEXT,
        sealed INTEGER, -- the last submission known when the period was closed
        revision INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    CREATE TABLE submission (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        unit TEXT NOT NULL,
        period TEXT REFERENCES period,
        outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'superseded', 'returned', 'quarantined')),
        revision INTEGER NOT NULL,
        received TEXT NOT NULL, -- ISO 8601 with the office's offset
        instant INTEGER NOT NULL, -- the same in microseconds since 1970 UTC: offsets change, order must not
        archived TEXT NOT NULL,
        prepared_by TEXT NOT NULL,
        template TEXT NOT NULL,
        plan_code TEXT NOT NULL,
        CHECK (outcome NOT IN ('accepted', 'superseded') OR (unit <> '' AND period IS NOT NULL))
    ) STRICT
    """,
    "CREATE INDEX submission_in_order ON submission (period, unit, instant, sha256)",
    """
    CREATE TABLE value (
        submission INTEGER NOT NULL REFERENCES submission,
        item TEXT NOT NULL,
        field TEXT NOT NULL,
        number TEXT, -- exact decimal; all three NULL is a cell that was left empty
        text TEXT,
        truth INTEGER CHECK (truth IN (0, 1)),
        raw TEXT NOT NULL,
        sheet TEXT NOT NULL,
        cell TEXT NOT NULL,
        PRIMARY KEY (submission, item, field),
        CHECK ((number IS NOT NULL) + (text IS NOT NULL) + (truth IS NOT NULL) <= 1)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE finding (
        submission INTEGER NOT NULL REFERENCES submission,
        ordinal INTEGER NOT NULL,
        code TEXT NOT NULL,
        severity TEXT NOT NULL,
        title TEXT NOT NULL,
        message TEXT NOT NULL,
        fix TEXT NOT NULL,
        sheet TEXT NOT NULL,
        cell TEXT NOT NULL,
        table_code TEXT NOT NULL,
        item TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (submission, ordinal)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        command TEXT NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        detail TEXT NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX duplicate_once ON event (subject, detail) WHERE kind = 'duplicate'",
    "CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER event_remains BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are append-only'); END",
)

_ANSWERS = (
    "ALTER TABLE finding ADD COLUMN explanation TEXT NOT NULL DEFAULT ''",
    """
    CREATE TABLE send_back (
        submission INTEGER PRIMARY KEY REFERENCES submission,
        times INTEGER NOT NULL, -- the nth of its kind that the unit gets for the period
        path TEXT -- within the workspace; NULL until the workbook is written, empty where it cannot be
    ) STRICT
    """,
    "CREATE INDEX send_back_due ON send_back (submission) WHERE path IS NULL",
    "CREATE INDEX send_back_by_path ON send_back (lower(path))",
)

_REPORTERS = (
    """
    CREATE TABLE reporter ( -- every unit that ever reported an item: an item may pass from one unit to another
        item TEXT NOT NULL,
        unit TEXT NOT NULL,
        PRIMARY KEY (item, unit)
    ) STRICT, WITHOUT ROWID
    """,
    "INSERT INTO reporter SELECT DISTINCT v.item, s.unit FROM submission s JOIN value v ON v.submission = s.id",
)

_PLANS = (
    """
    CREATE TABLE plan ( -- plan workbooks that a period was closed under
        sha256 TEXT PRIMARY KEY,
        content BLOB NOT NULL
    ) STRICT
    """,
    "ALTER TABLE period ADD COLUMN plan TEXT REFERENCES plan",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _ANSWERS, _REPORTERS, _PLANS)
"""Statements that lead from each schema version (``PRAGMA user_version``) to the next."""
