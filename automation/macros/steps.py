"""The macros: functions of one workbook, the same under Excel's buttons, on a closed file and on xlwings Server.

Each gives what it said, which also stands in the workbook. What each raises is said at ``control.run``.
"""

from typing import TYPE_CHECKING

from automation import pipeline
from automation.errors import TongbaoError
from automation.labels import OUTCOMES
from automation.macros import selfcheck, tables
from automation.macros.control import Said, is_console, run, units_at
from automation.office import Office

if TYPE_CHECKING:
    import xlwings as xw

_SETTLE = 2.0
"""Seconds for which a file must have stood unchanged, as with the command."""
_MOST_FILES = 8
"""Files that are named one by one in the result."""


def issue(book: "xw.Book") -> Said:
    """下发: write one workbook for each unit."""
    def act(office: Office, text: str | None) -> Said:
        period = pipeline.reporting_period(office, text)
        paths = pipeline.issue(office, period)
        deadline = office.plan.settings.deadline(period)
        return Said(f"{period.label}：已写出 {len(paths)} 份工作簿，在 {office.workspace.templates(period)}\n"
                    f"请发给各单位填报，{deadline:%m月%d日 %H:%M} 前放回 {office.workspace.inbox}", units=units_at(office, period))
    return run(book, "下发", act)


def collect(book: "xw.Book") -> Said:
    """收表: take in everything in the inbox."""
    def act(office: Office, text: str | None) -> Said:
        period = pipeline.period_of(office, text)
        found = pipeline.collect(office, settle=_SETTLE)
        counts = {word: sum(r.outcome.value == key for r in found.receipts) for key, word in OUTCOMES.items()}
        lines = ["，".join((f"共 {len(found.receipts)} 个文件", *(f"{word} {n}" for word, n in counts.items() if n)))
                 if found.receipts else "收件夹里没有要收的文件"]
        lines += [f"退给单位：{office.workspace.root / r.send_back}" for r in found.receipts if r.send_back]
        lines += [f"留在收件夹：{left.name}（{left.reason}）" for left in (*found.waiting, *found.refused)]
        lines += [f"{s.period.label}已封账，这次收到的记为更正，到第 {s.revision} 号" for s in pipeline.revised(office, found)]
        more = [f"另有 {len(lines) - _MOST_FILES - 1} 条，见 reports 文件夹"] if len(lines) > _MOST_FILES + 1 else []
        return Said("\n".join(lines[:_MOST_FILES + 1] + more), found.needs_a_person, units=units_at(office, period))
    return run(book, "收表", act)


def status(book: "xw.Book") -> Said:
    """进度: where every unit stands."""
    def act(office: Office, text: str | None) -> Said:
        period = pipeline.reporting_period(office, text)
        found = pipeline.status(office, period)
        reported = sum(s.on_time is not None for s in found)
        deadline = office.plan.settings.deadline(period)
        return Said(f"{period.label}：应报 {len(found)} 家，已报 {reported} 家，截止 {deadline:%Y-%m-%d %H:%M}", reported < len(found),
                    units=units_at(office, period))
    return run(book, "进度", act)


def remind(book: "xw.Book") -> Said:
    """催报: write the reminders; nothing is sent."""
    def act(office: Office, text: str | None) -> Said:
        period = pipeline.reporting_period(office, text)
        found = pipeline.remind(office, period)
        names = "、".join(reminder.unit.name for reminder in found.round.reminders)
        said = f"催报 {len(found.files)} 家，已写入 {found.folder}\n{names}" if names else "各单位都已报送，不用催报"
        return Said(said, bool(names), units=units_at(office, period))
    return run(book, "催报", act)


def bulletin(book: "xw.Book") -> Said:
    """通报: write the bulletin workbook."""
    def act(office: Office, text: str | None) -> Said:
        period = pipeline.bulletin_period(office, text)
        path = pipeline.bulletin(office, period)
        closed = f"\n{period.label}已封账，按封账时的数打印" if pipeline.state(office, period).closed else ""
        return Said(f"通报已写出：{path}{closed}", units=units_at(office, period))
    return run(book, "通报", act)


def close(book: "xw.Book") -> Said:
    """封账: freeze the period."""
    def act(office: Office, text: str | None) -> Said:
        period = pipeline.reporting_period(office, text)
        pipeline.close(office, period)
        return Said(f"{period.label}已封账，之后收到的改动记为更正\n按错了可以解封：tongbao reopen {period}", units=units_at(office, period))
    return run(book, "封账", act)


def open_bulletin(book: "xw.Book") -> Said:
    """打开通报: show the bulletin in the Excel that asked."""
    def act(office: Office, text: str | None) -> Said:
        from automation.bulletin.write import bulletin_name

        period = pipeline.bulletin_period(office, text)
        path = office.workspace.reports(period) / bulletin_name(period)
        if not path.is_file():
            raise TongbaoError(f"还没有{period.label}的通报", "请先按“通报”")
        book.app.books.open(str(path))
        return Said(f"已打开：{path}")
    return run(book, "打开通报", act)


def check(book: "xw.Book") -> Said:
    """自查本工作簿: check the workbook, or what is open beside a control workbook, and mark what is wrong in it."""
    if not is_console(book):
        return run(book, "自查", lambda office, _: selfcheck.mark(book, office))
    return run(book, "自查", lambda office, _: selfcheck.mark_all(book, office))


def pull_ledger(book: "xw.Book") -> Said:
    """取台账: the merged values of the period as a table."""
    return run(book, "取台账", lambda office, text: tables.pull(book, tables.ledger(office, pipeline.reporting_period(office, text))))


def pull_figures(book: "xw.Book") -> Said:
    """取合计: the totals of the period as a table."""
    return run(book, "取合计", lambda office, text: tables.pull(book, tables.figures(office, pipeline.period_of(office, text))))


def pull_status(book: "xw.Book") -> Said:
    """取进度: where the units stand as a table."""
    return run(book, "取进度", lambda office, text: tables.pull(book, tables.status(office, pipeline.reporting_period(office, text))))
