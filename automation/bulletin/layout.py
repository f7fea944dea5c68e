"""Where everything in the bulletin stands, decided before anything is written. Rows and columns count from 0.

Sheets refer to one another only through what this module says, so a formula on one sheet and the cell that it names on
another cannot drift apart.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_rowcol_to_cell

from automation.bulletin.columns import (
    ANNUAL,
    BEFORE,
    GAP,
    LIGHT,
    MONTH,
    RATE,
    TOTAL,
    YEAR,
    Column,
    lead_key,
    project_columns,
)
from automation.bulletin.duty_places import DUTY_SHEETS, DutyPlaces
from automation.bulletin.places import area, legal_sheet, legal_suffix, reference
from automation.model.plan import Kind
from automation.period import Period
from automation.summary import Summary, TableFigures

COVER, CORRECTIONS, RANKING, LAGGING, CHANGES, SUBMISSIONS = "通报", "更正", "单位排名", "滞后项目", "与上期对比", "报送情况"
LEDGER, CONSISTENCY, TRACE, PARTS, DEFINITIONS = "月度台账", "数据校核", "溯源", "合计构成", "口径说明"
SHEETS = (COVER, CORRECTIONS, *DUTY_SHEETS, RANKING, LAGGING, CHANGES, SUBMISSIONS, LEDGER, CONSISTENCY, TRACE, PARTS, DEFINITIONS)

FIRST_ROW = 5
"""First item of a project table."""

PARAMETERS = ("年度", "月份", "序时进度", "滞后黄线", "滞后红线")
"""Defined names of the cells on 口径说明 that every light hangs on, in the order they stand there."""
PARAMETER_ROW, PARAMETER_COL = 3, 2
SUBMISSION_NAMES = ("报送_应报", "报送_按时", "报送_迟报", "报送_未报")
"""Defined names that sheet 报送情况 gives."""
TOTAL_NAMES = {"总投资": TOTAL, "年度计划": ANNUAL, "上年底累计": BEFORE, "本月完成": MONTH, "累计完成": YEAR, "完成率": RATE, "序时差": GAP}
"""What a defined name of a table's totals row starts with -> key of the column: 总投资_附件2."""
LIGHT_NAME = "亮灯"
"""What the defined name of a table's lights starts with; it is an area: 亮灯_附件2."""


def parameter_reference(name: str) -> str:
    """Address of the parameter ``name`` on 口径说明."""
    return reference(DEFINITIONS, PARAMETER_ROW + PARAMETERS.index(name), PARAMETER_COL)


def table_name(word: str, code: str) -> str:
    """The defined name of ``word`` (one of TOTAL_NAMES, or 亮灯) for table ``code``: 总投资_附件2."""
    return f"{word}_{legal_suffix(code)}"


