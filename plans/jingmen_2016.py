"""Jingmen 2016: the year's twenty-five points, one hundred and seventeen targets of every kind, seven pilots.

The source names areas but no responsible unit. Who reports what, and how often, is ours and marked 代拟; an office
edits it. Names, figures and dates are as published.
"""

from decimal import Decimal

from plans.layout import BASIS, INDICATOR, OURS, TASK, WORDS_ROW, Own, facts, figure, sheet, unit
from plans.workbook import Cell, ItemSheet, PlanSource

PLAN = "jingmen-2016"
SETTINGS = {
    "计划编号": "JM2016", "计划名称": "民政工作要点", "主办单位": "荆门市民政局", "办公室": "局办公室", "起始": "2016-01",
    "终止": "2016-12", "频次": "月", "截止日": "25", "截止时刻": "17:00", "截止日含当日": "是", "节假日顺延": "是", "金额单位": "万元",
    "金额小数": "2", "序时口径": "按月", "滞后黄线": "0", "滞后红线": "10", "亮灯口径": "绝对", "通报标题": "民政工作要点推进情况通报",
    "期号": "{年}年第{月}期", "报送": "市政府分管领导，局党组成员。", "抄送": "各县（市、区）民政局，机关各科室、局属各单位。", "字体": "A",
    "时区": "Asia/Shanghai", "演练": "否",
}
AREAS = (("JS", "京山县"), ("SY", "沙洋县"), ("ZX", "钟祥市"), ("DB", "东宝区"), ("DD", "掇刀区"), ("ZH", "漳河新区"), ("QJL", "屈家岭管理区"))
SECTIONS = (
    ("BG", "办公室", "局办公室"), ("RS", "人事科", ""), ("JW", "纪检监察室", "纪检室"), ("FG", "政策法规科", "法规科"), ("FL", "社会福利科", "福利科"),
    ("JZ", "社会救助科", "救助科"), ("ZZ", "救灾科", ""), ("JQ", "基层政权和社区建设科", "基政科"), ("SZ", "社会组织管理科", "社管科"),
    ("SG", "社会工作科", "社工科"), ("QD", "区划地名科", "地名科"), ("SW", "社会事务科", "事务科"), ("AZ", "安置科", ""), ("YF", "优抚科", ""),
    ("SYB", "双拥工作科", "双拥科"),
)
BODIES = (("FLZX", "市社会福利中心", "福利中心"), ("KF", "市康复医院", "康复医院"), ("FC", "市福利彩票发行中心", "福彩中心"), ("CS", "市慈善总会", "慈善总会"),
          ("JX", "市军队离退休干部休养所", "军休所"), ("JZZ", "市救助管理站", "救助站"), ("XX", "市民政信息中心", "信息中心"))
COUNTIES, OFFICE = "各县（市、区）民政局", "市局各科室、局属单位"
UNITS: tuple[tuple[Cell, ...], ...] = (
    *(unit(code, name, alias) for code, name, alias in SECTIONS), *(unit(code, name, alias, "其他") for code, name, alias in BODIES),
    *(unit(code, f"{area}民政局", area, "县区") for code, area in AREAS),
    unit("XSQ", COUNTIES, "县(市、区)", "组", members=";".join(f"{area}民政局" for _, area in AREAS), reports=False),
    unit("KS", "机关各科室和局属各单位", OFFICE, "组", members=";".join(u[1] for u in (*SECTIONS, *BODIES)), reports=False),
)
TABLES = (
    ("任务", "工作要点", "任务", "月", "", None, "荆门市2016年民政工作要点推进情况表"),
    ("指标", "目标指标", "指标", "月", "", None, "荆门市2016年民政工作要点目标指标完成情况表"),
    ("试点", "改革试点", "任务", "季", "", None, "荆门市2016年民政改革试点推进情况表"),
)
LEADS = {
    "1": "社会福利科", "2": "社会救助科", "3": "救灾科", "4": "市救助管理站", "5": "基层政权和社区建设科", "6": "社会组织管理科", "7": "社会工作科",
    "8": "区划地名科", "9": "社会事务科", "10": "社会事务科", "11": "市康复医院", "12": "市福利彩票发行中心", "13": "市慈善总会", "14": "安置科",
    "15": "优抚科", "16": "双拥工作科", "17": "市军队离退休干部休养所", "18": "优抚科", "19": "政策法规科", "20": "市民政信息中心", "21": "政策法规科",
    "22": "政策法规科", "23": "纪检监察室", "24": "人事科", "25": "办公室", "思路(一)1": "市社会福利中心", "思路(一)2": "社会福利科",
    "思路(一)4": "社会事务科", "思路(一)5": "京山县民政局", "思路(三)2": "市民政信息中心", "思路(三)3": "社会事务科", "思路(四)": "政策法规科",
}
"""Number in the source → who leads; ours."""
STOCKS = frozenset(("3", "4", "10", "12", "15", "55", "85", "86", "95", "97"))
"""Targets that are a state rather than what a year adds to."""
WORDS = {"23": "及时发放", "65": "积极争创"}
"""What the source says of qualitative targets."""
PARTS = {
    "2": ("生态安葬数", "安葬总数"), "11": ("火化数", "死亡人数"), "16": ("养老床位（张）", "老年人（名）"), "17": ("有老年协会的城镇社区", "城镇社区总数"),
    "18": ("有老年协会的村", "村总数"), "19": ("已建立关系的城市养老机构", "城市养老机构总数"), "20": ("已建立关系的乡镇福利院", "乡镇福利院总数"),
    "21": ("已建立关系的居家养老服务中心", "居家养老服务中心总数"), "22": ("已建立关系的互助照料中心", "互助照料中心总数"),
    "24": ("城市低保标准（元/年）", "上年度人均生活消费支出（元）"), "25": ("农村低保标准（元/年）", "上年度人均生活消费支出（元）"),
    "26": ("五保供养标准（元/年）", "上年度农村居民人均消费支出（元）"), "27": ("医疗救助金额", "住院自付合规费用"), "28": ("已参合参保人数", "应参合参保人数"),
    "34": ("培训合格人数", "参训人数"), "35": ("演练达标数", "应演练数"), "36": ("演练达标数", "应演练数"), "40": ("回校园人数", "应回校园人数"),
    "49": ("已年检数", "应检数"), "56": ("注册志愿者", "社区总人口"), "73": ("已参训人数", "有培训意愿的退役士兵人数"), "74": ("培训合格人数", "参训人数"),
    "75": ("已就业人数", "自主就业退役士兵人数"), "82": ("进入行列的社区", "社区总数"), "83": ("进入行列的乡镇（街办）", "乡镇（街办）总数"),
    "84": ("进入行列的县（市、区）", "县（市、区）总数"),
}
"""Ratio → what is divided by what."""
TASK_OWN = (Own("板块", 30), BASIS)
PILOT_OWN = (Own("试点单位", 14, issued=10), Own("试点类别", 12), Own("发展理念", 9), Own("扶持项目", 28, issued=18), Own("项目情况", 28),
             Own("拟出台文件", 22), Own("出处", 16, "工作要点中的条目"), BASIS)
