"""The options of a cluster: what can be wrong with them is said in words."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from automation.cli.app import app
from automation.errors import ExitCode


def said(*words: str) -> tuple[int, str]:
    ended = CliRunner().invoke(app, list(words))
    return ended.exit_code, ended.output


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A new workspace with one file to take in."""
    assert said("init", str(tmp_path / "office"), "--plan", "suining-2017")[0] == ExitCode.DONE
    (tmp_path / "office" / "inbox" / "信.xlsx").write_bytes(b"no workbook")
    return tmp_path / "office"


def collected(root: Path, *words: str) -> tuple[int, str]:
    return said("collect", "-w", str(root), "--settle", "0", *words)


def test_help_says_what_a_cluster_needs() -> None:
    """The help names the options, their variables and the page for operators."""
    words = said("collect", "--help")[1]

    for word in ("--scheduler", "--inbox", "--archive", "--reports", "TONGBAO_SCHEDULER", "tongbao[cluster]"):
        assert word in words


def test_here_and_there_exclude_each_other(root: Path) -> None:
    """Readers of this machine and of a cluster are not asked for at once."""
    assert (ExitCode.USAGE, True) == ((ended := collected(root, "--jobs", "1", "--scheduler", "tcp://127.0.0.1:9"))[0], "不能同时用" in ended[1])


def test_without_dask_it_is_said_how_to_get_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Dask is not installed nothing is lost: the next run, without a cluster, takes the file in."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, words = collected(root, "--scheduler", "tcp://127.0.0.1:8786")

    assert (ExitCode.FAILED, True) == (code, "pip install 'tongbao[cluster]'" in words)
    assert "共 1 个文件" in collected(root, "--jobs", "0")[1]


@pytest.mark.parametrize("option", ["--inbox", "--archive", "--reports"])
def test_an_address_that_is_none_is_told(root: Path, option: str) -> None:
    """An address of a kind that nobody knows is a mistake of usage, told before anything is touched."""
    pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'tongbao[cluster]'")
    code, words = collected(root, "--jobs", "0", option, "nonsense://bucket")

    assert (ExitCode.USAGE, True) == (code, "不是 fsspec 认得的地址" in words)
    assert "s3://桶/文件夹" in words
    assert (root / "inbox" / "信.xlsx").exists()


def test_reports_go_to_a_folder_too(root: Path, tmp_path: Path) -> None:
    """Whatever is written into reports/ stands at the address as well."""
    pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'tongbao[cluster]'")
    there = tmp_path / "share" / "reports"
    assert ExitCode.DONE == said("bulletin", "2017-01", "-w", str(root), "--reports", there.as_uri())[0]

    written = {p.relative_to(root / "reports"): p.read_bytes() for p in (root / "reports").rglob("*.xlsx")}
    assert written == {p.relative_to(there): p.read_bytes() for p in there.rglob("*.xlsx")} != {}
