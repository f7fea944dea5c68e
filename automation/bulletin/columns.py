"""Which columns a project table shows in the bulletin, and how wide."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from automation.model.plan import Category, Field, Item, Shown, Table
from automation.period import Period
from automation.presets import PROJECT


class Group(Enum):
    """The three blocks of columns; the value is the heading over them."""

    BASIC = "项 目 基 本 情 况"
    MONEY = "{年}年投资进度"
    STATUS = "推 进 情 况"


@dataclass(frozen=True)
class Column:
    """One column of a project table."""

    key: str
    """Name of the field, or 序号, 亮灯, 走势, 填报单位."""
    heading: str
    width: float
    group: Group
    folded: bool = False
    """Whether an outline button folds it away, for reading and printing on A4."""
    field: Field | None = None
    """None where no field of the plan stands behind the column."""


LEAD = "牵头单位"
MONTH, YEAR, RATE, GAP = "本月完成投资", "本年累计完成投资", "完成率", "与序时比"
TOTAL, ANNUAL, BEFORE = "总投资", "年度计划投资", "截至上年底累计完成"
LIGHT, TREND, UNIT, ORDINAL = "亮灯", "走势", "填报单位", "序号"
PROGRESS, PROBLEM, NAME = "形象进度", "存在问题", "项目名称"

_MONEY = (ANNUAL, BEFORE, MONTH, YEAR, RATE, GAP)
_NOT_SHOWN = ("计划开工", "计划开工月", "项目状态", "问题类别", "下步措施")
_FOLDED = ("建设性质", "建设地址", "主要建设内容", "牵头领导", BEFORE)
_WIDTHS = {ORDINAL: 4.5, NAME: 21, "建设性质": 5, "建设地址": 10.5, "主要建设内容": 34, "建设年限": 9, TOTAL: 9.5, "牵头领导": 10,
           LEAD: 12, "建设单位": 11.5, "责任单位": 10, ANNUAL: 9.5, BEFORE: 9.5, MONTH: 8.5, YEAR: 9.5, RATE: 9, GAP: 10,
           LIGHT: 8.5, TREND: 12, PROGRESS: 25, PROBLEM: 22, UNIT: 9.5}
_HEADINGS = {"建设性质": "建设\n性质", ANNUAL: "年度计划\n投资", BEFORE: "截至上年底\n累计完成", MONTH: "{期}完成",
             YEAR: "{累计}\n累计完成", RATE: "占年度\n计划", GAP: "与序时比\n(百分点)", TREND: "{走势}\n(红为本期)", PROBLEM: "存在问题及需协调事项"}


def project_columns(table: Table, period: Period) -> tuple[Column, ...]:
    """The columns in printed order: basic facts as the plan orders them, money, progress; an office's own fields too."""
    return (*_basic(table, period), *_money(table, period), *_status(table, period))


def _basic(table: Table, period: Period) -> Iterator[Column]:
    yield _column(ORDINAL, None, Group.BASIC, period)
    fixed = [f for f in table.fields if f.category is Category.FIXED and f.name not in (*_MONEY, *_NOT_SHOWN)]
    used = [f for f in fixed if f.name in (NAME, TOTAL) or any(i.fixed.get(f.name) not in (None, "") for i in table.items)]
    for field in used:
        yield _column(field.name, field, Group.BASIC, period)
    if not any(_says_lead(f.name, table.items) for f in used) and any(i.lead_unit for i in table.items):
        yield _column(LEAD, None, Group.BASIC, period)


def lead_key(columns: tuple[Column, ...], items: tuple[Item, ...]) -> str:
    """Key of the column that holds the lead unit; empty where no item has one."""
    return next((c.key for c in columns if c.key == LEAD or (c.field and _says_lead(c.key, items))), "")


def _says_lead(name: str, items: tuple[Item, ...]) -> bool:
    return name == LEAD or all(i.lead_unit and i.fixed.get(name) == i.lead_unit for i in items)


def _money(table: Table, period: Period) -> Iterator[Column]:
    for key in _MONEY:
        yield _column(key, table.field(key), Group.MONEY, period)


def _status(table: Table, period: Period) -> Iterator[Column]:
    preset = {f.name for f in PROJECT}
    own = [f for f in table.fields if f.name not in preset and f.category is not Category.FIXED and f.shown is Shown.SHOWN]
    for key in (LIGHT, TREND, PROGRESS, PROBLEM):
        yield _column(key, table.field(key), Group.STATUS, period)
    for field in own:
        yield _column(field.name, field, Group.STATUS, period)
    yield _column(UNIT, None, Group.STATUS, period)


def _column(key: str, field: Field | None, group: Group, period: Period) -> Column:
    trend = {"月": "月度走势", "季": "季度走势"}.get(period.frequency.value, "走势")
    heading = _HEADINGS.get(key) or (field.heading(period) if field else key)
    for mark, word in (("{期}", period.short_label), ("{累计}", period.range_label), ("{走势}", trend)):
        heading = heading.replace(mark, word)
    width = _WIDTHS.get(key, float(field.width) if field else 10.0)
    return Column(key, heading, width, group, key in _FOLDED, field)
