"""A case's tables to a submission and its context; what a table leaves out is filled in as if all were well."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from automation.cells import read_value
from automation.derive import State, standing
from automation.forms import Form, FormRow, forms_for
from automation.formula import Scalar, parse
from automation.model.plan import (
    Category,
    DataType,
    Field,
    Item,
    Kind,
    Plan,
    PlanCheck,
    RollUp,
    Settings,
    Severity,
    Table,
    Target,
    Unit,
)
from automation.model.submission import Observation, Row, Submission, Value
from automation.period import Frequency, Period
from automation.presets import NAME_FIELD, preset
from automation.rules import Context
from tests.rules import markdown

JUNE = Period(2017, 6)
UNIT = Unit("510903", "船山区")
WHOLE_FILE, TOTAL = "（整份文件）", "合计"
_KINDS = {heading: kind for kind, heading in NAME_FIELD.items()}
_WELL = {
    Kind.PROJECT: {
        "总投资": "10000", "年度计划投资": "1200", "计划开工": "2016-03", "截至上年底累计完成": "0", "建设年限": "2016—2018",
        "本月完成投资": "100", "项目状态": "在建", "形象进度": "综合楼主体施工至8层", "问题类别": "无",
        "上期:本年累计完成投资": "500", "上期:本月完成投资": "90", "上期:项目状态": "在建", "上期:形象进度": "综合楼主体施工至6层",
    },
    Kind.TASK: {
        "主要内容": "入户摸底", "完成时限": "2017年10月", "进展情况": "已完成三个片区的入户摸底调查", "完成率": "0.5", "状态": "推进中",
        "上期:完成率": "0.4", "上期:进展情况": "已完成两个片区的入户摸底调查",
    },
    Kind.INDICATOR: {"计量单位": "张", "关系": ">=", "目标值": "200", "口径": "存量", "系数": "100", "本期值": "110", "分子": "80",
                     "分母": "100", "上期:本期值": "100"},
}


@dataclass(frozen=True)
class Stage:
    """One section of a case file, ready to be checked."""

    submission: Submission
    context: Context
    expected: Mapping[str, str]
    """Names of the rows, 合计 and （整份文件）, with the codes expected of each."""
    words: Mapping[str, tuple[str, str]]
    """The message and the fix expected of a row's first finding, where the table says."""


def staged(tables: list[markdown.Table]) -> Stage:
    """Set up a section: any of the tables 字段, 校验 and 参数, and the rows, whose first heading names their kind."""
    rows = next(t for t in tables if next(iter(t[0])) in _KINDS)
    kind = _KINDS[next(iter(rows[0]))]
    set_ = {row["参数"]: row["值"] for t in tables if "参数" in t[0] for row in t}
    plan = _plan(kind, rows, tables, set_)
    period = Period.parse(set_.get("报告期", str(JUNE)))
    forms = forms_for(plan, UNIT, period)
    return Stage(
        _submission(forms[0], rows, kind, period),
        Context(plan, UNIT, period, forms, *_history(forms[0], rows, kind), closed=set_.get("封账") == "是"),
        {row[NAME_FIELD[kind]]: row["期望"] for row in rows},
        {row[NAME_FIELD[kind]]: (row["问题"], row.get("改法", "")) for row in rows if row.get("问题")},
    )


def observation(row: dict[str, str]) -> Observation:
    """A row of a table of observations."""
    facts = dict(part.split("=", 1) for part in row["事实"].split("；"))
    sheet, _, cell = row["位置"].partition("!")
    return Observation(row["观察"], facts, sheet, cell)


def empty_submission(*observations: Observation) -> Submission:
    """A file of which nothing but ``observations`` is known."""
    return Submission("A", "船山区", JUNE, "0" * 64, "船山区.xlsx", (), observations=observations)


def plan_of(kind: Kind, items: tuple[Item, ...], fields: tuple[Field, ...] = (), checks: tuple[PlanCheck, ...] = ()) -> Plan:
    """A plan of one table."""
    settings = Settings("A", "民政重点工作", "遂宁市民政局", Period(2017, 1), Period(2017, 12))
    return Plan(settings, (UNIT,), (Table("附件1", "总表", kind, Frequency.MONTH, fields or preset(kind, "万元", 2), items),), checks)


def _plan(kind: Kind, rows: markdown.Table, tables: list[markdown.Table], set_: Mapping[str, str]) -> Plan:
    fields = {f.name: f for f in preset(kind, "万元", 2)}
    for row in (row for t in tables if "字段" in t[0] for row in t):
        fields[row["字段"]] = _field(row, fields.get(row["字段"]))
    checks = tuple(PlanCheck(row["编号"], "", parse(row["条件"]), Severity(row["级别"]), row["问题"], row["改法"])
                   for t in tables if "编号" in t[0] for row in t)
    named = [row for row in rows if row[NAME_FIELD[kind]] not in (TOTAL, WHOLE_FILE)] or [{NAME_FIELD[kind]: "甲"}]
    items = tuple(_item(kind, f"P{n}", row, tuple(fields.values())) for n, row in enumerate(named, 1))
    plan = plan_of(kind, items, tuple(fields.values()), checks)
    changed = {"不变期数": ("unchanged_months", int), "超倍数": ("jump_multiple", Decimal), "存量变动幅度": ("stock_change_share", Decimal)}
    values = {name: read(set_[word]) for word, (name, read) in changed.items() if word in set_}
    return replace(plan, settings=replace(plan.settings, **values))


