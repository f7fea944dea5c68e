"""A store is trusted only as far as it is read back, and says what is wrong with it in words."""

import hashlib
from pathlib import Path

import pytest

pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'tongbao[cluster]'")

from fsspec.implementations.memory import MemoryFileSystem

from automation.errors import TongbaoError, UsageError
from automation.store import Store, within


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"figures")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store in a folder, which has to be made first."""
    return Store((tmp_path / "share" / "store").as_uri())


SHA256 = hashlib.sha256(b"figures").hexdigest()


def test_what_is_put_stands_there(store: Store, file: Path, tmp_path: Path) -> None:
    """What was put is listed with its size and time, is read back, is had again, and can be removed."""
    assert {} == store.list()
    store.put(file, "2017-06/a.xlsx", SHA256)
    listed = store.list()
    store.get("2017-06/a.xlsx", tmp_path / "copy")

    assert [("2017-06/a.xlsx", 7)] == [(one.name, one.size) for one in listed.values()]
    assert all(one.changed and one.changed.tzinfo for one in listed.values())
    assert (SHA256, b"figures") == (store.sha256("2017-06/a.xlsx"), (tmp_path / "copy").read_bytes())
    store.remove("2017-06/a.xlsx")
    assert ({}, "") == (store.list(), store.sha256("2017-06/a.xlsx"))


@pytest.mark.parametrize("name", ["[1] a.xlsx", "a#b?.xlsx", "船山区 100%.xlsx", "a;b&c.xlsx"])
def test_any_name_will_do(store: Store, file: Path, name: str) -> None:
    """Names are taken as they are, whatever an address would make of them."""
    store.put(file, name, SHA256)

    assert ([name], SHA256) == (list(store.list()), store.sha256(name))


def test_what_stands_there_is_not_written_again(store: Store, file: Path, tmp_path: Path) -> None:
    """Equal bytes stay untouched; a half-written copy is replaced."""
    store.put(file, "a.xlsx", SHA256)
    there = tmp_path / "share" / "store" / "a.xlsx"
    before = there.stat().st_mtime_ns
    store.put(file, "a.xlsx", SHA256)
    assert before == there.stat().st_mtime_ns
    there.write_bytes(b"figu")
    store.put(file, "a.xlsx", SHA256)

    assert b"figures" == there.read_bytes()


def test_a_store_that_keeps_other_bytes_is_found(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read back has to be what was written; else nobody goes on."""
    monkeypatch.setattr(MemoryFileSystem, "cat_file", lambda *_, **__: b"other")
    with pytest.raises(TongbaoError, match="读出来的不一样"):
        Store("memory://liar").put(file, "a.xlsx", SHA256)


def test_what_a_store_raises_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every store has errors of its own; people read one kind of words, with what to do."""
    def broken(*_: object, **__: object) -> None:
        raise ConnectionError("no route to host")

    monkeypatch.setattr(MemoryFileSystem, "find", broken)
    with pytest.raises(TongbaoError, match="memory://away 用不了：no route to host") as caught:
        Store("memory://away").list()
    assert "再运行一次" in caught.value.fix


def test_an_address_that_is_none_is_a_mistake_of_usage() -> None:
    """A kind of address that nobody knows is told at once."""
    with pytest.raises(UsageError, match="不是 fsspec 认得的地址"):
        Store("nonsense://bucket")


def test_gone_is_gone(store: Store, tmp_path: Path) -> None:
    """What is no longer there is no trouble with the store."""
    with pytest.raises(FileNotFoundError):
        store.get("a.xlsx", tmp_path / "copy")


def test_hidden_files_stay_here(tmp_path: Path) -> None:
    """What a program is still writing does not go into a store."""
    for name in (".通报.xlsx.1.tmp", "通报.xlsx"):
        (tmp_path / name).touch()

    assert ["通报.xlsx"] == [name for name, _ in within(tmp_path)]
