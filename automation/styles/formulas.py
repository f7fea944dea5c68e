"""What need be looked at only once for all formulas that differ in nothing but their digits."""

import re
from functools import lru_cache

from automation.styles.limits import checked_formula
from automation.styles.text import full_width_in_formula

_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_CALL = re.compile(r"[A-Za-z0-9_.]+(?=\()")
_OLD = frozenset((
    "ABS", "AND", "AVERAGE", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "FIND", "IF", "IFERROR", "INDEX", "INT", "ISBLANK",
    "ISNUMBER", "LEFT", "LEN", "MATCH", "MAX", "MID", "MIN", "N", "NOT", "OR", "RANK", "RIGHT", "ROUND", "ROW", "SUM", "SUMIF",
    "SUMPRODUCT", "TEXT", "TRIM"))
"""Functions that Excel has had since 2007, which need no prefix in the file."""


def ready_formula(formula: str) -> tuple[str, bool]:
    """The formula as it goes into a cell, and whether xlsxwriter need not look at it again.

    Raises:
        ValueError: It does not start with ``=``, or it or one of its literals is too long.
    """
    if _settled(formula.encode().translate(_ALIKE)):
        return formula, True
    return checked_formula(full_width_in_formula(formula)), False


def only_old_functions(formula: str) -> bool:
    """Whether the formula calls nothing that needs a prefix or is an array."""
    return formula.startswith("=") and not formula.endswith("}") and _OLD.issuperset(_CALL.findall(formula))


@lru_cache(4096)
def _settled(shape: bytes) -> bool:
    """Whether all formulas of a shape are within the limits and stay as they are; every digit in a shape is a 0."""
    formula = shape.decode()
    return only_old_functions(formula) and full_width_in_formula(formula) == checked_formula(formula)
