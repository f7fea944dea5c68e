"""The plan as data: what 任务书.xlsx says, once it was read without a fault.

Every Chinese word that a plan uses for an enum is the enum's value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cached_property, lru_cache

from automation.formula import Formula, Scalar
from automation.model.settings import Settings
from automation.period import Frequency, Period

__all__ = ["Category", "DataType", "Field", "Item", "Kind", "Plan", "PlanCheck", "RollUp", "Settings", "Severity", "Shown",
           "Table", "Target", "Unit"]


class Kind(Enum):
    """What one row of a table is."""

    PROJECT = "项目"
    TASK = "任务"
    INDICATOR = "指标"


class Category(Enum):
    """Where the value of a field comes from."""

    FIXED = "固定"
    FILLED = "填报"
    COMPUTED = "计算"


class DataType(Enum):
    """What a field's value is."""

    TEXT = "文本"
    MONEY = "金额"
    QUANTITY = "数量"
    SHARE = "百分比"
    DATE = "日期"
    MONTH = "年月"
    CHOICE = "选项"

    @cached_property
    def numeric(self) -> bool:
        """Whether values are ``Decimal``."""
        return self in (DataType.MONEY, DataType.QUANTITY, DataType.SHARE)


class RollUp(Enum):
    """What a totals row shows for a field."""

    SUM = "求和"
    LATEST = "最新"
    NONE = "不汇总"
    ROW = "按行"
    """The field's own formula, computed on the totals."""


class Shown(Enum):
    """Whether a fixed or computed field stands in the issued workbook."""

    SHOWN = "显示"
    HIDDEN = "隐藏"
    """There, in a hidden column, because a formula needs it."""
    LEFT_OUT = "不列"


class Severity(Enum):
    """How a finding is handled, not how it sounds."""

    ERROR = "强制"
    """The file is sent back; nothing of it is merged."""
    QUERY = "核实"
    """Merged; an explanation (核实说明) is asked for."""
    NOTE = "提示"


@dataclass(frozen=True)
class Field:
    """A column of a table, one row of the plan's sheet 字段 (or of the kind's preset)."""

    name: str
    category: Category
    type: DataType = DataType.TEXT
    unit: str = ""
    """Printed unit of measure: 万元, 个, %."""
    decimals: int = 0
    required: bool = False
    rollup: RollUp = RollUp.NONE
    formula: Formula | None = None
    """For computed fields: how, over the names of the same table."""
    applies: Formula | None = None
    """For filled fields: the condition on a row under which there is something to fill in; None means always."""
    options: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    minimum: Decimal | None = None
    """Least number, or least length of a text."""
    maximum: Decimal | None = None
    """Greatest number, or greatest length of a text."""
    shown: Shown = Shown.SHOWN
    title: str = ""
    """Heading in workbooks; {期} is the period (6月), {累计} January to the period (1—6月); empty means the name."""
    width: Decimal = Decimal(10)
    """Column width in characters."""
    note: str = ""
    """What to fill in, for the clerk."""

    def heading(self, period: Period) -> str:
        """The column's heading in a workbook of ``period``."""
        return (self.title or self.name).replace("{期}", period.short_label).replace("{累计}", period.range_label)

    def __hash__(self) -> int:
        # By its name alone, as with tables.
        return hash(self.name)

    @property
    def resets_yearly(self) -> bool:
        """Whether the value of the period before counts as nothing in a year's first period (本年…, 当年…)."""
        return self.name.startswith(("本年", "当年"))


@dataclass(frozen=True)
class Target:
    """What an indicator is to reach, and by when."""

    value: Decimal | None
    text: str
    """The target as written, for targets that are not a number."""
    relation: str
    """One of >=, <=, =."""
    due: Period | None


@dataclass(frozen=True)
class Item:
    """One project, task or indicator of one table."""

    code: str
    """项目编码, stable for ever; the same code in two tables is the same project."""
    table: str
    ordinal: str
    """序号 as printed in the table."""
    name: str
    fixed: Mapping[str, Scalar]
    """Every fixed field by name."""
    lead_unit: str
    """牵头单位 as printed."""
    units: tuple[str, ...]
    """Names of the units that report it, groups expanded, the lead first."""
    targets: tuple[Target, ...] = ()
    """An indicator's targets, earliest first."""
    address: str = ""
    """Cell of the code in the plan workbook: 附件2!A5."""


