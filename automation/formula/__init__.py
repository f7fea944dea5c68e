"""One expression over field names: parsed once, evaluated exactly, and rendered as a live Excel formula.

``parse("[本年累计完成投资]>=[本月完成投资]")`` gives a :class:`Formula`. Its ``evaluate`` says what Excel would say, in
decimals; its ``excel`` is the text that makes Excel say it.

Where Excel coerces, we do not: text in arithmetic is ``#VALUE!`` here even when it reads as a number (Excel takes
``"12"+1`` for 13), because an issued workbook's self-check has caught a figure stored as text before any formula uses it.

Excel computes in binary floats, and a difference of two large amounts keeps their noise: ``[甲]-[乙]=[丙]`` can be ✗ on
screen and TRUE here. Add instead (``[甲]=[乙]+[丙]``; Excel compares 15 digits of a sum) or round the difference.
"""

from automation.formula.compiled import Cells
from automation.formula.parser import Formula, FormulaError, parse
from automation.formula.tree import Ref
from automation.formula.values import Fault, Scalar, Value

__all__ = ["Cells", "Fault", "Formula", "FormulaError", "Ref", "Scalar", "Value", "parse"]
