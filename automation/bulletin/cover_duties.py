"""The front page's list of red tasks and indicators, for a plan without projects."""

from automation.bulletin import frame
from automation.bulletin.cover_page import COLUMNS, Page, pixels
from automation.bulletin.duty_places import I_GAP, I_RATE, INDICATORS, T_GAP, T_RATE, TASKS
from automation.bulletin.duty_words import indicator_remark, problems, short, task_remark
from automation.bulletin.layout import Layout
from automation.bulletin.leads import Leads
from automation.bulletin.places import reference
from automation.lights import Light
from automation.styles.text import wrapped_lines
from automation.styles.tokens import COLORS
from automation.styles.tokens import GAP as GAP_FORMAT
from automation.summary import IndicatorFigures, Summary, TaskFigures

MOST = 6
_LONGEST_REMARK = 30
_HEADS = ((0, 3, "红灯任务、指标"), (4, 5, "牵头单位"), (6, 6, "完成率"), (7, 7, "比时间"), (8, 11, "逾期、未报和问题"))


def red_duties(summary: Summary) -> list[tuple[str, TaskFigures | IndicatorFigures]]:
    """Table code and figures of every red task and indicator, the overdue and the furthest behind first.

    Tasks come first, but leave half of the front page's lines to indicators.
    """
    tasks = [(t.table.code, i) for t in summary.tasks for i in t.items if i.light is Light.RED]
    indicators = [(t.table.code, i) for t in summary.indicators for i in t.items if i.light is Light.RED]
    tasks.sort(key=lambda found: (not found[1].overdue, (found[1].rate or 0) - found[1].elapsed))
    indicators.sort(key=lambda found: (not found[1].verdict.missed, found[1].gap if found[1].gap is not None else 0))
    ahead = min(len(tasks), max(MOST // 2, MOST - len(indicators)))
    return [*tasks[:ahead], *indicators, *tasks[ahead:]]


def write_red_duties(page: Page, summary: Summary, layout: Layout) -> None:
    """Six of them, tasks and indicators alike; nothing where none is red."""
    found = red_duties(summary)[:MOST]
    if not found:
        return
    head, row, leads = frame.header(page.book, font_size=10), page.row(18), Leads(layout)
    for first, last, words in _HEADS:
        page.text(row, first, last, words, head)
    for code, figures in found:
        _line(page, summary, layout, leads, code, figures)
    page.row(4)


def _line(page: Page, summary: Summary, layout: Layout, leads: Leads, code: str, figures: TaskFigures | IndicatorFigures) -> None:
    plan = summary.plan
    if isinstance(figures, TaskFigures):
        sheet, source, columns = TASKS, layout.duties.task_rows[code, figures.item.code], (T_RATE, T_GAP)
        remark = ";".join(w for w in (task_remark(plan, figures), problems(plan, figures).replace("\n", ";")) if w)
        gap = None if figures.rate is None else round((figures.rate - figures.elapsed) * 100, 6)
    else:
        sheet, source, columns = INDICATORS, layout.duties.indicator_rows[code, figures.item.code], (I_RATE, I_GAP)
        remark, gap = indicator_remark(plan, figures), figures.gap
    remark = remark if len(remark) <= _LONGEST_REMARK else remark[:_LONGEST_REMARK] + "……"
    lead = figures.item.lead_unit or short(plan, figures.reports[0].unit)
    texts = ((0, 3, figures.item.name, 4), (4, 5, lead, 2), (8, COLUMNS - 1, remark, 4))
    row = page.row(max(20, max(wrapped_lines(text, pixels(width), 10) for _, _, text, width in texts) * 13.2 + 6))
    for first, last, text, _ in texts:
        page.text(row, first, last, text, frame.body(page.book, align="center" if first == 4 else "left"))
    number = {"font_size": 10.5, "align": "center", "shrink": True}
    looks = (frame.figure(page.book, **number, num_format="0.0%"),
             frame.figure(page.book, **number, bold=True, font_color=COLORS.RED if gap is None or gap < 0 else COLORS.TEXT,
                          num_format=GAP_FORMAT))
    for place, (col, value) in enumerate(zip(columns, (figures.rate, gap), strict=True)):
        shown = frame.NOTHING if value is None else value
        page.formula(row, 6 + place, 6 + place, f"={reference(sheet, source, col)}", shown, looks[place])
        leads.duty(page.sheet, row, 6 + place, code, figures)
