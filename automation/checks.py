"""Checks on one row, as conditions in the plan's formula language.

One text serves twice: the issued workbook shows it as a live 自检 formula, the rules evaluate it on what comes back.
A condition is TRUE where all is well. The order of a list is the order in which the 自检 column reports.
Thresholds come from the plan's settings, never from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from automation.formula import Cells, Formula, parse
from automation.formula.values import plain
from automation.lights import threshold_formula
from automation.model.plan import Category, DataType, Field, Kind, Plan, Settings, Severity, Table

EMPTY_WORDS = ("正常", "同上", "无变化", "正在推进", "有序推进", "稳步推进", "按计划推进", "进展正常", "进展顺利", "正在有序推进",
               "按计划有序推进", "各项工作有序推进", "按计划有序推进中", "项目正在有序推进", "项目正在有序推进中", "正在按计划有序推进",
               "各项工作正在有序推进", "各项工作正在有序推进中", "目前正在按计划有序推进", "各项工作正在按计划推进")
"""Texts that say nothing, without their full stop."""
LARGEST = 10 ** 14
"""Excel keeps 15 digits; a figure of more, decimals included, is not what was typed."""


@dataclass(frozen=True)
class RowCheck:
    """One condition that a row is to meet."""

    code: str
    severity: Severity
    condition: Formula
    """TRUE where all is well, over field names, [上期:…] and the constants of ``automation.derive``."""
    field: str
    """The filled field that a finding points at."""
    title: str
    """At most eight characters, heading on the notice."""
    short: str
    """At most 16 characters, for the 自检 column."""
    message: str
    """What was found, with {field} for the row's values and {上期field} for those of the period before."""
    fix: str

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of this period's fields and constants that the condition needs."""
        return frozenset(ref.name for ref in self.condition.refs if not ref.previous)

    def fails(self, now: Cells, before: Cells) -> bool:
        """Whether the condition is FALSE over a row's values, constants with them, and those of the period before.

        One that comes to an error value (a division by nothing) judges nothing.
        """
        return self.condition.fails(now, before)


def row_checks(plan: Plan, table: Table) -> tuple[RowCheck, ...]:
    """The checks that rows of ``table`` must pass: those of its kind that its fields allow, then the plan's own."""
    wanted = [*_wordy(table.fields), *_bounded(table.fields), *_scaled(table.fields), *_KIND_CHECKS[table.kind](plan.settings)]
    known = {f.name for f in table.fields} | {"序时进度", "月份", "年度", "计划开工月", "滞后黄线", "滞后红线"}
    typed = {f.name for f in table.fields if f.category is Category.FILLED}
    fitting = [c for c in wanted if {r.name for r in c.condition.refs} <= known and c.field in typed]
    own = [_own(c.code, c.severity, c.condition, c.message, c.fix, table.fields)
           for c in plan.checks if c.table in ("", table.code) and {r.name for r in c.condition.refs} <= known]
    if "本年累计完成投资" not in typed:
        fitting = [c for c in fitting if c.code not in ("A402", "A403")]
    return tuple(sorted([*fitting, *own], key=lambda c: (Severity.ERROR, Severity.QUERY, Severity.NOTE).index(c.severity)))


_parsed = lru_cache(512)(parse)


def checks_of(plan: Plan, tables: Iterable[Table]) -> tuple[RowCheck, ...]:
    """The checks of an item that stands in all of ``tables``, each once, errors first."""
    unique: dict[tuple[str, str], RowCheck] = {}
    for table in tables:
        for check in row_checks(plan, table):
            unique.setdefault((check.code, check.condition.text), check)
    return tuple(sorted(unique.values(), key=lambda c: tuple(Severity).index(c.severity)))


def _own(code: str, severity: Severity, condition: Formula, message: str, fix: str, fields: Iterable[Field]) -> RowCheck:
    typed = [f.name for f in fields if f.category is Category.FILLED]
    marked = next((r.name for r in condition.refs if r.name in typed and not r.previous), typed[0])
    return RowCheck(code, severity, condition, marked, "本单位校验", message[:16], message.replace("{", "{{").replace("}", "}}"), fix)


def _check(code: str, severity: Severity, condition: str, field: str, title: str, short: str, message: str,
           fix: str) -> RowCheck:
    return RowCheck(code, severity, _parsed(condition), field, title, short, message, fix)


def _wordy(fields: Iterable[Field]) -> list[RowCheck]:
    """Texts that are long enough and say nothing all the same."""
    checks = []
    for field in fields:
        if field.category is Category.FILLED and field.type is DataType.TEXT and field.minimum is not None:
            said = [f'TRIM([{field.name}])="{w}{stop}"' for w in EMPTY_WORDS for stop in ("", "。") if len(w + stop) >= field.minimum]
            if said:
                checks.append(_check(
                    "V309", Severity.ERROR, f"NOT(OR({','.join(said)}))", field.name, "文字不合要求", "须写明具体进展",
                    f"“{{{field.name}}}”看不出具体进展", f"请写清到了哪一步、完成多少，不少于{field.minimum}字"))
    return checks


