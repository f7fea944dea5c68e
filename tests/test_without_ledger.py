"""A clerk's own check, without the office's ledger, says what the office will say."""

from automation import pipeline
from automation.model.submission import Outcome
from automation.office import Office
from automation.workspace import Workspace


def test_accepted_workbooks_are_accepted_without_a_ledger(practice, tmp_path):
    """The workbook's own stamp stands for the month before: nothing is wrong that the office finds right."""
    office = pipeline.open_office(practice)
    files = sorted((practice / "archive").rglob("*.xlsx"))
    with_ledger = dict(_outcomes(office, files))
    alone = dict(_outcomes(Office(Workspace(tmp_path), office.plan), files))
    right = {name for name, outcome in with_ledger.items() if outcome is Outcome.ACCEPTED}
    assert len(right) > 30
    assert right == {name for name in right if alone[name] is Outcome.ACCEPTED}
    assert [] == list(tmp_path.iterdir())


def _outcomes(office, files):
    return [(receipt.sha256, receipt.outcome) for receipt in pipeline.check(office, files)]
