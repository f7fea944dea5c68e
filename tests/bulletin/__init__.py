"""The bulletin workbook, read back, recalculated and looked at."""
