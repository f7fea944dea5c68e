"""Totals from sums are those of items worked out one by one, to the last digit, or they are refused."""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automation import edition, export, pipeline
from automation.cli import reports
from automation.formula import Scalar, parse
from automation.ledger import Ledger
from automation.model.plan import Field, Item, Plan, Table
from automation.period import Period
from automation.pipeline import Office
from automation.plan import shipped
from automation.totals import Linear, NotLinear, Totals
from automation.workspace import Workspace
from tests.ledger.files import moment, receipt, submission
from tests.upward.offices import county

JUNE = Period(2017, 6)


def by_item(office: Office, period: Period) -> object:
    """The long way."""
    with Ledger.open(office.workspace.ledger) as ledger:
        return reports.figures(Totals.of(edition.summary(office.plan, ledger, period)))


@pytest.mark.parametrize("plan", shipped.names())
def test_every_shipped_plan(played: Callable[[str], Path], plan: str) -> None:
    """The whole practice of each plan: ledger, by sums and by items, for every period that it reports in."""
    office = pipeline.open_office(played(plan))
    periods = sorted(Period.parse(p.name) for p in (played(plan) / "reports").iterdir() if p.is_dir() and p.name[:1].isdigit())

    for period in periods:
        assert json.dumps(reports.figures(pipeline.totals(office, period))) == json.dumps(by_item(office, period))


def test_projects_are_added_up_by_the_database(practice: Path) -> None:
    """Suining's plan, with six projects in two tables, is one whose totals follow from sums."""
    office = pipeline.open_office(practice)
    linear = Linear(office.plan, JUNE)

    assert [("附件2",), ("附件2", "附件3"), ("附件3",)] == sorted(tuple(t.code for t in g.tables) for g in linear.groups)
    assert {"本月完成投资"} == linear.needed
    with Ledger.open(office.workspace.ledger) as ledger:
        assert linear.totals(ledger.sums_up_to(JUNE, linear)) == pipeline.totals(office, JUNE)
    assert by_item(office, JUNE) == reports.figures(pipeline.totals(office, JUNE))


AMOUNTS = st.one_of(st.none(), st.decimals(-99999999, 99999999, places=2), st.decimals(-10, 10, places=5), st.just(Decimal("123456789012.34")),
                    st.just("暂无"), st.just(Decimal("1E-7")))


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return county(tmp_path_factory.mktemp("plan") / "东县", 0).plan


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(reported=st.lists(st.tuples(st.integers(6, 9), st.sampled_from(["甲镇", "乙镇"]), st.sampled_from(["C1-1", "C1-2", "C9"]), AMOUNTS), max_size=10))
def test_whatever_was_reported(plan: Plan, tmp_path_factory: pytest.TempPathFactory, reported: Sequence[tuple[int, str, str, Scalar]]) -> None:
    """Blanks, negatives, too many decimals, text, somebody else's project, twice: by sums or not, the totals are the same."""
    office = Office(Workspace(tmp_path_factory.mktemp("any")), plan)
    last = Period(2023, 9)
    with Ledger.open(office.workspace.ledger) as ledger:
        for number, (month, town, item, amount) in enumerate(reported):
            unit, period = f"东县{town}", Period(2023, month)
            values: Mapping[str, Scalar] = {"本月完成投资": amount, "项目状态": "在建"}
            ledger.record(receipt(str(number), moment(1, minute=number), unit=unit, period=period), submission(str(number), values, unit, period, item))
        pipeline.export_parquet(office, last, office.workspace.root)
    expected = by_item(office, last)

    assert expected == reports.figures(pipeline.totals(office, last))
    assert expected == reports.figures(pipeline.totals(office, last, office.workspace.root))


def changed(plan: Plan, **changes: Mapping[str, object]) -> Plan:
    """``plan`` with one field of its first table changed."""
    (name, what), = changes.items()
    table = plan.tables[0]
    fields = tuple(replace(f, **what) if f.name == name else f for f in table.fields)  # type: ignore[arg-type]
    return replace(plan, tables=(replace(table, fields=fields), *plan.tables[1:]))


@pytest.mark.parametrize("formula", ["[本月完成投资]*1.1", "MAX([上期:本年累计完成投资],[本月完成投资])", "[上期:本年累计完成投资]+[序时进度]"])
def test_other_formulas_are_worked_out_by_item(plan: Plan, formula: str) -> None:
    """Whatever is more than a sum or a difference of the table's own numbers."""
    with pytest.raises(NotLinear):
        Linear(changed(plan, 本年累计完成投资={"formula": parse(formula)}), Period(2023, 6))


def test_a_project_of_several_units_is_worked_out_by_item(plan: Plan) -> None:
    """Only the lead unit's report counts, which no sum knows."""
    table: Table = plan.tables[0]
    items: tuple[Item, ...] = tuple(replace(i, units=("东县甲镇", "东县乙镇")) for i in table.items)
    with pytest.raises(NotLinear, match="several units"):
        Linear(replace(plan, tables=(replace(table, items=items),)), Period(2023, 6))


def test_what_the_plan_fixes_must_be_numbers_of_the_columns_decimals(plan: Plan) -> None:
    """A third decimal would be rounded for each item."""
    table = plan.tables[0]
    for value in (Decimal("1.005"), "约三千万"):
        items = tuple(replace(i, fixed={**i.fixed, "截至上年底累计完成": value}) for i in table.items)
        with pytest.raises(NotLinear, match="截至上年底累计完成"):
            Linear(replace(plan, tables=(replace(table, items=items),)), Period(2023, 6)).totals({})


def test_own_fields_that_are_summed_are_asked_for(plan: Plan) -> None:
    """A new column with 求和 is a further sum, and nothing else changes."""
    own: Field = replace(next(f for f in plan.tables[0].fields if f.name == "本月完成投资"), name="其中中央资金")
    wider = replace(plan, tables=(replace(plan.tables[0], fields=(*plan.tables[0].fields, own)), *plan.tables[1:]))

    assert {"本月完成投资", "其中中央资金"} == Linear(wider, Period(2023, 6)).needed


def test_nothing_is_written_to_the_ledger(practice_copy: Path) -> None:
    """Adding up leaves the file as it was; export and summing need no writer's lock."""
    office = pipeline.open_office(practice_copy)
    with sqlite3.connect(office.workspace.ledger) as db:
        before = db.execute("SELECT name FROM sqlite_schema ORDER BY 1").fetchall()
        db.execute("BEGIN IMMEDIATE")
        pipeline.totals(office, JUNE)
        db.execute("ROLLBACK")
        assert before == db.execute("SELECT name FROM sqlite_schema ORDER BY 1").fetchall()
    db.close()
    assert export.KINDS == ("csv", "json")
