import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from automation import pipeline
from automation.forms import FIRST_ROW, forms_for
from automation.model.plan import Plan, Unit
from automation.model.submission import Outcome
from automation.period import Period
from automation.practice.clerks import fill, signature, slipped, slips
from automation.practice.invent import Typed, typed
from automation.practice.script import Cast, cast, drops

JUNE = Period(2017, 6)


@pytest.fixture(scope="module")
def plan(practice: Path) -> Plan:
    return pipeline.open_office(practice).plan


def verdicts(path: Path, plan: Plan, unit: Unit, period: Period) -> dict[str, str]:
    """What the 自检 column of a filled workbook says, by item."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {row.item.code: str(book[form.sheet].cell(FIRST_ROW + 1 + n, form.index("自检") + 1).value)
            for form in forms_for(plan, unit, period) for n, row in enumerate(form.rows)}


def filled(path: Path, practice: Path, plan: Plan, unit: Unit, rows: Typed) -> Path:
    previous = pipeline.previous(pipeline.open_office(practice), JUNE)
    fill(path, plan, unit, JUNE, previous, rows, datetime.date(2017, 6, 15))
    return path


def test_right_workbooks_check_themselves_as_right(practice: Path, plan: Plan, tmp_path: Path) -> None:
    """Not one × in the 自检 column of any unit's workbook."""
    for unit in plan.reporting_units(JUNE):
        path = filled(tmp_path / f"{unit.code}.xlsx", practice, plan, unit, typed(plan, unit, JUNE))

        assert {said[0] for said in verdicts(path, plan, unit, JUNE).values()} <= {"√", "!"}, unit.name


def test_a_wrong_workbook_is_wrong_where_it_slipped(practice: Path, plan: Plan, tmp_path: Path) -> None:
    """Three mistakes on three items, and × on just these."""
    unit = plan.unit("福慈科")
    assert unit is not None
    rows = typed(plan, unit, JUNE)
    mistakes = slips(plan, unit, JUNE, rows)
    path = filled(tmp_path / "wrong.xlsx", practice, plan, unit, slipped(rows, mistakes))

    assert len({s.item for s in mistakes}) == 3
    assert {code for code, said in verdicts(path, plan, unit, JUNE).items() if said.startswith("×")} == {s.item for s in mistakes}


def test_what_is_wrong_is_found_and_nothing_else(practice: Path, plan: Plan, tmp_path: Path) -> None:
    """The checks of an incoming file point at the three cells, one finding each."""
    unit = plan.unit("福慈科")
    assert unit is not None
    rows = typed(plan, unit, JUNE)
    mistakes = slips(plan, unit, JUNE, rows)
    path = filled(tmp_path / "wrong.xlsx", practice, plan, unit, slipped(rows, mistakes))

    receipt = pipeline.check(pipeline.open_office(practice), [path])[0]

    assert receipt.outcome is Outcome.RETURNED
    assert sorted((f.item, f.field) for f in receipt.findings) == sorted((s.item, s.field) for s in mistakes)


def test_the_slips_are_those_that_offices_know(plan: Plan) -> None:
    """元 for 万元, a figure in words, and words that say nothing."""
    unit = plan.unit("福慈科")
    assert unit is not None
    rows = typed(plan, unit, JUNE)
    scale, in_words, empty = slips(plan, unit, JUNE, rows)

    right = rows[scale.item][scale.field]
    assert isinstance(right, Decimal)
    assert scale.typed == right * 10_000
    assert str(in_words.typed).startswith("约")
    assert empty.typed == "有序推进"


def test_a_unit_is_signed_by_the_same_people(plan: Plan) -> None:
    """Only the date changes from month to month."""
    unit = plan.units[0]
    may, june = (signature(plan, unit, datetime.date(2017, m, 15)) for m in (5, 6))

    assert {k: v for k, v in may.items() if k != "填报日期"} == {k: v for k, v in june.items() if k != "填报日期"}
    assert june["填报日期"] == "2017-06-15"
    assert all(june.values())


def test_right_files_come_on_workdays_before_the_deadline(plan: Plan) -> None:
    """A month in which nobody slips: one file of each unit, within the days before the deadline, never on a weekend."""
    landed = drops(plan, JUNE, Cast(), {})

    assert [d.unit for d in sorted(landed, key=lambda d: plan.units.index(d.unit))] == list(plan.reporting_units(JUNE))
    assert all(datetime.datetime(2017, 6, 9) <= d.moment <= plan.settings.deadline(JUNE) for d in landed)
    assert all(d.moment.weekday() < 5 for d in landed)


def test_the_last_month_has_every_mistake(plan: Plan) -> None:
    """Six parts, no two of them played by one unit but the stray letter."""
    roles = cast(plan, JUNE, to_go=0)
    players = [roles.wrong, roles.missing, roles.late, roles.doubtful, roles.twice]

    assert len({p.code for p in players if p}) == 5
    assert roles.no_workbook == roles.late


def test_other_months_have_few(plan: Plan) -> None:
    """Most months go well."""
    assert cast(plan, JUNE, to_go=1) == Cast()
