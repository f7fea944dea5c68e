"""亮灯轨迹 and 连续滞后 on 月度台账 as formulas over the months before them in the row."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from xlsxwriter.utility import xl_col_to_name

from automation.bulletin.columns import ANNUAL, LIGHT
from automation.bulletin.layout import Layout, TableLayout
from automation.bulletin.written import Written
from automation.derive import SHARE_PLACES
from automation.lights import light, threshold_formula
from automation.period import Period
from automation.summary import ItemFigures

_GAP_PLACES = 6


@dataclass(frozen=True)
class _Step:
    """What one month (or quarter) is to all rows of a table."""

    period: Period
    done: str
    """Column of 完成投资, as a letter."""
    light: str
    """Column of the light."""
    progress: Decimal
    elapsed: str
    """The same time progress as a formula has it."""
    yellow: str
    red: str


class Trails:
    """One table's rows."""

    def __init__(self, layout: Layout, table: TableLayout) -> None:
        self.table, self.settings, self.ledger = table, layout.summary.plan.settings, layout.ledger
        self.steps = tuple(self._step(ordinal) for ordinal in range(1, table.period.ordinal + 1))
        self.annual, self.start, self.first = (
            xl_col_to_name(col) for col in (self.ledger.ANNUAL, self.ledger.START, self.ledger.FIRST_MONTH))

    def _step(self, ordinal: int) -> _Step:
        settings, ledger, code = self.settings, self.ledger, self.table.code
        period = Period(self.table.period.year, ordinal, self.table.period.frequency)
        progress = settings.time_progress(period)
        elapsed = str(progress) if settings.progress_by_day else f"{period.last_month}/12"
        yellow, red = (threshold_formula(line, f"({elapsed})", settings) for line in ("滞后黄线", "滞后红线"))
        light = xl_col_to_name(ledger.first_light + ledger.place(code, ordinal) - 1)
        return _Step(period, xl_col_to_name(ledger.column(code, ordinal)), light, progress, elapsed, yellow, red)

    def row(self, figures: ItemFigures) -> int:
        """The item's row on the sheet."""
        return self.ledger.rows[self.table.code, figures.item.code]

    def lights(self, figures: ItemFigures) -> Iterator[Written]:
        """The light of each month of the year so far, one glyph; the value alone where no formula gives it."""
        line, done = self.row(figures) + 1, Decimal(0)
        for step, month, shown in zip(self.steps, figures.months, figures.lights, strict=True):
            done += month or 0
            if step is self.steps[-1]:
                yield Written(shown.glyph, f"=LEFT({self.table.reference(figures.item.code, LIGHT)},1)")
            elif self._found(figures, step, done) != shown.glyph:
                yield Written(shown.glyph)
            else:
                yield Written(shown.glyph, self._formula(step, line))

    def _found(self, figures: ItemFigures, step: _Step, done: Decimal) -> str:
        """The glyph that the formula gives."""
        plan = figures.number(ANNUAL)
        gap: Decimal | None = None
        if plan:
            gap = _round((_round(done / plan, SHARE_PLACES) - step.progress) * 100, _GAP_PLACES)
        return light(plan, figures.start_month, step.period, gap, self.settings).glyph

    def _formula(self, step: _Step, line: int) -> str:
        plan, start = f"{self.annual}{line}", f"{self.start}{line}"
        done = f"SUM({self.first}{line}:{step.done}{line})"
        gap = f"ROUND((ROUND({done}/{plan},{SHARE_PLACES})-{step.elapsed})*100,{_GAP_PLACES})"
        behind = f'IF({gap}>=-{step.yellow},"●",IF({gap}>=-{step.red},"▲","■"))'
        return f'=IF(OR({plan}=0,{start}>{step.period.last_month}),"○",{behind})'

    def behind(self, figures: ItemFigures) -> Written:
        """连续滞后: lights that are yellow or red, counted from the last one back."""
        expression, line = "0", self.row(figures) + 1
        for step in self.steps:
            expression = f'IF(OR({step.light}{line}="▲",{step.light}{line}="■"),1+{expression},0)'
        return Written(Decimal(figures.months_behind), f"={expression}")


def _round(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
