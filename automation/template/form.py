"""One form as a sheet: title, step cards, live banner, headings, rows, signatures, paper."""

import re
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise

from xlsxwriter.utility import xl_col_to_name

from automation.forms import FIRST_ROW, HEADER_ROW, Column, Form, Role
from automation.formula.values import plain
from automation.model.plan import DataType, Kind
from automation.styles.book import Sheet
from automation.styles.text import column_pixels, wrapped_lines
from automation.styles.tokens import COLORS
from automation.template import looks
from automation.template.conditions import colour
from automation.template.entry import date_window
from automation.template.job import WORDS, Job
from automation.template.judged import Judged
from automation.template.line import iso_date
from automation.template.rows import draw_rows
from automation.template.rules import Held, draw_rules

SIGNATURES = (("填报人", "填报人："), ("联系电话", "联系电话："), ("负责人", "负责人（签字）："), ("填报日期", "填报日期："))
"""Key of a signature, and what stands before its box."""
_ROOM_FOR_HINT = 8
_TITLE, _META, _CARD_HEAD, _CARD_BODY, _SPACER, _BANNER, _GROUPS = range(7)


def draw_form(job: Job, form: Form, rows: tuple[Judged, ...], rules: Sequence[Held]) -> Sheet:
    """Draw ``form`` on a new sheet of the book."""
    sheet = job.book.sheet(form.sheet, COLORS.INPUT_LINE)
    sheet.columns([c.width for c in form.columns], hidden={n for n, c in enumerate(form.columns) if c.hidden})
    _draw_head(job, sheet, form)
    _draw_banner(job, sheet, form, [row.verdict for row in rows])
    _draw_headings(job, sheet, form)
    draw_rows(job, sheet, form, rows)
    draw_rules(sheet, rules)
    colour(job.book, sheet, form, rows, job.plan.settings)
    signed = form.total_row + (2 if form.kind is Kind.PROJECT else 1)
    _draw_signatures(job, sheet, form, signed)
    _set_paper(job, sheet, form, signed)
    return sheet


def _draw_head(job: Job, sheet: Sheet, form: Form) -> None:
    last, plan = len(form.columns) - 1, job.plan.settings
    title = job.title(form.kind) + ("（演练数据）" if plan.practice else "")
    room = sum(column_pixels(c.width) for c in form.columns if not c.hidden)
    points = next((p for p in (22, 20, 18, 16) if wrapped_lines(title, room, p) == 1), 14)
    look = looks.title(job.book, points)
    sheet.height(_TITLE, 38)
    sheet.merge(_TITLE, 0, _TITLE, last, look)
    sheet.text(_TITLE, 0, title, look)
    sheet.height(_META, 20)
    sheet.text(_META, 0, f"填报单位：{job.unit.name}      填报期：{job.period.label}      报送时限：{job.deadline}      "
                         f"报送：{plan.office}", looks.note(job.book))
    right = f"单位：{plan.money_unit}" if form.kind is Kind.PROJECT else ""
    if plan.practice:
        right = f"演练数据，不作统计依据      {right}"
    sheet.text(_META, last, right, looks.note(job.book, "right", red=plan.practice))
    for row, points in ((_CARD_HEAD, 20), (_CARD_BODY, 34), (_SPACER, 5), (_BANNER, 28), (_GROUPS, 18), (HEADER_ROW, 32)):
        sheet.height(row, points)
    for (first, end), (head, body) in zip(spans(form, [(1, 0)] * 4), _cards(job, form), strict=True):
        for row, text, look in ((_CARD_HEAD, head, looks.card_head(job.book)), (_CARD_BODY, body, looks.card_body(job.book))):
            sheet.merge(row, first, row, end, look)
            sheet.text(row, first, text, look, verbatim=True)


