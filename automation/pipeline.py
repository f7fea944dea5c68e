"""The month, step by step: each command of tongbao is one function here, and only this module wires the stages.

``create`` makes a workspace, ``issue`` writes one workbook for each unit, ``collect`` takes in the inbox, ``summary``
adds up, ``bulletin`` writes what supervisors read. ``Office`` is an opened workspace: where it is and its plan.
"""

import shutil
from pathlib import Path

from automation import edition, export, figures, launchers, rules, statuses
from automation.backgrounds import past_of
from automation.carrying import carry as carry
from automation.collecting import Collected as Collected
from automation.collecting import Progress as Progress
from automation.collecting import check as check
from automation.collecting import collect as collect
from automation.collecting import pool, silent
from automation.derive import State
from automation.doctor import Checkup, examine
from automation.engines import Engine, Inline
from automation.errors import TongbaoError, UsageError
from automation.inbox import lock
from automation.ledger import Ledger, PeriodState, Version
from automation.model.plan import Plan, Table
from automation.model.submission import UnitStatus
from automation.office import HERE
from automation.office import Office as Office
from automation.office import Places as Places
from automation.office import nearest as nearest
from automation.period import Period
from automation.plan import shipped
from automation.plan.read import read_plan
from automation.publishing import publish as publish
from automation.reminding import remind as remind
from automation.rules import Rule
from automation.summary import Summary
from automation.totals import Totals
from automation.upward import upward as upward
from automation.watching import watch as watch
from automation.workspace import Workspace


def create(root: Path, plan: str) -> Office:
    """Make a workspace in ``root`` with the shipped plan of that name, or with the plan workbook at that path."""
    workspace = Workspace(root)
    if workspace.plan_path.exists():
        raise TongbaoError(f"{root} 已经是工作区：{workspace.plan_path} 已存在", "请换一个文件夹；要换任务书请先移走旧的")
    source = Path(plan)
    if plan not in shipped.names() and not source.is_file():
        raise UsageError(f"没有名为“{plan}”的任务书，也没有这个文件", f"可选：{'、'.join(shipped.names())}，或自己的 任务书.xlsx 的路径")
    if plan not in shipped.names():
        read_plan(source)
    workspace.ensure()
    launchers.write(root)
    if plan in shipped.names():
        shipped.copy(plan, workspace.plan_path)
    else:
        shutil.copyfile(source, workspace.plan_path)
    return Office(workspace, read_plan(workspace.plan_path))


def open_office(root: Path, places: Places = HERE) -> Office:
    """The workspace in ``root``; raises TongbaoError where there is none or its plan has faults, UsageError for an address that is none."""
    workspace = Workspace(root)
    if not workspace.plan_path.is_file():
        raise TongbaoError(f"{root} 不是工作区：没有 {workspace.plan_path.relative_to(root)}",
                           "请用 -w 指明工作区，或新建：tongbao init 文件夹 --plan suining-2017")
    places.check()
    return Office(workspace, read_plan(workspace.plan_path), places)


def period_of(office: Office, text: str | None) -> Period:
    """The period that ``text`` names, or the plan's current one; raises UsageError outside the plan."""
    settings = office.plan.settings
    if text is None:
        today = office.now().date()
        current = Period.ending(today.year, today.month, settings.frequency)
        return min(max(current, settings.start), settings.end)
    period = Period.parse(text)
    first, last = settings.start, settings.end
    if not (first.year, first.first_month) <= (period.year, period.last_month) <= (last.year, last.last_month):
        raise UsageError(f"报告期 {period} 不在任务书的 {first} 至 {last} 之内", f"请写成 {first} 这样，或在任务书的“参数”表改起止")
    return period


def reporting_period(office: Office, text: str | None) -> Period:
    """Like :func:`period_of`, for steps that handle workbooks: the period must be one that units report in."""
    period = period_of(office, text)
    if period.frequency is not office.plan.settings.frequency:
        example = Period.ending(period.year, period.last_month, office.plan.settings.frequency)
        raise UsageError(f"本计划每{office.plan.settings.frequency.value}报送一次，{period} 不是一个报送期", f"请写成 {example}")
    return period


