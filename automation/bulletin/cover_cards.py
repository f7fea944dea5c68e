"""The front page's four numbers, its strip of lights and the note under them: all live."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from automation.bulletin.columns import ANNUAL, TOTAL, YEAR
from automation.bulletin.cover_page import COLUMNS, Page
from automation.bulletin.duties import Count, counted
from automation.bulletin.duty_places import I_LIGHT, INDICATORS, T_LIGHT, TASKS, DutyPlaces
from automation.bulletin.layout import LAGGING, RANKING, SUBMISSION_NAMES, SUBMISSIONS, Layout, TableLayout, table_name
from automation.bulletin.leads import Leads
from automation.bulletin.phrases import against_time, tenths
from automation.bulletin.reporting import Reporting
from automation.bulletin.stated import done_in
from automation.bulletin.totals import totals_of
from automation.bulletin.wording import overlap_note
from automation.lights import Light, graded, threshold_formula
from automation.model.plan import Kind, Settings
from automation.styles.book import Format
from automation.styles.tokens import COLORS, LIGHT_COLORS
from automation.summary import Summary

_CARD_LINE = "#C9D3DF"
_STRIP = ("● 绿灯", "▲ 黄灯", "■ 红灯", "○ 待实施")
_DUTY_LINES = {Kind.TASK: (("已完成", "推进中"), ("受阻", "逾期未完成")), Kind.INDICATOR: (("已达标", "未到期"), ("到期未达标", "逾期未达标"))}
"""Which counts stand in the two lines under a card's number."""
_RED, _AMBER, _GREEN = COLORS.RED, COLORS.AMBER, COLORS.GREEN


@dataclass(frozen=True)
class Live:
    """A formula with the value it gives now."""

    formula: str
    value: Decimal | int | str


@dataclass(frozen=True)
class Card:
    """One of the numbers on top."""

    label: str
    number: Live
    num_format: str
    below: tuple[Live, Live]
    target: tuple[str, str]
    """Sheet and cell that the label links to."""
    source: tuple[str, str]
    """Sheet and cell of what the number is made of."""
    color: str = COLORS.NAVY


def write_cards(page: Page, summary: Summary, layout: Layout) -> None:
    """Four rows: label, number and two lines below it, for each card."""
    cards = project_cards(summary, layout) if layout.tables else tuple(duty_cards(summary))
    rows = [page.row(height) for height in (19, 31, 17, 17)]
    width = COLUMNS // max(1, len(cards))
    for place, card in enumerate(cards):
        _card(page, rows, card, place * width, (place + 1) * width - 1)
    if layout.tables and len(cards) == 4:
        _colour_rate(page, summary.plan.settings, rows[1], table_name("序时差", layout.tables[0].code))


def project_cards(summary: Summary, layout: Layout) -> tuple[Card, ...]:
    """总投资, 年度计划投资, 累计完成, 占年度计划 of the first project table; below them what the second one has."""
    first, unit, period = layout.tables[0], summary.plan.settings.money_unit, summary.period
    totals = totals_of(first.figures, period)

    def name(word: str) -> str:
        return table_name(word, first.code)

    def link(key: str) -> tuple[str, str]:
        return first.sheet, first.total(key).rpartition("!")[2].replace("$", "")

    made_of = Leads(layout).total_cell(first, YEAR)
    time = summary.time_progress
    behind = max(Decimal(0), totals.annual * time - totals.year)
    others = _second_lines(summary, layout)
    return (
        Card(f"总投资（{unit}）", Live(f"={name('总投资')}", totals.total), _money_format(totals.total),
             (Live(f'="{first.code}共"&ROWS({name("亮灯")})&"个项目"', f"{first.code}共{len(first.figures.items)}个项目"), others[0]), link(TOTAL), link(TOTAL)),
        Card(f"年度计划投资（{unit}）", Live(f"={name('年度计划')}", totals.annual), _money_format(totals.annual),
             (_amount(f"{period.short_label}完成：", done_in(layout, first), totals.month), others[1]), link(ANNUAL), link(ANNUAL)),
        Card(f"{period.range_label}累计完成（{unit}）", Live(f"={name('累计完成')}", totals.year), _money_format(totals.year),
             (_amount("距序时进度差：", f"MAX(0,{name('年度计划')}*序时进度-{name('累计完成')})", behind), others[2]), link(YEAR), made_of),
        Card("占年度计划", Live(f"={name('完成率')}", "—" if totals.rate is None else totals.rate), "0.0%",
             (_against(name("序时差"), totals.gap), others[3]), (RANKING, "A1"), made_of, _gap_color(summary, totals.gap)))


