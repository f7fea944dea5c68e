"""The plan's sheet 字段: the columns of each table, laid over the preset of its kind."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from automation.derive import CONSTANT_NAMES
from automation.model.plan import Category, DataType, Field, Kind, RollUp, Settings, Shown
from automation.plan.faults import did_you_mean
from automation.plan.table_view import PlanRow, TableView, split_list
from automation.presets import preset, with_money

ROW_CONSTANTS = ("计划开工月",)
"""What a formula may name that each row has beside its fields."""


@dataclass(frozen=True)
class FieldRow:
    """One row of 字段, with the field it defines."""

    row: PlanRow
    table: str
    field: Field


def read_fields(view: TableView, kinds: dict[str, Kind], settings: Settings) -> tuple[FieldRow, ...]:
    """Every row of 字段 that names a known table, over the preset field of the same name where there is one."""
    found: list[FieldRow] = []
    seen: set[tuple[str, str]] = set()
    for row in view.rows():
        table, name = row.text("报表"), row.text("字段")
        if table not in kinds:
            row.fault("报表", f"“{table}”不在报表表{did_you_mean(table, kinds)}", "请填“报表”表中的编号")
            continue
        if not name or (table, name) in seen:
            row.fault("字段", f"{table}的字段“{name}”重复" if name else "没有填字段名", "请改名或删除这一行")
            continue
        seen.add((table, name))
        presets = {f.name: f for f in preset(kinds[table], settings.money_unit, settings.money_decimals)}
        found.append(FieldRow(row, table, _field(row, name, presets.get(name), settings)))
    return tuple(found)


def _field(row: PlanRow, name: str, base: Field | None, settings: Settings) -> Field:
    start = base or Field(name, Category.FILLED)
    kind = row.choice("类型", DataType, start.type)
    changed_type = kind is not start.type
    decimals, width = row.number("小数"), row.number("列宽")
    formula = row.formula("公式")
    category = row.choice("类别", Category, start.category)
    field = replace(
        start, category=category, type=kind, unit=row.text("单位") or ("" if changed_type else start.unit),
        decimals=int(decimals) if decimals is not None else start.decimals, required=row.yes("必填", start.required),
        rollup=row.choice("汇总", RollUp, start.rollup), formula=formula or start.formula,
        applies=row.formula("适用") or start.applies, options=split_list(row.text("选项")) or start.options,
        aliases=split_list(row.text("别名")) or start.aliases, minimum=_bound(row, "下限", start.minimum),
        maximum=_bound(row, "上限", start.maximum), shown=row.choice("下发", Shown, start.shown),
        title=row.text("标题") or start.title, width=width or start.width, note=row.text("说明") or start.note)
    _check_field(row, field)
    if field.category is not Category.COMPUTED:
        field = replace(field, formula=None)
    return with_money(field, settings.money_unit, settings.money_decimals)


def _bound(row: PlanRow, heading: str, default: Decimal | None) -> Decimal | None:
    number = row.number(heading)
    return default if number is None else number


def _check_field(row: PlanRow, field: Field) -> None:
    if field.category is Category.COMPUTED and field.formula is None and not row.text("公式"):
        row.fault("公式", f"计算字段“{field.name}”没有公式", "请填公式，如 [本年累计完成投资]/[年度计划投资]；或把类别改为“填报”")
    if field.category is not Category.COMPUTED and row.text("公式"):
        row.fault("公式", f"“{field.name}”不是计算字段，却有公式", "请把类别改为“计算”，或删除公式")
    if field.type is DataType.CHOICE and not field.options:
        row.fault("选项", f"选项字段“{field.name}”没有选项", "请填选项，用分号隔开")
    if field.minimum is not None and field.maximum is not None and field.maximum < field.minimum:
        row.fault("上限", f"上限{field.maximum}小于下限{field.minimum}", "请核对上下限")
    if not 0 <= field.decimals <= 6:
        row.fault("小数", f"小数位数{field.decimals}不在 0 至 6 之间", "请改正")


def laid_over(kind: Kind, own: Iterable[Field], settings: Settings) -> tuple[Field, ...]:
    """The preset of ``kind`` with the table's own fields: replaced by name, else after the last of their category."""
    fields = list(preset(kind, settings.money_unit, settings.money_decimals))
    for field in own:
        same = next((i for i, f in enumerate(fields) if f.name == field.name), None)
        if same is not None:
            fields[same] = field
        else:
            last = max((i for i, f in enumerate(fields) if f.category is field.category), default=len(fields) - 1)
            fields.insert(last + 1, field)
    return tuple(fields)


def in_computing_order(fields: tuple[Field, ...]) -> tuple[tuple[Field, ...], str]:
    """``fields`` with computed ones moved behind what they need, and the name of one in a circle (else empty)."""
    waiting = list(fields)
    done: list[Field] = []
    computed = {f.name for f in fields if f.category is Category.COMPUTED}
    while waiting:
        ready = next((f for f in waiting if not (_needs(f) & computed) - {d.name for d in done}), None)
        if ready is None:
            return fields, waiting[0].name
        waiting.remove(ready)
        done.append(ready)
    return tuple(done), ""


def _needs(field: Field) -> set[str]:
    if field.category is not Category.COMPUTED or field.formula is None:
        return set()
    return {ref.name for ref in field.formula.refs if not ref.previous}


def unknown_names(names: Iterable[str], fields: Iterable[Field]) -> list[str]:
    """Those of ``names`` that a formula over ``fields`` cannot mean."""
    known = {f.name for f in fields} | set(CONSTANT_NAMES) | set(ROW_CONSTANTS)
    return [name for name in names if name not in known]
