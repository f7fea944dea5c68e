"""What goes back to the units, written into ``reports/PERIOD/退回/`` from what the archive and the ledger hold.

The ledger knows which workbooks are due from the moment it knows their files, so a run that broke off in between is
finished by the next one, with the same bytes. Nothing here is ever removed.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from automation.derive import State
from automation.errors import TongbaoError, WriteError
from automation.figures import History
from automation.inbox.names import legal
from automation.ledger import Ledger, SendBack
from automation.model.plan import Plan
from automation.model.submission import Finding, Outcome, Receipt
from automation.notices.notice import Notice
from automation.notices.sendback import NotPatchable, send_back
from automation.period import Frequency, Period
from automation.rebuilt import rebuilt
from automation.sheets.limits import Limits
from automation.sheets.package import Package
from automation.sheets.unreadable import Unreadable
from automation.styles.book import put_in_place
from automation.styles.tokens import PROFILES

UNKNOWN = "未识别"
"""Folder in the place of a period for files whose unit or period nobody can tell."""
_FOLDER = "退回"


class SendBacks:
    """Writes every workbook that is due."""

    def __init__(self, plan: Plan, ledger: Ledger, root: Path) -> None:
        self._plan = plan
        self._ledger = ledger
        self._root = root

    def write(self) -> Mapping[str, str]:
        """Write what is due; gives the paths within the workspace by the hash of what came in.

        A file that cannot be marked and not even be copied stays without; what is wrong with it stands in the ledger.
        Raises WriteError where the folder cannot be written: what is missing is written by the next run.
        """
        due = self._ledger.due_send_backs()
        if not due:
            return {}
        with self._ledger.together():
            return {one.receipt.sha256: self._write(one) for one in due}

    def _write(self, due: SendBack) -> str:
        content = self._content(due)
        path = self._path(due, _suffix(content)) if content else ""
        if path:
            _put(self._root / path, content)
        self._ledger.sent_back(due.receipt.sha256, path)
        return path

    def _path(self, due: SendBack, suffix: str) -> str:
        receipt = due.receipt
        said = "核实" if receipt.outcome is Outcome.ACCEPTED else "退回"
        if receipt.unit and receipt.period:
            folder, stem = str(receipt.period), f"{receipt.unit}_{_printed(receipt.period)}_第{due.times}次"
        else:
            folder, stem = UNKNOWN, PurePosixPath(receipt.name).stem
        path = f"reports/{folder}/{_FOLDER}/{legal(f'{said}_', f'{stem}{suffix}')}"
        # Different files may be called the same.
        return path if not self._ledger.is_send_back(path) else f"{path.removesuffix(suffix)}_{receipt.sha256[:12]}{suffix}"

    def _content(self, due: SendBack) -> bytes:
        receipt = due.receipt
        try:
            data = (self._root / receipt.archived).read_bytes()
        except OSError as error:
            raise TongbaoError(f"归档的原件 {receipt.archived} 读不了：{error.strerror or error}", "请运行 tongbao doctor，看归档缺了什么") from error
        # What has an answer is not asked again.
        findings = [f for f in receipt.findings if not f.explanation]
        notice = self._notice(due)
        try:
            return send_back(data, findings, notice)
        except Exception:
            # NotPatchable, or odd in a way that nobody thought of: a copy says the same, and nothing is held up.
            return self._anew(data, receipt, findings, notice)

    def _anew(self, data: bytes, receipt: Receipt, findings: Sequence[Finding], notice: Notice) -> bytes:
        try:
            content, moved = rebuilt(data, receipt, findings, self._plan, self._previous(receipt.period))
            return send_back(content, moved, notice)
        except (NotPatchable, Unreadable, WriteError, ArithmeticError, LookupError, TypeError, ValueError):
            return b""

    def _previous(self, period: Period | None) -> Mapping[str, State]:
        return History(self._plan, self._ledger.entries_up_to(period.previous)).previous(period) if period else {}

    def _notice(self, due: SendBack) -> Notice:
        receipt, settings, tables = due.receipt, self._plan.settings, self._plan.tables
        assert receipt.received is not None, "the ledger keeps no file without its time"
        return Notice(
            receipt.unit or receipt.name, receipt.period.label if receipt.period else "", settings.plan_name, settings.office,
            receipt.received, settings.resubmission(receipt.period, receipt.received), due.times,
            {item.code: item.name for table in tables for item in table.items},
            frozenset(f.name for table in tables for f in table.fields if f.type.numeric),
            PROFILES[settings.font_profile], receipt.outcome is Outcome.ACCEPTED)


def _printed(period: Period) -> str:
    return f"{period.year}年{period.ordinal:02}月" if period.frequency is Frequency.MONTH else period.label


def _suffix(content: bytes) -> str:
    """Excel opens a workbook with macros under no other name than its own."""
    return ".xlsm" if b"macroEnabled" in Package(content, Limits()).read("[Content_Types].xml") else ".xlsx"


def _put(target: Path, content: bytes) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"文件夹{target.parent}建不起来：{error.strerror or error}。", "请检查是否有同名文件、磁盘是否已满，再运行一次；收到的文件一个不少。") from error
    put_in_place(target, content)
