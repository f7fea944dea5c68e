"""What a worker loads before its first file."""

import subprocess
import sys

HEAVY = {"lxml", "pandas", "openpyxl", "numpy", "xlsxwriter", "xlwings", "pyarrow", "rich", "sqlite3"}


def test_a_worker_starts_light() -> None:
    """Nothing heavy is imported to read a workbook as it was issued: every worker of every run pays for what is."""
    script = "import sys, automation.engines.worker; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert set() == HEAVY & set(loaded)
