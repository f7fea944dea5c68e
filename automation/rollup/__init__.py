"""Tasks and indicators that many units report on, rolled up over units and months: sums of sums, never means of ratios."""

from automation.rollup.indicators import indicator_table
from automation.rollup.reports import Reports
from automation.rollup.tasks import task_table

__all__ = ["Reports", "indicator_table", "task_table"]
