"""A city and its counties, each with a plan of its own: the counties' items are parts of the city's."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from automation import pipeline
from automation.engines import Inline
from automation.forms import forms_for
from automation.formula import Scalar
from automation.model.plan import Unit
from automation.model.submission import Outcome, Receipt
from automation.period import Period
from automation.pipeline import Office
from automation.template.write import template_name, write_template
from plans.workbook import ItemSheet, PlanSource, write

JUNE = Period(2023, 6)
COUNTIES = ("东县", "西县", "南区")
_PROJECTS = ("序号", "项目编码", "项目名称", "建设年限", "总投资", "年度计划投资", "牵头单位", "填报单位")
_TASKS = ("序号", "项目编码", "事项", "主要内容", "完成时限", "牵头单位", "填报单位")
_INDICATORS = ("序号", "项目编码", "指标", "计量单位", "关系", "目标值", "目标年月", "口径", "牵头单位", "填报单位")
MEASURES = (("存量", ">=", "张"), ("流量", ">=", "个"), ("比率", ">=", "%"), ("逐个达标", ">=", "%"), ("零容忍", "<=", "起"),
            ("里程碑", "=", "是/否"), ("按期", ">=", "次"), ("定性", "=", ""))


def city(root: Path) -> Office:
    """A city whose units are the counties; everybody has a project of their own, and all share tasks and indicators."""
    projects = [(str(n), f"C{n}", f"{county}养老项目", "2023", Decimal(9000), Decimal(6000), county, county)
                for n, county in enumerate(COUNTIES, 1)]
    return _office(root, "市", "市民政局", COUNTIES, projects, COUNTIES)


def county(root: Path, number: int, money_unit: str = "万元") -> Office:
    """The county of that number: two townships, each with its part of the county's project."""
    towns = tuple(f"{COUNTIES[number]}{town}" for town in ("甲镇", "乙镇"))
    scale = Decimal(10000) if money_unit == "元" else Decimal(1)
    projects = [(str(n), f"C{number + 1}-{n}", f"{town}养老项目", "2023", 4500 * scale, 3000 * scale, town, town) for n, town in enumerate(towns, 1)]
    return _office(root, f"县{number}", COUNTIES[number], towns, projects, towns, money_unit)


def _office(root: Path, code: str, host: str, units: tuple[str, ...], projects: list[tuple[object, ...]], all_units: tuple[str, ...],
            money_unit: str = "万元") -> Office:
    everybody = ";".join(all_units)
    settings = {"计划编号": code, "计划名称": "养老服务计划", "主办单位": host, "起始": "2023-06", "终止": "2023-12", "频次": "月", "金额单位": money_unit,
                "演练": "否", "截止日": "28"}
    tables = tuple((name, name, name, "月", "", None, "") for name in ("项目", "任务", "指标"))
    tasks = (("1", "T1", "监测帮扶", "建立监测机制，开展走访帮扶", "2023-12-31", all_units[0], everybody),)
    indicators = tuple((str(n), f"Z{n}", f"{word}指标", unit, relation, "全面推行" if word == "定性" else Decimal(1), "2023-12", word, all_units[0], everybody)
                       for n, (word, relation, unit) in enumerate(MEASURES))
    source = PlanSource(settings, tuple((f"U{n}", name, "", "县区", "", "", "是", "", "") for n, name in enumerate(units, 1)), tables, (), (),
                        tuple(ItemSheet(name, headings, (8,) * len(headings), tuple(rows))  # type: ignore[arg-type]
                              for name, headings, rows in (("项目", _PROJECTS, projects), ("任务", _TASKS, tasks), ("指标", _INDICATORS, indicators))))
    path = root.with_suffix(".xlsx")
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, source)
    return pipeline.create(root, str(path))


def typed(plan_code: str, number: int, amount: Decimal) -> Mapping[str, Mapping[str, Scalar]]:
    """What the unit of that number types into every row; amounts and figures differ from unit to unit."""
    rows: dict[str, dict[str, Scalar]] = {}
    rows["*"] = {"本月完成投资": amount, "项目状态": "在建", "形象进度": f"第{number}栋楼主体施工至{number + 2}层", "问题类别": "资金",
                 "存在问题": f"第{number}笔资金未到位，请财政局协调", "下步措施": "7月15日前到位，责任人李四"}
    rows["T1"] = {"进展情况": f"已完成第{number}批共{10 * number}户走访登记，信息录入系统", "完成率": Decimal(number * 10) / 100, "状态": "推进中",
                  "下步计划": "继续推进"}
    for n, (word, _, _) in enumerate(MEASURES):
        rows[f"Z{n}"] = {"分子": Decimal(number), "分母": Decimal(number + 1)} if word == "比率" else {} if word == "定性" else {
            "本期值": Decimal(0 if word == "零容忍" else 1 if word == "里程碑" else number)}
        rows[f"Z{n}"]["说明"] = f"来源：第{number}号报表"
    return rows


def report(office: Office, period: Period = JUNE, amounts: Mapping[str, Decimal] | None = None, first: int = 1) -> tuple[Receipt, ...]:
    """Every unit of ``office`` fills in its workbook of ``period`` and sends it; what it sent before comes in again."""
    for number, unit in enumerate(office.plan.reporting_units(period), first):
        _fill(office, unit, period, typed(office.plan.settings.plan_code, number, (amounts or {}).get(unit.name, Decimal(number) + Decimal("0.25"))))
    receipts = pipeline.collect(office, settle=0, engine=Inline(office.plan)).receipts
    assert {r.outcome for r in receipts} <= {Outcome.ACCEPTED, Outcome.DUPLICATE}, [(r.name, [f.message for f in r.findings]) for r in receipts]
    return receipts


def _fill(office: Office, unit: Unit, period: Period, said: Mapping[str, Mapping[str, Scalar]]) -> None:
    rows = {row.item.code: {name: value for name, value in (said.get(row.item.code) or said["*"]).items() if name in row.fields}
            for form in forms_for(office.plan, unit, period) for row in form.rows}
    path = office.workspace.inbox / template_name(unit, period)
    write_template(path, office.plan, unit, period, pipeline.previous(office, period), rows, {"填报人": "张三"})
