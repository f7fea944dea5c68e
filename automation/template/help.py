"""填报说明: what to write in each column, made from the fields' own notes, lists and limits."""

from collections.abc import Iterator, Sequence

from automation.forms import HELP_SHEET, Form, Role
from automation.model.plan import Category, DataType, Field
from automation.styles.text import column_pixels, full_width, row_height
from automation.styles.tokens import COLORS
from automation.template import looks
from automation.template.job import Job
from automation.template.selfcheck import written

_WIDTHS = (5.0, 9.0, 22.0, 58.0, 46.0)
_HEADINGS = ("序号", "工作表", "栏目", "填写要求", "范围和选项")
_FIRST = 3
_ONE_PAGE = 29
"""Up to this row the sheet is still legible on one page."""
_SELF_CHECK = (
    ("自检", "√ 通过；× 必须修改；! 请核实后可以报送；○ 尚未填写。全部为 √ 或 ! 时，表头横幅变绿。", "粘贴数据会绕过输入限制，请以自检列为准。"),
    ("“—”格", "本行不需要填写，或有关数字还没有填。", "灰色格已锁定。"),
    ("上期数", "上期定稿数，自动带出。发现有误请电话告知，不要在本期数里冲抵。", "灰色格已锁定。"),
)


def draw_help(job: Job, forms: Sequence[Form]) -> None:
    """Draw the sheet 填报说明."""
    book, sheet = job.book, job.book.sheet(HELP_SHEET, COLORS.GREY)
    sheet.columns(_WIDTHS)
    sheet.height(0, 36)
    sheet.merge(0, 0, 0, len(_WIDTHS) - 1, looks.title(book, 20))
    sheet.text(0, 0, HELP_SHEET, looks.title(book, 20))
    sheet.text(1, 0, _due(job), looks.note(book))
    sheet.height(1, 22)
    sheet.height(_FIRST - 1, 24)
    for col, heading in enumerate(_HEADINGS):
        sheet.text(_FIRST - 1, col, heading, looks.heading(book, filled=False))
    row = _FIRST
    for row, texts in enumerate(_lines(job, forms), _FIRST):
        sheet.height(row, row_height([(t, column_pixels(w)) for t, w in zip(texts, _WIDTHS[1:], strict=True)], 10.5, 24, 1.34, 8))
        sheet.number(row, 0, row - _FIRST + 1, looks.help_cell(book, "center"))
        for col, text in enumerate(texts, 1):
            sheet.text(row, col, text, looks.help_cell(book, "left", strong=col == 2, muted=col == 4), verbatim=True)
    sheet.height(row + 1, 26)
    sheet.text(row + 1, 0, _contact(job), looks.note(book))
    sheet.paper("A4", True, (12.7, 12.7, 15.2, 15.2), fit=(1, int(row < _ONE_PAGE)), repeat=_FIRST - 1, area=(0, 0, row + 1, len(_WIDTHS) - 1))
    sheet.footer(job.unit.name, job.report)
    sheet.protect(format_rows=True, format_columns=True)


def _due(job: Job) -> str:
    due = job.plan.settings.deadline(job.period)
    month = "月" if job.period.frequency.months == 1 else f"{job.period.frequency.value}末月"
    shifted = "，逢节假日顺延" if job.plan.settings.holiday_shift else ""
    rule = f"每{month}{job.plan.settings.regular_day(job.period).day}日{due:%H:%M}前报送{shifted}"
    practice = "    演练数据，不作统计依据" if job.plan.settings.practice else ""
    return f"填报单位：{job.unit.name}    本期报送时限：{job.period.year}年{job.deadline}（{rule}）{practice}"


def _contact(job: Job) -> str:
    contact, host, office = job.plan.settings.contact, job.plan.settings.host, job.plan.settings.office
    whole = host.removesuffix("局") + office if office.startswith("局") else host + office
    return f"联系单位：{whole}" + (f"    联系方式：{contact}" if contact else "")


def _lines(job: Job, forms: Sequence[Form]) -> Iterator[tuple[str, str, str, str]]:
    for form in forms:
        asked = {name for row in form.rows for name in row.fields}
        shown = {c.key for c in form.columns if not c.hidden and c.role in (Role.FILLED, Role.COMPUTED)}
        for field in form.fields:
            if field.name not in shown or (field.category is Category.FILLED and field.name not in asked):
                continue
            heading = field.heading(job.period)
            if field.category is Category.COMPUTED:
                yield form.sheet, full_width(heading), "自动计算，不用填写。", full_width(field.note or _how(field))
            else:
                must = "必填。" if field.required else ""
                yield form.sheet, full_width(heading), full_width(f"{must}{field.note}") or "按实际填写。", full_width(_limits(job, field))
    several = "各表" if len(forms) > 1 else forms[0].sheet
    yield from ((several, *texts) for texts in _SELF_CHECK)


def _how(field: Field) -> str:
    if field.formula is None or len(field.formula.text) > 60 or "(" in field.formula.text:
        return "由本行各数算出。"
    return "＝" + field.formula.text.lstrip("=").replace("[", "").replace("]", "").replace("上期:", "上期")


def _limits(job: Job, field: Field) -> str:
    if field.options:
        return "、".join(field.options)
    unit = {DataType.DATE: f"日期，如{job.day}", DataType.MONTH: f"年月，如{job.month}"}.get(field.type, "")
    if field.type.numeric:
        unit = f"数字，单位：{field.unit}" if field.unit else "数字"
    low, high = (None if bound is None else written(field, bound) for bound in (field.minimum, field.maximum))
    word, least, most = ("字", "不少于", "不超过") if field.type is DataType.TEXT else ("", "不小于", "不大于")
    span = (f"{low}—{high}{word}" if low is not None and high is not None else f"{least}{low}{word}" if low is not None
            else f"{most}{high}{word}" if high is not None else "")
    return "，".join(part for part in (unit, span) if part)