INDICATOR_OWN = (Own("出处", 10, "工作要点中的条目"), Own("范围", 34, "原文范围和措辞", issued=18), Own("分子说明", 24, issued=14),
                 Own("分母说明", 24, issued=14), BASIS)
FOUR_DECIMALS: tuple[tuple[Cell, ...], ...] = tuple(
    ("指标", name, *[""] * 4, Decimal(4), *[""] * 11) for name in ("本期值", "实际值"))
"""福彩销售 and 业务收入 are in 亿元: four decimals are 万元."""
WEIGHT_SHOWN: tuple[Cell, ...] = ("指标", "性质", *[""] * 12, "显示", "", "", "原文写明“力争”“争取”“争创”的，未完成不亮红灯")


def source() -> PlanSource:
    """The plan, sheet by sheet."""
    fields = (*(o.row("任务") for o in TASK_OWN), *FOUR_DECIMALS, WEIGHT_SHOWN, *(o.row("指标") for o in INDICATOR_OWN),
              ("指标", *WORDS_ROW), *(o.row("试点") for o in PILOT_OWN))
    return PlanSource(SETTINGS, UNITS, TABLES, fields, (), (_tasks(), _indicators(), _pilots()))


def _tasks() -> ItemSheet:
    rows: list[tuple[Cell, ...]] = []
    for row in facts(PLAN, "items"):
        lead = LEADS[row["no"]]
        rows.append((row["no"], f"JM-T{int(row['no']):02}", row["title"], row["summary"], "2016年12月31日前", row["group"], OURS, lead, lead))
    return sheet("任务", TASK, TASK_OWN, rows)


def _pilots() -> ItemSheet:
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(facts(PLAN, "pilots"), start=1):
        reporter = row["area"] if row["kind"] == "试点单位" else f"{row['area']}民政局"
        rows.append((str(number), f"JM-S{number}", row["theme"], row["model"], "2016年12月31日前", row["area"], row["kind"], row["concept"],
                     row["supported_project"], row["project_facts"], row["document_to_issue"], row["mentioned_in"], OURS,
                     reporter, reporter))
    return sheet("试点", TASK, PILOT_OWN, rows)


def _indicators() -> ItemSheet:
    rows: list[tuple[Cell, ...]] = []
    for row in facts(PLAN, "indicators"):
        number, measure = row["no"], _measure(row)
        lead = LEADS[row["item_no"]]
        above, below = PARTS.get(number, ("", ""))
        rows.append((number, f"JM-Z{int(number):03}", row["name"], "" if measure == "定性" else row["unit"], None, row["operator"],
                     WORDS.get(number, "定性") if measure == "定性" else figure(row["target"]), row["deadline"][:7], measure,
                     Decimal(1000) if row["unit"].startswith("张/千") else None, _weight(row["pilot_or_scope"]), row["item_no"],
                     row["pilot_or_scope"], above, below, OURS, lead, _reporters(row["pilot_or_scope"]) or lead))
    return sheet("指标", INDICATOR, INDICATOR_OWN, rows)


def _reporters(scope: str) -> str:
    """Who reports by the scope that the source gives; empty for the whole city."""
    where = scope.split("；")[0].split("(试点句)")[0]
    if where.startswith("县(市、区)"):
        return COUNTIES
    if where in (OFFICE, "市社会福利中心试点后全面推行"):
        return "机关各科室和局属各单位" if where == OFFICE else "市社会福利中心"
    areas = [f"{area}民政局" for _, area in AREAS if area in where.split("、")]
    return ";".join(areas)


def _weight(scope: str) -> str:
    return "争取" if any(word in scope for word in ("力争", "争取", "争创")) else ""


def _measure(row: dict[str, str]) -> str:
    unit_of_measure = row["unit"]
    if row["operator"] == "=" and row["target"] == "0":
        return "零容忍"
    if unit_of_measure == "%" or unit_of_measure.startswith("张/千"):
        return "比率"
    if "/" in unit_of_measure and unit_of_measure != "是/否":
        return "按期"
    return {"定性": "定性", "是/否": "里程碑"}.get(unit_of_measure) or ("存量" if row["no"] in STOCKS else "流量")
