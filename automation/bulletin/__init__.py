"""The workbook of one period, 通报: a front page, the project tables, and everything that proves their figures.

``write.write_bulletin`` writes it from a ``Summary``; ``layout`` decides where each figure stands, before any is written.
"""
