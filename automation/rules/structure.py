"""S: sheets, headings, rows, and the cells that were issued locked."""

import re
from collections.abc import Iterator
from decimal import Decimal

from automation.cells.sense import folded
from automation.cells.variants import simplified
from automation.derive import rounded
from automation.forms import Column, Role
from automation.formula import Scalar
from automation.formula.values import plain
from automation.model.plan import Field, Severity
from automation.model.submission import Reading, Value
from automation.rules.case import Case, Hit, Line
from automation.rules.rule import observed, rule
from automation.rules.shown import shortened, shown

ERROR, QUERY, NOTE = Severity.ERROR, Severity.QUERY, Severity.NOTE
_ORNAMENTS = re.compile(r"[()\[\]【】〔〕《》<>“”\"'‘’、,;:。]")
_BLANK = ("", "—")
"""What a locked cell shows where there is nothing to show."""


def _columns(case: Case, role: Role) -> Iterator[tuple[Line, Column, Field, Value]]:
    """The locked cells of ``role`` as found."""
    columns = {id(form): [(c, c.field) for c in form.columns if c.role is role and c.field is not None] for form in case.context.forms}
    for line in case.lines:
        for column, field in columns[id(line.form)]:
            if found := line.row.shown.get(column.key):
                yield line, column, field, found


@rule("S207", ERROR, title="锁定内容有改动", message="“{栏目}”应为“{应为}”，现为“{现为}”",
      fix="请恢复为“{应为}”；确需调整的，请电话告知办公室，由办公室修改任务书", why="名称、总投资和上期数以任务书和台账为准，各表才能衔接")
def fixed_changed(case: Case) -> Iterator[Hit]:
    """Against the plan."""
    for line, column, field, found in _columns(case, Role.FIXED):
        expected = line.standing.get(field.name)
        if not _same(field, expected, found):
            yield _changed(line, column, field, expected, found)


@rule("S207", ERROR, title="锁定内容有改动", message="“{栏目}”应为“{应为}”，现为“{现为}”",
      fix="请恢复为“{应为}”；上期数确有误的，请电话告知办公室更正")
def prior_changed(case: Case) -> Iterator[Hit]:
    """Against what was issued, which the stamp remembers, for the ledger may have moved on since; else the ledger."""
    for line, column, field, found in _columns(case, Role.PRIOR):
        issued = case.submission.issued.get(line.row.code, {})
        expected = issued[column.key] if column.key in issued else line.before.get(field.name)
        nothing = not expected and found.parsed in (None, Decimal(0))
        if not nothing and not _same(field, expected, found):
            yield _changed(line, column, field, expected, found)


def _changed(line: Line, column: Column, field: Field, expected: Scalar, found: Value) -> Hit:
    now = shown(field, found.parsed) if isinstance(found.parsed, Decimal) else shortened(found.raw) or shown(field, None)
    facts = {"栏目": column.heading, "应为": shown(field, expected), "现为": now}
    return line.hit(column.key, found, facts)


def _same(field: Field, expected: Scalar, found: Value) -> bool:
    """Alike at the field's decimals; texts alike but for blanks, brackets, quotation marks, traditional characters."""
    if found.reading in (Reading.UNCALCULATED, Reading.CELL_ERROR):
        return False
    alike = type(expected) is type(found.parsed) and expected == found.parsed
    return alike or _key(field, expected) == _key(field, found.parsed)


def _key(field: Field, value: Scalar) -> str:
    if isinstance(value, Decimal):
        kept = rounded(field, value)
        return plain(kept) if isinstance(kept, Decimal) else ""
    text = "".join(folded("" if value is None else str(value)).split())
    return "" if text in _BLANK else simplified(_ORNAMENTS.sub("", text))


@rule("S208", NOTE, title="公式已变为数值", message="“{栏目}”的公式已变为固定值{填写}，不采用，按{计算值}计", fix="无需更改；下次请保留“{栏目}”的公式",
      why="计算栏一律重算，填入的数不参与汇总")
def formula_overwritten(case: Case) -> Iterator[Hit]:
    """A computed column whose cell holds a constant."""
    for line, column, field, found in _columns(case, Role.COMPUTED):
        if found.note == "constant" and found.reading is not Reading.EMPTY:
            result = shown(field, line.values.get(field.name))
            yield line.hit(field.name, found, {"栏目": column.heading, "填写": shortened(found.raw), "计算值": result})


@rule("S212", NOTE, title="栏目外的数据", message="“{栏目}”本行不用填，填的“{填写}”没有读取", fix="需要报送的，请填入本行应填的栏目；不需要的可以不改",
      why="没有读取的数要让填报人知道")
def nothing_to_fill_in(case: Case) -> Iterator[Hit]:
    """A figure in a cell that was issued with a dash."""
    for line, column, _, found in _columns(case, Role.FILLED):
        if column.key not in line.entry.fields and found.raw.strip() not in _BLANK:
            yield line.hit(column.key, found, {"栏目": column.heading, "填写": shortened(found.raw)})


RULES = (
    observed("S201", ERROR, title="缺少表或栏目", message="没有找到{what}“{missing}”{是不是}", fix="请恢复{what}“{missing}”；或在下发的填报工作簿中填写后重报",
             why="缺了栏目就不知道数该读自哪里"),
    observed("S202", NOTE, title="版式有变动", message="{what}与下发的不同：应为“{expected}”，现为“{found}”，共{count}处，已照读",
             fix="无需更改；下次请保持填报工作簿的版式", why="能认出的照读，同时让填报人知道"),
    observed("S203", ERROR, title="栏目重复", message="栏目“{heading}”出现多次（{cells}），不能确定读哪一栏", fix="请只保留一栏",
             why="两栏数据不同时不猜"),
    observed("S204", ERROR, title="缺少一行", message="没有找到“{name}”（{annex}）一行{是不是}", fix="请补回这一行并填报；没有进展的填 0",
             why="缺一行，合计就少一个项目"),
    observed("S205", ERROR, title="一项多行", message="“{name}”有多行（{cells}），不能确定读哪一行", fix="请合并为一行，删去多余的行",
             why="一个项目只能计一次"),
    observed("S206", QUERY, title="任务书外的行", message="任务书中没有“{name}”，这一行未计入汇总", fix="新增项目请在核实说明中写明依据，由办公室列入任务书；多余的请删去",
             why="新增项目要先列入任务书，内容转办公室"),
    fixed_changed,
    prior_changed,
    formula_overwritten,
    nothing_to_fill_in,
    observed("S209", QUERY, title="隐藏处有数据", message="隐藏的{what}（{where}）中有{count}个数据：{cells}", fix="请取消隐藏并核对；不需要的请清空",
             why="隐藏的数看不见却可能参与计算"),
    observed("S210", ERROR, title="一表多份", message="“{name}”有多份，{count}处内容不同（{cells}），不能确定读哪一份", fix="请只保留一份",
             why="两份内容不同时不猜"),
    observed("S211", ERROR, title="合并了单元格", message="{cells}合并成一格，其中的“{found}”不能确定怎样分给：{names}",
             fix="请取消合并，逐格填写", why="合并后只有第一格有数，其余各格是空的"),
    observed("S212", NOTE, title="栏目外的数据", message="{where}中有{count}个数据不在本表的栏目内，没有读取：{cells}",
             fix="需要报送的，请填入表内相应栏目；不需要的可以不改", why="没有读取的数要让填报人知道"),
)
