"""口径说明: the parameters that every light hangs on, and what each figure means."""

from decimal import Decimal

from automation.bulletin import frame
from automation.bulletin.columns import TOTAL
from automation.bulletin.duty_definitions import duty_definitions
from automation.bulletin.layout import DEFINITIONS, PARAMETER_COL, PARAMETER_ROW, Layout, parameter_reference
from automation.bulletin.written import Written, put
from automation.derive import constants
from automation.lights import Light
from automation.model.plan import Kind
from automation.period import Period
from automation.styles.book import Book, Sheet
from automation.styles.text import column_pixels, row_height
from automation.styles.tokens import COLORS, PERCENT
from automation.summary import Summary

_WIDTHS = (5, 20, 14, 76)
_LAST = len(_WIDTHS) - 1
_ADJUSTABLE = ("滞后黄线", "滞后红线")
_RELATIVE = "黄线、红线按序时进度的百分比计,如红线10、序时进度50%时为慢5个百分点;"
"""Said of lights where the thresholds are relative."""
_FORMATS = {"年度": "0", "月份": "0", "序时进度": PERCENT, "滞后黄线": "0.0", "滞后红线": "0.0"}


def write(book: Book, summary: Summary, layout: Layout) -> None:
    """The sheet and the defined names of its parameters."""
    sheet = book.sheet(DEFINITIONS, COLORS.GREY)
    sheet.columns(_WIDTHS)
    frame.title(book, sheet, 0, _LAST, "指标口径与参数", 20, 36)
    row = _parameters(book, sheet, summary)
    last = _definitions(book, sheet, (*_longer(summary, layout), *definitions(summary)), row + 1)
    sheet.paper("A4", False, (15.2, 15.2, 15.2, 15.2), (1, 0), area=(0, 0, last, _LAST))
    frame.way_home(book, sheet, summary, _LAST + 1)
    frame.foot(sheet, summary)


def light_rule(summary: Summary) -> Written:
    """The line under a table's title: cut-off, time progress and the thresholds as they stand on 口径说明."""
    settings, day = summary.plan.settings, summary.cut_off
    cut_off = f"数据截至{day.year}年{day.month}月{day.day}日   序时进度"
    share = summary.time_progress * 100
    yellow, red = plain(settings.yellow_points), plain(settings.red_points)
    late = "○ 本年无计划或未到开工期"
    slow, unit = ("慢于序时进度的", "%") if settings.relative_lights else ("慢", "个百分点")
    green = "达到或快于序时" if yellow == "0" else f"{slow}{yellow}{unit}以内"
    value = (f"{cut_off}{share.quantize(Decimal('0.1'))}%   亮灯规则:{green} ● 绿;{slow}{red}{unit}以内 ▲ 黄;"
             f"{slow}{red}{unit}以上 ■ 红;{late}")
    formula = (f'="{cut_off}"&TEXT(序时进度,"0.0%")&"   亮灯规则:"&IF(滞后黄线=0,"达到或快于序时","{slow}"&滞后黄线&"{unit}以内")'
               f'&" ● 绿;{slow}"&滞后红线&"{unit}以内 ▲ 黄;{slow}"&滞后红线&"{unit}以上 ■ 红;{late}"')
    return Written(value, formula)


