"""``collect --watch``: a line for each file, until somebody ends it."""

import signal
import threading
from types import FrameType
from typing import TYPE_CHECKING

import click

from automation.cli import console, reports
from automation.cli.app import report_bug
from automation.cli.language import tr
from automation.errors import TongbaoError
from automation.inbox import PassedOver
from automation.labels import OUTCOMES
from automation.model.submission import Receipt

if TYPE_CHECKING:
    from automation.engines import Engine
    from automation.office import Office


def watch(office: "Office", interval: float, settle: float, engine: "Engine | None", as_json: bool, quiet: bool) -> None:
    """Watch until SIGTERM or Ctrl-C; a second one ends at once."""
    from automation import pipeline

    def tell(one: Receipt | PassedOver) -> None:
        if isinstance(one, Receipt) and as_json:
            console.show_json_line(reports.receipt(one))
        elif not (quiet or as_json):
            click.echo(console.shown(f"{office.now():%H:%M:%S}  {_line(one)}"))

    def complain(error: Exception) -> None:
        said = f"{error.message}；{error.fix}" if isinstance(error, TongbaoError) else report_bug(error)
        click.echo(console.shown(f"{office.now():%H:%M:%S}  {said}"), err=True)

    stop = _until_told()
    if not (quiet or as_json):
        inbox = office.places.inbox or office.workspace.inbox
        click.echo(tr(f"看着 {inbox}，Ctrl-C 结束。", f"Watching {inbox}; Ctrl-C ends."))
    pipeline.watch(office, stop, interval, settle, tell, complain, engine)


def _line(one: Receipt | PassedOver) -> str:
    if isinstance(one, PassedOver):
        return tr(f"留在收件夹  {one.name}（{one.reason}）", f"left  {one.name} ({one.reason})")
    codes = "、".join(dict.fromkeys(f.code for f in one.findings))
    return "  ".join(part for part in (tr(OUTCOMES[one.outcome.value], one.outcome.value), one.name, one.unit, codes, one.send_back) if part)


def _until_told() -> threading.Event:
    """Set once the process is asked to end."""
    stop = threading.Event()

    def end(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)
    return stop
