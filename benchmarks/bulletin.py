"""How long a large bulletin takes to write, against the same cells as plain values: ``python -m benchmarks.bulletin``.

The plan has 300 projects, 60 units and 12 months; every figure is invented from one seed. Nothing is read from a workbook:
plan and values go through the real figures, and the bulletin of December is written. In the same run, in turn with it, the
values of its cells are written with xlsxwriter alone, without looks and formulas, so that a busy machine slows both down.
Seconds are the processor's.
"""

import argparse
import datetime
import gc
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from automation.bulletin.write import write_bulletin
from automation.figures import History, summarize
from automation.formula import Scalar
from automation.model.plan import Item, Kind, Plan, Settings, Table, Unit
from automation.model.submission import Entry, UnitState, UnitStatus
from automation.period import Frequency, Period
from automation.presets import preset
from automation.summary import Summary

SEED, PROJECTS, UNITS, MONTHS = 20170620, 300, 60, 12
_WORKS = ("综合楼主体施工至{}层", "完成室内管网安装的{}成", "护理楼装修完成{}间", "室外道路铺设{}百米")
_TROUBLES = ("用地报批滞后，涉及林地手续未办结", "征地拆迁余{}户未签约", "雨季影响室外管网施工")

Cell = tuple[int, int, str | float | bool | datetime.datetime]
"""Row and column from 0, and the value."""


def large_summary(seed: int = SEED, projects: int = PROJECTS) -> Summary:
    """What the bulletin of December 2017 is written from; equal seeds give equal figures."""
    dice = random.Random(seed)
    units = tuple(Unit(f"U{n:02}", f"第{n}县民政局", category="县区") for n in range(1, UNITS + 1))
    items = tuple(_item(dice, n, units) for n in range(1, projects + 1))
    settings = Settings("B", "养老服务项目", "某市民政局", Period(2017, 1), Period(2017, MONTHS))
    table = Table("附件1", "项目总表", Kind.PROJECT, Frequency.MONTH, preset(Kind.PROJECT, "万元", 2), items)
    plan = Plan(settings, units, (table,))
    entries = [entry for month in range(1, MONTHS + 1) for item in items for entry in _entries(dice, item, Period(2017, month))]
    december = Period(2017, MONTHS)
    return summarize(History(plan, entries), december, [_status(dice, plan, unit, december) for unit in units])


def _item(dice: random.Random, number: int, units: tuple[Unit, ...]) -> Item:
    unit, annual = units[number % len(units)].name, Decimal(dice.randrange(400, 9000))
    name = f"第{number}号养老服务中心新建项目"
    fixed: dict[str, Scalar] = {
        "项目名称": name, "建设性质": "新建", "建设地址": f"第{number}街道", "建设年限": "2016—2018",
        "主要建设内容": f"新建养老服务用房{dice.randrange(2, 40)}00平方米，床位{dice.randrange(5, 90)}0张，配套道路、绿化和管网工程。",
        "计划开工": "2016-03", "总投资": annual * 3, "年度计划投资": annual, "截至上年底累计完成": annual / 2}
    return Item(f"P{number:03}", "附件1", str(number), name, fixed, unit, (unit,))


def _entries(dice: random.Random, item: Item, period: Period) -> Iterator[Entry]:
    if dice.random() < 0.02:
        return
    troubled = dice.random() < 0.25
    annual = item.fixed["年度计划投资"]
    assert isinstance(annual, Decimal)
    values: dict[str, Scalar] = {
        "本月完成投资": (annual / MONTHS * dice.randrange(50, 130) / 100).quantize(Decimal("0.01")), "项目状态": "在建",
        "形象进度": dice.choice(_WORKS).format(dice.randrange(2, 10)), "问题类别": dice.choice(("用地", "征地拆迁")) if troubled else "无",
        "存在问题": dice.choice(_TROUBLES).format(dice.randrange(2, 30)) if troubled else None,
        "下步措施": f"{dice.randrange(1, 28)}日前办结手续，责任人为分管副局长" if troubled else None}
    received = datetime.datetime.combine(period.last_day.replace(day=18), datetime.time(9), datetime.UTC)
    for column, (field, value) in enumerate(values.items()):
        yield Entry(period, item.units[0], item.code, field, value, str(value or ""), "填报", f"{'GHIJKL'[column]}{item.ordinal}",
                    f"{item.units[0]}.xlsx", "0" * 64, received, f"inbox/{period}/{item.units[0]}.xlsx", "李××")


def _status(dice: random.Random, plan: Plan, unit: Unit, period: Period) -> UnitStatus:
    items = sum(unit.name in item.units for item in plan.tables[0].items)
    deadline = plan.settings.deadline(period)
    history = tuple(dice.choice("√√√△") for _ in range(MONTHS))
    return UnitStatus(unit, UnitState.ACCEPTED, deadline, items, deadline - datetime.timedelta(days=2), True, f"{unit.name}.xlsx", 1,
                      history=history)


def cells_of(path: Path) -> dict[str, list[Cell]]:
    """The values of every sheet of a workbook."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    return {sheet.title: [(c.row - 1, c.column - 1, c.value) for line in sheet.iter_rows() for c in line if c.value is not None]
            for sheet in book.worksheets}


def write_plainly(target: Path, sheets: dict[str, list[Cell]]) -> None:
    """The same values with xlsxwriter alone."""
    import xlsxwriter

    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for row, col, value in cells:
                sheet.write(row, col, value)


def _seconds(write: Callable[[], None]) -> float:
    gc.collect()  # else each pays for what the other has left behind
    start = time.process_time()
    write()
    return time.process_time() - start


@dataclass(frozen=True)
class Measured:
    """Processor seconds, medians."""

    bulletin: float
    plainly: float
    cells: int
    sheets: int

    @property
    def ratio(self) -> float:
        """How many times as long the bulletin takes."""
        return self.bulletin / self.plainly


def measure(runs: int, projects: int = PROJECTS) -> Measured:
    """Write both in turn, that many times."""
    summary = large_summary(projects=projects)
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = Path(folder, "通报.xlsx"), Path(folder, "数值.xlsx")
        write_bulletin(ours, summary)
        sheets = cells_of(ours)
        timed = [(_seconds(lambda: write_bulletin(ours, summary)), _seconds(lambda: write_plainly(bare, sheets))) for _ in range(runs)]
    bulletin, plainly = (statistics.median(times) for times in zip(*timed, strict=True))
    return Measured(bulletin, plainly, sum(map(len, sheets.values())), len(sheets))


def main() -> None:
    """Print the medians of both and their ratio."""
    options = argparse.ArgumentParser(description="写一份大通报要几秒，与只写数值相比")
    options.add_argument("--runs", type=int, default=5)
    runs = options.parse_args().runs
    found = measure(runs)
    print(f"{PROJECTS} projects, {UNITS} units, {MONTHS} months: {found.cells} cells on {found.sheets} sheets; medians of {runs} runs")
    print(f"bulletin    {found.bulletin:6.2f} s\nplain values{found.plainly:6.2f} s\nratio       {found.ratio:6.2f}")


if __name__ == "__main__":
    main()
