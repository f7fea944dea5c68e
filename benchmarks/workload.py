"""What everything is measured on: a plan of any size, invented from one seed, and what its figures must add up to.

Every unit reports 30 projects of its own every month, in a workbook whose clerk sees 18 columns. Figures are whole
hundredths of the money unit, drawn with Python's integers; nothing here is computed by the package that is measured.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from automation.formula import Scalar
from automation.model.plan import Item, Kind, Plan, Settings, Table, Unit
from automation.period import Frequency, Period
from automation.presets import preset
from automation.template.write import template_name

SEED, ROWS, START = 20170620, 30, 2017
TABLE = "附件1"
_CODE, _NAME, _HOST = "BENCH", "养老服务设施建设", "某省民政厅"
_STEPS = ("基础开挖", "主体施工", "砌体抹灰", "管网安装", "室内装修", "设备安装")
HUNDREDTHS = 100
"""Figures are counted in these, and written with two decimals."""


@dataclass(frozen=True)
class Amounts:
    """One unit's money in hundredths; lists go by row, ``months`` by month and then by row."""

    annual: tuple[int, ...]
    prior: tuple[int, ...]
    months: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> tuple[int, ...]:
        """Total investment of each row."""
        return tuple(annual * 3 for annual in self.annual)

    def before(self, month: int) -> tuple[int, ...]:
        """What each row spent in the year of ``month`` (from 0) before it."""
        year = self.months[month // 12 * 12:month]
        return tuple(map(sum, zip(*year, strict=True))) if year else (0,) * len(self.annual)


@dataclass(frozen=True)
class Sums:
    """What the totals row of one month must say, in the money unit."""

    total: Decimal
    annual: Decimal
    month: Decimal
    year: Decimal

    def named(self) -> dict[str, Decimal]:
        """By the plan's fields."""
        return {"总投资": self.total, "年度计划投资": self.annual, "本月完成投资": self.month, "本年累计完成投资": self.year}


@dataclass(frozen=True)
class World:
    """``units`` units that report for ``months`` months, ``rows`` projects each."""

    units: int
    months: int
    rows: int = ROWS
    seed: int = SEED

    @classmethod
    def of(cls, files: int, months: int = 12) -> "World":
        """As many units as it takes for so many workbooks in that many months."""
        return cls(-(-files // months), months)

    @property
    def files(self) -> int:
        """One workbook for each unit and month."""
        return self.units * self.months

    def period(self, month: int) -> Period:
        """The period of a month counted from 0."""
        return Period(START + month // 12, month % 12 + 1)

    def unit(self, number: int) -> Unit:
        """A unit, counted from 1."""
        return Unit(f"U{number:06}", f"第{number:06}号乡镇民政办", category="镇")

    def item(self, number: int, row: int) -> Item:
        """A unit's project, its row counted from 0."""
        unit, amounts = self.unit(number).name, self.amounts(number)
        name = f"第{number:06}号乡镇第{row + 1:02}处养老服务设施新建项目"
        fixed: dict[str, Scalar] = {
            "项目名称": name, "建设性质": "新建", "建设地址": f"第{number:06}号乡镇", "建设年限": "2016—2026", "计划开工": "2016-03",
            "主要建设内容": "新建养老服务用房，配套道路、绿化和管网工程", "总投资": money(amounts.total[row]),
            "年度计划投资": money(amounts.annual[row]), "截至上年底累计完成": money(amounts.prior[row])}
        return Item(f"{number:06}-{row + 1:02}", TABLE, str(row + 1), name, fixed, unit, (unit,))

    def amounts(self, number: int) -> Amounts:
        """A unit's money; equal seeds give equal figures."""
        return _amounts(self, number)

    def typed(self, number: int, row: int, month: int) -> dict[str, Scalar]:
        """What the clerk of a unit types into one row."""
        step = _STEPS[(row + month) % len(_STEPS)]
        return {"本月完成投资": money(self.amounts(number).months[month][row]), "项目状态": "在建",
                "形象进度": f"{number:06}标段{step}完成{row + month + 1}段，下月转入下一工序", "问题类别": "无"}

    def plan(self, first: int = 1, last: int | None = None) -> Plan:
        """The plan of units ``first`` to ``last``, of all unless told."""
        numbers = range(first, (last or self.units) + 1)
        items = tuple(self.item(number, row) for number in numbers for row in range(self.rows))
        settings = Settings(_CODE, _NAME, _HOST, self.period(0), Period(self.period(self.months - 1).year, 12))
        table = Table(TABLE, "项目总表", Kind.PROJECT, Frequency.MONTH, preset(Kind.PROJECT, "万元", 2), items)
        return Plan(settings, tuple(self.unit(n) for n in numbers), (table,))

    def name(self, number: int, month: int) -> str:
        """File name of a workbook."""
        return template_name(self.unit(number), self.period(month))

    def sums(self, month: int) -> Sums:
        """The totals of a month, added up here and nowhere else."""
        totals = [0, 0, 0, 0]
        for number in range(1, self.units + 1):
            amounts = _amounts.__wrapped__(self, number)
            before, now = sum(amounts.before(month)), sum(amounts.months[month])
            for place, amount in enumerate((sum(amounts.total), sum(amounts.annual), now, before + now)):
                totals[place] += amount
        return Sums(*map(money, totals))


def money(hundredths: int) -> Decimal:
    """An amount as it is typed."""
    return Decimal(hundredths) / HUNDREDTHS


@lru_cache(maxsize=64)
def _amounts(world: World, number: int) -> Amounts:
    dice = random.Random(f"{world.seed}/{number}")
    # No amount ends in a nought, so that every figure has its two decimals.
    annual = tuple(dice.randrange(400_00, 9000_00) // 10 * 10 + dice.randrange(1, 10) for _ in range(world.rows))
    prior = tuple(amount // 2 // 10 * 10 + 1 for amount in annual)
    months = tuple(tuple(amount * dice.randrange(94, 118) // 1200 for amount in annual) for _ in range(world.months))
    return Amounts(annual, prior, months)


# The plan as a workbook

_SETTINGS = {"计划编号": _CODE, "计划名称": _NAME, "主办单位": _HOST, "频次": "月", "截止日": "20", "金额单位": "万元", "金额小数": "2"}
_ITEM_HEADINGS = ("序号", "项目编码", "项目名称", "建设性质", "建设地址", "主要建设内容", "建设年限", "计划开工", "总投资",
                  "年度计划投资", "截至上年底累计完成", "牵头单位", "填报单位")


def write_plan(target: Path, world: World) -> None:
    """Write 任务书.xlsx with xlsxwriter alone, row by row: a province's plan is too large for looks."""
    import xlsxwriter

    first, last = world.period(0), world.period(world.months - 1)
    settings = {**_SETTINGS, "起始": str(first), "终止": str(Period(last.year, 12))}
    with xlsxwriter.Workbook(target) as book:
        for name, rows in (("参数", (("名称", "值", "说明"), *settings.items())),
                           ("单位", (("编码", "名称", "类别"), *((u.code, u.name, u.category) for u in map(world.unit, range(1, world.units + 1))))),
                           ("报表", (("编号", "名称", "种类", "频次"), (TABLE, "项目总表", "项目", "月"))),
                           (TABLE, _item_rows(world))):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)


def _item_rows(world: World) -> Iterator[tuple[str | float, ...]]:
    yield _ITEM_HEADINGS
    for number in range(1, world.units + 1):
        for item in (world.item(number, row) for row in range(world.rows)):
            fixed = (float(v) if isinstance(v, Decimal) else str(v) for v in map(item.fixed.__getitem__, _ITEM_HEADINGS[2:-2]))
            yield (item.ordinal, item.code, *fixed, item.lead_unit, item.units[0])
