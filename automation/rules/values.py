"""V: each cell by itself."""

from collections.abc import Iterator
from decimal import Decimal

from automation.checks import EMPTY_WORDS
from automation.derive import rounded
from automation.formula.values import plain
from automation.model.plan import DataType, Severity
from automation.model.submission import Reading
from automation.rules.case import Case, Cell, Hit
from automation.rules.rule import rule
from automation.rules.shown import shown

ERROR, NOTE = Severity.ERROR, Severity.NOTE
_MOMENTS = (DataType.DATE, DataType.MONTH)


def _likely(cell: Cell) -> str:
    return f"（{cell.value.note}）" if cell.value.note else ""


def _empty(case: Case) -> Iterator[Cell]:
    return (c for c in case.read_as(Reading.EMPTY) if c.field.required)


@rule("V301", ERROR, title="必填未填", message="“{栏目}”未填", fix="请填数字；没有发生的填 0，不要留空",
      why="空着分不清是没有发生还是漏填")
def figure_missing(case: Case) -> Iterator[Hit]:
    """A figure: 0 has to be typed where nothing was done."""
    return (c.hit() for c in _empty(case) if c.field.type.numeric)


@rule("V301", ERROR, title="必填未填", message="“{栏目}”未选", fix="请从下拉列表中选择：{选项}")
def choice_missing(case: Case) -> Iterator[Hit]:
    """A choice."""
    return (c.hit(选项="、".join(c.field.options)) for c in _empty(case) if c.field.type is DataType.CHOICE)


@rule("V301", ERROR, title="必填未填", message="“{栏目}”未填", fix="请填写“{栏目}”，不要留空")
def words_missing(case: Case) -> Iterator[Hit]:
    """A text or a date."""
    return (c.hit() for c in _empty(case) if not c.field.type.numeric and c.field.type is not DataType.CHOICE)


@rule("V302", ERROR, title="不是数字", message="“{栏目}”填的是“{填写}”，不是数字{可能}",
      fix="请只填数字{按单位}；没有发生的填 0", why="读不出的数不能进入汇总，也不能猜")
def not_a_figure(case: Case) -> Iterator[Hit]:
    """Text that is no figure for certain."""
    for c in case.read_as(Reading.UNREADABLE):
        if c.field.type.numeric and not _either_scale(c):
            yield c.hit(可能=_likely(c), 按单位=f"（单位：{c.field.unit}）" if c.field.unit else "")


@rule("V302", ERROR, title="不是数字", message="“{栏目}”的栏目名带%，填的“{填写}”看不出是百分之几{可能}",
      fix="请填带百分号的数，如 45%")
def share_of_either_scale(case: Case) -> Iterator[Hit]:
    """A bare number up to 1 under a heading with %."""
    return (c.hit(可能=_likely(c)) for c in case.read_as(Reading.UNREADABLE) if _either_scale(c))


def _either_scale(cell: Cell) -> bool:
    return cell.field.type is DataType.SHARE and " 或 " in cell.value.note


@rule("V303", NOTE, title="已按内容读取", message="“{栏目}”的“{填写}”{读作}{单位}", fix="无需更改；下次请直接填数字，不带单位和文字",
      why="意思确定的写法照读，读成什么要让填报人看见")
def figure_understood(case: Case) -> Iterator[Hit]:
    """Text that is a figure for certain."""
    for c in case.read_as(Reading.UNDERSTOOD):
        if c.field.type.numeric:
            yield c.hit(读作=c.value.note, 单位="" if c.field.type is DataType.SHARE else c.field.unit)


@rule("V303", NOTE, title="已按内容读取", message="“{栏目}”的“{填写}”{读作}", fix="无需更改；下次请按填报说明的格式填写")
def words_understood(case: Case) -> Iterator[Hit]:
    """A date or a choice in another form."""
    return (c.hit(读作=c.value.note) for c in case.read_as(Reading.UNDERSTOOD) if not c.field.type.numeric)


@rule("V305", ERROR, title="超出范围", message="“{栏目}”为{读作}，小于下限{下限}", fix="请改为不小于{下限}的数",
      why="任务书为该栏规定了取值范围")
def below_minimum(case: Case) -> Iterator[Hit]:
    """A figure under the least that the plan allows."""
    for c, figure in case.figures:
        if c.field.minimum is not None and figure < c.field.minimum:
            yield c.hit(读作=shown(c.field, figure), 下限=shown(c.field, c.field.minimum))


