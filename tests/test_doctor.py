"""The doctor finds every kind of damage, says what to do, and finishes what a crash left without losing a byte."""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from automation.cli.app import app
from automation.doctor import Checkup, examine
from automation.engines import Inline
from automation.ledger import Ledger
from automation.pipeline import Office, open_office


@pytest.fixture
def office(practice_copy: Path) -> Office:
    return open_office(practice_copy)


def look(office: Office, repair: bool = False) -> Checkup:
    return examine(office, repair, Inline(office.plan))


def kinds(found: Checkup) -> list[tuple[str, str]]:
    return [(t.kind, t.path) for t in found.troubles]


def archived(office: Office) -> list[str]:
    with Ledger.open(office.workspace.ledger) as ledger:
        return sorted(ledger.archived())


def contents(root: Path) -> set[str]:
    """Hashes of everything in the archive and the inbox."""
    return {hashlib.sha256(p.read_bytes()).hexdigest() for folder in ("archive", "inbox")
            for p in (root / folder).rglob("*") if p.is_file()}


def forget(office: Office, path: str) -> None:
    """Take one file out of the ledger, as if the run had broken off before it was recorded."""
    with sqlite3.connect(office.workspace.ledger) as db:
        (number,) = db.execute("SELECT id FROM submission WHERE archived = ?", (path,)).fetchone()
        for table, column in (("value", "submission"), ("finding", "submission"), ("submission", "id")):
            db.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))
    db.close()


def test_a_workspace_after_a_practice_is_sound(office: Office) -> None:
    """Half a year of practice leaves nothing to mend, and the doctor counts every file."""
    found = look(office)

    assert [] == kinds(found)
    assert found.sound
    assert len(archived(office)) == found.archived == found.recorded
    assert 0 == found.waiting


def test_looking_changes_nothing(office: Office) -> None:
    """Without --repair every byte stays as it is, whatever is found."""
    root = office.workspace.root
    (root / archived(office)[0]).unlink()
    (root / ".tongbao.lock.holder").write_text("进程 1", encoding="utf-8")
    (root / "archive" / "note.txt").write_text("x")
    before = {p: p.read_bytes() for p in root.rglob("*") if p.is_file() and p.suffix not in (".lock", ".db-wal", ".db-shm")}
    assert 3 == len(look(office).troubles)

    assert before == {p: p.read_bytes() for p in before}
    assert set(before) == {p for p in root.rglob("*") if p.is_file() and p.suffix not in (".lock", ".db-wal", ".db-shm")}


def test_a_file_that_is_gone_is_told(office: Office) -> None:
    """A file that the ledger knows and nobody has is for a person: it comes from a backup."""
    path = archived(office)[3]
    (office.workspace.root / path).unlink()
    found = look(office, repair=True)

    assert [("missing", path)] == kinds(found)
    assert "备份" in found.troubles[0].fix
    assert not found.sound


def test_a_file_that_was_changed_is_told_and_kept(office: Office) -> None:
    """A changed file is told with where a whole one stands, and the changed bytes are never touched."""
    path = archived(office)[3]
    whole = (office.workspace.root / path).read_bytes()
    (office.workspace.root / path).write_bytes(b"changed")
    (office.workspace.inbox / "again.xlsx").write_bytes(whole)
    found = look(office, repair=True)

    assert [("changed", path)] == kinds(found)
    assert "inbox/again.xlsx" in found.troubles[0].fix
    assert b"changed" == (office.workspace.root / path).read_bytes()
    assert whole == (office.workspace.inbox / "again.xlsx").read_bytes()


def test_a_file_that_was_moved_goes_back(office: Office) -> None:
    """A file that was renamed within the archive is put back under the name that the ledger knows."""
    path = archived(office)[3]
    root = office.workspace.root
    old = root / path
    old.rename(old.with_name(old.name + "（旧）.xlsx"))
    before = contents(root)

    assert [("moved", path)] == kinds(look(office))
    assert look(office, repair=True).sound
    assert [] == kinds(look(office))
    assert before == contents(root)


def test_a_lost_file_comes_back_from_the_inbox(office: Office) -> None:
    """Where the archive lost a file and somebody drops it again, it goes to its old place."""
    path = archived(office)[3]
    root = office.workspace.root
    shutil.move(root / path, root / "inbox" / "again.xlsx")
    before = contents(root)

    assert [("moved", path)] == kinds(look(office))
    assert look(office, repair=True).sound
    assert [] == kinds(look(office))
    assert before == contents(root)
    assert not (root / "inbox" / "again.xlsx").exists()


def test_what_was_never_recorded_is_taken_up(office: Office) -> None:
    """A file that a crash left between archive and ledger is recorded, with the same values as before."""
    path = archived(office)[-1]
    with Ledger.open(office.workspace.ledger) as ledger:
        before = ledger.entries_up_to(office.plan.settings.end)
    forget(office, path)

    assert [("unrecorded", path)] == kinds(look(office))
    assert look(office, repair=True).sound
    assert [] == kinds(look(office))
    with Ledger.open(office.workspace.ledger) as ledger:
        assert [(e.item, e.field, e.value) for e in before] == [
            (e.item, e.field, e.value) for e in ledger.entries_up_to(office.plan.settings.end)]


def test_what_is_on_its_way_is_no_trouble(office: Office) -> None:
    """A run that was told to stop leaves files archived and still in the inbox: they wait, and nothing is wrong."""
    path = archived(office)[-1]
    forget(office, path)
    (office.workspace.inbox / "again.xlsx").write_bytes((office.workspace.root / path).read_bytes())
    found = look(office)

    assert [] == kinds(found)
    assert 1 == found.waiting


