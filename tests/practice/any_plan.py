"""A small plan with every kind of table and 口径, in 亿元, with columns of the office's own, for any frequency."""

from decimal import Decimal
from pathlib import Path

from plans.workbook import Cell, ItemSheet, PlanSource, write

MEASURES = (("存量", "100", ">=", "张"), ("流量", "24", ">=", "个"), ("比率", "95", ">=", "%"), ("逐个达标", "60", ">=", "%"),
            ("零容忍", "0", "<=", "起"), ("里程碑", "1", "=", "是/否"), ("按期", "1", ">=", "次"), ("定性", "全面推行", "=", ""),
            ("存量", "5.5", "<=", "‰"), ("流量", "4.3", ">=", "亿元"))
"""口径, 目标值, 关系 and 计量单位."""


def write_plan(path: Path, frequency: str, start: str, end: str) -> None:
    """Write the plan workbook to ``path``."""
    settings = {"计划编号": "ANY", "计划名称": "综合计划", "主办单位": "某市民政局", "起始": start, "终止": end, "频次": frequency,
                "金额单位": "亿元", "演练": "否", "截止日": "10"}
    units = tuple((code, name, "", kind, "", "", "是", "", "") for code, name, kind in (
        ("A", "甲科", "科室"), ("B", "乙街道", "街道"), ("C", "丙镇", "镇")))
    tables = tuple((code, code, code, frequency, "", None, "") for code in ("项目", "任务", "指标"))
    write(path, PlanSource(settings, units, tables, (_own("任务", "佐证", "选项", "有;无"), _own("项目", "核对日期", "日期", "")), (),
                           (_projects(), _tasks(), _indicators())))


def _own(table: str, name: str, kind: str, options: str) -> tuple[Cell, ...]:
    return (table, name, "", "填报", kind, "", "", "是", "", "", "", options, "", "", "", "", "", "")


def _projects() -> ItemSheet:
    headings = ("序号", "项目编码", "项目名称", "建设年限", "总投资", "牵头单位", "填报单位")
    return ItemSheet("项目", headings, (8,) * 7, (("1", "P1", "甲公墓建设", "2023-2025", Decimal("1.38"), "甲科", "甲科"),
                                             ("2", "P2", "乙服务中心", "", Decimal("0.9"), "乙街道", "乙街道")))


def _tasks() -> ItemSheet:
    headings = ("序号", "项目编码", "事项", "主要内容", "完成时限", "牵头单位", "填报单位")
    return ItemSheet("任务", headings, (8,) * 7, (("1", "T1", "监测帮扶", "建全覆盖监测，找出困难群众", "2023-06-30", "甲科", "甲科;乙街道;丙镇"),
                                             ("2", "T2", "改革", "", "", "乙街道", "乙街道;丙镇")))


def _indicators() -> ItemSheet:
    headings = ("序号", "项目编码", "指标", "计量单位", "关系", "目标值", "目标年月", "口径", "牵头单位", "填报单位")
    rows = [(str(n), f"Z{n}", f"{measure}指标{n}", unit, relation, Decimal(goal) if goal[0].isdigit() else goal, "2023-12", measure,
             "甲科", "甲科;乙街道") for n, (measure, goal, relation, unit) in enumerate(MEASURES)]
    return ItemSheet("指标", headings, (8,) * 10, tuple(rows))