@dataclass(frozen=True)
class TableLayout:
    """One project table on its own sheet."""

    figures: TableFigures
    sheet: str
    columns: tuple[Column, ...]
    period: Period
    """The period in the table's own frequency: its figures have one month, quarter … for each of the year's so far."""

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Row of each item, by its code."""
        return {f.item.code: FIRST_ROW + n for n, f in enumerate(self.figures.items)}

    @cached_property
    def code(self) -> str:
        """Code of the table."""
        return self.figures.table.code

    @property
    def last_row(self) -> int:
        """Row of the last item."""
        return FIRST_ROW + len(self.figures.items) - 1

    @property
    def totals_row(self) -> int:
        """Row of 合计."""
        return self.last_row + 1

    @cached_property
    def lead(self) -> str:
        """Key of the column that holds the lead unit (牵头单位, or 责任单位 where that is the same); empty without one."""
        return lead_key(self.columns, tuple(f.item for f in self.figures.items))

    def column(self, key: str) -> int:
        """Column of ``key``; raises KeyError for one that the table does not show."""
        return self._places[key]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {column.key: number for number, column in reversed(tuple(enumerate(self.columns)))}

    def cell(self, item_code: str, key: str) -> str:
        """Address of an item's cell on its own sheet, for links: ``L14``."""
        return xl_rowcol_to_cell(self.rows[item_code], self.column(key))

    def reference(self, item_code: str, key: str) -> str:
        """Address of an item's cell for another sheet's formula: ``附件2项目总表!$L$14``."""
        return reference(self.sheet, self.rows[item_code], self.column(key))

    def total(self, key: str) -> str:
        """Address of the total of ``key`` for another sheet's formula."""
        return reference(self.sheet, self.totals_row, self.column(key))

    @property
    def names(self) -> Mapping[str, str]:
        """Defined names of the totals and of the lights -> reference."""
        totals = {table_name(word, self.code): self.total(key) for word, key in TOTAL_NAMES.items()}
        return {**totals, table_name(LIGHT_NAME, self.code): self.range(LIGHT)}

    @property
    def counted_col(self) -> int:
        """Column right of the print area that says, with 1 or 0, whether an item counts in a total over all tables."""
        return len(self.columns) + 1

    @property
    def counted(self) -> str:
        """All items' cells of that column for another sheet's formula."""
        return area(self.sheet, FIRST_ROW, self.counted_col, self.last_row, self.counted_col)

    def range(self, key: str) -> str:
        """All items' cells of ``key`` for another sheet's formula: ``附件2项目总表!$L$6:$L$19``."""
        return area(self.sheet, FIRST_ROW, self.column(key), self.last_row, self.column(key))


@dataclass(frozen=True)
class LedgerLayout:
    """Sheet 月度台账: one section for each project table, a column for each month of the year, a light for each so far.

    The columns go by the most frequent table; in a quarterly table beside a monthly one every third is used. Where a
    method takes ``ordinal`` it is the table's own month or quarter of the year, from 1.
    """

    period: Period
    """The bulletin's period in the frequency of the columns."""
    tables: tuple[TableLayout, ...]

    ORDINAL, NAME, ANNUAL, START, FIRST_MONTH = range(5)
    FIRST_SECTION = 4

    @property
    def steps(self) -> int:
        """How many months (or quarters) the year has."""
        return 12 // self.period.frequency.months

    @property
    def year(self) -> int:
        """Column of 本年累计."""
        return self.FIRST_MONTH + self.steps

    @property
    def trend(self) -> int:
        """Column of the sparklines."""
        return self.year + 1

    @property
    def first_light(self) -> int:
        """Column of the first light of the year."""
        return self.trend + 1

    @property
    def behind(self) -> int:
        """Column of 连续滞后, the last one printed."""
        return self.first_light + self.period.ordinal

    @cached_property
    def sections(self) -> Mapping[str, int]:
        """Row of each section's heading, by table code; items follow it, then the totals."""
        starts, row = {}, self.FIRST_SECTION
        for table in self.tables:
            starts[table.code] = row
            row += len(table.figures.items) + 2
        return starts

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], int]:
        """Row of each item, by table code and item code."""
        return {(t.code, f.item.code): self.sections[t.code] + 1 + n for t in self.tables for n, f in enumerate(t.figures.items)}

    def totals_row(self, table: str) -> int:
        """Row of a section's 合计."""
        return self.sections[table] + len(self.table(table).figures.items) + 1

    def table(self, code: str) -> TableLayout:
        """The project table with ``code``; raises KeyError."""
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> Mapping[str, TableLayout]:
        return {table.code: table for table in self.tables}

    def place(self, table: str, ordinal: int) -> int:
        """Which column of the year (from 1) a table's ``ordinal``-th month or quarter stands in."""
        return ordinal * self._by_code[table].period.frequency.months // self.period.frequency.months

    def column(self, table: str, ordinal: int) -> int:
        """Column of 完成投资 of a table's ``ordinal``-th month or quarter."""
        return self.FIRST_MONTH + self.place(table, ordinal) - 1

    @property
    def last_row(self) -> int:
        """Last printed row."""
        return self.totals_row(self.tables[-1].code) if self.tables else self.FIRST_SECTION

    @property
    def chart_row(self) -> int:
        """First of the four rows under the print area that feed the front page's chart, for the first table.

        Labels, 当期完成, 累计占年度计划, 序时进度; from column ``FIRST_MONTH``, one cell for each of the table's periods so far.
        """
        return self.last_row + 3

    def month(self, table: str, item_code: str, ordinal: int) -> str:
        """Address of 完成投资 of the ``ordinal``-th month."""
        return reference(LEDGER, self.rows[table, item_code], self.column(table, ordinal))

    def light(self, table: str, item_code: str, ordinal: int) -> str:
        """Address of the light (one glyph) of the ``ordinal``-th month, up to the period's."""
        return reference(LEDGER, self.rows[table, item_code], self.first_light + self.place(table, ordinal) - 1)

    def months_behind(self, table: str, item_code: str) -> str:
        """Address of 连续滞后."""
        return reference(LEDGER, self.rows[table, item_code], self.behind)

    def start(self, table: str, item_code: str) -> str:
        """Address of 计划开工月."""
        return reference(LEDGER, self.rows[table, item_code], self.START)


