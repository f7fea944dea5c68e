"""The columns that each kind of table has unless the plan says otherwise.

The plan's sheet 字段 replaces a preset field of the same name, or adds one after the preset's of its category.
"""

from dataclasses import replace
from decimal import Decimal

from automation.formula import parse
from automation.model.plan import Category, DataType, Field, Kind, RollUp, Shown

PROJECT_STATES = ("前期工作", "未开工", "在建", "停工", "已完工", "已投用")
PROBLEM_KINDS = ("无", "用地", "资金", "审批手续", "征地拆迁", "招投标", "施工组织", "规划设计", "其他")
TASK_STATES = ("未启动", "推进中", "已完成", "受阻")


def _fixed(name: str, type: DataType = DataType.TEXT, shown: Shown = Shown.LEFT_OUT, width: str = "10",
           rollup: RollUp = RollUp.NONE, title: str = "") -> Field:
    return Field(name, Category.FIXED, type, shown=shown, width=Decimal(width), rollup=rollup, title=title)


def _filled(name: str, type: DataType, width: str, note: str, *, title: str = "", required: bool = False,
            options: tuple[str, ...] = (), minimum: int | None = None, maximum: int | None = None,
            rollup: RollUp = RollUp.NONE, applies: str = "", aliases: tuple[str, ...] = ()) -> Field:
    return Field(name, Category.FILLED, type, required=required, options=options, rollup=rollup, title=title,
                 minimum=None if minimum is None else Decimal(minimum),
                 maximum=None if maximum is None else Decimal(maximum), note=note, width=Decimal(width),
                 applies=parse(applies) if applies else None, aliases=aliases)


def _computed(name: str, type: DataType, formula: str, rollup: RollUp, *, shown: Shown = Shown.SHOWN,
              title: str = "", width: str = "8", unit: str = "") -> Field:
    return Field(name, Category.COMPUTED, type, formula=parse(formula), rollup=rollup, shown=shown, title=title,
                 width=Decimal(width), unit=unit, decimals=6 if unit == "百分点" else 0)


MONEY, SHARE, TEXT = DataType.MONEY, DataType.SHARE, DataType.TEXT

PROJECT = (
    _fixed("项目名称", shown=Shown.SHOWN, width="20"),
    _fixed("建设性质", width="5"),
    _fixed("建设地址", width="10.5"),
    _fixed("主要建设内容", width="34"),
    _fixed("建设年限", shown=Shown.SHOWN, width="8.5"),
    _fixed("计划开工", DataType.MONTH, width="8"),
    _fixed("总投资", MONEY, Shown.SHOWN, "8", RollUp.SUM),
    _fixed("年度计划投资", MONEY, Shown.SHOWN, "8", RollUp.SUM, "年度计划"),
    _fixed("截至上年底累计完成", MONEY, Shown.HIDDEN, "8", RollUp.SUM, "上年底累计"),
    _filled("本月完成投资", MONEY, "9", "只填当月新增数，以监理签认或财务支付为准；没有进展填 0，不要留空。",
            title="{期}完成", required=True, rollup=RollUp.SUM, aliases=("本月完成", "当月完成投资", "当月完成")),
    _computed("本年累计完成投资", MONEY, "[上期:本年累计完成投资]+[本月完成投资]", RollUp.SUM, title="{累计}累计"),
    _computed("开工以来累计完成投资", MONEY, "[截至上年底累计完成]+[本年累计完成投资]", RollUp.SUM, shown=Shown.HIDDEN,
              title="开工以来累计"),
    _computed("完成率", SHARE, "[本年累计完成投资]/[年度计划投资]", RollUp.ROW, title="占年度计划"),
    _computed("与序时比", DataType.QUANTITY, "ROUND(([完成率]-[序时进度])*100,6)", RollUp.ROW, title="与序时比(百分点)",
              width="10", unit="百分点"),
    _computed("投资进度", SHARE, "[开工以来累计完成投资]/[总投资]", RollUp.ROW, shown=Shown.LEFT_OUT),
    _filled("项目状态", DataType.CHOICE, "9", "从下拉列表选择；停工项目须同时填问题和措施。", required=True,
            options=PROJECT_STATES),
    _filled("形象进度", TEXT, "25", "写工程部位和完成量，如“综合楼主体施工至8层”；不写“正在推进”“有序推进”。",
            required=True, minimum=8, maximum=200),
    _filled("问题类别", DataType.CHOICE, "9", "没有问题选“无”；有问题须在右侧写明并提出措施。", options=PROBLEM_KINDS),
    _filled("存在问题", TEXT, "22", "红灯项目必填。写清卡在哪个环节、需要谁协调。", title="存在问题及需协调事项", maximum=200),
    _filled("下步措施", TEXT, "18", "措施、责任人和完成日期，如“7月15日前办结林地手续”。", title="下步措施及时限", maximum=200),
)

