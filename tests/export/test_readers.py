"""What others read the export with: pandas, DuckDB and Dask see the same table and add it up exactly."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automation import pipeline
from automation.export.columns import Line, batch, kind_of, number_of, text_of, value_of
from automation.export.partitions import PART, folder_of, partition
from automation.period import Period

JUNE = Period(2017, 6)
TOTALS = {"附件2": Decimal(687220), "附件3": Decimal(112820)}


@pytest.fixture(scope="module")
def exported(practice: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice half-year, as ``export`` writes it."""
    target = tmp_path_factory.mktemp("export")
    pipeline.export_parquet(pipeline.open_office(practice), JUNE, target)
    return target / "parquet"


def test_pandas_adds_up_exactly(exported: Path) -> None:
    """One table of all periods; 总投资 of June is 687220 and 112820, as decimals."""
    found = pandas.read_parquet(exported)
    june = found[(found["period"] == "2017-06") & (found["field"] == "总投资")]

    assert {code: june[june["table"] == code]["number"].sum() for code in TOTALS} == TOTALS


def test_duckdb_adds_up_exactly(exported: Path) -> None:
    """The same through SQL, with plan, period and table from the folders' names."""
    duckdb = pytest.importorskip("duckdb", reason="duckdb has no wheel here")
    query = (f"SELECT \"table\", sum(number) FROM read_parquet('{exported.as_posix()}/**/*.parquet', hive_partitioning = true)"
             " WHERE plan = 'SN2017' AND period = '2017-06' AND field = '总投资' GROUP BY 1")

    assert dict(duckdb.sql(query).fetchall()) == TOTALS


@pytest.mark.filterwarnings("ignore:The inplace keyword:DeprecationWarning")
def test_dask_adds_up_exactly(exported: Path) -> None:
    """The same in parts that a cluster may share out."""
    frames = pytest.importorskip("dask.dataframe", reason="dask[dataframe] is not installed")
    found = frames.read_parquet(exported)
    june = found[(found["period"] == "2017-06") & (found["field"] == "总投资")]

    assert june.groupby("table", observed=True)["number"].sum().compute().to_dict() == TOTALS


def test_where_a_value_comes_from_stands_beside_it(practice: Path, exported: Path) -> None:
    """File, sheet, cell, hash, time and archived path of a reported value are those that ``trace`` tells."""
    office = pipeline.open_office(practice)
    told = next(v for v in pipeline.trace(office, JUNE, "附件2", "SN-04", "本月完成投资") if v.current)
    found = pandas.read_parquet(exported, filters=[("period", "=", "2017-06"), ("table", "=", "附件2"), ("item", "=", "SN-04"),
                                                    ("field", "=", "本月完成投资")]).iloc[0]

    assert (found["unit"], found["number"], found["raw"]) == (told.entry.unit, told.entry.value, told.entry.raw)
    assert (found["file"], found["sheet"], found["cell"]) == (told.entry.file, told.entry.sheet, told.entry.cell)
    assert (found["sha256"], found["archived"], found["revision"]) == (told.entry.sha256, told.entry.archived, told.revision)
    assert found["received"].to_pydatetime() == told.entry.received


@pytest.mark.parametrize("name", ["附件2", "表 1", "a/b:c?", "50%", "1", "x=y", "末.", "ü+ö", "2017-06", "附件2（重点）&#"])
def test_any_name_is_read_back(tmp_path: Path, name: str) -> None:
    """A table's name is legal on every file system and comes back from the folder's name."""
    place = partition(folder_of(tmp_path, "计划:甲", "2017"), name)
    place.mkdir(parents=True)
    pyarrow.parquet.write_table(pyarrow.table({"v": [1]}), place / PART)

    assert not set('<>:"\\|?*') & set(place.relative_to(tmp_path).as_posix())
    assert not place.name.endswith((".", " "))
    assert [("计划:甲", name)] == [(str(r["plan"]), str(r["table"])) for _, r in pandas.read_parquet(tmp_path).iterrows()]
    assert [("计划:甲", name)] == list(_by_duckdb(tmp_path))


def _by_duckdb(root: Path) -> Iterator[tuple[str, str]]:
    duckdb = pytest.importorskip("duckdb", reason="duckdb has no wheel here")
    for plan, table in duckdb.sql(f"SELECT plan, \"table\" FROM read_parquet('{root.as_posix()}/**/*.parquet')").fetchall():
        yield str(plan), str(table)


VALUES = st.one_of(st.none(), st.booleans(), st.text(max_size=40), st.decimals(allow_nan=False, allow_infinity=False))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(VALUES, max_size=20))
def test_every_value_comes_back(values: list[object]) -> None:
    """Empty, zero, text, truth and figures of any length are told apart and kept to the last digit."""
    moment = datetime.datetime(2017, 6, 18, 9, 12, tzinfo=datetime.UTC)
    lines = [Line("船山区", "SN-01", "项目", "字段", "填报", kind_of(v), text_of(v), number_of(v), "万元", "", "a.xlsx", "填报表", "K9", "0" * 64,  # type: ignore[arg-type]
                  moment, 1, "archive/a.xlsx") for v in values]
    found = batch(lines).to_pylist()

    back = [value_of(row["kind"], row["value"]) for row in found]
    assert values == back
    assert [type(v) for v in values] == [type(v) for v in back]
    assert all(row["number"] is None or row["number"] == value for row, value in zip(found, values, strict=True))


@pytest.mark.parametrize("figure", ["0", "-0.01", "12345678901234.5", "0.333333333333333", "99999999999999999999", "0.000000000000000001"])
def test_figures_of_a_cell_fit_the_column(figure: str) -> None:
    """Fifteen digits, wherever the point stands in an amount, are in the column that others add up."""
    assert number_of(Decimal(figure)) == Decimal(figure)
