"""What the sources of the shipped plans share: published rows, columns of the plan's own, and whole sheets."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from plans.workbook import Cell, ItemSheet

PROJECT = {"序号": 6, "项目编码": 10, "项目名称": 36, "建设性质": 9, "建设地址": 28, "主要建设内容": 46, "建设年限": 12, "计划开工": 10, "总投资": 11,
           "年度计划投资": 12, "截至上年底累计完成": 12}
TASK = {"序号": 8, "项目编码": 10, "事项": 34, "主要内容": 46, "完成时限": 16}
INDICATOR = {"序号": 6, "项目编码": 10, "指标": 44, "计量单位": 12, "基期值": 9, "关系": 7, "目标值": 12, "目标年月": 10, "口径": 10,
             "系数": 7, "性质": 7}
REPORTERS = {"牵头单位": 18, "填报单位": 30}
"""Headings with their widths, in the order of the sheet; a plan's own columns stand before the reporters."""
OURS = "代拟"
"""分工依据 where the source names nobody."""


@dataclass(frozen=True)
class Own:
    """A fixed column of the plan's own."""

    name: str
    width: float
    note: str = ""
    issued: int = 0
    """Width in the issued workbook; 0 leaves it out."""

    def row(self, table: str) -> tuple[Cell, ...]:
        """The column's row on the sheet 字段."""
        return (table, self.name, "", "固定", "文本", "", "", "", "", "", "", "", "", "", "显示" if self.issued else "不列", "",
                Decimal(self.issued or 12), self.note)


BASIS = Own("分工依据", 10, "“代拟”表示原文未写责任单位，牵头和填报单位由编制任务书时按职责拟定，各单位可以修改")
WORDS_ROW = ("进展情况", "", "填报", "文本", "", "", "是", "", "", '[口径]="定性"', "", Decimal(10), Decimal(400), "", "", Decimal(30),
             "定性指标没有数字，写本期做成了什么、到了哪一步，10至400字。")
"""What a qualitative indicator asks for, without its table."""


def facts(plan: str, name: str) -> list[dict[str, str]]:
    """The published rows ``name`` of ``plan``, as text by column."""
    with (Path(__file__).with_name(plan) / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def unit(code: str, name: str, alias: str = "", kind: str = "科室", *, parent: str = "", members: str = "",
         reports: bool = True) -> tuple[Cell, ...]:
    """One row of the sheet 单位."""
    return (code, name, alias, kind, parent, members, "是" if reports else "否", "", "")


def figure(text: str) -> Cell:
    """A number as a number; any other text as it stands; nothing for nothing."""
    plain = text.removeprefix("-").replace(".", "", 1)
    return Decimal(text) if plain.isdecimal() else text or None


def day(text: str) -> str:
    """2023-06-30 as a notice has it, 2023年6月30日前; any other text as it stands."""
    parts = text.split("-")
    return f"{parts[0]}年{int(parts[1])}月{int(parts[2])}日前" if len(parts) == 3 else text.replace(";", "、")


def sheet(code: str, headings: dict[str, int], own: Sequence[Own], rows: Sequence[tuple[Cell, ...]]) -> ItemSheet:
    """The sheet of a table: the kind's headings, the plan's own columns, the reporters."""
    columns = {**headings, **{o.name: o.width for o in own}, **REPORTERS}
    return ItemSheet(code, tuple(columns), tuple(columns.values()), tuple(rows))
