"""Read 任务书.xlsx strictly: a Plan without a fault, or every fault at once."""

import hashlib
from dataclasses import replace
from pathlib import Path

from automation.model.plan import Category, Field, Kind, Plan, PlanCheck, Settings, Table, Unit
from automation.period import Frequency
from automation.plan.consistency import (
    check_control_total,
    check_formulas,
    check_shared,
    control_totals,
    project_rows,
    read_checks,
)
from automation.plan.faults import Faults, PlanError, did_you_mean
from automation.plan.fields import FieldRow, in_computing_order, laid_over, read_fields
from automation.plan.items import OWN_HEADINGS, ItemRow, read_items
from automation.plan.settings import read_settings
from automation.plan.table_view import PlanRow, TableView, tidy, view
from automation.plan.units import read_units
from automation.presets import NAME_FIELD
from automation.sheets.grid import RawBook, RawSheet
from automation.sheets.open import read_book
from automation.sheets.unreadable import Unreadable

HEADINGS = {
    "参数": ("名称", "值", "说明"),
    "单位": ("编码", "名称", "别名", "类别", "上级", "成员", "填报", "联系人", "电话", "邮箱"),
    "报表": ("编号", "名称", "种类", "频次", "控制合计字段", "控制合计", "标题"),
    "字段": ("报表", "字段", "别名", "类别", "类型", "单位", "小数", "必填", "汇总", "公式", "适用", "选项", "下限", "上限",
           "下发", "标题", "列宽", "说明"),
    "校验": ("编号", "报表", "条件", "级别", "问题", "改法"),
}
"""Sheets of a plan and their headings, as an office edits them."""
NEEDED = {"参数": ("名称", "值"), "单位": ("编码", "名称"), "报表": ("编号", "名称", "种类"), "字段": ("报表", "字段"),
          "校验": ("编号", "条件", "问题")}
OPTIONAL = ("字段", "校验")


def read_plan(path: Path) -> Plan:
    """The plan in the workbook at ``path``; raises PlanError, with every fault, when there is any."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PlanError(f"打不开任务书 {path}：{error.strerror}", "请确认文件在这里；新建工作区用：tongbao init 文件夹 --plan suining-2017") from error
    return read_plan_bytes(data, path.name)


def read_plan_bytes(data: bytes, name: str) -> Plan:
    """The plan in a workbook's bytes, see ``read_plan``; ``name`` is for messages."""
    try:
        book = read_book(data)
    except Unreadable as error:
        raise PlanError(f"任务书 {name} 读不了：{error.message}", error.fix) from error
    return read_plan_book(book, name, hashlib.sha256(data).hexdigest()[:12])


def read_plan_book(book: RawBook, name: str, fingerprint: str) -> Plan:
    """The plan in a workbook that is already open; ``name`` is for messages."""
    faults = Faults()
    views = _views(book, faults)
    settings = read_settings(views["参数"], faults) if "参数" in views else None
    units = read_units(views["单位"]) if "单位" in views else ()
    if settings is None or "报表" not in views or not units:
        _stop(name, faults)
    assert settings is not None
    tables, checks = _tables(book, views, settings, units, faults)
    if faults.found():
        _stop(name, faults)
    return Plan(settings, units, tables, checks, fingerprint)


def _stop(name: str, faults: Faults) -> None:
    found = faults.found()
    raise PlanError(f"任务书 {name} 有 {len(found)} 处错误", "请逐处改正后再运行；tongbao plan-check 可以只查任务书", found)


def _views(book: RawBook, faults: Faults) -> dict[str, TableView]:
    sheets = {tidy(s.name): s for s in book.sheets}
    views: dict[str, TableView] = {}
    for name, headings in HEADINGS.items():
        if sheet := sheets.get(name):
            views[name] = view(sheet, headings, NEEDED[name], faults)
        elif name not in OPTIONAL:
            faults.add(name, "", f"缺少工作表“{name}”{_renamed(name, book)}", "请补上这张工作表，或改正表名")
    return views


def _renamed(name: str, book: RawBook) -> str:
    free = [s.name for s in book.sheets if tidy(s.name) not in HEADINGS]
    guess = did_you_mean(name, free)
    return f"，{guess}" if guess else ""


def _tables(book: RawBook, views: dict[str, TableView], settings: Settings, units: tuple[Unit, ...],
            faults: Faults) -> tuple[tuple[Table, ...], tuple[PlanCheck, ...]]:
    listed = _listed(views["报表"])
    kinds = {code: row.choice("种类", Kind, Kind.PROJECT) for code, row in listed.items()}
    own = read_fields(views["字段"], kinds, settings) if "字段" in views else ()
    sheets = {tidy(s.name): s for s in book.sheets}
    read: list[tuple[Table, tuple[ItemRow, ...]]] = []
    for code, row in listed.items():
        mine = tuple(f for f in own if f.table == code)
        fields = laid_over(kinds[code], (f.field for f in mine), settings)
        table = Table(code, row.text("名称") or code, kinds[code], row.choice("频次", Frequency, settings.frequency), fields, (),
                      heading=row.text("标题"))
        if totals := control_totals(row, code):
            table = replace(table, control_field=totals[0][0], control_total=totals[0][1], further_controls=totals[1:])
        check_formulas(table, mine)
        items = _items(sheets.get(tidy(code)), table, mine, units, book, row, faults)
        table = replace(table, fields=in_computing_order(fields)[0], items=tuple(i.item for i in items))
        if items and not faults.any_on(code):
            check_control_total(row, table)
        read.append((table, items))
    tables = tuple(table for table, _ in read)
    check_shared(project_rows(read), tables)
    return tables, read_checks(views["校验"], tables, faults) if "校验" in views else ()


def _listed(view: TableView) -> dict[str, PlanRow]:
    listed: dict[str, PlanRow] = {}
    for row in view.rows():
        code = row.text("编号")
        if not code or code in listed or code in HEADINGS:
            row.fault("编号", f"报表编号“{code}”重复或与固定表名相同" if code else "没有填报表编号", "请改成唯一的编号，如 附件2")
        else:
            listed[code] = row
    if not listed:
        view.faults.add(view.sheet.name, "", "没有一张报表", "请至少列一张报表")
    return listed


def _items(sheet: RawSheet | None, table: Table, own: tuple[FieldRow, ...], units: tuple[Unit, ...], book: RawBook,
           row: PlanRow, faults: Faults) -> tuple[ItemRow, ...]:
    if sheet is None:
        row.fault("编号", f"没有名为“{table.code}”的工作表{_renamed(table.code, book)}", "每张报表要有一张同名工作表列出各项，请补上或改正表名")
        return ()
    fixed = _fixed_names(table.fields)
    needed = ("项目编码", "填报单位", NAME_FIELD[table.kind])
    rows = view(sheet, (*OWN_HEADINGS, *fixed), needed, faults)
    if not set(needed) <= set(rows.columns):
        return ()
    items = read_items(rows, table.code, table.kind, table.fields, units)
    if not items:
        faults.add(sheet.name, "", f"报表“{table.code}”没有一行内容", "请列出各项；暂不使用的报表请从“报表”表删除")
    return items


def _fixed_names(fields: tuple[Field, ...]) -> tuple[str, ...]:
    return tuple(f.name for f in fields if f.category is Category.FIXED)