def plain(value: Decimal) -> str:
    """A number as Excel joins it to text: ``10``, ``12.5``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _parameters(book: Book, sheet: Sheet, summary: Summary) -> int:
    """Write the parameters; gives the row after them."""
    _head(book, sheet, PARAMETER_ROW - 1, ("序号", "参数", "取值", "说明(黄底单元格可调整,全簿亮灯、快慢随之重算)"))
    values = constants(summary.plan.settings, summary.period)
    meanings = _meanings(summary)
    row = PARAMETER_ROW
    for number, (name, number_format) in enumerate(_FORMATS.items()):
        row = PARAMETER_ROW + number
        value = values[name]
        written = Written(value if isinstance(value, Decimal) else str(value), _time_progress(summary) if name == "序时进度" else "")
        fill = COLORS.INPUT if name in _ADJUSTABLE else COLORS.WHITE
        look = frame.figure(book, align="center", border_color=COLORS.INPUT_LINE, bg_color=fill, num_format=number_format)
        _line(book, sheet, row, number + 1, name, meanings[name])
        put(sheet, row, PARAMETER_COL, written, look)
        book.name(name, f"={parameter_reference(name)}")
    row += 1
    _line(book, sheet, row, len(_FORMATS) + 1, "报送截止", meanings["报送截止"])
    deadline = summary.plan.settings.deadline(summary.period)
    look = frame.body(book, align="center", border_color=COLORS.INPUT_LINE)
    sheet.text(row, PARAMETER_COL, f"{deadline.month}月{deadline.day}日{deadline:%H:%M}", look)
    return row + 1


def _time_progress(summary: Summary) -> str:
    """The formula for 序时进度, or none where it goes by days and is a value."""
    settings = summary.plan.settings
    return "" if settings.progress_by_day else "=月份/12"


def _meanings(summary: Summary) -> dict[str, str]:
    settings, period, day = summary.plan.settings, summary.period, summary.cut_off
    line = "慢于序时进度的幅度超过序时进度的该百分比" if settings.relative_lights else "慢于序时进度超过该百分点"
    by_day = f"按天计算:截至日{day.month}月{day.day}日为当年第{day.timetuple().tm_yday}天,除以全年天数"
    by_month = f"按月计算:月份÷12。按天计算时为{_percent(period.days_elapsed(day))}({day.month}月{day.day}日),在任务书“参数”中选定,全年统一"
    return {
        "年度": "通报年度", "月份": "通报月份(累计期末月)",
        "序时进度": by_day if settings.progress_by_day else by_month,
        "滞后黄线": f"{line}亮黄灯;0表示慢了就亮",
        "滞后红线": f"{line}亮红灯",
        "报送截止": f"每{'月' if period.frequency.months == 1 else '期末月'}{settings.deadline_day}日{settings.deadline_time:%H:%M}"
                f"{'前(含当日)' if settings.deadline_inclusive else '的前一日为止'}报{settings.office}汇总通报"
                + (f",逢节假日顺延到下一个工作日。{settings.shift_note(period)}" if settings.holiday_shift else ""),
    }


def _percent(share: Decimal) -> str:
    return f"{(share * 100).quantize(Decimal('0.1'))}%"


def _longer(summary: Summary, layout: Layout) -> tuple[tuple[str, str], ...]:
    """What a quarter's or year's own figure on the front page is."""
    whole, last = layout.summary.period, summary.period
    if whole == last or not has_projects(summary):
        return ()
    first = Period.ending(last.year, whole.first_month, last.frequency)
    return ((f"{whole.short_label}完成", f"{first.short_label}至{last.short_label}各期完成之和,见《月度台账》;其余各表为截至{last.label}的数。"),)


def _definitions(book: Book, sheet: Sheet, found: tuple[tuple[str, str], ...], row: int) -> int:
    """Write the definitions from ``row`` on; gives the last row."""
    _head(book, sheet, row, ("序号", "指标", "", "定义"))
    sheet.merge(row, 1, row, 2, frame.header(book))
    sheet.text(row, 1, "指标", frame.header(book))
    for number, (name, text) in enumerate(found, 1):
        row += 1
        _line(book, sheet, row, number, name, text)
        sheet.merge(row, 1, row, 2, frame.body(book, font_size=10.5))
        sheet.text(row, 1, name, frame.body(book, font_size=10.5))
    return row


def definitions(summary: Summary) -> tuple[tuple[str, str], ...]:
    """Each figure's name and what it means in this plan."""
    settings = summary.plan.settings
    found = [*(_project_definitions(summary) if has_projects(summary) else ()), *duty_definitions(summary)]
    if summary.combined.counted_once:
        found.append(("表间重复", _overlap(summary)))
    if settings.practice:
        found.append((frame.PRACTICE, "本册为演练,月度数字均为虚构,不得引用。"))
    return tuple(found)


def has_projects(summary: Summary) -> bool:
    """Whether any table of the period holds projects."""
    return any(t.table.kind is Kind.PROJECT for t in summary.tables)


def _project_definitions(summary: Summary) -> tuple[tuple[str, str], ...]:
    period, settings = summary.period, summary.plan.settings
    now, earlier = period.short_label, "" if period.first_of_year else f"{period.previous.range_label}定稿数之和加"
    lights = (f"{Light.GREEN.value}:慢于序时进度不超过滞后黄线,或达到、快于序时;{Light.YELLOW.value}:慢得超过黄线而不超过红线;"
              f"{Light.RED.value}:慢得超过红线;{_RELATIVE if settings.relative_lights else ''}{Light.NOT_PLANNED.value}:本年无投资计划;{Light.NOT_STARTED.value}:未到计划开工月。")
    reported = (f"上期截止后至{summary.cut_off.month}月{summary.cut_off.day}日完成的投资,由填报单位报送;"
                "没有进展报0,显示为“—”;“未报”表示没有报送,不是0。")
    return (
        ("总投资", "取自任务书,调整须有文件依据。"),
        ("年度计划投资", f"{period.year}年度投资计划,取自任务书;年中调整须注明文号。"),
        (f"{now}完成", reported),
        (f"{period.range_label}累计完成", f"{earlier}{now}完成;本期未报送的沿用上期累计。"),
        ("占年度计划", "累计完成÷年度计划投资;合计行用合计数相除,不是各行平均。"),
        ("与序时比", "占年度计划减序时进度,以百分点表示;“快”为正,“慢”为负。"),
        ("亮灯", lights),
    )


def _overlap(summary: Summary) -> str:
    combined, settings = summary.combined, summary.plan.settings
    names = "、".join(dict.fromkeys(first.item.name for first, _ in combined.pairs))
    total = combined.totals.get(TOTAL)
    money = f"、总投资{plain(total)}{settings.money_unit}" if isinstance(total, Decimal) else ""
    return f"有{combined.counted_once}个项目同时列在两张表({names});每个项目只计一次,共{combined.items}个{money},各表合计数不可直接相加。"


def _head(book: Book, sheet: Sheet, row: int, words: tuple[str, ...]) -> None:
    sheet.height(row, 22)
    for col, word in enumerate(words):
        sheet.text(row, col, word, frame.header(book))


def _line(book: Book, sheet: Sheet, row: int, number: int, name: str, text: str) -> None:
    sheet.number(row, 0, number, frame.figure(book, align="center", font_size=10.5))
    sheet.text(row, 1, name, frame.body(book, font_size=10.5))
    sheet.text(row, _LAST, text, frame.body(book, font_size=10.5))
    sheet.height(row, row_height([(text, column_pixels(_WIDTHS[_LAST]))], 10.5, 22, 1.32, 7))
