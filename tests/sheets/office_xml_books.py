"""Workbooks as Excel 2003 saves them as XML, written from what another workbook holds."""

from datetime import date
from xml.sax.saxutils import escape, quoteattr

from automation.sheets.grid import RawBook, RawCell, RawSheet

_SPACES = ('xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:o="urn:schemas-microsoft-com:office:office" '
           'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"')


def office_xml(body: str) -> bytes:
    """A workbook with this content."""
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
            f"<Workbook {_SPACES}>{body}</Workbook>").encode()


def sheet(rows: str, name: str = "填报", options: str = "") -> str:
    """A worksheet with these rows."""
    return f'<Worksheet ss:Name={quoteattr(name)}><Table>{rows}</Table><x:WorksheetOptions>{options}</x:WorksheetOptions></Worksheet>'


def as_office_xml(source: RawBook) -> bytes:
    """A workbook with the sheets, names and properties of ``source``."""
    custom = "".join(f"<o:{name}>{escape(value)}</o:{name}>" for name, value in source.properties.items())
    named = "".join(f"<NamedRange ss:Name={quoteattr(name)} ss:RefersTo={quoteattr('=' + value)}/>" for name, value in source.names.items()
                    if value.startswith('"'))
    body = f"<o:CustomDocumentProperties>{custom}</o:CustomDocumentProperties><Names>{named}</Names>"
    return office_xml(body + "".join(map(_sheet, source.sheets)))


def _sheet(one: RawSheet) -> str:
    rows = "".join(f'<Row ss:Index="{number + 1}">{"".join(_cell(c) for (at, _), c in sorted(one.cells.items()) if at == number)}</Row>'
                   for number in sorted({at for at, _ in one.cells}))
    return sheet(rows, one.name, "" if one.visible else "<x:Visible>SheetVeryHidden</x:Visible>")


def _cell(one: RawCell) -> str:
    formula = "" if one.formula is None else ' ss:Formula="=RC[-1]"'
    if one.uncalculated:
        return f'<Cell ss:Index="{one.column + 1}"{formula}/>'
    return f'<Cell ss:Index="{one.column + 1}"{formula}>{_data(one)}</Cell>'


def _data(one: RawCell) -> str:
    if isinstance(one.value, date):
        return f'<Data ss:Type="DateTime">{one.value.isoformat()}T00:00:00.000</Data>'
    kind = "Error" if one.error else "String" if isinstance(one.value, str) else "Number"
    return f'<Data ss:Type="{kind}">{escape(str(one.error or one.value))}</Data>'
