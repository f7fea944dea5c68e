"""Suining 2017: 附件2, 附件3, eight tasks and sixteen targets; names and figures as published.

Which unit reports which item is not in the source and is ours: the leading section, or the civil-affairs bureau of
the county or park that a project lies in; an office edits it.
"""

import csv
from decimal import Decimal
from pathlib import Path

from plans.workbook import Cell, ItemSheet, PlanSource

FOLDER = Path(__file__).with_name("suining-2017")
SHARED = {1: "SN-03", 3: "SN-14", 6: "SN-04", 7: "SN-07", 9: "SN-02", 15: "SN-05"}
"""附件3 number → code of the same project in 附件2."""
ONLY_ANNEX3 = {2: "SN-15", 4: "SN-16", 5: "SN-17", 8: "SN-18", 10: "SN-19", 11: "SN-20", 12: "SN-21", 13: "SN-22", 14: "SN-23"}
REPORTS = {
    "船山区民政局": (1, 8, 9), "安居区民政局": (10,), "射洪县民政局": (11, 12), "蓬溪县民政局": (13,), "河东新区民政事务局": (3, 15),
    "政权科": (2,), "事务科": (4, 7, 17), "福慈科": (5, 14, 16, 20, 23), "救灾科": (6, 21, 22), "民管科": (18, 19),
}
"""Reporting unit → numbers in the project codes; ours."""

SETTINGS = {
    "计划编号": "SN2017", "计划名称": "“七大提升行动”", "主办单位": "遂宁市民政局", "办公室": "局办公室", "起始": "2017-01", "终止": "2020-12",
    "频次": "月", "截止日": "20", "截止时刻": "17:00", "截止日含当日": "是", "节假日顺延": "否", "催报日": "前3;0;1;3", "金额单位": "万元", "金额小数": "2",
    "序时口径": "按月", "滞后黄线": "0", "滞后红线": "10", "亮灯口径": "绝对", "通报标题": "项目推进情况通报", "期号": "{年}年第{月}期",
    "报送": "市政府分管领导，局党组成员。", "抄送": "各县（区）民政局、园区民政事务局，机关各科室。", "字体": "A",
    "时区": "Asia/Shanghai", "演练": "否",
}
UNITS = (
    ("FC", "福慈科", "社会福利和慈善事业促进科", "科室"), ("ZQ", "政权科", "基层政权和社区建设科", "科室"), ("SW", "事务科", "社会事务科", "科室"),
    ("RJ", "人教科", "人事教育科", "科室"), ("MG", "民管科", "民间组织管理科", "科室"), ("JZ", "救助科", "社会救助科", "科室"),
    ("JZA", "救灾科", "", "科室"), ("CS", "船山区民政局", "船山区", "县区"), ("AJ", "安居区民政局", "安居区", "县区"),
    ("SH", "射洪县民政局", "射洪县", "县区"), ("PX", "蓬溪县民政局", "蓬溪县", "县区"), ("HD", "河东新区民政事务局", "河东新区", "县区"),
)
TABLES = (
    ("附件2", "项目总表", "项目", "月", "总投资", Decimal(687220), "遂宁市2017—2020年“七大提升行动”项目进度表（民政部分）"),
    ("附件3", "重大项目", "项目", "月", "总投资", Decimal(112820), "遂宁市2017—2020年“七大提升行动”重大项目建设进度表（市民政局编制）"),
    ("任务", "提升任务", "任务", "月", "", None, "遂宁市民政局“七大提升行动”任务推进情况表"),
    ("指标", "目标指标", "指标", "季", "", None, "遂宁市民政局“七大提升行动”目标指标完成情况表"),
)
RATIOS = ("重特大疾病医疗救助人次占直接救助人次比例", "社区公共服务信息平台城市社区覆盖率", "社区公共服务信息平台农村社区覆盖率",
          "养老服务设施城市社区覆盖率", "养老服务设施乡镇覆盖率", "养老服务设施农村社区覆盖率", "每千名老年人拥有养老床位")
INDICATOR_UNITS = {"4": "人教科", "6": "救助科", "7": "政权科", "8": "福慈科"}