@dataclass(frozen=True, eq=False)
class Layout:
    """Every position that one sheet may ask of another; one object for each bulletin, known by its identity."""

    summary: Summary
    tables: tuple[TableLayout, ...]
    """Project tables in the plan's order; empty where the period has none."""
    ledger: LedgerLayout

    @classmethod
    def of(cls, summary: Summary) -> "Layout":
        """The layout of one bulletin."""
        tables: list[TableLayout] = []
        for figures in summary.tables:
            if figures.table.kind is Kind.PROJECT:
                taken = [*SHEETS, *(t.sheet for t in tables)]
                sheet = legal_sheet(figures.table.code + figures.table.title, taken)
                period = Period.ending(summary.period.year, summary.period.last_month, figures.table.frequency)
                tables.append(TableLayout(figures, sheet, project_columns(figures.table, period), period))
        finest = min((t.period.frequency for t in tables), key=lambda f: f.months, default=summary.period.frequency)
        columns = Period.ending(summary.period.year, summary.period.last_month, finest)
        return cls(summary, tuple(tables), LedgerLayout(columns, tuple(tables)))

    @cached_property
    def duties(self) -> DutyPlaces:
        """Where tasks and indicators stand."""
        return DutyPlaces(self.summary)

    def table(self, code: str) -> TableLayout:
        """The project table with ``code``; raises KeyError."""
        return self.ledger.table(code)

    def reference(self, table: str, item_code: str, key: str) -> str:
        """Address of an item's cell: ``附件2项目总表!$L$14``."""
        return self.table(table).reference(item_code, key)

    def total_reference(self, table: str, key: str) -> str:
        """Address of a table's total."""
        return self.table(table).total(key)

    def cell_of(self, table: str, item_code: str, key: str) -> tuple[str, str]:
        """Sheet and cell of an item's figure, for links: ("附件2项目总表", "L14")."""
        return self.table(table).sheet, self.table(table).cell(item_code, key)

    def combined(self, key: str) -> str:
        """Expression (without =) for the total of ``key`` over all project tables, each project counted once."""
        return "+".join(f"SUMPRODUCT({t.range(key)},{t.counted})" if self.repeated(t) else t.total(key) for t in self.tables)

    def repeated(self, table: TableLayout) -> Set[str]:
        """Codes of the items of ``table`` that stand in a project table before it."""
        before = self.tables[: self.tables.index(table)]
        return {code for other in before for code in other.rows} & set(table.rows)

    @property
    def names(self) -> Mapping[str, str]:
        """Every defined name -> its reference, but those of 报送情况, which that sheet gives itself."""
        names = {name: parameter_reference(name) for name in PARAMETERS}
        for table in self.tables:
            names |= table.names
        return names
