"""通报, the front page: one A4 page that says how much is done, who lags and why, who did not report, what comes next."""

from collections.abc import Sequence

from automation.bulletin import frame
from automation.bulletin.charts import month_chart, rate_chart
from automation.bulletin.columns import GAP, PROBLEM, RATE
from automation.bulletin.cover_cards import write_cards, write_strip
from automation.bulletin.cover_duties import write_red_duties
from automation.bulletin.cover_links import behind, write_behind, write_links
from automation.bulletin.cover_page import COLUMNS, Page, pixels
from automation.bulletin.lagged import Lagging, lagging_projects
from automation.bulletin.lagging import latest
from automation.bulletin.layout import LAGGING, SUBMISSION_NAMES, Layout, table_name
from automation.bulletin.phrases import issue_number, issuer, masthead, percent, this_period
from automation.bulletin.standings import rankings
from automation.bulletin.stated import RED_COUNT
from automation.bulletin.totals import totals_of
from automation.bulletin.wording import MOST_RED, Paragraph, paragraphs, verdict
from automation.lights import Light
from automation.styles.book import Book, Format
from automation.styles.text import TALLEST_ROW, wrapped_lines
from automation.styles.tokens import COLORS
from automation.styles.tokens import GAP as GAP_FORMAT
from automation.summary import Summary

PRACTICE_MARK = f"【{frame.PRACTICE}】本期月度数字为虚构，仅供演练，不得引用"
_BODY, _LINE = 12, 17.6
"""Points of the text and of a line: the faces that stand in for 仿宋 are taller, and would be cut at less."""
_SMALLER = (11.5, 11)
"""Points of the text of a paragraph that would else end in a line of its own full stop."""
_LONELY = 3
"""Characters of a last line that looks forgotten."""
_WIDER_DIGIT, _LIKELY_DIGIT = 0.14, 0.07
"""What the digits of such a face take more than half an em, at most; what they mostly take."""
_LONG = 4
"""Lines from which one more does not look loose."""
_SQUEEZE = 0.35
"""How much of a line more the lines of a shorter paragraph have to give up."""
_CHART_HEIGHT = 170
_CHART_ROWS = 9
_LONGEST_REASON = 56
_INDENT = "　　"


def write(book: Book, summary: Summary, layout: Layout, revised: bool = False) -> None:
    """Write the page; however much there is to say, it is printed on one sheet of A4. ``revised``: with sheet 更正."""
    page = Page(book)
    _masthead(page, summary)
    _verdict(page, summary, layout)
    write_cards(page, summary, layout)
    page.row(6)
    write_strip(page, summary, layout)
    for paragraph in paragraphs(summary):
        if "报送情况" in paragraph.lead and not layout.tables:
            write_red_duties(page, summary, layout)
        _paragraph(page, summary, layout, paragraph)
    _charts(page, summary, layout)
    _foot(page, summary, layout, revised)
    sheet = page.sheet
    sheet.paper("A4", False, (28, 26, 15, 15), (1, 1), area=(0, 0, page.next_row - 1, COLUMNS - 1))
    _footer(page, summary)
    sheet.raw.activate()
    sheet.raw.set_first_sheet()


def _footer(page: Page, summary: Summary) -> None:
    """As of when, and on which basis time progress is counted: the one choice that can turn the verdict round."""
    basis = "按天计" if summary.plan.settings.progress_by_day else "按月计"
    mark = f"【{frame.PRACTICE}】" if summary.plan.settings.practice else ""
    day = summary.cut_off
    page.sheet.footer(f"{mark}数据截至{day.year}年{day.month}月{day.day}日", f"序时进度{percent(summary.time_progress)}（{basis}）")


def _masthead(page: Page, summary: Summary) -> None:
    settings, fonts, day = summary.plan.settings, page.fonts, summary.cut_off
    if settings.practice:
        mark = page.book.format(font_name=fonts.hei, font_size=12, align="center", font_color=COLORS.RED, border=1, border_color=COLORS.RED)
        page.text(page.row(20), 0, COLUMNS - 1, PRACTICE_MARK, mark)
    for text, most, least, leading, valign in ((masthead(settings), 18, 12, 26 / 18, "bottom"), (settings.title, 34, 18, 44 / 34, "vcenter")):
        points, lines = page.fitted(text, most, least)
        look = page.book.format(font_name=fonts.title, font_size=points, align="center", valign=valign, font_color=COLORS.RED, text_wrap=lines > 1)
        page.text(page.row(round(points * leading * lines, 1)), 0, COLUMNS - 1, text, look)
    row, line = page.row(20), {"font_size": 12, "shrink": True}
    page.text(row, 0, 3, issuer(settings), page.book.format(**line, font_name=fonts.body))
    number = issue_number(settings, summary.period, summary.revision)
    page.text(row, 4, 7, number, page.book.format(**line, font_name=fonts.kai, align="center"))
    page.text(row, 8, COLUMNS - 1, f"截至{day.year}年{day.month}月{day.day}日", page.book.format(**line, font_name=fonts.body, align="right"))
    row = page.row(5)
    for col in range(COLUMNS):
        page.sheet.blank(row, col, page.book.format(top=5, top_color=COLORS.RED))


