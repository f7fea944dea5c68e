"""控制台: ``tongbao.xlsm``, a workbook with one button for each step, and the VBA project inside it."""

from automation.console.layout import BUTTONS, FILE_NAME, Button
from automation.console.write import Console, write_console

__all__ = ["BUTTONS", "FILE_NAME", "Button", "Console", "write_console"]
