"""The ledger as a file: ours or not, too new, damaged, in use."""

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from automation.errors import ExitCode, TongbaoError
from automation.ledger import Ledger, connection
from automation.ledger.schema import MIGRATIONS
from tests.ledger.files import FIELD, JUNE, moment, receipt, submission


def refused(path: Path) -> TongbaoError:
    """The error with which opening ``path`` ends."""
    with pytest.raises(TongbaoError) as caught:
        Ledger.open(path)
    return caught.value


def test_new_ledger_is_durable_and_strict(tmp_path: Path) -> None:
    """A ledger made from nothing has the newest schema, a write-ahead log, full syncs and foreign keys."""
    with closing(connection.connect(tmp_path / "ledger.db")) as db:
        found = [db.execute(f"PRAGMA {name}").fetchone()[0]
                 for name in ("user_version", "journal_mode", "synchronous", "foreign_keys")]

    assert [len(MIGRATIONS), "wal", 2, 1] == found


def test_every_table_is_strict(tmp_path: Path) -> None:
    """No column takes a value of another type, so no figure becomes a binary float."""
    with closing(connection.connect(tmp_path / "ledger.db")) as db:
        lax = db.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                         " AND NOT strict AND name NOT LIKE 'sqlite_%'").fetchall()

    assert [] == lax


def test_events_cannot_be_changed(tmp_path: Path) -> None:
    """Nobody rewrites what was done: the table refuses it."""
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.close(JUNE)
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db:
        for statement in ("UPDATE event SET kind = ''", "DELETE FROM event"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(statement)


def test_interrupted_migration_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that fails half way leaves the file as it was, and the next opening completes it."""
    broken = ((MIGRATIONS[0][0], "CREATE TABLE"),)
    with monkeypatch.context() as patched:
        patched.setattr(connection, "MIGRATIONS", broken)
        with pytest.raises(sqlite3.OperationalError):
            Ledger.open(tmp_path / "ledger.db")
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        assert () == ledger.events()


def test_older_ledger_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later version adds its tables to a ledger that is in use, and what was in it stays."""
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.record(receipt("a", moment(18)), submission("a", {FIELD: Decimal(1)}))
        expected = ledger.export_rows(JUNE)
    monkeypatch.setattr(connection, "MIGRATIONS", (*MIGRATIONS, ("CREATE TABLE later (x TEXT) STRICT",)))
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        actual = ledger.export_rows(JUNE)
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]

    assert expected == actual
    assert len(MIGRATIONS) + 1 == version


def test_newer_ledger_is_left_alone(tmp_path: Path) -> None:
    """A ledger that a later version wrote is not touched, and the message says to upgrade."""
    path = tmp_path / "ledger.db"
    Ledger.open(path).shut()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    error = refused(path)

    assert ExitCode.FAILED == error.exit_code
    assert "更新的版本" in error.message
    assert "升级" in error.fix


def test_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """A database that is not ours gets none of our tables."""
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE contacts (name TEXT)")
    before = path.read_bytes()
    error = refused(path)

    assert "不是台账" in error.message
    assert before == path.read_bytes()


def test_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Something else under the ledger's name is reported, not overwritten."""
    path = tmp_path / "ledger.db"
    path.write_bytes(b"PK\x03\x04" * 1000)
    error = refused(path)

    assert "不是台账，或已损坏" in error.message
    assert b"PK\x03\x04" * 1000 == path.read_bytes()


def test_missing_folder_is_reported(tmp_path: Path) -> None:
    """A ledger in a folder that is not there ends with words, not with a traceback."""
    assert "打不开" in refused(tmp_path / "nowhere" / "ledger.db").message


def test_ledger_in_use_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes, ours says so after a while and has stored nothing."""
    monkeypatch.setattr(connection, "_BUSY_SECONDS", 0.05)
    with Ledger.open(tmp_path / "ledger.db") as ledger, closing(sqlite3.connect(tmp_path / "ledger.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TongbaoError, match="正被另一个程序使用"):
            ledger.close(JUNE)
        other.rollback()

        assert not ledger.state(JUNE).closed


def test_full_disk_is_reported_and_the_next_run_completes(tmp_path: Path) -> None:
    """A ledger that cannot grow says that the disk is full, keeps what it had, and takes the file once there is room."""
    words = {f"字段{n}": "内容" * 500 for n in range(200)}
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        pages = ledger._db.execute("PRAGMA page_count").fetchone()[0]
        ledger._db.execute(f"PRAGMA max_page_count = {pages + 5}")
        with pytest.raises(TongbaoError, match="磁盘满了"):
            ledger.record(receipt("a", moment(18)), submission("a", words))
        nothing = ledger.export_rows(JUNE), ledger.events()
        ledger._db.execute("PRAGMA max_page_count = 1000000")
        ledger.record(receipt("a", moment(18)), submission("a", words))

        assert ((), ()) == nothing
        assert len(words) == len(ledger.entries(JUNE))


def test_old_ledgers_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger of the first version is brought up to date and knows what it knew; nothing of it is sent back anew."""
    with monkeypatch.context() as patched:
        patched.setattr(connection, "MIGRATIONS", MIGRATIONS[:1])
        with closing(connection.connect(tmp_path / "ledger.db")) as db:
            db.execute("INSERT INTO period (period, sort) VALUES ('2017-06', 20170601)")
            db.execute("INSERT INTO submission VALUES (1, 'aa', '船山区.xlsx', '船山区', '2017-06', 'returned', 0,"
                       " '2017-06-18T09:00:00+08:00', 1, 'archive/a', '', '', '')")
            db.execute("INSERT INTO finding VALUES (1, 0, 'V302', '强制', '不是数字', '', '', '', '', '', '', '', '约48')")
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        (found,) = ledger.submissions(JUNE)
        due = ledger.due_send_backs()

    assert [("V302", "约48", "")] == [(f.code, f.value, f.explanation) for f in found.findings]
    assert () == due


def test_an_old_ledger_learns_who_reported_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which units ever reported an item is noted of the files that an older version recorded, too."""
    with monkeypatch.context() as patched:
        patched.setattr(connection, "MIGRATIONS", MIGRATIONS[:2])
        with closing(connection.connect(tmp_path / "ledger.db")) as db:
            db.execute("INSERT INTO period (period, sort) VALUES ('2017-06', 20170601)")
            db.execute("INSERT INTO submission VALUES (1, 'aa', '船山区.xlsx', '船山区', '2017-06', 'accepted', 1,"
                       " '2017-06-18T09:00:00+08:00', 1, 'archive/a', '', '', '')")
            db.execute("INSERT INTO value VALUES (1, 'SN-08', '本月完成投资', '48', NULL, NULL, '48', '附件2', 'K9')")
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.record(receipt("b", moment(19), unit="安居区"), submission("b", {"本月完成投资": Decimal(5)}, unit="安居区"))
        found = ledger.reporters(["SN-08", "SN-09"])

    assert {"船山区", "安居区"} == found
