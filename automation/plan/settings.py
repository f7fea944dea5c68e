"""The plan's sheet 参数: every setting with its Chinese name, default and meaning."""

import datetime
import re
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from automation.errors import UsageError
from automation.model.plan import Settings
from automation.period import Frequency, Period
from automation.plan.faults import Faults, did_you_mean
from automation.plan.table_view import PlanRow, TableView
from automation.plan.units import is_address

Reader = Callable[[str], Any]


@dataclass(frozen=True)
class Setting:
    """One row that 参数 may hold."""

    name: str
    attribute: str
    """Its name in :class:`automation.model.plan.Settings`, whose default stands where the row is missing."""
    read: Reader
    """Text → value; raises ValueError with what is expected."""
    meaning: str


def _words(text: str) -> str:
    return text


def _yes(text: str) -> bool:
    if text not in ("是", "否"):
        raise ValueError("“是”或“否”")
    return text == "是"


def _whole(low: int, high: int) -> Reader:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d+", text) or not low <= int(text) <= high:
            raise ValueError(f"{low} 至 {high} 的整数")
        return int(text)

    return read


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("不小于 0 的数字") from None
    if not number.is_finite() or number < 0:
        raise ValueError("不小于 0 的数字")
    return number


def _share(text: str) -> Decimal:
    return _number(text[:-1]) / 100 if text.endswith("%") else _number(text)


def _period(text: str) -> Period:
    try:
        return Period.parse(text[:7] if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text)
    except UsageError:
        raise ValueError("报告期，如 2017-01") from None


def _time(text: str) -> datetime.time:
    try:
        return datetime.time.fromisoformat(text if len(text.split(":")[0]) == 2 else f"0{text}")
    except ValueError:
        raise ValueError("时刻，如 17:00") from None


def _one_of(*words: str) -> Reader:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError("、".join(words) + " 之一")
        return text

    return read


def _zone(text: str) -> str:
    if text not in zoneinfo.available_timezones():
        raise ValueError("时区名，如 Asia/Shanghai")
    return text


def _days(text: str) -> tuple[int, ...]:
    """前3;0;1;3, also -3;0;1;3, though Excel takes what begins with a minus sign for a formula when it is typed."""
    found = set()
    for part in filter(None, re.split(r"[;；,，、\s]+", text)):
        match = re.fullmatch(r"([-－前]|[+＋后]?)(\d{1,2})[天日]?|当[天日]", part)
        if not match:
            raise ValueError("天数，用分号隔开，如 前3;0;1;3")
        days = int(match[2] or 0)
        found.add(-days if match[1] in ("-", "－", "前") else days)
    return tuple(sorted(found))


def _address(text: str) -> str:
    if not is_address(text):
        raise ValueError("一个邮箱地址")
    return text


def _by_day(text: str) -> bool:
    return bool(_one_of("按月", "按日")(text) == "按日")


def _relative(text: str) -> bool:
    return bool(_one_of("绝对", "相对")(text) == "相对")


def _frequency(text: str) -> Frequency:
    return Frequency(_one_of(*(f.value for f in Frequency))(text))


