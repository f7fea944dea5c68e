"""A month of Suining's two project tables: the projects are real (tests/facts), every monthly figure is invented."""

import csv
import datetime
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from automation.derive import State, constants, derive, opening, standing, totals
from automation.formula import Scalar
from automation.lights import Light, light, start_month
from automation.model.plan import (
    Category,
    DataType,
    Field,
    Item,
    Kind,
    Plan,
    Settings,
    Severity,
    Shown,
    Table,
    Unit,
)
from automation.model.submission import Entry, Finding, UnitState, UnitStatus
from automation.period import Frequency, Period
from automation.presets import preset
from automation.summary import Combined, Explanation, ItemFigures, Summary, TableFigures

FACTS = Path(__file__).parent.parent / "facts"

TITLES = {"附件2": "项目总表", "附件3": "重大项目"}
HEADINGS = {"附件2": "遂宁市2017—2020年“七大提升行动”项目进度表(民政部分)",
            "附件3": "遂宁市2017—2020年“七大提升行动”重大项目建设进度表(市民政局编制)"}
CONTROLS = {"附件2": 687220, "附件3": 112820}

UNITS = (
    Unit("D01", "政权科", category="科室"), Unit("D02", "事务科", category="科室"), Unit("D03", "福慈科", category="科室"),
    Unit("D04", "救灾科", category="科室"), Unit("D05", "民管科", category="科室"),
    Unit("Q01", "船山区民政局", ("船山区",), "县区"), Unit("Q02", "安居区民政局", ("安居区",), "县区"),
    Unit("Q03", "射洪县民政局", ("射洪县",), "县区"), Unit("Q04", "蓬溪县民政局", ("蓬溪县",), "县区"),
    Unit("Q05", "河东新区民政事务局", ("河东新区",), "县区"), Unit("Q06", "遂宁开发区民政事务局", ("遂宁开发区",), "县区"),
)

LATE = {"安居区民政局": 2, "民管科": 1}
MISSING = "蓬溪县民政局"
REPORTERS = {"政权科": "李××", "事务科": "张××", "福慈科": "王××", "救灾科": "刘××", "民管科": "陈××", "船山区民政局": "杨××",
             "安居区民政局": "赵××", "射洪县民政局": "周××", "蓬溪县民政局": "吴××", "河东新区民政事务局": "徐××",
             "遂宁开发区民政事务局": "孙××"}

FIGURES = """
附件2 1  船山区民政局       0     0      0    0    0    0    0    0     前期工作:完成12个社区选址,正在编制可行性研究报告。|
附件2 2  政权科             3000  6800   180  150  300  350  320  330   平台软件完成初验,“一门式”受理已接入86个街道(乡镇),终端采购完成65%。|
附件2 3  河东新区民政事务局 6000  9000   400  300  700  760  740  520   主体结构封顶,外墙装饰完成70%,室内安装完成45%。|
附件2 4  事务科             0     0      0    0    0    0    0    0     前期工作:正在开展选址比选。|
附件2 5  福慈科             0     0      0    0    0    0    0    0     前期工作:正在开展需求调研。|
附件2 6  救灾科             200   0      18   18   18   10   8    4     6个安全社区中2个完成创建方案评审,其余4个正在编制方案。|部分街道配套资金未落实
附件2 7  事务科             800   0      0    0    10   20   30   25    前期工作:完成可研批复,正在办理初步设计审批。|
附件2 8  船山区民政局       15000 32000  1200 900  1700 1900 1900 1650  养老用房6.2万㎡主体完工,景观及配套道路施工过半。|
附件2 9  船山区民政局       12000 0      0    150  500  700  750  380   完成场平,一标段基础施工;二标段未进场。|二标段用地报批滞后,涉及林地手续未办结
附件2 10 安居区民政局       5200  4300   300  250  450  540  510  410   综合楼主体施工至8层;颐养中心改造完成水电管网。|雨季影响室外管网施工
附件2 11 射洪县民政局       22000 28000  1500 1100 2300 2500 2400 1900  一期养老用房主体完工,医疗中心装修,室外景观完成40%。|
附件2 12 射洪县民政局       40000 168000 2800 2200 3900 4200 4100 3600  一期基本建成,二期“三组团”道路及管网施工。|
附件2 13 蓬溪县民政局       9000  0      0    300  600  750  800  0     完成土地平整,康养医院桩基施工。|征地拆迁余12户未签约
附件2 14 遂宁开发区民政事务局 0   0      0    0    0    0    0    0     前期工作:完成项目建议书批复。|
附件3 2  福慈科             100   0      0    0    0    0    0    0     前期工作:正在进行装修方案设计。|
附件3 4  福慈科             3000  0      0    0    40   60   80   60    前期工作:完成规划方案审查,正在办理施工图审查。|
附件3 5  事务科             5000  0      0    100  200  280  320  250   完成一期200亩土地征收,进场道路施工。|剩余300亩征地补偿资金缺口1800万元
附件3 8  民管科             300   0      0    10   25   35   40   42    软件开发完成60%,完成历史档案录入1.2万条。|
附件3 10 民管科             1200  0      110  95   100  110  70   31    孵化基地改造施工完成45%,首批18家社会组织签约。|消防改造审批较慢
附件3 11 福慈科             300   0      0    10   20   30   35   30    完成需求确认和招标,养老机构管理子系统开发中。|招标流标一次,工期顺延1个月
附件3 12 救灾科             500   900    20   30   50   55   55   48    市级平台升级完成,4个县(区)设备到货安装。|
附件3 13 救灾科             1300  1200   110  110  108  110  106  66    13个避难场所中5个完工,4个在建。|2处场所权属协调未完成
附件3 14 福慈科             650   0      30   40   80   90   90   62    护理楼1—3层改造完成,4—6层施工。|
"""
"""Table, number, unit, annual plan, done up to last year's end, January to June, progress, problem."""

