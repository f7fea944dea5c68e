"""What was typed into an old, renamed or mangled workbook, moved into a fresh one; nothing is typed twice.

Words and states are moved as they are. Amounts belong to a period: those of another one are listed, and moved only on
demand, for a month's investment that is carried on in silence would count twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from automation.engines import Inline, Job
from automation.errors import TongbaoError, UsageError
from automation.figures import History
from automation.forms import FIRST_ROW, Form, forms_for
from automation.formula import Scalar
from automation.judging import Judges
from automation.ledger import Ledger
from automation.model.plan import Category, Field, Unit
from automation.model.submission import Finding, Reading, Row, Submission, Value
from automation.office import Office
from automation.period import Period
from automation.sheets.grid import address_of
from automation.sheets.unreadable import Unreadable
from automation.template.line import NOTHING, iso_date

_LOST = ("S201", "S203", "S205", "S206", "S207", "S209", "S210", "S211", "S212")
"""Findings that say something is in the file and was not read as a value of the plan."""
_DAY = "填报日期"


@dataclass(frozen=True)
class Moved:
    """One value, where it stood and where it stands now."""

    item: str
    field: str
    value: Scalar
    """Numbers in the plan's unit; what could not be read as a number or date is the text as typed."""
    sheet: str
    cell: str
    to_sheet: str
    to_cell: str


@dataclass(frozen=True)
class Left:
    """Something typed that was not moved."""

    reason: str
    sheet: str = ""
    cell: str = ""
    item: str = ""
    field: str = ""
    value: str = ""
    """As typed."""


@dataclass(frozen=True)
class Carried:
    """What became of one workbook."""

    target: Path
    unit: Unit
    source: Period
    """The period that the old workbook reports."""
    period: Period
    """The period of the new one."""
    moved: tuple[Moved, ...]
    left: tuple[Left, ...]


def carry(office: Office, file: Path, target: Path | None, period: Period, unit: str = "", amounts: bool = False) -> Carried:
    """Write the workbook of ``file``'s unit for ``period`` with everything in it that ``file`` says; ``file`` stays as it is.

    Args:
        target: file or folder to write to, beside ``file`` unless told; a file that is there is never overwritten.
        unit: whose workbook it is, where the workbook does not say so.
        amounts: move the numbers of another period too.

    Raises:
        UsageError: the plan does not know ``unit``.
        TongbaoError: the file cannot be read, nobody can tell whose or of when it is, or ``target`` is there already.
    """
    from automation.template.write import template_name, write_template

    if unit and office.plan.unit(unit) is None:
        raise UsageError(f"任务书没有单位“{unit}”", f"可选：{'、'.join(u.name for u in office.plan.units if u.reports)}")
    # Nothing is recorded, so the file needs no fingerprint; its name is one of the places that may say whose it is.
    job = Job(file, f"{unit}_{file.name}" if unit else file.name, "")
    ((_, result),) = Inline(office.plan).read([(job, job)])
    assert result is not None, "every job has a result"
    with Ledger.open(office.workspace.ledger, "carry", office.now) as ledger:
        past = History(office.plan, ledger.entries_up_to(period))
        findings = Judges(office.plan, ledger).receipt(result, job, office.now())[1].findings
    found, owner, source = _identified(result.found, findings, office)
    forms = forms_for(office.plan, owner, period)
    goes = tuple(_sorted(found, forms, source, period, amounts))
    moved = tuple(one for one in goes if isinstance(one, Moved))
    left = (*(one for one in goes if isinstance(one, Left)), *_lost(findings))
    path = _path(target, file, template_name(owner, period))
    typed: dict[str, dict[str, Scalar]] = {}
    for one in moved:
        typed.setdefault(one.item, {})[one.field] = one.value
    write_template(path, office.plan, owner, period, past.previous(period, owner.name), typed, _signed(found, source == period))
    return Carried(path, owner, source, period, moved, left)


def _identified(found: Submission | Unreadable, findings: tuple[Finding, ...], office: Office) -> tuple[Submission, Unit, Period]:
    if isinstance(found, Unreadable):
        raise TongbaoError(found.message, found.fix)
    owner = office.plan.unit(found.unit)
    if owner is None or found.period is None:
        why = next((f for f in findings if f.code.startswith("I")), None)
        raise TongbaoError(why.message if why else "看不出是哪个单位、哪一期的", f"{why.fix if why else ''}；单位也可以用 --unit 指明".lstrip("；"))
    return found, owner, found.period


def _sorted(found: Submission, forms: tuple[Form, ...], source: Period, period: Period, amounts: bool) -> Iterator[Moved | Left]:
    """Every value that was typed, with where it goes or why it stays."""
    places = {(row.item.code, name): (form.sheet, address_of(FIRST_ROW + number, form.index(name)), field)
              for form in forms for number, row in enumerate(form.rows) for field in form.fields
              if (name := field.name) in row.fields and field.category is Category.FILLED}
    for row in found.rows:
        for value in row.values.values():
            place = places.get((row.code, value.field))
            if value.reading is Reading.EMPTY:
                continue
            if reason := _reason(value, place[2] if place else None, source, period, amounts):
                yield Left(reason, value.sheet, value.cell, row.code, value.field, value.raw)
            elif place:
                known = value.raw if value.parsed is None else value.parsed
                yield Moved(row.code, value.field, known, value.sheet, value.cell, *place[:2])
        yield from _misplaced(row, forms)


def _reason(value: Value, field: Field | None, source: Period, period: Period, amounts: bool) -> str:
    """Why a value stays; empty where it goes."""
    if field is None:
        return f"{period.label}的填报表没有这一格"
    if value.reading is Reading.CELL_ERROR:
        return "单元格是错误值"
    if value.reading is Reading.UNCALCULATED:
        return "公式未计算，没有结果"
    if field.type.numeric and source != period and not amounts:
        return f"是{source.label}的数，不移入{period.label}"
    return ""


def _misplaced(row: Row, forms: tuple[Form, ...]) -> Iterator[Left]:
    """What was typed where the row has nothing to fill in."""
    filled = {field.name for form in forms for field in form.fields if field.category is Category.FILLED}
    for name, value in row.shown.items():
        if name in filled and value.raw not in ("", NOTHING):
            yield Left("这一行不填这一栏", value.sheet, value.cell, row.code, name, value.raw)


def _lost(findings: tuple[Finding, ...]) -> Iterator[Left]:
    return (Left(f.message, f.sheet, f.cell, f.item, f.field, f.value) for f in findings if f.code in _LOST)


def _signed(found: Submission, same_period: bool) -> dict[str, str]:
    """Who signed; the day only for the period that it was signed in."""
    return {key: text for key, text in found.signature.items() if key != _DAY or (same_period and iso_date(text))}


def _path(target: Path | None, file: Path, issued: str) -> Path:
    name = f"{issued.removesuffix('.xlsx')}_移填.xlsx"
    path = file.parent / name if target is None else target / name if target.is_dir() else target
    if path.exists():
        raise TongbaoError(f"{path} 已存在", "不会覆盖已有的文件；请移走它，或用 -o 另指一个文件名")
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{path.name} 不是 .xlsx", "移填写出的是 .xlsx 工作簿，请改文件名")
    return path
