"""What xlwings' RunPython calls: each function runs one macro on the workbook whose button was pressed."""

from automation.macros import steps
from automation.macros.control import Step


def _press(step: Step) -> None:
    # Imported here: it takes a second, and a command that only lists the macros does not need it.
    import xlwings

    step(xlwings.Book.caller())


def issue_button() -> None:
    """下发."""
    _press(steps.issue)


def collect_button() -> None:
    """收表."""
    _press(steps.collect)


def status_button() -> None:
    """进度."""
    _press(steps.status)


def remind_button() -> None:
    """催报."""
    _press(steps.remind)


def bulletin_button() -> None:
    """通报."""
    _press(steps.bulletin)


def close_button() -> None:
    """封账."""
    _press(steps.close)


def open_bulletin_button() -> None:
    """打开通报."""
    _press(steps.open_bulletin)


def check_button() -> None:
    """自查本工作簿."""
    _press(steps.check)


def pull_ledger_button() -> None:
    """取台账."""
    _press(steps.pull_ledger)


def pull_figures_button() -> None:
    """取合计."""
    _press(steps.pull_figures)


def pull_status_button() -> None:
    """取进度."""
    _press(steps.pull_status)
