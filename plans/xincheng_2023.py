"""Xincheng district 2023: thirty-three tasks with the units that the notice names, forty-seven targets.

Units and groups of units are those of the notice. Which of a task's units reports a target, and where a task names
nobody, is ours and marked 代拟.
"""

from decimal import Decimal

from plans.layout import INDICATOR, OURS, TASK, Own, day, facts, figure, sheet, unit
from plans.workbook import Cell, ItemSheet, PlanSource

PLAN = "xincheng-2023"
SETTINGS = {
    "计划编号": "XC2023", "计划名称": "民政重点工作任务", "主办单位": "呼和浩特市新城区民政局", "办公室": "局办公室", "起始": "2023-01",
    "终止": "2023-12", "频次": "月", "截止日": "25", "截止时刻": "17:00", "截止日含当日": "是", "节假日顺延": "是", "金额单位": "万元",
    "金额小数": "2", "序时口径": "按月", "滞后黄线": "0", "滞后红线": "10", "亮灯口径": "绝对", "通报标题": "民政重点工作推进情况通报",
    "期号": "{年}年第{月}期", "报送": "区政府分管领导，市民政局。", "抄送": "保合少镇，各街道办事处、各区域服务中心，区财政局、区卫健委。", "字体": "A",
    "时区": "Asia/Shanghai", "演练": "否",
}
TABLES = (
    ("任务", "重点任务", "任务", "月", "", None, "新城区2023年民政重点工作任务推进情况表"),
    ("指标", "量化指标", "指标", "月", "", None, "新城区2023年民政重点工作量化指标完成情况表"),
)
KINDS = {"区直部门": "部门", "镇": "镇", "街道": "街道", "区域服务中心": "区域服务中心", "企业": "企业", "群组": "组"}
NAMED_DEPARTMENTS = "区民政局;区财政局;区卫健委"
"""区属相关部门 of the salutation: the departments that the tasks name; the notice lists none."""
RHYTHMS = {"once": "一次性", "ongoing": "长期", "monthly": "每月", "quarterly": "每季", "yearly": "每年", "on_event": "政策印发后",
           "monthly|quarterly": "每月或每季", "mixed": "分项规定"}
WITHIN_YEAR = "2023年内"
"""完成时限 where the source states none: it is the plan of one year."""
REPORTERS = {
    "15": "区民政局", "16": "怡乐健康养老服务公司", "17": "区民政局", "23": "保合少镇;东河区域服务中心", "30": "区民政局", "33": "区民政局", "40": "区民政局",
    "41": "保合少镇", "42": "各街道办事处",
}
"""Target → who reports it, where not every unit of its task has a figure; ours."""
SUMMED = ("存量", "流量", "比率", "零容忍")
"""口径 that add up over units: the bureaus of the district have no figures of their own there."""
BUREAUS = ("区财政局", "区民政局")
FLOWS = frozenset(("2", "3", "8", "23", "26", "33", "42"))
"""Targets that months add to."""
MILESTONES = frozenset(("7", "30", "40"))
"""One place to be built, or one station."""
EACH = frozenset(("17", "20", "22", "24", "25", "27", "28", "29", "34", "35", "38", "46"))
"""Targets that every unit, institution, community or case is to meet for itself."""
PERIODIC = frozenset(("18", "19", "36", "37"))
ZERO = "12"
BASIS = Own("分工依据", 12, "“原文”为文件写明的责任单位，牵头单位按排名首位推定；“按所属任务”随任务的责任单位；“代拟”为编制任务书时按职责拟定，可以修改")
TASK_OWN = (Own("领域", 22), Own("频次", 12, issued=8), Own("量化目标", 36, "原文写明的数量", issued=18), Own("责任单位原文", 40, "照录原文"),
            Own("点名社区（村）", 40, "原文点名的社区和村"), BASIS)
INDICATOR_OWN = (Own("所属任务", 10, "任务表中的序号"), Own("范围", 34, issued=18), Own("频次", 12, issued=8), Own("分子说明", 22, issued=14),
                 Own("分母说明", 22, issued=14), Own("数字来源", 12, "“原文”为文件写明的数字，“文意”为据全覆盖、每个、清零等用语"), Own("备注", 44, "原文措辞和口径说明"),
                 BASIS)


def source() -> PlanSource:
    """The plan, sheet by sheet."""
    fields = (*(o.row("任务") for o in TASK_OWN), *(o.row("指标") for o in INDICATOR_OWN))
    return PlanSource(SETTINGS, _units(), TABLES, fields, (), (_tasks(), _indicators()))


def _units() -> tuple[tuple[Cell, ...], ...]:
    rows = []
    for row in facts(PLAN, "units"):
        members = row["expands_to"] or (NAMED_DEPARTMENTS if row["level"] == "群组" else "")
        rows.append(unit(f"XC{int(row['no']):02}", row["unit"], row["aliases"], KINDS.get(row["level"], "其他"), members=members,
                         reports=row["role"] == "responsible"))
    return tuple(rows)


def _tasks() -> ItemSheet:
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(facts(PLAN, "tasks"), start=1):
        units, basis = (row["responsible_units"], "原文") if row["responsible_units"] else ("区民政局", OURS)
        rows.append((row["task_key"], f"XC-T{number:02}", row["title"], row["summary"], day(row["deadline"]) or WITHIN_YEAR,
                     row["section"], RHYTHMS[row["frequency"]], row["quantified_target"], row["raw_units"],
                     _communities(row["task_key"]), basis, units.split(";")[0], units))
    return sheet("任务", TASK, TASK_OWN, rows)


def _communities(task: str) -> str:
    """The communities and villages that a task names, with their street where the text tells it."""
    return "、".join(r["name"] + (f"（{r['unit_stated']}）" if r["unit_stated"] else "")
                    for r in facts(PLAN, "communities") if r["task_key"] == task)


def _indicators() -> ItemSheet:
    tasks = {row["task_key"]: row["responsible_units"] for row in facts(PLAN, "tasks")}
    rows: list[tuple[Cell, ...]] = []
    for row in facts(PLAN, "indicators"):
        measure = _measure(row)
        units, basis = _reporters(row["no"], measure, tasks[row["task_key"]])
        rows.append((row["no"], f"XC-Z{int(row['no']):02}", row["name"], row["unit"], None, row["operator"],
                     figure(row["target"] or "未写明"), row["deadline"][:7], measure, Decimal(1000) if row["unit"] == "‰" else None, "",
                     row["task_key"], row["scope"], RHYTHMS[row["frequency"]], row["numerator"], row["denominator"],
                     "原文" if row["explicit_or_implied"] == "explicit" else "文意", row["note"], basis,
                     tasks[row["task_key"]].split(";")[0], units))
    return sheet("指标", INDICATOR, INDICATOR_OWN, rows)


def _reporters(number: str, measure: str, of_task: str) -> tuple[str, str]:
    """Units that report a target, and on what ground."""
    if number in REPORTERS:
        return REPORTERS[number], OURS
    local = ";".join(name for name in of_task.split(";") if name not in BUREAUS)
    return (local, OURS) if measure in SUMMED and local and local != of_task else (of_task, "按所属任务")


def _measure(row: dict[str, str]) -> str:
    for numbers, measure in ((FLOWS, "流量"), (MILESTONES, "里程碑"), (EACH, "逐个达标"), (PERIODIC, "按期")):
        if row["no"] in numbers:
            return measure
    if row["no"] == ZERO:
        return "零容忍"
    return {"%": "比率", "‰": "比率", "是/否": "里程碑"}.get(row["unit"], "存量")
