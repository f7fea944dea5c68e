"""进展情况 and 下步计划: what a section writes about a task, out of the task's own words."""

import re
from decimal import ROUND_HALF_UP, Decimal

from automation.model.plan import Item, Settings
from automation.period import Period
from automation.practice.dice import Dice

_DONE = ("召开专题会{k}次，明确牵头人员、完成时间和{n}条具体措施", "到基层督查{k}次，发现问题{n}个，已交办整改", "印发实施方案，分解任务{n}项，落实到人",
         "培训业务人员{n}人次，编印操作手册{n}册", "走访服务对象{n}户，建立台账并逐户销号", "与相关部门会商{k}次，形成会议纪要{k}份",
         "梳理重点事项{n}项，其中已办结{k}项", "开展入户核查{n}户，更新信息{n}条", "组织现场观摩{k}次，推广做法{k}项")
_NEXT = ("{day}前完成第二轮督查并通报情况", "{day}前完成摸底数据汇总上报", "{day}前召开推进会，研究难点问题", "{day}前完成资料归档和自查",
         "{day}前组织业务培训一期", "{day}前印发配套细则")


def progress_text(item: Item, period: Period, dice: Dice) -> str:
    """What was done for a task this period, 10 to 80 characters."""
    parts = [p for p in re.split(r"[，,；;。：:、]", str(item.fixed.get("主要内容") or item.name)) if 4 <= len(p) <= 20 and not re.search(r"\d", p)]
    about = parts[period.ordinal % len(parts)] if parts else item.name[:20]
    return f"围绕“{about}”，{_DONE[(period.ordinal + dice.whole(0, 1)) % len(_DONE)].format(k=dice.whole(2, 6), n=dice.whole(8, 96))}"


def next_step(period: Period, dice: Dice) -> str:
    """What comes next for a task, with a date."""
    return dice.one_of(_NEXT).format(day=f"{period.last_month % 12 + 1}月{dice.whole(5, 25)}日")


def finished_share(item: Item, settings: Settings, period: Period, fortune: Decimal) -> Decimal:
    """How much of a task is done: time elapsed towards its deadline, better or worse than planned; whole percents."""
    begun = settings.start.year * 12 + settings.start.first_month - 1
    due = max(_due(str(item.fixed.get("完成时限") or ""), settings), begun + 1)
    elapsed = Decimal(period.year * 12 + period.last_month - begun) / (due - begun)
    return min(elapsed * fortune, Decimal(1)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _due(text: str, settings: Settings) -> int:
    """Months up to the end of the deadline that ``text`` names, else of the plan; a year has twelve."""
    end = settings.end
    found = re.search(r"(\d{4})(?:\D(\d{1,2}))?", text)
    if found is None:
        return min(end.year * 12 + end.last_month, settings.start.year * 12 + 12 * (end.year - settings.start.year + 1))
    return int(found[1]) * 12 + int(found[2] or 12)
