"""What issuing one workbook costs when there are a thousand units: ``python -m benchmarks.issue``.

Every unit has a form of 30 projects with last month's figures and texts behind each, all invented from one seed. Two plans
are measured: ``shared``, where every county reports on the same 30 projects, and ``own``, where each has 30 of its own.
For some of the units, in turn with it, the same workbook is drawn from nothing with xlsxwriter, and the first unit's is
loaded, filled with the unit's values and saved with openpyxl, so that a busy machine slows all three down.
"""

import argparse
import io
import random
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from automation.derive import State
from automation.forms import forms_for
from automation.formula import Scalar
from automation.model.plan import Item, Kind, Plan, Settings, Table, Unit
from automation.period import Frequency, Period
from automation.presets import preset
from automation.template.line import lines_of
from automation.template.press import Press
from automation.template.write import write_template

SEED, ROWS = 20170620, 30
JUNE = Period(2017, 6)
_WORKS = ("综合楼主体施工至{}层", "完成室内管网安装的{}成", "护理楼装修完成{}间", "室外道路铺设{}百米")
_TROUBLES = ("用地报批滞后，涉及林地手续未办结", "征地拆迁余{}户未签约", "雨季影响室外管网施工")


def large_plan(units: int, own: bool, seed: int = SEED) -> Plan:
    """A plan with that many units and 30 projects each: their ``own``, or the same for all."""
    dice = random.Random(seed)
    counties = tuple(Unit(f"U{n:04}", f"第{n}县民政局", category="县区") for n in range(1, units + 1))
    names = tuple(unit.name for unit in counties)
    if own:
        items = tuple(_item(dice, n, (names[n // ROWS],)) for n in range(units * ROWS))
    else:
        items = tuple(_item(dice, n, names) for n in range(ROWS))
    settings = Settings("I", "养老服务项目", "某省民政厅", Period(2017, 1), Period(2017, 12))
    table = Table("附件1", "项目总表", Kind.PROJECT, Frequency.MONTH, preset(Kind.PROJECT, "万元", 2), items)
    return Plan(settings, counties, (table,), fingerprint="0" * 12)


def _item(dice: random.Random, number: int, units: tuple[str, ...]) -> Item:
    annual = Decimal(dice.randrange(400, 9000))
    name = f"第{number}号{dice.choice(('养老服务中心', '社区日间照料中心', '殡仪馆'))}新建项目"
    fixed: dict[str, Scalar] = {
        "项目名称": name, "建设性质": "新建", "建设地址": f"第{number}街道", "建设年限": "2016—2018",
        "主要建设内容": f"新建养老服务用房{dice.randrange(2, 40)}00平方米，床位{dice.randrange(5, 90)}0张，配套道路、绿化和管网工程。",
        "计划开工": "2016-03", "总投资": annual * 3, "年度计划投资": annual, "截至上年底累计完成": annual / 2}
    return Item(f"P{number:05}", "附件1", str(number + 1), name, fixed, units[0], units)


def last_month(plan: Plan, unit: Unit, dice: random.Random) -> Mapping[str, State]:
    """What ``unit`` reported a month ago, by item code."""
    return {row.item.code: _state(dice, row.item) for form in forms_for(plan, unit, JUNE) for row in form.rows}


def _state(dice: random.Random, item: Item) -> State:
    troubled = dice.random() < 0.25
    annual = item.fixed["年度计划投资"]
    assert isinstance(annual, Decimal)
    return {"本年累计完成投资": (annual * dice.randrange(20, 60) / 100).quantize(Decimal("0.01")), "项目状态": "在建",
            "形象进度": dice.choice(_WORKS).format(dice.randrange(2, 100)),
            "问题类别": dice.choice(("用地", "征地拆迁")) if troubled else "无",
            "存在问题": dice.choice(_TROUBLES).format(dice.randrange(2, 30)) if troubled else None,
            "下步措施": f"{dice.randrange(1, 28)}日前办结手续，责任人为分管副局长" if troubled else None}


@dataclass(frozen=True)
class Cost:
    """Milliseconds of the processor for one workbook."""

    first: float
    """The press and its first workbook, which brings the layout about."""
    patched: float
    """Every other workbook, the median."""
    everything: float
    """All workbooks together, by their number."""
    xlsxwriter: float
    """Drawn from nothing, the median."""
    openpyxl: float
    """Loaded, filled and saved, the median."""


def measure(units: int = 1000, own: bool = False, compared: int = 20) -> Cost:
    """Issue to that many units; ``compared`` of them by the other ways too."""
    plan, dice = large_plan(units, own), random.Random(SEED)
    every = max(1, units // compared)
    patched, drawn, filled, blank = [], [], [], io.BytesIO()
    presses: list[Press] = []
    first = _milliseconds(lambda: presses.append(Press(plan, JUNE)))
    for number, unit in enumerate(plan.units):
        previous = last_month(plan, unit, dice)
        patched.append(_milliseconds(partial(presses[0].workbook, unit, previous)))
        if number == 0:
            write_template(blank, plan, unit, JUNE, previous)
        if number % every == 0:
            drawn.append(_milliseconds(partial(write_template, io.BytesIO(), plan, unit, JUNE, previous)))
            filled.append(_milliseconds(partial(_filled, blank, plan, unit, previous)))
    median = statistics.median
    return Cost(first + patched[0], median(patched[1:]), (first + sum(patched)) / units, median(drawn), median(filled))


def _filled(blank: io.BytesIO, plan: Plan, unit: Unit, previous: Mapping[str, State]) -> None:
    """What a script would do: the first unit's workbook with this unit's items and figures."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(blank.getvalue()))
    form = forms_for(plan, unit, JUNE)[0]
    sheet = book[form.sheet]
    for line in lines_of(plan, JUNE, form, previous, {}):
        for col, column in enumerate(form.columns, 1):
            cell = sheet.cell(line.number + 1, col)
            if column.key in line.held and cell.data_type != "f":
                cell.value = line.held[column.key]
    book.properties.title = unit.name
    book.save(io.BytesIO())


def _milliseconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return (time.process_time() - start) * 1000


def main() -> None:
    """Print what both plans cost."""
    options = argparse.ArgumentParser(description="给许多单位各下发一份工作簿，每份要几毫秒")
    options.add_argument("--units", type=int, default=1000)
    units = options.parse_args().units
    print(f"{units} units of {ROWS} projects; milliseconds of the processor for each workbook")
    for own in (False, True):
        cost = measure(units, own)
        print(f"{'own projects' if own else 'same projects':14} patched {cost.patched:5.2f}   all by number {cost.everything:5.2f}   "
              f"first {cost.first:6.1f}   xlsxwriter {cost.xlsxwriter:6.1f}   openpyxl {cost.openpyxl:6.1f}")


if __name__ == "__main__":
    main()
