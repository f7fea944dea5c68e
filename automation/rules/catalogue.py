"""Every rule there is, one for each code, and the page that lists them."""

import re
from collections.abc import Iterable
from dataclasses import replace

from automation.checks import row_checks
from automation.model.plan import Category, DataType, Field, Kind, Plan, Settings, Table
from automation.period import Frequency, Period
from automation.presets import preset
from automation.rules.across import RULES as ACROSS
from automation.rules.arithmetic import rule_of
from automation.rules.check import CELLS, ROWS
from automation.rules.rule import Rule

LETTERS = {"F": "文件", "I": "身份", "S": "结构", "V": "数值", "A": "计算关系", "H": "与前期比较", "X": "各家各表之间", "P": "本单位校验"}
"""What the first letter of a code stands for, in the order of the catalogue."""
_FACTS = {
    "about": "事项", "cells": "单元格", "count": "个数", "expected": "应为", "first": "说法一", "first_source": "出处一", "found": "现为",
    "heading": "栏目", "annex": "附件序号", "missing": "缺少的", "name": "名称", "reason": "原因", "second": "说法二", "second_source": "出处二",
    "sources": "各处所写", "other": "另一单位", "source": "出处", "unit": "单位", "what": "内容", "where": "位置",
}
_ANY_YEAR = Settings("", "", "", Period(2017, 1), Period(2017, 12))


def catalogue(plan: Plan | None = None) -> tuple[Rule, ...]:
    """All rules by code, for reading: with the thresholds and the own checks of ``plan``, else with the default thresholds.

    Where a code has several wordings they stand one to a line. Facts stand as 〔名称〕.
    """
    by_code: dict[str, list[Rule]] = {}
    for rule in (*CELLS, *ROWS, *ACROSS, *_row_rules(plan)):
        by_code.setdefault(rule.code, []).append(rule)
    return tuple(_joined(by_code[code]) for code in sorted(by_code, key=lambda c: ([*LETTERS, c[0]].index(c[0]), c)))


def document(plan: Plan | None = None) -> str:
    """The catalogue as a Markdown page, one table for each letter."""
    rules = catalogue(plan)
    letters = dict.fromkeys(rule.code[0] for rule in rules)
    parts = [_HEAD, *(_section(letter, [r for r in rules if r.code[0] == letter]) for letter in letters)]
    return "\n".join(parts)


_HEAD = """# 校验规则

每条规则有一个固定的编码，电话里报编码就能说清是哪一条。级别分三档：

- **强制**：退回修改，整份文件都不入账。
- **核实**：数据入账，同时要求填写核实说明，在通报附件中列出。
- **提示**：只告知，不需要更改。

〔〕内是填报表中的实际内容。天数、比例等界限取自任务书的“参数”表，这里是默认值。
一个错误只报一条：有错误的格子，由它算出来的结果不再另行判断。
"""


def _section(letter: str, rules: Iterable[Rule]) -> str:
    lines = [f"## {letter} {LETTERS.get(letter, '其他')}\n", "| 编码 | 级别 | 名称 | 问题 | 改法 | 为什么 |", "|---|---|---|---|---|---|"]
    for rule in rules:
        cells = (rule.code, rule.severity.value, rule.title, rule.message, rule.fix, rule.why)
        lines.append(f"| {' | '.join(cell.replace('|', '／').replace(chr(10), '<br>') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def _joined(rules: list[Rule]) -> Rule:
    """One rule of a code's several wordings."""
    messages, fixes = (dict.fromkeys(map(_readable, texts)) for texts in ((r.message for r in rules), (r.fix for r in rules)))
    return replace(rules[0], message="\n".join(messages), fix="\n".join(fixes))


def _readable(text: str) -> str:
    named = re.sub(r"(?<!\{)\{([^{}]+)\}(?!\})", lambda fact: f"〔{_FACTS.get(fact[1], fact[1])}〕", text)
    return named.replace("{{", "{").replace("}}", "}")


def _row_rules(plan: Plan | None) -> list[Rule]:
    """The rules of the rows: those of every kind of table, then the plan's own."""
    settings = plan.settings if plan else _ANY_YEAR
    tables = [Table(kind.value, "", kind, Frequency.MONTH, preset(kind, settings.money_unit, settings.money_decimals), ())
              for kind in Kind]
    typed = tuple(replace(f, category=Category.FILLED, formula=None) if f.name == "本年累计完成投资" else f for f in tables[0].fields)
    share = Field("栏目", Category.FILLED, DataType.SHARE)
    every = Plan(settings, (), (replace(tables[0], fields=(*typed, share)), *tables))
    found = [rule_of(check) for table in every.tables for check in row_checks(every, table)]
    if plan:
        own = {check.code for check in plan.checks}
        found += [rule_of(c) for table in plan.tables for c in row_checks(plan, table) if c.code in own]
    return list(dict.fromkeys(found))
