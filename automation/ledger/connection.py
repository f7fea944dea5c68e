"""Opening the SQLite file, transactions, and words for what SQLite complains about."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from automation.errors import TongbaoError
from automation.ledger.schema import APPLICATION_ID, MIGRATIONS

_BUSY_SECONDS = 10.0

_COMPLAINTS = (
    (("SQLITE_BUSY", "SQLITE_LOCKED"), "正被另一个程序使用", "请等那个程序结束，或关掉打开台账的窗口，再运行一次"),
    (("SQLITE_FULL",), "写不进去：磁盘满了", "请腾出磁盘空间，再运行一次；已收的文件一个不少"),
    (("SQLITE_NOTADB", "SQLITE_CORRUPT"), "不是台账，或已损坏",
     "请把它改名移开，再运行 tongbao collect：台账会由 archive 里的原件重建"),
    (("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"), "打不开或不能写入",
     "请检查该文件夹是否存在、是否有写入权限，再运行一次"),
    (("SQLITE_IOERR",), "读写失败", "请检查磁盘和网络；台账应放在本机磁盘上，再运行一次"),
)


def connect(path: Path) -> sqlite3.Connection:
    """Open the ledger at ``path``, made or brought up to date as needed.

    Raises TongbaoError where the file is not a ledger, was made by a newer version, or cannot be used.
    """
    with words_for(path):
        db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            _check_ours(db, path)
            db.execute("PRAGMA journal_mode = WAL")
            # A commit must outlast a power cut: the inbox file is removed on the strength of it.
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA foreign_keys = ON")
            _migrate(db)
        except BaseException:
            db.close()
            raise
    return db


def look_into(path: Path) -> sqlite3.Connection:
    """Open the ledger at ``path`` to read it beside a process that has it open already; raises TongbaoError as ``connect``."""
    with words_for(path):
        db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            db.execute("PRAGMA query_only = ON")
        except BaseException:
            db.close()
            raise
    return db


def _check_ours(db: sqlite3.Connection, path: Path) -> None:
    marked = _pragma(db, "application_id")
    version = _pragma(db, "user_version")
    (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if marked != APPLICATION_ID and (marked or version or tables):
        raise TongbaoError(f"“{path}”是别的程序的数据库，不是台账", "请把它移到别处，再运行一次")
    if version > len(MIGRATIONS):
        raise TongbaoError(f"台账“{path}”由更新的版本写成（第 {version} 版，本程序只认到第 {len(MIGRATIONS)} 版）",
                           "请升级 tongbao，再运行一次")


def _migrate(db: sqlite3.Connection) -> None:
    if _pragma(db, "user_version") == len(MIGRATIONS):
        return
    with transaction(db):
        # Read again inside: another process may have been first.
        for version in range(_pragma(db, "user_version"), len(MIGRATIONS)):
            for statement in MIGRATIONS[version]:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {version + 1}")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _pragma(db: sqlite3.Connection, name: str) -> int:
    (value,) = db.execute(f"PRAGMA {name}").fetchone()
    return int(value)


@contextlib.contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of the block, or nothing of it; inside another transaction it becomes part of that one."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        # A full disk may already have rolled back.
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def words_for(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the file at ``path`` into a TongbaoError; what only a bug can cause passes through."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        for names, what, fix in _COMPLAINTS:
            if name.startswith(names):
                raise TongbaoError(f"台账“{path}”{what}", fix) from error
        raise