@rule("V305", ERROR, title="超出范围", message="“{栏目}”为{读作}，大于上限{上限}", fix="请改为不大于{上限}的数{提醒}")
def above_maximum(case: Case) -> Iterator[Hit]:
    """A figure over the most that the plan allows; a share may be a hundred times too large."""
    for c, figure in case.figures:
        if c.field.maximum is not None and figure > c.field.maximum:
            meant = c.field.type is DataType.SHARE and figure / 100 <= c.field.maximum
            hint = f"；如为{shown(c.field, figure / 100)}，请填 {shown(c.field, figure / 100)}" if meant else ""
            yield c.hit(读作=shown(c.field, figure), 上限=shown(c.field, c.field.maximum), 提醒=hint)


@rule("V307", ERROR, title="不在选项内", message="“{栏目}”填的是“{填写}”，不在选项内{可能}", fix="请从下拉列表中选择：{选项}",
      why="选项以外的词无法归类统计")
def not_an_option(case: Case) -> Iterator[Hit]:
    """A word that is not on the list."""
    for c in case.read_as(Reading.UNREADABLE):
        if c.field.type is DataType.CHOICE:
            yield c.hit(可能=_likely(c), 选项="、".join(c.field.options))


@rule("V308", ERROR, title="日期有误", message="“{栏目}”填的是“{填写}”，不是有效的日期{可能}", fix="请填{样式}",
      why="不存在或看不懂的日期无法判断是否按时")
def not_a_date(case: Case) -> Iterator[Hit]:
    """A date that does not exist or cannot be read."""
    for c in case.read_as(Reading.UNREADABLE):
        if c.field.type in _MOMENTS:
            month = c.field.type is DataType.MONTH
            yield c.hit(可能=_likely(c), 样式="年月，如 2017-06" if month else "日期，如 2017-06-15")


@rule("V309", ERROR, title="文字不合要求", message="“{栏目}”填的是“{填写}”，看不出具体进展",
      fix="请写清到了哪一步、完成多少，不少于{下限}字", why="通报要引用原文，空话不能反映进展")
def empty_words(case: Case) -> Iterator[Hit]:
    """Only where the plan sets a least length: elsewhere 正常 may be all there is to say."""
    for c, text in case.words:
        if c.field.minimum is not None and text.rstrip("。！ ") in EMPTY_WORDS:
            yield c.hit(下限=plain(c.field.minimum))


@rule("V309", ERROR, title="文字不合要求", message="“{栏目}”只有{字数}字，少于{下限}字", fix="请补充具体内容，不少于{下限}字")
def too_short(case: Case) -> Iterator[Hit]:
    """A text under the least length."""
    for c, text in case.words:
        if c.field.minimum is not None and len(text) < c.field.minimum and text.rstrip("。！ ") not in EMPTY_WORDS:
            yield c.hit(字数=str(len(text)), 下限=plain(c.field.minimum))


@rule("V309", ERROR, title="文字不合要求", message="“{栏目}”有{字数}字，超过{上限}字", fix="请精简到{上限}字以内")
def too_long(case: Case) -> Iterator[Hit]:
    """A text over the greatest length."""
    for c, text in case.words:
        if c.field.maximum is not None and len(text) > c.field.maximum:
            yield c.hit(字数=str(len(text)), 上限=plain(c.field.maximum))


@rule("V311", ERROR, title="公式无结果", message="“{栏目}”中的公式没有计算结果", fix="请直接填写数值；或用 Excel、WPS 打开后保存再报",
      why="没有算过的公式不是空格，也不是 0")
def not_calculated(case: Case) -> Iterator[Hit]:
    """A formula without a stored result."""
    return (c.hit() for c in case.read_as(Reading.UNCALCULATED))


@rule("V311", ERROR, title="公式无结果", message="“{栏目}”显示错误值{填写}", fix="请删去公式，直接填写数值")
def error_value(case: Case) -> Iterator[Hit]:
    """#REF! and its like."""
    return (c.hit() for c in case.read_as(Reading.CELL_ERROR))


@rule("V312", NOTE, title="小数位过多", message="“{栏目}”为{原数}，按{精度}计为{取值}", fix="无需更改；下次请保留{精度}",
      why="各单位小数位数一致，合计才对得上")
def too_many_decimals(case: Case) -> Iterator[Hit]:
    """Shares are left alone: 12.345% is a share, and is printed as the bulletin prints shares."""
    for c, figure in case.figures:
        kept = rounded(c.field, figure)
        if isinstance(kept, Decimal) and kept != figure and c.field.type is not DataType.SHARE:
            places = c.field.decimals
            yield c.hit(原数=plain(figure), 取值=plain(kept), 精度=f"{places}位小数" if places else "整数")


RULES = (figure_missing, choice_missing, words_missing, not_a_figure, share_of_either_scale, figure_understood, words_understood,
         below_minimum, above_maximum, not_an_option, not_a_date, empty_words, too_short, too_long,
         not_calculated, error_value, too_many_decimals)