def _field(row: dict[str, str], preset_field: Field | None) -> Field:
    least, most = (Decimal(text) if (text := row.get(name)) else None for name in ("最小", "最大"))
    return Field(
        row["字段"], Category.FILLED, DataType(row["类型"]), row.get("单位", ""), int(row.get("小数") or 0), row.get("必填") == "是",
        preset_field.rollup if preset_field else RollUp.NONE, options=tuple(filter(None, row.get("选项", "").split("、"))),
        title=preset_field.title if preset_field else "", minimum=least, maximum=most,
    )


def _item(kind: Kind, code: str, row: dict[str, str], fields: tuple[Field, ...]) -> Item:
    fixed = {f.name: _scalar(f, _given(kind, row, f.name)) for f in fields if f.category is Category.FIXED}
    target = fixed.pop("目标值", None)
    targets = (Target(target, "", str(fixed.pop("关系", ">=")), None),) if isinstance(target, Decimal) else ()
    return Item(code, "附件1", code[1:], row[NAME_FIELD[kind]], fixed, "船山区", ("船山区",), targets)


def _given(kind: Kind, row: dict[str, str], name: str) -> str:
    return row[name] if name in row else _WELL[kind].get(name, "")


def _scalar(field: Field | None, text: str) -> Scalar:
    if not text:
        return None
    return Decimal(text) if field is None or field.type.numeric else text


def _history(form: Form, rows: markdown.Table, kind: Kind) -> tuple[dict[str, State], dict[str, tuple[State, ...]]]:
    previous, earlier = {}, {}
    by_name = {row[NAME_FIELD[kind]]: row for row in rows}
    for entry in form.rows:
        row = {f"上期:{f.name}": "" for f in form.fields} | _WELL[kind] | by_name.get(entry.item.name, {})
        last = _state(form, row, "上期:")
        months = sorted({int(m[1]) for key in row if (m := re.match(r"(\d+)月:", key))})
        previous[entry.item.code] = last
        earlier[entry.item.code] = (*(_state(form, row, f"{month}月:") for month in months), last)
    return previous, earlier


def _state(form: Form, row: dict[str, str], prefix: str) -> State:
    return {f.name: _scalar(f, row[prefix + f.name]) for f in form.fields if row.get(prefix + f.name)}


def _submission(form: Form, rows: markdown.Table, kind: Kind, period: Period) -> Submission:
    by_name = {row[NAME_FIELD[kind]]: row for row in rows}
    sent = tuple(_row(form, entry, by_name[entry.item.name], number, period)
                 for number, entry in enumerate(form.rows) if entry.item.name in by_name)
    total = {name: _value(form, name, text, len(form.rows)) for name, text in by_name.get(TOTAL, {}).items()
             if text and any(f.name == name for f in form.fields)}
    issued = {entry.item.code: {key[2:]: Decimal(text) for key, text in by_name[entry.item.name].items() if key.startswith("发:") and text}
              for entry in form.rows if entry.item.name in by_name}
    sheets = {form.sheet: {n: v._replace(note="formula" if by_name[TOTAL][n].startswith("=") else "constant") for n, v in total.items()}}
    return replace(empty_submission(), rows=sent, totals=sheets if total else {}, issued=issued, period=period)


def _row(form: Form, entry: FormRow, row: dict[str, str], number: int, period: Period) -> Row:
    values = {f.name: _value(form, f.name, _given(form.kind, row, f.name), number) for f in form.fields
              if f.category is Category.FILLED and f.name in entry.fields and row.get(f.name) != "（无此栏）"}
    shown = {key[2:]: _value(form, key[2:], text, number) for key, text in row.items() if key.startswith("现:") and text}
    right = {c.field.name: standing(entry.item, period).get(c.field.name) for c in form.columns
             if c.field and c.field.category is Category.FIXED}
    issued = {name: _cell(form, name, value, number) for name, value in right.items()}
    return Row(entry.item.code, entry.item.name, entry.tables, form.sheet, number + 9, values, issued | shown)


def _value(form: Form, key: str, text: str, number: int) -> Value:
    """A cell as a case writes it: 'text is text, =1 a formula with its result, =? one without, #REF! an error."""
    body = text.lstrip("=")
    if text.startswith("'"):
        return _cell(form, key, text[1:], number)
    if body.startswith("#") or text == "=?":
        return _cell(form, key, None, number, error=body if body.startswith("#") else None, uncalculated=text == "=?")
    figure = re.fullmatch(r"-?\d+(\.\d+)?", body)
    return _cell(form, key, float(body) if figure else body or None, number, formula=text.startswith("="))


def _cell(form: Form, key: str, raw: object, number: int, *, formula: bool = False, error: str | None = None,
          uncalculated: bool = False) -> Value:
    field = next(f for f in form.fields if f.name == key.removeprefix("上期:"))
    letter = chr(ord("A") + form.index(key)) if any(c.key == key for c in form.columns) else "Z"
    return read_value(field, float(raw) if isinstance(raw, Decimal) else raw, formula=formula, error=error,
                      uncalculated=uncalculated, sheet=form.sheet, cell=f"{letter}{number + 9}")
