"""The sheets of an issued workbook as a layout: which columns, which rows, where.

``template`` draws a form, ``reader`` looks for it again, so both follow this one description. Items of one kind share
a form; an item that stands in two tables (same 项目编码) is one row, with 对应附件 saying where it stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from automation.checks import row_checks
from automation.formula import Formula
from automation.model.plan import Category, DataType, Field, Item, Kind, Plan, Shown, Table, Unit
from automation.period import Period
from automation.presets import NAME_FIELD

HEADER_ROW = 7
"""0-based row of the headings; the groups stand in the row above."""
FIRST_ROW = 8
"""0-based row of the first item."""
SHEETS = {Kind.PROJECT: "填报表", Kind.TASK: "任务", Kind.INDICATOR: "指标"}
"""Sheet name of each kind's form."""
HELP_SHEET = "填报说明"
META_SHEET = "_meta"
TEMPLATE_VERSION = "1"
"""Changes when a workbook of the older layout can no longer be read as the newer."""


class Role(Enum):
    """What a column of a form holds."""

    ORDINAL = "序号"
    CODE = "编码"
    ANNEX = "对应附件"
    FIXED = "固定"
    PRIOR = "上期"
    """The value of a field in the period before, locked."""
    FILLED = "填报"
    COMPUTED = "计算"
    CHECK = "自检"


@dataclass(frozen=True)
class Column:
    """One column of a form."""

    key: str
    """Unique in the form: a field's name, 上期:NAME for a prior value, else the role's word."""
    heading: str
    role: Role
    width: float
    """In characters."""
    field: Field | None = None
    hidden: bool = False
    group: str = ""
    """Heading over neighbouring columns."""

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def typed(self) -> bool:
        """Whether the clerk fills it in."""
        return self.role is Role.FILLED


@dataclass(frozen=True)
class FormRow:
    """One item of a form."""

    item: Item
    """As the first of its tables has it, with the fixed fields of the others added."""
    tables: tuple[str, ...]
    annex: str
    """附件3-15 / 附件2-5, one line each."""
    fields: frozenset[str]
    """Names of the filled fields that this row has something to fill in for."""


@dataclass(frozen=True)
class Form:
    """One sheet of a unit's workbook."""

    sheet: str
    kind: Kind
    tables: tuple[Table, ...]
    columns: tuple[Column, ...]
    rows: tuple[FormRow, ...]

    def index(self, key: str) -> int:
        """0-based column of ``key``; raises KeyError for an unknown one."""
        for number, column in enumerate(self.columns):
            if column.key == key:
                return number
        raise KeyError(key)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The union of the tables' fields, in printed order."""
        return merged_fields(self.tables)

    @property
    def total_row(self) -> int:
        """0-based row of the totals, which only projects have."""
        return FIRST_ROW + len(self.rows)


def forms_for(plan: Plan, unit: Unit, period: Period) -> tuple[Form, ...]:
    """The forms that ``unit`` fills in for ``period``, in the order 项目, 任务, 指标; empty kinds are left out."""
    forms = (_with_rows(form, _owned(unit, form.tables)) for form in _unfilled(plan, period))
    return tuple(form for form in forms if form.rows)


def merged_fields(tables: Iterable[Table]) -> tuple[Field, ...]:
    """Fields of several tables of one kind; where two define one name, the first table's stands."""
    fields: dict[str, Field] = {}
    for table in tables:
        for field in table.fields:
            fields.setdefault(field.name, field)
    return tuple(fields.values())


@lru_cache(64)
def _unfilled(plan: Plan, period: Period) -> tuple[Form, ...]:
    """The forms of ``period`` before any unit's rows stand in them."""
    due = plan.due_tables(period)
    forms = []
    for kind in Kind:
        if tables := tuple(t for t in due if t.kind is kind):
            columns = _columns(merged_fields(tables), _prior_names(plan, tables), period, kind)
            forms.append(Form(SHEETS[kind], kind, tables, columns, ()))
    return tuple(forms)


