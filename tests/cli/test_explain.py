"""``tongbao check --explain``: a clerk who wonders why a figure was read as it was is shown how."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from automation.cli.app import app


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("局") / "办公室"
    run("init", root, "--plan", "suining-2017")
    run("issue", "2017-06", "-w", root)
    return root


def issued(office: Path) -> Path:
    return next((office / "templates" / "2017-06").glob("福慈科*.xlsx"))


def test_explain_names_every_source_column_and_row(office: Path) -> None:
    """Who says whose file it is, which column is which field, which row is which item, and how each was told."""
    shown = run("check", "-w", office, "--explain", issued(office)).output
    for said in ("文件名：单位=福慈科、报告期=2017-06", "“填报表”读自工作表“填报表”，栏目在第8行", "→ 本月完成投资（栏目名）", "（项目编码）"):
        assert said in shown


def test_explain_is_data_for_programs(office: Path) -> None:
    """--json has the same under explain, and nothing of it without the option."""
    plain, told = (json.loads(run("check", "-w", office, "--json", *option, issued(office)).output) for option in ((), ("--explain",)))
    assert "explain" not in plain
    sheet = told["explain"][0]["sheets"][0]
    assert ("填报表", [8], "万元") == (sheet["sheet"], sheet["heading_rows"], sheet["money_unit"])
    assert "本月完成投资" in {column["field"] for column in sheet["columns"]}
    assert {"项目编码"} == {row["how"] for row in sheet["rows"]}


def test_a_file_that_cannot_be_read_is_explained_too(office: Path, tmp_path: Path) -> None:
    """Nothing was read is an explanation as well."""
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04broken")
    assert "没有读取" in run("check", "-w", office, "--explain", broken).output
