"""The workbook that a unit fills in: drawn from its forms, checking itself, and stamped with what it is."""