SETTINGS = (
    Setting("计划编号", "plan_code", _words, "计划的代号，写进每份下发的工作簿，不要再改"),
    Setting("计划名称", "plan_name", _words, "通报和模板标题中的名称"),
    Setting("主办单位", "host", _words, "印发通报的单位"),
    Setting("办公室", "office", _words, "收表的科室"),
    Setting("起始", "start", _period, "第一个报告期"),
    Setting("终止", "end", _period, "最后一个报告期"),
    Setting("频次", "frequency", _frequency, "多久通报一次：月、季、半年、年"),
    Setting("截止日", "deadline_day", _whole(1, 31), "每期最后一个月的几日前报送"),
    Setting("截止时刻", "deadline_time", _time, "截止日当天的时刻"),
    Setting("截止日含当日", "deadline_inclusive", _yes, "“20日前”是否含20日"),
    Setting("节假日顺延", "holiday_shift", _yes, "截止日逢节假日是否顺延"),
    Setting("催报日", "remind_days", _days, "哪几天催报：前3 为截止前三天，0 为当天，1 为次日，用分号隔开"),
    Setting("金额单位", "money_unit", _one_of("元", "万元", "亿元"), "所有金额的单位"),
    Setting("金额小数", "money_decimals", _whole(0, 6), "金额保留几位小数"),
    Setting("序时口径", "progress_by_day", _by_day, "序时进度按月还是按日计算，全年统一"),
    Setting("滞后黄线", "yellow_points", _number, "慢于序时进度超过几个百分点亮黄灯"),
    Setting("滞后红线", "red_points", _number, "慢于序时进度超过几个百分点亮红灯"),
    Setting("亮灯口径", "relative_lights", _relative, "绝对：黄线、红线为百分点；相对：为序时进度的百分之几"),
    Setting("超计划幅度", "over_plan_share", _share, "本年累计超过年度计划多少要核实"),
    Setting("突增倍数", "jump_multiple", _number, "本月完成超过前几月平均的多少倍要核实"),
    Setting("存量变动幅度", "stock_change_share", _share, "存量指标较上期变动超过多少要核实"),
    Setting("完工进度", "finished_share", _share, "报已完工时投资进度至少应达到多少"),
    Setting("说明字数", "reason_length", _whole(1, 100), "原因和措施至少多少字"),
    Setting("不变月数", "unchanged_months", _whole(2, 12), "文字连续几个月不变要核实"),
    Setting("通报标题", "title", _words, "通报的大标题"),
    Setting("期号", "issue_number", _words, "通报期号，可用 {年} {月}"),
    Setting("签发人", "signed_by", _words, "通报签发人"),
    Setting("报送", "report_to", _words, "通报“报”给谁"),
    Setting("抄送", "copy_to", _words, "通报“送”给谁"),
    Setting("联系方式", "contact", _words, "收表科室的联系人和电话"),
    Setting("发件邮箱", "sender", _address, "催报邮件的发件人地址，可不填"),
    Setting("字体", "font_profile", _one_of("A", "B", "C"), "A 通用；B 机关老字库；C 信创"),
    Setting("时区", "timezone", _zone, "收到时间按哪个时区"),
    Setting("读取限时", "read_seconds", _whole(5, 600), "读一个文件最多几秒，超过即隔离"),
    Setting("处理器限时", "read_cpu_seconds", _whole(5, 600), "读一个文件最多占用处理器几秒，超过即隔离"),
    Setting("读取内存", "read_memory_mb", _whole(512, 16384), "读一个文件最多用多少 MB 内存，超过即隔离"),
    Setting("文件上限", "file_mb", _whole(1, 512), "收到的文件最大多少 MB，超过即隔离"),
    Setting("解压上限", "inflated_mb", _whole(10, 4096), "文件解压后最大多少 MB，超过即隔离"),
    Setting("演练", "practice", _yes, "“是”表示数字为虚构，所有工作簿都会标明"),
)
REQUIRED = ("计划编号", "计划名称", "主办单位", "起始", "终止")
_NAMES = {s.name: s for s in SETTINGS}


def read_settings(view: TableView, faults: Faults) -> Settings | None:
    """The settings of the plan, or None when a required one is missing or wrong."""
    given: dict[str, Any] = {}
    rows: dict[str, PlanRow] = {}
    for row in view.rows():
        name = row.text("名称")
        if name not in _NAMES:
            row.fault("名称", f"不认识的参数“{name}”{did_you_mean(name, _NAMES)}", "请改正参数名，或删除这一行")
        elif name in rows:
            row.fault("名称", f"参数“{name}”出现两次", "请删除其中一行")
        else:
            rows[name] = row
            _take(row, _NAMES[name], given)
    for name in REQUIRED:
        if _NAMES[name].attribute not in given and name not in rows:
            faults.add(view.sheet.name, "", f"缺少参数“{name}”（{_NAMES[name].meaning}）", "请在“参数”表加一行")
    if any(_NAMES[name].attribute not in given for name in REQUIRED):
        return None
    settings = Settings(**given)
    if settings.end < settings.start:
        rows["终止"].fault("值", f"终止{settings.end}早于起始{settings.start}", "请核对起始和终止")
    if settings.red_points < settings.yellow_points and "滞后红线" in rows:
        rows["滞后红线"].fault("值", f"滞后红线{settings.red_points}小于滞后黄线{settings.yellow_points}", "红线应不小于黄线")
    return settings


def _take(row: PlanRow, setting: Setting, given: dict[str, Any]) -> None:
    text = row.text("值")
    if not text:
        if setting.name in REQUIRED:
            row.fault("值", f"参数“{setting.name}”没有填", setting.meaning)
        return
    try:
        given[setting.attribute] = setting.read(text)
    except ValueError as error:
        row.fault("值", f"参数“{setting.name}”应为{error}，现为“{text}”", setting.meaning)
