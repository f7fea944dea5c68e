"""A workbook that is one XML file (Excel 2003, many web systems), whether it is called .xml or .xls."""

from xml.etree.ElementTree import Element

from automation.sheets.collector import Collector, number_of
from automation.sheets.dates import from_iso
from automation.sheets.grid import RawBook, RawSheet, RawValue
from automation.sheets.limits import Limits
from automation.sheets.markup import elements
from automation.sheets.references import LAST_COLUMN, LAST_ROW
from automation.sheets.unreadable import damaged, too_large

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_ROW, _CELL, _DATA, _COLUMN, _SHEET, _NAME = (
    _SS + tag for tag in ("Row", "Cell", "Data", "Column", "Worksheet", "NamedRange"))
_VISIBLE, _DATE1904, _PROPERTIES = f"{_EXCEL}Visible", f"{_EXCEL}Date1904", f"{_OFFICE}CustomDocumentProperties"
_WANTED = (_ROW, _COLUMN, _SHEET, _NAME, _VISIBLE, _DATE1904, _PROPERTIES)


def read_office_xml(data: bytes, limits: Limits) -> RawBook:
    """Read the sheets, names and custom properties; formulas come without their text, which is in another notation.

    Raises Unreadable F003 (not well-formed, impossible numbers or places) or F004 (too many sheets or cells).
    """
    try:
        book = _Reader(limits).read(data)
    except ValueError as error:
        raise damaged(f"表格中有无法识别的内容“{str(error)[:40]}”") from None
    if not book.sheets:
        raise damaged("没有工作表")
    if len({sheet.name.casefold() for sheet in book.sheets}) < len(book.sheets):
        raise damaged("有两张工作表同名")
    return book


class _Reader:
    """Takes elements as they end; what a sheet is called comes last."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._kept = 0
        self._start()

    def _start(self) -> None:
        self._sheet = Collector("", self._limits, self._kept)
        self._row = self._column = 0
        self._visible = ""

    def read(self, data: bytes) -> RawBook:
        sheets: list[RawSheet] = []
        names: dict[str, str] = {}
        properties: dict[str, str] = {}
        date1904 = False
        for element in elements(data, "表格文件", _WANTED):
            if element.tag == _ROW:
                self._take_row(element)
                element.clear()
            elif element.tag == _COLUMN:
                self._take_column(element)
            elif element.tag == _VISIBLE:
                self._visible = element.text or ""
            elif element.tag == _SHEET:
                if len(sheets) >= self._limits.sheets:
                    raise too_large(f"工作表超过 {self._limits.sheets} 张")
                sheets.append(self._finished(element))
            elif element.tag == _NAME:
                names.setdefault(element.get(f"{_SS}Name", ""), element.get(f"{_SS}RefersTo", "").removeprefix("="))
            elif element.tag == _DATE1904:
                date1904 = True
            else:
                properties = {child.tag.rpartition("}")[2]: "".join(child.itertext()) for child in element}
        return RawBook("spreadsheetml", tuple(sheets), names, properties, date1904)

    def _finished(self, element: Element) -> RawSheet:
        self._sheet.name = element.get(f"{_SS}Name", "")
        self._kept += len(self._sheet.cells)
        finished = self._sheet.finished(self._visible in ("", "SheetVisible"), self._visible == "SheetVeryHidden")
        self._start()
        return finished

    def _take_column(self, element: Element) -> None:
        first = _number(element, "Index", self._column + 1) - 1
        self._column = min(first + _number(element, "Span", 0) + 1, LAST_COLUMN)
        if element.get(f"{_SS}Hidden") == "1":
            self._sheet.hidden_columns.update(range(first, self._column))

    def _take_row(self, element: Element) -> None:
        row = _number(element, "Index", self._row + 1) - 1
        self._row = min(row + _number(element, "Span", 0) + 1, LAST_ROW)
        if element.get(f"{_SS}Hidden") == "1" or element.get(f"{_SS}Height") == "0":
            self._sheet.hidden_rows.update(range(row, self._row))
        column = 0
        for cell in element:
            if cell.tag == _CELL:
                column = _number(cell, "Index", column + 1) - 1
                across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
                if across or down:
                    self._sheet.merge(row, column, row + down, column + across)
                self._take_cell(cell, row, column)
                column += across + 1

    def _take_cell(self, cell: Element, row: int, column: int) -> None:
        formula = None if cell.get(f"{_SS}Formula") is None else ""
        content = cell.find(_DATA)
        if content is None:
            self._sheet.put(row, column, None, formula, uncalculated=formula is not None)
            return
        kind, text = content.get(f"{_SS}Type", "String"), "".join(content.itertext())
        if kind == "Error":
            self._sheet.put(row, column, None, formula, text.strip() or "#?")
        else:
            self._sheet.put(row, column, _value(kind, text), formula)


def _value(kind: str, text: str) -> RawValue:
    if kind == "Number":
        return number_of(text.strip())
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "DateTime":
        return from_iso(text.strip().removesuffix("T00:00:00.000"))
    return text


def _number(element: Element, name: str, otherwise: int) -> int:
    number = int(element.get(_SS + name, otherwise))
    if not 0 <= number <= LAST_ROW:
        raise ValueError(name)
    return number

