"""What may be typed into a cell, and what Excel says beside it: limits, lists, and last period's words."""

import datetime
from decimal import Decimal

from automation.formula import Scalar
from automation.formula.values import plain
from automation.model.plan import DataType, Field
from automation.styles.text import LONGEST_TEXT, full_width, units
from automation.template.job import Issue
from automation.template.line import Line
from automation.template.selfcheck import written

_PROMPT, _ERROR, _TITLE = 255, 224, 32
"""Excel's limits in UTF-16 units."""
_BOUNDING = ("上期:本年累计完成投资", "总投资", "截至上年底累计完成")
"""What bounds a month's investment."""
_EARLIEST = datetime.date(1990, 1, 1)
_WIDEST = Decimal(10) ** 14


def depends_on(line: Line, field: Field) -> tuple[Scalar, ...]:
    """What of ``line`` its rule for ``field`` depends on: where this is equal, so is :func:`rule`."""
    if field.name == "本月完成投资" and field.type.numeric:
        return tuple([_figure(line, key) for key in _BOUNDING])
    if field.type is DataType.TEXT or (field.type is DataType.CHOICE and not field.options):
        before = line.before.get(field.name)
        return (before if isinstance(before, str) else None,)
    return ()


def rule(job: Issue, line: Line, field: Field) -> dict[str, object]:
    """The data validation of one input cell."""
    heading = field.heading(job.period)
    match field.type:
        case DataType.MONEY | DataType.QUANTITY | DataType.SHARE:
            limits, said = _number(line, field)
            advice = "若按“元”填写，请换算成“万元”。" if field.unit == "万元" else ""
            unit = f"（{field.unit}）" if field.unit else ""
            return limits | _texts(f"{heading}{unit}", f"{field.note}{said}", f"须为数字，不带单位和文字。{said}{advice}")
        case DataType.CHOICE if field.options:
            named = job.lists.get(field.options)
            source = f"={named}" if named else [full_width(option) for option in field.options]
            return {"validate": "list", "source": source} | _texts(heading, field.note, "请从下拉列表中选择，不要自行填写。")
        case DataType.DATE:
            return {"validate": "date", "criteria": ">=", "value": _EARLIEST} | _texts(
                heading, f"{field.note}格式：{job.day}", f"请填日期，如{job.day}。")
        case DataType.MONTH:
            return {"validate": "length", "criteria": "==", "value": 7} | _texts(
                heading, f"{field.note}格式：{job.month}", f"请填年月，如{job.month}。")
        case _:
            return _text_rule(line, field, heading)


def date_window(job: Issue) -> dict[str, object]:
    """The rule for 填报日期: from the period's first day to a month after its last."""
    first = datetime.date(job.period.year, job.period.first_month, 1)
    last = job.period.last_day + datetime.timedelta(days=31)
    window = f"{first:%Y}年{first.month}月{first.day}日至{last:%Y}年{last.month}月{last.day}日"
    return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last} | _texts(
        "填报日期", f"格式：{job.day}", f"请填{window}之间的日期。")


def _number(line: Line, field: Field) -> tuple[dict[str, object], str]:
    """Bounds as Excel holds them, and as the clerk reads them."""
    least, most, said = field.minimum, field.maximum, ""
    if field.name == "本月完成投资":
        least, most, said = _month_bounds(line)
    elif least is not None and most is not None:
        said = f"填{written(field, least)}至{written(field, most)}。"
    elif least is not None or most is not None:
        said = f"不小于{written(field, least)}。" if least is not None else f"不大于{written(field, most or Decimal(0))}。"
    return {"validate": "decimal", "criteria": "between", "minimum": -_WIDEST if least is None else least,
            "maximum": _WIDEST if most is None else most}, said


def _month_bounds(line: Line) -> tuple[Decimal | None, Decimal | None, str]:
    """A month's investment lies between undoing this year's and using up what the total investment leaves."""
    so_far, whole, earlier = (_figure(line, key) for key in _BOUNDING)
    said = f"上期累计{plain(so_far or Decimal(0))}"
    least = -(so_far or Decimal(0))
    if whole is None:
        return least, None, f"{said}。"
    most = whole - (earlier or Decimal(0)) + least
    if most < least:
        return least, None, f"{said}。"
    return least, most, f"{said}，总投资剩余额度{plain(most)}，本格最大填{plain(most)}。"


def _figure(line: Line, key: str) -> Decimal | None:
    value = line.held.get(key)
    return value if isinstance(value, Decimal) else None


def _text_rule(line: Line, field: Field, heading: str) -> dict[str, object]:
    least, most = field.minimum, field.maximum
    before = line.before.get(field.name)
    quoted = f"\n上期：{before}" if isinstance(before, str) and before else ""
    said = ""
    limits: dict[str, object] = {"validate": "any"}
    if least is not None or most is not None:
        low, high = least or Decimal(0), most or Decimal(LONGEST_TEXT)
        said = f"{plain(low)}—{plain(high)}字。" if least is not None and most is not None else (
            f"不少于{plain(low)}字。" if most is None else f"不超过{plain(high)}字。")
        limits = {"validate": "length", "criteria": "between", "minimum": int(low), "maximum": int(high),
                  "error_type": "warning"}
    return limits | _texts(heading, f"{field.note}{said}{quoted}", f"字数不符：{said}" if said else "")


def _texts(title: str, prompt: str, error: str) -> dict[str, object]:
    texts = {"input_title": _fit(title, _TITLE) if prompt else "", "input_message": _fit(prompt, _PROMPT),
             "error_title": "请核对" if error else "", "error_message": _fit(error, _ERROR)}
    return {key: text for key, text in texts.items() if text}


def _fit(text: str, limit: int) -> str:
    if len(text) <= limit // 2 or units(text) <= limit:
        return text
    return text.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore") + "…"
