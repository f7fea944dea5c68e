"""A ledger looked at from outside, without touching it: is the file sound, and which files does it know."""

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from automation.errors import TongbaoError
from automation.ledger.connection import words_for
from automation.ledger.schema import APPLICATION_ID, MIGRATIONS

_REBUILD = "请把它改名移开，再运行 tongbao collect：台账会由 archive 里的原件重建"
_UNSOUND = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_SCHEMA = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"


@dataclass(frozen=True)
class Inspection:
    """What was found."""

    faults: tuple[tuple[str, str], ...]
    """What is wrong with the file and what to do, in words; empty where it is sound."""
    files: tuple[tuple[str, str], ...]
    """Archived path within the workspace and SHA-256 of every file that it knows, by path."""


def inspect(path: Path) -> Inspection:
    """Look at the ledger at ``path``; raises TongbaoError where it cannot be looked at now."""
    try:
        with words_for(path), contextlib.closing(_opened(path)) as db:
            faults = tuple(_faults(db))
            known = () if faults else tuple(db.execute("SELECT archived, sha256 FROM submission ORDER BY archived"))
            return Inspection(faults, known)
    except TongbaoError as error:
        cause = error.__cause__
        if isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorname", "").startswith(_UNSOUND):
            return Inspection(((f"文件已损坏，或不是数据库（{cause}）", _REBUILD),), ())
        raise


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)


def _faults(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    marked, version = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    if marked != APPLICATION_ID:
        yield "是别的程序的数据库，不是台账", "请把它移到别处，再运行 tongbao collect：台账会由 archive 里的原件重建"
        return
    if version > len(MIGRATIONS):
        yield f"由更新的版本写成（第 {version} 版，本程序只认到第 {len(MIGRATIONS)} 版）", "请升级 tongbao，再运行一次"
        return
    for (said,) in db.execute("PRAGMA integrity_check(5)"):
        if said != "ok":
            yield f"数据库自检不合格：{said}", _REBUILD
    broken = sum(1 for _ in db.execute("PRAGMA foreign_key_check"))
    if broken:
        yield f"有 {broken} 行记录指向不存在的文件或报告期", _REBUILD
    if _shape(db) != _made(version):
        yield "表结构与本程序的不同，可能被别的程序改过", _REBUILD


def _shape(db: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return db.execute(_SCHEMA).fetchall()


def _made(version: int) -> list[tuple[str, str, str]]:
    """What the tables of that version look like."""
    with contextlib.closing(sqlite3.connect(":memory:")) as fresh:
        for migration in MIGRATIONS[:version]:
            for statement in migration:
                fresh.execute(statement)
        return _shape(fresh)