def duty_cards(summary: Summary) -> Iterator[Card]:
    """For a plan without projects: its tables of tasks and indicators, three at most, and who reported."""
    places = DutyPlaces(summary)
    for table, counts in list(counted(summary))[:3]:
        sheet = TASKS if table.kind is Kind.TASK else INDICATORS
        lights = places.column(sheet, table.code, T_LIGHT if table.kind is Kind.TASK else I_LIGHT)
        found = {c.word: c for c in counts if not c.inside}
        lines = _DUTY_LINES[table.kind]
        below = _counts([found[word] for word in lines[0]]), _counts([found[word] for word in lines[1]])
        yield Card(f"{table.title or table.code}（项）", Live(f"=COUNTA({lights})", len(table.items)), "0", below, (sheet, "A1"), (sheet, "A1"))
    said = Reporting.of(summary.statuses)
    due, on_time, late, missing = SUBMISSION_NAMES
    yield Card("应报单位（家）", Live(f"={due}", len(said.due)), "0",
               (Live(f'="按时"&{on_time}&"家"', f"按时{len(said.on_time)}家"),
                Live(f'="迟报"&{late}&"家 未报"&{missing}&"家"', f"迟报{len(said.late)}家 未报{len(said.missing)}家")), (SUBMISSIONS, "A1"), (SUBMISSIONS, "A1"))


def _counts(counts: Sequence[Count]) -> Live:
    formula = '&" '.join(f'{c.word}"&{c.formula}&"项"' for c in counts)
    return Live(f'="{formula}', " ".join(f"{c.word}{c.value}项" for c in counts))


def write_strip(page: Page, summary: Summary, layout: Layout) -> None:
    """Lights of each table, divided by strokes, and how the units reported; then the note that explains them."""
    said = Reporting.of(summary.statuses)
    due, on_time, late, missing = SUBMISSION_NAMES
    row, look_of = page.row(24), {"font_name": page.fonts.hei, "font_size": 11, "align": "center", "border": 1, "border_color": COLORS.WHITE, "shrink": True}
    lit = _lit(summary, layout)
    words_of = _STRIP if layout.tables else (*_STRIP[:3], "○ 其他")
    for place, words in enumerate(words_of if lit else ()):
        color, fill = LIGHT_COLORS[words[0]]
        counts = '&"/"&'.join(f'COUNTIF({cells},"{words[0]}*")' for _, cells, _ in lit)
        shown = "/".join(str(sum(light.glyph == words[0] for light in lights)) for _, _, lights in lit)
        page.formula(row, place * 2, place * 2 + 1, f'="{words} "&{counts}', f"{words} {shown}",
                     page.book.format(**look_of, font_color=color, bg_color=fill))
        page.sheet.lead(row, place * 2, LAGGING if layout.tables else TASKS if summary.tasks else INDICATORS, "A1")
    page.formula(row, 8 if lit else 0, COLUMNS - 1,
                 f'="报送 "&{due}&"家：按时"&{on_time}&" 迟报"&{late}&" 未报"&{missing}',
                 f"报送 {len(said.due)}家：按时{len(said.on_time)} 迟报{len(said.late)} 未报{len(said.missing)}",
                 page.book.format(**look_of, font_color=COLORS.NAVY, bg_color=COLORS.HEAD))
    page.sheet.lead(row, 8 if lit else 0, SUBMISSIONS, "A1")
    if note := _note(summary, layout.tables, [code for code, _, _ in lit]):
        look = page.book.format(font_name=page.fonts.kai, font_size=9, font_color=COLORS.MUTED, text_wrap=True)
        page.wrapped(note, look, 9, least=15)


def _lit(summary: Summary, layout: Layout) -> list[tuple[str, str, list[Light]]]:
    """Code, cells and lights of each project table; of tasks and indicators where there are no projects."""
    if layout.tables:
        return [(t.code, table_name("亮灯", t.code), [i.light for i in t.figures.items]) for t in layout.tables]
    places = layout.duties
    tasks = [(t.table.code, places.column(TASKS, t.table.code, T_LIGHT), [i.light for i in t.items]) for t in summary.tasks if t.items]
    return tasks + [(t.table.code, places.column(INDICATORS, t.table.code, I_LIGHT), [i.light for i in t.items])
                    for t in summary.indicators if t.items]


def _note(summary: Summary, tables: Sequence[TableLayout], codes: Sequence[str]) -> str:
    if len(codes) < 2:
        return ""
    order = f"“/”前为{codes[0]}、后为{codes[1]}" if len(codes) == 2 else f"依次为{'、'.join(codes)}"
    overlap = f"；{overlap_note(summary)}" if len(tables) > 1 else ""
    return f"注：灯数{order}{overlap}。"


