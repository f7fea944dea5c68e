"""A form's rows with their verdicts: everything that their cells hold, before anything is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from automation.derive import State
from automation.forms import Form
from automation.formula import Scalar
from automation.styles.text import column_pixels, row_height
from automation.template import looks
from automation.template.job import Issue
from automation.template.line import Line, Lines
from automation.template.mould import Mould, Moulds

LOWEST = 52
"""Least height of a row in points: room to read, and to write on paper."""


@dataclass(frozen=True)
class Judged:
    """A row with what its 自检 goes through and says."""

    line: Line
    mould: Mould
    verdict: str

    @property
    def contents(self) -> list[Scalar]:
        """See :meth:`Mould.contents`."""
        return self.mould.contents(self.line, self.verdict)

    @property
    def relation(self) -> str:
        """The number format of its 关系; empty where it has none that is shown as a sign."""
        return looks.RELATIONS.get(str(self.line.held.get("关系")), "")

    @property
    def height(self) -> float:
        """In points: its longest text fits."""
        held = self.line.held
        texts = [(text, width) for key, width in self.mould.widths if isinstance(text := held.get(key), str)]
        return _height((*texts, (self.verdict, column_pixels(self.mould.columns[-1].width))))


@lru_cache(8192)
def _height(texts: tuple[tuple[str, int], ...]) -> float:
    return row_height(texts, 10.5, LOWEST)


class Judge:
    """Judges the rows of one workbook after another."""

    def __init__(self, issue: Issue) -> None:
        self._lines = Lines(issue.plan, issue.period)
        self._moulds = Moulds(issue.plan, issue.period, issue.lists)

    def rows(self, form: Form, previous: Mapping[str, State], typed: Mapping[str, Mapping[str, Scalar]]) -> tuple[Judged, ...]:
        """Every row of ``form``, see :meth:`automation.template.line.Lines.of`."""
        return tuple([self._judged(line) for line in self._lines.of(form, previous, typed)])

    def _judged(self, line: Line) -> Judged:
        mould = self._moulds.of(line)
        return Judged(line, mould, mould.verdict(line))


def shapes_of(form: Form, rows: tuple[Judged, ...]) -> tuple[str, ...]:
    """The number format of each column."""
    return tuple([looks.number_format(column.field, (row.line.held.get(column.key) for row in rows), column.typed)
                  if column.field else "General" for column in form.columns])