def bulletin_period(office: Office, text: str | None) -> Period:
    """Like :func:`period_of`: a period that units report in, or a longer one made of such."""
    period, settings = period_of(office, text), office.plan.settings
    if period.frequency.months < settings.frequency.months:
        example = Period.ending(period.year, period.last_month, settings.frequency)
        raise UsageError(f"本计划每{settings.frequency.value}报送一次，没有 {period} 的数", f"请写成 {example}，或更长的报告期")
    return period


def history(office: Office, ledger: Ledger, period: Period) -> figures.History:
    """Everything merged up to ``period``."""
    return figures.History(office.plan, ledger.entries_up_to(period))


def engine(office: Office, jobs: int | None, scheduler: str = "") -> Engine | None:
    """Where files are read: on the cluster of that scheduler, in that many processes, in this one for 0; None leaves it to the step."""
    if scheduler:
        return _cluster(office, scheduler)
    if jobs is None:
        return None
    return pool(office, jobs) if jobs else Inline(office.plan)


def _cluster(office: Office, scheduler: str) -> Engine:
    from automation.engines.cluster import Cluster, same_path
    from automation.inbox import stored_name

    archive = office.places.archive.rstrip("/")
    return Cluster(office.plan, scheduler, reach=(lambda path: f"{archive}/{stored_name(path)}") if archive else same_path)


# 下发


def issue(office: Office, period: Period, progress: Progress = silent) -> tuple[Path, ...]:
    """Write one pre-filled workbook for each reporting unit into ``templates/PERIOD/``; gives the paths."""
    from automation.template.press import Press
    from automation.template.write import template_name

    folder = office.workspace.templates(period)
    folder.mkdir(parents=True, exist_ok=True)
    units = office.plan.reporting_units(period)
    press, paths = Press(office.plan, period), []
    with _ledger(office, "issue") as ledger:
        for done, unit in enumerate(units, start=1):
            path = folder / template_name(unit, period)
            press.issue(path, unit, past_of(office.plan, ledger, period, unit.name).previous(period, unit.name))
            paths.append(path)
            progress(unit.name, done, len(units))
    return tuple(paths)


def previous(office: Office, period: Period) -> dict[str, State]:
    """Every item's values one period earlier, as the ledger has them."""
    return past(office, period).previous(period)


def past(office: Office, period: Period) -> figures.History:
    """Everything that the ledger has up to ``period``."""
    with _ledger(office, "issue") as ledger:
        return history(office, ledger, period)


# 进度、合计、通报


def status(office: Office, period: Period) -> tuple[UnitStatus, ...]:
    """Where every reporting unit stands."""
    with _ledger(office, "status") as ledger:
        return statuses.of(office.plan, period, ledger)


def summary(office: Office, period: Period, as_closed: bool = False) -> Summary:
    """Everything that the bulletin of ``period`` says: as it counts now, or ``as_closed``, as it was printed."""
    with _ledger(office, "figures") as ledger:
        return edition.summary(edition.plan_of(office.plan, ledger, period) if as_closed else office.plan, ledger, period, as_closed)


def bulletin(office: Office, period: Period, revision: bool = False) -> Path:
    """Write the bulletin workbook into ``reports/PERIOD/``; gives its path.

    A closed period is printed as it was closed; ``revision`` prints what came since, as a file of its own with a page
    of differences. Raises UsageError where there is no revision.
    """
    from automation.bulletin.write import bulletin_name, write_bulletin

    with _ledger(office, "bulletin") as ledger:
        plan = edition.plan_of(office.plan, ledger, period)
        late = edition.revision(plan, ledger, period) if revision else None
        shown = late.now if late else edition.summary(plan, ledger, period, as_closed=True)
    folder = office.workspace.reports(period)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / bulletin_name(period, late.number if late else 0)
    write_bulletin(target, shown, late)
    return target


def revised(office: Office, collected: Collected) -> tuple[PeriodState, ...]:
    """The closed periods that what was just collected revised."""
    with _ledger(office, "collect") as ledger:
        return edition.revised(office.plan, ledger, collected.receipts)


def state(office: Office, period: Period) -> PeriodState:
    """Whether ``period`` is closed, and how often it was revised since."""
    with _ledger(office, "status") as ledger:
        return ledger.state(period)