def _cards(job: Job, form: Form) -> tuple[tuple[str, str], ...]:
    figure = next((f for f in form.fields if f.required and f.type.numeric and f.name in _asked(form)), None)
    heading = figure.heading(job.period) if figure else ""
    if form.kind is Kind.PROJECT and figure:
        second = (f"② 金额只填“{heading}”", f"单位：{job.plan.settings.money_unit}。只填当期新增数，累计数自动算；没有进展填 0，不要留空。")
    elif form.kind is Kind.INDICATOR:
        second = ("② 按计量单位填数", "比率类只填分子、分母，比率自动算；其他指标填“本期值”；有变动的在“说明”中写明。")
    else:
        second = ("② 进展要写实", "写做成了什么、到了哪一步，不写“正在推进”；完成率按全部工作量估算。")
    return (("① 只填黄色格", f"灰色格为基本信息和上期定稿数，已锁定；有误请电话告知{job.plan.settings.office}，不要自行改表。"), second,
            ("③ 看最右“自检”", "每行显示“√ 通过”方可报送；“×”请按提示修改，“!”请核实。"),
            ("④ 存盘报送", "不改文件名，不增删行列、工作表；打印一份由负责人签字留存。"))


def _asked(form: Form) -> set[str]:
    return {name for row in form.rows for name in row.fields}


