"""The workload of the benchmarks: real workbooks, and sums that nobody but the generator added up."""

import hashlib
import io
import json
from decimal import Decimal

import openpyxl
import pytest
from click.testing import CliRunner

from automation import pipeline
from automation.cli.app import app
from automation.model.submission import Outcome
from automation.template.write import write_template
from benchmarks.filled import Month, model
from benchmarks.inbox import lay
from benchmarks.workload import World


def cells(content: bytes, values: bool) -> dict[tuple[str, str], object]:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=values)
    return {(sheet.title, c.coordinate): c.value for sheet in book for row in sheet.iter_rows() for c in row}


@pytest.mark.parametrize("month", [0, 5, 13])
def test_a_quick_workbook_holds_cell_by_cell_what_the_writer_of_workbooks_writes(month):
    """Values and formulas alike; only the fingerprint of the plan, which names no unit, may be another."""
    world = World(units=3, months=24)
    plan = world.plan(2, 2)
    slow = io.BytesIO()
    write_template(slow, plan, plan.units[0], world.period(month), *model(world, month, 2))
    quick = Month(world, month).workbook(2)
    for values in (False, True):
        assert cells(quick, values) == cells(slow.getvalue(), values)


def test_every_workbook_has_bytes_of_its_own_and_is_accepted_without_a_finding(tmp_path):
    """Nothing is a duplicate, and no rule has anything to say."""
    world = World(units=3, months=2, rows=4)
    workspace = lay(tmp_path, world)
    hashes = {hashlib.sha256(p.read_bytes()).hexdigest() for p in workspace.inbox.glob("*.xlsx")}
    office = pipeline.open_office(tmp_path)
    collected = pipeline.collect(office, engine=pipeline.engine(office, 0))
    assert len(hashes) == world.files
    assert [(r.outcome, r.findings) for r in collected.receipts] == [(Outcome.ACCEPTED, ())] * world.files


def test_figures_are_the_generators_own_sums(tmp_path):
    """The totals of the last month, from the ledger, are what integers outside of the package add up to."""
    world = World(units=3, months=2, rows=4)
    lay(tmp_path, world)
    office = pipeline.open_office(tmp_path)
    pipeline.collect(office, engine=pipeline.engine(office, 0))
    said = json.loads(CliRunner().invoke(app, ["figures", "2017-02", "-w", str(tmp_path), "--json"]).output)
    totals = said["tables"]["附件1"]["totals"]
    assert {name: Decimal(totals[name]) for name in world.sums(1).named()} == world.sums(1).named()
