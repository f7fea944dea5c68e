"""An .xlsx or .xlsm package: which parts there are, and the book that they make."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from xml.etree.ElementTree import Element

from automation.sheets.canonical import Look
from automation.sheets.dates import Shown, shown_by_code, shown_by_id
from automation.sheets.grid import RawBook, RawSheet, used_size
from automation.sheets.limits import Limits
from automation.sheets.links import Link, links_of, notices_of, properties_of, target_of
from automation.sheets.markup import elements, main_tags, true
from automation.sheets.package import Package
from automation.sheets.strings import read_shared
from automation.sheets.unreadable import damaged, too_large
from automation.sheets.worksheet import Worksheet

_REMEMBERED = 1 << 16
"""Bytes of the largest styles part that is kept in memory."""
_TAGS = main_tags("workbookPr", "sheet", "definedName", "numFmt", "cellXfs")


@dataclass
class _Contents:
    """What workbook.xml lists."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)  # name, state, relationship
    names: dict[str, str] = field(default_factory=dict)
    date1904: bool = False


def read_ooxml(package: Package, format: str, limits: Limits) -> RawBook:
    """Read the worksheets, defined names and custom properties of a package.

    Raises Unreadable F002, F003 or F004.
    """
    roots = links_of(package, "")
    workbook = target_of(roots, "officeDocument") or "xl/workbook.xml"
    contents = _read_workbook(package.read(workbook))
    links = links_of(package, workbook)
    look = Look(_read_strings(package, links), _read_styles(package, links), contents.date1904)
    return RawBook(
        format=format,
        sheets=tuple(_read_sheets(package, contents, links, look, limits)),
        names=contents.names,
        properties=properties_of(package, roots),
        date1904=contents.date1904,
        notices=notices_of(package.names),
    )


def _read_workbook(part: bytes) -> _Contents:
    contents = _Contents()
    for element in elements(part, "工作簿目录", _TAGS):
        tag = _TAGS[element.tag]
        if tag == "workbookPr":
            contents.date1904 = true(element.get("date1904"))
        elif tag == "sheet":
            link = next(
                (value for key, value in element.items() if key.endswith("relationships}id")),
                "",
            )
            contents.sheets.append((element.get("name", ""), element.get("state", "visible"), link))
        elif tag == "definedName":
            contents.names[_scoped(element, contents)] = element.text or ""
    return contents


def _scoped(name: Element, contents: _Contents) -> str:
    """Prefix a name that belongs to one sheet with that sheet, so that it cannot pass for the book's own."""
    owner = name.get("localSheetId", "")
    own = name.get("name", "")
    if owner.isdecimal() and int(owner) < len(contents.sheets):
        return f"{contents.sheets[int(owner)][0]}!{own}"
    return own


def _read_strings(package: Package, links: dict[str, Link]) -> tuple[str, ...]:
    part = target_of(links, "sharedStrings")
    return read_shared(package.read(part)) if part and part in package else ()


def _read_styles(package: Package, links: dict[str, Link]) -> Mapping[str, Shown]:
    """Find the cell styles, by index, that show numbers as dates."""
    part = target_of(links, "styles")
    if not part or part not in package:
        return {}
    content = package.read(part)
    return _date_styles(content) if len(content) <= _REMEMBERED else _date_styles.__wrapped__(content)


@lru_cache(maxsize=64)
def _date_styles(part: bytes) -> dict[str, Shown]:
    """Files that were issued together and saved by one program have the same styles."""
    custom: dict[str, Shown] = {}
    shown: list[Shown] = []
    for element in elements(part, "样式表", _TAGS):
        tag = _TAGS[element.tag]
        if tag == "numFmt":
            custom[element.get("numFmtId", "")] = shown_by_code(element.get("formatCode", ""))
        elif tag == "cellXfs":
            shown = [_shown(style.get("numFmtId", "0"), custom) for style in element]
    return {str(style): how for style, how in enumerate(shown) if how is not Shown.NUMBER}


def _shown(format_id: str, custom: dict[str, Shown]) -> Shown:
    if format_id in custom:
        return custom[format_id]
    return shown_by_id(int(format_id)) if format_id.isdecimal() else Shown.NUMBER


def _read_sheets(
    package: Package,
    contents: _Contents,
    links: dict[str, Link],
    look: Look,
    limits: Limits,
) -> Iterator[RawSheet]:
    if len(contents.sheets) > limits.sheets:
        raise too_large(f"有 {len(contents.sheets)} 张工作表，上限 {limits.sheets} 张")
    names = {name.casefold() for name, _, _ in contents.sheets}
    if len(names) < len(contents.sheets):
        raise damaged("有两张工作表同名")
    worksheets = [sheet for sheet in contents.sheets if links.get(sheet[2], Link("", "")).kind == "worksheet"]
    if not worksheets:
        raise damaged("没有工作表")
    for name, state, link in worksheets:
        worksheet = Worksheet(name, look, limits)
        worksheet.read(package.read(links[link].target))
        limits = replace(limits, cells=limits.cells - len(worksheet.cells))
        yield finished(name, state, worksheet, limits)


def finished(name: str, state: str, worksheet: Worksheet, limits: Limits) -> RawSheet:
    """Freeze a worksheet that was read.

    Raises Unreadable F004 when the used range is mostly blank space beyond the limit.
    """
    rows, columns = used_size(worksheet.cells)
    if rows * columns > limits.box:
        raise too_large(
            f"工作表“{name}”用到了 {rows} 行 {columns} 列，其中多为空白",
            "请删除表格以外多余的行列（远处可能有误填的单元格）后重新报送。",
        )
    return RawSheet(
        name=name,
        visible=state == "visible",
        very_hidden=state == "veryHidden",
        rows=rows,
        columns=columns,
        cells=worksheet.cells,
        merged=tuple(worksheet.merged),
        hidden_rows=frozenset(worksheet.hidden_rows),
        hidden_columns=frozenset(worksheet.hidden_columns),
    )
