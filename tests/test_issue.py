"""下发: one workbook for each unit, with what that unit reported behind it."""

import io
import shutil
from pathlib import Path

import pytest

from automation import pipeline
from automation.office import Office
from automation.period import Period
from automation.template.write import template_name, write_template
from tests.template.packages import said

JULY = Period(2017, 7)


@pytest.fixture
def office(practice: Path, tmp_path: Path) -> Office:
    """A practised half-year that a test may change."""
    shutil.copytree(practice, tmp_path / "演练")
    return pipeline.open_office(tmp_path / "演练")


def test_every_unit_gets_what_it_reported_behind_its_rows(office: Office) -> None:
    """The workbooks of July are those drawn from nothing with everything that the ledger has."""
    paths = pipeline.issue(office, JULY)
    known = pipeline.past(office, JULY)
    for unit, path in zip(office.plan.reporting_units(JULY), paths, strict=True):
        drawn = io.BytesIO()
        write_template(drawn, office.plan, unit, JULY, known.previous(JULY, unit.name))
        assert path.name == template_name(unit, JULY)
        assert said(drawn.getvalue()) == said(path.read_bytes()), unit.name


def test_issuing_again_gives_the_same_files_and_nothing_else(office: Office) -> None:
    """Equal bytes, no unfinished file left, and every workbook is told of once."""
    told: list[tuple[str, int, int]] = []
    first = {path: path.read_bytes() for path in pipeline.issue(office, JULY)}
    again = pipeline.issue(office, JULY, lambda name, done, total: told.append((name, done, total)))
    assert first == {path: path.read_bytes() for path in again}
    assert sorted(first) == sorted(office.workspace.templates(JULY).iterdir())
    assert [(unit.name, number, len(again)) for number, unit in enumerate(office.plan.reporting_units(JULY), 1)] == told
