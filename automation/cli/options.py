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


def scheduler(command: Decorated) -> Decorated:
    """``--scheduler ADDRESS``, a Dask cluster that reads files; with it, where others find inbox, archive and reports."""
    for option in (reports, _archive, _inbox):
        command = option(command)
    return click.option("--scheduler", envvar="TONGBAO_SCHEDULER", default="", metavar="tcp://HOST:8786",
                        help=tr("由这个 Dask 调度器下的各台工作机读文件（pip install 'tongbao[cluster]'，见 docs/cluster.zh-CN.md）；"
                                "也可用环境变量 TONGBAO_SCHEDULER。",
                                "Have the workers of this Dask scheduler read the files; see docs/cluster.zh-CN.md. Or TONGBAO_SCHEDULER."))(command)


def reports(command: Decorated) -> Decorated:
    """``--reports ADDRESS``, where copies of the reports go."""
    return click.option("--reports", envvar="TONGBAO_REPORTS", default="", metavar=tr("地址", "ADDRESS"),
                        help=tr("写好的通报、退回、催报再存一份到这个地址，如 s3://桶/reports；也可用 TONGBAO_REPORTS。",
                                "Copy what is written into reports/ to this address too; or TONGBAO_REPORTS."))(command)


def _inbox(command: Decorated) -> Decorated:
    return click.option("--inbox", envvar="TONGBAO_INBOX", default="", metavar=tr("地址", "ADDRESS"),
                        help=tr("从这个地址收，不看工作区的 inbox，如 s3://桶/inbox；也可用 TONGBAO_INBOX。",
                                "Take files in from this address instead of the workspace's inbox; or TONGBAO_INBOX."))(command)


def _archive(command: Decorated) -> Decorated:
    return click.option("--archive", envvar="TONGBAO_ARCHIVE", default="", metavar=tr("地址", "ADDRESS"),
                        help=tr("归档再存一份到这个地址，供各台工作机读取，如 s3://桶/archive；不写时各机须在同一路径看到工作区的 archive。也可用 TONGBAO_ARCHIVE。",
                                "Keep a second copy of the archive at this address, for the workers to read; without it they must see the "
                                "workspace's archive under the same path. Or TONGBAO_ARCHIVE."))(command)


def jobs(command: Decorated) -> Decorated:
    """``--jobs N``, in how many processes files are read."""
    return click.option("--jobs", type=click.IntRange(min=0), metavar=tr("个数", "N"),
                        help=tr("用几个隔离的进程读文件，默认按处理器个数；0 为不隔离，只用于信得过的文件。",
                                "Isolated processes that read files, by default as many as processors; 0 reads in this one: trusted files only."))(command)
