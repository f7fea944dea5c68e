"""A workbook file as an xlwings Book, without Excel: the same macros run on it, on any system.

What macros here use is there, and not more; formulas are kept, not calculated. Nothing of xlwings that needs a licence
key is used.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from automation.errors import TongbaoError

if TYPE_CHECKING:
    import xlwings as xw


def open_book(path: Path) -> "xw.Book":
    """Open the .xlsx or .xlsm at ``path``; ``book.save()`` writes it back, VBA and buttons unchanged.

    Raises:
        TongbaoError: xlwings is not installed, or the file is no such workbook.
    """
    try:
        import xlwings

        from automation.macros.engine.book import ENGINE, App
    except ImportError as error:
        raise TongbaoError("没有安装 xlwings，不能运行宏；其他命令照常可用", "请运行：python -m pip install xlwings") from error
    if ENGINE.name not in xlwings.engines.engines_by_name:
        xlwings.engines.add(ENGINE)
    return xlwings.Book(impl=App().books.open(str(path)))
