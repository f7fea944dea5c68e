"""The plan's sheet 单位: who reports, and groups of units."""

import re
from collections.abc import Iterable, Mapping

from automation.model.plan import Unit
from automation.plan.faults import did_you_mean
from automation.plan.table_view import PlanRow, TableView, split_list

_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
CATEGORIES = ("科室", "部门", "县区", "街道", "镇", "区域服务中心", "企业", "组", "其他")


def read_units(view: TableView) -> tuple[Unit, ...]:
    """The units in the sheet's order; every name, code and alias belongs to one unit only."""
    units: list[Unit] = []
    rows: dict[str, PlanRow] = {}
    taken: dict[str, str] = {}
    for row in view.rows():
        unit = _unit(row)
        if not unit.name or not unit.code:
            row.fault("名称" if unit.code else "编码", "单位缺少编码或名称", "请补上，编码用过之后不要再改")
            continue
        for word in {unit.code, unit.name, *unit.aliases}:
            if word in taken:
                row.fault("名称", f"“{word}”已用于单位“{taken[word]}”", "编码、名称、别名不能重复，请改其中一个")
            taken[word] = unit.name
        units.append(unit)
        rows[unit.name] = row
    _check_members(units, rows)
    return tuple(units)


def _unit(row: PlanRow) -> Unit:
    category = row.text("类别") or "科室"
    if category not in CATEGORIES:
        row.fault("类别", f"不认识的单位类别“{category}”{did_you_mean(category, CATEGORIES)}", f"请填：{'、'.join(CATEGORIES)}")
    members = split_list(row.text("成员"))
    if category == "组" and not members:
        row.fault("成员", f"组“{row.text('名称')}”没有成员", "请填成员单位名称，用分号隔开")
    return Unit(row.text("编码"), row.text("名称"), split_list(row.text("别名")), category, row.text("上级"), members,
                row.yes("填报", default=not members), row.text("联系人"), row.text("电话"), _email(row))


def _email(row: PlanRow) -> str:
    addresses = split_list(row.text("邮箱"))
    for address in addresses:
        if not is_address(address):
            row.fault("邮箱", f"“{address}”不是邮箱地址", "请改正，如 minzheng@example.cn；几个地址用分号隔开，没有就留空")
    return ";".join(addresses)


def is_address(text: str) -> bool:
    """Whether ``text`` is one e-mail address in plain ASCII, fit for a header."""
    return text.isascii() and _ADDRESS.fullmatch(text) is not None


def _check_members(units: list[Unit], rows: dict[str, PlanRow]) -> None:
    names = by_word(units)
    for unit in units:
        for member in unit.members:
            if member not in names:
                rows[unit.name].fault("成员", f"组“{unit.name}”的成员“{member}”不在单位表{did_you_mean(member, names)}",
                                      "请改正成员名称，或先加上这个单位")
            elif names[member].members:
                rows[unit.name].fault("成员", f"组“{unit.name}”的成员“{member}”也是组", "成员只能是单位，请直接列出单位")
        if unit.parent and unit.parent not in names:
            rows[unit.name].fault("上级", f"上级“{unit.parent}”不在单位表{did_you_mean(unit.parent, names)}", "请改正上级名称")


def by_word(units: Iterable[Unit]) -> dict[str, Unit]:
    """Units by what they are called: code, name or alias."""
    return {word: u for u in units for word in (u.code, u.name, *u.aliases)}


def expand(words: tuple[str, ...], known: Mapping[str, Unit], row: PlanRow, heading: str) -> tuple[str, ...]:
    """Names of the units meant by ``words`` (codes, names, aliases, groups), each once, in order.

    A word that no unit of ``known`` bears, see :func:`by_word`, and a unit that does not report, are faults.
    """
    found: dict[str, None] = {}
    for word in words:
        unit = known.get(word)
        if unit is None:
            row.fault(heading, f"单位“{word}”不在单位表{did_you_mean(word, known)}", "请改正名称，或在“单位”表加上这个单位")
            continue
        for name in unit.members or (unit.name,):
            member = known.get(name)
            if member is None:
                continue
            if not member.reports:
                row.fault(heading, f"单位“{member.name}”在单位表中“填报”为“否”", "请改由填报单位填报，或把“填报”改为“是”")
            found[member.name] = None
    return tuple(found)