@dataclass(frozen=True)
class Table:
    """One table of the plan (报表) with its fields and items."""

    code: str
    """编号, which is also its sheet in the plan: 附件2."""
    title: str
    """Short name: 项目总表."""
    kind: Kind
    frequency: Frequency
    fields: tuple[Field, ...]
    """In printed order; computed fields are also in an order in which they can be computed."""
    items: tuple[Item, ...]
    control_field: str = ""
    control_total: Decimal | None = None
    heading: str = ""
    """Title printed over the table; empty means the plan's name and the table's title."""
    further_controls: tuple[tuple[str, Decimal], ...] = ()

    @property
    def controls(self) -> tuple[tuple[str, Decimal], ...]:
        """Every control total: the field, and what its items add up to."""
        first = () if self.control_total is None else ((self.control_field, self.control_total),)
        return (*first, *self.further_controls)

    def field(self, name: str) -> Field | None:
        """The field called ``name``, or None."""
        return _fields(self).get(name)

    def item(self, code: str) -> Item | None:
        """The item with ``code``, or None."""
        return _items(self).get(code)

    def items_of(self, unit: str) -> Sequence[Item]:
        """The items that the unit of this name reports, in printed order."""
        return _items_by_unit(self).get(unit, ())

    # What is worked out once for a table is looked up by the table itself: to compare tens of thousands of items with
    # those of another plan's table would cost more than to work it out.
    __hash__ = object.__hash__


@dataclass(frozen=True)
class Unit:
    """A unit that reports, or a group of units."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    category: str = "科室"
    parent: str = ""
    members: tuple[str, ...] = ()
    """Names of the members, for a group."""
    reports: bool = True
    contact: str = ""
    phone: str = ""
    email: str = ""
    """Where reminders go; several addresses are separated by semicolons."""

    @property
    def short(self) -> str:
        """The first alias, else the name: what fits on an axis."""
        return self.aliases[0] if self.aliases else self.name


@dataclass(frozen=True)
class PlanCheck:
    """A check of the office's own, one row of the plan's sheet 校验."""

    code: str
    table: str
    """Table code, or empty for every table that has the fields."""
    condition: Formula
    """True where all is well."""
    severity: Severity
    message: str
    fix: str


@dataclass(frozen=True)
class Plan:
    """A plan workbook that was read without a fault."""

    settings: Settings
    units: tuple[Unit, ...]
    """In the plan's order, groups included."""
    tables: tuple[Table, ...]
    checks: tuple[PlanCheck, ...] = ()
    fingerprint: str = ""
    """First 12 hex digits of the SHA-256 of the plan's content."""

    def table(self, code: str) -> Table | None:
        """The table with ``code``, or None."""
        return next((t for t in self.tables if t.code == code), None)

    def unit(self, name: str) -> Unit | None:
        """The unit with this code, name or alias, or None."""
        return _units(self).get(name)

    def due_tables(self, period: Period) -> tuple[Table, ...]:
        """The tables that are reported in ``period``."""
        return tuple(t for t in self.tables if period.holds(t.frequency))

    def reporting_units(self, period: Period) -> tuple[Unit, ...]:
        """The units with something to report in ``period``, in the plan's order."""
        named = {name for table in self.due_tables(period) for item in table.items for name in item.units}
        return tuple(u for u in self.units if u.reports and not u.members and u.name in named)

    __hash__ = object.__hash__


# Thousands of units report on tens of thousands of items, one workbook after the other; the first of a name stands.
_KEPT = 64


@lru_cache(_KEPT)
def _fields(table: Table) -> Mapping[str, Field]:
    return {field.name: field for field in reversed(table.fields)}


@lru_cache(_KEPT)
def _items(table: Table) -> Mapping[str, Item]:
    return {item.code: item for item in reversed(table.items)}


@lru_cache(_KEPT)
def _items_by_unit(table: Table) -> Mapping[str, Sequence[Item]]:
    found: dict[str, list[Item]] = {}
    for item in table.items:
        for unit in dict.fromkeys(item.units):
            found.setdefault(unit, []).append(item)
    return found


@lru_cache(_KEPT)
def _units(plan: Plan) -> Mapping[str, Unit]:
    return {name: unit for unit in reversed(plan.units) for name in (unit.code, unit.name, *unit.aliases)}
