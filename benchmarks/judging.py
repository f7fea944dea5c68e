"""What checking and recording one workbook costs once it is read: ``python -m benchmarks.judging``.

Every unit has a workbook of 30 projects and five months of figures behind it. One workbook is issued, filled in and read;
every other unit's says the same of projects of its own, with figures invented from one seed. Two plans are measured:
``own``, where each unit has 30 projects of its own, and ``shared``, where all report on the same 30. A third run takes the
months in turn, as an inbox does that holds half a year. Milliseconds are the processor's.
"""

import argparse
import datetime
import hashlib
import io
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from automation.engines import Job, Result
from automation.formula import Scalar
from automation.intake import read
from automation.judging import Judges
from automation.ledger import Ledger
from automation.model.plan import Item, Kind, Plan, Settings, Table, Unit
from automation.model.submission import Outcome, Receipt, Row, Submission, Value
from automation.period import Frequency, Period
from automation.presets import preset
from automation.template.write import write_template

SEED, ROWS = 20170620, 30
GROUPS = (16, 100)
"""Workbooks that one transaction stores."""
JUNE = Period(2017, 6)
_NOON = datetime.datetime(2017, 6, 12, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
_WORKS = ("综合楼主体施工至{}层", "完成室内管网安装的{}成", "护理楼装修完成{}间", "室外道路铺设{}百米")


@dataclass(frozen=True)
class Cost:
    """Milliseconds of the processor for one workbook."""

    judge: float
    """Checking it, with the look into the past."""
    record: dict[int, float]
    """Storing it, by how many are stored in one transaction."""
    accepted: int
    """How many of the workbooks were merged."""


def large_plan(units: int, own: bool) -> Plan:
    """A plan with that many units and 30 projects for each: their ``own``, or the same for all."""
    counties = tuple(Unit(f"U{n:05}", f"第{n}县民政局", category="县区") for n in range(1, units + 1))
    names = tuple(unit.name for unit in counties)
    items = (tuple(_item(n, (names[n // ROWS],)) for n in range(units * ROWS)) if own else
             tuple(_item(n, names) for n in range(ROWS)))
    settings = Settings("J", "养老服务项目", "某省民政厅", Period(2017, 1), Period(2017, 12))
    table = Table("附件1", "项目总表", Kind.PROJECT, Frequency.MONTH, preset(Kind.PROJECT, "万元", 2), items)
    return Plan(settings, counties, (table,), fingerprint="0" * 12)


def _item(number: int, units: tuple[str, ...]) -> Item:
    """The projects of every unit are alike, so that one workbook can stand for all."""
    row = number % ROWS
    annual = Decimal(400 + 37 * row)
    fixed: dict[str, Scalar] = {
        "项目名称": f"第{row}号养老服务中心新建项目", "建设性质": "新建", "建设地址": f"第{row}街道", "建设年限": "2016—2018",
        "主要建设内容": "新建养老服务用房2400平方米，床位50张，配套道路、绿化和管网工程。", "计划开工": "2016-03",
        "总投资": annual * 3, "年度计划投资": annual, "截至上年底累计完成": annual / 2}
    return Item(f"P{number:06}", "附件1", str(row + 1), str(fixed["项目名称"]), fixed, units[0], units)


def submissions(plan: Plan, period: Period) -> Iterator[Submission]:
    """A workbook of every unit, as it was read."""
    pattern = _read_one(plan, period)
    for number, unit in enumerate(plan.units):
        dice = random.Random(f"{SEED} {number} {period}")
        rows = tuple(_of_another(row, item, dice) for row, item in zip(pattern.rows, plan.tables[0].items_of(unit.name), strict=True))
        issued = {new.code: pattern.issued[old.code] for old, new in zip(pattern.rows, rows, strict=True)}
        said = hashlib.sha256(f"{unit.code} {period}".encode()).hexdigest()
        yield replace(pattern, unit=unit.name, rows=rows, sha256=said, name=f"{unit.name}.xlsx", issued=issued, totals={})


def _read_one(plan: Plan, period: Period) -> Submission:
    unit = plan.units[0]
    filled: dict[str, Scalar] = {"本月完成投资": Decimal(30), "项目状态": "在建", "形象进度": "综合楼主体施工至12层", "问题类别": "无"}
    typed = {item.code: filled for item in plan.tables[0].items_of(unit.name)}
    stream = io.BytesIO()
    write_template(stream, plan, unit, period, {}, typed, {"填报人": "王静", "联系电话": "5551234"})
    return read(stream.getvalue(), f"{unit.name}_{period.label}.xlsx", "", plan)


def _of_another(row: Row, item: Item, dice: random.Random) -> Row:
    """About a twelfth of the year's plan each month, and another work than the month before."""
    month = (_annual(item) * dice.randrange(90, 130) / 1200).quantize(Decimal("0.01"))
    work = dice.choice(_WORKS).format(dice.randrange(2, 100))
    values = {**row.values, "本月完成投资": _typed(row.values["本月完成投资"], month), "形象进度": _typed(row.values["形象进度"], work)}
    return replace(row, code=item.code, values=values)


def _annual(item: Item) -> Decimal:
    return Decimal(str(item.fixed["年度计划投资"]))


def _typed(value: Value, parsed: Decimal | str) -> Value:
    return Value(value.field, str(parsed), parsed, value.sheet, value.cell)


def measure(files: int, own: bool = True) -> Cost:
    """What June costs for each of ``files`` units, with five months in the ledger."""
    plan = large_plan(files, own)
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "ledger.db") as ledger:
        with ledger.together():
            for period in (JUNE.shifted(-n) for n in range(5, 0, -1)):
                for said in submissions(plan, period):
                    ledger.record(_receipt(said), said)
        judges, found = Judges(plan, ledger), list(submissions(plan, JUNE))
        _judged(judges, found[0])  # what is worked out once for a plan is no cost of a file
        judged: list[tuple[Receipt, Submission | None]] = []
        seconds = _seconds(lambda: judged.extend(_judged(judges, said) for said in found))
    record = {group: _recording(judged, group) * 1000 / files for group in GROUPS}
    return Cost(seconds * 1000 / files, record, sum(receipt.outcome is Outcome.ACCEPTED for receipt, _ in judged))


def _recording(judged: Sequence[tuple[Receipt, Submission | None]], group: int) -> float:
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "ledger.db") as ledger:
        return _seconds(lambda: _recorded(ledger, judged, group))


def measure_months(files: int) -> float:
    """Milliseconds for each workbook where January to June of ``files`` units come in one after the other, checked and recorded."""
    plan = large_plan(files, True)
    months = [list(submissions(plan, JUNE.shifted(-n))) for n in range(5, -1, -1)]
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "ledger.db") as ledger:
        judges = Judges(plan, ledger)
        return _seconds(lambda: _taken_in(judges, ledger, [said for of_unit in zip(*months, strict=True) for said in of_unit])) * 1000 / files / 6


def _taken_in(judges: Judges, ledger: Ledger, found: Sequence[Submission]) -> None:
    for start in range(0, len(found), GROUPS[0]):
        with ledger.together():
            for said in found[start:start + GROUPS[0]]:
                ledger.record(*_judged(judges, said))


def _judged(judges: Judges, said: Submission) -> tuple[Receipt, Submission | None]:
    receipt, examined = judges.receipt(Result(said), Job(Path(said.name), said.name, said.sha256), _NOON, f"archive/{said.sha256}")
    return receipt, examined.submission


def _receipt(said: Submission) -> Receipt:
    return Receipt(said.name, said.sha256, Outcome.ACCEPTED, said.unit, said.period, received=_NOON)


def _recorded(ledger: Ledger, judged: Sequence[tuple[Receipt, Submission | None]], group: int) -> None:
    for start in range(0, len(judged), group):
        with ledger.together():
            for receipt, said in judged[start:start + group]:
                ledger.record(receipt, said)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    """Print what is measured."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="?", type=int, default=1000)
    files = options.parse_args().files
    for own in (True, False):
        cost = measure(files, own)
        print(f"{'own' if own else 'shared'}: {files} workbooks, judge {cost.judge:.2f} ms,",
              ", ".join(f"record {ms:.2f} ms in groups of {group}" for group, ms in cost.record.items()), f"({cost.accepted} accepted)")
    print(f"six months at once: {measure_months(files // 10):.2f} ms to judge and record each of {files // 10 * 6} workbooks")


if __name__ == "__main__":
    main()
