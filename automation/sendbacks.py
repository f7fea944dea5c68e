"""What goes back to the units, written into ``reports/PERIOD/退回/`` from what the archive and the ledger hold.

The ledger knows which workbooks are due from the moment it knows their files, so a run that broke off in between is
finished by the next one, with the same bytes. Nothing here is ever removed.
"""

import glob
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from automation.backgrounds import past_of
from automation.derive import State
from automation.engines import Engine
from automation.errors import TongbaoError, WriteError
from automation.inbox.names import legal
from automation.ledger import Ledger, SendBack
from automation.model.plan import Plan
from automation.model.submission import Finding, Outcome, Receipt
from automation.notices.notice import Notice
from automation.period import Frequency, Period
from automation.sheets.limits import Limits
from automation.sheets.package import Package
from automation.styles.place import put_in_place
from automation.styles.tokens import PROFILES

UNKNOWN = "未识别"
"""Folder in the place of a period for files whose unit or period nobody can tell."""
_FOLDER = "退回"


class SendBacks:
    """Writes every workbook that is due."""

    def __init__(self, plan: Plan, ledger: Ledger, engine: Engine, root: Path) -> None:
        self._plan = plan
        self._ledger = ledger
        self._engine = engine
        self._root = root

    def write(self) -> Mapping[str, str]:
        """Write what is due; gives the paths within the workspace by the hash of what came in.

        A file that cannot be marked and not even be copied stays without; what is wrong with it stands in the ledger.
        Raises TongbaoError where archive or reports are out of reach: what is missing is written by the next run.
        """
        due = self._ledger.due_send_backs()
        if not due:
            return {}
        contents = self._contents(due)
        with self._ledger.together():
            return {one.receipt.sha256: self._write(one, content) for one, content in zip(due, contents, strict=True)}

    def _write(self, due: SendBack, content: bytes) -> str:
        path = self._path(due, _suffix(content)) if content else ""
        if path:
            _put(self._root / path, content)
        self._ledger.sent_back(due.receipt.sha256, path)
        return path

    def _contents(self, due: Sequence[SendBack]) -> list[bytes]:
        """Her own files marked; what resists, for its format or in a way that nobody thought of, built anew."""
        # Imported where a workbook is due: `check` must not wait for them.
        from automation.notices.sendback import send_back
        from automation.rebuilt import rebuilt

        asked = [(self._received(one.receipt), _asked(one.receipt), self._notice(one)) for one in due]
        marked = list(self._engine.each(send_back, asked))
        left = [number for number, content in enumerate(marked) if content is None]
        anew = self._engine.each(rebuilt, [(*asked[n], due[n].receipt, self._plan, self._previous(due[n].receipt)) for n in left])
        made = dict(zip(left, anew, strict=True))
        return [content or made.get(number) or b"" for number, content in enumerate(marked)]

    def _received(self, receipt: Receipt) -> bytes:
        try:
            return (self._root / receipt.archived).read_bytes()
        except OSError as error:
            raise TongbaoError(f"归档的原件 {receipt.archived} 读不了：{error.strerror or error}",
                               "请检查网络盘和权限；原件不见了的，运行 tongbao doctor") from error

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

    def _previous(self, receipt: Receipt) -> Mapping[str, State]:
        if receipt.period is None or not receipt.unit:
            return {}
        return past_of(self._plan, self._ledger, receipt.period, receipt.unit).previous(receipt.period, receipt.unit)

    def _notice(self, due: SendBack) -> Notice:
        receipt, settings, tables = due.receipt, self._plan.settings, self._plan.tables
        assert receipt.received is not None, "the ledger keeps no file without its time"
        return Notice(
            receipt.unit or receipt.name, receipt.period.label if receipt.period else "", settings.plan_name, settings.office,
            receipt.received, settings.resubmission(receipt.period, receipt.received), due.times,
            {item.code: item.name for table in tables for item in table.items},
            frozenset(f.name for table in tables for f in table.fields if f.type.numeric),
            PROFILES[settings.font_profile], receipt.outcome is Outcome.ACCEPTED,
            settings.reason_length)


def _asked(receipt: Receipt) -> tuple[Finding, ...]:
    """What has an answer is not asked again."""
    return tuple(f for f in receipt.findings if not f.explanation)


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
    # The workspace is locked: what stands under this name unfinished was left by a run that broke off.
    for unfinished in target.parent.glob(f".{glob.escape(target.name)}.*.tmp"):
        unfinished.unlink(missing_ok=True)
    put_in_place(target, content)
