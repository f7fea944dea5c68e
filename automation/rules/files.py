"""F and I: the file as a whole, and whose it is."""

from collections.abc import Iterator

from automation.model.plan import Severity
from automation.model.submission import Finding
from automation.rules.case import Case, Hit
from automation.rules.rule import Rule, observed, rule

ERROR, NOTE = Severity.ERROR, Severity.NOTE
_AS_ISSUED = "请在下发给本单位的本期填报工作簿中填写，重新报送"


def _refusal(code: str, title: str, why: str) -> Rule:
    return Rule(code, ERROR, title, "{说明}", "{改法}", why)


REFUSALS = (
    _refusal("F001", "不是电子表格", "按内容判断，不看扩展名"),
    _refusal("F002", "设有密码", "打不开就无法读取"),
    _refusal("F003", "文件损坏", "残缺的文件可能少行少列，一律不读"),
    _refusal("F004", "超出读取上限", "异常大的文件会拖垮整批收表"),
)
"""What the reader refuses before it reads anything; it says itself what it saw and what to do."""


def refused(code: str, message: str, fix: str) -> Finding:
    """The finding for a file that was refused; raises StopIteration for a code outside F001—F004."""
    return next(r for r in REFUSALS if r.code == code).worded(Hit({"说明": message, "改法": fix}))


@rule("I107", NOTE, title="本期已封账", message="{报告期}的通报已印发，这份文件存为修订件，不改动已印发的数据",
      fix="需要更正已印发数据的，请电话告知办公室", why="已印发的数据只能以修订件更正，差异另列")
def period_closed(case: Case) -> Iterator[Hit]:
    """A file for a period whose bulletin is out."""
    if case.context.closed and case.context.period:
        yield Hit({"报告期": case.context.period.label})


RULES = (
    *REFUSALS,
    observed("F006", NOTE, title="含外部内容", message="文件中有{what}，没有运行，也没有引用", fix="无需更改；下次请用下发的填报工作簿，不加{what}",
             why="宏、外部链接和嵌入对象可能带毒，也会使数据随别的文件变化"),
    observed("I101", ERROR, title="看不出是谁报的", message="看不出这份文件的{missing}（{sources}）", fix=_AS_ISSUED,
             why="不知道是哪个单位、哪一期的数，就不能入账"),
    observed("I102", ERROR, title="身份前后不一", message="{about}有两种说法：{first_source}是“{first}”，{second_source}是“{second}”",
             fix=_AS_ISSUED, why="两处说法不同时不猜，避免记到别的单位名下"),
    observed("I103", ERROR, title="期次或任务不符", message="{about}是“{found}”，应为“{expected}”（{reason}）", fix=_AS_ISSUED,
             why="上期的表重报、别处的表误报，都会使数据错期"),
    observed("I104", NOTE, title="旧版填报表", message="填报工作簿是第{found}版，现行第{expected}版，数据已照读", fix="无需更改；下次请用本期下发的填报工作簿",
             why="旧版栏目可能与现行任务书不同"),
    observed("I105", ERROR, title="不在填报范围", message="“{unit}”{reason}{是不是}", fix="请核对单位名称；应当填报的，请与办公室联系",
             why="只收任务书列明的单位的数"),
    observed("I106", ERROR, title="用了别家的表", message="这份工作簿是下发给“{unit}”的，{source}写的是“{other}”",
             fix="请在下发给本单位的填报工作簿中填写；确是“{unit}”所报的，请改正{source}后重报", why="借用别家的工作簿填报，数据会记到别家名下"),
    period_closed,
)
