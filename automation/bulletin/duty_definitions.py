"""What the figures of tasks and indicators mean, for 口径说明."""

from automation.lights import Light
from automation.rollup.indicators import SOON_DAYS
from automation.rollup.measures import EACH, FLOW, MILESTONE, PERIODIC, RATIO, STOCK, WORDS, ZERO
from automation.summary import Summary

_TASKS = (
    ("任务完成率、状态", ("多个单位共同承担的任务,每个单位的填报都保留在《单位台账》;完成率取最慢的责任单位,状态取最差的;任务书“汇总方式”写明按牵头单位的除外。"
     "全部责任单位都报“已完成”才算完成;有单位从未报送的,不算完成,也不按零计。")),
    ("任务亮灯", (f"{Light.GREEN.value}:已完成,或完成率不慢于时间进度;慢于时间进度的,按滞后黄线、滞后红线亮黄灯、红灯;受阻、逾期未完成亮红灯。"
     f"时间进度=起始月至本期的月数÷起始月至完成时限的月数,没有时限的算至计划期末。{SOON_DAYS}天内到期的单列。")),
    ("提前、按期、逾期完成", "以全部责任单位报“已完成”的那一期为准:该期在时限之前结束为提前,时限落在该期内为按期,时限在该期之前为逾期。"),
    ("经常性任务", "每月、每季都要做的任务,以“按期n/m次”表示:m为本年已报的单位期次,n为其中报“已完成”的。"),
)

_MEASURES = (
    (STOCK, "时点数(如床位):各单位最新数之和,取最近一期,不按月相加。"),
    (FLOW, "期间数(如新建个数):各单位各期之和,与目标比较累计数;目标为“=”的,超额也算达标。"),
    (RATIO, "各单位分子之和÷分母之和,不是各单位比率的平均;取最近一期。"),
    (EACH, "每个单位(机构)都要达到:实际值为最差的一个,“构成”为达标家数/已报家数,全部达标才算达标。"),
    (ZERO, "各单位各期之和,发生一起即未达标,不计完成率。"),
    (MILESTONE, "文件出台、项目开工等:全部责任单位完成才算完成,完成后不再退回。"),
    (PERIODIC, "每月(季)都要做到的:“构成”为本年达到的期次/已报期次,每年重新计。"),
    (WORDS, "没有数字,列最近一次填写的文字,不评判。"),
)

_INDICATORS = (
    ("指标目标", "有分期目标的,与最近到期的比较,最终目标另列;过去的分期目标到期未达到的在说明中列出。"),
    ("指标完成率", "实际值÷目标值(目标为“≤”的相反);里程碑、逐个达标为完成或达标家数之比,按期为期次之比。"),
    ("指标判定", ("未到目标时限的为“未到期”,不算未达标;到本期末为止未达到的为“到期未达标”,时限在以前的为“逾期未达标”。"
     "提前、按期、逾期达标以目标时限当期的数判断;零容忍、上限、按期类只要做到即为“至今达标”,否则为“未达标”(通报正文称“未守住”)。")),
    ("指标亮灯", ("达标亮绿灯;逾期未达标、零容忍突破亮红灯;其余按完成率(有基期值的按从基期起的进度)与时间进度之差,"
     f"依滞后黄线、红线亮灯;里程碑未到期不亮,{SOON_DAYS}天内到期亮黄灯。争取类(力争、争取)不亮红灯,以黄灯表示。")),
    ("未报单位", "本期未报的单位逐一列出:存量、比率、任务沿用该单位上一次填报,流量只计已报部分;从未报过的不计,均不按零处理。"),
)


def duty_definitions(summary: Summary) -> tuple[tuple[str, str], ...]:
    """Each figure's name and meaning, as far as the plan has such; only the 口径 that the plan uses."""
    used = {i.measure for t in summary.indicators for i in t.items}
    tasks = _TASKS if summary.tasks else ()
    measures = tuple((f"口径:{word}", text) for word, text in _MEASURES if word in used)
    return (*tasks, *measures, *(_INDICATORS if used else ()))
