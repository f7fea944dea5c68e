"""Where everything stands in the folder that the office shares."""

from dataclasses import dataclass
from pathlib import Path

from automation.errors import TongbaoError
from automation.period import Period

INBOX_README = "README.txt"
"""Name of the note in ``inbox/`` that says what the folder is for; it is never taken in."""

_INBOX_WORDS = """\
收件夹

请把填好的工作簿放进这个文件夹，文件夹整个放进来也可以。
收表时，程序把每个文件原样存入 archive，核对后记入台账，再从这里移走。
留在这里的文件是没能处理的：正在被打开、还没有复制完，或不是普通文件。
请不要删改 archive 和 ledger.db。
"""


@dataclass(frozen=True)
class Workspace:
    """Paths in one workspace; nothing is touched before ``ensure``."""

    root: Path

    @property
    def plan_path(self) -> Path:
        """The plan workbook."""
        return self.root / "templates" / "任务书.xlsx"

    def templates(self, period: Period) -> Path:
        """Folder of the workbooks issued for ``period``."""
        return self.root / "templates" / str(period)

    @property
    def inbox(self) -> Path:
        """Folder that filled workbooks are dropped into."""
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        """Folder of every byte ever received, by month of receipt."""
        return self.root / "archive"

    def reports(self, period: Period) -> Path:
        """Folder of the bulletin, the send-backs and the reminders of ``period``."""
        return self.root / "reports" / str(period)

    @property
    def ledger(self) -> Path:
        """The SQLite file of the ledger."""
        return self.root / "ledger.db"

    @property
    def lock_path(self) -> Path:
        """The file whose lock says that somebody writes in this workspace."""
        return self.root / ".tongbao.lock"

    def ensure(self) -> None:
        """Make the folders that are missing, and the note in the inbox; raises TongbaoError where that fails."""
        try:
            for folder in (self.plan_path.parent, self.inbox, self.archive, self.root / "reports"):
                folder.mkdir(parents=True, exist_ok=True)
            note = self.inbox / INBOX_README
            if not note.exists():
                # With a byte order mark: old editions of Notepad take anything else for GBK.
                note.write_text(_INBOX_WORDS, encoding="utf-8-sig")
        except OSError as error:
            raise TongbaoError(f"工作文件夹“{self.root}”建不起来：{error.strerror or error}",
                               "请检查路径和写入权限，或换一个文件夹") from error
