"""A task's figures as formulas over its units' rows on 单位台账."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from automation.bulletin.duty_places import T_ELAPSED, T_GAP, T_RATE, T_STATE, U_STATE, U_USED, DutyPlaces
from automation.bulletin.frame import MISSING, NOTHING
from automation.bulletin.written import Written
from automation.lights import Light, threshold_formula
from automation.rollup.tasks import BLOCKED, DONE, MOVING, NOT_STARTED, leads_alone
from automation.summary import TaskFigures

GAP_PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class TaskFormulas:
    """Formulas of one task's row on 任务进展."""

    places: DutyPlaces
    table: str
    figures: TaskFigures

    def _cell(self, col: int) -> str:
        return xl_rowcol_to_cell(self.places.task_rows[self.table, self.figures.item.code], col)

    def _area(self, col: int) -> str:
        return self.places.unit_area(self.table, self.figures, col, self._counted)

    @property
    def _counted(self) -> int:
        return 1 if leads_alone(self.figures.item) else len(self.figures.reports)

    def rate(self) -> Written:
        """完成率 of the slowest unit."""
        units = self._area(U_USED)
        value = NOTHING if self.figures.rate is None else self.figures.rate
        return Written(value, f'=IF(COUNT({units})=0,"{NOTHING}",MIN({units}))')

    def gap(self) -> Written:
        """完成率 against the time gone, in percentage points."""
        rate, share = self.figures.rate, self.figures.elapsed
        value = NOTHING if rate is None else ((rate - share) * 100).quantize(GAP_PLACES, ROUND_HALF_UP)
        cell = self._cell(T_RATE)
        return Written(value, f'=IF(ISNUMBER({cell}),ROUND(({cell}-{self._cell(T_ELAPSED)})*100,6),"{NOTHING}")')

    def state(self) -> Written:
        """The worst state; 已完成 only where every unit says so."""
        units = self._area(U_STATE)
        worst = "".join(f'IF(COUNTIF({units},"{s}")>0,"{s}",' for s in (BLOCKED, NOT_STARTED, MOVING))
        done = f'COUNTIF({units},"{DONE}")'
        formula = f'={worst}IF({done}={self._counted},"{DONE}",IF({done}>0,"{MOVING}","{MISSING}"))' + ")))"
        return Written(self.figures.state or MISSING, formula)

    def light(self) -> Written:
        """By state, deadline and time, as 口径说明 says."""
        state, gap = self._cell(T_STATE), self._cell(T_GAP)
        red = f'"{Light.RED.value}"'
        late = self.figures.days_left is not None and self.figures.days_left < 0
        settings, elapsed = self.places.summary.plan.settings, self._cell(T_ELAPSED)
        yellow, line = (threshold_formula(name, elapsed, settings) for name in ("滞后黄线", "滞后红线"))
        graded = (f'IF(N({gap})>=-{yellow},"{Light.GREEN.value}",IF(N({gap})>=-{line},"{Light.YELLOW.value}",{red}))')
        moving = red if late else f'IF({state}="{BLOCKED}",{red},{graded})'
        silent = f'AND({state}="{MISSING}",NOT(ISNUMBER({gap})))'
        formula = f'=IF({silent},"{Light.UNREPORTED.value}",IF({state}="{DONE}","{Light.GREEN.value}",{moving}))'
        return Written(self.figures.light.value, formula)
