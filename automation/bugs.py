"""A report of a failure that nobody foresaw, as a file that can be passed on."""

import os
import platform
import sys
import traceback
from importlib import metadata
from pathlib import Path


def report(error: Exception) -> Path:
    """Write the report into the current folder, else into the user's own; gives its path."""
    text = "\n".join((f"tongbao {metadata.version('tongbao')}, Python {platform.python_version()}, {platform.platform()}",
                      f"arguments: {sys.argv[1:]}", "", "".join(traceback.format_exception(error))))
    path = Path.cwd() / f"tongbao-bug-{os.getpid()}.txt"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError:
        path = Path.home() / path.name
        path.write_text(text, encoding="utf-8")
    return path
