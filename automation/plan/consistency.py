"""Faults that show only when the whole plan is read: control totals, shared projects, formulas, checks."""

from collections.abc import Sequence
from decimal import Decimal

from automation.formula import Formula
from automation.model.plan import Category, DataType, Item, Kind, PlanCheck, Severity, Table
from automation.plan.faults import Faults, did_you_mean
from automation.plan.fields import FieldRow, in_computing_order, unknown_names
from automation.plan.items import ItemRow
from automation.plan.table_view import PlanRow, TableView, split_list


def control_totals(row: PlanRow, code: str) -> tuple[tuple[str, Decimal], ...]:
    """Fields and totals of 控制合计字段 and 控制合计, where each may list several; as many totals as fields, else a fault."""
    names, figures = split_list(row.text("控制合计字段")), row.numbers("控制合计")
    if figures and not names:
        row.fault("控制合计字段", f"{code}有控制合计，没有填控制合计字段", "请填合计的是哪个字段，如 总投资")
    elif names and not figures:
        row.fault("控制合计", f"{code}没有填控制合计", "请填文件印发的合计数，或删除控制合计字段")
    elif len(names) != len(figures):
        row.fault("控制合计", f"{code}有{len(names)}个控制合计字段，{len(figures)}个控制合计", "两格都用分号隔开，一一对应")
    return tuple(zip(names, figures, strict=False))


def check_control_total(row: PlanRow, table: Table) -> None:
    """The items must add up to every control total that the plan states."""
    for name, stated in table.controls:
        field = table.field(name)
        if field is None or not field.type.numeric:
            row.fault("控制合计字段", f"{table.code}没有数字字段“{name}”{did_you_mean(name, [f.name for f in table.fields])}",
                      "请填本表的金额或数量字段")
            continue
        found = sum((v for i in table.items if isinstance(v := i.fixed.get(name), Decimal)), Decimal(0))
        if found != stated:
            row.fault("控制合计", f"{table.code}各项{name}相加为{found}，控制合计为{stated}，相差{found - stated}", "请核对各项金额和控制合计")


def check_shared(items: Sequence[ItemRow], fields: Sequence[Table]) -> None:
    """The same code in two project tables is one project: one set of reporting units, one amount."""
    money = {f.name for t in fields for f in t.fields if f.category is Category.FIXED and f.type is DataType.MONEY}
    first: dict[str, Item] = {}
    for row, item in ((i.row, i.item) for i in items):
        other = first.setdefault(item.code, item)
        if other is item:
            continue
        if set(other.units) != set(item.units):
            row.fault("填报单位", f"项目编码“{item.code}”在{other.table}由{'、'.join(other.units)}填报，"
                      f"在{item.table}由{'、'.join(item.units)}填报", "同一项目只能由相同的单位填报一次，请改一致")
        for name in sorted(money):
            ours, theirs = item.fixed.get(name), other.fixed.get(name)
            if ours is not None and theirs is not None and ours != theirs:
                row.fault(name, f"项目编码“{item.code}”的{name}为{ours}，{other.table}为{theirs}",
                          "同一项目两表数字应一致；不是同一项目请换编码")


def check_formulas(table: Table, rows: Sequence[FieldRow]) -> None:
    """Formulas name fields that exist and do not run in a circle."""
    for field_row in rows:
        for heading, formula in (("公式", field_row.field.formula), ("适用", field_row.field.applies)):
            _check_names(field_row.row, heading, formula, table)
    circle = in_computing_order(table.fields)[1]
    guilty = next((r for r in rows if r.field.category is Category.COMPUTED), None)
    if circle and guilty is not None:
        guilty.row.fault("公式", f"{table.code}的计算字段“{circle}”绕成了圈", "公式不能直接或间接用到自己，请改正")


def _check_names(row: PlanRow, heading: str, formula: Formula | None, table: Table) -> None:
    for name in unknown_names([ref.name for ref in formula.refs], table.fields) if formula else ():
        row.fault(heading, f"公式中的“{name}”不是{table.code}的字段"
                  f"{did_you_mean(name, [f.name for f in table.fields])}", "请改正方括号里的字段名")


def read_checks(view: TableView, tables: Sequence[Table], faults: Faults) -> tuple[PlanCheck, ...]:
    """The plan's own checks (sheet 校验)."""
    checks: dict[str, PlanCheck] = {}
    by_code = {t.code: t for t in tables}
    for row in view.rows():
        code, where = row.text("编号"), row.text("报表")
        condition = row.formula("条件")
        if not code or code in checks:
            row.fault("编号", f"校验编号“{code}”重复" if code else "没有填校验编号", "每条校验一个编号，如 P901")
        if where and where not in by_code:
            row.fault("报表", f"“{where}”不在报表表{did_you_mean(where, by_code)}", "请填“报表”表中的编号，空着表示所有报表")
        if condition is None:
            if not row.text("条件"):
                row.fault("条件", "没有填条件", "请填成立时表示正确的条件，如 [本年累计完成投资]<=[年度计划投资]*2")
            continue
        for table in [by_code[where]] if where in by_code else []:
            _check_names(row, "条件", condition, table)
        if not where and all(unknown_names([r.name for r in condition.refs], t.fields) for t in tables):
            row.fault("条件", "没有一张报表有条件里的全部字段", "请改正方括号里的字段名")
        if not row.text("问题"):
            row.fault("问题", f"校验“{code}”没有写问题", "请写明不成立时告诉填报人的话")
        checks[code] = PlanCheck(code, where, condition, row.choice("级别", Severity, Severity.ERROR), row.text("问题"), row.text("改法"))
    return tuple(checks.values())


def project_rows(rows: Sequence[tuple[Table, Sequence[ItemRow]]]) -> list[ItemRow]:
    """The rows of all project tables, in order."""
    return [item for table, items in rows if table.kind is Kind.PROJECT for item in items]
