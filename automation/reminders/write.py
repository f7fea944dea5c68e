"""All files of one round, in one folder that holds nothing of an earlier round."""

from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from automation.errors import WriteError
from automation.reminders.mail import draft
from automation.reminders.names import PATTERNS, SUMMARY, file_stems, workbook_name
from automation.reminders.pages import write_pages
from automation.reminders.round import Reminder, Round
from automation.reminders.wording import message, overview
from automation.styles.place import put_in_place


@dataclass(frozen=True)
class Written:
    """The files for one unit."""

    reminder: Reminder
    text: Path
    mail: Path
    draft: EmailMessage


def write_round(folder: Path, one: Round) -> tuple[Written, ...]:
    """Write workbook, texts and drafts into ``folder``, and take away what an earlier round left there.

    Raises:
        WriteError: a file is open elsewhere, or the disk is full.
    """
    stems = file_stems(r.unit for r in one.reminders)
    written = tuple(Written(r, folder / f"{stems[r.unit.name]}.txt", folder / f"{stems[r.unit.name]}.eml", draft(one, r))
                    for r in one.reminders)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        workbook, summary = folder / workbook_name(one.period), folder / f"催报_{SUMMARY}.txt"
        write_pages(workbook, one)
        # A byte order mark: old editions of Notepad take anything else for GBK.
        put_in_place(summary, overview(one).encode("utf-8-sig"))
        for unit in written:
            put_in_place(unit.text, message(one, unit.reminder).encode("utf-8-sig"))
            put_in_place(unit.mail, unit.draft.as_bytes())
        _clear(folder, {workbook, summary, *(u.text for u in written), *(u.mail for u in written)})
    except OSError as error:
        raise WriteError(f"催报写不进 {folder}：{error.strerror or error}", "请关闭正打开的文件，检查写入权限和磁盘空间，再运行一次") from error
    return written


def _clear(folder: Path, keep: Iterable[Path]) -> None:
    kept = set(keep)
    for pattern in PATTERNS:
        for path in sorted(folder.glob(pattern)):
            if path not in kept:
                path.unlink()