def _verdict(page: Page, summary: Summary, layout: Layout) -> None:
    text = verdict(summary)
    points, lines = page.fitted(text, 13.5, 11)
    look = page.book.format(font_name=page.fonts.hei, font_size=points, align="center", font_color=COLORS.NAVY, text_wrap=lines > 1)
    row = page.row(max(30.0, lines * points * 1.35))
    page.value(row, 0, COLUMNS - 1, _verdict_formula(summary, layout, text), text, look)
    page.sheet.lead(row, 0, *behind(summary, layout))


def _verdict_formula(summary: Summary, layout: Layout, text: str) -> str:
    """The verdict over the book's own figures, so that an edit in a table changes the headline at once."""
    missing = f'"未报"&{SUBMISSION_NAMES[-1]}&"家"'
    if not layout.tables:
        words = text.rpartition("未报")[0]
        # A literal holds 255 characters at most; a longer one stays text.
        return f'="{words}"&{missing}' if len(words) < 250 and '"' not in words else ""
    code, label = layout.tables[0].code, summary.period.range_label
    rate, gap, year = (table_name(word, code) for word in ("完成率", "序时差", "累计完成"))
    if totals_of(layout.tables[0].figures).rate is None:
        done = f'"{label}累计完成投资"&ROUND({year},{summary.plan.settings.money_decimals})&"{summary.plan.settings.money_unit}"'
    else:
        done = (f'"{label}完成年度计划"&TEXT({rate},"0.0%")&"，"&IF(ROUND({gap},1)=0,"与序时持平",'
                f'IF({gap}>0,"快于","慢于")&"序时"&TEXT(ABS(ROUND({gap},1)),"0.0")&"个百分点")')
    return f'={done}&"；红灯"&{RED_COUNT}&"个、"&{missing}'


def _paragraph(page: Page, summary: Summary, layout: Layout, paragraph: Paragraph) -> None:
    text = _INDENT + paragraph.lead + paragraph.text
    points = _BODY if paragraph.red_projects else next((p for p in (_BODY, *_SMALLER) if not _ends_lonely(text, p)), _BODY)
    lead = page.book.format(font_name=page.fonts.hei, font_size=points)
    body = page.book.format(font_name=page.fonts.body, font_size=points)
    runs = [(lead, _INDENT + paragraph.lead), (body, paragraph.text)]
    if paragraph.red_projects:
        _red_projects(page, summary, layout, runs)
        return
    # Vertical justification spreads the lines over the row's height: the only line spacing that a cell has.
    look = page.book.format(font_name=page.fonts.body, font_size=points, text_wrap=True, valign="vjustify", align="left")
    row = page.row(_height(text, points))
    page.sheet.merge(row, 0, row, COLUMNS - 1, look)
    page.sheet.rich(row, 0, runs, look)
    write_behind(page, row, *behind(summary, layout, paragraph.lead))
    page.row(5)


def _height(text: str, points: float) -> float:
    """Height of a paragraph: exact for 仿宋, and somewhat more where a machine without it would need one line more.

    A short paragraph made a whole line higher would look loose wherever 仿宋 is.
    """
    lines, wider = _lines(text, points)
    if points < _BODY:
        return min(TALLEST_ROW, max(_lines(text, points, _LIKELY_DIGIT)) * _LINE)
    return min(TALLEST_ROW, max(lines, wider if lines >= _LONG else wider - _SQUEEZE) * _LINE)


def _lines(text: str, points: float, digit: float = _WIDER_DIGIT) -> tuple[int, int]:
    """Lines of a paragraph in 仿宋, and in a face that stands in for it, whose digits are wider."""
    width = pixels(COLUMNS)
    narrow = sum(char.isascii() for char in text)
    em = len(text) - narrow / 2
    return (wrapped_lines(text, width, points, 4),
            wrapped_lines(text, int(width * em / (em + narrow * digit)), points, 4))


def _ends_lonely(text: str, points: float) -> bool:
    """Whether, in either face, hardly more than the full stop would stand in the last line."""
    return _lines(text, points, _LIKELY_DIGIT) != _lines(text[:-_LONELY], points, _LIKELY_DIGIT)


