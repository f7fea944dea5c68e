"""Panzhihua 2016-2020: sixty-one tasks and forty-four targets of the five-year plan, interim ones and ratios among them.

The plan names no unit, no cycle and no yearly split. Who reports what, how often and by which day is ours and marked
代拟; names, figures and dates are as published.
"""

import re
from decimal import Decimal

from plans.layout import BASIS, INDICATOR, OURS, TASK, WORDS_ROW, Own, facts, figure, sheet, unit
from plans.workbook import Cell, ItemSheet, PlanSource

PLAN = "panzhihua-13fyp"
SETTINGS = {
    "计划编号": "PZH135", "计划名称": "民政事业发展“十三五”规划", "主办单位": "攀枝花市民政局", "办公室": "局办公室", "起始": "2016-Q1",
    "终止": "2020-Q4", "频次": "季", "截止日": "25", "截止时刻": "17:00", "截止日含当日": "是", "节假日顺延": "是", "金额单位": "万元",
    "金额小数": "2", "序时口径": "按月", "滞后黄线": "0", "滞后红线": "10", "亮灯口径": "绝对", "通报标题": "“十三五”规划实施情况通报",
    "期号": "{年}年第{月}期", "报送": "市政府分管领导，局党组成员。", "抄送": "各县（区）民政局，机关各科室、局属各单位。", "字体": "A",
    "时区": "Asia/Shanghai", "演练": "否",
}
COUNTIES = "各县（区）民政局"
UNITS = (
    unit("BG", "办公室", "局办公室"), unit("RS", "人事科"), unit("GC", "规划财务科", "规财科"), unit("JZ", "社会救助科", "救助科"),
    unit("ZZ", "救灾科"), unit("JQ", "基层政权和社区建设科", "基政科"), unit("ZH", "社会组织管理科", "社管科"),
    unit("SG", "社会工作科", "社工科"), unit("QD", "区划地名科", "地名科"), unit("SW", "社会事务科", "事务科"), unit("YF", "优抚科"),
    unit("AZ", "安置科"), unit("FL", "社会福利和慈善事业促进科", "福慈科"), unit("JX", "市军休所", "军休所", "其他"),
    unit("JG", "市军供站", "军供站", "其他"), unit("JS", "市救助管理站", "救助站", "其他"), unit("FC", "市福利彩票发行中心", "福彩中心", "其他"),
    unit("DQ", "东区民政局", "东区", "县区"), unit("XQ", "西区民政局", "西区", "县区"), unit("RH", "仁和区民政局", "仁和区", "县区"),
    unit("MY", "米易县民政局", "米易县", "县区"), unit("YB", "盐边县民政局", "盐边县", "县区"),
    unit("XQZ", COUNTIES, "三区两县", "组", members="东区民政局;西区民政局;仁和区民政局;米易县民政局;盐边县民政局", reports=False),
)
TABLES = (
    ("任务", "规划任务", "任务", "季", "", None, "攀枝花市民政事业发展“十三五”规划任务推进情况表"),
    ("指标", "规划指标", "指标", "半年", "", None, "攀枝花市民政事业发展“十三五”规划指标完成情况表"),
)
SECTIONS = (
    ("三(一)", "社会救助科"), ("三(二)", "救灾科"), ("三(三)", "基层政权和社区建设科"), ("三(四)", "社会组织管理科"), ("三(五)", "社会工作科"),
    ("三(六)A", "区划地名科"), ("三(六)B", "社会事务科"), ("三(六)强化专项社会服务/加强行政区划", "区划地名科"),
    ("三(六)强化专项社会服务/加强殡葬", "社会事务科"), ("三(七)", "优抚科"), ("三(八)", "社会福利和慈善事业促进科"), ("四", "办公室"),
)
"""Beginning of a part's name → the section that leads it; ours."""
ITEMS = {
    ("三(六)强化专项社会服务/加强殡葬", "0.3"): "市救助管理站", ("三(六)强化专项社会服务/加强殡葬", "0.4"): "市救助管理站", ("三(七)", "2"): "安置科",
    ("三(七)", "3"): "市军休所", ("三(七)", "4"): "市军供站", ("三(七)", "5"): "市军休所", ("三(八)", "4"): "市福利彩票发行中心",
    ("四", "(一)"): "规划财务科", ("四", "(四)"): "人事科",
}
"""Part and number of an item that another unit leads; ours."""
TARGETS_LED = {"14": "市救助管理站", "35": "市救助管理站"}
"""Number of a target that another unit leads than its part; ours."""
BY_COUNTIES = frozenset(("4", "5", "6", "7", "8", "9", "10", "11"))
"""Targets that are the sum of what five counties and districts report; ours."""
PARTS = {
    "重特大疾病医疗救助人次占直接救助人次比例": ("重特大疾病救助人次", "直接救助人次"), "有参训意愿退役士兵参训率": ("已参训人数", "有参训意愿的退役士兵人数"),
    "专业养老护理服务队伍持证上岗率": ("持证护理人员", "护理人员总数"), "养老服务覆盖居家老年人比例": ("养老服务覆盖的居家老年人", "居家老年人总数"),
    "每千名老年人拥有养老床位数": ("养老床位（张）", "老年人（名）"), "养老服务设施覆盖城市社区比例": ("有设施的城市社区", "城市社区总数"),
    "养老服务设施覆盖乡镇比例": ("有设施的乡镇", "乡镇总数"), "养老服务设施覆盖农村社区比例": ("有设施的农村社区", "农村社区总数"),
    "流浪乞讨人员救助管理覆盖率": ("已救助管理人次", "应救助管理人次"),
}
"""Ratio → what is divided by what."""
TASK_OWN = (Own("章节", 40, "规划中的章节"), Own("条目", 8, "规划中的条目号；带小数点的为本任务书拆分"), BASIS)
INDICATOR_OWN = (Own("章节", 12, "规划中的章节和条目"), Own("基期年份", 8), Own("分子说明", 22, issued=14), Own("分母说明", 22, issued=14),
                 Own("备注", 44, "原文措辞和口径说明"), BASIS)