def _card(page: Page, rows: Sequence[int], card: Card, first: int, last: int) -> None:
    side = {"align": "center", "left": 1, "right": 1, "left_color": _CARD_LINE, "right_color": _CARD_LINE, "bg_color": COLORS.CARD, "shrink": True}
    top = page.book.format(**side, font_name=page.fonts.hei, font_size=10, font_color=COLORS.TEXT, top=5, top_color=card.color)
    page.link(rows[0], first, last, card.target, card.label, top)
    big = page.book.format(**side, font_name=page.fonts.kpi, font_size=22, bold=True, font_color=card.color, num_format=card.num_format)
    _live(page, rows[1], first, last, card.number, big)
    page.sheet.lead(rows[1], first, *card.source)
    for row, line, bottom in zip(rows[2:], card.below, (0, 1), strict=True):
        small = page.book.format(**side, font_size=9.5, font_color=COLORS.TEXT, bottom=bottom, bottom_color=_CARD_LINE)
        _live(page, row, first, last, line, small)
        page.sheet.lead(row, first, *card.source)


def _live(page: Page, row: int, first: int, last: int, line: Live, look: Format) -> None:
    page.value(row, first, last, line.formula, line.value, look)


def _second_lines(summary: Summary, layout: Layout) -> tuple[Live, Live, Live, Live]:
    first, totals = layout.tables[0], totals_of(layout.tables[0].figures)
    if len(layout.tables) > 1:
        return _other_table(layout.tables[1])
    planned = Live(f'="年度计划实施"&COUNTIF({first.range(ANNUAL)},">0")&"个"', f"年度计划实施{totals.planned}个")
    share = totals.annual / totals.total if totals.total > 0 else Decimal(0)
    annual, total = table_name("年度计划", first.code), table_name("总投资", first.code)
    of_total = Live(f'="占总投资："&TEXT(IF({total}>0,ROUND({annual}/{total},10),0),"0.0%")', f"占总投资：{tenths(_places(share, 10) * 100)}%")
    before = _amount("截至上年底：", table_name("上年底累计", first.code), first.figures.total("截至上年底累计完成"))
    time = Live('="序时进度："&TEXT(序时进度,"0.0%")', f"序时进度：{tenths(summary.time_progress * 100)}%")
    return planned, of_total, before, time


def _other_table(table: TableLayout) -> tuple[Live, Live, Live, Live]:
    totals = totals_of(table.figures)

    def amount(word: str, value: Decimal) -> Live:
        return _amount(f"{table.code}：", table_name(word, table.code), value)

    rate, gap = table_name("完成率", table.code), table_name("序时差", table.code)
    share = (f'="{table.code}："&IF(ISNUMBER({rate}),TEXT({rate},"0.0%")&" "&IF(ROUND({gap},1)=0,"平",IF({gap}>0,"快","慢")'
             f'&TEXT(ABS(ROUND({gap},1)),"0.0")),"无年度计划")')
    if totals.rate is None or totals.gap is None:
        return amount("总投资", totals.total), amount("年度计划", totals.annual), amount("累计完成", totals.year), Live(share, f"{table.code}：无年度计划")
    shown = tenths(totals.gap)
    word = f"{'快' if shown > 0 else '慢'}{abs(shown)}" if shown else "平"
    return (amount("总投资", totals.total), amount("年度计划", totals.annual), amount("累计完成", totals.year),
            Live(share, f"{table.code}：{tenths(totals.rate * 100)}% {word}"))


def _against(gap: str, points: Decimal | None) -> Live:
    formula = (f'=IF(ISNUMBER({gap}),IF(ROUND({gap},1)=0,"与序时持平",IF({gap}>0,"快于","慢于")&"序时"'
               f'&TEXT(ABS(ROUND({gap},1)),"0.0")&"个百分点"),"无年度计划")')
    return Live(formula, "无年度计划" if points is None else against_time(points, "序时"))


def _amount(label: str, expression: str, value: Decimal) -> Live:
    """Six places first: a share such as 7/12 would otherwise leave a half on either side of the half."""
    money, rounded = _money_format(_places(value, 2)), _places(value, 6)
    places = len(money.partition(".")[2])
    return Live(f'="{label}"&TEXT(ROUND({expression},6),"{money}")', f"{label}{_places(rounded, places):,}")


def _places(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _money_format(value: Decimal) -> str:
    """As many decimals as the figure has, two at most."""
    places = next((n for n in (0, 1) if _places(value, n) == value), 2)
    return f"#,##0.{'0' * places}" if places else "#,##0"


def _gap_color(summary: Summary, gap: Decimal | None) -> str:
    settings = summary.plan.settings
    if gap is None:
        return COLORS.NAVY
    return {Light.GREEN: _GREEN, Light.YELLOW: _AMBER}.get(graded(gap, summary.time_progress, settings), _RED)


def _colour_rate(page: Page, settings: Settings, row: int, gap: str) -> None:
    yellow, red = (threshold_formula(line, "序时进度", settings) for line in ("滞后黄线", "滞后红线"))
    for condition, color in ((f">=-{yellow}", _GREEN), (f">=-{red}", _AMBER), (f"<-{red}", _RED)):
        look = page.book.workbook.add_format({"font_color": color})
        page.sheet.condition(row, 9, row, 11, {"type": "formula", "criteria": f"=AND(ISNUMBER({gap}),{gap}{condition})",
                                               "format": look, "stop_if_true": True})
