"""What a workbook was stamped with when it was issued, in three places."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from automation.cells import read_value
from automation.forms import META_SHEET
from automation.formula import Scalar
from automation.model.plan import Category, DataType, Field
from automation.reader.grid import by_row, text_at
from automation.sheets.grid import RawBook, RawCell, RawSheet

PROPERTY = "tongbao"
_NAMES = {"plan": "tongbao_plan", "unit": "tongbao_unit", "period": "tongbao_period", "version": "tongbao_version"}
_META_KEYS = {"plan": "计划编号", "unit": "单位编码", "period": "填报期", "version": "模板版本"}
_TABLE_HEAD = ("工作表", "行", "编码")
_CONSTANT = re.compile(r'=?\s*"(.*)"\s*', re.DOTALL)
_ANY = Field("上期", Category.FIXED, DataType.QUANTITY)


class Place(Enum):
    """Where a claim stands, which decides what it proves."""

    STAMP = "印记"
    """Written when the workbook was issued."""
    LINE = "表头行"
    """填报单位 or 填报期, printed on a sheet."""
    MENTION = "提及"
    """A title, a sheet's name, the file's name: what people call it."""


@dataclass(frozen=True)
class Claim:
    """What one place of the workbook says; empty where it is silent."""

    source: str
    """自定义属性, 定义名称, _meta, 文件名, 工作表名, or a cell: 填报表!A2."""
    plan: str = ""
    unit: str = ""
    """Code, name or alias."""
    unit_name: str = ""
    """The name beside a code."""
    period: str = ""
    """As ``when.period_code`` gives it."""
    version: str = ""
    place: Place = Place.STAMP


@dataclass(frozen=True)
class Stamp:
    """What was stamped."""

    claims: tuple[Claim, ...]
    fingerprint: str
    """Of the plan that the workbook was issued from."""
    issued: Mapping[str, Mapping[str, Scalar]]
    """What was prefilled: item code → column key → value."""


def read_stamp(book: RawBook) -> Stamp:
    """Collect what the property, the defined names and ``_meta`` say."""
    meta = book.sheet(META_SHEET)
    said = _pairs(meta) if meta else {}
    claims = (*_property(book), *_names(book), *_meta(said))
    return Stamp(claims, said.get("计划指纹", ""), _issued(meta) if meta else {})


def _property(book: RawBook) -> Iterator[Claim]:
    parts = book.properties.get(PROPERTY, "").split("|")
    if len(parts) == len(_NAMES):
        plan, unit, period, version = map(str.strip, parts)
        yield Claim("自定义属性", plan, unit, "", period, version)


def _names(book: RawBook) -> Iterator[Claim]:
    said = {key: match[1].replace('""', '"') for key, name in _NAMES.items()
            if (match := _CONSTANT.fullmatch(book.names.get(name, "")))}
    if said:
        yield _claim("定义名称", said)


def _meta(said: Mapping[str, str]) -> Iterator[Claim]:
    if said.get("产品") == PROPERTY:
        yield _claim(META_SHEET, {k: said.get(w, "") for k, w in _META_KEYS.items()}, said.get("单位", ""))


def _claim(source: str, said: Mapping[str, str], unit_name: str = "") -> Claim:
    return Claim(source, said.get("plan", ""), said.get("unit", ""), unit_name, said.get("period", ""), said.get("version", ""))


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