def trace(office: Office, period: Period, table: str, item: str, field: str) -> tuple[Version, ...]:
    """Every version of one value, oldest first; raises UsageError for a table, item or field that the plan lacks."""
    known = _table(office, table)
    found = known.item(item) or next((i for i in known.items if i.name == item or i.ordinal == item), None)
    if found is None:
        raise UsageError(f"{table}没有“{item}”", f"请用项目编码，如 {known.items[0].code}")
    if known.field(field) is None:
        raise UsageError(f"{table}没有字段“{field}”", f"可选：{'、'.join(f.name for f in known.fields)}")
    with _ledger(office, "trace") as ledger:
        return ledger.history(period, found.code, field)


def parts(office: Office, period: Period, table: str, field: str) -> tuple[edition.Part, ...]:
    """The reported values that a table's total adds up; raises UsageError for a total that is no sum of such."""
    known = _table(office, table)
    if field not in (fields := edition.addable(known)):
        raise UsageError(f"{table}的“{field}”没有由填报数相加的合计", f"可选：{'、'.join(fields) or '无，请查单个项目'}")
    with _ledger(office, "trace") as ledger:
        return edition.parts(office.plan, ledger, period, known, field)


def _table(office: Office, code: str) -> Table:
    known = office.plan.table(code)
    if known is None:
        raise UsageError(f"任务书没有报表“{code}”", f"可选：{'、'.join(t.code for t in office.plan.tables)}")
    return known


def records(office: Office, period: Period) -> list[dict[str, str]]:
    """The merged values of ``period`` as flat records, see ``automation.export``."""
    with _ledger(office, "export") as ledger:
        return list(export.records(office.plan, ledger.export_rows(period)))


def export_parquet(office: Office, period: Period, target: Path) -> tuple[Path, ...]:
    """Bring ``target/parquet`` up to ``period``, see ``automation.export.parquet``; gives the files that were written."""
    with _ledger(office, "export") as ledger:
        return export.export(office.plan, ledger, period, target)


def totals(office: Office, period: Period, folder: Path | None = None) -> Totals:
    """What ``period`` adds up to, from the ledger or from what was exported to ``folder``; equal for equal values."""
    if folder:
        return edition.exported_totals(office.plan, folder, period)
    with _ledger(office, "figures") as ledger:
        return edition.totals(office.plan, ledger, period)


def close(office: Office, period: Period) -> PeriodState:
    """Freeze ``period`` with the plan as it is now: what is merged from now on is a numbered revision."""
    with lock(office.workspace), _ledger(office, "close") as ledger:
        return ledger.close(period, office.workspace.plan_path.read_bytes())


def reopen(office: Office, period: Period) -> PeriodState:
    """Undo ``close``; raises TongbaoError where the period is open."""
    with lock(office.workspace), _ledger(office, "reopen") as ledger:
        return ledger.reopen(period)


def console(office: Office, period: Period, force: bool = False) -> Path:
    """Write the control workbook ``tongbao.xlsm`` into the workspace; gives its path.

    Raises TongbaoError where xlwings is not installed, or where there is one already and it is not to be replaced.
    """
    from automation.console import FILE_NAME, Console, write_console
    from automation.console.rows import unit_row

    target = office.workspace.root / FILE_NAME
    if target.exists() and not force:
        raise TongbaoError(f"{target} 已存在，里面可能有自己加的表", "请先移走，或加 --force 重新写")
    settings = office.plan.settings
    first = Period.ending(period.year, 1, settings.frequency)
    year = tuple(p for n in range(12 // settings.frequency.months) if settings.start <= (p := first.shifted(n)) <= settings.end)
    units = tuple(unit_row(one) for one in status(office, period))
    write_console(target, Console(settings, period, year, units, len(office.plan.units)))
    return target


def doctor(office: Office, repair: bool = False) -> Checkup:
    """Archive, ledger and inbox checked against each other; see ``automation.doctor``."""
    return examine(office, repair)


def catalogue(plan: Plan | None) -> tuple[Rule, ...]:
    """Every check, with the plan's own where there is a plan."""
    return rules.catalogue(plan)


def _ledger(office: Office, command: str) -> Ledger:
    return Ledger.open(office.workspace.ledger, command, office.now)
