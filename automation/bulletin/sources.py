"""Every reported figure of a bulletin with the cell that shows it, in the order in which sheet 溯源 lists them."""

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from automation.bulletin import frame
from automation.bulletin.columns import MONTH, Column
from automation.bulletin.duty_places import U_NOW, U_PART, U_WHOLE, UNITS, DutyPlaces, Figures
from automation.bulletin.layout import LEDGER, Layout, TableLayout
from automation.bulletin.written import Shown, number_format, plain_format
from automation.model.plan import Category, Table
from automation.model.submission import Entry
from automation.period import Period
from automation.rollup.measures import PART, VALUE, WHOLE, WORDS
from automation.rollup.tasks import RATE
from automation.styles.tokens import MONEY, PERCENT, PLAIN_MONEY, PLAIN_MONEY_DECIMAL
from automation.summary import ItemFigures, TaskFigures, UnitReport

FIRST_ROW = 3
"""Row of the first one on 溯源."""
_MOST_WITH_MONTHS = 5_000
"""Lines up to which the months before have lines too."""


@dataclass(frozen=True)
class Source:
    """One reported figure."""

    code: str
    """Of the table; of a month before, the name of the sheet."""
    sheet: str
    row: int
    col: int
    """Where the bulletin shows the figure, from 0."""
    name: str
    """Of the item, with the unit where several report it."""
    heading: str
    value: Shown
    """The figure as reported, or 未报."""
    shown: str
    """Its number format."""
    entry: Entry | None
    """None where nothing was reported."""


_FOUND: WeakKeyDictionary[Layout, tuple[Source, ...]] = WeakKeyDictionary()
"""Every sheet that leads somewhere asks for the lines of 溯源."""


def sources(layout: Layout) -> Iterator[Source]:
    """Every reported figure in the order of the tables; what must be reported also where it was not."""
    for table in layout.tables:
        reported = [(n, c, _format(number_format(c, table.figures.items))) for n, c in enumerate(table.columns)
                    if c.field and c.field.category is Category.FILLED and c.field.type.numeric]
        for figures in table.figures.items:
            for col, column, look in reported:
                entry = figures.entries.get(column.key)
                if entry is not None or column.key == MONTH:
                    yield _project(table, figures, col, column, look, entry)
    places = layout.duties
    for section in places.unit_sections:
        for one in section.items:
            for report in one.reports:
                yield from _duty(places, section.table.table, one, report)


def all_sources(layout: Layout) -> tuple[Source, ...]:
    """Every line of 溯源: what was reported for the period, then the months of the year before it.

    An office of very many projects has the months in its bulletins of those months only.
    """
    if layout not in _FOUND:
        found, earlier = tuple(sources(layout)), tuple(_months(layout))
        _FOUND[layout] = (*found, *earlier) if len(found) + len(earlier) <= _MOST_WITH_MONTHS else found
    return _FOUND[layout]


def _months(layout: Layout) -> Iterator[Source]:
    ledger = layout.ledger
    for table in layout.tables:
        code, period = table.code, table.period
        months = [Period(period.year, n, period.frequency) for n in range(1, period.ordinal)]
        heads = [(ledger.column(code, month.ordinal), f"{month.short_label}完成投资") for month in months]
        for figures in table.figures.items:
            row = ledger.rows[code, figures.item.code]
            for (col, head), entry, value in zip(heads, figures.earlier, figures.months, strict=False):
                if entry is not None and value is not None:
                    yield Source(LEDGER, LEDGER, row, col, figures.item.name, head, value, plain_format([value]), entry)


def _project(table: TableLayout, figures: ItemFigures, col: int, column: Column, look: str, entry: Entry | None) -> Source:
    heading, value = column.heading.replace("\n", ""), figures.number(column.key)
    heading = f"{heading}投资" if column.key == MONTH and heading.endswith("完成") else heading
    return Source(table.code, table.sheet, table.rows[figures.item.code], col, figures.item.name, heading,
                  frame.MISSING if value is None else value, look, entry)


def _duty(places: DutyPlaces, table: Table, figures: Figures, report: UnitReport) -> Iterator[Source]:
    """本期填报, and 分子 and 分母 of a ratio; one line 未报 for a unit that is silent."""
    row = places.unit_rows[table.code, figures.item.code, report.unit]
    name = figures.item.name if len(figures.reports) == 1 else f"{figures.item.name}({report.unit})"
    rate = isinstance(figures, TaskFigures)
    field = RATE if rate else VALUE
    if not report.current:
        if isinstance(figures, TaskFigures) or figures.measure != WORDS:
            yield Source(table.code, UNITS, row, U_NOW, name, field, frame.MISSING, PLAIN_MONEY, None)
        return
    for word, col in ((field, U_NOW), *(() if rate else ((PART, U_PART), (WHOLE, U_WHOLE)))):
        value = report.number(word)
        if value is not None:
            shown = PERCENT if rate else plain_format([value])
            yield Source(table.code, UNITS, row, col, name, word, value, shown, report.entries[word])


def _format(shown: str) -> str:
    """The number format ``shown`` of a column, but with 0 as 0: it was reported, and is not 未报."""
    return shown if shown == PERCENT else PLAIN_MONEY if shown == MONEY else PLAIN_MONEY_DECIMAL