def _prior_names(plan: Plan, tables: tuple[Table, ...]) -> dict[str, bool]:
    """Names asked for as [上期:…], with whether the column is for the clerk's eyes (a computed field needs it)."""
    names: dict[str, bool] = {}
    for table in tables:
        for field in table.fields:
            for ref in field.formula.refs if field.formula else ():
                if ref.previous:
                    names[ref.name] = True
        for check in row_checks(plan, table):
            for ref in check.condition.refs:
                if ref.previous:
                    names.setdefault(ref.name, False)
    return names


def _columns(fields: tuple[Field, ...], prior: dict[str, bool], period: Period, kind: Kind) -> tuple[Column, ...]:
    basic, progress = "基本信息（锁定）", "投资进度" if kind is Kind.PROJECT else "填报内容（填写）"
    columns = [Column("序号", "序号", Role.ORDINAL, 4.5, group=basic), Column("编码", "项目编码", Role.CODE, 8.5, group=basic),
               Column("对应附件", "对应附件", Role.ANNEX, 8, group=basic)]
    columns += [_column(f, Role.FIXED, period, basic) for f in fields
                if f.category is Category.FIXED and f.shown is not Shown.LEFT_OUT]
    if any(f.name == "计划开工" for f in fields):
        columns.append(Column("计划开工月", "计划开工月", Role.FIXED, 6, hidden=True, group=basic))
    columns += [_prior(name, fields, shown, period, basic) for name, shown in prior.items()]
    for field in fields:
        if field.category is Category.FILLED:
            wordy = field.type in (DataType.TEXT, DataType.CHOICE) and kind is Kind.PROJECT
            columns.append(_column(field, Role.FILLED, period, "推进情况（填写）" if wordy else progress))
        elif field.category is Category.COMPUTED:
            columns.append(_column(field, Role.COMPUTED, period, progress))
    return (*columns, Column("自检", "自检", Role.CHECK, 18, group="自检"))


def _column(field: Field, role: Role, period: Period, group: str) -> Column:
    return Column(field.name, field.heading(period), role, float(field.width), field,
                  hidden=field.shown is not Shown.SHOWN, group=group)


def _prior(name: str, fields: tuple[Field, ...], shown: bool, period: Period, group: str) -> Column:
    field = next(f for f in fields if f.name == name)
    nothing_yet = period.first_of_year and field.resets_yearly
    heading = "上期累计" if nothing_yet else field.heading(period.previous)
    return Column(f"上期:{name}", heading if heading != field.heading(period) else f"上期{heading}", Role.PRIOR,
                  float(field.width), field, hidden=not shown or nothing_yet, group=group)


def _owned(unit: Unit, tables: tuple[Table, ...]) -> list[tuple[Table, Item]]:
    return [(table, item) for table in tables for item in table.items_of(unit.name)]


def _with_rows(form: Form, owned: Iterable[tuple[Table, Item]]) -> Form:
    rows: dict[str, FormRow] = {}
    for table, item in owned:
        row, known = _row(table, item), rows.get(item.code)
        if known:
            both = replace(known.item, fixed={**item.fixed, **known.item.fixed})
            row = FormRow(both, (*known.tables, *row.tables), f"{known.annex}\n{row.annex}", known.fields | row.fields)
        rows[item.code] = row
    return replace(form, rows=tuple(rows.values()))


def _row(table: Table, item: Item) -> FormRow:
    return FormRow(item, (table.code,), f"{table.code}-{item.ordinal}", _fillable(table, item))


def _fillable(table: Table, item: Item) -> frozenset[str]:
    always, sometimes = _asked(table)
    return always.union(name for name, applies in sometimes if applies.computed(item.fixed, item.fixed) is True) if sometimes else always


@lru_cache(64)
def _asked(table: Table) -> tuple[frozenset[str], tuple[tuple[str, Formula], ...]]:
    """Names of the fields that every item fills in, and of the others with their conditions."""
    filled = [f for f in table.fields if f.category is Category.FILLED]
    return frozenset(f.name for f in filled if f.applies is None), tuple((f.name, f.applies) for f in filled if f.applies is not None)


def item_name_field(kind: Kind) -> str:
    """The fixed field that names an item of ``kind``: 项目名称, 事项 or 指标."""
    return NAME_FIELD[kind]