def spans(form: Form, wanted: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """Cut the columns into neighbouring areas (first, last), one for each (share of the width, least width) wanted.

    Whole columns rarely give the shares exactly; of all ways to cut, the one with the least squared deviation is taken.
    """
    edges = [0.0, *accumulate(0 if c.hidden else c.width for c in form.columns)]
    unit = edges[-1] / sum(share for share, _ in wanted)

    def cost(start: int, stop: int, share: float, least: float) -> float:
        width = edges[stop] - edges[start]
        return (width - share * unit) ** 2 + 50 * max(0.0, least - width) ** 2

    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
    for share, least in wanted:
        best = {stop: min((spent + cost(start, stop, share, least), (*cuts, stop)) for start, (spent, cuts) in best.items()
                          if start < stop) for stop in range(1, len(edges)) if any(start < stop for start in best)}
    cuts = best[len(edges) - 1][1]
    return [(first, stop - 1) for first, stop in pairwise(cuts)]


def banner(form: Form, verdicts: Sequence[str]) -> str:
    """What the banner says of rows with these verdicts."""
    noun, measure, _ = WORDS[form.kind]
    count = f"{measure}{noun}"
    passed, waiting, wrong = (sum(v[0] in marks for v in verdicts) for marks in ("√!i", "○", "×"))
    total = len(verdicts)
    return (f"自检通过：共{total}{count}，全部合格，可以报送" if passed == total else f"自检未完成：共{total}{count}，"
            f"已通过{passed}{measure}、待填报{waiting}{measure}、有误{wrong}{measure}，请看最右“自检”列")


def _draw_banner(job: Job, sheet: Sheet, form: Form, verdicts: Sequence[str]) -> None:
    col = xl_col_to_name(form.index("自检"))
    area = f"{col}{FIRST_ROW + 1}:{col}{form.total_row}"
    noun, measure, _ = WORDS[form.kind]
    good = "+".join(f'COUNTIF({area},"{mark}*")' for mark in "√!i")
    count = f"{measure}{noun}"
    formula = (f'=IF({good}=ROWS({area}),"自检通过：共"&ROWS({area})&"{count}，全部合格，可以报送","自检未完成：共"&ROWS({area})&"{count}，'
               f'已通过"&({good})&"{measure}、待填报"&COUNTIF({area},"○*")&"{measure}、有误"&COUNTIF({area},"×*")&"{measure}，请看最右“自检”列")')
    look = looks.banner(job.book)
    sheet.merge(_BANNER, 0, _BANNER, len(form.columns) - 1, look)
    sheet.formula(_BANNER, 0, formula, look, banner(form, verdicts))
    for test, ink, fill in ((f"LEFT($A${_BANNER + 1},4)=\"自检通过\"", COLORS.GREEN, COLORS.GREEN_FILL),
                            (f'COUNTIF(${col}${FIRST_ROW + 1}:${col}${form.total_row},"×*")>0', COLORS.RED, COLORS.RED_FILL)):
        sheet.condition(_BANNER, 0, _BANNER, len(form.columns) - 1,
                        {"type": "formula", "criteria": f"={test}", "format": looks.tint(job.book, ink, fill)})


def _draw_headings(job: Job, sheet: Sheet, form: Form) -> None:
    start = 0
    for group, columns in groupby(form.columns[:-1], key=lambda c: c.group):
        members = list(columns)
        look = looks.heading(job.book, filled=group.endswith("（填写）"))
        sheet.merge(_GROUPS, start, _GROUPS, start + len(members) - 1, look)
        sheet.text(_GROUPS, start, group, look)
        start += len(members)
    for col, column in enumerate(form.columns[:-1]):
        sheet.text(HEADER_ROW, col, _heading(column), looks.heading(job.book, column.role is Role.FILLED))
    sheet.blank(_GROUPS, len(form.columns) - 1, looks.heading(job.book, filled=False, open_side="bottom"))
    sheet.text(HEADER_ROW, len(form.columns) - 1, form.columns[-1].heading,
               looks.heading(job.book, filled=False, open_side="top"))


def _heading(column: Column) -> str:
    """The heading, broken where a reader would break it, with a hint that says how the column is filled."""
    text, field = column.heading, column.field
    if column.role is Role.FILLED and field is not None and column.width >= _ROOM_FOR_HINT:
        hint = "选择" if field.type is DataType.CHOICE else f"不少于{plain(field.minimum)}字" if (
            field.type is DataType.TEXT and field.minimum) else "填写" if field.type is not DataType.TEXT else ""
        text += f"（{hint}）" if hint and "（" not in text and "(" not in text else ""
    text = re.sub(r"(?<=.)(?=[（(])", "\n", text, count=1)
    return re.sub(r"(?<=月)(?=累计$)|(?<=^年度)(?=计划$)|(?<=^占年度)(?=计划$)|(?<=^对应)(?=附件$)", "\n", text)


def _draw_signatures(job: Job, sheet: Sheet, form: Form, row: int) -> None:
    sheet.height(row - 1 if form.kind is not Kind.PROJECT else row, 28)
    sheet.height(row, 28)
    areas = spans(form, [(1, 16), (1.5, 18)] * len(SIGNATURES))
    for (key, label), (first, last), (left, right) in zip(SIGNATURES, areas[::2], areas[1::2], strict=True):
        sheet.merge(row, first, row, last, looks.label(job.book))
        sheet.text(row, first, label, looks.label(job.book))
        sheet.merge(row, left, row, right, looks.box(job.book))
        text = job.signature.get(key, "")
        if day := iso_date(text):
            sheet.date(row, left, day, looks.box(job.book))
        else:
            sheet.text(row, left, text, looks.box(job.book), verbatim=True)
        if key == "填报日期":
            sheet.validation(row, left, row, left, date_window(job))


def _set_paper(job: Job, sheet: Sheet, form: Form, last_row: int) -> None:
    named = next(n for n, c in enumerate(form.columns) if c.role is Role.FIXED and not c.hidden)
    sheet.freeze(FIRST_ROW, named + 1)
    sheet.paper("A4", True, (10, 10, 11.4, 12.7), repeat=(_GROUPS, HEADER_ROW), area=(0, 0, last_row, len(form.columns) - 1))
    sheet.footer(job.unit.name, job.report)
    sheet.protect(format_rows=True, format_columns=True)
    sheet.raw.set_zoom(90)
    typed = [n for n, c in enumerate(form.columns) if c.role is Role.FILLED]
    sheet.raw.set_selection(FIRST_ROW, typed[0], FIRST_ROW, typed[0])
    texts = [c for c in form.columns if c.role in (Role.FIXED, Role.PRIOR)]
    if texts:
        # 建设年限 2018 is text on purpose; a green triangle would make it look like a mistake.
        sheet.raw.ignore_errors({"number_stored_as_text": _area(form, texts)})


def _area(form: Form, columns: Sequence[Column]) -> str:
    names = (xl_col_to_name(form.index(c.key)) for c in columns)
    return " ".join(f"{name}{FIRST_ROW + 1}:{name}{form.total_row}" for name in names)
