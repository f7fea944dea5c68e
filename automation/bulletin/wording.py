"""What the front page says in words: the verdict and its paragraphs, as text that the office may still polish.

Nothing here touches a workbook. Every figure that the text states is listed by ``stated`` together with the live formula
that must still agree with it, so sheet 数据校核 can tell when words and tables have drifted apart.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from automation.bulletin.columns import TOTAL
from automation.bulletin.duties import duties_paragraphs, duties_sentence, duties_verdict
from automation.bulletin.lagged import lagging_projects
from automation.bulletin.phrases import against_time, campaign, digits, listed, percent, tenths, this_period
from automation.bulletin.reporting import Reporting, remark
from automation.bulletin.standings import Ranking, Standing, project_tables, rankings
from automation.bulletin.stated import Stated, stated
from automation.bulletin.totals import Totals, growth, totals_of, within
from automation.lights import Light
from automation.period import Period
from automation.summary import Summary, TableFigures

__all__ = ["MOST_RED", "Paragraph", "Stated", "overlap_note", "paragraphs", "stated", "verdict"]

MOST_RED = 4
"""Red projects that the front page names; the others stand on 滞后项目."""
LAGGING_SHEET = "《滞后项目》"
_EXPLAIN_AFTER = datetime.timedelta(days=10)
_CATCH_UP_AFTER = datetime.timedelta(days=8)
_NUMERALS = "一二三四五六"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the front page."""

    lead: str
    """一、总体情况。"""
    text: str
    red_projects: bool = False
    """Whether the table of red projects stands under it."""


def verdict(summary: Summary) -> str:
    """The one sentence on top: how much is done, against time, how many red, how many missing."""
    missing = f"未报{len(Reporting.of(summary.statuses).missing)}家"
    tables = project_tables(summary)
    if not tables:
        return f"{duties_verdict(summary) or f'应报{len(summary.statuses)}家'}；{missing}"
    totals = totals_of(tables[0])
    done = f"{summary.period.range_label}累计完成投资{digits(totals.year)}{summary.plan.settings.money_unit}"
    if totals.rate is not None and totals.gap is not None:
        done = f"{summary.period.range_label}完成年度计划{percent(totals.rate)}，{against_time(totals.gap, '序时')}"
    return f"{done}；红灯{len(lagging_projects(summary, Light.RED))}个、{missing}"


def paragraphs(summary: Summary) -> tuple[Paragraph, ...]:
    """The paragraphs in order, numbered; a plan without projects has its tasks and indicators instead of two of them."""
    if project_tables(summary):
        middle = [("进度排名", _order(summary), False), ("红灯项目", _red(summary), True)]
    else:
        middle = [(lead, text, False) for lead, text in duties_paragraphs(summary)]
    said = [("总体情况", _overall(summary), False), *middle,
            ("报送情况", _reporting(summary), False), ("下步要求", _next_steps(summary), False)]
    return tuple(Paragraph(f"{_NUMERALS[n]}、{lead}。", text, red) for n, (lead, text, red) in enumerate(said))


def overlap_note(summary: Summary) -> str:
    """How the tables' totals relate: 两表有6个项目重复，去重后共23个、744340万元，合计数不可直接相加; empty with one table."""
    tables = project_tables(summary)
    if len(tables) < 2:
        return ""
    which = "两表" if len(tables) == 2 else f"{len(tables)}张表"
    total = summary.combined.totals.get(TOTAL)
    money = f"、{digits(total)}{summary.plan.settings.money_unit}" if isinstance(total, Decimal) else ""
    if not summary.combined.counted_once:
        return f"{which}没有重复项目，共{summary.combined.items}个{money}"
    return (f"{which}有{summary.combined.counted_once}个项目重复，去重后共{summary.combined.items}个{money}，"
            "合计数不可直接相加")


def _overall(summary: Summary) -> str:
    cut_off = f"截至{summary.cut_off.month}月{summary.cut_off.day}日，"
    tables = project_tables(summary)
    if not tables:
        return f"{cut_off}{duties_sentence(summary) or f'{this_period(summary.period)}没有需要汇总的项目、任务和指标'}。"
    sentences = [_first_table(summary, tables[0]), *(_other_table(summary, table) for table in tables[1:])]
    others = duties_sentence(summary)
    return cut_off + "".join(f"{sentence}。" for sentence in [*sentences, others] if sentence)


def _first_table(summary: Summary, table: TableFigures) -> str:
    totals, unit = totals_of(table, summary.period), summary.plan.settings.money_unit
    text = (f"纳入{campaign(summary.plan.settings)}{table.table.title}（{table.table.code}）的{len(table.items)}个项目"
            f"总投资{digits(totals.total)}{unit}")
    if totals.planned:
        text += (f"，{summary.period.year}年计划实施{totals.planned}个、计划投资{digits(totals.annual)}{unit}，"
                 f"已开工{totals.started}个，开工率{percent(Decimal(totals.started) / totals.planned)}")
    month = f"；{summary.period.short_label}完成投资{digits(totals.month)}{unit}"
    if summary.period.first_of_year:
        # In January the month and the year so far are one figure.
        return text + month + _share_of_plan(totals)
    return text + month + _growth(summary, table) + f"，{_year_so_far(summary, totals)}"


