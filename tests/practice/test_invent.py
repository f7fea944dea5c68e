import itertools
from decimal import Decimal
from pathlib import Path

import pytest

from automation.forms import forms_for
from automation.formula import Scalar
from automation.model.plan import Category, DataType, Kind, Plan
from automation.period import Period
from automation.plan import shipped
from automation.plan.read import read_plan
from automation.practice.amend import amend
from automation.practice.invent import typed
from tests.practice.any_plan import write_plan

JANUARY, FEBRUARY, JUNE = Period(2017, 1), Period(2017, 2), Period(2017, 6)


@pytest.fixture(scope="module")
def suining(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path = tmp_path_factory.mktemp("plan") / "任务书.xlsx"
    shipped.copy("suining-2017", path)
    amend(path, read_plan(path))
    return read_plan(path)


@pytest.fixture(scope="module")
def quarterly(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path = tmp_path_factory.mktemp("plan") / "任务书.xlsx"
    write_plan(path, "季", "2023-Q1", "2024-Q4")
    amend(path, read_plan(path))
    return read_plan(path)


def series(plan: Plan, field: str, kind: Kind, periods: int = 6) -> dict[tuple[str, str], list[Scalar]]:
    """What every unit types for every item of ``kind`` into ``field``, period by period."""
    found: dict[tuple[str, str], list[Scalar]] = {}
    for n in range(periods):
        period = plan.settings.start.shifted(n)
        for unit in plan.reporting_units(period):
            items = {r.item.code for f in forms_for(plan, unit, period) if f.kind is kind for r in f.rows if field in r.fields}
            for code, values in typed(plan, unit, period).items():
                if code in items:
                    found.setdefault((unit.name, code), []).append(values.get(field))
    return found


def numbers(values: list[Scalar]) -> list[Decimal]:
    return [v for v in values if isinstance(v, Decimal)]


def test_the_same_clerk_types_the_same(suining: Plan) -> None:
    """Nothing depends on when or how often it is asked."""
    unit = suining.reporting_units(JUNE)[0]

    assert typed(suining, unit, JUNE) == typed(suining, unit, JUNE)


@pytest.mark.parametrize("name", shipped.names())
def test_every_required_cell_is_filled_within_its_bounds(name: str) -> None:
    """No clerk who means well is sent back for a text too short, a figure out of range or an empty cell."""
    plan = shipped.load(name)
    period = plan.settings.start.shifted(2)
    for unit in plan.reporting_units(period):
        rows = typed(plan, unit, period)
        for form in forms_for(plan, unit, period):
            for row in form.rows:
                for field in (f for f in form.fields if f.category is Category.FILLED and f.name in row.fields):
                    value = rows[row.item.code].get(field.name)
                    size = Decimal(len(value)) if isinstance(value, str) else value
                    assert value is not None or not field.required, (row.item.code, field.name)
                    assert not isinstance(size, Decimal) or field.type is DataType.CHOICE or (
                        (field.minimum or size) <= size <= (field.maximum or size)), (row.item.code, field.name, value)


def test_months_add_up_to_the_year(suining: Plan) -> None:
    """Amounts are never negative, and the cumulative amount of June is their sum."""
    months = series(suining, "本月完成投资", Kind.PROJECT)

    assert len(months) == 23
    assert all(v >= 0 for values in months.values() for v in numbers(values))


def test_what_a_missed_month_spent_is_reported_in_the_next(suining: Plan) -> None:
    """A unit that missed February reports February and March together."""
    unit = suining.unit("SH")
    assert unit is not None
    march = Period(2017, 3)
    both = typed(suining, unit, march, since=JANUARY)["SN-12"]["本月完成投资"]
    apart = [typed(suining, unit, p)["SN-12"]["本月完成投资"] for p in (FEBRUARY, march)]

    assert sum(numbers(apart)) == both


def test_works_change_from_month_to_month(suining: Plan) -> None:
    """No 形象进度 is said twice running, and none is longer than a clerk would write."""
    for (_, code), texts in series(suining, "形象进度", Kind.PROJECT).items():
        assert all(a != b for a, b in itertools.pairwise(texts)), code
        assert all(8 <= len(str(text)) <= 60 for text in texts), code


def test_a_project_before_its_start_is_in_preparation(suining: Plan) -> None:
    """SN-07 starts in September: until June it is in 前期工作."""
    assert series(suining, "项目状态", Kind.PROJECT)[("事务科", "SN-07")] == ["前期工作"] * 6


def test_who_lags_says_why_and_what_is_done(suining: Plan) -> None:
    """Problem and measure come together, and only with a kind of problem."""
    problems, measures = series(suining, "存在问题", Kind.PROJECT), series(suining, "下步措施", Kind.PROJECT)
    kinds = series(suining, "问题类别", Kind.PROJECT)

    for key, said in problems.items():
        assert [bool(p) for p in said] == [bool(m) for m in measures[key]] == [k != "无" for k in kinds[key]]
    assert any(said[-1] for said in problems.values())


def test_tasks_advance(suining: Plan) -> None:
    """完成率 of a task never falls."""
    shares = series(suining, "完成率", Kind.TASK)

    assert len(shares) == 8
    assert all(sorted(numbers(values)) == values for values in shares.values())


def test_ratios_are_parts_of_a_whole(quarterly: Plan) -> None:
    """The denominator stays, the numerator grows and never passes it."""
    parts, wholes = series(quarterly, "分子", Kind.INDICATOR, 4), series(quarterly, "分母", Kind.INDICATOR, 4)

    assert parts
    for key, values in parts.items():
        assert len(set(wholes[key])) == 1
        assert sorted(numbers(values)) == values
        assert numbers(values)[-1] <= numbers(wholes[key])[-1]


def test_each_measure_moves_as_it_is_judged(quarterly: Plan) -> None:
    """Stocks approach their target by small steps, zero stays zero, a milestone once reached stays reached."""
    figures = {code: numbers(values) for (unit, code), values in series(quarterly, "本期值", Kind.INDICATOR, 4).items() if unit == "甲科"}

    assert sorted(figures["Z0"]) == figures["Z0"]
    assert all(b <= a * Decimal("1.3") for a, b in itertools.pairwise(figures["Z0"]))
    assert figures["Z4"] == [0, 0, 0, 0]
    assert sorted(figures["Z5"]) == figures["Z5"]
    assert figures["Z6"] == [1, 1, 1, 1]
    assert sorted(figures["Z8"], reverse=True) == figures["Z8"]


def test_a_qualitative_indicator_has_words_only(quarterly: Plan) -> None:
    """定性 asks for no figure and gets none."""
    unit = quarterly.unit("甲科")
    assert unit is not None

    assert set(typed(quarterly, unit, Period.parse("2023-Q1"))["Z7"]) == {"说明"}


def test_columns_of_the_office_are_filled_too(quarterly: Plan) -> None:
    """A required column that only this plan has gets something that it takes."""
    unit = quarterly.unit("甲科")
    assert unit is not None
    rows = typed(quarterly, unit, Period.parse("2023-Q2"))

    assert (rows["T1"]["佐证"], rows["P1"]["核对日期"]) == ("有", "2023-06-15")


def test_a_yearly_plan_has_figures(tmp_path: Path) -> None:
    """What a year spends is reported at its end."""
    path = tmp_path / "任务书.xlsx"
    write_plan(path, "年", "2023", "2025")
    plan = read_plan(path)
    unit = plan.unit("乙街道")
    assert unit is not None

    assert typed(plan, unit, Period.parse("2023"))["P2"]["本月完成投资"] != 0
