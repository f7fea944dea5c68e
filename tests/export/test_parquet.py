"""The folder grows with every period, holds what the ledger holds, and is never half of something."""

import hashlib
import shutil
from pathlib import Path

import pandas
import pyarrow
import pytest
from click.testing import CliRunner

from automation import pipeline
from automation.cli.app import app
from automation.errors import ExitCode, TongbaoError
from automation.export import parquet
from automation.period import Period

MAY, JUNE = Period(2017, 5), Period(2017, 6)


def contents(root: Path) -> dict[str, str]:
    return {p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(root.rglob("*")) if p.is_file()}


def written_at(root: Path) -> dict[str, int]:
    return {p.relative_to(root).as_posix(): p.stat().st_mtime_ns for p in sorted(root.rglob("*.parquet"))}


def test_the_same_ledger_gives_the_same_bytes(practice: Path, tmp_path: Path) -> None:
    """Two exports are equal, file by file; nothing in them says when they were made."""
    office = pipeline.open_office(practice)
    for name in ("甲", "乙"):
        pipeline.export_parquet(office, JUNE, tmp_path / name)

    assert contents(tmp_path / "甲") == contents(tmp_path / "乙")
    assert any("period=2017-06/table=附件2/" in name for name in contents(tmp_path / "甲"))


def test_only_what_changed_is_written_again(practice: Path, tmp_path: Path) -> None:
    """The period that was asked for is replaced; earlier ones that are up to date are left alone."""
    office = pipeline.open_office(practice)
    pipeline.export_parquet(office, MAY, tmp_path)
    before = written_at(tmp_path)
    pipeline.export_parquet(office, JUNE, tmp_path)
    after = written_at(tmp_path)

    assert before == {name: after[name] for name in before}
    assert {name.split("/")[2] for name in set(after) - set(before)} == {"period=2017-06"}


def test_a_period_that_is_out_of_date_is_written_again(practice: Path, tmp_path: Path) -> None:
    """A file of an earlier period that is missing or not of this ledger's state is brought up to date on the way."""
    office = pipeline.open_office(practice)
    pipeline.export_parquet(office, JUNE, tmp_path)
    expected = contents(tmp_path)
    march = tmp_path / "parquet" / "plan=SN2017" / "period=2017-03"
    shutil.copy(march / "table=附件2" / "part-0.parquet", march.parent / "period=2017-02" / "table=附件2" / "part-0.parquet")
    shutil.rmtree(march / "table=任务")
    pipeline.export_parquet(office, JUNE, tmp_path)

    assert contents(tmp_path) == expected


def test_what_a_crash_left_behind_is_cleared(practice: Path, tmp_path: Path) -> None:
    """Unfinished files are out of every reader's sight, and the next export takes them and dropped tables away."""
    office = pipeline.open_office(practice)
    pipeline.export_parquet(office, JUNE, tmp_path)
    expected, june = contents(tmp_path), tmp_path / "parquet" / "plan=SN2017" / "period=2017-06"
    (june / ".writing").mkdir()
    (june / ".writing" / "0").write_bytes(b"half a file")
    seen = len(pandas.read_parquet(tmp_path / "parquet"))
    shutil.copytree(june / "table=附件2", june / "table=附件9")
    pipeline.export_parquet(office, JUNE, tmp_path)

    assert contents(tmp_path) == expected
    assert len(pandas.read_parquet(tmp_path / "parquet")) == seen


def test_a_broken_export_leaves_the_old_one(practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing fails half-way, the words say so and every file is what it was."""
    office = pipeline.open_office(practice)
    pipeline.export_parquet(office, JUNE, tmp_path)
    before = {name: digest for name, digest in contents(tmp_path).items() if ".writing" not in name}

    def full(_lines: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet, "batch", full)
    with pytest.raises(TongbaoError, match="导出写不进"):
        pipeline.export_parquet(office, JUNE, tmp_path)

    assert before == {name: digest for name, digest in contents(tmp_path).items() if ".writing" not in name}


def test_memory_is_bounded(practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows go into columns, and columns into the file, in groups of a fixed size; the same rows arrive, each group by field."""
    office = pipeline.open_office(practice)
    pipeline.export_parquet(office, JUNE, tmp_path / "whole")
    monkeypatch.setattr(parquet, "BATCH", 5)
    monkeypatch.setattr(parquet, "GROUP", 20)
    pipeline.export_parquet(office, JUNE, tmp_path / "groups")
    one = Path("parquet/plan=SN2017/period=2017-06/table=附件2/part-0.parquet")
    order = [(name, "ascending") for name in ("field", "item", "unit")]
    small, whole = (pyarrow.parquet.ParquetFile(tmp_path / name / one) for name in ("groups", "whole"))

    assert (1, True) == (whole.num_row_groups, small.num_row_groups > 3)
    assert small.read().sort_by(order).equals(whole.read().sort_by(order))
    assert (fields := whole.read()["field"].to_pylist()) == sorted(fields)


def test_an_empty_cell_a_zero_and_nothing_are_three_things(practice: Path, tmp_path: Path) -> None:
    """Zero is a number; an empty cell is a row without a value; who did not report has no row."""
    office = pipeline.open_office(practice)
    pipeline.export_parquet(office, JUNE, tmp_path)
    found = pandas.read_parquet(tmp_path / "parquet", filters=[("period", "=", "2017-06"), ("category", "=", "填报")])
    missing = [s.unit.name for s in pipeline.status(office, JUNE) if s.state.value == "missing"]

    zero, empty = found[(found["kind"] == "number") & (found["value"] == "0")], found[found["kind"] == "empty"]
    assert set(zero["number"]) == {0}
    assert len(empty) and empty["value"].isna().all() and empty["number"].isna().all()
    assert missing and not set(missing) & set(found["unit"])


def test_one_kind_of_file_alone(practice: Path, tmp_path: Path) -> None:
    """--only parquet writes no CSV and no JSON, which are held in memory."""
    ended = CliRunner().invoke(app, ["export", "2017-06", "--to", str(tmp_path), "--only", "parquet", "-w", str(practice)])

    assert ended.exit_code == ExitCode.DONE
    assert {p.suffix for p in tmp_path.rglob("*") if p.is_file()} == {".parquet"}
