"""The sheet 控制台 as macros see it: read before a step, written after it, never both at once."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from automation import bugs, pipeline
from automation.console import layout
from automation.console.rows import UnitRow, unit_row
from automation.errors import TongbaoError
from automation.office import Office
from automation.period import Period
from automation.styles.text import plain

if TYPE_CHECKING:
    import xlwings as xw

_LONGEST = 2000
"""Characters of a result; more would not be read in a cell."""
_LONGEST_LINE = 200
"""Characters of a line of the log: past 255 Excel shows a cell that is formatted as text as ####."""


@dataclass(frozen=True)
class Said:
    """What a step has to say."""

    text: str
    needs_a_person: bool = False
    failed: bool = False
    units: tuple[UnitRow, ...] = ()
    """Where the units stand now; empty leaves the list as it is."""


Step = Callable[["xw.Book"], Said]
Act = Callable[[Office, str | None], Said]
"""A step's work: on an opened workspace, for the period that is typed."""


@dataclass(frozen=True)
class Request:
    """What a workbook asks for."""

    path: Path
    root: Path | None
    """The workspace, where the workbook names one or is a control workbook beside it."""
    period: str | None
    log: tuple[tuple[str, ...], ...] = ()


def is_console(book: "xw.Book") -> bool:
    """Whether the workbook has the cells of a control workbook."""
    return layout.RESULT in _names(book)


def read(book: "xw.Book") -> Request:
    """Everything that a step needs to know from its workbook."""
    names = _names(book)
    path = Path(book.fullname)
    typed = _text(_cell(book, layout.WORKSPACE).value) if layout.WORKSPACE in names else ""
    period = _period(_cell(book, layout.PERIOD).value) if layout.PERIOD in names else None
    root = path.parent / typed if typed or layout.RESULT in names else None
    if layout.LOG not in names:
        return Request(path, root, period)
    lines = _cell(book, layout.LOG).resize(layout.LOG_LINES, len(layout.LOG_HEADINGS)).options(ndim=2).value
    return Request(path, root, period, tuple(tuple(_text(cell) for cell in line) for line in lines if any(line)))


def office_of(request: Request) -> Office:
    """The workspace that is asked for, else the one that the workbook lies in or below."""
    if not request.path.is_absolute() and (request.root is None or not request.root.is_absolute()):
        raise TongbaoError("看不出本工作簿在哪个文件夹", "请先保存到本机；在线打开的，请在“工作区”格填完整路径")
    return pipeline.open_office(request.root) if request.root else pipeline.nearest(request.path.parents)


def run(book: "xw.Book", caption: str, act: Act) -> Said:
    """Read, work, write; whatever goes wrong is told in the workbook.

    Raises:
        TongbaoError: the step failed, and the workbook has no place to say so.
    """
    request = read(book)
    now = datetime.datetime.now()
    try:
        office = office_of(request)
        now = office.now()
        said = act(office, request.period)
    except TongbaoError as error:
        if not is_console(book):
            raise
        said = _failure(caption, error)
    except Exception as error:
        if not is_console(book):
            raise
        said = Said(f"{layout.ERROR_MARK}（{caption}）：程序出错了（{type(error).__name__}），没有丢失任何文件。\n"
                    f"改法：请把这份报告交给维护人员：{bugs.report(error)}", failed=True)
    if is_console(book):
        _write(book, request, caption, said, f"{now:%Y-%m-%d %H:%M:%S}")
    return said


def units_at(office: Office, period: Period) -> tuple[UnitRow, ...]:
    """Where the units stand in the last reporting period of ``period``."""
    last = Period.ending(period.year, period.last_month, office.plan.settings.frequency)
    blank: UnitRow = ("", "", "", "", "", "", "")
    rows = tuple(unit_row(status) for status in pipeline.status(office, last))
    return (*rows, *(blank,) * (len(office.plan.units) - len(rows)))


def _failure(caption: str, error: TongbaoError) -> Said:
    faults = "".join(f"\n  {fault}" for fault in getattr(error, "faults", ()))
    return Said(f"{layout.ERROR_MARK}（{caption}）：{error.message}{faults}\n改法：{error.fix}", failed=True)


def _write(book: "xw.Book", request: Request, caption: str, said: Said, moment: str) -> None:
    mark = f"{layout.TASK_MARK}（{caption}）：" if said.needs_a_person else "" if said.failed else f"{caption}："
    text = (mark + plain(said.text))[:_LONGEST]
    log = ((moment, caption, text.partition("\n")[0][:_LONGEST_LINE]), *request.log)[:layout.LOG_LINES]
    _cell(book, layout.RESULT).value = text
    _cell(book, layout.LAST).value = f"{moment} {caption}"
    _fill(_cell(book, layout.LOG), log)
    if said.units:
        _fill(_cell(book, layout.UNITS), said.units)


def _fill(first: "xw.Range", rows: Sequence[Sequence[str]]) -> None:
    first.options(ndim=2).value = [[plain(text) for text in row] for row in rows]


def _names(book: "xw.Book") -> set[str]:
    return {name.name for name in book.names}


def _cell(book: "xw.Book", name: str) -> "xw.Range":
    return book.names[name].refers_to_range[0, 0]


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _period(value: object) -> str | None:
    """A period as typed; Excel makes a date of 2017-06 and a number of 2017 wherever the cell is not text."""
    if isinstance(value, datetime.date):
        return f"{value:%Y-%m}"
    return str(int(value)) if isinstance(value, float) else _text(value) or None
