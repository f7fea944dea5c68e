"""What 数据校核 compares, as pairs of a figure that must hold and the live figure that must still equal it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from automation.bulletin.columns import BEFORE, MONTH, TOTAL, YEAR
from automation.bulletin.frame import MISSING
from automation.bulletin.layout import LEDGER, Layout, TableLayout, table_name
from automation.bulletin.places import area, reference
from automation.bulletin.sources import sources
from automation.bulletin.stated import stated
from automation.bulletin.trace import verdicts
from automation.bulletin.written import Written
from automation.summary import ItemFigures, Summary


@dataclass(frozen=True)
class Check:
    """One line of the sheet."""

    kind: str
    content: str
    basis: Written
    live: Written
    remark: str
    decimals: int | None = None
    """Decimals to print; None for money, which shows as many as its line needs."""

    @property
    def agrees(self) -> bool:
        """Whether both figures are equal."""
        return self.basis.value == self.live.value


def checks(summary: Summary, layout: Layout) -> tuple[Check, ...]:
    """Every comparison, in the order of the sheet."""
    found = [*_control_totals(layout), *_text(layout.summary), *_pairs(summary, layout)]
    for table in layout.tables:
        found += _months(layout, table)
    return (*found, *_logic(layout))


def _control_totals(layout: Layout) -> Iterator[Check]:
    for table in layout.tables:
        plan = table.figures.table
        for field, total in plan.controls:
            if field in [c.key for c in table.columns]:
                live = Written(table.figures.total(field), f"={table.total(field)}")
                yield Check("合计", f"{table.code}{field}合计 与任务书控制合计", Written(total), live, "任务书控制合计")


def _text(summary: Summary) -> Iterator[Check]:
    for one in stated(summary):
        basis, live = Written(one.value), Written(one.value, one.formula)
        yield Check("文表一致", f"通报正文“{one.label}”", basis, live, "正文为文字,表内为公式", one.decimals)


def _pairs(summary: Summary, layout: Layout) -> Iterator[Check]:
    for first, second in summary.combined.pairs:
        where = f"({first.item.table}第{first.item.ordinal}项={second.item.table}第{second.item.ordinal}项)"
        yield _pair(layout, first, second, TOTAL, f"{first.item.name}:总投资{where}", "同一项目列在两表")
        if first.number(YEAR) or second.number(YEAR):
            label = summary.period.range_label
            yield _pair(layout, first, second, YEAR, f"{first.item.name}:{label}累计", "同一项目列在两表")


def _pair(layout: Layout, first: ItemFigures, second: ItemFigures, key: str, content: str, remark: str) -> Check:
    basis, live = (Written(one.number(key) or Decimal(0), f"=N({layout.reference(one.item.table, one.item.code, key)})")
                   for one in (first, second))
    return Check("表间一致", content, basis, live, remark)


def _months(layout: Layout, table: TableLayout) -> Iterator[Check]:
    ledger, period, code = layout.ledger, table.period, table.code
    row = ledger.totals_row(code)
    months = [m for i in table.figures.items for m in i.months if m is not None]
    basis = Written(sum(months, Decimal(0)), f"={reference(LEDGER, row, ledger.year)}")
    live = Written(table.figures.total(YEAR), f"={table_name('累计完成', code)}")
    yield Check("前后衔接", f"{code} 各期完成之和={period.range_label}累计", basis, live, "月度台账与附件表")
    before = table.figures.totals_before.get(YEAR)
    if period.first_of_year or not isinstance(before, Decimal):
        return
    earlier = [m for i in table.figures.items for m in i.months[:-1] if m is not None]
    cells = area(LEDGER, row, ledger.FIRST_MONTH, row, ledger.column(code, period.ordinal - 1))
    live = Written(sum(earlier, Decimal(0)), f"=SUM({cells})")
    yield Check("前后衔接", f"{code} {period.previous.range_label}累计与上期通报", Written(before), live, "上期通报定稿数")


def _logic(layout: Layout) -> Iterator[Check]:
    none = Written(Decimal(0))
    for table in layout.tables:
        over = Written(Decimal(sum(map(_exceeds, table.figures.items))), _over_formula(table))
        yield Check("逻辑", f"{table.code}累计完成超过总投资的项目数", none, over, "上年底累计+本年累计≤总投资", 0)
    if layout.tables:
        yield _unreported(layout)
    if any(True for _ in sources(layout)):
        changed = Written(Decimal(0), f'=COUNTIF({verdicts(layout)},"×*")')
        yield Check("逻辑", "定稿前人工改动的填报值", none, changed, "见《溯源》", 0)


def _unreported(layout: Layout) -> Check:
    missing = sum(i.number(MONTH) is None for t in layout.tables for i in t.figures.items)
    counts = "+".join(f'COUNTIF({t.range(MONTH)},"{MISSING}")' for t in layout.tables)
    live = Written(Decimal(missing), f"={counts}")
    return Check("逻辑", "未报项目数(一个项目列在两表的计两次)", Written(Decimal(missing)), live, "与收表记录一致", 0)


def _exceeds(figures: ItemFigures) -> bool:
    total = figures.number(TOTAL)
    done = (figures.number(BEFORE) or Decimal(0)) + (figures.number(YEAR) or Decimal(0))
    return total is not None and done > total


def _over_formula(table: TableLayout) -> str:
    total, before, year = (table.range(key) for key in (TOTAL, BEFORE, YEAR))
    return f"=SUMPRODUCT(ISNUMBER({total})*(ROUND({before}+{year}-{total},6)>0))"
