"""This office as one unit of the level above: all items of its plan are its own."""

from dataclasses import replace

from automation.model.plan import Plan, Unit


def one_unit(plan: Plan, name: str = "") -> tuple[Plan, Unit]:
    """The plan with one unit that reports everything; ``name`` is what the level above calls it, 主办单位 unless told."""
    called = name or plan.settings.host
    known = plan.unit(called)
    # A level that does not know the code goes by the name beside it.
    unit = replace(known, members=(), reports=True) if known else Unit(called, called)
    tables = tuple(replace(t, items=tuple(replace(i, units=(unit.name,)) for i in t.items)) for t in plan.tables)
    return replace(plan, units=(unit,), tables=tables), unit
