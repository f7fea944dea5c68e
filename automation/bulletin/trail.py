"""亮灯轨迹 and 连续滞后 on 月度台账 as formulas over the months before them in the row."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from automation.bulletin.columns import ANNUAL, LIGHT
from automation.bulletin.layout import Layout, TableLayout
from automation.bulletin.written import Written
from automation.derive import SHARE_PLACES
from automation.lights import light, threshold_formula
from automation.period import Period
from automation.summary import ItemFigures

_GAP_PLACES = 6


@dataclass(frozen=True)
class Trail:
    """One item's row."""

    layout: Layout
    table: TableLayout
    figures: ItemFigures

    @property
    def row(self) -> int:
        """The item's row on the sheet."""
        return self.layout.ledger.rows[self.table.code, self.figures.item.code]

    def light(self, ordinal: int) -> Written:
        """The light of the table's ``ordinal``-th month of the year, one glyph; the value alone where no formula gives it."""
        ledger, shown = self.layout.ledger, self.figures.lights[ordinal - 1]
        if ordinal == self.table.period.ordinal:
            return Written(shown.glyph, f"=LEFT({self.table.reference(self.figures.item.code, LIGHT)},1)")
        if not self._follows(ordinal):
            return Written(shown.glyph)
        plan, start = self._cell(ledger.ANNUAL), self._cell(ledger.START)
        done = f"SUM({self._cell(ledger.FIRST_MONTH)}:{self._cell(ledger.column(self.table.code, ordinal))})"
        gap = f"ROUND((ROUND({done}/{plan},{SHARE_PLACES})-{self._elapsed(ordinal)})*100,{_GAP_PLACES})"
        settings, elapsed = self.layout.summary.plan.settings, f"({self._elapsed(ordinal)})"
        yellow, red = (threshold_formula(line, elapsed, settings) for line in ("滞后黄线", "滞后红线"))
        behind = f'IF({gap}>=-{yellow},"●",IF({gap}>=-{red},"▲","■"))'
        return Written(shown.glyph, f'=IF(OR({plan}=0,{start}>{self._period(ordinal).last_month}),"○",{behind})')

    def _follows(self, ordinal: int) -> bool:
        summary, plan = self.layout.summary, self.figures.number(ANNUAL)
        done = sum((m for m in self.figures.months[:ordinal] if m is not None), Decimal(0))
        period = self._period(ordinal)
        gap: Decimal | None = None
        if plan:
            rate = _round(done / plan, SHARE_PLACES)
            gap = _round((rate - summary.plan.settings.time_progress(period)) * 100, _GAP_PLACES)
        found = light(plan, self.figures.start_month, period, gap, summary.plan.settings)
        return found.glyph == self.figures.lights[ordinal - 1].glyph

    def _elapsed(self, ordinal: int) -> str:
        settings, period = self.layout.summary.plan.settings, self._period(ordinal)
        return str(settings.time_progress(period)) if settings.progress_by_day else f"{period.last_month}/12"

    def behind(self) -> Written:
        """连续滞后: lights that are yellow or red, counted from the last one back."""
        expression = "0"
        ledger = self.layout.ledger
        for ordinal in range(1, self.table.period.ordinal + 1):
            cell = self._cell(ledger.first_light + ledger.place(self.table.code, ordinal) - 1)
            expression = f'IF(OR({cell}="▲",{cell}="■"),1+{expression},0)'
        return Written(Decimal(self.figures.months_behind), f"={expression}")

    def _cell(self, col: int) -> str:
        return xl_rowcol_to_cell(self.row, col)

    def _period(self, ordinal: int) -> Period:
        return Period(self.table.period.year, ordinal, self.table.period.frequency)


def _round(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
