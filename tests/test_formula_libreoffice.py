"""The evaluator against a spreadsheet program: every expression over every row of a grid, one verdict.

LibreOffice has no truth values of its own: TRUE is a 1 that is shown as TRUE. So no cell of the grid holds a truth
value, and none is compared with a number or a text; what Excel says there stands in ``test_formula.py``.
"""

from decimal import Decimal
from itertools import product
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from automation.formula import Fault, Ref, Value, parse
from tests import libreoffice

pytestmark = pytest.mark.skipif(not libreoffice.available(), reason=libreoffice.SKIP_REASON)

FIELDS = ("a", "b", "t")

NUMBERS = [Decimal(text) for text in ("0", "1", "-2.5", "0.1", "0.3", "687220", "112820.35")]

ROWS: list[tuple[Value, Value, Value]] = [
    *product([*NUMBERS, None], [Decimal("0.3"), Decimal(3), None, Decimal(0)], ["已完工"]),
    (Decimal(5), Decimal(2), None),
    (Decimal(5), Decimal(2), ""),
    (Decimal(5), Decimal(2), "  ab  C "),
    (None, None, None),
    ("未开工", Decimal(2), "未开工"),
    (Decimal(2), "", "在建"),
    ("", None, ""),
]

COMPARED = [f"{left}{sign}{right}" for sign in ("=", "<>", "<", "<=", ">", ">=")
            for left, right in [("[a]", "[b]"), ("[a]", "0.3"), ("[a]+[b]", "[b]+[a]"), ("[a]/3*3", "[a]"),
                                ("-[a]", "0"), ("[a]*10%", "[b]")]]

TEXTS = ['[t]="已完工"', '[t]<>"已完工"', '[t]=""', '[t]<>""', '[a]=""', '[a]<>""', '[t]="  AB  c "', '"a"="A"', "[t]=0",
         "[t]>1", "[t]&[a]", '[a]&""', '[a]&"万元，"&[b]', '"("&[t]&")"', '"他说""好"""', "LEN([t])", "LEN([a])",
         "LEFT([t])", "LEFT([t],2)", "LEFT([t],0)", "LEFT([t],2.9)", "LEFT([a],3)", "LEFT([t],-1)", "TRIM([t])",
         "LEN(TRIM([t]))", 'TRIM([t])="未开工"', "[t]", "[t]+1", "[t]+1/0", "-[t]", 'LEN("完工")=2', "[a]&[b]=[b]&[a]"]

ARITHMETIC = ["[a]", "+[a]", "-[a]", "--[a]", "[a]+[b]", "[a]-[b]", "[a]*[b]", "[a]/[b]", "[b]/[a]", "[a]-[b]-1", "[a]-([b]-1)",
              "[a]/[b]/2", "[a]/([b]/2)", "[a]*-[b]", "-[a]+[b]", "-([a]+[b])", "2*[a]+3*[b]", "(2+[a])*(3+[b])", "5%*[a]",
              "-5%", "[a]*[b]/100", "0.1+0.2-0.3", "1/3*3-1", "[a]/3*3-[a]", "1/0", "0/0", "1/0+[a]", "ABS([a])",
              "ABS(-[b])", "ABS([a]-[b])", "ROUND([a],0)", "ROUND([a]/3,2)", "ROUND([a]*[b],1)", "ROUND([a],-2)",
              "ROUND(-[a]/8,3)", "ROUND(2.5,0)", "ROUND(-2.5,0)", "ROUND(1.005,2)", "ROUND(2.675,2)", "ROUND(1250,-2)",
              "ROUND(1/3*3-0.5,0)", "ROUND([a]/[b],4)", "ROUND([a],1.9)", "ROUND([a]-[b]-0.1,6)=0", "N([a])", "N([t])", "N([a]/[b])"]

LISTS = ["SUM([a],[b])", "SUM([a],[b],[t])", "SUM([a],1,TRUE)", "SUM([a]+0,[b])", "SUM([t])", "SUM(1/[b],[a])", "SUM(-[a],[b])",
         "MIN([a],[b])", "MAX([a],[b])", "MIN([t])", "MAX([t],[a])", "MIN([a],[b],0)", "MAX(-[a],1)", "MAX([a],0.2)",
         "MIN(IF(TRUE,[t]),3)", "SUM(IF([b]>0,[a],[t]),1)", "SUM(MIN([a],[b]),MAX([a],[b]))=SUM([a],[b])"]