SAME = {3: 1, 2: 9, 4: 6, 5: 15, 7: 7, 14: 3}
"""Number in 附件2 -> number in 附件3 of the same project."""


def sample_summary(practice: bool = True, month: int = 6, codes: Sequence[str] = ("附件2", "附件3")) -> Summary:
    """The summary of one month of 2017 with the project tables ``codes``."""
    period = Period(2017, month)
    plan = sample_plan(practice, codes)
    tables = tuple(_table_figures(plan, table, period) for table in plan.tables)
    return Summary(plan, period, plan.settings.time_progress(period), plan.settings.deadline(period).date(), tables,
                   _combined(plan, tables, period), _statuses(plan, period), _explanations(plan))


def sample_plan(practice: bool = True, codes: Sequence[str] = ("附件2", "附件3")) -> Plan:
    """The plan behind the sample."""
    settings = Settings("suining-2017", "遂宁市“七大提升行动”", "遂宁市民政局", Period(2017), Period(2020), office="遂宁市民政局办公室",
                        title="项目推进情况通报", report_to="市政府分管领导,局党组成员。", practice=practice,
                        copy_to="各县(区)民政局、园区民政事务局,机关各科室。")
    return Plan(settings, UNITS, tuple(_table(code) for code in codes), fingerprint="5d0c2a71e9b4")


def _table(code: str) -> Table:
    names = ("牵头领导", "牵头单位") if code == "附件2" else ("牵头领导", "建设单位", "责任单位")
    own = tuple(Field(name, Category.FIXED, DataType.TEXT, shown=Shown.LEFT_OUT) for name in names)
    fields = preset(Kind.PROJECT, "万元", 2)
    return Table(code, TITLES[code], Kind.PROJECT, Frequency.MONTH, (*fields[:9], *own, *fields[9:]), tuple(_items(code)),
                 "总投资", Decimal(CONTROLS[code]), HEADINGS[code])


