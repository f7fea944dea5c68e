"""存在问题 and 下步措施: what holds a project or task up, and what is done about it."""

from automation.period import Period
from automation.practice.dice import Dice

_PROBLEMS = {
    "用地": (("林地审核材料待上级审批，{k}亩用地未交付", "每周跟踪审批进度，{day}前办结林地手续"),
           ("用地报批组件缺土地勘测定界成果", "{day}前补齐勘测定界成果并重新上报"),
           ("交付用地上有{k}处管线未迁改", "与管线单位签订迁改协议，{day}前迁改完毕")),
    "资金": (("第二批建设资金未下达，施工单位垫资{n}万元", "报请财政部门调度资金，{day}前拨付到位"),
           ("本级配套资金到位不足，设备款未能支付", "向政府专题报告，{day}前落实配套资金"),
           ("工程进度款拨付资料不全，财政退回补正", "监理单位补齐签证资料，{day}前重新申请拨付")),
    "审批手续": (("施工许可证未取得，尚缺消防设计审查意见", "安排专人办理消防审查，{day}前取得施工许可"),
             ("环评审批意见未出具，主体不能开工", "对接环保部门补充材料，{day}前取得批复"),
             ("规划条件调整，总平面图须重新报审", "设计单位修改总平面图，{day}前报规划部门审定")),
    "征地拆迁": (("红线内尚有{k}户未签订拆迁协议，作业面受限", "属地街道包户做工作，{day}前签约{k}户"),
             ("坟墓迁移补偿标准有异议，{k}户未搬迁", "召开协调会明确标准，{day}前完成迁移"),
             ("安置房源未落实，{k}户暂缓搬迁", "由属地政府落实过渡安置，{day}前腾空交地")),
    "招投标": (("首次招标有效投标人不足三家，流标", "调整资格条件重新挂网，{day}前开标"),
            ("采购文件被质疑，评审工作暂停", "按程序答复质疑，{day}前恢复评审"),
            ("招标控制价评审时间较长，公告推迟", "配合财政评审补充询价资料，{day}前发布公告")),
    "施工组织": (("雨天较多，土建班组窝工{k}天", "增加作业班组，{day}前补回滞后工期"),
             ("劳务人员不足，关键工序投入不够", "约谈施工单位增派{n}人，{day}前到岗"),
             ("主材供应不及时，{k}个作业面停待", "督促供货单位分批到货，{day}前备足材料")),
    "规划设计": (("初步设计深度不够，评审提出{k}条修改意见", "设计单位逐条修改，{day}前报送复审"),
             ("使用单位提出功能调整，施工图须变更", "组织专题会确定需求，{day}前完成图纸变更"),
             ("接口标准与上级平台不一致，方案须调整", "与上级部门确认标准，{day}前修订方案")),
}
_BLOCKED = (("部门间数据共享协议未签订，核对工作受阻", "提请分管领导协调，{day}前签订协议"),
            ("配套经费未列入本年预算，工作难以铺开", "报送追加经费请示，{day}前落实来源"),
            ("上级配套文件未出台，实施细则无法定稿", "先行摸底测算，{day}前形成细则送审稿"))


def trouble(kind: str, period: Period, dice: Dice) -> tuple[str, str]:
    """A problem of 问题类别 ``kind`` and its measure; another one each month."""
    return _filled(_PROBLEMS[kind], period, dice)


def blocked(period: Period, dice: Dice) -> tuple[str, str]:
    """What blocks a task, and its next step."""
    return _filled(_BLOCKED, period, dice)


def _filled(pairs: tuple[tuple[str, str], ...], period: Period, dice: Dice) -> tuple[str, str]:
    problem, measure = pairs[period.ordinal % len(pairs)]
    k, n = dice.whole(2, 9), dice.whole(12, 60)
    day = f"{period.last_month % 12 + 1}月{dice.whole(8, 25)}日"
    return problem.format(k=k, n=n), measure.format(k=k, n=n, day=day)
