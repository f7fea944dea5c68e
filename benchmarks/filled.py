"""Filled workbooks by the thousand: one real one a month, and every other unit's by putting its own words and figures in.

The first of each month comes from the writer that issues workbooks. It is cut at every place that differs from unit to
unit, and is joined again with what belongs there; nothing else differs, which a test compares cell by cell.
"""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from zipfile import ZipFile

from xlsxwriter.utility import xl_col_to_name

from automation.forms import FIRST_ROW, forms_for
from automation.formula import Scalar
from automation.sheets.zipped import Member, joined, packed
from automation.template.write import write_template
from benchmarks.workload import Amounts, World, money

_MODEL = 909090
"""Number of the unit that the real workbook is of; its six digits stand wherever a unit is named."""
_CELL = re.compile(r'(<c r="([A-Z]+)(\d+)" s="\d+">(?:<f>[^<]*</f>)?<v>|<c r="([A-Z]+)(\d+)"><v>)([^<]*)(?=</v>)')
_SHARE = Decimal("1E-10")

Value = Callable[[Amounts, int], str]
"""What one cell holds for a unit, in a month."""


def _text(value: Decimal) -> str:
    return f"{float(value):.16G}"


def _money(of: Callable[[Amounts, int], int]) -> Value:
    return lambda amounts, month: _text(money(of(amounts, month)))


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(_SHARE, ROUND_HALF_UP)


def _points(part: int, whole: int, month: int) -> Decimal:
    elapsed = Decimal(month % 12 + 1) / 12
    return ((_share(part, whole) - elapsed) * 100).quantize(Decimal("1E-6"), ROUND_HALF_UP)


def _values(rows: Sequence[int]) -> dict[str, Value]:
    """By the form's columns, of one row or of several added up."""
    def added(amounts: Sequence[int]) -> int:
        return sum(amounts[row] for row in rows)

    def year(a: Amounts, month: int) -> int:
        return added(a.before(month)) + added(a.months[month])

    return {"总投资": _money(lambda a, _: added(a.total)), "年度计划投资": _money(lambda a, _: added(a.annual)),
            "截至上年底累计完成": _money(lambda a, _: added(a.prior)), "上期:本年累计完成投资": _money(lambda a, m: added(a.before(m))),
            "本月完成投资": _money(lambda a, m: added(a.months[m])), "本年累计完成投资": _money(year),
            "开工以来累计完成投资": _money(lambda a, m: added(a.prior) + year(a, m)),
            "完成率": lambda a, m: _text(_share(year(a, m), added(a.annual))),
            "与序时比": lambda a, m: _text(_points(year(a, m), added(a.annual), m)),
            "投资进度": lambda a, m: _text(_share(added(a.prior) + year(a, m), added(a.total)))}


@dataclass(frozen=True)
class _Part:
    """A part of the package: what is the same for all, with what differs between."""

    name: str
    pieces: tuple[str, ...]
    values: tuple[Value | None, ...]
    """One between each two pieces; None is the unit's number."""

    def filled(self, amounts: Amounts, number: int, month: int) -> Member:
        """The part of one unit."""
        between = (f"{number:06}" if value is None else value(amounts, month) for value in self.values)
        whole = "".join(text for pair in zip(self.pieces, (*between, ""), strict=True) for text in pair)
        return packed(self.name, whole.encode())


class Month:
    """Writes the workbook of any unit for one month."""

    def __init__(self, world: World, month: int) -> None:
        self._world, self._month = world, month
        plan, period = world.plan(_MODEL, _MODEL), world.period(month)
        content = io.BytesIO()
        write_template(content, plan, plan.units[0], period, *model(world, month))
        form = forms_for(plan, plan.units[0], period)[0]
        keys = [column.key for column in form.columns]
        cells = {(column, str(FIRST_ROW + 1 + line)): value for line, rows in enumerate([*([row] for row in range(world.rows)), range(world.rows)])
                 for key, value in _values(rows).items() if key in keys for column in [str(xl_col_to_name(keys.index(key)))]}
        with ZipFile(content) as package:
            self._parts = [self._part(name, package.read(name).decode(), cells) for name in package.namelist()]

    def _part(self, name: str, text: str, cells: Mapping[tuple[str, str], Value]) -> _Part | Member:
        places: list[tuple[int, int, Value | None]] = [(m.start(), m.end(), None) for m in re.finditer(f"{_MODEL:06}", text)]
        if name.endswith("sheet1.xml"):
            places += ((*m.span(6), value) for m in _CELL.finditer(text) if (value := cells.get((m[2], m[3]))))
        if name.endswith("sheet3.xml"):
            places += self._stamped(text)
        places.sort(key=lambda place: place[0])
        edges = [0, *(edge for start, end, _ in places for edge in (start, end)), len(text)]
        pieces = tuple(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
        return _Part(name, pieces, tuple(value for _, _, value in places)) if places else packed(name, text.encode())

    def _stamped(self, text: str) -> list[tuple[int, int, Value | None]]:
        """The figures that the stamp remembers: the fourth cell of each of the last rows, and nothing in January."""
        found = [m for m in _CELL.finditer(text) if m[4] == "D"]
        values = [_values([row])["上期:本年累计完成投资"] for row in range(len(found))]
        return [(*m.span(6), value) for m, value in zip(found, values, strict=True)]

    def workbook(self, number: int) -> bytes:
        """The workbook of one unit."""
        amounts = self._world.amounts(number)
        return joined(part if isinstance(part, Member) else part.filled(amounts, number, self._month) for part in self._parts)


def model(world: World, month: int, number: int = _MODEL
          ) -> tuple[dict[str, dict[str, Scalar]], dict[str, dict[str, Scalar]], dict[str, str]]:
    """What the writer of workbooks is given: the state a month before, what is typed, who signs."""
    codes = [world.item(number, row).code for row in range(world.rows)]
    before = world.amounts(number).before(month)
    held: dict[str, dict[str, Scalar]] = {code: {"本年累计完成投资": money(before[row]) if month % 12 else None, "项目状态": "在建"}
                                          for row, code in enumerate(codes)} if month else {}
    day = world.period(month).last_day.replace(day=18)
    signed = {"填报人": "王××", "联系电话": "5550000", "负责人": "李××", "填报日期": day.isoformat()}
    return held, {code: world.typed(number, row, month) for row, code in enumerate(codes)}, signed