def _red_projects(page: Page, summary: Summary, layout: Layout, runs: Sequence[tuple[Format, str]]) -> None:
    row = page.row(20)
    look = page.book.format(font_name=page.fonts.body, font_size=_BODY)
    page.sheet.merge(row, 0, row, 9, look)
    page.sheet.rich(row, 0, runs, look)
    link = page.book.format(font_size=9, font_color=COLORS.LINK, align="right", underline=1)
    page.link(row, 10, COLUMNS - 1, (LAGGING, "A1"), "全部滞后项目", link)
    red = lagging_projects(summary, Light.RED)[:MOST_RED]
    if red:
        head = frame.header(page.book, font_size=10)
        row = page.row(18)
        for first, last, heading in ((0, 3, "项目"), (4, 5, "牵头单位"), (6, 6, "完成率"), (7, 7, "比序时"), (8, 11, "主要原因及需协调事项")):
            page.text(row, first, last, heading, head)
    for one in red:
        _red_project(page, summary, layout, one)
    page.row(4)


def _red_project(page: Page, summary: Summary, layout: Layout, one: Lagging) -> None:
    figures, code = one.figures, one.table.table.code
    unit, reason = figures.item.lead_unit or figures.unit, _reason(summary, one)
    lines = max(wrapped_lines(text, pixels(columns), 10) for text, columns in ((figures.item.name, 4), (unit, 2), (reason, 4)))
    row = page.row(max(20, lines * 13.2 + 6))
    page.text(row, 0, 3, figures.item.name, frame.body(page.book))
    page.text(row, 4, 5, unit, frame.body(page.book, align="center"))
    number = {"font_size": 10.5, "align": "center", "shrink": True}
    page.formula(row, 6, 6, "=" + layout.reference(code, figures.item.code, RATE), figures.number(RATE),
                 frame.figure(page.book, **number, num_format="0.0%"))
    page.formula(row, 7, 7, "=" + layout.reference(code, figures.item.code, GAP), figures.number(GAP),
                 frame.figure(page.book, **number, bold=True, font_color=COLORS.RED, num_format=GAP_FORMAT))
    for col, key in ((6, RATE), (7, GAP)):
        page.sheet.lead(row, col, *layout.cell_of(code, figures.item.code, key))
    page.text(row, 8, COLUMNS - 1, reason, frame.body(page.book))


def _reason(summary: Summary, one: Lagging) -> str:
    """What holds the project up, as the unit said last; a long story is cut, as it stands in full on 滞后项目."""
    figures = one.figures
    told = latest(figures.values.get(PROBLEM), figures.before.get(PROBLEM))
    if len(told) > _LONGEST_REASON:
        told = told[:_LONGEST_REASON] + "……"
    absent = "" if figures.reported else f"{this_period(summary.period)}未报送"
    return "；".join(part for part in (absent, told) if part) or "未填写原因"


def _charts(page: Page, summary: Summary, layout: Layout) -> None:
    if not layout.tables:
        return
    found = rankings(summary)
    ranked = next((number for number, ranking in enumerate(found) if ranking.ranked), None)
    top, whole = page.next_row, pixels(COLUMNS)
    for _ in range(_CHART_ROWS):
        page.row(round(_CHART_HEIGHT * 0.75 / _CHART_ROWS, 2))
    half = (whole // 2 - 3, _CHART_HEIGHT)
    left = month_chart(page.book, summary, layout, (whole, _CHART_HEIGHT) if ranked is None else half)
    page.sheet.chart(top, 0, left, {"object_position": 1})
    if ranked is not None:
        title = f"{found[ranked].label}完成率与序时进度（虚线）"
        right = rate_chart(page.book, summary, found, ranked, title, half)
        page.sheet.chart(top, COLUMNS // 2, right, {"x_offset": 3, "object_position": 1})
    page.row(5)


def _foot(page: Page, summary: Summary, layout: Layout, revised: bool) -> None:
    settings = summary.plan.settings
    row = page.row(20)
    for first, word in ((0, "编制："), (4, "审核："), (8, f"签发：{settings.signed_by}")):
        page.text(row, first, first + 3, word, page.book.format(font_name=page.fonts.body, font_size=12, shrink=True))
    write_links(page, summary, layout, revised)
    copies = [f"{word}：{to}" for word, to in (("报", settings.report_to), ("送", settings.copy_to)) if to]
    if copies:
        text = "　".join(copies)
        points, lines = page.fitted(text, 10.5, 9)
        look = page.book.format(font_name=page.fonts.body, font_size=points, top=2, bottom=2, text_wrap=lines > 1)
        page.text(page.row(max(18, lines * points * 1.35)), 0, COLUMNS - 1, text, look)
