"""What reading one workbook costs, layer by layer: ``python -m benchmarks.reading``.

Filled workbooks of 30 projects × 18 visible columns, all invented from one seed, are written as they are issued; each is
then read in turn by everything that is compared, so that a busy machine slows all of them down. Milliseconds are the
processor's, medians over the files.
"""

import argparse
import io
import random
import statistics
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from automation.derive import State
from automation.engines.worker import settle
from automation.formula import Scalar
from automation.intake import read
from automation.model.plan import Item, Kind, Plan, Settings, Table, Unit
from automation.period import Frequency, Period
from automation.presets import preset
from automation.sheets.open import read_book
from automation.template.write import template_name, write_template

SEED, ROWS = 20170620, 30
JUNE = Period(2017, 6)
_WORKS = ("综合楼主体施工至{}层", "完成室内管网安装的{}成", "护理楼装修完成{}间", "室外道路铺设{}百米")
_TROUBLES = ("用地报批滞后，涉及林地手续未办结", "征地拆迁余{}户未签约", "雨季影响室外管网施工")
_PARTS = ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml")


@dataclass(frozen=True)
class Workload:
    """Filled workbooks, and the plan that they report under."""

    plan: Plan
    files: tuple[tuple[str, bytes], ...]
    """Names and contents."""


@dataclass(frozen=True)
class Measured:
    """Milliseconds of processor time for one workbook, by who read it."""

    files: int
    milliseconds: Mapping[str, float]

    @property
    def text(self) -> str:
        """One line for each reader, with how it compares to bare calamine."""
        bare = self.milliseconds["calamine"]
        lines = (f"{name:24}{ms:8.2f} ms{ms / bare:8.1f} x" for name, ms in self.milliseconds.items())
        return "\n".join((f"{self.files} workbooks of {ROWS} rows", *lines))


def workload(files: int, seed: int = SEED) -> Workload:
    """That many workbooks of June, each of a unit with projects of its own; equal seeds give equal figures."""
    dice = random.Random(seed)
    units = tuple(Unit(f"U{n:05}", f"第{n}县民政局", category="县区") for n in range(1, files + 1))
    items = tuple(_item(dice, n, units[n // ROWS]) for n in range(files * ROWS))
    settings = Settings("R", "养老服务项目", "某省民政厅", Period(2017, 1), Period(2017, 12))
    table = Table("附件1", "项目总表", Kind.PROJECT, Frequency.MONTH, preset(Kind.PROJECT, "万元", 2), items)
    plan = Plan(settings, units, (table,), fingerprint="0" * 12)
    return Workload(plan, tuple((template_name(unit, JUNE), _filled(plan, unit, dice)) for unit in units))


def _item(dice: random.Random, number: int, unit: Unit) -> Item:
    annual, ordinal = Decimal(dice.randrange(400, 9000)), str(number % ROWS + 1)
    name = f"第{number}号{dice.choice(('养老服务中心', '社区日间照料中心', '殡仪馆'))}新建项目"
    fixed: dict[str, Scalar] = {
        "项目名称": name, "建设性质": "新建", "建设地址": f"第{number}街道", "建设年限": "2016—2018",
        "主要建设内容": f"新建养老服务用房{dice.randrange(2, 40)}00平方米，床位{dice.randrange(5, 90)}0张，配套道路、绿化和管网工程。",
        "计划开工": "2016-03", "总投资": annual * 3, "年度计划投资": annual, "截至上年底累计完成": annual / 2}
    return Item(f"P{number:06}", "附件1", ordinal, name, fixed, unit.name, (unit.name,))


def _filled(plan: Plan, unit: Unit, dice: random.Random) -> bytes:
    target, items = io.BytesIO(), [i for i in plan.tables[0].items if i.units == (unit.name,)]
    before: dict[str, State] = {i.code: {"本年累计完成投资": _spent(dice, i, 40)} for i in items}
    signed = {"填报人": "李静", "联系电话": "5551234", "负责人": "王强", "填报日期": "2017-06-19"}
    write_template(target, plan, unit, JUNE, before, {i.code: _typed(dice, i) for i in items}, signed)
    return target.getvalue()


def _typed(dice: random.Random, item: Item) -> Mapping[str, Scalar]:
    troubled = dice.random() < 0.25
    return {"本月完成投资": _spent(dice, item, 12), "项目状态": "在建",
            "形象进度": dice.choice(_WORKS).format(dice.randrange(2, 100)),
            "问题类别": dice.choice(("用地", "征地拆迁")) if troubled else "无",
            "存在问题": dice.choice(_TROUBLES).format(dice.randrange(2, 30)) if troubled else None,
            "下步措施": f"{dice.randrange(1, 28)}日前办结手续，责任人为分管副局长" if troubled else None}


def _spent(dice: random.Random, item: Item, most: int) -> Decimal:
    annual = item.fixed["年度计划投资"]
    assert isinstance(annual, Decimal)
    return (annual * dice.randrange(2, most) / 100).quantize(Decimal("0.01"))


def _unzip(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name in _PARTS or name.startswith("xl/worksheets/sheet"):
                package.read(name)


def _calamine(data: bytes) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def _openpyxl(data: bytes) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        list(sheet.iter_rows(values_only=True))


def _pandas(engine: str) -> Callable[[bytes], None]:
    def frames(data: bytes) -> None:
        import pandas

        pandas.read_excel(io.BytesIO(data), sheet_name=None, header=None, engine=engine)

    return frames


def readers(plan: Plan) -> Sequence[tuple[str, Callable[[bytes], object]]]:
    """Everything that is compared: what it is called, and how it reads bytes."""
    return (("zlib: parts needed", _unzip), ("calamine", _calamine), ("sheets", read_book),
            ("intake.read", lambda data: read(data, "工作簿.xlsx", "0" * 64, plan)),
            ("openpyxl read_only", _openpyxl), ("pandas calamine", _pandas("calamine")), ("pandas openpyxl", _pandas("openpyxl")))


def measure(files: int, slow: bool = True) -> Measured:
    """Read that many workbooks by every reader in turn, in a process settled as a worker is.

    Args:
        slow: whether to measure openpyxl and pandas too.
    """
    work = workload(files)
    settle()
    compared = readers(work.plan)[:None if slow else 4]
    for _, run in compared:
        run(work.files[0][1])
    times: dict[str, list[float]] = {name: [] for name, _ in compared}
    for _, data in work.files:
        for name, run in compared:
            start = time.process_time()
            run(data)
            times[name].append((time.process_time() - start) * 1000)
    return Measured(files, {name: statistics.median(spent) for name, spent in times.items()})


def main() -> None:
    """Print the medians."""
    options = argparse.ArgumentParser(description="读一份工作簿要几毫秒，逐层比较")
    options.add_argument("--files", type=int, default=60)
    options.add_argument("--fast", action="store_true", help="不比较 openpyxl 和 pandas")
    chosen = options.parse_args()
    print(measure(chosen.files, not chosen.fast).text)


if __name__ == "__main__":
    main()
