"""A small plan: two project tables that share a project, a task table, an indicator table."""

from decimal import Decimal

from automation.formula import Scalar
from automation.model.plan import (
    Field,
    Item,
    Kind,
    Plan,
    PlanCheck,
    Settings,
    Table,
    Target,
    Unit,
)
from automation.period import Frequency, Period
from automation.presets import preset

JUNE = Period.parse("2017-06")
UNIT = Unit("U01", "福慈科", ("福慈",))
SETTINGS = Settings("SN-2017", "“七大提升行动”", "遂宁市民政局", Period.parse("2017-01"), Period.parse("2017-12"),
                    contact="0825-2222222")


def project(code: str, table: str, ordinal: int, name: str, total: int, plan: int, before: int, start: str,
            years: str) -> Item:
    """A project of the unit; money in 万元."""
    fixed: dict[str, Scalar] = {"项目名称": name, "建设年限": years, "计划开工": start, "总投资": Decimal(total),
                                "年度计划投资": Decimal(plan), "截至上年底累计完成": Decimal(before)}
    return Item(code, table, str(ordinal), name, fixed, UNIT.name, (UNIT.name,))


def task(code: str, ordinal: int, name: str, content: str) -> Item:
    """A task of the unit."""
    fixed: dict[str, Scalar] = {"事项": name, "主要内容": content, "完成时限": "2017年12月底"}
    return Item(code, "任务1", str(ordinal), name, fixed, UNIT.name, (UNIT.name,))


def indicator(code: str, ordinal: int, name: str, unit: str, kind: str, goal: int, factor: int | None = None,
              relation: str = ">=") -> Item:
    """An indicator of the unit with one target for December."""
    fixed: dict[str, Scalar] = {"指标": name, "计量单位": unit, "口径": kind}
    if factor is not None:
        fixed["系数"] = Decimal(factor)
    target = Target(Decimal(goal), str(goal), relation, Period.parse("2017-12"))
    return Item(code, "指标1", str(ordinal), name, fixed, UNIT.name, (UNIT.name,), (target,))


PROJECTS_3 = (
    project("SN-01", "附件3", 1, "遂宁市老年大学建设项目", 15000, 6000, 4000, "2016", "2016-2017.12"),
    project("SN-02", "附件3", 2, "遂宁市老年大学装修工程及设施设备购置", 1500, 100, 0, "2017-12", "2017.12-2018"),
    project("SN-03", "附件3", 3, "遂宁市精神病人康复社区及福利设施建设项目", 20000, 0, 0, "2018", "2018-2020"),
    project("SN-04", "附件3", 4, "遂宁市养老康复（医养结合）及优抚对象康复疗养设施建设项目", 20000, 3000, 0, "2017-08", "2017.08-2019"),
    project("SN-05", "附件3", 11, "遂宁市养老服务信息系统建设项目", 500, 300, 0, "2017", "2017-2018"),
    project("SN-06", "附件3", 14, "遂宁市社会福利院改造", 650, 650, 0, "2017", "2017"),
    project("SN-07", "附件3", 15, "慈善信息平台建设", 300, 0, 0, "2018", "2018"),
)
PROJECTS_2 = (project("SN-07", "附件2", 5, "慈善信息平台", 300, 0, 0, "2018", "2018"),)
TASKS = (
    task("RW-01", 1, "推进居家养老服务全覆盖", "在全市城市社区建设日间照料中心，配备专兼职人员，开展助餐、助浴、助医服务。"),
    task("RW-02", 2, "完善临时救助制度", "出台临时救助实施细则，建立县乡两级备用金制度。"),
)
INDICATORS = (
    indicator("ZB-01", 1, "城市社区日间照料中心覆盖率", "%", "比率", 90, 100),
    indicator("ZB-02", 2, "养老机构床位数", "张", "存量", 12000),
    indicator("ZB-03", 3, "重残人员死亡率", "‰", "比率", 8, 1000, "<="),
)


FILLED: dict[str, dict[str, Scalar]] = {
    "SN-01": {"本月完成投资": Decimal(520), "形象进度": "主体结构封顶，外墙装饰完成70%，室内安装完成45%。", "问题类别": "无"},
    "SN-02": {"本月完成投资": Decimal(0), "形象进度": "前期工作：装修方案设计。", "问题类别": "无"},
    "SN-03": {"本月完成投资": Decimal(0), "形象进度": "有序推进"},
    "SN-04": {"本月完成投资": Decimal("60.25"), "形象进度": "前期工作：完成规划方案审查，正在办理施工图审查。"},
    "SN-05": {"本月完成投资": Decimal(30), "形象进度": "完成需求确认和招标，养老机构管理子系统开发中。", "问题类别": "招投标",
              "存在问题": "招标流标一次，工期顺延1个月"},
    "SN-06": {"本月完成投资": "约62万", "形象进度": "护理楼1-3层改造完成，4-6层施工。", "问题类别": "无"},
    "RW-01": {"进展情况": "全市新建成日间照料中心6个，累计18个，配备人员54名。", "完成率": Decimal("0.35"), "状态": "受阻"},
    "ZB-01": {"分子": Decimal(81), "分母": Decimal(90)},
    "ZB-02": {"本期值": Decimal(14000)},
}
"""Half a month's typing, mistakes included."""


def plan(settings: Settings = SETTINGS, extra: tuple[Field, ...] = (), checks: tuple[PlanCheck, ...] = ()) -> Plan:
    """The plan, ``extra`` fields added to both project tables."""
    projects = (*preset(Kind.PROJECT, "万元", 2), *extra)
    tables = (
        Table("附件3", "重大项目表", Kind.PROJECT, Frequency.MONTH, projects, PROJECTS_3),
        Table("附件2", "项目总表", Kind.PROJECT, Frequency.MONTH, projects, PROJECTS_2),
        Table("任务1", "重点任务", Kind.TASK, Frequency.MONTH, preset(Kind.TASK, "万元", 2), TASKS),
        Table("指标1", "主要指标", Kind.INDICATOR, Frequency.MONTH, preset(Kind.INDICATOR, "万元", 2), INDICATORS),
    )
    return Plan(settings, (UNIT,), tables, checks, "0123456789ab")


def past() -> dict[str, dict[str, Scalar]]:
    """May, as the ledger would have it."""
    spent = {"SN-01": "2900", "SN-02": "0", "SN-03": "0", "SN-04": "180", "SN-05": "95", "SN-06": "330.5", "SN-07": "0"}
    building = ("SN-01", "SN-05", "SN-06")
    states: dict[str, dict[str, Scalar]] = {
        code: {"本年累计完成投资": Decimal(sum_), "项目状态": "在建" if code in building else "前期工作",
               "形象进度": "前期工作：完成方案设计。"} for code, sum_ in spent.items()}
    states["RW-01"] = {"完成率": Decimal("0.4"), "状态": "推进中", "进展情况": "已建成日间照料中心12个。"}
    states["ZB-01"] = {"分子": Decimal(70), "分母": Decimal(90), "实际值": Decimal("77.78")}
    states["ZB-02"] = {"本期值": Decimal(10000), "实际值": Decimal(10000)}
    return states
