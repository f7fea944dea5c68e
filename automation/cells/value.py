"""A raw cell and the field it belongs to, to a :class:`Value`."""

import difflib
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from automation.cells.figure import figure_sense, number_sense
from automation.cells.moment import date_sense, moment_sense, serial_sense
from automation.cells.sense import EMPTY, Sense, folded, literal, number_of, understood, unreadable
from automation.cells.variants import simplified
from automation.model.plan import Category, DataType, Field
from automation.model.submission import Reading, Value

_EXCEL_EPOCH = date(1899, 12, 30)
_LONGEST_WORD = 40
"""Characters of a choice that is remembered."""
_NEW = tuple.__new__
"""Makes a value of thousands without naming each of its parts."""
_MOMENTS = (DataType.DATE, DataType.MONTH)


def read_value(field: Field, raw: object, *, formula: bool, error: str | None, uncalculated: bool, sheet: str,
               cell: str, year: int | None = None, unit: str = "") -> Value:
    """What ``raw`` says as a value of ``field``.

    Figures come in the field's unit (money as the plan has it, shares 0..1), with every decimal that was typed; dates
    as ISO text; a word that is not on the list of options is UNREADABLE with the nearest option. In a fixed or computed
    field, text is taken as it stands where it is no figure or date, and a computed field's note is ``formula`` or
    ``constant``.

    Args:
        raw: a number, text, bool, date, datetime, time or timedelta, or None for an empty cell.
        formula: whether the cell holds a formula.
        error: an error value such as #REF!, else None.
        uncalculated: a formula without a stored result.
        year: the year that a date without one belongs to (6月底), unreadable without it.
        unit: what the table or the heading says its bare numbers are in: a unit of money, or %.
    """
    if error:
        parsed, reading, note = Sense(None, Reading.CELL_ERROR)
    elif uncalculated:
        parsed, reading, note = Sense(None, Reading.UNCALCULATED)
    else:
        parsed, reading, note = _sense(field, raw, year, unit)
    if field.category is not Category.FILLED:
        if reading is Reading.UNREADABLE:
            parsed, reading, note = _text(as_text(raw))
        if field.category is Category.COMPUTED:
            note = "formula" if formula else "constant"
    return _NEW(Value, (field.name, error or as_text(raw), parsed, sheet, cell, reading, note))


def literal_value(field: Field, raw: object, sheet: str, cell: str, note: str = "") -> Value | None:
    """What :func:`read_value` says of a figure or a text that is just what stands in the cell; None for anything else.

    ``note`` is that of a computed field: ``formula`` or ``constant``.
    """
    if field.type.numeric:
        if type(raw) is float or type(raw) is int:
            figure, sense, text = number_of(raw)
            if figure.is_finite():
                return _NEW(Value, (field.name, text, sense.parsed, sheet, cell, Reading.LITERAL, note))
    elif field.type is DataType.TEXT and type(raw) is str and raw[:1].isalnum() and raw[-1].isalnum() and "\r" not in raw:
        return _NEW(Value, (field.name, raw, raw, sheet, cell, Reading.LITERAL, note))
    return None


def as_text(raw: object) -> str:
    """A raw value as the cell shows it, without its number format: 1200.5, TRUE, 2017-06-15."""
    match raw:
        case str():
            return raw
        case None:
            return ""
        case bool():
            return "TRUE" if raw else "FALSE"
        case int() | float():
            return number_of(raw).text
        case datetime():
            return raw.isoformat(" ")
        case _:
            return str(raw)


def _sense(field: Field, raw: object, year: int | None, unit: str) -> Sense:
    if raw is None:
        return EMPTY
    if field.type is DataType.TEXT:
        return _text(as_text(raw))
    if field.type.numeric:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return number_sense(field, raw, unit)
        return _figure(field, raw, unit)
    if field.type in _MOMENTS:
        return _moment(raw, field.type is DataType.MONTH, year)
    if field.type is DataType.CHOICE and field.options:
        text = as_text(raw)
        return _choice(text, field.options) if len(text) <= _LONGEST_WORD else _choice.__wrapped__(text, field.options)
    return _text(as_text(raw))


def _figure(field: Field, raw: object, unit: str) -> Sense:
    match raw:
        case bool() | time() | timedelta():
            return unreadable()
        case int() | float():
            return number_sense(field, raw, unit)
        case date():
            # A figure in a cell that somebody formatted as a date comes as a date.
            return unreadable(str(((raw.date() if isinstance(raw, datetime) else raw) - _EXCEL_EPOCH).days))
        case _:
            return figure_sense(field, str(raw), unit)


def _moment(raw: object, by_month: bool, year: int | None) -> Sense:
    match raw:
        case bool() | time() | timedelta():
            return unreadable()
        case int() | float():
            return serial_sense(raw, by_month)
        case date():
            return date_sense(raw, by_month)
        case _:
            return moment_sense(str(raw), by_month, year)


@lru_cache(maxsize=1024)
def _choice(text: str, options: tuple[str, ...]) -> Sense:
    typed = folded(text)
    if not typed:
        return EMPTY
    if option := next((option for option in options if folded(option) == typed), None):
        # A workbook shows its options with full-width punctuation, so that is the literal form as well.
        return literal(option)
    keys = {_key(option): option for option in options}
    if option := keys.get(_key(typed)):
        return understood(option, option)
    return unreadable(*(keys[key] for key in difflib.get_close_matches(_key(typed)[:40], list(keys), 1, 0.5)))


def _key(text: str) -> str:
    return "".join(simplified(folded(text)).split()).casefold()


def _text(text: str) -> Sense:
    """Text without outer blanks, line breaks of one kind."""
    stripped = (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text).strip()
    return literal(stripped) if stripped[:1].isalnum() or folded(stripped) else EMPTY
