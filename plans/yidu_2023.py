"""Yidu 2023, the «1235» plan: five projects and forty-six tasks.

The source mixes 亿元 and 万元; amounts are converted exactly to 万元 and the wording is kept beside them. It names no
responsible unit: who reports what is ours and marked 代拟.
"""

import re
from decimal import Decimal

from plans.layout import BASIS, OURS, PROJECT, TASK, Own, day, facts, sheet, unit
from plans.workbook import Cell, ItemSheet, PlanSource

PLAN = "yidu-2023"
SETTINGS = {
    "计划编号": "YD2023", "计划名称": "民政“1235”工作计划", "主办单位": "宜都市民政局", "办公室": "局办公室", "起始": "2023-01",
    "终止": "2023-12", "频次": "月", "截止日": "25", "截止时刻": "17:00", "截止日含当日": "是", "节假日顺延": "是", "金额单位": "万元",
    "金额小数": "2", "序时口径": "按月", "滞后黄线": "0", "滞后红线": "10", "亮灯口径": "绝对", "通报标题": "“1235”工作推进情况通报", "期号": "{年}年第{月}期",
    "报送": "市政府分管领导，局党组成员。", "抄送": "各乡镇（街道）民政办，机关各科室、局属各单位。", "字体": "A", "时区": "Asia/Shanghai", "演练": "否",
}
UNITS = (
    unit("JZ", "社会救助科", "救助科"), unit("ET", "儿童福利科", "儿福科"), unit("YL", "养老服务科", "养老科"), unit("SW", "社会事务科", "事务科"),
    unit("JQ", "基层政权和区划地名科", "基政科"), unit("SZ", "社会组织管理科", "社管科"), unit("JZZ", "宜都市救助管理站", "救助站", "其他"),
    unit("BYG", "宜都市殡仪馆", "殡仪馆", "其他"),
)
TABLES = (
    ("项目", "民生项目", "项目", "月", "总投资;年度计划投资", "71828;27800", "宜都市2023年民政5项民生项目进度表"),
    ("任务", "重点任务", "任务", "月", "", None, "宜都市2023年民政“1235”重点任务推进情况表"),
)
PROJECTS_BY = {"1": "社会事务科", "2": "社会事务科", "3": "宜都市殡仪馆", "4": "养老服务科", "5": "养老服务科"}
TASKS_BY = {
    "1.1": "社会救助科", "1.2": "儿童福利科", "1.3": "社会事务科", "1.3.1": "宜都市救助管理站", "1.3.2": "宜都市救助管理站", "2.1": "社会事务科",
    "2.1.3": "宜都市殡仪馆", "2.2": "基层政权和区划地名科", "3.1": "养老服务科", "3.2": "基层政权和区划地名科", "3.3": "社会组织管理科",
}
"""Task, or part of the plan, → who reports it; ours."""
PROJECT_OWN = (
    Own("领域", 8), Own("总投资原文", 14, "原文写法，总投资由此换算成万元"), Own("年度计划原文", 24, "原文写法，年度计划投资由此换算成万元；“全部投资”即总投资"),
    Own("年度节点", 40, "原文没有写开工年份的项目，因2023年有投资计划，计划开工填2023", issued=20), BASIS)
TASK_OWN = (Own("组别", 18), Own("板块", 34), Own("量化目标", 22, "原文写明的数量", issued=18), Own("备注", 44, "原文措辞和口径说明"), BASIS)
WITHIN_YEAR = "2023年内"
"""完成时限 where the source states none: it is the plan of one year."""


def source() -> PlanSource:
    """The plan, sheet by sheet."""
    fields = (*(o.row("项目") for o in PROJECT_OWN), *(o.row("任务") for o in TASK_OWN))
    return PlanSource(SETTINGS, UNITS, TABLES, fields, (), (_projects(), _tasks()))


def ten_thousands(wording: str) -> Decimal | None:
    """The amount in 万元 that a wording such as 1.3828亿元 or 3000万元 states; None where it states none."""
    found = re.fullmatch(r"([\d.]+)(亿|万)元", wording)
    return Decimal(found[1]) * (10_000 if found[2] == "亿" else 1) if found else None


def _projects() -> ItemSheet:
    rows: list[tuple[Cell, ...]] = []
    for row in facts(PLAN, "projects"):
        total = ten_thousands(row["total_investment"])
        planned = ten_thousands(row["plan_2023"]) or total
        reporter = PROJECTS_BY[row["no"]]
        rows.append((row["no"], f"YD-P{row['no']}", row["name"], None, row["location"].replace(";", "、"), row["content_summary"], None,
                     "2023", total, planned, None, row["sector"], row["total_investment"], row["plan_2023"],
                     row["milestones"].replace(";", "；"), OURS, reporter, reporter))
    return sheet("项目", PROJECT, PROJECT_OWN, rows)


def _tasks() -> ItemSheet:
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(facts(PLAN, "tasks"), start=1):
        reporter = TASKS_BY.get(row["no"]) or TASKS_BY[row["no"].rpartition(".")[0]]
        rows.append((row["no"], f"YD-T{number:02}", row["title"], row["summary"], day(row["deadline"]) or WITHIN_YEAR, row["group"],
                     row["section"], row["quantified_target"], row["note"], OURS, reporter, reporter))
    return sheet("任务", TASK, TASK_OWN, rows)
