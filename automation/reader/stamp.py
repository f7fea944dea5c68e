"""What a workbook says of itself: the stamp in its three places, and the heading lines of its sheets."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from automation.cells import read_value
from automation.cells.sense import folded
from automation.forms import FIRST_ROW, META_SHEET, SHEETS
from automation.formula import Scalar
from automation.model.plan import Category, DataType, Field
from automation.reader.grid import by_row, text_at, text_of
from automation.sheets.grid import RawBook, RawCell, RawSheet

PROPERTY = "tongbao"
_NAMES = {"plan": "tongbao_plan", "unit": "tongbao_unit", "period": "tongbao_period", "version": "tongbao_version"}
_META_KEYS = {"plan": "计划编号", "unit": "单位编码", "period": "填报期", "version": "模板版本"}
_TABLE_HEAD = ("工作表", "行", "编码")
_CONSTANT = re.compile(r'=?\s*"(.*)"\s*', re.DOTALL)
_UNIT = re.compile(r"(?:填报|报送|上报)单位(?:\(.*?\))?\s*:\s*(\S+)?")
_PERIOD = re.compile(r"(?:填报期|报告期|报告时间|填报月份|报告月份)\s*:\s*(\S+)?")
_HEADING_PERIOD = re.compile(r"([0-9]{4})年(?:([0-9]{1,2})月|第([1-4一二三四])季度|(上|下)半年)?")
_ANY = Field("上期", Category.FIXED, DataType.QUANTITY)


@dataclass(frozen=True)
class Claim:
    """What one place of the workbook says; empty where it is silent."""

    source: str
    """自定义属性, 定义名称, _meta, or a cell: 填报表!A2."""
    plan: str = ""
    unit: str = ""
    """Code, name or alias."""
    unit_name: str = ""
    """The name beside a code."""
    period: str = ""
    version: str = ""


@dataclass(frozen=True)
class Stamp:
    """Everything that a workbook says of itself."""

    claims: tuple[Claim, ...]
    fingerprint: str
    """Of the plan that the workbook was issued from."""
    issued: Mapping[str, Mapping[str, Scalar]]
    """What was prefilled: item code → column key → value."""


def read_stamp(book: RawBook) -> Stamp:
    """Collect what the property, the defined names, ``_meta`` and the sheets' own heading lines say."""
    meta = book.sheet(META_SHEET)
    said = _pairs(meta) if meta else {}
    stamped = (*_property(book), *_names(book), *_meta(said))
    spoken = tuple(claim for name in SHEETS.values() if (sheet := book.sheet(name)) for claim in _heading_lines(sheet))
    return Stamp((*stamped, *spoken), said.get("计划指纹", ""), _issued(meta) if meta else {})


def _property(book: RawBook) -> Iterator[Claim]:
    parts = book.properties.get(PROPERTY, "").split("|")
    if len(parts) == len(_NAMES):
        plan, unit, period, version = map(str.strip, parts)
        yield Claim("自定义属性", plan, unit, "", period, version)


def _names(book: RawBook) -> Iterator[Claim]:
    said = {key: match[1].replace('""', '"') for key, name in _NAMES.items()
            if (match := _CONSTANT.fullmatch(book.names.get(name, "")))}
    if said:
        yield Claim("定义名称", **said)


def _meta(said: Mapping[str, str]) -> Iterator[Claim]:
    if said.get("产品") == PROPERTY:
        yield Claim(META_SHEET, unit_name=said.get("单位", ""), **{k: said.get(w, "") for k, w in _META_KEYS.items()})


def _pairs(meta: RawSheet) -> dict[str, str]:
    """The key/value rows at the top of the sheet."""
    pairs: dict[str, str] = {}
    for row in by_row(meta, end=_table_row(meta)):
        if key := text_at(meta, row, 0):
            pairs.setdefault(key, text_at(meta, row, 1))
    return pairs


def _table_row(meta: RawSheet) -> int:
    return next((row for row in by_row(meta) if text_at(meta, row, 0) == _TABLE_HEAD[0]), meta.rows)


def _issued(meta: RawSheet) -> dict[str, dict[str, Scalar]]:
    """The table at the end of the sheet: what each item's locked prior cells held."""
    top = _table_row(meta)
    keys = {column: text_at(meta, top, column) for column in range(len(_TABLE_HEAD), meta.columns)}
    issued: dict[str, dict[str, Scalar]] = {}
    for row in by_row(meta, top + 1):
        if code := text_at(meta, row, 2):
            issued[code] = {key: _scalar(meta.at(row, column)) for column, key in keys.items() if key}
    return issued


def _scalar(cell: RawCell | None) -> Scalar:
    if cell is None or isinstance(cell.value, str):
        return None if cell is None else str(cell.value)
    return read_value(_ANY, cell.value, formula=False, error=cell.error, uncalculated=cell.uncalculated,
                      sheet=META_SHEET, cell=cell.address).parsed


def _heading_lines(sheet: RawSheet) -> Iterator[Claim]:
    """Cells above the table that name the unit or the period, with the value behind the colon or in the next cell."""
    for cells in by_row(sheet, end=FIRST_ROW).values():
        for cell, right in zip_longest(cells, cells[1:]):
            content = folded(cell.value) if isinstance(cell.value, str) else ""
            unit, period = _UNIT.search(content), _PERIOD.search(content)
            after = folded(text_of(right))
            if unit or period:
                yield Claim(f"{sheet.name}!{cell.address}", unit=unit[1] or after if unit else "",
                            period=period_code(period[1] or after) if period else "")


def period_code(text: str) -> str:
    """2017年6月 as 2017-06, 2017年第2季度 as 2017-Q2, 2017年上半年 as 2017-H1; anything else as it stands."""
    match = _HEADING_PERIOD.fullmatch("".join(folded(text).split()))
    if match is None:
        return text
    year, month, quarter, half = match.groups()
    if month:
        return f"{year}-{int(month):02}"
    if quarter:
        return f"{year}-Q{'一二三四'.find(quarter) + 1 or quarter}"
    return f"{year}-H{'上下'.index(half) + 1}" if half else year
