"""The macros registered for xlwings Server and xlwings Lite, for offices that have it: import this module there.

Where the workbook is not a file on the machine that runs Python, its 工作区 cell must hold the full path.
"""

import xlwings as xw

from automation.macros import steps


@xw.script
def issue(book: xw.Book) -> None:
    """下发."""
    steps.issue(book)


@xw.script
def collect(book: xw.Book) -> None:
    """收表."""
    steps.collect(book)


@xw.script
def status(book: xw.Book) -> None:
    """进度."""
    steps.status(book)


@xw.script
def remind(book: xw.Book) -> None:
    """催报."""
    steps.remind(book)


@xw.script
def bulletin(book: xw.Book) -> None:
    """通报."""
    steps.bulletin(book)


@xw.script
def close(book: xw.Book) -> None:
    """封账."""
    steps.close(book)


@xw.script
def open_bulletin(book: xw.Book) -> None:
    """打开通报."""
    steps.open_bulletin(book)


@xw.script
def check(book: xw.Book) -> None:
    """自查本工作簿."""
    steps.check(book)


@xw.script
def pull_ledger(book: xw.Book) -> None:
    """取台账."""
    steps.pull_ledger(book)


@xw.script
def pull_figures(book: xw.Book) -> None:
    """取合计."""
    steps.pull_figures(book)


@xw.script
def pull_status(book: xw.Book) -> None:
    """取进度."""
    steps.pull_status(book)
