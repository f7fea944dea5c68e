"""An indicator's figures as formulas over its units' rows on 单位台账, each 口径 in its own way."""

from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from automation.bulletin.definitions import plain
from automation.bulletin.duty_places import (
    I_BASE,
    I_ELAPSED,
    I_GAP,
    I_RATE,
    I_TARGET,
    I_VALUE,
    I_VERDICT,
    U_PART,
    U_USED,
    U_WHOLE,
    DutyPlaces,
)
from automation.bulletin.frame import NOTHING
from automation.bulletin.written import Written
from automation.derive import SHARE_PLACES
from automation.lights import Light, Verdict, threshold_formula
from automation.rollup.indicators import expected, light_of
from automation.rollup.measures import (
    EACH,
    FLOW,
    MILESTONE,
    PERIODIC,
    RATIO,
    RATIO_PLACES,
    WORDS,
    ZERO,
    factor,
    is_ceiling,
)
from automation.summary import IndicatorFigures

_SUM_PLACES = 6


@dataclass(frozen=True)
class IndicatorFormulas:
    """Formulas of one indicator's row on 指标完成."""

    places: DutyPlaces
    table: str
    figures: IndicatorFigures

    def _cell(self, col: int) -> str:
        return xl_rowcol_to_cell(self.places.indicator_rows[self.table, self.figures.item.code], col)

    def _area(self, col: int) -> str:
        return self.places.unit_area(self.table, self.figures, col)

    @property
    def _ceiling(self) -> bool:
        return is_ceiling(self.figures.target)

    @property
    def _goal(self) -> Decimal | None:
        return self.figures.target.value if self.figures.target else None

    def value(self) -> Written:
        """实际值: a sum, a ratio of sums, the worst of all, all or nothing, periods met of periods due."""
        word, used, part, whole = self.figures.measure, self._area(U_USED), self._area(U_PART), self._area(U_WHOLE)
        shown = NOTHING if self.figures.value is None else self.figures.value
        if word == WORDS:
            return Written(NOTHING)
        if word == RATIO:
            ratio = f"ROUND(SUM({part})/SUM({whole})*{plain(factor(self.figures.item))},{RATIO_PLACES})"
            return Written(shown, f'=IF(SUM({whole})=0,"{NOTHING}",{ratio})')
        if word == PERIODIC:
            return Written(shown, f'=IF(SUM({whole})=0,"{NOTHING}",ROUND(SUM({part})/SUM({whole}),{SHARE_PLACES}))')
        whole_sum = f"ROUND(SUM({used}),{_SUM_PLACES})"
        worst = f"{'MAX' if self._ceiling else 'MIN'}({used})"
        everywhere = f'IF(COUNTIF({used},">0")={len(self.figures.reports)},1,0)'
        found = {EACH: worst, MILESTONE: everywhere}.get(word, whole_sum)
        return Written(shown, f'=IF(COUNT({used})=0,"{NOTHING}",{found})')

    def made_of(self) -> Written:
        """What the figure is made of: Σ分子/Σ分母, periods met/due, units that pass/units heard."""
        figures, passing = self.figures, self._passing()
        if figures.part is None or figures.whole is None or not passing:
            return Written("")
        part, whole = passing
        return Written(f"{plain(figures.part)}/{plain(figures.whole)}", f'={part}&"/"&{whole}')

    def _passing(self) -> tuple[str, str] | None:
        used, word = self._area(U_USED), self.figures.measure
        if word in (RATIO, PERIODIC):
            return f"ROUND(SUM({self._area(U_PART)}),{_SUM_PLACES})", f"ROUND(SUM({self._area(U_WHOLE)}),{_SUM_PLACES})"
        if word == MILESTONE:
            return f'COUNTIF({used},">0")', f"COUNT({used})"
        if word == EACH and self._goal is not None:
            return f'COUNTIF({used},"{"<=" if self._ceiling else ">="}"&{self._cell(I_TARGET)})', f"COUNT({used})"
        return None

    def rate(self) -> Written:
        """完成率; none for zero tolerance and words."""
        if self.figures.rate is None:
            return Written(NOTHING)
        value, target, passing = self._cell(I_VALUE), self._cell(I_TARGET), self._passing()
        if self.figures.measure == PERIODIC:
            expression = value
        elif self.figures.measure in (EACH, MILESTONE) and passing:
            expression = f"ROUND({passing[0]}/{passing[1]},{SHARE_PLACES})"
        else:
            over, under = (target, value) if self.figures.target and self.figures.target.relation == "<=" else (value, target)
            expression = f"ROUND({over}/{under},{SHARE_PLACES})"
        return Written(self.figures.rate, f'=IFERROR({expression},"{NOTHING}")')

    def gap(self) -> Written:
        """The way gone, from the base value where there is one, against the time gone, in percentage points."""
        if self.figures.gap is None:
            return Written(NOTHING)
        word, base, progress = self.figures.measure, self.figures.item.fixed.get("基期值"), self._cell(I_RATE)
        if word not in (EACH, PERIODIC, FLOW) and isinstance(base, Decimal) and self._goal not in (None, base):
            start = self._cell(I_BASE)
            progress = f"ROUND(({self._cell(I_VALUE)}-{start})/({self._cell(I_TARGET)}-{start}),{SHARE_PLACES})"
        return Written(self.figures.gap, f'=IFERROR(ROUND(({progress}-{self._expected})*100,6),"{NOTHING}")')

    @property
    def _expected(self) -> str:
        return "1" if self.figures.measure == PERIODIC else self._cell(I_ELAPSED)

    def verdict(self) -> Written:
        """判定: what meeting or missing the target is called at this time."""
        figures, value = self.figures, self._cell(I_VALUE)
        if figures.verdict is Verdict.UNSCORED:
            return Written(figures.verdict.value)
        met = figures.verdict if figures.verdict.met else figures.otherwise
        missed = figures.otherwise if figures.verdict.met else figures.verdict
        if figures.verdict is Verdict.UNREPORTED:
            return Written(figures.verdict.value)
        formula = f'IF({self._condition()},"{met.value}","{missed.value}")'
        return Written(figures.verdict.value, f'=IF(ISNUMBER({value}),{formula},"{Verdict.UNREPORTED.value}")')

    def _condition(self) -> str:
        word, value, passing = self.figures.measure, self._cell(I_VALUE), self._passing()
        if word in (PERIODIC, MILESTONE):
            return f"{value}=1"
        if word == EACH and passing:
            return f"{passing[0]}={len(self.figures.reports)}"
        if word == ZERO:
            return f"{value}<={plain(self._goal or Decimal(0))}"
        return f"{value}{'<=' if self._ceiling else '>='}{self._cell(I_TARGET)}"

    def light(self) -> Written:
        """亮灯 from 判定, and where that is not yet decided from the gap."""
        figures, settings = self.figures, self.places.summary.plan.settings
        if figures.verdict in (Verdict.UNSCORED, Verdict.UNREPORTED):
            return Written(figures.light.value)
        missed = figures.otherwise if figures.verdict.met else figures.verdict
        verdict, gap = self._cell(I_VERDICT), self._cell(I_GAP)
        share = expected(figures.measure, figures.elapsed)
        fixed = light_of(settings, missed, None, share, figures.aspired, figures.due_soon).value
        if missed is Verdict.OVERDUE or figures.gap is None:
            return Written(figures.light.value, f'=IF(LEFT({verdict},1)="√","{Light.GREEN.value}","{fixed}")')
        green = Light.YELLOW if missed.missed else Light.GREEN
        red = Light.YELLOW if figures.aspired else Light.RED
        yellow, line = (threshold_formula(name, self._expected, settings) for name in ("滞后黄线", "滞后红线"))
        graded = f'IF({gap}>=-{yellow},"{green.value}",IF({gap}>=-{line},"{Light.YELLOW.value}","{red.value}"))'
        return Written(figures.light.value, f'=IF(LEFT({verdict},1)="√","{Light.GREEN.value}",IF(ISNUMBER({gap}),{graded},"{fixed}"))')