def source() -> PlanSource:
    """The plan, sheet by sheet."""
    fields = (*(o.row("任务") for o in TASK_OWN), *(o.row("指标") for o in INDICATOR_OWN), ("指标", *WORDS_ROW))
    return PlanSource(SETTINGS, UNITS, TABLES, fields, (), (_tasks(), _indicators()))


def _led_by(section: str, number: str) -> str:
    for (part, item), name in ITEMS.items():
        if section.startswith(part) and item == number:
            return name
    return next(name for part, name in SECTIONS if section.startswith(part))


def _tasks() -> ItemSheet:
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(facts(PLAN, "tasks"), start=1):
        lead = _led_by(row["section"], row["no"])
        rows.append((str(number), f"PZH-T{number:02}", row["title"], row["summary"], "2020年12月（规划期末）", row["section"], row["no"],
                     OURS, lead, lead))
    return sheet("任务", TASK, TASK_OWN, rows)


def _indicators() -> ItemSheet:
    rows: list[tuple[Cell, ...]] = []
    codes: dict[str, str] = {}
    for row in facts(PLAN, "indicators"):
        code = codes.setdefault(row["name"], f"PZH-Z{len(codes) + 1:02}")
        measure = _measure(row["unit"])
        lead = TARGETS_LED.get(row["no"]) or _led_by(row["section"], row["section"][-1])
        above, below = PARTS.get(row["name"], ("", ""))
        rows.append((row["no"], code, row["name"], "" if measure == "定性" else row["unit"], figure(row["base"]), row["operator"],
                     _target(row, measure), row["target_year"], measure, Decimal(1000) if row["unit"].startswith("张/千") else None,
                     "争取" if "努力" in row["note"] else "", row["section"], row["base_year"], above, below, row["note"], OURS,
                     lead, COUNTIES if row["no"] in BY_COUNTIES else lead))
    return sheet("指标", INDICATOR, INDICATOR_OWN, rows)


def _measure(unit_of_measure: str) -> str:
    if unit_of_measure == "%" or unit_of_measure.startswith("张/千"):
        return "比率"
    return {"定性": "定性", "是/否": "里程碑"}.get(unit_of_measure, "存量")


def _target(row: dict[str, str], measure: str) -> Cell:
    """The figure; for a qualitative target the source's own word where it has one."""
    if measure != "定性":
        return figure(row["target"])
    quoted = re.search(r"定性“(.+?)”", row["note"])
    return quoted[1] if quoted else "定性"