def _items(code: str) -> Iterator[Item]:
    with (FACTS / f"suining_2017_projects_annex{code[-1]}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            number, facts = int(row["no"]), _invented(code, int(row["no"]))
            fixed: dict[str, Scalar] = {
                "项目名称": row["name"], "建设性质": row["nature"], "建设地址": row["location"] or None,
                "主要建设内容": row["content_summary"], "建设年限": row["period_text"], "计划开工": row["start"],
                "总投资": Decimal(row["total_investment_wan"]), "年度计划投资": Decimal(facts[3]),
                "截至上年底累计完成": Decimal(facts[4]), "牵头领导": row["lead_leader"]}
            if code == "附件2":
                lead = row["lead_unit"]
                fixed["牵头单位"] = lead
            else:
                lead = row["responsible_unit"]
                fixed |= {"建设单位": row["construction_unit"], "责任单位": lead}
            yield Item(item_code(code, number), code, str(number), row["name"], fixed, lead, (facts[2],),
                       address=f"{code}!A{number + 4}")


def item_code(code: str, number: int) -> str:
    """SN-01 to SN-14 for 附件2, SN-15 and on for what stands in 附件3 alone."""
    if code == "附件2":
        return f"SN-{number:02}"
    shared = {v: k for k, v in SAME.items()}
    alone = [n for n in range(1, 16) if n not in shared]
    return f"SN-{shared[number]:02}" if number in shared else f"SN-{15 + alone.index(number)}"


def _invented(code: str, number: int) -> list[str]:
    if code == "附件3" and (twin := {v: k for k, v in SAME.items()}.get(number)):
        return _invented("附件2", twin)
    line = next(line for line in FIGURES.strip().splitlines() if line.split()[:2] == [code, str(number)])
    return line.split(maxsplit=11)


def _table_figures(plan: Plan, table: Table, period: Period) -> TableFigures:
    items = tuple(_item_figures(plan, table, item, period) for item in table.items)
    named = constants(plan.settings, period)
    before = constants(plan.settings, period.previous)
    return TableFigures(table, items, totals(table.fields, [i.values for i in items], named),
                        totals(table.fields, [i.before for i in items], before))


def _item_figures(plan: Plan, table: Table, item: Item, period: Period) -> ItemFigures:
    unit, facts = item.units[0], _invented(table.code, int(item.ordinal))
    months: list[Decimal | None] = []
    states: list[State] = [{}]
    lights: list[Light] = []
    start = start_month(str(item.fixed["计划开工"]), period.year)
    for step in (Period(period.year, m) for m in range(1, period.last_month + 1)):
        missing = unit == MISSING and step.last_month == 6
        amount = None if missing else Decimal(facts[4 + step.last_month])
        filled = {} if missing else _filled(facts, amount)
        named = constants(plan.settings, step)
        state = derive(table.fields, standing(item, step) | filled, opening(states[-1], table.fields, step), named)
        months.append(amount)
        states.append(state)
        lights.append(light(Decimal(facts[3]), start, step, state["与序时比"], plan.settings))
    entries = {} if months[-1] is None else _entries(item, period, unit, states[-1])
    return ItemFigures(item, unit, months[-1] is not None, states[-1], states[-2], tuple(months), tuple(lights), start, entries)


def _filled(facts: list[str], amount: Scalar) -> dict[str, Scalar]:
    progress, problem = facts[11].split("|")
    behind = bool(problem)
    state = "前期工作" if progress.startswith("前期工作") else "在建"
    return {"本月完成投资": amount, "项目状态": state, "形象进度": progress, "问题类别": "其他" if behind else "无",
            "存在问题": problem or None, "下步措施": "专人盯办,每周调度,7月15日前报进展" if behind else None}


def _entries(item: Item, period: Period, unit: str, values: State) -> Mapping[str, Entry]:
    name = f"{unit}_{period.label}月报.xlsx"
    digest = hashlib.sha256(name.encode()).hexdigest()
    filled = [f for f in preset(Kind.PROJECT, "万元", 2) if f.category is Category.FILLED]
    row = 9 + int(item.code[-2:]) % 7
    return {f.name: Entry(period, unit, item.code, f.name, values[f.name], str(values[f.name]), "填报表",
                          f"{'IJKLMN'[n]}{row}", name, digest, received(unit, period), f"archive/{period}/{name}",
                          REPORTERS[unit])
            for n, f in enumerate(filled) if values.get(f.name) is not None}


def received(unit: str, period: Period) -> datetime.datetime:
    """When the unit's file of the period came in."""
    order = [u.name for u in UNITS].index(unit)
    on_time = datetime.datetime(period.year, period.last_month, 18 + order % 3, 9 + order % 7, order * 5)
    return on_time + datetime.timedelta(days=LATE.get(unit, 0) + (2 - order % 3 if unit in LATE else 0))


def _combined(plan: Plan, tables: tuple[TableFigures, ...], period: Period) -> Combined:
    distinct = {i.item.code: i for table in reversed(tables) for i in table.items}
    pairs = tuple((a, b) for a in tables[0].items for b in tables[-1].items if a.item.code == b.item.code and a is not b)
    sums = totals(tables[0].table.fields, [i.values for i in distinct.values()], constants(plan.settings, period))
    return Combined(len(distinct), len(pairs), sums, pairs)


def _statuses(plan: Plan, period: Period) -> tuple[UnitStatus, ...]:
    return tuple(_status(plan, unit, period) for unit in plan.reporting_units(period))


def _status(plan: Plan, unit: Unit, period: Period) -> UnitStatus:
    items = len({i.code for table in plan.tables for i in table.items if unit.name in i.units})
    history = tuple("△" if (n + len(unit.name)) % 5 == 0 and unit.category == "县区" else "√" for n in range(1, period.ordinal))
    deadline = plan.settings.deadline(period)
    missing = UnitStatus(unit, UnitState.MISSING, deadline, items, history=(*history, "×"))
    if unit.name == MISSING and period.last_month == 6:
        return missing
    late = LATE.get(unit.name, 0)
    return replace(missing, state=UnitState.LATE if late else UnitState.ACCEPTED, received=received(unit.name, period),
                   on_time=not late, file=f"{unit.name}_{period.label}月报.xlsx", revision=1, days_late=late,
                   returned_times=1 if unit.name in ("船山区民政局", "救灾科") else 0, history=(*history, "△" if late else "√"))


def _explanations(plan: Plan) -> tuple[Explanation, ...]:
    finding = Finding("H502", Severity.QUERY, "变动过大", "本月完成380万元,为前3个月平均数的0.6倍", "请核对;数据无误的请在核实说明中写明",
                      "填报表", "I11", "附件2", "SN-09", "本月完成投资", "380")
    return (Explanation("船山区民政局", finding, "二标段停工,本月仅一标段有投资"),)
