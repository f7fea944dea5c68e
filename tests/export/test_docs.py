"""Every command, program and query of docs/export.zh-CN.md does what the page says."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from automation.cli.app import app
from automation.errors import ExitCode
from automation.export.columns import Line

PAGE = (Path(__file__).parents[2] / "docs" / "export.zh-CN.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def office(practice: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(practice, tmp_path_factory.mktemp("docs") / "practice"))


@pytest.fixture
def here(office: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A practice workspace as the current folder, after every command of the page."""
    monkeypatch.chdir(office)
    for block in blocks("sh"):
        for command in block.splitlines():
            ended = CliRunner().invoke(app, shlex.split(command)[1:])
            assert ended.exit_code == ExitCode.DONE, (command, ended.output)
    yield office


@pytest.mark.filterwarnings("ignore:The inplace keyword:DeprecationWarning")
def test_the_programs_run(here: Path) -> None:
    """The figures that the page states are asserted by its own code."""
    assert "687220" in blocks("python")[0]
    for program in blocks("python"):
        exec(compile(program, "export.zh-CN.md", "exec"), {})


@pytest.mark.filterwarnings("ignore:The inplace keyword:DeprecationWarning")
def test_the_dask_program_runs(here: Path) -> None:
    """Where Dask is installed; the figures that the page states are asserted by its own code."""
    pytest.importorskip("dask.dataframe", reason="dask[dataframe] is not installed")
    for program in blocks("python dask"):
        exec(compile(program, "export.zh-CN.md", "exec"), {})


def test_the_queries_run(here: Path) -> None:
    """In DuckDB; the first gives the totals that the plan states."""
    duckdb = pytest.importorskip("duckdb", reason="duckdb has no wheel here")
    totals, by_unit = (duckdb.sql(query.replace(";", "")).fetchall() for query in blocks("sql"))

    assert [("附件2", 687220), ("附件3", 112820)] == totals
    assert len(by_unit) > 10 and all(amount is None or amount >= 0 for _, _, amount in by_unit)


def test_the_folder_looks_as_drawn(here: Path) -> None:
    """Every file that the page draws is there."""
    drawn = re.findall(r"^  +((?:SN2017_|plan=)[^ …]+\.(?:csv|json|parquet))", PAGE, re.MULTILINE)

    assert len(drawn) == 4
    assert all((here / "导出" / name).is_file() or (here / "导出" / "parquet" / name).is_file() for name in drawn)


def test_every_column_is_explained() -> None:
    """The page's table names the columns of the files, no more and no fewer."""
    rows = re.search(r"^\| 列 \|.*?\n\n", PAGE, re.DOTALL | re.MULTILINE)
    assert rows
    named = re.findall(r"`(\w+)`", "\n".join(line.split("|")[1] for line in rows[0].strip().splitlines()))

    assert sorted(Line._fields) == sorted(named)