def source() -> PlanSource:
    """The plan, sheet by sheet."""
    return PlanSource(SETTINGS, tuple((*u, "", "", "是", "", "") for u in UNITS), TABLES, tuple(_fields()), (),
                      (_annex2(), _annex3(), _tasks(), _indicators()))


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _fields() -> list[tuple[Cell, ...]]:
    def own(table: str, name: str, kind: str, width: str, note: str) -> tuple[Cell, ...]:
        return (table, name, "", "固定", kind, "", "", "", "", "", "", "", "", "", "不列", "", Decimal(width), note)

    return [own("附件2", "牵头领导", "文本", "10", ""), own("附件3", "牵头领导", "文本", "10", ""),
            own("附件3", "建设单位", "文本", "11.5", ""), own("附件3", "责任单位", "文本", "10", ""),
            own("任务", "牵头领导", "文本", "12", ""), own("任务", "责任科室", "文本", "14", "配合牵头科室，无单独报送义务"),
            own("指标", "所属任务", "文本", "8", "任务表中的序号")]


def _reporter(code: str) -> str:
    number = int(code.removeprefix("SN-"))
    return next(unit for unit, numbers in REPORTS.items() if number in numbers)


def _project(row: dict[str, str], code: str) -> tuple[Cell, ...]:
    start = row["start"] if "-" in row["start"] else _starts().get(code, "")
    return (row["no"], code, row["name"], row["nature"], row["location"], row["content_summary"], row["period_text"], start,
            Decimal(row["total_investment_wan"]), None, None, row["lead_leader"])


def _starts() -> dict[str, str]:
    """Months of starting by code: only 附件3 states them, and a project that stands in both annexes starts once."""
    return {SHARED.get(int(row["no"]), ""): row["start"] for row in _rows("projects_annex3") if "-" in row["start"]}


PROJECT_HEADINGS = ("序号", "项目编码", "项目名称", "建设性质", "建设地址", "主要建设内容", "建设年限", "计划开工", "总投资",
                    "年度计划投资", "截至上年底累计完成", "牵头领导")
PROJECT_WIDTHS = (6, 10, 34, 9, 18, 46, 12, 10, 11, 12, 12, 18)


def _annex2() -> ItemSheet:
    rows = []
    for row in _rows("projects_annex2"):
        code = f"SN-{int(row['no']):02}"
        rows.append((*_project(row, code), row["lead_unit"], _reporter(code)))
    return ItemSheet("附件2", (*PROJECT_HEADINGS, "牵头单位", "填报单位"), (*PROJECT_WIDTHS, 22, 20), tuple(rows))


def _annex3() -> ItemSheet:
    rows = []
    for row in _rows("projects_annex3"):
        number = int(row["no"])
        code = SHARED.get(number) or ONLY_ANNEX3[number]
        rows.append((*_project(row, code), row["construction_unit"], row["responsible_unit"], _reporter(code)))
    return ItemSheet("附件3", (*PROJECT_HEADINGS, "建设单位", "责任单位", "填报单位"), (*PROJECT_WIDTHS, 20, 22, 20), tuple(rows))


def _tasks() -> ItemSheet:
    rows = [(row["no"], f"SN-T{row['no']}", row["title"].replace(",", "，"), row["content_summary"], "2020年12月", row["lead_leader"],
             row["responsible_sections"].replace(";", "、"), row["lead_section"], row["lead_section"]) for row in _rows("tasks")]
    return ItemSheet("任务", ("序号", "项目编码", "事项", "主要内容", "完成时限", "牵头领导", "责任科室", "牵头单位", "填报单位"),
                     (6, 10, 34, 60, 12, 26, 20, 12, 12), tuple(rows))


def _indicators() -> ItemSheet:
    rows: list[tuple[Cell, ...]] = []
    codes: dict[str, str] = {}
    for row in _rows("indicators"):
        code = codes.setdefault(row["name"], f"SN-Z{len(codes) + 1:02}")
        measure = "比率" if row["name"] in RATIOS else "存量"
        unit = INDICATOR_UNITS[row["task_no"]]
        rows.append((row["no"], code, row["name"], row["unit"], None, row["operator"], Decimal(row["target"]), row["target_year"],
                     measure, None, row["task_no"], unit, unit))
    return ItemSheet("指标", ("序号", "项目编码", "指标", "计量单位", "基期值", "关系", "目标值", "目标年月", "口径", "系数", "所属任务",
                            "牵头单位", "填报单位"), (6, 10, 44, 10, 10, 8, 12, 10, 10, 8, 10, 12, 12), tuple(rows))