LOGIC = ["IF([a],1,2)", "IF([a]>[b],\"大\",\"小\")", "IF([b]=0,\"\",[a]/[b])", "IF([a]>0,[b])", "IF(FALSE,1/0,[a])", "IF(TRUE,[a],1/0)",
         "IF(1/0,1,2)", "IF([t]=\"已完工\",[a]>=0.95,TRUE)", "IF(ISBLANK([a]),\"空\",[a])", "ISBLANK([a])", "ISBLANK([t])",
         "ISBLANK([a]+0)", "ISBLANK(1/0)", "ISNUMBER([a])", "ISNUMBER([t])", "ISNUMBER([a]/[b])", "ISNUMBER([a]&\"\")",
         "ISBLANK(IF(TRUE,[a]))", "NOT([a])", "NOT(ISBLANK([b]))", "NOT([a]>[b])", "AND([a]>0,[b]>0)", "OR([a]>0,[b]>0)",
         "AND([a],[b])", "OR([a],[b])", "AND([t],[a])", "AND([t])", "OR([t])", "AND(TRUE,[a]/[b]>1)", "OR(TRUE,1/[b])", "AND(1,2)",
         "OR(0,FALSE)", "AND(NOT(ISBLANK([a])),[a]>=0)", "OR([a]=\"\",ISNUMBER([a]))", "IF(AND([a]>=0,[a]<=1),\"✓\",\"✗\")",
         "IF(OR(ISBLANK([t]),TRIM([t])=\"\"),0,LEN([t]))", "IF([a]>[b],IF([b]>0,1,2),3)", "TRUE", "FALSE", "(1>2)=(2>3)",
         "1+1&2*3", "1&2+3", "1+1=2", "\"a\"&1=\"a1\""]

EXPRESSIONS = [*COMPARED, *TEXTS, *ARITHMETIC, *LISTS, *LOGIC]


def written_grid(path: Path) -> None:
    """A workbook with a row of cells for each of ROWS and, beside it, a column for each of EXPRESSIONS."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(ROWS):
            for column, cell in enumerate(cells):
                if cell == "":
                    sheet.write_formula(row, column, '=""', None, "")
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif isinstance(cell, Decimal):
                    sheet.write_number(row, column, float(cell))
            for column, text in enumerate(EXPRESSIONS, start=len(FIELDS)):
                addresses = {Ref(name): xl_rowcol_to_cell(row, at) for at, name in enumerate(FIELDS)}
                rendered = parse(text).excel(addresses.__getitem__)
                sheet.write_formula(row, column, f"={rendered}", None, "never calculated")


def agree(ours: Value, theirs: object) -> bool:
    match ours:
        case Fault(code):
            return code == theirs
        case bool() | str():
            shown = "" if theirs is None else theirs
            return type(ours) is type(shown) and ours == shown
        case Decimal():
            return not isinstance(theirs, bool) and isinstance(theirs, int | float) and libreoffice.same(float(ours), theirs)
    return False


def test_every_expression_comes_to_what_libreoffice_shows(tmp_path: Path) -> None:
    """A live formula in an issued workbook and its evaluation on what comes back never give two verdicts."""
    path = tmp_path / "grid.xlsx"
    written_grid(path)

    sheet = openpyxl.load_workbook(libreoffice.recalculated(path, tmp_path), data_only=True).worksheets[0]

    wrong = []
    for row, cells in enumerate(ROWS, start=1):
        values = dict(zip((Ref(name) for name in FIELDS), cells, strict=True))
        for column, text in enumerate(EXPRESSIONS, start=len(FIELDS) + 1):
            ours, theirs = parse(text).evaluate(values.__getitem__), sheet.cell(row, column).value
            if not agree(ours, theirs):
                wrong.append(f"{text} over {cells}: {ours!r}, LibreOffice {theirs!r}")
    assert [] == wrong


def test_there_are_enough_expressions_to_mean_something() -> None:
    """The grid covers every function and stays above 150 expressions, none of them twice."""
    assert len(EXPRESSIONS) >= 150
    assert len(set(EXPRESSIONS)) == len(EXPRESSIONS)


def test_a_stored_value_that_is_not_the_formulas_is_reported(tmp_path: Path) -> None:
    """The second opinion can say no: a wrong stored value and an error value are named by their cells."""
    path = tmp_path / "wrong.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        sheet.write_formula("A1", "=1+1", None, 2)
        sheet.write_formula("A2", "=1+1", None, 3)
        sheet.write_formula("A3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("A4", '=""', None, "")

    found = libreoffice.differences(path)

    assert ["wrong.xlsx 表!A2: stored 3, recalculated 2: =1+1", "wrong.xlsx 表!A3: stored '#DIV/0!', recalculated '#DIV/0!': =1/0"] == found
