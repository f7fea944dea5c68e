"""Projects behind time progress, each once however many tables it stands in, the furthest behind first."""

from dataclasses import dataclass
from decimal import Decimal

from automation.bulletin.columns import GAP
from automation.bulletin.standings import project_tables
from automation.lights import Light
from automation.summary import ItemFigures, Summary, TableFigures


@dataclass(frozen=True)
class Lagging:
    """A project whose light is yellow or red."""

    table: TableFigures
    """The table in which it is furthest behind."""
    figures: ItemFigures


def lagging_projects(summary: Summary, *lights: Light) -> tuple[Lagging, ...]:
    """Projects that show one of ``lights`` (yellow or red when none is named), largest lag first."""
    wanted = lights or (Light.YELLOW, Light.RED)
    found: dict[str, Lagging] = {}
    for table in project_tables(summary):
        for figures in table.items:
            if not figures.light.behind:
                continue
            other = found.get(figures.item.code)
            if other is None or lag(figures) < lag(other.figures):
                found[figures.item.code] = Lagging(table, figures)
    ordered = sorted(found.values(), key=lambda one: lag(one.figures))
    return tuple(one for one in ordered if one.figures.light in wanted)


def lag(figures: ItemFigures) -> Decimal:
    """Percentage points against time progress, negative when behind."""
    gap = figures.number(GAP)
    return Decimal(0) if gap is None else gap
