"""The sheets named after the tables: one row an item, with its fixed values and the units that report it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from automation.errors import UsageError
from automation.formula import Scalar
from automation.model.plan import Category, DataType, Field, Item, Kind, Target, Unit
from automation.period import Frequency, Period
from automation.plan.table_view import PlanRow, TableView, split_list, tidy
from automation.plan.units import by_word, expand
from automation.presets import NAME_FIELD

OWN_HEADINGS = ("序号", "项目编码", "牵头单位", "填报单位")
RELATIONS = (">=", "<=", "=")
MEASURES = ("存量", "流量", "比率", "逐个达标", "零容忍", "里程碑", "按期", "定性")
"""口径: how an indicator is rolled up and judged."""
WEIGHTS = ("约束", "预期", "争取")
"""性质: what the source binds itself to; 争取 (力争, 努力) is not scored red, empty is scored as 约束."""
_SCALES = {"%": Decimal(100), "‰": Decimal(1000), "/千人": Decimal(1000), "/万人": Decimal(10000)}


@dataclass(frozen=True)
class ItemRow:
    """One row of a table's sheet, with the item it defines."""

    row: PlanRow
    item: Item


def read_items(view: TableView, table: str, kind: Kind, fields: tuple[Field, ...], units: tuple[Unit, ...]) -> tuple[ItemRow, ...]:
    """The items in the sheet's order; rows of one indicator with several target dates become one item."""
    rows: dict[str, ItemRow] = {}
    known = by_word(units)
    for number, row in enumerate(view.rows(), start=1):
        code = row.text("项目编码")
        if not code:
            row.fault("项目编码", "没有填项目编码", "请填编码，用过之后不要再改；多余的行请删除")
            continue
        item = _item(row, code, table, number, kind, fields, known)
        if code not in rows:
            rows[code] = ItemRow(row, item)
        elif kind is Kind.INDICATOR and item.targets and item.name == rows[code].item.name:
            rows[code] = ItemRow(rows[code].row, _with_target(rows[code].item, item, row))
        else:
            row.fault("项目编码", f"项目编码“{code}”与{rows[code].row.address('项目编码')}重复",
                      "每个项目一个编码；同一指标的分期目标须同名、目标年月不同")
    return tuple(rows.values())


def _with_target(known: Item, more: Item, row: PlanRow) -> Item:
    if any(t.due == more.targets[0].due for t in known.targets):
        row.fault("目标年月", f"指标“{known.name}”有两个相同的目标年月", "分期目标的目标年月不能相同")
    targets = sorted([*known.targets, *more.targets], key=lambda t: t.due.last_day.isoformat() if t.due else "9999")
    return replace(known, targets=tuple(targets))


def _item(row: PlanRow, code: str, table: str, number: int, kind: Kind, fields: tuple[Field, ...],
          known: Mapping[str, Unit]) -> Item:
    fixed = {f.name: _fixed_value(row, f) for f in fields if f.category is Category.FIXED}
    name = str(fixed.get(NAME_FIELD[kind]) or "")
    if not name:
        row.fault(NAME_FIELD[kind], f"“{code}”没有填{NAME_FIELD[kind]}", "请补上名称")
    named = split_list(row.text("填报单位"))
    if not named:
        row.fault("填报单位", f"“{name or code}”没有填报单位", "请填“单位”表中的名称，多个用分号隔开")
    if kind is Kind.PROJECT:
        fixed["计划开工"] = fixed.get("计划开工") or _start_of(str(fixed.get("建设年限") or ""))
    targets = _targets(row, fixed) if kind is Kind.INDICATOR else ()
    if kind is Kind.INDICATOR:
        _complete_indicator(row, fixed)
    return Item(code, table, row.text("序号") or str(number), name, fixed, row.text("牵头单位"),
                expand(named, known, row, "填报单位"), targets, f"{row.view.sheet.name}!{row.address('项目编码')}")


def _fixed_value(row: PlanRow, field: Field) -> Scalar:
    text = row.text(field.name)
    if field.name == "目标值":
        return text or None
    if not text:
        return None
    if field.type.numeric:
        return row.number(field.name)
    if field.type is DataType.MONTH:
        return _month(row, field.name, text)
    return text


def _month(row: PlanRow, heading: str, text: str) -> str | None:
    match = re.fullmatch(r"(\d{4})(?:[-./年](\d{1,2})月?(?:[-./]\d{1,2}日?)?)?年?", text)
    if match is None or not 1 <= int(match[2] or 1) <= 12:
        row.fault(heading, f"“{heading}”看不懂“{text}”", "请写成 2017 或 2017-09")
        return None
    return f"{match[1]}-{int(match[2]):02}" if match[2] else match[1]


def _start_of(years: str) -> str | None:
    match = re.match(r"\s*(\d{4})(?:[.年](\d{1,2}))?", years)
    if match is None:
        return None
    return f"{match[1]}-{int(match[2]):02}" if match[2] else match[1]


def _targets(row: PlanRow, fixed: Mapping[str, Scalar]) -> tuple[Target, ...]:
    relation = tidy(row.text("关系")) or ">="
    if relation not in RELATIONS:
        row.fault("关系", f"不认识的关系“{relation}”", "请填 >=、<= 或 =")
    text, due = row.text("目标值"), fixed.get("目标年月")
    number = row.number("目标值") if re.match(r"[-\d.]", text) else None
    return (Target(number, text, relation, _due(str(due)) if due else None),)


def _due(text: str) -> Period | None:
    try:
        period = Period.parse(text)
    except UsageError:
        return None
    return Period(period.year, 12) if period.frequency is Frequency.YEAR else period


def _complete_indicator(row: PlanRow, fixed: dict[str, Scalar]) -> None:
    measure = str(fixed.get("口径") or "存量")
    if measure not in MEASURES:
        row.fault("口径", f"不认识的口径“{measure}”", f"请填：{'、'.join(MEASURES)}")
    fixed["口径"] = measure
    if fixed.get("性质") and fixed["性质"] not in WEIGHTS:
        row.fault("性质", f"不认识的性质“{fixed['性质']}”", f"请填：{'、'.join(WEIGHTS)}，或空着")
    unit = str(fixed.get("计量单位") or "")
    fixed["系数"] = fixed.get("系数") or next((s for end, s in _SCALES.items() if unit.endswith(end)), Decimal(1))
