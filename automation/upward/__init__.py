"""A closed period as this office's submission to the level above: one workbook of that level, filled with rolled-up figures.

``asked`` finds what the workbook asks for, ``rolled`` what the closed period says to it, ``fill`` puts one into the other,
and ``sources`` adds the sheet that leads from every figure to this office's own files. ``submit`` does it all, ``send`` writes
the file.
"""

from automation.upward.send import upward

__all__ = ["upward"]
