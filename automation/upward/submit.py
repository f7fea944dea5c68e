"""The whole way: closed figures in, the filled workbook of the level above out."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from automation import edition, figures
from automation.cells.figure import MONEY_POWERS, moved
from automation.errors import TongbaoError, UsageError
from automation.export import as_csv, records
from automation.forms import Form, forms_for
from automation.formula import Scalar
from automation.ledger import Ledger, PeriodState
from automation.model.plan import DataType, Field, Plan, Unit
from automation.notices.parts import Parts
from automation.notices.workbook import Workbook
from automation.period import Period
from automation.sheets.open import read_book
from automation.sheets.patchable import NotPatchable
from automation.styles.tokens import PROFILES
from automation.upward.asked import Asked, asked, identity_of
from automation.upward.fill import fill, recalculate
from automation.upward.level import one_unit
from automation.upward.rolled import NOTHING, Closed, Rolled
from automation.upward.sources import Facts, Filled, add_sources

_NO_FIELD = "本级没有这一栏"
_LISTED = 20


class Left(NamedTuple):
    """An open cell that was left as it is."""

    code: str
    heading: str
    sheet: str
    cell: str
    reason: str


@dataclass(frozen=True)
class Upward:
    """A submission to the level above."""

    data: bytes
    facts: Facts
    filled: tuple[Filled, ...]
    left: tuple[Left, ...]


def submit(plan: Plan, ledger: Ledger, period: Period, given: bytes | None = None, unit: str = "", revision: bool = False) -> Upward:
    """The workbook of the level above with this office's closed figures in it; equal figures give equal bytes.

    Args:
        given: the workbook that the level above issued to this office; None makes one from ``plan``, for a level above
            with the same plan.
        unit: what the level above calls this office, where ``given`` is None; 主办单位 unless told.
        revision: the figures as they are now instead of as they were closed.

    Raises:
        UsageError: there is no revision.
        TongbaoError: the period is not closed; ``given`` is no workbook of a level above, or of another period; it asks
            for items that the plan does not have.
    """
    state = _closed(ledger, period, revision)
    own, office = one_unit(plan, unit)
    forms = forms_for(own, office, period)
    if not forms:
        raise TongbaoError(f"{period.label}没有到期的报表，没有可上报的内容", "请核对任务书的报送频次")
    data = given or _issued(own, office, plan, ledger, period, not revision)
    try:
        parts = Parts(data)
        book = Workbook(parts)
    except NotPatchable as error:
        raise TongbaoError(f"上级的工作簿不是 .xlsx：{error}", "请用上级下发的原文件；若是 .xls，请先另存为 .xlsx") from error
    raw = read_book(data)
    identity = identity_of(raw)
    if identity.period != str(period):
        raise TongbaoError(f"上级的工作簿是 {identity.period} 期的，要上报的是 {period}", f"请用上级下发的 {period} 期填报工作簿")
    closed = Closed(edition.summary(plan, ledger, period, as_closed=not revision))
    filled, left = _answers(closed, forms, tuple(asked(raw, parts, book, forms, period)))
    rows = records(plan, ledger.export_rows(period, as_closed=not revision))
    facts = Facts(identity.unit, plan.settings.host, f"{plan.settings.plan_code} {plan.settings.plan_name}", period,
                  state.closed_at.isoformat(timespec="seconds") if state.closed_at else "", state.revision if revision else 0,
                  hashlib.sha256(as_csv(rows).encode()).hexdigest())
    _write(book, filled)
    add_sources(book, facts, filled, PROFILES[plan.settings.font_profile])
    return Upward(parts.packed(), facts, filled, left)


def _closed(ledger: Ledger, period: Period, revision: bool) -> PeriodState:
    state = ledger.state(period)
    if not state.closed:
        raise TongbaoError(f"{period.label}没有封账，数还会变，不能上报", f"请先核对通报，再封账：tongbao close {period}")
    if revision and not state.revision:
        raise UsageError(f"{period.label}封账后没有收到更正", f"上报封账时的数：tongbao upward {period}")
    return state


def _issued(own: Plan, office: Unit, plan: Plan, ledger: Ledger, period: Period, as_closed: bool) -> bytes:
    """A blank workbook as a level above with the same plan would issue it."""
    from automation.template.write import write_template

    known = figures.History(plan, ledger.entries_up_to(period, as_closed=as_closed))
    buffer = io.BytesIO()
    write_template(buffer, own, office, period, known.previous(period))
    return buffer.getvalue()


def _answers(closed: Closed, forms: Sequence[Form], cells: Sequence[Asked]) -> tuple[tuple[Filled, ...], tuple[Left, ...]]:
    """What goes into each cell, and which cells stay; raises TongbaoError for items that are not this office's."""
    unknown = list(dict.fromkeys(f"{c.code}（{c.sheet}）" for c in cells if not closed.knows(c.kind, c.code)))
    if unknown:
        more = f"等 {len(unknown)} 项" if len(unknown) > _LISTED else ""
        raise TongbaoError(f"上级要报的项目，本级任务书里没有对应的：{'、'.join(unknown[:_LISTED])}{more}",
                           "请在任务书里把对应项目的编码改成与上级一致（或上级编码加“-”和序号，作为它的组成部分），再上报")
    filled: list[Filled] = []
    left: list[Left] = []
    for cell in cells:
        rolled = closed.rolled(cell.kind, cell.code, cell.field) if cell.field else Rolled(None, _NO_FIELD)
        if cell.field is None or rolled.value is None:
            # That nobody had anything to say in a column that may stay empty needs nobody's attention.
            if cell.field is None or cell.field.required or rolled.how != NOTHING:
                left.append(Left(cell.code, cell.heading, cell.sheet, cell.cell, rolled.how))
        else:
            filled.append(Filled(cell, replace(rolled, value=_converted(rolled.value, cell.field, cell.money_unit))))
    return tuple(filled), tuple(left)


def _converted(value: Scalar, field: Field, unit: str) -> Scalar:
    """An amount in the unit of the level above, exactly."""
    if not isinstance(value, Decimal) or field.type is not DataType.MONEY or field.unit not in MONEY_POWERS or unit not in MONEY_POWERS:
        return value
    return moved(value, MONEY_POWERS[field.unit] - MONEY_POWERS[unit])


def _write(book: Workbook, filled: Sequence[Filled]) -> None:
    sheets: Mapping[str, list[Filled]] = {one.asked.sheet: [] for one in filled}
    for one in filled:
        sheets[one.asked.sheet].append(one)
    for sheet, values in sheets.items():
        fill(book.parts, book, sheet, ((v.asked.place, v.rolled.value) for v in values))
    recalculate(book)
