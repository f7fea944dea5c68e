"""The live formulas of a project table, each with the value that it must give.

A formula is written only where it gives exactly what the summary says; where it would not (cumulative figures that a
unit types itself, a formula of the office's own that looks back a month), the cell holds the summary's value.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from automation.bulletin.columns import ANNUAL, GAP, LIGHT, MONTH, YEAR
from automation.bulletin.frame import MISSING, NOTHING
from automation.bulletin.layout import FIRST_ROW, LEDGER, PARAMETERS, Layout, TableLayout
from automation.bulletin.places import address, area
from automation.bulletin.written import Shown, Written
from automation.derive import SHARE_PLACES, constants, rounded
from automation.formula import Fault, Formula, Ref, Scalar
from automation.lights import Light, light, threshold_formula
from automation.model.plan import Category, DataType, Field, RollUp
from automation.summary import ItemFigures


@dataclass(frozen=True)
class ItemFormulas:
    """Formulas of one item's row."""

    layout: Layout
    table: TableLayout
    figures: ItemFigures

    def cell(self, key: str) -> str:
        """Address on the same sheet: ``L14``."""
        return self.table.cell(self.figures.item.code, key)

    @property
    def start(self) -> str:
        """Address of 计划开工月, on 月度台账."""
        return self.layout.ledger.start(self.table.code, self.figures.item.code)

    def month(self) -> Written:
        """本月完成投资 as reported, or 未报."""
        value = self.figures.number(MONTH)
        return Written(MISSING if value is None else value)

    def year(self) -> Written:
        """本年累计: the months before on 月度台账 and this one here."""
        value = self.figures.number(YEAR) or Decimal(0)
        if sum((m for m in self.figures.months if m is not None), Decimal(0)) != value:
            return Written(value)
        return Written(value, f"={self._months_before()}N({self.cell(MONTH)})")

    def _months_before(self) -> str:
        ledger, table = self.layout.ledger, self.table.code
        if self.table.period.first_of_year:
            return ""
        row, last = ledger.rows[table, self.figures.item.code], ledger.column(table, self.table.period.ordinal - 1)
        return f"SUM({area(LEDGER, row, ledger.FIRST_MONTH, row, last)})+"

    def gap(self, field: Field) -> Written:
        """与序时比, but — for a project that nothing is expected of yet."""
        written = self.computed(field)
        value = written.value if self._measured else NOTHING
        if not written.formula:
            return Written(value)
        waits = f"OR(N({self.cell(ANNUAL)})=0,{self.start}>月份)"
        return Written(value, f'=IF({waits},"{NOTHING}",{written.formula[1:]})')

    @property
    def _measured(self) -> bool:
        return self.figures.light not in (Light.NOT_PLANNED, Light.NOT_STARTED)

    def light(self) -> Written:
        """亮灯 from 与序时比 and the thresholds on 口径说明."""
        shown, summary, gap = self.figures.light, self.layout.summary, self.figures.values.get(GAP)
        expected = light(self.figures.number(ANNUAL), self.figures.start_month, summary.period, gap, summary.plan.settings)
        if shown is not expected:
            return Written(shown.value)
        yellow, red = (threshold_formula(line, "序时进度", summary.plan.settings) for line in ("滞后黄线", "滞后红线"))
        return Written(shown.value, f'=IF(N({self.cell(ANNUAL)})=0,"{Light.NOT_PLANNED.value}",'
                                    f'IF(NOT(ISNUMBER({self.cell(GAP)})),"{Light.NOT_STARTED.value}",'
                                    f'IF({self.cell(GAP)}>=-{yellow},"{Light.GREEN.value}",'
                                    f'IF({self.cell(GAP)}>=-{red},"{Light.YELLOW.value}","{Light.RED.value}"))))')

    def computed(self, field: Field) -> Written:
        """A computed field of the plan, in the plan's own formula."""
        value = self.figures.values.get(field.name)
        shown = NOTHING if value is None or value == "" else value
        texts = {MONTH: self.month().value, LIGHT: self.figures.light.value} | ({} if self._measured else {GAP: NOTHING})
        values = {**self.figures.values, **constants(self.layout.summary.plan.settings, self.layout.summary.period), **texts}
        return _rendered(field, shown, values, self._address)

    def _address(self, name: str) -> str:
        return self.start if name == "计划开工月" else self.cell(name)


@dataclass(frozen=True)
class TotalFormulas:
    """Formulas of a table's totals row."""

    layout: Layout
    table: TableLayout

    def cell(self, key: str) -> str:
        """Address on the same sheet: ``L20``."""
        return address(self.table.totals_row, self.table.column(key))

    def of(self, field: Field) -> Written:
        """A sum, a 按行 field computed from the sums, or nothing."""
        figures = self.table.figures
        if field.rollup is RollUp.SUM:
            col = self.table.column(field.name)
            cells = f"{address(FIRST_ROW, col)}:{address(self.table.last_row, col)}"
            return Written(figures.total(field.name), f"=SUM({cells})")
        if field.rollup is not RollUp.ROW:
            return Written("")
        value = figures.totals.get(field.name)
        values = {**figures.totals, **constants(self.layout.summary.plan.settings, self.layout.summary.period)}
        return _rendered(field, NOTHING if value is None or value == "" else value, values, self.cell)

    def lights(self) -> Written:
        """How many of each light: ``● 5  ▲ 1  ■ 3  ○ 5``."""
        col = self.table.column(LIGHT)
        cells = f"{address(FIRST_ROW, col)}:{address(self.table.last_row, col)}"
        counts = {"●": (Light.GREEN,), "▲": (Light.YELLOW,), "■": (Light.RED,), "○": (Light.NOT_PLANNED, Light.NOT_STARTED)}
        formula = '&"  '.join(f'{glyph} "&COUNTIF({cells},"{glyph}*")' for glyph in counts)
        value = "  ".join(f"{glyph} {self.table.figures.count(*lights)}" for glyph, lights in counts.items())
        return Written(value, '="' + formula)


def _rendered(field: Field, shown: Scalar, values: Mapping[str, Scalar], address: Callable[[str], str]) -> Written:
    value = shown if isinstance(shown, Decimal | str) else str(shown)
    formula = field.formula
    if field.category is not Category.COMPUTED or formula is None or not _reproduces(field, formula, value, values):
        return Written(value)
    try:
        expression = formula.excel(lambda ref: ref.name if ref.name in PARAMETERS else address(ref.name))
    except KeyError:
        return Written(value)
    if field.type.numeric:
        places = SHARE_PLACES if field.type is DataType.SHARE else field.decimals
        expression = f"ROUND({expression},{places})"
    return Written(value, f'=IFERROR({expression},"{NOTHING}")')


def _reproduces(field: Field, formula: Formula, shown: Shown, values: Mapping[str, Scalar]) -> bool:
    """Whether the formula over what the cells show gives what the summary says."""
    if any(ref.previous for ref in formula.refs):
        return False

    def look_up(ref: Ref) -> Scalar:
        value = values.get(ref.name)
        return NOTHING if value == "" else value

    result = formula.evaluate(look_up)
    if isinstance(result, Fault):
        return shown == NOTHING
    return rounded(field, result) == shown