def _other_table(summary: Summary, table: TableFigures) -> str:
    totals, unit = totals_of(table), summary.plan.settings.money_unit
    return (f"{table.table.title}（{table.table.code}）的{len(table.items)}个项目总投资{digits(totals.total)}{unit}，"
            f"{_year_so_far(summary, totals)}")


def _year_so_far(summary: Summary, totals: Totals) -> str:
    done = f"{digits(totals.year)}{summary.plan.settings.money_unit}"
    label = summary.period.range_label
    return f"{label}{'' if summary.period.first_of_year else '累计'}完成{done}{_share_of_plan(totals)}"


def _share_of_plan(totals: Totals) -> str:
    if totals.rate is None or totals.gap is None:
        return ""
    return f"，占年度计划的{percent(totals.rate)}，{against_time(totals.gap)}"


def _growth(summary: Summary, table: TableFigures) -> str:
    change = growth(summary, table)
    if change is None:
        return ""
    shown = tenths(change * 100)
    words = "环比持平" if not shown else f"环比{'增长' if shown > 0 else '下降'}{abs(shown)}%"
    return f"，{words}{_not_comparable(summary, table)}"


def _not_comparable(summary: Summary, table: TableFigures) -> str:
    """Why the growth is no real one: a unit that did not report now, or in the month before."""
    now, then = (_silent(table, within(table, summary.period, back)) for back in (0, 1))
    then = [unit for unit in then if unit not in now]
    last = f"上{this_period(summary.period)[1:]}"
    absences = [f"{listed(names)}{when}未报送" for names, when in ((now, ""), (then, last)) if names]
    return f"（{'，'.join(absences)}，数据不可比）" if absences else ""


def _silent(table: TableFigures, months: slice) -> list[str]:
    """Units that did not report in one of these months."""
    return list(dict.fromkeys(i.unit for i in table.items if None in i.months[months]))


def _order(summary: Summary) -> str:
    sentences = [_best_and_worst(ranking) for ranking in rankings(summary) if ranking.ranked][:1]
    return sentences[0] if sentences else f"{summary.period.year}年没有下达投资计划，不作排名。"


def _best_and_worst(ranking: Ranking) -> str:
    ranked = ranking.ranked
    by = f"按{ranking.label}，"
    ahead = "，均达到序时进度" if all(s.light is Light.GREEN for s in ranked) else ""
    if len(ranked) < 4:
        return f"{by}完成率依次为{_rates(ranked)}{ahead}。"
    return f"{by}完成率居前的是{_rates(ranked[:2])}，居后的是{_rates(ranked[:-3:-1])}{ahead}。"


def _rates(standings: tuple[Standing, ...]) -> str:
    return "、".join(f"{s.short}（{percent(s.rate)}）" for s in standings if s.rate is not None)


def _red(summary: Summary) -> str:
    red, yellow = lagging_projects(summary, Light.RED), lagging_projects(summary, Light.YELLOW)
    others = f"黄灯{len(yellow)}个见{LAGGING_SHEET}" if yellow else ""
    if not red:
        return f"{this_period(summary.period)}无红灯项目，{others}。" if others else f"{this_period(summary.period)}无红灯、黄灯项目。"
    shown = f"列前{MOST_RED}个" if len(red) > MOST_RED else ""
    remarks = "；".join(part for part in (shown, others) if part)
    return f"共{len(red)}个（{remarks}）：" if remarks else f"共{len(red)}个："


def _reporting(summary: Summary) -> str:
    reporting = Reporting.of(summary.statuses)
    if not reporting.due:
        return f"{this_period(summary.period)}没有应报单位。"
    due = f"应报{len(reporting.due)}家，"
    if len(reporting.on_time) == len(reporting.due):
        return f"{due}全部按时报送。"
    groups = (("迟报", [s.unit.name for s in reporting.late]), ("未报送", [remark(s) for s in reporting.missing]))
    clauses = [f"按时报送{len(reporting.on_time)}家", *(f"{w}{len(names)}家：{listed(names)}" for w, names in groups if names)]
    return due + "；".join(clauses) + "。"


def catch_up_day(summary: Summary) -> str:
    """By when what is missing is to be handed in: 6月28日."""
    return _day(summary.cut_off + _CATCH_UP_AFTER, summary)


def _next_steps(summary: Summary) -> str:
    steps = []
    if lagging_projects(summary, Light.RED):
        by = _day(summary.cut_off + _EXPLAIN_AFTER, summary)
        steps.append(f"红灯项目牵头单位{by}前向分管领导书面说明并提出追赶计划")
    if Reporting.of(summary.statuses).missing:
        steps.append(f"未报送单位{catch_up_day(summary)}前补报")
    settings = summary.plan.settings
    following = Period.ending(summary.period.year, summary.period.last_month, settings.frequency).next
    if following <= settings.end:
        deadline = settings.deadline(following)
        steps.append(f"各单位{_day(deadline.date(), summary)}{deadline:%H:%M}前报送{following.short_label}进度")
    return "；".join(steps) + "。" if steps else f"本轮报送至{summary.period.label}结束，请各单位做好资料归档。"


def _day(day: datetime.date, summary: Summary) -> str:
    year = "" if day.year == summary.period.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"
