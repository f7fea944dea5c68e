"""Options and arguments that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from automation.cli.language import tr

Decorated = Callable[..., Any]


def workspace(command: Decorated) -> Decorated:
    """``-w DIR``, the workspace; the current folder unless told."""
    return click.option("-w", "--workspace", "root", type=click.Path(path_type=Path, file_okay=False), default=Path(),
                        metavar=tr("文件夹", "DIR"), help=tr("工作区，默认当前文件夹。", "The workspace; the current folder unless told."))(command)


def period(command: Decorated) -> Decorated:
    """The period as an argument; the plan's current one unless told."""
    return click.argument("period", required=False, metavar=tr("[报告期]", "[PERIOD]"))(command)


def as_json(command: Decorated) -> Decorated:
    """``--json``, for other programs."""
    return click.option("--json", "as_json", is_flag=True, help=tr("输出 JSON，供其他程序读取。", "Print JSON for other programs."))(command)


def quiet(command: Decorated) -> Decorated:
    """``--quiet``, say nothing but errors."""
    return click.option("-q", "--quiet", is_flag=True, help=tr("只输出错误。", "Print nothing but errors."))(command)


def jobs(command: Decorated) -> Decorated:
    """``--jobs N``, in how many processes files are read."""
    return click.option("--jobs", type=click.IntRange(min=0), metavar=tr("个数", "N"),
                        help=tr("用几个隔离的进程读文件，默认按处理器个数；0 为不隔离，只用于信得过的文件。",
                                "Isolated processes that read files, by default as many as processors; 0 reads in this one: trusted files only."))(command)
