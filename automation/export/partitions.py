"""Folders of an export, ``plan=…/period=…/table=…``, and the stamp in each file that says which state of the ledger it is.

Names are read back by whatever knows Hive's way of naming folders: letters of every script stand as they are, what a file
system forbids is written as %XX.
"""

import contextlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from automation.errors import TongbaoError, UsageError
from automation.period import Period

ROOT = "parquet"
"""Folder of the partitions in the folder that is exported to: readers take every file in it for data."""
PART = "part-0.parquet"
KEY = b"tongbao"
"""Of the stamp, in the metadata of every file."""
LAYOUT = 1
"""Changes when older exports can no longer be read."""
# A dot or blank at the end is taken off by Windows.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%=+&#]|[. ]$')


@dataclass(frozen=True)
class Stamp:
    """Which state of which ledger the files of one period hold; all of them carry the same."""

    plan: str
    fingerprint: str
    """Of the plan's content."""
    period: str
    tables: tuple[str, ...]
    """Codes of the tables that have a file."""
    earlier: tuple[str, ...]
    """Periods before this one with reports, which cumulative figures are made of."""
    units: Mapping[str, str]
    """Who reported, with the SHA-256 of the file that counts."""
    layout: int = LAYOUT

    def text(self) -> str:
        """The stamp as it is written."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def parse(cls, text: str) -> "Stamp":
        """What ``text`` wrote; raises ValueError for anything else."""
        said: dict[str, Any] = json.loads(text)
        if said.get("layout") != LAYOUT:
            raise ValueError(f"layout {said.get('layout')}")
        return cls(said["plan"], said["fingerprint"], said["period"], tuple(said["tables"]), tuple(said["earlier"]), said["units"])


@dataclass(frozen=True)
class Exported:
    """One period in one export."""

    folder: Path
    """``…/plan=…/period=…``."""
    stamp: Stamp

    def file(self, table: str) -> Path:
        """The file of one table."""
        return partition(self.folder, table) / PART

    @property
    def source(self) -> Path:
        """The folder of the export that it belongs to."""
        return self.folder.parent.parent


def folder_of(root: Path, plan: str, period: str) -> Path:
    """The folder of one period of a plan."""
    return root / f"plan={_quoted(plan)}" / f"period={_quoted(period)}"


def partition(folder: Path, table: str) -> Path:
    """The folder of one table."""
    return folder / f"table={_quoted(table)}"


def _quoted(text: str) -> str:
    return _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), text)


def stamp_of(folder: Path) -> Stamp | None:
    """The stamp of a period's folder; None where it is missing, unreadable or its files are not of one state."""
    stamps = {_stamp(path) for path in sorted(folder.glob(f"table=*/{PART}"))}
    if len(stamps) != 1 or None in stamps:
        return None
    try:
        stamp = Stamp.parse(next(iter(stamps)) or "")
    except (ValueError, KeyError, TypeError):
        return None
    return stamp if all((partition(folder, code) / PART).is_file() for code in stamp.tables) else None


def _stamp(path: Path) -> str | None:
    import pyarrow
    from pyarrow import parquet

    try:
        return ((parquet.read_metadata(path).metadata or {}).get(KEY) or b"").decode()
    except (OSError, pyarrow.ArrowException, UnicodeDecodeError):
        return None


def folders_of(root: Path, plan: str) -> Iterator[tuple[Period, Path]]:
    """The folder of each period of a plan in every export that stands anywhere in ``root``."""
    name = f"plan={_quoted(plan)}"
    for top, folders, _ in os.walk(root):
        if name in folders:
            for folder in sorted(Path(top, name).glob("period=*")):
                with contextlib.suppress(UsageError):
                    yield Period.parse(folder.name.removeprefix("period=")), folder
        folders[:] = sorted(f for f in folders if not f.startswith((".", "plan=")))


def opened(folder: Path) -> Exported:
    """The period in ``folder``; raises TongbaoError where it was not written to its end."""
    stamp = stamp_of(folder)
    if stamp is None:
        raise TongbaoError(f"导出“{folder}”没有写完，或不是本版本写出的",
                           f"请在它的工作区重新导出：tongbao export {folder.name.removeprefix('period=')} --to 文件夹")
    return Exported(folder, stamp)
