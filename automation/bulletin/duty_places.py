"""Where tasks and indicators stand in the bulletin: on 任务进展, 指标完成 and, unit by unit, on 单位台账."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby

from automation.bulletin.places import area, reference
from automation.summary import IndicatorFigures, IndicatorTable, Summary, TaskFigures, TaskTable, UnitReport

DUTY_SHEETS = TASKS, MATRIX, INDICATORS, UNITS = "任务进展", "任务矩阵", "指标完成", "单位台账"

HEAD_ROW = 3
"""Row of the headings on each of these sheets; the first section follows it."""

ORDINAL, NAME = 0, 1
T_LEAD, T_UNITS, T_DUE, T_RATE, T_ELAPSED, T_GAP, T_STATE, T_LIGHT, T_PROGRESS, T_PROBLEM, T_REMARK = range(2, 13)
"""Columns of 任务进展 after 序号 and 事项."""
(I_MEASURE, I_UNIT, I_UNITS, I_BASE, I_RELATION, I_TARGET, I_DUE, I_VALUE, I_MADE_OF, I_BEFORE, I_RATE, I_ELAPSED, I_GAP,
 I_VERDICT, I_LIGHT, I_TREND, I_FINAL, I_REMARK) = range(2, 20)
"""Columns of 指标完成 after 序号 and 指标."""
U_UNIT, U_PERIOD, U_BEFORE, U_NOW, U_PART, U_WHOLE, U_USED, U_STATE, U_REMARK = range(2, 11)
"""Columns of 单位台账 after 序号 and 事项/指标: 前期数, 本期填报, 分子, 分母, 采用数, 状态."""

_GROUPS = ("板块", "章节", "领域", "方面", "分类", "类别", "试点类别")
"""Fixed columns that divide a table into sections, the first that does."""

Figures = TaskFigures | IndicatorFigures


@dataclass(frozen=True)
class Section:
    """Items under one heading."""

    table: TaskTable | IndicatorTable
    heading: str
    items: tuple[Figures, ...]


@dataclass(frozen=True)
class DutyPlaces:
    """Every position that one of these sheets may ask of another. Rows and columns count from 0."""

    summary: Summary

    @cached_property
    def task_sections(self) -> tuple[Section, ...]:
        """Sections of 任务进展."""
        return tuple(s for table in self.summary.tasks for s in _sections(table, table.items))

    @cached_property
    def indicator_sections(self) -> tuple[Section, ...]:
        """Sections of 指标完成."""
        return tuple(s for table in self.summary.indicators for s in _sections(table, table.items))

    @cached_property
    def task_rows(self) -> Mapping[tuple[str, str], int]:
        """Row of each task, by table and item code."""
        return _rows(self.task_sections)

    @cached_property
    def indicator_rows(self) -> Mapping[tuple[str, str], int]:
        """Row of each indicator, by table and item code."""
        return _rows(self.indicator_sections)

    @cached_property
    def unit_sections(self) -> tuple[Section, ...]:
        """Sections of 单位台账: one for each table, tasks first."""
        tasks = [Section(t, "", t.items) for t in self.summary.tasks]
        return (*tasks, *(Section(t, "", t.items) for t in self.summary.indicators))

    @cached_property
    def unit_rows(self) -> Mapping[tuple[str, str, str], int]:
        """Row of each unit's report, by table, item code and unit."""
        rows, row = {}, HEAD_ROW + 1
        for section in self.unit_sections:
            row += 1
            for figures in section.items:
                for report in figures.reports:
                    rows[section.table.table.code, figures.item.code, report.unit] = row
                    row += 1
        return rows

    def unit_area(self, table: str, figures: Figures, col: int, most: int | None = None) -> str:
        """The cells of ``col`` on 单位台账 for all units of an item (or the first ``most``), for another sheet's formula."""
        first = self.unit_rows[table, figures.item.code, figures.reports[0].unit]
        count = len(figures.reports) if most is None else most
        return area(UNITS, first, col, first + count - 1, col)

    def unit_cell(self, table: str, figures: Figures, report: UnitReport, col: int) -> str:
        """One cell of 单位台账 for another sheet's formula."""
        return reference(UNITS, self.unit_rows[table, figures.item.code, report.unit], col)

    def column(self, sheet: str, table: str, col: int) -> str:
        """The cells of ``col`` for all items of one table on 任务进展 or 指标完成, headings of sections between them included."""
        rows = [r for (code, _), r in (self.task_rows if sheet == TASKS else self.indicator_rows).items() if code == table]
        return area(sheet, min(rows), col, max(rows), col)

    @property
    def task_end(self) -> int:
        """First row after the tasks."""
        return max(self.task_rows.values(), default=HEAD_ROW) + 1

    @property
    def indicator_end(self) -> int:
        """First row after the indicators."""
        return max(self.indicator_rows.values(), default=HEAD_ROW) + 1


def shared(summary: Summary) -> bool:
    """Whether any task has more than one unit, so that who has done what is worth a matrix."""
    return any(len(task.reports) > 1 for table in summary.tasks for task in table.items)


def _sections(table: TaskTable | IndicatorTable, items: tuple[Figures, ...]) -> list[Section]:
    for name in _GROUPS:
        groups = [(key, tuple(found)) for key, found in groupby(items, partial(_group, name))]
        if 1 < len(groups) <= len(items) / 2:
            return [Section(table, key, found) for key, found in groups]
    return [Section(table, "", items)] if items else []


def _group(name: str, figures: Figures) -> str:
    return str(figures.item.fixed.get(name) or "")


def _rows(sections: tuple[Section, ...]) -> dict[tuple[str, str], int]:
    rows, row = {}, HEAD_ROW + 1
    for section in sections:
        row += 1
        for figures in section.items:
            rows[section.table.table.code, figures.item.code] = row
            row += 1
    return rows
