"""One raw cell of any workbook to one value: certain, or unreadable with a hint; never a guess.

Takes plain Python values, so that every file format and every test can use it.
"""

from automation.cells.value import as_text, literal_value, read_value

__all__ = ["as_text", "literal_value", "read_value"]
