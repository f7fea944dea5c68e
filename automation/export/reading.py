"""Parquet → the values that the ledger gave, for totals without the ledger."""

from collections.abc import Iterator
from pathlib import Path

from automation.errors import TongbaoError
from automation.export.columns import value_of
from automation.export.partitions import Exported, folders_of, opened
from automation.model.plan import Category, Plan, Table
from automation.model.submission import Entry
from automation.period import Period

_READ = ("unit", "item", "field", "kind", "value", "raw", "file", "sheet", "cell", "sha256", "received", "archived")


def entries_up_to(plan: Plan, root: Path, period: Period) -> Iterator[Entry]:
    """The values that count in every period up to ``period``, of all exports of the plan that stand in ``root``.

    Raises:
        TongbaoError: a period that the figures need is missing or half written, a unit stands in two exports, or an
            export was made with another plan.
    """
    for exported in needed(plan, root, period):
        yield from _entries(plan, exported)


def needed(plan: Plan, root: Path, period: Period) -> tuple[Exported, ...]:
    """The periods of every export that the figures of ``period`` are made of, by period; see :func:`entries_up_to`."""
    if not root.is_dir():
        raise TongbaoError(f"没有导出文件夹“{root}”", f"请先导出：tongbao export {period} --to 文件夹")
    folders = sorted((p, f) for p, f in folders_of(root, plan.settings.plan_code) if p <= period)
    if all(p != period for p, _ in folders):
        raise TongbaoError(f"“{root}”里没有计划 {plan.settings.plan_code} {period.label}的导出",
                           f"请先导出：tongbao export {period} --to {root}")
    found = tuple(opened(folder) for _, folder in folders)
    there = {(one.source, one.stamp.period) for one in found}
    for one in found:
        if missing := [p for p in one.stamp.earlier if (one.source, p) not in there]:
            raise TongbaoError(f"导出“{one.source}”缺 {'、'.join(missing)}，累计数要用", f"请重新导出：tongbao export {period} --to {one.source.parent}")
    _check(plan, found)
    return found


def _check(plan: Plan, exports: tuple[Exported, ...]) -> None:
    seen: dict[tuple[str, str], Exported] = {}
    for one in exports:
        if one.stamp.fingerprint != plan.fingerprint:
            raise TongbaoError(f"导出“{one.folder}”用的任务书（{one.stamp.fingerprint}）与现在的（{plan.fingerprint}）不同",
                               f"请用同一份任务书重新导出：tongbao export {one.stamp.period} --to 文件夹")
        for unit in one.stamp.units:
            other = seen.setdefault((one.stamp.period, unit), one)
            if other is not one:
                raise TongbaoError(f"“{unit}”{Period.parse(one.stamp.period).label}的数在两份导出里都有：{other.source} 和 {one.source}",
                                   "一个单位的数只能来自一个台账；请移走其中一份再合计")


def _entries(plan: Plan, exported: Exported) -> Iterator[Entry]:
    from pyarrow import parquet

    period = Period.parse(exported.stamp.period)
    known: set[tuple[str, str, str]] = set()
    for code in exported.stamp.tables:
        table = plan.table(code)
        again = _elsewhere(plan, table) if table else frozenset()
        with parquet.ParquetFile(exported.file(code)) as file:
            for part in file.iter_batches(columns=[*_READ, "category"]):
                columns = part.to_pydict()
                category = columns.pop("category")
                for own, unit, item, field, kind, value, *rest in zip(category, *(columns[name] for name in _READ), strict=True):
                    if own != Category.FILLED.value:
                        continue
                    if item in again:
                        if (unit, item, field) in known:
                            continue
                        known.add((unit, item, field))
                    raw, name, sheet, cell, sha256, received, archived = rest
                    yield Entry(period, unit, item, field, value_of(kind, value), raw, sheet, cell, name, sha256, received, archived)


def _elsewhere(plan: Plan, table: Table) -> frozenset[str]:
    """Items of ``table`` that stand in another one too: their values stand in the files of both."""
    return frozenset(i.code for i in table.items if any(t is not table and t.item(i.code) for t in plan.tables))
