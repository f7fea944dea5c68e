"""What every written workbook shares: looks (tokens), text measurement (text) and a strict writer (book)."""