TASK = (
    _fixed("事项", shown=Shown.SHOWN, width="30"),
    _fixed("主要内容", shown=Shown.SHOWN, width="30"),
    _fixed("完成时限", shown=Shown.SHOWN, width="11"),
    _filled("进展情况", TEXT, "38", "写本期做成了什么、到了哪一步，10 至 400 字。", required=True, minimum=10, maximum=400),
    _filled("完成率", SHARE, "9", "按全部工作量估算，填 0% 至 100%。", required=True, minimum=0, maximum=1,
            rollup=RollUp.LATEST),
    _filled("状态", DataType.CHOICE, "9", "从下拉列表选择。", required=True, options=TASK_STATES),
    _filled("存在问题", TEXT, "22", "受阻时必填。", maximum=200),
    _filled("下步计划", TEXT, "22", "下一步做什么、何时完成。", maximum=200),
)

_RATIO, _PLAIN = '[口径]="比率"', 'AND([口径]<>"比率",[口径]<>"定性")'

_SUMMED = 'OR([口径]="流量",[口径]="零容忍")'
_SO_FAR = 'IF(OR(ISNUMBER([本期值]),ISNUMBER([上期:实际值])),N([上期:实际值])+N([本期值]),"")'
"""A month without a report leaves a sum as it was."""
_AT_MOST = 'OR([关系]="<=",AND([关系]="=",[目标值]=0))'
"""= 0 (零违规, 清零) is a ceiling; any other = is met when overshot."""

INDICATOR = (
    _fixed("指标", shown=Shown.SHOWN, width="28"),
    _fixed("计量单位", shown=Shown.SHOWN, width="8"),
    _fixed("基期值", DataType.QUANTITY, width="9"),
    _fixed("关系", shown=Shown.SHOWN, width="5"),
    _fixed("目标值", DataType.QUANTITY, shown=Shown.SHOWN, width="9"),
    _fixed("目标年月", DataType.MONTH, shown=Shown.SHOWN, width="9"),
    _fixed("口径", shown=Shown.SHOWN, width="8"),
    _fixed("系数", DataType.QUANTITY, shown=Shown.HIDDEN, width="6"),
    _fixed("性质", width="6"),
    _filled("本期值", DataType.QUANTITY, "11", "按计量单位填数。流量、零容忍只填本期发生数，没有填 0；里程碑已完成填 1，未完成填 0；"
            "逐个达标填最差的一个；比率类填分子和分母。", required=True,
            applies=_PLAIN, rollup=RollUp.LATEST),
    _filled("分子", DataType.QUANTITY, "11", "比率类填实际数，如已覆盖的社区数。", required=True, applies=_RATIO,
            minimum=0, rollup=RollUp.LATEST),
    _filled("分母", DataType.QUANTITY, "11", "比率类填总数，如社区总数；不能为 0。", required=True, applies=_RATIO,
            minimum=0, rollup=RollUp.LATEST),
    _computed("实际值", DataType.QUANTITY, 'IF([口径]="比率",IF(OR(ISBLANK([分子]),ISBLANK([分母])),"",'
              f'ROUND([分子]/[分母]*[系数],2)),IF({_SUMMED},{_SO_FAR},IF(ISBLANK([本期值]),"",[本期值])))', RollUp.NONE,
              width="11"),
    _computed("完成率", SHARE, 'IF([关系]="<=",[目标值]/[实际值],[实际值]/[目标值])', RollUp.NONE, width="9"),
    _computed("达标", TEXT, f'IF(AND(ISNUMBER([实际值]),ISNUMBER([目标值])),IF(IF({_AT_MOST},[实际值]<=[目标值],'
              '[实际值]>=[目标值]),"√ 达标","× 未达标"),"")', RollUp.NONE, width="9"),
    _filled("说明", TEXT, "30", "数据来源和口径变化；没有可不填。", maximum=200),
)

FIELDS = {Kind.PROJECT: PROJECT, Kind.TASK: TASK, Kind.INDICATOR: INDICATOR}

NAME_FIELD = {Kind.PROJECT: "项目名称", Kind.TASK: "事项", Kind.INDICATOR: "指标"}
"""The field that names an item, by kind."""


def preset(kind: Kind, money_unit: str, money_decimals: int) -> tuple[Field, ...]:
    """The preset fields of ``kind`` with the office's money unit and decimals; quantities keep two decimals."""
    return tuple(with_money(f, money_unit, money_decimals) for f in FIELDS[kind])


def with_money(field: Field, money_unit: str, money_decimals: int) -> Field:
    """``field`` with the office's unit and decimals where it holds money, two decimals where it holds a quantity."""
    if field.type is MONEY and not field.unit:
        return replace(field, unit=money_unit, decimals=money_decimals)
    if field.type is DataType.QUANTITY and not field.decimals:
        return replace(field, decimals=2)
    return field