def _bounded(fields: Iterable[Field]) -> list[RowCheck]:
    """Figures that no cell holds exactly, where the plan sets no closer bounds."""
    return [_check("V305", Severity.ERROR, f"OR(NOT(ISNUMBER([{f.name}])),ABS([{f.name}])<{LARGEST})", f.name, "超出范围", "数字过大",
                   f"“{f.name}”为{{{f.name}}}，位数过多", "请核对位数和单位后重填")
            for f in fields if f.category is Category.FILLED and f.type.numeric and None in (f.minimum, f.maximum)]


def _scaled(fields: Iterable[Field]) -> list[RowCheck]:
    """Shares above 100% where the plan does not forbid them: 45, 0.45 and 45% are taken for one another."""
    return [_check("V306", Severity.QUERY, f"OR(NOT(ISNUMBER([{f.name}])),[{f.name}]<=1)", f.name, "百分比请核实", "超过100%请核实",
                   f"“{f.name}”为{{{f.name}}}，超过100%", "如指百分之四十五，请填 45%；确实超过100%的请在核实说明中写明")
            for f in fields if f.category is Category.FILLED and f.type is DataType.SHARE and (f.maximum is None or f.maximum > 1)]


def _project(s: Settings) -> list[RowCheck]:
    long = s.reason_length
    explained, measured = f"LEN(TRIM([存在问题]))>={long}", f"LEN(TRIM([下步措施]))>={long}"
    line = threshold_formula("[滞后红线]", "[序时进度]", s)
    red = f"AND([年度计划投资]>0,[计划开工月]<=[月份],ISNUMBER([与序时比]),N([与序时比])<-{line})"
    error, query = Severity.ERROR, Severity.QUERY
    return [
        _check("A401", error, "OR(NOT(ISNUMBER([总投资])),[开工以来累计完成投资]<=[总投资])", "本月完成投资", "累计超总投资",
               "累计超总投资(请核单位)", f"开工以来累计完成{{开工以来累计完成投资}}{s.money_unit}，超过总投资{{总投资}}{s.money_unit}",
               "请核对金额；若按“元”填写，请换算成“万元”后重填"),
        _check("A402", error, "[本年累计完成投资]>=[本月完成投资]", "本年累计完成投资", "累计小于本月", "累计小于本月",
               f"本年累计{{本年累计完成投资}}{s.money_unit}，小于本月完成{{本月完成投资}}{s.money_unit}", "累计应包含本月，请核对两列后重填"),
        _check("A403", error, "[本年累计完成投资]=[上期:本年累计完成投资]+[本月完成投资]", "本年累计完成投资", "累计与上期不衔接",
               "累计≠上期累计+本月", f"本年累计{{本年累计完成投资}}{s.money_unit}，不等于上期累计{{上期本年累计完成投资}}加本月完成{{本月完成投资}}",
               "请核对本年累计和本月完成；上期数有误请电话告知办公室"),
        _check("V305", error, "[本年累计完成投资]>=0", "本月完成投资", "超出范围", "负数超过上期累计",
               f"填报{{本月完成投资}}{s.money_unit}后，本年累计为{{本年累计完成投资}}{s.money_unit}，小于0", "请核对正负号；冲减数不能大于上期累计"),
        _check("H501", error, f"OR([本月完成投资]>=0,{explained})", "本月完成投资", "累计下降", "负数须在问题栏说明",
               f"本月完成{{本月完成投资}}{s.money_unit}，本年累计随之下降，未说明原因", f"请在“存在问题”栏写明冲减原因，不少于{long}字；填错的请改正"),
        _check("A409", error, f"OR(NOT({red}),{explained})", "存在问题", "缺少原因或措施", "红灯项目须填原因",
               "与序时比为{与序时比}个百分点（红灯），未说明原因", f"请写清卡在哪个环节、需要谁协调，不少于{long}字"),
        _check("A409", error, f'OR([问题类别]="",[问题类别]="无",{explained})', "存在问题", "缺少原因或措施", "已选问题须说明",
               "已选“{问题类别}”类问题，未写具体问题", f"请写清卡在哪个环节、需要谁协调，不少于{long}字；没有问题请选“无”"),
        _check("A409", error, f'OR([项目状态]<>"停工",{explained})', "存在问题", "缺少原因或措施", "停工项目须填原因",
               "项目状态为“停工”，未说明原因", f"请写清停工原因，不少于{long}字"),
        _check("A409", error, f"OR(NOT({explained}),{measured})", "下步措施", "缺少原因或措施", "有问题须填措施",
               "已填存在问题，未填下步措施", f"请写明措施、责任人和完成日期，不少于{long}字"),
        _check("A405", query, f'OR(AND([项目状态]<>"已完工",[项目状态]<>"已投用"),[投资进度]>={s.finished_share})', "项目状态",
               "状态与进度不符", "已完工但投资未完成", "项目状态为“{项目状态}”，但开工以来累计完成仅占总投资的{投资进度}",
               "仍在施工的请改选“在建”；确已完工的请在核实说明中写明"),
        _check("A405", query, 'OR(NOT(ISNUMBER([投资进度])),[投资进度]<1,[项目状态]<>"在建")', "项目状态", "状态与进度不符", "投资完成仍在建",
               "开工以来累计完成已达总投资，项目状态仍为“在建”", "已完工的请改选“已完工”；未完工的请在核实说明中写明"),
        _check("A406", query, 'OR([项目状态]<>"未开工",[本月完成投资]<=0)', "项目状态", "未开工有投资", "未开工但有投资",
               f"项目状态为“未开工”，本月完成{{本月完成投资}}{s.money_unit}", "已开工的请改选“在建”；属前期费用的请选“前期工作”"),
        _check("A404", query, f"OR(NOT(N([年度计划投资])>0),[本年累计完成投资]<=[年度计划投资]*(1+{s.over_plan_share}))", "本月完成投资",
               "超年度计划", "超年度计划较多", f"本年累计{{本年累计完成投资}}{s.money_unit}，超过年度计划{{年度计划投资}}{s.money_unit}较多",
               "请核对本月完成；数据无误的请在核实说明中写明"),
        _check("H504", query, 'OR(AND([上期:项目状态]<>"已完工",[上期:项目状态]<>"已投用"),[项目状态]="已完工",[项目状态]="已投用")',
               "项目状态", "状态倒退", "状态比上期倒退", "上期项目状态为“{上期项目状态}”，本期为“{项目状态}”", "请核对项目状态；确有变化的请在核实说明中写明"),
    ]


