"""Totals from what was exported are those of the ledger, of one ledger or of several; whatever could falsify them is refused."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from automation import pipeline
from automation.cli.app import app
from automation.engines import Inline
from automation.errors import ExitCode
from automation.ledger import Ledger
from automation.period import Period
from automation.plan import shipped

JUNE = Period(2017, 6)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def exported(practice: Path, tmp_path: Path) -> Path:
    """The practice half-year, exported."""
    target = tmp_path / "导出"
    assert run("export", JUNE, "--to", target, "-w", practice, "--only", "parquet").exit_code == ExitCode.DONE
    return target


@pytest.mark.parametrize("plan", shipped.names())
def test_the_same_totals_as_from_the_ledger(played: Callable[[str], Path], tmp_path: Path, plan: str) -> None:
    """Every shipped plan: equal bytes of JSON, equal exit code, for the last period of its practice."""
    root = played(plan)
    period = sorted(p.name for p in (root / "reports").iterdir() if p.is_dir() and p.name[:1].isdigit())[-1]
    run("export", period, "--to", tmp_path, "-w", root, "--only", "parquet")
    expected, actual = (run("figures", period, "-w", root, "--json", *more) for more in ((), ("--from-export", tmp_path)))

    assert (expected.exit_code, expected.output) == (actual.exit_code, actual.output)


@pytest.mark.parametrize("period", ["2017-03", "2017-Q2", "2017-H1"])
def test_other_periods_are_read_from_what_they_need(practice: Path, exported: Path, period: str) -> None:
    """A month of the past and a longer period, too."""
    expected, actual = (run("figures", period, "-w", practice, "--json", *more) for more in ((), ("--from-export", exported)))

    assert (ExitCode.DONE, expected.output) == (actual.exit_code, actual.output)


def test_later_periods_are_not_opened(practice: Path, exported: Path) -> None:
    """March is added up though June's files are broken."""
    for path in exported.rglob("period=2017-06/*/*.parquet"):
        path.write_bytes(b"PAR1 broken")

    assert run("figures", "2017-03", "-w", practice, "--from-export", exported).exit_code == ExitCode.DONE


def test_several_ledgers_add_up(practice: Path, tmp_path: Path) -> None:
    """Two offices with one plan, each with its own units: their exports in one folder give the totals of the whole."""
    offices = _divided(practice, tmp_path)
    for office in offices:
        pipeline.export_parquet(office, JUNE, tmp_path / "汇总" / office.workspace.root.name)
    expected = run("figures", JUNE, "-w", practice, "--json")
    actual = run("figures", JUNE, "-w", practice, "--json", "--from-export", tmp_path / "汇总")

    assert (expected.exit_code, expected.output) == (actual.exit_code, actual.output)
    assert expected.output != run("figures", JUNE, "-w", offices[0].workspace.root, "--json").output


def _divided(practice: Path, tmp_path: Path) -> tuple[pipeline.Office, pipeline.Office]:
    """Every second unit's files collected in one workspace, those of the others in another."""
    whole = pipeline.open_office(practice)
    offices = tuple(pipeline.create(tmp_path / name, str(whole.workspace.plan_path)) for name in ("东区", "西区"))
    with Ledger.open(whole.workspace.ledger) as ledger:
        counted = ledger.counting(JUNE)
        files = [(one, whole.workspace.root / receipt.archived) for one in counted if (receipt := ledger.known(one.sha256))]
    units = sorted({one.unit for one in counted})
    for period in sorted({one.period for one in counted}):
        for number, office in enumerate(offices):
            for one, path in files:
                if one.period == period and units.index(one.unit) % 2 == number:
                    shutil.copy(path, office.workspace.inbox / f"{one.unit}_{path.name}")
            pipeline.collect(office, settle=0, engine=Inline(office.plan))
    return offices[0], offices[1]


def test_a_unit_in_two_exports_is_refused(practice: Path, exported: Path, tmp_path: Path) -> None:
    """Counting somebody twice is an error that names the unit and both folders."""
    shutil.copytree(exported / "parquet", exported / "副本")
    ended = run("figures", JUNE, "-w", practice, "--from-export", exported)

    assert ended.exit_code == ExitCode.FAILED
    assert "的数在两份导出里都有" in ended.stderr and "副本" in ended.stderr


def test_a_missing_month_is_refused(practice: Path, exported: Path) -> None:
    """Cumulative figures without one of their months would be wrong: it is named, with the command that mends it."""
    shutil.rmtree(next(exported.rglob("period=2017-04")))
    ended = run("figures", JUNE, "-w", practice, "--from-export", exported)

    assert ended.exit_code == ExitCode.FAILED
    assert "缺 2017-04" in ended.stderr and "tongbao export 2017-06" in ended.stderr


def test_a_half_written_month_is_refused(practice: Path, exported: Path) -> None:
    """Files of one period that are not of one state are not added up."""
    next(exported.rglob("period=2017-05/table=附件3/part-0.parquet")).unlink()
    ended = run("figures", JUNE, "-w", practice, "--from-export", exported)

    assert ended.exit_code == ExitCode.FAILED
    assert "没有写完" in ended.stderr and "period=2017-05" in ended.stderr


def test_another_plan_is_refused(practice: Path, exported: Path, tmp_path: Path) -> None:
    """An export made with another edition of the plan is not added up by this one."""
    other = tmp_path / "另一份"
    assert run("init", other, "--plan", "suining-2017").exit_code == ExitCode.DONE
    ended = run("figures", JUNE, "-w", other, "--from-export", exported)

    assert ended.exit_code == ExitCode.FAILED
    assert "任务书" in ended.stderr and "不同" in ended.stderr


@pytest.mark.parametrize(("period", "folder", "words"), [("2017-12", "导出", "没有计划 SN2017 2017年12月的导出"), ("2017-06", "没有", "没有导出文件夹")])
def test_what_is_not_there_is_said(practice: Path, exported: Path, period: str, folder: str, words: str) -> None:
    """A period or folder that nobody exported."""
    ended = run("figures", period, "-w", practice, "--from-export", exported.parent / folder)

    assert ended.exit_code == ExitCode.FAILED
    assert words in ended.stderr and "tongbao export" in ended.stderr
