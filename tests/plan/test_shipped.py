"""The plans that ship hold the published facts, whole and to the letter."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from automation.model.plan import Plan, Table
from automation.plan import shipped
from plans.build import build

FACTS = Path(__file__).parent.parent / "facts"


@pytest.fixture(scope="module")
def suining() -> Plan:
    return shipped.load("suining-2017")


def rows(name: str) -> list[dict[str, str]]:
    with (FACTS / f"suining_2017_{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(plan: Plan, code: str) -> Table:
    found = plan.table(code)
    assert found is not None
    return found


@pytest.mark.parametrize(("code", "facts", "total"), [("附件2", "projects_annex2", 687220), ("附件3", "projects_annex3", 112820)])
def test_every_project_is_there_to_the_letter(suining: Plan, code: str, facts: str, total: int) -> None:
    """Names, kinds, places, contents, years and amounts of every project are those of the notice."""
    published = [(r["no"], r["name"], r["nature"], r["location"] or None, r["content_summary"], r["period_text"],
                  Decimal(r["total_investment_wan"]), r.get("lead_unit", ""), r.get("construction_unit"), r.get("responsible_unit"))
                 for r in rows(facts)]

    ours = [(i.ordinal, i.name, i.fixed["建设性质"], i.fixed["建设地址"], i.fixed["主要建设内容"], i.fixed["建设年限"], i.fixed["总投资"],
             i.lead_unit, i.fixed.get("建设单位"), i.fixed.get("责任单位")) for i in table(suining, code).items]

    assert published == ours
    assert sum(i[6] for i in ours) == total == table(suining, code).control_total


def test_the_six_shared_projects_bear_one_code(suining: Plan) -> None:
    """Projects that stand in both tables are one project: counted once, they make 23 projects and 744340."""
    pairs = {(int(r["annex2_no"]), int(r["annex3_no"])) for r in rows("overlap")}
    second = {i.code: int(i.ordinal) for i in table(suining, "附件2").items}
    third = {i.code: int(i.ordinal) for i in table(suining, "附件3").items}
    amounts = {i.code: i.fixed["总投资"] for t in suining.tables[:2] for i in t.items}

    assert pairs == {(second[c], third[c]) for c in second.keys() & third.keys()}
    assert len(amounts) == 23
    assert sum(Decimal(str(a)) for a in amounts.values()) == 744340


def test_every_task_is_reported_by_its_leading_section(suining: Plan) -> None:
    """Eight tasks, each reported by the section that leads it."""
    published = [(r["no"], r["title"].replace(",", "，"), (r["lead_section"],), r["responsible_sections"].replace(";", "、") or None)
                 for r in rows("tasks")]

    assert published == [(i.ordinal, i.name, i.units, i.fixed["责任科室"]) for i in table(suining, "任务").items]


def test_every_target_is_there(suining: Plan) -> None:
    """Sixteen targets on ten indicators: interim targets are targets of one indicator."""
    published = sorted((r["name"], r["unit"], r["operator"], Decimal(r["target"]), int(r["target_year"])) for r in rows("indicators"))

    ours = sorted((i.name, str(i.fixed["计量单位"]), t.relation, t.value or Decimal(-1), t.due.year if t.due else 0)
                  for i in table(suining, "指标").items for t in i.targets)

    assert published == ours
    assert len(table(suining, "指标").items) == 10


@pytest.mark.parametrize("name", shipped.names())
def test_the_workbook_is_what_its_source_builds(name: str, tmp_path: Path) -> None:
    """A shipped workbook is built from its source, byte for byte, so that neither drifts."""
    with_source = build(name, tmp_path).read_bytes()
    target = tmp_path / "shipped.xlsx"
    shipped.copy(name, target)

    assert with_source == target.read_bytes()
