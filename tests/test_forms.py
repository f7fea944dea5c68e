"""The layout that templates draw and readers look for."""

from pathlib import Path

import pytest

from automation.forms import UnitForms, forms_for
from automation.plan import shipped
from automation.plan.read import read_plan


@pytest.mark.parametrize("name", shipped.names())
def test_one_unit_after_another_gets_the_forms_it_gets_alone(tmp_path: Path, name: str) -> None:
    """What units share is laid out once, and nothing of one unit shows in the next."""
    shipped.copy(name, tmp_path / "任务书.xlsx")
    plan = read_plan(tmp_path / "任务书.xlsx")
    for period in (plan.settings.start, plan.settings.end):
        together = UnitForms(plan, period)
        assert [forms_for(plan, unit, period) for unit in plan.units] == [together.of(unit) for unit in plan.units]
