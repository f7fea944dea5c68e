"""The submission to the level above as a file."""

from pathlib import Path
from typing import TYPE_CHECKING

from automation import edition
from automation.errors import TongbaoError, UsageError, WriteError
from automation.ledger import Ledger
from automation.model.plan import Unit
from automation.office import Office
from automation.period import Period

if TYPE_CHECKING:
    from automation.upward.submit import Upward

FOLDER = "上报"
"""In ``reports/PERIOD``."""


def upward(office: Office, period: Period, into: Path | None = None, unit: str = "", revision: bool = False,
           target: Path | None = None) -> "tuple[Path, Upward]":
    """Write the closed ``period`` as this office's submission to the level above; gives its path.

    It is called as the workbook ``into`` that the level above issued, and stands in ``reports/PERIOD/上报/`` unless
    ``target``, a file or a folder, says otherwise; ``into`` itself is never written to. Raises what ``submit`` does,
    UsageError where ``target`` is ``into``, WriteError where it cannot be written.
    """
    from automation.template.write import template_name
    from automation.upward.submit import submit

    try:
        given = into.read_bytes() if into else None
    except OSError as error:
        raise TongbaoError(f"打不开 {into}：{error.strerror or error}", "请检查路径和权限；文件若在 Excel 中打开，请先关闭") from error
    with Ledger.open(office.workspace.ledger, "upward", office.now) as ledger:
        made = submit(edition.plan_of(office.plan, ledger, period), ledger, period, given, unit, revision)
    name = into.name if into else template_name(Unit(made.facts.unit, made.facts.unit), period)
    path = target or office.workspace.reports(period) / FOLDER
    if path.suffix.lower() != ".xlsx":
        path = path / name
    if into and path.exists() and path.samefile(into):
        raise UsageError(f"不能写回上级的原文件 {into}", "请用 -o 另指一个文件或文件夹")
    _replace(path, made.data)
    return path, made


def _replace(path: Path, data: bytes) -> None:
    """Write a file so that nobody sees half of it."""
    growing = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        growing.write_bytes(data)
        growing.replace(path)
    except OSError as error:
        growing.unlink(missing_ok=True)
        raise WriteError(f"写不了 {path}：{error.strerror or error}", "文件若在 Excel 中打开，请先关闭；再检查路径、权限和磁盘空间，然后再运行一次") from error
