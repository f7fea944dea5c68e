"""Published rows and the plans that ship, for tests that compare the two."""

import csv
from decimal import Decimal
from pathlib import Path

from automation.model.plan import Item, Plan, Table

FACTS = Path(__file__).parent.parent / "facts"


def published(name: str) -> list[dict[str, str]]:
    """The published rows of ``facts/NAME.csv``."""
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(plan: Plan, code: str) -> Table:
    """The table ``code`` of ``plan``."""
    found = plan.table(code)
    assert found is not None
    return found


def number(text: str) -> Decimal | None:
    """A published figure; None where nothing is stated."""
    return Decimal(text) if text else None


def said(item: Item, field: str) -> str:
    """What a fixed field of an item says; empty for nothing."""
    value = item.fixed.get(field)
    return "" if value is None else str(value)


def targets(plan: Plan) -> list[tuple[str, str, str, str, Decimal | None, str]]:
    """Every target of every indicator: name, unit of measure, 口径, relation, figure and month due, sorted."""
    return sorted(((i.name, said(i, "计量单位"), said(i, "口径"), t.relation, t.value, str(t.due or ""))
                   for i in table(plan, "指标").items for t in i.targets), key=str)
