"""Cell formats of an issued workbook."""

from collections.abc import Iterable
from decimal import Decimal

from automation.forms import Column, Role
from automation.formula import Scalar
from automation.model.plan import DataType, Field
from automation.styles import tokens
from automation.styles.book import Book, Format
from automation.styles.tokens import COLORS

_OVER = '[>9.99]"超限"_ ;[<0]-0.0%_ ;0.0%_ ;@_ '
"""Shares beyond 999% would fill the cell with ####."""
_NARROW = 12
"""Text in a column below this width is centred, and smaller where it is locked."""
_GAP = tokens.GAP + ";@_ "


def number_format(field: Field, values: Iterable[Scalar], typed: bool) -> str:
    """The number format of a column: decimals for the whole column as soon as one known value has any.

    Args:
        typed: the clerk's own figures and those beside them, where 0 must be seen.
    """
    if field.unit == "百分点":
        return _GAP
    if field.type is DataType.SHARE:
        return tokens.PERCENT_WHOLE if typed else _OVER
    if field.type is DataType.DATE:
        return tokens.DATE
    if field.type is DataType.MONTH:
        return tokens.TEXT
    if not field.type.numeric:
        return "General"
    broken = any(isinstance(v, Decimal) and v != v.to_integral_value() for v in values)
    return figures(field.decimals if broken else 0, dash=field.type is DataType.MONEY and not typed)


def figures(decimals: int, dash: bool) -> str:
    """Thousands separators and ``decimals``; ``dash`` shows 0 as —."""
    plain = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f'{plain}_ ;-{plain}_ ;{chr(34) + "—" + chr(34) if dash else plain}_ ;@_ '


RELATIONS = {">=": ';;;"≥"', "<=": ';;;"≤"', "=": ';;;"＝"'}
"""关系 as a clerk reads it; the cell keeps what formulas compare."""


def title(book: Book, points: int) -> Format:
    """The sheet's title."""
    return book.format(font_name=book.fonts.title, font_size=points, align="center")


def note(book: Book, align: str = "left", red: bool = False) -> Format:
    """The line below the title, and notes below a table."""
    return book.format(font_name=book.fonts.kai, font_size=12, align=align, **({"font_color": COLORS.RED} if red else {}))


def card_head(book: Book) -> Format:
    """Heading of a step card."""
    return book.format(font_name=book.fonts.hei, font_size=11, font_color=COLORS.WHITE, bg_color=COLORS.BLUE, indent=1)


def card_body(book: Book) -> Format:
    """Text of a step card."""
    return book.format(text_wrap=True, bg_color=COLORS.HEAD2, border=1, border_color=COLORS.HEAD, indent=1)


def banner(book: Book) -> Format:
    """The live banner while something is still to do."""
    return book.format(font_name=book.fonts.hei, font_size=13, align="center", bg_color=COLORS.AMBER_FILL,
                       font_color=COLORS.AMBER, border=1, border_color=COLORS.INPUT_LINE)


def heading(book: Book, filled: bool, open_side: str = "") -> Format:
    """A column's heading, or a group's; ``open_side`` (top, bottom) has no border."""
    own = ({"border_color": COLORS.INPUT_LINE, "bg_color": COLORS.INPUT_HEAD, "font_color": COLORS.INPUT_HEAD_TEXT}
           if filled else {"border_color": COLORS.LINE, "bg_color": COLORS.HEAD, "font_color": COLORS.NAVY})
    return book.format(font_name=book.fonts.hei, font_size=10.5, align="center", text_wrap=True, border=1,
                       **own, **({open_side: 0} if open_side else {}))


def cell(book: Book, column: Column, shape: str, open_: bool) -> Format:
    """A data cell: ``shape`` is its number format, ``open_`` whether the clerk may type there."""
    numeric = column.field is not None and (column.field.type.numeric or column.field.unit == "百分点")
    look: dict[str, object] = {"border": 1, "text_wrap": not numeric, "num_format": shape, "font_size": 10.5}
    look |= {"align": "right" if numeric else _align(column)}
    if open_:
        look |= {"bg_color": COLORS.INPUT, "border_color": COLORS.INPUT_LINE, "locked": False}
    else:
        look |= {"bg_color": COLORS.LOCKED, "border_color": COLORS.HAIR}
    if numeric:
        look |= {"font_name": book.fonts.digits, "font_size": 12 if open_ else 11, "bold": open_}
    if column.role is Role.FIXED and not numeric and column.width < _NARROW:
        look |= {"font_size": 9.5}
    if column.role in (Role.CODE, Role.ANNEX):
        look |= {"font_size": 8 if column.role is Role.CODE else 9}
    if column.role is Role.CHECK:
        look |= {"font_name": book.fonts.hei, "bg_color": COLORS.WHITE}
    if column.key in ("项目名称", "事项", "指标"):
        look |= {"font_name": book.fonts.hei}
    return book.format(**look)


def _align(column: Column) -> str:
    short = column.field is None or column.field.type is not DataType.TEXT or column.width < _NARROW
    return "center" if short and column.role is not Role.CHECK else "left"


def dash(book: Book) -> Format:
    """A locked cell in a column of inputs, where this row has nothing to fill in."""
    return book.format(border=1, border_color=COLORS.HAIR, bg_color=COLORS.LOCKED, align="center", font_color=COLORS.GREY)


def total(book: Book, shape: str, numeric: bool) -> Format:
    """A cell of the totals row."""
    face = {"font_name": book.fonts.digits, "bold": True, "align": "right"} if numeric else {
        "font_name": book.fonts.hei, "align": "center"}
    return book.format(font_size=11, num_format=shape, bg_color=COLORS.TOTAL, border=1, top=2, border_color=COLORS.LINE,
                       **face)


def label(book: Book) -> Format:
    """What is to be written into the box on its right."""
    return book.format(font_size=11, align="right")


def box(book: Book) -> Format:
    """A box of the signature row."""
    return book.format(font_size=11, align="left", bg_color=COLORS.INPUT, bottom=1, bottom_color=COLORS.INPUT_LINE,
                       locked=False, num_format=tokens.DATE)


def tint(book: Book, ink: str, fill: str) -> Format:
    """What a condition changes: only colours."""
    return book.workbook.add_format({"font_color": ink, "bg_color": fill})


def help_cell(book: Book, align: str, strong: bool = False, muted: bool = False) -> Format:
    """A cell of 填报说明."""
    look: dict[str, object] = {"font_name": book.fonts.hei} if strong else {}
    look |= {"font_color": COLORS.MUTED} if muted else {}
    return book.format(font_size=10.5, border=1, border_color=COLORS.HAIR, text_wrap=True, align=align, **look)
