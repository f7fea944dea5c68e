"""A plan sheet as rows under headings: where the headings stand, what each cell says, and its address."""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TypeVar

from automation.formula import Formula, FormulaError, parse
from automation.plan.faults import Faults, did_you_mean
from automation.sheets.grid import RawCell, RawSheet, address_of

HEADINGS_WITHIN = 6
"""The headings stand in one of the first rows, titles may stand above."""

E = TypeVar("E", bound=Enum)


def tidy(text: str) -> str:
    """Text as it is compared: full-width forms folded, white space and a trailing (;) hint of a heading removed."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\(;\)$", "", folded)


def cell_text(cell: RawCell | None) -> str:
    """What a cell says, trimmed; whole numbers without a point, dates as 2017-06-01, empty for nothing."""
    if cell is None or cell.value is None:
        return ""
    value = cell.value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return str(value).strip()


def split_list(text: str) -> tuple[str, ...]:
    """The entries of a list in one cell, separated by ; ； 、 or a line break, but not within brackets: 各县（市、区） is one."""
    return tuple(part.strip() for part in re.split(r"[;；、\n](?![^（(]*[）)])", text) if part.strip())


@dataclass(frozen=True)
class PlanRow:
    """One row of a plan sheet."""

    view: "TableView"
    index: int
    """0-based row."""

    def text(self, heading: str) -> str:
        """What stands under ``heading``; empty where the sheet has no such heading."""
        column = self.view.columns.get(heading)
        return "" if column is None else cell_text(self.view.sheet.at(self.index, column))

    def address(self, heading: str) -> str:
        """The A1 address of the cell under ``heading``."""
        return address_of(self.index, self.view.columns.get(heading, 0))

    def fault(self, heading: str, message: str, fix: str) -> None:
        """Note a fault of the cell under ``heading``."""
        self.view.faults.add(self.view.sheet.name, self.address(heading), message, fix)

    def number(self, heading: str) -> Decimal | None:
        """The number under ``heading``, None when empty; text that is no number is a fault and gives None."""
        return self._decimal(heading, self.text(heading))

    def numbers(self, heading: str) -> tuple[Decimal, ...]:
        """The numbers listed under ``heading``; an entry that is no number is a fault and left out."""
        found = (self._decimal(heading, part) for part in split_list(self.text(heading)))
        return tuple(number for number in found if number is not None)

    def _decimal(self, heading: str, written: str) -> Decimal | None:
        text = written.replace(",", "")
        if not text:
            return None
        try:
            number = Decimal(f"{float(text):.15g}") if "e" in text.lower() else Decimal(text)
        except (InvalidOperation, ValueError):
            self.fault(heading, f"“{heading}”应为数字，现为“{text}”", "请只填数字，单位写在“单位”列")
            return None
        return number if number.is_finite() else None

    def choice(self, heading: str, kinds: type[E], default: E) -> E:
        """The enum entry whose value stands under ``heading``; empty gives ``default``, an unknown word is a fault."""
        text = tidy(self.text(heading))
        if not text:
            return default
        for entry in kinds:
            if entry.value == text:
                return entry
        words = [str(entry.value) for entry in kinds]
        self.fault(heading, f"“{heading}”不认识“{text}”{did_you_mean(text, words)}", f"请填：{'、'.join(words)}")
        return default

    def yes(self, heading: str, default: bool) -> bool:
        """是/否 under ``heading``."""
        text = self.text(heading)
        if text in ("是", "否", ""):
            return default if not text else text == "是"
        self.fault(heading, f"“{heading}”应填“是”或“否”，现为“{text}”", "请改为“是”或“否”")
        return default

    def formula(self, heading: str) -> Formula | None:
        """The formula under ``heading``; one that cannot be parsed is a fault and gives None."""
        text = self.text(heading)
        if not text:
            return None
        try:
            return parse(text)
        except FormulaError as error:
            self.fault(heading, f"公式“{text}”：{error.message}", error.fix or "请按 Excel 写法改正，字段名放在方括号里")
            return None


@dataclass(frozen=True)
class TableView:
    """A sheet with its headings found."""

    sheet: RawSheet
    heading_row: int
    columns: dict[str, int]
    """Heading as known → 0-based column."""
    faults: Faults

    def rows(self) -> Iterator[PlanRow]:
        """Every row below the headings that says anything."""
        return (PlanRow(self, row) for row, cells in self.sheet.lines.items() if row > self.heading_row and any(map(cell_text, cells)))


def view(sheet: RawSheet, known: tuple[str, ...], needed: tuple[str, ...], faults: Faults) -> TableView:
    """Find the headings of ``sheet``: the row among the first that holds most of ``known``.

    An unknown heading, one that stands twice and a ``needed`` one that is missing are faults.
    """
    folded = {tidy(name): name for name in known}
    rows = range(min(HEADINGS_WITHIN, sheet.rows))
    row = max(rows, key=lambda r: sum(tidy(text) in folded for text in _texts(sheet, r).values()), default=0)
    columns: dict[str, int] = {}
    for column, text in _texts(sheet, row).items():
        name = folded.get(tidy(text))
        if name is None:
            free = [n for n in known if n not in columns]
            faults.add(sheet.name, address_of(row, column), f"不认识列标题“{text}”{did_you_mean(text, free)}",
                       "请改正列标题；多余的列请删除")
        elif name in columns:
            faults.add(sheet.name, address_of(row, column), f"列标题“{name}”出现两次", "请删除其中一列")
        else:
            columns[name] = column
    for name in needed:
        if name not in columns:
            faults.add(sheet.name, address_of(row, 0), f"缺少列标题“{name}”", "请在标题行补上这一列")
    return TableView(sheet, row, columns, faults)


def _texts(sheet: RawSheet, row: int) -> dict[int, str]:
    return {column: text for column in range(sheet.columns) if (text := cell_text(sheet.at(row, column)))}