def test_a_workspace_without_its_ledger_is_built_again(office: Office) -> None:
    """Where the ledger is gone, every archived file is taken up."""
    count = len(archived(office))
    for path in office.workspace.root.glob("ledger.db*"):
        path.unlink()
    found = look(office)
    assert {"unrecorded"} == {t.kind for t in found.troubles}
    assert count == len(found.troubles)
    assert not office.workspace.ledger.exists()

    assert look(office, repair=True).sound
    assert count == look(office).recorded


def test_a_second_copy_and_a_stranger_are_told(office: Office) -> None:
    """What does not belong into the archive is told and left alone."""
    path = archived(office)[3]
    root = office.workspace.root
    copy = path.replace(".xlsx", " - 副本.xlsx")
    shutil.copyfile(root / path, root / copy)
    (root / "archive" / "说明.docx").write_bytes(b"x")
    (root / "archive" / ".DS_Store").write_bytes(b"x")

    assert [("copy", copy), ("stranger", "archive/说明.docx")] == kinds(look(office, repair=True))
    assert (root / copy).exists()
    assert (root / "archive" / "说明.docx").exists()


def test_an_unfinished_copy_is_removed_where_its_original_stands(office: Office) -> None:
    """A half-written copy goes if all of it stands elsewhere; one without its original stays for a person."""
    root = office.workspace.root
    path = root / archived(office)[3]
    half = path.with_name(path.name + ".part")
    half.write_bytes(path.read_bytes()[:1000])
    other = path.with_name(path.name + "2.part")
    other.write_bytes(b"bytes that stand nowhere else")
    strange = root / "archive" / "x_a_b.part"
    strange.write_bytes(b"")
    found = look(office, repair=True)

    assert {half.name: "unfinished", other.name: "lost_half", strange.name: "lost_half"} == {
        Path(t.path).name: t.kind for t in found.troubles}
    assert (False, True, True) == (half.exists(), other.exists(), strange.exists())


def test_what_was_merged_leaves_the_inbox(office: Office) -> None:
    """A file that a crash left in the inbox after it was recorded is removed; one that waits is only counted."""
    root = office.workspace.root
    (root / "inbox" / "a.xlsx").write_bytes((root / archived(office)[3]).read_bytes())
    (root / "inbox" / "new.xlsx").write_bytes(b"new")
    found = look(office)
    assert [("merged", "inbox/a.xlsx")] == kinds(found)
    assert 1 == found.waiting

    assert look(office, repair=True).sound
    assert ["README.txt", "new.xlsx"] == sorted(p.name for p in (root / "inbox").iterdir())


def test_a_run_that_broke_off_is_told(office: Office) -> None:
    """A note that a killed run left is told with its words, and cleared by --repair."""
    note = office.workspace.root / ".tongbao.lock.holder"
    note.write_text("进程 4711", encoding="utf-8")

    assert "4711" in look(office).troubles[0].message
    assert look(office, repair=True).sound
    assert [] == kinds(look(office))


def overwrite(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4000)


def scribble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle:middle + 8192] = b"\xaa" * 8192
    path.write_bytes(data)


def run_sql(*statements: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        db = sqlite3.connect(path)
        for statement in statements:
            db.execute(statement)
        db.commit()
        db.close()
    return run


@pytest.mark.parametrize(("damage", "words"), [
    (overwrite, "损坏"), (scribble, "损坏"),
    (run_sql("PRAGMA user_version = 99"), "更新的版本"), (run_sql("PRAGMA application_id = 1"), "别的程序"),
    (run_sql("ALTER TABLE finding ADD COLUMN more TEXT"), "表结构"),
    (run_sql("UPDATE finding SET submission = 999999 WHERE (submission, ordinal) ="
             " (SELECT submission, ordinal FROM finding LIMIT 1)"), "1 行记录"),
])
def test_a_damaged_ledger_is_told_and_left(office: Office, damage: Callable[[Path], None], words: str) -> None:
    """Whatever is wrong with the ledger's file is told with what to do; nothing is taken for unrecorded because of it."""
    run_sql("PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA journal_mode = DELETE")(office.workspace.ledger)
    damage(office.workspace.ledger)
    before = office.workspace.ledger.read_bytes()
    found = look(office, repair=True)

    assert {"ledger"} == {t.kind for t in found.troubles}
    assert words in " ".join(t.message for t in found.troubles) or "自检" in found.troubles[0].message
    assert before == office.workspace.ledger.read_bytes()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_the_command_says_it_and_ends_with_its_code(office: Office) -> None:
    """Sound ends 0, something found 1, and a folder that cannot be looked at 3."""
    root = office.workspace.root
    sound = run("doctor", "-w", root)
    (root / archived(office)[3]).unlink()
    found = run("体检", "-w", root)

    assert (0, 1, 3) == (sound.exit_code, found.exit_code, run("doctor", "-w", root / "inbox").exit_code)
    assert "一切正常" in sound.output
    assert "文件不见了" in found.output
    assert "备份" in found.output


def test_the_doctor_waits_for_whoever_works(office: Office) -> None:
    """While another process works in the workspace nothing is judged."""
    script = ("import sys, time\nfrom pathlib import Path\nfrom automation.inbox import lock\n"
              "from automation.workspace import Workspace\n"
              "with lock(Workspace(Path(sys.argv[1]))):\n    print('held', flush=True)\n    time.sleep(60)\n")
    other = subprocess.Popen([sys.executable, "-c", script, str(office.workspace.root)], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert "held\n" == other.stdout.readline()
    ended = run("doctor", "-w", office.workspace.root)
    other.kill()
    other.wait()
    other.stdout.close()

    assert 3 == ended.exit_code
    assert "正在使用" in ended.stderr