def _task(s: Settings) -> list[RowCheck]:
    long, error, query = s.reason_length, Severity.ERROR, Severity.QUERY
    explained = f"LEN(TRIM([存在问题]))>={long}"
    return [
        _check("A409", error, f'OR([状态]<>"受阻",{explained})', "存在问题", "缺少原因或措施", "受阻须填原因",
               "状态为“受阻”，未说明原因", f"请写清卡在哪个环节、需要谁协调，不少于{long}字"),
        _check("A409", error, f"OR(NOT({explained}),LEN(TRIM([下步计划]))>={long})", "下步计划", "缺少原因或措施", "有问题须填计划",
               "已填存在问题，未填下步计划", f"请写明下一步做什么、何时完成，不少于{long}字"),
        _check("A405", query, 'OR([状态]<>"已完成",[完成率]>=1)', "状态", "状态与进度不符", "已完成但不足100%",
               "状态为“已完成”，完成率为{完成率}", "未完成的请改选“推进中”；确已完成的请填 100%"),
        _check("A405", query, 'OR([完成率]<1,[状态]="已完成")', "状态", "状态与进度不符", "100%但未选已完成",
               "完成率为100%，状态为“{状态}”", "已完成的请改选“已完成”；未完成的请改完成率"),
        _check("H504", query, "OR(NOT(ISNUMBER([上期:完成率])),[完成率]>=[上期:完成率])", "完成率", "状态倒退", "完成率比上期低",
               "完成率{完成率}，低于上期的{上期完成率}", "请核对；确有变化的请在核实说明中写明"),
    ]


def _indicator(s: Settings) -> list[RowCheck]:
    most = f"{plain(s.stock_change_share * 100)}%"
    return [
        _check("A408", Severity.ERROR, 'OR([口径]<>"比率",[分母]>0)', "分母", "分子分母有误", "分母不能为0",
               "分母为{分母}，无法计算比率", "请填写总数，如社区总数"),
        _check("A408", Severity.ERROR, 'OR([口径]<>"比率",[计量单位]<>"%",[分子]<=[分母])', "分子", "分子分母有误", "分子大于分母",
               "分子{分子}大于分母{分母}", "请核对两数，分子应包含在分母之内"),
        _check("H503", Severity.QUERY, 'OR([口径]<>"存量",NOT(ISNUMBER([上期:本期值])),'
               f'ABS([本期值]-[上期:本期值])<=N([上期:本期值])*{s.stock_change_share})', "本期值", "变动过大", f"较上期变动超{most}",
               f"本期值{{本期值}}，上期{{上期本期值}}，变动超过{most}", "请核对；数据无误的请在核实说明中写明原因"),
    ]


_KIND_CHECKS = {Kind.PROJECT: _project, Kind.TASK: _task, Kind.INDICATOR: _indicator}


